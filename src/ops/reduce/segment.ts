/** Reductions of consecutive segments of a dimension. */

import { isFloating } from "../../fx/dtype.ts";
import type { Value } from "../../onnx/ir.ts";
import { mul, product, sub } from "../../shapes/expr.ts";
import { type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { scatterReduced } from "../scatter_type.ts";
import { contiguous } from "../strides.ts";
import { OpError } from "../types.ts";
import { numberOf } from "./statistics.ts";

interface Reduction {
  /** ONNX's name. */
  readonly scatter: "add" | "mul" | "max" | "min";
  /** What a segment starts from. */
  readonly start: number;
}

const REDUCTIONS: Readonly<Record<string, Reduction>> = {
  sum: { scatter: "add", start: 0 },
  mean: { scatter: "add", start: 0 },
  prod: { scatter: "mul", start: 1 },
  max: { scatter: "max", start: Number.NEGATIVE_INFINITY },
  min: { scatter: "min", start: Number.POSITIVE_INFINITY },
};

/** Segments' ends and lengths, [rows, segments]. */
function segments(
  g: LoweringBuilder,
  lengths: TensorOperand | null,
  offsets: TensorOperand | null,
): { readonly ends: Value; readonly lengths: Value } {
  const table = (t: TensorOperand) => {
    const value = g.as(t, "int64");
    return g.op("Reshape", [value, g.sizes([product(t.meta.shape.slice(0, -1)), t.meta.shape.at(-1) ?? 1])]);
  };
  if (lengths) {
    const own = table(lengths);
    return { ends: g.op("CumSum", [own, g.const(1, "int64")]), lengths: own };
  }
  if (!offsets) throw new OpError("RuntimeError", "segment_reduce(): Either lengths or offsets must be defined.");
  const all = table(offsets);
  const ends = g.op("Slice", [all, g.ints([1]), g.tensor([9223372036854775807n], [1], "int64"), g.ints([1])]);
  const starts = g.op("Slice", [all, g.ints([0]), g.ints([-1]), g.ints([1])]);
  return { ends, lengths: g.op("Sub", [ends, starts]) };
}

function segmentReduce(
  g: LoweringBuilder,
  data: TensorOperand,
  reduce: string,
  lengths: TensorOperand | null,
  offsets: TensorOperand | null,
  initial: number | null,
): Value {
  const reduction = REDUCTIONS[reduce];
  if (!reduction) throw new OpError("RuntimeError", `unsupported reduction given! ${reduce}`);
  const { dtype, shape } = data.meta;
  const given = lengths ?? offsets;
  const axis = (given?.meta.shape.length ?? 1) - 1;
  const rows = product(shape.slice(0, axis));
  const [long = 1, rest] = [shape[axis], shape.slice(axis + 1)];
  const count = g.out.shape[axis] ?? 1;
  const s = segments(g, lengths, offsets);
  // The number of segments that end at or before each place; places behind the last segment go to one that is dropped.
  const places = g.op("Range", [g.const(0, "int64"), g.size(long), g.const(1, "int64")]);
  const before = g.op("LessOrEqual", [
    g.op("Unsqueeze", [s.ends, g.ints([1])]),
    g.op("Unsqueeze", [places, g.ints([0, 2])]),
  ]);
  const own = g.op("ReduceSum", [g.cast(before, "int64"), g.ints([2])], { keepdims: 0 });
  const slots = g.op("Add", [g.size(count), g.const(1, "int64")]);
  const row = g.op("Range", [g.const(0, "int64"), g.size(rows), g.const(1, "int64")]);
  const at = g.op("Add", [own, g.op("Unsqueeze", [g.op("Mul", [row, slots]), g.ints([1])])]);
  const total = g.op("Reshape", [g.op("Mul", [g.size(rows), slots]), g.ints([1])]);
  const start = g.op("Expand", [
    g.const(initial ?? reduction.start, dtype),
    g.op("Concat", [total, g.sizes(rest)], { axis: 0 }),
  ]);
  const values = g.op("Reshape", [data.value, g.sizes([mul(rows, long), ...rest])]);
  const scattered = scatterReduced(g, "ScatterND", [start, g.op("Reshape", [at, g.ints([-1, 1])]), values], dtype, {
    reduction: reduction.scatter,
  });
  const split = g.op("Reshape", [
    scattered,
    g.op("Concat", [g.sizes([rows]), g.op("Reshape", [slots, g.ints([1])]), g.sizes(rest)], { axis: 0 }),
  ]);
  const y = g.op("Slice", [split, g.ints([0]), g.ints([-1]), g.ints([1])]);
  const result = reduce === "mean" ? mean(g, y, s.lengths, rest.length, initial, dtype) : y;
  return g.op("Reshape", [result, g.sizes(g.out.shape)]);
}

/** Sums over lengths; an empty segment has the initial value, or none. */
function mean(
  g: LoweringBuilder,
  sums: Value,
  lengths: Value,
  rank: number,
  initial: number | null,
  dtype: TensorOperand["meta"]["dtype"],
): Value {
  const axes = Array.from({ length: rank }, (_, i) => i + 2);
  const wide = rank === 0 ? lengths : g.op("Unsqueeze", [lengths, g.ints(axes)]);
  const empty = g.op("Equal", [wide, g.const(0, "int64")]);
  const share = g.op("Div", [sums, g.cast(g.op("Max", [wide, g.const(1, "int64")]), dtype)]);
  return initial !== null ? share : g.op("Where", [empty, g.const(Number.NaN, dtype), share]);
}

export const segmentOps: readonly OpEntry[] = [
  op(
    "aten::segment_reduce(Tensor data, str reduce, *, Tensor? lengths=None, Tensor? indices=None, Tensor? offsets=None, int axis=0, bool unsafe=False, Scalar? initial=None) -> Tensor",
    {
      meta(ctx, { data, lengths, indices, offsets, axis }) {
        ctx.check(indices === null, () => "segment_reduce(): indices based reduction is not supported yet.");
        ctx.check(isFloating(data.dtype), () => `"_segment_reduce_cpu" not implemented for '${data.dtype}'`);
        const given = lengths ?? offsets;
        if (given === null) throw ctx.error("segment_reduce(): Either lengths or offsets must be defined.");
        const at = axis < 0 ? axis + data.shape.length : axis;
        ctx.check(
          at === given.shape.length - 1,
          () => `segment_reduce(): Expected axis to be the last dimension of lengths but got ${axis}.`,
        );
        const segments = given.shape.at(-1) ?? 1;
        const count = lengths === null ? sub(segments, 1) : segments;
        return contiguous(data.dtype, [...given.shape.slice(0, -1), count, ...data.shape.slice(at + 1)], data.device);
      },
      lower: (g, { data, reduce, lengths, offsets, initial }) =>
        segmentReduce(g, data, reduce, lengths, offsets, initial === null ? null : numberOf(initial)),
    },
  ),
];
