/** Replaces calls by the operators they decompose into, until only operators outside `selected` are left. */

import { type Argument, type Graph, Node } from "../../fx/graph.ts";
import { mapArgument } from "../../fx/walk.ts";
import type { SymInt } from "../../shapes/types.ts";
import { fillDefaults } from "../bind.ts";
import type { DecomposeBuilder, DecomposeInput, SymNode, TensorNode } from "../decomposition.ts";
import type { OpEntry } from "../define.ts";
import type { SchemaType } from "../schema.ts";
import { opTable } from "../table.ts";
import type { ShapeGuards } from "../types.ts";
import { GraphWriter, tensorMetaOf } from "./graph_writer.ts";

/** Returns a new graph; `selected` says which entries to decompose (those without a lowering, or a core list). */
export function decompose(
  graph: Graph,
  guards: ShapeGuards,
  selected: (entry: OpEntry) => boolean,
): { graph: Graph; changed: boolean } {
  const writer = new GraphWriter(guards);
  const replaced = new Map<Node, Argument>();
  const map = (arg: Argument): Argument =>
    mapArgument(arg, (leaf) => {
      if (leaf instanceof Node) return replaced.get(leaf) ?? leaf;
      return typeof leaf === "object" && leaf?.kind === "graph" ? body(leaf.graph) : leaf;
    });
  /** The body of an operator of control flow. */
  const body = (inner: Graph): Argument => {
    const result = decompose(inner, guards, selected);
    changed = changed || result.changed;
    return { kind: "graph", graph: result.graph };
  };
  let changed = false;
  for (const node of graph.nodes) {
    const args = node.args.map(map);
    const kwargs = Object.fromEntries(Object.entries(node.kwargs).map(([k, v]) => [k, map(v)]));
    writer.source = node.meta;
    const entry = node.op === "call_function" ? opTable.get(node.target) : null;
    if (node.target === "_operator.getitem" && Array.isArray(args[0])) {
      replaced.set(node, (args[0] as readonly Argument[])[Number(args[1])] ?? null);
    } else if (entry?.decompose && selected(entry)) {
      changed = true;
      replaced.set(node, expandCall(writer, entry, args, kwargs, node, selected));
    } else {
      replaced.set(node, writer.copy(node, args, kwargs));
    }
  }
  return { graph: writer.graph, changed };
}

function expandCall(
  writer: GraphWriter,
  entry: OpEntry,
  args: readonly Argument[],
  kwargs: Readonly<Record<string, Argument>>,
  node: Node,
  selected: (entry: OpEntry) => boolean,
): Argument {
  const bound = fillDefaults(entry.schema, args, kwargs);
  const named: Record<string, unknown> = {};
  entry.schema.args.forEach((arg, i) => {
    named[arg.name] = toView(bound[i] ?? null, arg.type);
  });
  const builder = makeBuilder(writer, node, selected);
  const result = entry.decompose?.(builder, named) ?? null;
  if (result === null) return null;
  return isTensorNode(result) ? result.node : result.map((r) => r?.node ?? null);
}

function isTensorNode(value: unknown): value is TensorNode {
  return typeof value === "object" && value !== null && "node" in value && "meta" in value;
}

function toView(arg: Argument, type: SchemaType): unknown {
  if (Array.isArray(arg)) return (arg as readonly Argument[]).map((a) => toView(a, { ...type, list: 0 }));
  if (arg instanceof Node) {
    const { value } = arg.meta;
    if (value !== null && !Array.isArray(value) && "kind" in value && value.kind === "symint") {
      return typeof value.expr === "number" ? value.expr : { node: arg, expr: value.expr };
    }
    return { node: arg, meta: tensorMetaOf(arg) };
  }
  if (arg === null || typeof arg !== "object" || !("kind" in arg) || type.base === "Scalar") return arg;
  switch (arg.kind) {
    case "float":
      return arg.value;
    case "dtype":
      return arg.dtype;
    case "device":
      return arg.device;
    case "memory_format":
      return arg.format;
    default:
      return arg;
  }
}

function makeBuilder(writer: GraphWriter, node: Node, selected: (entry: OpEntry) => boolean): DecomposeBuilder {
  const toArgument = (input: DecomposeInput): Argument => {
    if (Array.isArray(input)) return (input as readonly DecomposeInput[]).map(toArgument);
    return typeof input === "object" && input !== null && "node" in input ? input.node : (input as Argument);
  };
  const invoke = (
    target: string,
    inputs: readonly DecomposeInput[],
    kw: Readonly<Record<string, DecomposeInput>>,
  ): Argument => {
    const args = inputs.map(toArgument);
    const kwargs = Object.fromEntries(Object.entries(kw).map(([k, v]) => [k, toArgument(v)]));
    const entry = opTable.require(target);
    if (entry.decompose && selected(entry)) return expandCall(writer, entry, args, kwargs, node, selected);
    const made = writer.call(target, args, kwargs);
    const { value } = made.meta;
    return Array.isArray(value) ? (value as readonly unknown[]).map((_, i) => writer.getItem(made, i)) : made;
  };
  const one = (arg: Argument): TensorNode => {
    if (!(arg instanceof Node)) throw new Error("a decomposition expected one tensor");
    return { node: arg, meta: tensorMetaOf(arg) };
  };
  return {
    result: node.meta.value,
    guards: writer.guards,
    call: (target, args, kwargs = {}) => one(invoke(target, args, kwargs)),
    callMany(target, args, kwargs = {}) {
      const made = invoke(target, args, kwargs);
      return Array.isArray(made) ? (made as readonly Argument[]).map(one) : [one(made)];
    },
    size(tensor, dim): SymNode {
      const size: SymInt = tensor.meta.shape[dim] ?? 1;
      if (typeof size === "number") return size;
      return { node: writer.call("aten.sym_size.int", [tensor.node, dim]), expr: size };
    },
  };
}
