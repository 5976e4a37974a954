/** Control flow over tensors: `torch.cond`, `while_loop` and `scan`, whose bodies are FX graphs. */

import type { DType } from "../../fx/dtype.ts";
import { type Argument, type Graph as FxGraph, Node, type NodeValue } from "../../fx/graph.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { isOperand, isSymOperand } from "../arguments.ts";
import { type OpEntry, op } from "../define.ts";
import { isTensorMeta, type Lowered, type LowerInput, type LoweringBuilder } from "../lowering.ts";
import { onnxType } from "../onnx_dtype.ts";
import { contiguous } from "../strides.ts";
import { OpError } from "../types.ts";

function isGraph(value: unknown): value is { readonly kind: "graph"; readonly graph: FxGraph } {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "graph";
}

function graphOf(value: unknown): FxGraph {
  if (!isGraph(value)) throw new OpError("TypeError", "control flow needs a captured function");
  return value.graph;
}

/** What a body returns, one value an output. */
function outputsOf(graph: FxGraph): readonly NodeValue[] {
  const out = graph.outputs;
  const list = Array.isArray(out) ? (out as readonly Argument[]) : [out];
  return list.map((o): NodeValue => {
    if (o instanceof Node) return o.meta.value;
    if (typeof o === "number") return { kind: "symint", expr: o };
    if (o === null || isSize(o)) return o;
    return { kind: "constant", value: o };
  });
}

function isSize(value: Argument): value is Extract<Argument, { kind: "symint" }> {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "symint";
}

const hasValue = (value: NodeValue) =>
  value !== null && (isTensorMeta(value) || (!Array.isArray(value) && "kind" in value && value.kind !== "constant"));

const listOf = (value: unknown): readonly LowerInput[] =>
  Array.isArray(value) ? (value as readonly LowerInput[]) : [];

/** Operands as values; Python numbers as constants. */
function valuesOf(g: LoweringBuilder, operands: unknown): readonly Value[] {
  return listOf(operands).map((input) => {
    if (isOperand(input) || isSymOperand(input)) return input.value;
    if (typeof input === "boolean") return g.const(input, "bool");
    if (typeof input === "number" || typeof input === "bigint") return g.const(input, "int64");
    if (typeof input === "object" && input !== null && "kind" in input && input.kind === "float")
      return g.const(input.value, "float32");
    throw new OpError("NotImplementedError", "an operand of control flow that is no tensor or number");
  });
}

function typesOf(operands: unknown): readonly DType[] {
  return listOf(operands).map((input) => {
    if (isOperand(input)) return input.meta.dtype;
    if (typeof input === "boolean") return "bool";
    return typeof input === "object" && input !== null && "kind" in input && input.kind === "float"
      ? "float32"
      : "int64";
  });
}

/** Values of a node with several outputs, with null where a body returns None. */
function withGaps(outputs: readonly NodeValue[], made: readonly Value[]): readonly Lowered[] {
  let next = 0;
  return outputs.map((o) => (hasValue(o) ? (made[next++] ?? null) : null));
}

const scalar = (g: LoweringBuilder, condition: Value) => g.op("Reshape", [condition, g.ints([])]);

const inputType = (dtype: DType) => ({ kind: "tensor", dtype: onnxType(dtype), shape: null }) as const;

function only(values: readonly Value[]): Value {
  const [value] = values;
  if (value === undefined || values.length !== 1)
    throw new OpError("RuntimeError", "the condition of a while_loop must be one boolean tensor");
  return value;
}

function lowerCond(g: LoweringBuilder, pred: Value, yes: FxGraph, no: FxGraph, operands: unknown): readonly Lowered[] {
  const values = valuesOf(g, operands);
  const outputs = outputsOf(yes);
  const made = g.ops("If", [scalar(g, pred)], outputs.filter(hasValue).length, {
    then_branch: { graph: g.host.fxSubgraph(yes, values) },
    else_branch: { graph: g.host.fxSubgraph(no, values) },
  });
  return withGaps(outputs, made);
}

