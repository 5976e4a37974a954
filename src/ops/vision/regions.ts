/** torchvision's regions of interest: non-maximum suppression and pooling of boxes. */

import type { DType } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { floordiv, mul, product } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, SymArg, TensorOperand } from "../lowering.ts";
import { contiguous } from "../strides.ts";
import { OpError } from "../types.ts";

function regionMeta(
  ctx: MetaContext,
  input: TensorMeta,
  rois: TensorMeta,
  channels: SymInt,
  height: SymInt,
  width: SymInt,
): TensorMeta {
  ctx.check(
    rois.shape.length === 2 && (rois.shape[1] === 5 || typeof rois.shape[1] !== "number"),
    () => "rois must have shape as Tensor[K, 5]",
  );
  ctx.check(
    input.dtype === rois.dtype,
    () =>
      `Expected tensor for input to have the same type as tensor for rois; but type ${input.dtype} does not equal ${rois.dtype}`,
  );
  return contiguous(input.dtype, [rois.shape[0] ?? 1, channels, height, width], input.device);
}

const fixed = (size: SymArg): number => {
  if (typeof size !== "number")
    throw new OpError("NotImplementedError", "regions of a symbolic size are not supported");
  return size;
};

/** Types that ONNX's region operators take. */
const regionType = (dtype: DType): DType => (dtype === "float64" ? dtype : "float32");

interface Boxes {
  /** int64 [K] */
  readonly image: Value;
  /** [K, 4]: x1, y1, x2, y2 */
  readonly corners: Value;
}

function splitBoxes(g: LoweringBuilder, rois: TensorOperand, dtype: DType): Boxes {
  const all = g.as(rois, dtype);
  const cut = (start: number, end: number) => g.op("Slice", [all, g.ints([start]), g.ints([end]), g.ints([1])]);
  return { image: g.cast(g.op("Reshape", [cut(0, 1), g.ints([-1])]), "int64"), corners: cut(1, 5) };
}

function roiAlign(
  g: LoweringBuilder,
  input: TensorOperand,
  rois: TensorOperand,
  scale: number,
  height: number,
  width: number,
  samples: number,
  aligned: boolean,
): Value {
  const { dtype } = input.meta;
  const inner = regionType(dtype);
  const { image, corners } = splitBoxes(g, rois, inner);
  const y = g.op("RoiAlign", [g.as(input, inner), corners, image], {
    spatial_scale: { float: scale },
    output_height: height,
    output_width: width,
    sampling_ratio: Math.max(0, samples),
    mode: "avg",
    coordinate_transformation_mode: aligned ? "half_pixel" : "output_half_pixel",
  });
  return inner === dtype ? y : g.cast(y, dtype);
}

/** Each bin has channels of its own: of [K, C·PH·PW, PH, PW], those where bin and channel meet. */
function ownChannels(g: LoweringBuilder, y: Value, height: number, width: number): Value {
  const bins = height * width;
  const grouped = g.op("Reshape", [y, g.ints([0, -1, bins, bins])]);
  const picked = g.tensor(
    Array.from({ length: bins * bins }, (_, i) => Math.floor(i / bins) === i % bins),
    [bins, bins],
    "bool",
  );
  const zero = g.op("CastLike", [g.const(0, "float32"), y]);
  const sum = g.op("ReduceSum", [g.op("Where", [picked, grouped, zero]), g.ints([2])], { keepdims: 0 });
  return g.op("Reshape", [sum, g.ints([0, 0, height, width])]);
}

/** The bounds of a box's bins along one dimension, as booleans [K, bins, size]: which places lie in each bin. */
function binMask(g: LoweringBuilder, start: Value, extent: Value, bins: number, size: SymArg | SymInt): Value {
  const edge = (from: number, rounding: "Floor" | "Ceil") => {
    const steps = g.tensor(
      Array.from({ length: bins }, (_, i) => i + from),
      [1, bins],
      "float32",
    );
    const width = g.op("Div", [extent, g.const(bins, "float32")]);
    return g.op("Add", [g.op(rounding, [g.op("Mul", [width, steps])]), start]);
  };
  const places = g.op("Range", [g.const(0, "int64"), g.size(size), g.const(1, "int64")]);
  const at = g.cast(places, "float32");
  const wide = (v: Value) => g.op("Unsqueeze", [v, g.ints([2])]);
  // The reference clips both bounds to the last place and takes the end as outside: that place is never in a bin.
  const last = g.cast(g.op("Sub", [g.size(size), g.const(1, "int64")]), "float32");
  const end = g.op("Min", [wide(edge(1, "Ceil")), last]);
  return g.op("And", [g.op("GreaterOrEqual", [at, wide(edge(0, "Floor"))]), g.op("Less", [at, end])]);
}

