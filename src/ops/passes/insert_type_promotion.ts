/**
 * Makes type promotion explicit: where an operator's operands promote, each tensor of another type gets a
 * `prims.convert_element_type` before the call. Which type that is, the operator's shape function says by one of
 * `PROMOTION_RULES`. Python numbers stay: they become constants of the type that the tensors have.
 */

import { type DType, isFloating } from "../../fx/dtype.ts";
import { type Argument, type Graph, Node, type NodeValue } from "../../fx/graph.ts";
import { mapArgument } from "../../fx/walk.ts";
import { mapInts } from "../../shapes/bool.ts";
import { symbol } from "../../shapes/expr.ts";
import type { SymBool } from "../../shapes/types.ts";
import { inputOfArgument, metaArgs } from "../arguments.ts";
import { fillDefaults } from "../bind.ts";
import { MetaContext, type OpEntry } from "../define.ts";
import { isTensorMeta } from "../lowering.ts";
import { isConverted, type Promotion, type PromotionRule, realOf } from "../promotion.ts";
import { opTable } from "../table.ts";
import { OpError, type ShapeGuards } from "../types.ts";
import { GraphWriter } from "./graph_writer.ts";

/** One operator call with operands that were converted. */
export interface InsertedPromotion {
  /** Of the new graph. */
  readonly node: Node;
  readonly rule: PromotionRule;
  readonly to: DType;
  readonly operands: readonly { readonly name: string; readonly from: DType }[];
}

/** Returns a new graph; the values of the calls stay what they are. */
export function insertTypePromotion(
  graph: Graph,
  guards: ShapeGuards,
): { graph: Graph; inserted: readonly InsertedPromotion[] } {
  const writer = new GraphWriter(guards);
  const inserted: InsertedPromotion[] = [];
  const replaced = new Map<Node, Node>();
  const taken = new Set(graph.nodes.map((node) => node.name));
  const map = (arg: Argument): Argument =>
    mapArgument(arg, (leaf) => {
      if (leaf instanceof Node) return replaced.get(leaf) ?? leaf;
      return typeof leaf === "object" && leaf?.kind === "graph" ? body(leaf.graph) : leaf;
    });
  /** The body of an operator of control flow. */
  const body = (inner: Graph): Argument => {
    const result = insertTypePromotion(inner, guards);
    inserted.push(...result.inserted);
    return { kind: "graph", graph: result.graph };
  };

  for (const node of graph.nodes) {
    const args = node.args.map(map);
    const kwargs = Object.fromEntries(Object.entries(node.kwargs).map(([k, v]) => [k, map(v)]));
    const promotion = promotionOf(node, args, kwargs, guards);
    if (promotion === null) {
      replaced.set(node, writer.copy(node, args, kwargs));
      continue;
    }
    writer.source = node.meta;
    const { dtype, rule } = promotion;
    const cast = new Map<Node, Node>();
    const convert = (arg: Argument): Argument =>
      mapArgument(arg, (leaf) => {
        if (!(leaf instanceof Node) || !isTensorMeta(leaf.meta.value)) return leaf;
        if (!isConverted(leaf.meta.value, promotion)) return leaf;
        const known = cast.get(leaf) ?? writer.convert(leaf, dtype, taken);
        cast.set(leaf, known);
        return known;
      });
    const newArgs = args.map(convert);
    const newKwargs = Object.fromEntries(Object.entries(kwargs).map(([k, v]) => [k, convert(v)]));
    const copy = writer.copy(node, newArgs, newKwargs);
    replaced.set(node, copy);
    if (cast.size === 0) continue;
    const from = [...cast.keys()].map(({ name, meta }) => ({
      name,
      from: isTensorMeta(meta.value) ? meta.value.dtype : dtype,
    }));
    inserted.push({ node: copy, rule, to: dtype, operands: from });
  }
  return { graph: writer.graph, inserted };
}

/** What the shape function says of the call's operands; null when it promotes nothing. */
function promotionOf(
  node: Node,
  args: readonly Argument[],
  kwargs: Readonly<Record<string, Argument>>,
  guards: ShapeGuards,
): Promotion | null {
  const entry = node.op === "call_function" ? opTable.get(node.target) : null;
  if (!entry) return null;
  const inputs = fillDefaults<Argument>(entry.schema, args, kwargs).map(inputOfArgument);
  return promotionIn(entry, metaArgs(entry.schema, inputs, asking(guards)), defaultDtypeOf(node.meta.value), guards);
}

/** The promotion of a call with these arguments. */
function promotionIn(
  entry: OpEntry,
  args: Readonly<Record<string, unknown>>,
  defaultDtype: DType,
  guards: ShapeGuards,
): Promotion | null {
  const ctx = new MetaContext(asking(guards), entry.schema, defaultDtype);
  try {
    entry.meta(ctx, args);
  } catch (error) {
    // The call was accepted when it was captured; sizes that only the data decide can't be compared again.
    if (!(error instanceof OpError)) throw error;
  }
  return ctx.promotion;
}

/** The program's default dtype, where the result shows it. */
function defaultDtypeOf(value: NodeValue): DType {
  const dtype = isTensorMeta(value) ? realOf(value.dtype) : "float32";
  return isFloating(dtype) ? dtype : "float32";
}

/** Answers without recording: what the capture decided stands in its guards. */
function asking(guards: ShapeGuards): ShapeGuards {
  const atHint = (condition: SymBool): boolean => {
    const known = mapInts(condition, (v) => guards.hint(v) ?? v);
    return known === true;
  };
  return {
    decide: (condition) => guards.prove(condition) ?? atHint(condition),
    prove: (condition) => guards.prove(condition),
    require: () => undefined,
    fresh: () => symbol("unnamed"),
    hint: (value) => guards.hint(value),
    representative: (value) => guards.representative(value),
    typical: (value) => guards.typical(value),
    span: guards.span,
  };
}
