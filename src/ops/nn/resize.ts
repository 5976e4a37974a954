/** Up- and downsampling, and sampling at grid points. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { floordiv, mul } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { printShape, sameSize } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { range } from "../dims.ts";
import type { LoweringBuilder, SymArg, TensorOperand } from "../lowering.ts";
import { contiguous, denseOrder, stridesInOrder } from "../strides.ts";
import { OpError } from "../types.ts";
import { sampleByGather } from "./grid_sample_values.ts";
import { type Axis, resizeByWeights } from "./resize_weights.ts";

type Mode = "nearest" | "nearest_exact" | "linear" | "cubic" | "linear_aa" | "cubic_aa";

function resizedMeta(ctx: MetaContext, self: TensorMeta, sizes: readonly SymInt[], n: number): TensorMeta {
  ctx.check(
    self.shape.length === n + 2,
    () => `It is expected input_size equals to ${n + 2}, but got size ${self.shape.length}`,
  );
  const shape = [...self.shape.slice(0, 2), ...sizes];
  const made = contiguous(self.dtype, shape, self.device);
  const order = denseOrder(ctx.guards, self);
  const last = [0, ...range(n).map((i) => i + 2), 1];
  return n >= 2 && order?.every((d, i) => d === last[i]) ? { ...made, strides: stridesInOrder(shape, last) } : made;
}

/** floor(size · factor): exact for whole factors of symbolic sizes. */
function scaled(ctx: MetaContext, size: SymInt, factor: number): SymInt {
  if (typeof size === "number") return Math.floor(size * factor);
  if (Number.isInteger(factor)) return mul(size, factor);
  const inverse = 1 / factor;
  if (Number.isInteger(inverse)) return floordiv(size, inverse);
  for (const denominator of [2, 3, 4, 5, 8, 10, 16]) {
    if (Number.isInteger(factor * denominator)) return floordiv(mul(size, factor * denominator), denominator);
  }
  throw ctx.error(`resizing a dynamic size by ${factor} is not supported`, "NotImplementedError");
}

function vecSizes(
  ctx: MetaContext,
  input: TensorMeta,
  output: readonly SymInt[] | null,
  factors: readonly number[] | null,
): readonly SymInt[] {
  ctx.check(
    (output === null) !== (factors === null),
    () => "Must specify exactly one of output_size and scale_factors",
  );
  if (output !== null) return output;
  return (factors ?? []).map((f, i) => scaled(ctx, input.shape[i + 2] ?? 1, f));
}