/** Means of the places in each bin, where every bin has channels of its own. */
function psRoiPool(
  g: LoweringBuilder,
  input: TensorOperand,
  rois: TensorOperand,
  scale: number,
  height: number,
  width: number,
): Value {
  const { dtype, shape } = input.meta;
  const { image, corners } = splitBoxes(g, rois, "float32");
  const column = (i: number) => g.op("Slice", [corners, g.ints([i]), g.ints([i + 1]), g.ints([1])]);
  // Coordinates are rounded away from zero at halves, to whole places of the input, before they are scaled.
  const round = (v: Value) => {
    const size = g.op("Floor", [g.op("Add", [g.op("Abs", [v]), g.const(0.5, "float32")])]);
    return g.op("Mul", [g.op("Sign", [v]), size]);
  };
  const scaled = (v: Value) => g.op("Mul", [v, g.const(scale, "float32")]);
  const [x1, y1] = [round(scaled(column(0))), round(scaled(column(1)))];
  const [x2, y2] = [round(scaled(column(2))), round(scaled(column(3)))];
  const extent = (from: Value, to: Value) => g.op("Max", [g.op("Sub", [to, from]), g.const(1, "float32")]);
  const rowMask = g.cast(binMask(g, y1, extent(y1, y2), height, shape[2] ?? 1), "float32");
  const columnMask = g.cast(binMask(g, x1, extent(x1, x2), width, shape[3] ?? 1), "float32");
  const images = g.op("Gather", [g.as(input, "float32"), image]);
  const lead = (v: Value) => g.op("Unsqueeze", [v, g.ints([1])]);
  const flip = (v: Value) => g.op("Transpose", [v], { perm: [0, 1, 3, 2] });
  const sums = g.op("MatMul", [g.op("MatMul", [lead(rowMask), images]), flip(lead(columnMask))]);
  const count = (mask: Value) => g.op("ReduceSum", [mask, g.ints([2])]);
  const area = g.op("MatMul", [count(rowMask), g.op("Transpose", [count(columnMask)], { perm: [0, 2, 1] })]);
  const mean = g.op("Div", [sums, g.op("Max", [lead(area), g.const(1, "float32")])]);
  const y = ownChannels(g, mean, height, width);
  return dtype === "float32" ? y : g.cast(y, dtype);
}

/** Maxima of the places in each bin; 0 for an empty bin. */
function roiPool(
  g: LoweringBuilder,
  input: TensorOperand,
  rois: TensorOperand,
  scale: number,
  height: number,
  width: number,
): Value {
  const { dtype } = input.meta;
  const y = g.op("MaxRoiPool", [g.as(input, "float32"), g.as(rois, "float32")], {
    pooled_shape: [height, width],
    spatial_scale: { float: scale },
  });
  return dtype === "float32" ? y : g.cast(y, dtype);
}

/** The channel of each element of a position-sensitive result, the same for all boxes. */
function channelMapping(g: LoweringBuilder, meta: TensorMeta): Value {
  const size = product(meta.shape.slice(1));
  const index = g.op("Range", [g.const(0, "int64"), g.size(size), g.const(1, "int64")]);
  const one = g.op("Reshape", [g.cast(index, "int32"), g.sizes([1, ...meta.shape.slice(1)])]);
  return g.op("Expand", [one, g.sizes(meta.shape)]);
}

const ofBins = (input: TensorMeta, height: SymInt, width: SymInt) => floordiv(input.shape[1] ?? 1, mul(height, width));

function positionSensitiveMeta(
  ctx: MetaContext,
  input: TensorMeta,
  rois: TensorMeta,
  height: SymInt,
  width: SymInt,
): readonly TensorMeta[] {
  const y = regionMeta(ctx, input, rois, ofBins(input, height, width), height, width);
  return [y, { ...y, dtype: "int32" }];
}

