/** Graphs and programs as `print` shows them. */

import { floatRepr } from "../../dynamo/builtins/text/float_repr.ts";
import type { ExportedProgram } from "../../fx/exported_program.ts";
import { type Argument, type Graph, Node } from "../../fx/graph.ts";
import { printInt } from "../../shapes/print.ts";

function userCount(graph: Graph, node: Node): number {
  const users = new Set<Node>();
  for (const other of graph.nodes) {
    const visit = (a: Argument): void => {
      if (a === node) users.add(other);
      else if (isList(a)) for (const item of a) visit(item);
    };
    for (const a of other.args) visit(a);
    for (const a of Object.values(other.kwargs)) visit(a);
  }
  return users.size;
}

function isList(a: Argument): a is readonly Argument[] {
  return Array.isArray(a);
}

export function printArgument(a: Argument): string {
  if (a instanceof Node) return `%${a.name}`;
  if (a === null) return "None";
  if (typeof a === "boolean") return a ? "True" : "False";
  if (typeof a === "string" || typeof a === "number" || typeof a === "bigint") return String(a);
  if (isList(a)) return `[${a.map(printArgument).join(", ")}]`;
  switch (a.kind) {
    case "float":
      return floatRepr(a.value);
    case "complex":
      return `(${a.re}${a.im < 0 ? "-" : "+"}${Math.abs(a.im)}j)`;
    case "dtype":
      return `torch.${a.dtype}`;
    case "device":
      return a.device;
    case "memory_format":
      return `torch.${a.format}`;
    case "layout":
      return `torch.${a.layout}`;
    case "symint":
      return printInt(a.expr);
    case "symbool":
      return "<symbool>";
    case "graph":
      return "<graph>";
  }
}

const tuple = (items: readonly string[]): string => (items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`);

function targetText(target: string): string {
  return target.startsWith("_operator.") ? `operator.${target.slice(10)}` : `torch.ops.${target}`;
}

/** `torch.fx.Graph.__str__`. */
export function printGraph(graph: Graph): string {
  const lines = ["graph():"];
  for (const node of graph.nodes) {
    const users = `[num_users=${userCount(graph, node)}]`;
    if (node.op === "placeholder") lines.push(`    %${node.name} : ${users} = placeholder[target=${node.target}]`);
    else if (node.op === "output") {
      const [outputs = null] = node.args;
      lines.push(
        `    return ${isList(outputs) ? tuple(outputs.map((o) => printArgument(o).replace(/^%/, ""))) : printArgument(outputs)}`,
      );
    } else {
      const kwargs = Object.entries(node.kwargs).map(([k, v]) => `${k}: ${printArgument(v)}`);
      lines.push(
        `    %${node.name} : ${users} = call_function[target=${targetText(node.target)}](args = ${tuple(node.args.map(printArgument))}, kwargs = {${kwargs.join(", ")}})`,
      );
    }
  }
  return lines.join("\n");
}

export function printProgram(program: ExportedProgram): string {
  const inputs = program.inputs.map((i) => `    ${i.name}: ${i.kind}${"target" in i ? ` target='${i.target}'` : ""}`);
  const outputs = program.outputs.map((o) => `    ${o.name}: ${o.kind}`);
  const ranges = program.ranges.map((r) => `${r.symbol.name}: ${printRange(r.declaredMin ?? r.min, r.max)}`);
  return [
    "ExportedProgram:",
    ...printGraph(program.graph)
      .split("\n")
      .map((l) => `    ${l}`),
    "Graph signature:",
    "    # inputs",
    ...inputs,
    "",
    "    # outputs",
    ...outputs,
    "",
    `Range constraints: {${ranges.join(", ")}}`,
    "",
  ].join("\n");
}

/** `VR[2, int_oo]`. */
export function printRange(min: number, max: number): string {
  const side = (n: number) => (Number.isFinite(n) ? String(n) : n > 0 ? "int_oo" : "-int_oo");
  return `VR[${side(min)}, ${side(max)}]`;
}
