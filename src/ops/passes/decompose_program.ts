/** `ExportedProgram.run_decompositions`: without mutation, and with the operators of a table replaced. */

import type { ExportedProgram, OutputSpec } from "../../fx/exported_program.ts";
import { type Argument, Node } from "../../fx/graph.ts";
import { removeDeadNodes } from "../../fx/passes/dead_code.ts";
import { verifyProgram } from "../../fx/verify.ts";
import type { Decompose } from "../decompositions/define.ts";
import { opTable } from "../table.ts";
import { decompose } from "./decompose.ts";
import { functionalize } from "./functionalize.ts";
import { nodeName } from "./graph_writer.ts";
import { programShapes } from "./program_shapes.ts";

/** A program of its own; its calls are named anew, as by a tracer that runs it. Throws `OpError` for writes that can't be undone. */
export function decomposeProgram(program: ExportedProgram, table: ReadonlyMap<string, Decompose>): ExportedProgram {
  const env = programShapes(program);
  const known = env.guards.length;
  const functional = functionalize(program, env);
  const { graph } = decompose(functional.graph, env, (entry) => table.get(entry.target) ?? null);
  graph.renumber((node) => nodeName(node.target));
  removeDeadNodes(graph, isImpure);
  const held = graph.outputs;
  const elements: readonly Argument[] = Array.isArray(held) ? held : [held];
  const outputs = functional.outputs.map((spec, i) => renamedOutput(spec, elements[i] ?? null));
  // What the decompositions assume of sizes beyond what the capture did holds for the new program.
  const guards = [...functional.guards, ...env.guards.slice(known)];
  const decomposed = { ...functional, graph, outputs, guards };
  verifyProgram(decomposed);
  return decomposed;
}

function renamedOutput(spec: OutputSpec, element: Argument): OutputSpec {
  return element instanceof Node ? { ...spec, name: element.name } : spec;
}

/** Assertions have no result that anyone could use. */
function isImpure(node: Node): boolean {
  const entry = opTable.get(node.target);
  return entry !== null && entry.schema.returns.length === 0;
}
