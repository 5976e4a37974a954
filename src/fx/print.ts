/** An FX graph as text, in torch.fx's readable style; `--dump fx` and the goldens show it. */

import { printBool, printInt } from "../shapes/print.ts";
import type { DType } from "./dtype.ts";
import { type Argument, type Graph, Node, type NodeValue } from "./graph.ts";
import type { TensorMeta } from "./tensor_meta.ts";

const SHORT: Readonly<Partial<Record<DType, string>>> = {
  bool: "b8",
  float8_e4m3fn: "f8e4m3fn",
  float8_e4m3fnuz: "f8e4m3fnuz",
  float8_e5m2: "f8e5m2",
  float8_e5m2fnuz: "f8e5m2fnuz",
  bfloat16: "bf16",
  complex32: "c32",
  complex64: "c64",
  complex128: "c128",
};

/** `f32` for float32, `i64` for int64. */
export function shortDtype(dtype: DType): string {
  return (
    SHORT[dtype] ??
    dtype
      .replace(/^float/, "f")
      .replace(/^uint/, "u")
      .replace(/^int/, "i")
  );
}

/** `f32[97, 8]`. */
export function printTensor(meta: TensorMeta): string {
  return `${shortDtype(meta.dtype)}[${meta.shape.map((d) => printInt(d)).join(", ")}]`;
}

/** The type of a node's value. */
export function printValue(value: NodeValue): string {
  if (value === null) return "None";
  if (isList(value)) return `(${value.map(printValue).join(", ")})`;
  if (!("kind" in value)) return printTensor(value);
  switch (value.kind) {
    case "symint":
      return `Sym(${printInt(value.expr)})`;
    case "symbool":
      return `Sym(${printBool(value.expr)})`;
    case "constant":
      return printArgument(value.value);
  }
}

function isList(value: NodeValue): value is readonly NodeValue[] {
  return Array.isArray(value);
}

function isArgumentList(arg: Argument): arg is readonly Argument[] {
  return Array.isArray(arg);
}

/** Python's notation of an argument; nodes as `%name`. */
export function printArgument(arg: Argument): string {
  if (arg instanceof Node) return `%${arg.name}`;
  if (isArgumentList(arg)) return `[${arg.map(printArgument).join(", ")}]`;
  if (arg === null) return "None";
  if (typeof arg === "boolean") return arg ? "True" : "False";
  if (typeof arg === "string") return JSON.stringify(arg);
  if (typeof arg !== "object") return String(arg);
  switch (arg.kind) {
    case "float":
      return printFloat(arg.value);
    case "complex":
      return `(${printFloat(arg.re)}${arg.im < 0 ? "" : "+"}${printFloat(arg.im)}j)`;
    case "dtype":
      return `torch.${arg.dtype}`;
    case "device":
      return `device(type='${arg.device}')`;
    case "memory_format":
      return `torch.${arg.format}`;
    case "layout":
      return `torch.${arg.layout}`;
    case "symint":
      return printInt(arg.expr);
    case "symbool":
      return printBool(arg.expr);
    case "graph":
      return "<graph>";
  }
}

function printFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text.replace(/e([+-])(\d)$/, "e$10$2");
}

/** `aten.linear.default` → `torch.ops.aten.linear.default`; `_operator.getitem` → `operator.getitem`. */
function printTarget(target: string): string {
  if (target.startsWith("_operator.")) return target.slice(1);
  return `torch.ops.${target}`;
}

function printNode(node: Node): string {
  if (node.op === "placeholder")
    return `%${node.name} : ${printValue(node.meta.value)} = placeholder[target=${node.target}]`;
  if (node.op === "output") {
    const [out = null] = node.args;
    const list = isArgumentList(out) ? out : [out];
    return `return (${list.map(printOutput).join(", ")}${list.length === 1 ? "," : ""})`;
  }
  const args = node.args.map(printArgument).join(", ");
  const kwargs = Object.entries(node.kwargs)
    .map(([k, v]) => `${k}: ${printArgument(v)}`)
    .join(", ");
  const tuple = node.args.length === 1 ? `(${args},)` : `(${args})`;
  const kw = kwargs === "" ? "" : `, kwargs = {${kwargs}}`;
  return `%${node.name} : ${printValue(node.meta.value)} = call_function[target=${printTarget(node.target)}](args = ${tuple}${kw})`;
}

const printOutput = (arg: Argument): string => (arg instanceof Node ? arg.name : printArgument(arg));

function subgraphsOf(arg: Argument): readonly Graph[] {
  if (arg instanceof Node || arg === null || typeof arg !== "object") return [];
  if (isArgumentList(arg)) return arg.flatMap(subgraphsOf);
  return arg.kind === "graph" ? [arg.graph] : [];
}

/** One line a node; subgraphs are indented under the node that has them. */
export function printGraph(graph: Graph, indent = ""): string {
  const lines = [`${indent}graph():`];
  for (const node of graph.nodes) {
    lines.push(`${indent}    ${printNode(node)}`);
    for (const sub of node.args.flatMap(subgraphsOf)) lines.push(printGraph(sub, `${indent}        `));
  }
  return lines.join("\n");
}
