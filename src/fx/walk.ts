/** Going through the arguments of nodes. */

import { type Argument, type Graph, Node } from "./graph.ts";

function isArgumentList(arg: Argument): arg is readonly Argument[] {
  return Array.isArray(arg);
}

type Leaf = Exclude<Argument, readonly Argument[]>;

/** Calls `visit` for every leaf of an argument that is no list. */
export function forEachLeaf(arg: Argument, visit: (leaf: Leaf) => void): void {
  if (isArgumentList(arg)) for (const a of arg) forEachLeaf(a, visit);
  else visit(arg);
}

/** Calls `visit` for each node that an argument mentions. */
export function forEachNode(arg: Argument, visit: (node: Node) => void): void {
  forEachLeaf(arg, (leaf) => {
    if (leaf instanceof Node) visit(leaf);
  });
}

/** The nodes that a node takes as inputs, in order, with repetitions. */
export function inputsOf(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (const arg of node.args) forEachNode(arg, (n) => found.push(n));
  for (const arg of Object.values(node.kwargs)) forEachNode(arg, (n) => found.push(n));
  return found;
}

/** An argument with `map` applied to every leaf that is no list. */
export function mapArgument(arg: Argument, map: (leaf: Leaf) => Argument): Argument {
  return isArgumentList(arg) ? arg.map((a) => mapArgument(a, map)) : map(arg);
}

/** How often each node is used. */
export function userCounts(graph: Graph): Map<Node, number> {
  const counts = new Map<Node, number>();
  for (const node of graph.nodes) for (const input of inputsOf(node)) counts.set(input, (counts.get(input) ?? 0) + 1);
  return counts;
}
