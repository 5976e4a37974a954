/** Running sums, products and extremes along a dimension. */

import { type DType, isFloating } from "../../fx/dtype.ts";
import type { Value } from "../../onnx/ir.ts";
import { type OpEntry, op } from "../define.ts";
import { normalizeDim, range } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { onnxType } from "../onnx_dtype.ts";
import { permute } from "../shape_nodes.ts";
import { contiguous } from "../strides.ts";

function cumsum(g: LoweringBuilder, self: TensorOperand, dim: number): Value {
  const { dtype } = g.out;
  const inner: DType =
    dtype === "int8" || dtype === "int16" || dtype === "uint8"
      ? "int32"
      : dtype === "bfloat16" || dtype === "float16"
        ? "float32"
        : dtype;
  const x = g.as(self, inner);
  if (self.meta.shape.length === 0) return g.as(self, dtype);
  const y = g.op("CumSum", [x, g.const(normalizeDim(dim, self.meta.shape.length), "int64")]);
  return inner === dtype ? y : g.cast(y, dtype);
}

type Step = (state: readonly Value[], slice: readonly Value[]) => readonly Value[];

/** ONNX Scan over the dimension, moved to the front: `step` gives the new state, which is also the output. */
export function scan(
  g: LoweringBuilder,
  inputs: readonly Value[],
  initial: readonly Value[],
  dtypes: readonly DType[],
  rank: number,
  dim: number,
  step: Step,
): readonly Value[] {
  const front = [dim, ...range(rank).filter((d) => d !== dim)];
  const moved = inputs.map((v) => permute(g, v, front));
  const type = (dtype: DType) => ({ kind: "tensor", dtype: onnxType(dtype), shape: null }) as const;
  const names = [
    ...initial.map((_, i) => ({ name: `state_${i}`, type: type(dtypes[i] ?? "float32") })),
    ...inputs.map((_, i) => ({ name: `slice_${i}`, type: type(dtypes[i] ?? "float32") })),
  ];
  const body = g.host.subgraph("scan", names, (own) => {
    const next = step(own.slice(0, initial.length), own.slice(initial.length));
    return [...next, ...next.map((v) => g.op("Identity", [v]))];
  });
  const outputs = g.ops("Scan", [...initial, ...moved], initial.length * 2, {
    body: { graph: body },
    num_scan_inputs: inputs.length,
  });
  const back = range(rank).map((d) => front.indexOf(d));
  return outputs.slice(initial.length).map((v) => permute(g, v, back));
}

/** The slice at the front of a dimension, filled with a value: the state before the first step. */
function initialState(g: LoweringBuilder, x: Value, dim: number, fill: number, dtype: DType): Value {
  const shape = g.op("Shape", [x]);
  const n = g.out.shape.length;
  const keep = range(n).filter((d) => d !== dim);
  const rest = keep.length === 0 ? g.ints([]) : g.op("Gather", [shape, g.ints(keep)]);
  return g.op("Expand", [g.const(fill, dtype), rest]);
}

function running(
  g: LoweringBuilder,
  x: Value,
  dim: number,
  dtype: DType,
  fill: number,
  combine: (a: Value, b: Value) => Value,
): Value {
  const rank = g.out.shape.length;
  const [y] = scan(g, [x], [initialState(g, x, dim, fill, dtype)], [dtype], rank, dim, ([state], [slice]) => {
    if (!state || !slice) throw new Error("a scan without state");
    return [combine(state, slice)];
  });
  if (!y) throw new Error("a scan without output");
  return y;
}

/** Running extremes carry value and place; a later equal element wins, a NaN stays. */
function runningExtreme(g: LoweringBuilder, self: TensorOperand, dim: number, kind: "max" | "min"): readonly Value[] {
  const { dtype } = self.meta;
  const rank = self.meta.shape.length;
  if (rank === 0) return [self.value, g.const(0, "int64")];
  const axis = normalizeDim(dim, rank);
  const x = self.value;
  const places = g.op("Expand", [
    g.op("Reshape", [
      g.op("Range", [g.const(0, "int64"), g.size(self.meta.shape[axis] ?? 1), g.const(1, "int64")]),
      g.ints([-1, ...new Array<number>(rank - axis - 1).fill(1)]),
    ]),
    g.shapeOf(self),
  ]);
  const first = g.op("Gather", [x, g.const(0, "int64")], { axis });
  const start = g.op("Gather", [places, g.const(0, "int64")], { axis });
  return scan(g, [x, places], [first, start], [dtype, "int64"], rank, axis, ([best, at], [value, place]) => {
    if (!best || !at || !value || !place) throw new Error("a scan without state");
    const wide = (v: Value) => (dtype === "bool" ? g.cast(v, "int32") : v);
    let take = g.op(kind === "max" ? "GreaterOrEqual" : "LessOrEqual", [wide(value), wide(best)]);
    if (isFloating(dtype))
      take = g.op("Or", [g.op("IsNaN", [value]), g.op("And", [take, g.op("Not", [g.op("IsNaN", [best])])])]);
    return [g.where(take, value, best, dtype), g.op("Where", [take, place, at])];
  });
}

export const scanOps: readonly OpEntry[] = [
  op("aten::cumsum(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor", {
    meta(ctx, { self, dim, dtype }) {
      normalizeDim(dim, self.shape.length);
      return contiguous(ctx.promote("sum", [self], dtype), self.shape, self.device);
    },
    lower: (g, { self, dim }) => cumsum(g, self, dim),
  }),
  op("aten::cumprod(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor", {
    meta(ctx, { self, dim, dtype }) {
      normalizeDim(dim, self.shape.length);
      return contiguous(ctx.promote("sum", [self], dtype), self.shape, self.device);
    },
    lower(g, { self, dim }) {
      const { dtype } = g.out;
      const x = g.as(self, dtype);
      if (self.meta.shape.length === 0) return x;
      return running(g, x, normalizeDim(dim, self.meta.shape.length), dtype, 1, (a, b) => g.op("Mul", [a, b]));
    },
  }),
  op("aten::logcumsumexp(Tensor self, int dim) -> Tensor", {
    meta: (_, { self }) => contiguous(self.dtype, self.shape, self.device),
    lower(g, { self, dim }) {
      const { dtype } = g.out;
      if (self.meta.shape.length === 0) return self.value;
      return running(
        g,
        self.value,
        normalizeDim(dim, self.meta.shape.length),
        dtype,
        Number.NEGATIVE_INFINITY,
        (a, b) => {
          const big = g.op("Max", [a, b]);
          const gap = g.op("Neg", [g.op("Abs", [g.op("Sub", [a, b])])]);
          const soft = g.op("Add", [big, g.op("Log", [g.op("Add", [g.const(1, dtype), g.op("Exp", [gap])])])]);
          return g.op("Where", [g.op("IsInf", [big]), big, soft]);
        },
      );
    },
  }),
  op("aten::cummax(Tensor self, int dim) -> (Tensor values, Tensor indices)", {
    meta: (_, { self }) => [
      contiguous(self.dtype, self.shape, self.device),
      contiguous("int64", self.shape, self.device),
    ],
    lower: (g, { self, dim }) => runningExtreme(g, self, dim, "max"),
  }),
  op("aten::cummin(Tensor self, int dim) -> (Tensor values, Tensor indices)", {
    meta: (_, { self }) => [
      contiguous(self.dtype, self.shape, self.device),
      contiguous("int64", self.shape, self.device),
    ],
    lower: (g, { self, dim }) => runningExtreme(g, self, dim, "min"),
  }),
];