function lowerWhile(
  g: LoweringBuilder,
  condition: FxGraph,
  body: FxGraph,
  carried: unknown,
  more: unknown,
): readonly Lowered[] {
  const start = valuesOf(g, carried);
  const extra = valuesOf(g, more);
  const goOn = (state: readonly Value[]) => scalar(g, only(g.host.fxInline(condition, [...state, ...extra])));
  const first = goOn(start);
  const inputs = [
    { name: "round", type: { kind: "tensor", dtype: "int64", shape: [] } as const },
    { name: "go_on", type: { kind: "tensor", dtype: "bool", shape: [] } as const },
    ...typesOf(carried).map((dtype, i) => ({ name: `carried_${i}`, type: inputType(dtype) })),
  ];
  const graph = g.host.subgraph("while_loop", inputs, ([, , ...state]) => {
    const next = g.host.fxInline(body, [...state, ...extra]);
    return [goOn(next), ...next];
  });
  return g.ops("Loop", [null, first, ...start], start.length, { body: { graph } });
}

function lowerScan(g: LoweringBuilder, body: FxGraph, init: unknown, xs: unknown, more: unknown): readonly Lowered[] {
  const [states, slices, extra] = [valuesOf(g, init), valuesOf(g, xs), valuesOf(g, more)];
  const inputs = [
    ...typesOf(init).map((dtype, i) => ({ name: `state_${i}`, type: inputType(dtype) })),
    ...typesOf(xs).map((dtype, i) => ({ name: `slice_${i}`, type: inputType(dtype) })),
  ];
  const graph = g.host.subgraph("scan", inputs, (own) => g.host.fxInline(body, [...own, ...extra]));
  return g.ops("Scan", [...states, ...slices], graph.outputs.length, {
    body: { graph },
    num_scan_inputs: slices.length,
  });
}

/** `map` is a scan that carries nothing. */
function lowerMap(g: LoweringBuilder, body: FxGraph, xs: unknown, more: unknown): readonly Lowered[] {
  return lowerScan(g, body, [], xs, more);
}

/** A scan's results: the last states, then the other outputs with a row a step. */
function scanMeta(body: FxGraph, init: unknown, xs: unknown): readonly NodeValue[] {
  const states = Array.isArray(init) ? init.length : 0;
  const [first = null] = Array.isArray(xs) ? (xs as readonly unknown[]) : [];
  if (!isTensorLike(first)) throw new OpError("RuntimeError", "scan() needs a tensor to go over");
  const steps = first.meta.shape[0] ?? 1;
  return outputsOf(body).map((value, i) =>
    i < states || !isTensorMeta(value) ? value : contiguous(value.dtype, [steps, ...value.shape], value.device),
  );
}

function isTensorLike(value: unknown): value is { readonly meta: TensorMeta } {
  return typeof value === "object" && value !== null && "meta" in value;
}

export const higherOrderOps: readonly OpEntry[] = [
  op("higher_order::cond(Tensor pred, Any true_graph, Any false_graph, Any operands) -> Any", {
    meta: (_, { true_graph }) => outputsOf(graphOf(true_graph)),
    lower: (g, { pred, true_graph, false_graph, operands }) =>
      lowerCond(g, g.as(pred, "bool"), graphOf(true_graph), graphOf(false_graph), operands),
  }),
  op("higher_order::while_loop(Any cond_graph, Any body_graph, Any carried, Any additional_inputs) -> Any", {
    meta: (_, { body_graph }) => outputsOf(graphOf(body_graph)),
    lower: (g, { cond_graph, body_graph, carried, additional_inputs }) =>
      lowerWhile(g, graphOf(cond_graph), graphOf(body_graph), carried, additional_inputs),
  }),
  op("higher_order::scan(Any combine_graph, Any init, Any xs, Any additional_inputs) -> Any", {
    meta: (_, { combine_graph, init, xs }) => scanMeta(graphOf(combine_graph), init, xs),
    lower: (g, { combine_graph, init, xs, additional_inputs }) =>
      lowerScan(g, graphOf(combine_graph), init, xs, additional_inputs),
  }),
  op("higher_order::map_impl(Any body_graph, Any xs, Any args) -> Any", {
    meta: (_, { body_graph, xs }) => scanMeta(graphOf(body_graph), [], xs),
    lower: (g, { body_graph, xs, args }) => lowerMap(g, graphOf(body_graph), xs, args),
  }),
];