function attributesOf(
  mode: Mode,
  alignCorners: boolean,
): Readonly<Record<string, string | number | { float: number }>> {
  if (mode === "nearest")
    return { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" };
  if (mode === "nearest_exact")
    return { mode: "nearest", coordinate_transformation_mode: "half_pixel", nearest_mode: "round_prefer_ceil" };
  const coordinate = alignCorners ? "align_corners" : "half_pixel";
  const antialias = mode.endsWith("_aa") ? { antialias: 1 } : {};
  if (mode.startsWith("linear")) return { mode: "linear", coordinate_transformation_mode: coordinate, ...antialias };
  // PyTorch's antialiased cubic is Pillow's, with another coefficient.
  return {
    mode: "cubic",
    coordinate_transformation_mode: coordinate,
    cubic_coeff_a: { float: mode === "cubic_aa" ? -0.5 : -0.75 },
    ...antialias,
  };
}

function resize(
  g: LoweringBuilder,
  self: TensorOperand,
  mode: Mode,
  alignCorners: boolean,
  factors: readonly (number | null)[] | null,
): Value {
  const axes = range(self.meta.shape.length - 2).map((i) => i + 2);
  const attributes = { ...attributesOf(mode, alignCorners), axes };
  const wanted = spatialAxes(self, g.out.shape.slice(2), factors, alignCorners);
  // ONNX Runtime has no Resize of doubles, another antialiasing, and rounds the places of a cubic with a given factor.
  const inexact = mode.endsWith("_aa") || self.meta.dtype === "float64" || (mode === "cubic" && factors !== null);
  if (wanted !== null && inexact) return resizeByWeights(g, self, mode, wanted);
  if (mode.endsWith("_aa"))
    throw new OpError("NotImplementedError", "antialiased resizing of a symbolic size is not supported");
  const given = factors?.every((f) => f !== null && f > 0) && !alignCorners ? factors.map((f) => f ?? 1) : null;
  if (given) return g.op("Resize", [self.value, null, g.tensor(given, [given.length], "float32")], attributes);
  return g.op("Resize", [self.value, null, null, g.sizes(g.out.shape.slice(2))], attributes);
}

/** Null where a size is symbolic. */
function spatialAxes(
  self: TensorOperand,
  sizes: readonly SymInt[],
  factors: readonly (number | null)[] | null,
  alignCorners: boolean,
): readonly Axis[] | null {
  const axes: Axis[] = [];
  for (const [i, to] of sizes.entries()) {
    const from = self.meta.shape[i + 2] ?? 1;
    if (typeof from !== "number" || typeof to !== "number") return null;
    const factor = factors?.[i] ?? null;
    const corners = to > 1 ? (from - 1) / (to - 1) : 0;
    const plain = factor !== null && factor > 0 ? 1 / factor : from / to;
    axes.push({ from, to, step: alignCorners ? corners : plain, alignCorners });
  }
  return axes;
}

interface Family {
  readonly name: string;
  readonly n: 1 | 2 | 3;
  readonly mode: Mode;
  readonly align: boolean;
}

const FAMILIES: readonly Family[] = [
  { name: "upsample_nearest1d", n: 1, mode: "nearest", align: false },
  { name: "upsample_nearest2d", n: 2, mode: "nearest", align: false },
  { name: "upsample_nearest3d", n: 3, mode: "nearest", align: false },
  { name: "_upsample_nearest_exact1d", n: 1, mode: "nearest_exact", align: false },
  { name: "_upsample_nearest_exact2d", n: 2, mode: "nearest_exact", align: false },
  { name: "_upsample_nearest_exact3d", n: 3, mode: "nearest_exact", align: false },
  { name: "upsample_linear1d", n: 1, mode: "linear", align: true },
  { name: "upsample_bilinear2d", n: 2, mode: "linear", align: true },
  { name: "upsample_trilinear3d", n: 3, mode: "linear", align: true },
  { name: "upsample_bicubic2d", n: 2, mode: "cubic", align: true },
  { name: "_upsample_bilinear2d_aa", n: 2, mode: "linear_aa", align: true },
  { name: "_upsample_bicubic2d_aa", n: 2, mode: "cubic_aa", align: true },
];

const SCALES = { 1: ["scales"], 2: ["scales_h", "scales_w"], 3: ["scales_d", "scales_h", "scales_w"] } as const;

function entries({ name, n, mode, align }: Family): readonly OpEntry[] {
  const corners = align ? ", bool align_corners" : "";
  const scales = SCALES[n].map((s) => `, float? ${s}=None`).join("");
  return [
    op(
      `aten::${name}.vec(Tensor input, SymInt[]? output_size${corners}, float[]? scale_factors) -> Tensor` as "aten::f.vec(Tensor input, SymInt[]? output_size, bool align_corners, float[]? scale_factors) -> Tensor",
      {
        meta: (ctx, { input, output_size, scale_factors }) =>
          resizedMeta(ctx, input, vecSizes(ctx, input, output_size, scale_factors), n),
        lower: (g, { input, align_corners, scale_factors }) =>
          resize(g, input, mode, align_corners ?? false, scale_factors),
      },
    ),
    op(
      `aten::${name}(Tensor self, SymInt[${n}] output_size${corners}${scales}) -> Tensor` as "aten::f(Tensor self, SymInt[2] output_size, bool align_corners) -> Tensor",
      {
        meta: (ctx, { self, output_size }) => resizedMeta(ctx, self, output_size, n),
        lower(g, args) {
          const factors = SCALES[n].map((s) => factorOf(args, s));
          return resize(g, args.self, mode, args.align_corners ?? false, factors);
        },
      },
    ),
  ];
}

/** The schemas of a family differ in the names of their factors. */
function factorOf(args: object, name: string): number | null {
  const value: unknown = Object.entries(args).find(([k]) => k === name)?.[1];
  return typeof value === "number" ? value : null;
}

const INTERPOLATION = ["bilinear", "nearest", "bicubic"] as const;
const INTERPOLATION_20 = ["linear", "nearest", "cubic"] as const;
const GRID_PADDING = ["zeros", "border", "reflection"] as const;

function gridMeta(ctx: MetaContext, input: TensorMeta, grid: TensorMeta): TensorMeta {
  const n = input.shape.length - 2;
  ctx.check(
    grid.shape.length === input.shape.length && sameSize(ctx.guards, grid.shape.at(-1) ?? 1, n, "grid_sampler"),
    () =>
      `grid_sampler(): expected grid and input to have same number of dimensions, and grid to have size ${n} in last dimension, but got input with sizes ${printShape(input.shape)} and grid with sizes ${printShape(grid.shape)}`,
  );
  return contiguous(input.dtype, [input.shape[0] ?? 1, input.shape[1] ?? 1, ...grid.shape.slice(1, -1)], input.device);
}

function gridSample(
  g: LoweringBuilder,
  input: TensorOperand,
  grid: TensorOperand,
  interpolation: number,
  padding: number,
  align: boolean,
): Value {
  // ONNX Runtime takes floats only.
  const gathers = (input.meta.shape.length === 5 && g.opset < 20) || input.meta.dtype === "float64";
  if (gathers) {
    const name = GRID_PADDING[padding] ?? "zeros";
    const kind = (["linear", "nearest", "cubic"] as const)[interpolation] ?? "linear";
    return sampleByGather(g, input, grid, { mode: kind, padding: name, align });
  }
  const mode = (g.opset >= 20 ? INTERPOLATION_20 : INTERPOLATION)[interpolation];
  const padding_mode = GRID_PADDING[padding];
  return g.op("GridSample", [input.value, grid.value], { mode, padding_mode, align_corners: align ? 1 : 0 });
}

const grid = (name: string) =>
  op(
    `aten::${name}(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor` as "aten::f(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor",
    {
      meta: (ctx, { input, grid: points }) => gridMeta(ctx, input, points),
      lower: (g, { input, grid: points, interpolation_mode, padding_mode, align_corners }) =>
        gridSample(g, input, points, interpolation_mode, padding_mode, align_corners),
    },
  );

type Sizes = readonly (SymArg | SymInt)[];

/** The points of a size, from -1 to 1. */
function axisPoints(g: LoweringBuilder, size: SymArg | SymInt, align: boolean, dtype: TensorMeta["dtype"]): Value {
  const n = g.cast(g.size(size), dtype);
  const i = g.cast(g.op("Range", [g.const(0, "int64"), g.size(size), g.const(1, "int64")]), dtype);
  const one = g.const(1, dtype);
  const two = g.const(2, dtype);
  if (align) {
    if (size === 1) return g.tensor([0], [1], dtype);
    return g.op("Sub", [g.op("Div", [g.op("Mul", [i, two]), g.op("Sub", [n, one])]), one]);
  }
  return g.op("Sub", [g.op("Div", [g.op("Add", [g.op("Mul", [i, two]), one]), n]), one]);
}

/** theta · (x, y, 1) for every point. */
function affineGrid(g: LoweringBuilder, theta: TensorOperand, size: Sizes, align: boolean): Value {
  const { dtype } = theta.meta;
  const spatial = size.slice(2);
  const n = spatial.length;
  const shape = g.sizes([...spatial, 1]);
  const columns = range(n).map((k) => {
    // The last dimension is x, the one before it y.
    const d = n - 1 - k;
    const points = axisPoints(g, spatial[d] ?? 1, align, dtype);
    return g.op("Expand", [g.op("Reshape", [points, g.ints([-1, ...new Array<number>(n - d).fill(1)])]), shape]);
  });
  const base = g.op("Concat", [...columns, g.op("Expand", [g.const(1, dtype), shape])], { axis: -1 });
  const flat = g.op("Reshape", [base, g.ints([-1, n + 1])]);
  const moved = g.op("MatMul", [flat, g.op("Transpose", [theta.value], { perm: [0, 2, 1] })]);
  return g.op("Reshape", [moved, g.sizes(g.out.shape)]);
}

export const resizeOps: readonly OpEntry[] = [
  ...FAMILIES.flatMap(entries),
  grid("grid_sampler"),
  grid("grid_sampler_2d"),
  grid("grid_sampler_3d"),
  op("aten::affine_grid_generator(Tensor theta, SymInt[] size, bool align_corners) -> Tensor", {
    meta: (_, { theta, size }) =>
      contiguous(theta.dtype, [size[0] ?? 1, ...size.slice(2), size.length - 2], theta.device),
    lower: (g, { theta, size, align_corners }) => affineGrid(g, theta, size, align_corners),
  }),
];
