/** Replaces calls by the operators they decompose into, until only operators without a decomposition are left. */

import { type Argument, type Graph, Node, type NodeValue } from "../../fx/graph.ts";
import { inputsOf, mapArgument } from "../../fx/walk.ts";
import type { SymInt } from "../../shapes/types.ts";
import { fillDefaults } from "../bind.ts";
import type { DecomposeBuilder, DecomposeInput, SymNode, TensorNode } from "../decomposition.ts";
import type { Decompose } from "../decompositions/define.ts";
import type { OpEntry } from "../define.ts";
import { isTensorMeta } from "../lowering.ts";
import type { SchemaType } from "../schema.ts";
import { opTable } from "../table.ts";
import type { ShapeGuards } from "../types.ts";
import { GraphWriter, tensorMetaOf } from "./graph_writer.ts";

/** Gives the decomposition to use for an operator; null leaves its calls. */
export type FindDecomposition = (entry: OpEntry) => Decompose | null;

/** Returns a new graph: calls that `find` has a decomposition for are replaced, also in what a decomposition calls. */
export function decompose(
  graph: Graph,
  guards: ShapeGuards,
  find: FindDecomposition,
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
    const result = decompose(inner, guards, find);
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
      continue;
    }
    const expanded = entry === null ? undefined : expandCall(writer, entry, args, kwargs, node.meta.value, find);
    if (expanded !== undefined) changed = true;
    if (expanded !== undefined) replaced.set(node, expanded);
    else replaced.set(node, restrided(writer, node, writer.copy(node, args, kwargs)));
  }
  return { graph: writer.graph, changed };
}

/** A copied call whose operands lie otherwise in memory than before may give other strides; all else stays. */
function restrided(writer: GraphWriter, before: Node, copy: Node): Node {
  const [old, now] = [inputsOf(before), inputsOf(copy)];
  if (copy.op !== "call_function" || opTable.get(copy.target) === null) return copy;
  const moved = now.some((node, i) => {
    const [a, b] = [old[i]?.meta.value, node.meta.value];
    return isTensorMeta(a) && isTensorMeta(b) && a.strides.some((s, j) => s !== b.strides[j]);
  });
  if (!moved || !isTensorMeta(copy.meta.value)) return copy;
  const value = writer.valueOf(copy.target, copy.args, copy.kwargs);
  const same = isTensorMeta(value) && copy.meta.value.shape.every((s, i) => s === value.shape[i]);
  if (same) copy.meta.value = { ...copy.meta.value, strides: value.strides, storageOffset: value.storageOffset };
  return copy;
}

/** Undefined when the call stays. */
function expandCall(
  writer: GraphWriter,
  entry: OpEntry,
  args: readonly Argument[],
  kwargs: Readonly<Record<string, Argument>>,
  value: NodeValue,
  find: FindDecomposition,
): Argument | undefined {
  const run = find(entry);
  if (run === null) return undefined;
  const bound = fillDefaults(entry.schema, args, kwargs);
  const named: Record<string, unknown> = {};
  entry.schema.args.forEach((arg, i) => {
    named[arg.name] = toView(bound[i] ?? null, arg.type);
  });
  const result = run(makeBuilder(writer, value, find), named);
  if (result === undefined || result === null) return result;
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

function makeBuilder(writer: GraphWriter, value: NodeValue, find: FindDecomposition): DecomposeBuilder {
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
    if (find(entry) !== null) {
      const expanded = expandCall(writer, entry, args, kwargs, writer.valueOf(target, args, kwargs), find);
      if (expanded !== undefined) return expanded;
    }
    const made = writer.call(target, args, kwargs);
    const held = made.meta.value;
    return Array.isArray(held) ? (held as readonly unknown[]).map((_, i) => writer.getItem(made, i)) : made;
  };
  const one = (arg: Argument): TensorNode => {
    if (!(arg instanceof Node)) throw new Error("a decomposition expected one tensor");
    return { node: arg, meta: tensorMetaOf(arg) };
  };
  return {
    result: value,
    guards: writer.guards,
    call: (target, args, kwargs = {}) => one(invoke(target, args, kwargs)),
    callMany(target, args, kwargs = {}) {
      const made = invoke(target, args, kwargs);
      if (made instanceof Node && made.meta.value === null) return [];
      return Array.isArray(made) ? (made as readonly Argument[]).map(one) : [one(made)];
    },
    size(tensor, dim): SymNode {
      const size: SymInt = tensor.meta.shape[dim] ?? 1;
      if (typeof size === "number") return size;
      return { node: writer.call("aten.sym_size.int", [tensor.node, dim]), expr: size };
    },
  };
}