export const regionOps: readonly OpEntry[] = [
  op("torchvision::nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor", {
    meta(ctx, { dets, scores }) {
      ctx.check(dets.shape.length === 2, () => `boxes should be a 2d tensor, got ${dets.shape.length}D`);
      ctx.check(scores.shape.length === 1, () => `scores should be a 1d tensor, got ${scores.shape.length}D`);
      const n = dets.shape[0] ?? 1;
      return contiguous(
        "int64",
        [ctx.guards.fresh(0, typeof n === "number" ? n : Number.POSITIVE_INFINITY)],
        dets.device,
      );
    },
    lower(g, { dets, scores, iou_threshold }) {
      if (iou_threshold < 0) throw new OpError("NotImplementedError", "nms with a negative threshold is not supported");
      const boxes = g.op("Unsqueeze", [g.as(dets, "float32"), g.ints([0])]);
      const marks = g.op("Unsqueeze", [g.as(scores, "float32"), g.ints([0, 1])]);
      const most = g.op("Shape", [dets.value], { start: 0, end: 1 });
      const kept = g.op("NonMaxSuppression", [
        boxes,
        marks,
        most,
        g.tensor([Math.min(iou_threshold, 1)], [1], "float32"),
      ]);
      return g.op("Gather", [kept, g.const(2, "int64")], { axis: 1 });
    },
    notes: "boxes whose corners are given in another order than x1 < x2, y1 < y2 are put in order first",
  }),
  op(
    "torchvision::roi_align(Tensor input, Tensor rois, float spatial_scale, SymInt pooled_height, SymInt pooled_width, int sampling_ratio, bool aligned) -> Tensor",
    {
      meta: (ctx, { input, rois, pooled_height, pooled_width }) =>
        regionMeta(ctx, input, rois, input.shape[1] ?? 1, pooled_height, pooled_width),
      lower: (g, { input, rois, spatial_scale, pooled_height, pooled_width, sampling_ratio, aligned }) =>
        roiAlign(g, input, rois, spatial_scale, fixed(pooled_height), fixed(pooled_width), sampling_ratio, aligned),
    },
  ),
  op(
    "torchvision::roi_pool(Tensor input, Tensor rois, float spatial_scale, SymInt pooled_height, SymInt pooled_width) -> (Tensor, Tensor)",
    {
      meta(ctx, { input, rois, pooled_height, pooled_width }) {
        const y = regionMeta(ctx, input, rois, input.shape[1] ?? 1, pooled_height, pooled_width);
        return [y, { ...y, dtype: "int32" }];
      },
      lower: (g, { input, rois, spatial_scale, pooled_height, pooled_width }) => [
        roiPool(g, input, rois, spatial_scale, fixed(pooled_height), fixed(pooled_width)),
        null,
      ],
      notes: "the places of maxima, which only gradients use, are left out",
    },
  ),
  op(
    "torchvision::ps_roi_align(Tensor input, Tensor rois, float spatial_scale, SymInt pooled_height, SymInt pooled_width, int sampling_ratio) -> (Tensor, Tensor)",
    {
      meta: (ctx, { input, rois, pooled_height, pooled_width }) =>
        positionSensitiveMeta(ctx, input, rois, pooled_height, pooled_width),
      lower(g, { input, rois, spatial_scale, pooled_height, pooled_width, sampling_ratio }) {
        const [height, width] = [fixed(pooled_height), fixed(pooled_width)];
        const all = roiAlign(g, input, rois, spatial_scale, height, width, sampling_ratio, true);
        return [ownChannels(g, all, height, width), channelMapping(g, g.out)];
      },
    },
  ),
  op(
    "torchvision::ps_roi_pool(Tensor input, Tensor rois, float spatial_scale, SymInt pooled_height, SymInt pooled_width) -> (Tensor, Tensor)",
    {
      meta: (ctx, { input, rois, pooled_height, pooled_width }) =>
        positionSensitiveMeta(ctx, input, rois, pooled_height, pooled_width),
      lower: (g, { input, rois, spatial_scale, pooled_height, pooled_width }) => [
        psRoiPool(g, input, rois, spatial_scale, fixed(pooled_height), fixed(pooled_width)),
        channelMapping(g, g.out),
      ],
    },
  ),
];
