/** Writes operator calls into a new FX graph: binds, infers the value and names the node. */

import type { DType } from "../../fx/dtype.ts";
import { type Argument, Graph, type Node, type NodeMeta, type NodeValue } from "../../fx/graph.ts";
import { inputOfArgument } from "../arguments.ts";
import { bindTarget, inferMeta } from "../bind.ts";
import { isTensorMeta } from "../lowering.ts";
import type { ShapeGuards } from "../types.ts";

/** FX's name for a call: the operator's name; `sym_size_int` for sizes. */
export function nodeName(target: string): string {
  const [namespace = "", name = "", overload = ""] = target.split(".");
  if (namespace === "_operator") return name;
  return /^sym_/.test(name) ? `${name}_${overload}` : name;
}

export class GraphWriter {
  readonly graph = new Graph();
  readonly guards: ShapeGuards;
  /** New nodes take span, stack and modules from here. */
  source: NodeMeta | null = null;

  constructor(guards: ShapeGuards) {
    this.guards = guards;
  }

  private meta(value: NodeValue): NodeMeta {
    const { span = null, stack = [], modules = [] } = this.source ?? {};
    return { value, span, stack, modules };
  }

  /** A node as it is, with arguments that belong to this graph. */
  copy(node: Node, args: readonly Argument[], kwargs: Readonly<Record<string, Argument>>): Node {
    this.source = node.meta;
    return this.graph.add(node.op, node.target, args, kwargs, this.meta(node.meta.value), node.name);
  }

  /** An operator call; its value is computed by the operator's shape function. */
  call(target: string, args: readonly Argument[], kwargs: Readonly<Record<string, Argument>> = {}): Node {
    const value = this.valueOf(target, args, kwargs);
    return this.graph.add("call_function", target, args, kwargs, this.meta(value), nodeName(target));
  }

  /** What an operator call gives, without making it. */
  valueOf(target: string, args: readonly Argument[], kwargs: Readonly<Record<string, Argument>>): NodeValue {
    const inputs = new Map(Object.entries(kwargs).map(([k, v]) => [k, inputOfArgument(v)]));
    return inferMeta(bindTarget(target, args.map(inputOfArgument), inputs), this.guards);
  }

  /** The tensor in another type, by a name that is not among `taken`. */
  convert(node: Node, dtype: DType, taken: ReadonlySet<string>): Node {
    const value = { ...tensorMetaOf(node), dtype };
    const target = "prims.convert_element_type.default";
    let name = nodeName(target);
    for (let n = 1; taken.has(name); n++) name = `${nodeName(target)}_${n}`;
    return this.graph.add("call_function", target, [node, { kind: "dtype", dtype }], {}, this.meta(value), name);
  }

  /** `operator.getitem(node, index)`. */
  getItem(node: Node, index: number): Node {
    const { value } = node.meta;
    const item = Array.isArray(value) ? (value as readonly NodeValue[])[index] : undefined;
    return this.graph.add("call_function", "_operator.getitem", [node, index], {}, this.meta(item ?? null), "getitem");
  }

  /** A call of Python arithmetic on sizes. */
  arithmetic(name: string, args: readonly Argument[], value: NodeValue): Node {
    return this.graph.add("call_function", `_operator.${name}`, args, {}, this.meta(value), name);
  }
}

/** The meta of a node that gives one tensor. */
export function tensorMetaOf(node: Node) {
  const { value } = node.meta;
  if (!isTensorMeta(value)) throw new Error(`${node.name} gives no tensor`);
  return value;
}
