/** Checks the invariants of an FX graph; a violation is a fault of the exporter and throws. */

import type { ExportedProgram } from "./exported_program.ts";
import { type Graph, Node } from "./graph.ts";
import { forEachLeaf, inputsOf } from "./walk.ts";

/** Nodes are named once, defined before they are used, placeholders come first and one output last. */
export function verifyGraph(graph: Graph): void {
  const defined = new Set<Node>();
  const names = new Set<string>();
  let body = false;
  for (const [i, node] of graph.nodes.entries()) {
    const where = `node ${node.name} (${node.target})`;
    if (node.graph !== graph) throw new Error(`${where} belongs to another graph`);
    if (names.has(node.name)) throw new Error(`two nodes are named ${node.name}`);
    names.add(node.name);
    if (node.op === "placeholder" && body) throw new Error(`${where} comes after the first call`);
    if (node.op === "output" && i !== graph.nodes.length - 1) throw new Error(`${where} is not the last node`);
    if (node.op !== "placeholder") body = true;
    if (node.op === "call_function" && !/^\w+(\.\w+)+$/.test(node.target))
      throw new Error(`${where} has no valid target`);
    for (const input of inputsOf(node)) {
      if (!defined.has(input)) throw new Error(`${where} uses ${input.name}, which is not defined before it`);
    }
    for (const arg of [...node.args, ...Object.values(node.kwargs)]) {
      forEachLeaf(arg, (leaf) => {
        if (typeof leaf === "object" && leaf !== null && !(leaf instanceof Node) && leaf.kind === "graph")
          verifyGraph(leaf.graph);
      });
    }
    defined.add(node);
  }
  if (graph.nodes.at(-1)?.op !== "output") throw new Error("the graph has no output node");
}

/** The graph, and that the signature fits it. */
export function verifyProgram(program: ExportedProgram): void {
  verifyGraph(program.graph);
  const placeholders = program.graph.nodes.filter((n) => n.op === "placeholder");
  const inputs = program.inputs.filter((i) => i.kind !== "constant_input");
  if (placeholders.length < inputs.length)
    throw new Error(`${inputs.length} inputs, but ${placeholders.length} placeholders`);
  for (const spec of program.inputs) {
    if ("target" in spec && !program.state.has(spec.target)) throw new Error(`no data for ${spec.kind} ${spec.target}`);
  }
  const out = program.graph.outputs;
  const count = Array.isArray(out) ? out.length : 1;
  if (count !== program.outputs.length)
    throw new Error(`${program.outputs.length} outputs are declared, the graph has ${count}`);
}
