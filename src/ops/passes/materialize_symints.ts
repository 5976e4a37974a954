/** Turns size expressions in arguments into nodes: `aten.sym_size.int` of the input that has the size, and Python arithmetic on them. */

import { type Argument, type Graph, Node, type NodeValue } from "../../fx/graph.ts";
import { forEachLeaf, mapArgument } from "../../fx/walk.ts";
import { comparedInts } from "../../shapes/bool.ts";
import { add, freeSymbols, max, min, mul } from "../../shapes/expr.ts";
import type { SymExpr, SymInt } from "../../shapes/types.ts";
import { isTensorMeta } from "../lowering.ts";
import type { ShapeGuards } from "../types.ts";
import { GraphWriter } from "./graph_writer.ts";

/** Returns a new graph without `symint` arguments. */
export function materializeSymInts(graph: Graph, guards: ShapeGuards): Graph {
  const writer = new GraphWriter(guards);
  const replaced = new Map<Node, Node>();
  const made = new Map<SymExpr, Node>();
  const toNode = (value: SymInt): Argument => (typeof value === "number" ? value : sizeNode(value));

  /** Where each symbol can be read, in the graph's order: the last input's dimension that is exactly it, else the first result's. */
  const places = new Map<SymExpr, { node: Node; dim: number }>();
  const note = (node: Node) => {
    const { value } = node.meta;
    if (
      value !== null &&
      !Array.isArray(value) &&
      "kind" in value &&
      value.kind === "symint" &&
      typeof value.expr !== "number"
    ) {
      if (!made.has(value.expr)) made.set(value.expr, node);
      return;
    }
    if (!isTensorMeta(value)) return;
    value.shape.forEach((d, dim) => {
      if (typeof d === "number" || (node.op !== "placeholder" && (places.has(d) || isKnown(d)))) return;
      places.delete(d);
      places.set(d, { node, dim });
    });
  };

  /** Made of sizes that can be read: it is computed from them. */
  const isKnown = (size: SymExpr): boolean =>
    size.kind !== "symbol" && [...freeSymbols(size)].every((free) => places.has(free) || made.has(free));

  function sizeNode(expr: SymExpr): Node {
    const known = made.get(expr);
    if (known) return known;
    const node = build(expr);
    made.set(expr, node);
    return node;
  }

  function build(expr: SymExpr): Node {
    const at = places.get(expr);
    if (at) return writer.call("aten.sym_size.int", [at.node, at.dim]);
    const value = (e: SymInt) => ({ kind: "symint", expr: e }) as const;
    switch (expr.kind) {
      case "symbol":
      case "opaque":
        throw new Error(`no tensor has the size ${expr.name}`);
      case "add":
        return chain("add", expr.terms, expr);
      case "mul":
        return chain("mul", expr.factors, expr);
      case "min":
      case "max":
        return chain(expr.kind === "min" ? "sym_min" : "sym_max", expr.args, expr);
      case "floordiv":
      case "mod":
      case "pow":
        return writer.arithmetic(expr.kind, [toNode(expr.left), toNode(expr.right)], value(expr));
    }
  }

  /** A comparison of sizes as Python's operator; what has no such form stays a symbolic argument. */
  function conditionNode(condition: Extract<Argument, { kind: "symbool" }>["expr"]): Argument {
    if (!("left" in condition)) return { kind: "symbool", expr: condition };
    const value: NodeValue = { kind: "symbool", expr: condition };
    return writer.arithmetic(condition.kind, [toNode(condition.left), toNode(condition.right)], value);
  }

  /** a + b + c from the left. */
  function chain(name: string, parts: readonly SymInt[], whole: SymExpr): Node {
    const [first = 0, ...rest] = parts;
    let acc: Argument = toNode(first);
    rest.forEach((part, i) => {
      const expr: SymInt = i === rest.length - 1 ? whole : combine(name, parts.slice(0, i + 2));
      acc = writer.arithmetic(name, [acc, toNode(part)], { kind: "symint", expr });
    });
    if (!(acc instanceof Node)) throw new Error("a size expression without a node");
    return acc;
  }

  /** The sizes of inputs are read before anything is computed, in the order of the inputs, as torch.export does. */
  const readSizes = () => {
    if (places.size === 0) return;
    const used = usedSizes(graph);
    writer.source = null;
    for (const size of places.keys()) if (used.has(size)) sizeNode(size);
  };

  let started = false;
  for (const node of graph.nodes) {
    if (!started && node.op !== "placeholder") {
      started = true;
      readSizes();
    }
    writer.source = node.meta;
    const map = (arg: Argument): Argument =>
      mapArgument(arg, (leaf) => {
        if (leaf instanceof Node) return replaced.get(leaf) ?? leaf;
        if (typeof leaf !== "object" || leaf === null) return leaf;
        if (leaf.kind === "symbool") return conditionNode(leaf.expr);
        return leaf.kind === "symint" ? sizeNode(leaf.expr) : leaf;
      });
    const args = node.args.map(map);
    const kwargs = Object.fromEntries(Object.entries(node.kwargs).map(([k, v]) => [k, map(v)]));
    const copy = writer.copy(node, args, kwargs);
    replaced.set(node, copy);
    note(copy);
  }
  return writer.graph;
}

/** The size expressions that arguments name, and the symbols in them. */
function usedSizes(graph: Graph): ReadonlySet<SymExpr> {
  const used = new Set<SymExpr>();
  const visit = (arg: Argument): void =>
    forEachLeaf(arg, (leaf) => {
      if (typeof leaf !== "object" || leaf === null || leaf instanceof Node) return;
      if (leaf.kind === "symbool") {
        for (const side of comparedInts(leaf.expr)) for (const free of freeSymbols(side)) used.add(free);
      }
      if (leaf.kind !== "symint") return;
      used.add(leaf.expr);
      for (const free of freeSymbols(leaf.expr)) used.add(free);
    });
  for (const node of graph.nodes) for (const arg of [...node.args, ...Object.values(node.kwargs)]) visit(arg);
  return used;
}

function combine(name: string, parts: readonly SymInt[]): SymInt {
  return COMBINE[name]?.(parts) ?? 0;
}

const COMBINE: Readonly<Record<string, (parts: readonly SymInt[]) => SymInt>> = {
  add: (p) => add(...p),
  mul: (p) => mul(...p),
  sym_min: (p) => min(...p),
  sym_max: (p) => max(...p),
};
