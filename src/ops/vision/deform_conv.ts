/** torchvision's deformable convolution: each tap of the kernel samples the input at a place of its own. */

import type { DType } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { add, floordiv, mul, sub } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { type Arithmetic, arithmetic } from "../arithmetic.ts";
import { type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, SymArg, TensorOperand } from "../lowering.ts";
import { contiguous } from "../strides.ts";
import { OpError } from "../types.ts";

interface Geometry {
  readonly stride: readonly [number, number];
  readonly pad: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly kernel: readonly [number, number];
  readonly groups: number;
  readonly offsetGroups: number;
}

function outputSize(size: SymInt, kernel: SymInt, stride: SymInt, pad: SymInt, dilation: SymInt): SymInt {
  const reach = add(mul(dilation, sub(kernel, 1)), 1);
  return add(floordiv(sub(add(size, mul(pad, 2)), reach), stride), 1);
}

/** A grid of base coordinates, [1, 1, kh·kw, oh or 1, ow or 1]. */
function basePlaces(g: LoweringBuilder, axis: 0 | 1, geometry: Geometry, out: SymInt, dtype: DType): Value {
  const [kh, kw] = geometry.kernel;
  const taps = Array.from({ length: kh * kw }, (_, i) => (axis === 0 ? Math.floor(i / kw) : i % kw));
  const [dilation, pad, stride] = [geometry.dilation[axis], geometry.pad[axis], geometry.stride[axis]];
  const tap = g.tensor(
    taps.map((t) => t * dilation - pad),
    [1, 1, kh * kw, 1, 1],
    dtype,
  );
  const index = g.op("Range", [g.const(0, "int64"), g.size(out), g.const(1, "int64")]);
  const step = g.cast(g.op("Mul", [index, g.const(stride, "int64")]), dtype);
  const line = g.op("Reshape", [step, g.ints(axis === 0 ? [1, 1, 1, -1, 1] : [1, 1, 1, 1, -1])]);
  return g.op("Add", [tap, line]);
}

/** Values at fractional places (bilinear, 0 outside): `x` [N, G, C, H·W], places [N, G, P] → [N, G, C, P]. */
function sample(g: LoweringBuilder, a: Arithmetic, x: Value, y: Value, z: Value, height: SymInt, width: SymInt): Value {
  const size = (s: SymInt) => g.cast(g.size(s), a.dtype);
  const [h, w] = [size(height), size(width)];
  const [y0, x0] = [a.floor(y), a.floor(z)];
  const [fy, fx] = [a.sub(y, y0), a.sub(z, x0)];
  const corner = (dy: number, dx: number) => {
    const [cy, cx] = [dy === 0 ? y0 : a.add(y0, dy), dx === 0 ? x0 : a.add(x0, dx)];
    const inside = a.and(a.and(a.lessOrEqual(0, cy), a.less(cy, h)), a.and(a.lessOrEqual(0, cx), a.less(cx, w)));
    const weight = a.mul(dy === 0 ? a.sub(1, fy) : fy, dx === 0 ? a.sub(1, fx) : fx);
    const flat = g.cast(a.where(inside, a.add(a.mul(cy, w), cx), 0), "int64");
    const channels = g.op("Shape", [x], { start: 2, end: 3 });
    const lead = g.op("Shape", [flat], { start: 0, end: 2 });
    const places = g.op("Shape", [flat], { start: 2, end: 3 });
    const index = g.op("Expand", [
      g.op("Unsqueeze", [flat, g.ints([2])]),
      g.op("Concat", [lead, channels, places], { axis: 0 }),
    ]);
    const values = g.op("GatherElements", [x, index], { axis: 3 });
    return a.mul(values, g.op("Unsqueeze", [a.where(inside, weight, 0), g.ints([2])]));
  };
  return a.add(corner(0, 0), corner(0, 1), corner(1, 0), corner(1, 1));
}

function deformConv(
  g: LoweringBuilder,
  input: TensorOperand,
  weight: TensorOperand,
  offset: TensorOperand,
  mask: TensorOperand | null,
  bias: TensorOperand,
  geometry: Geometry,
): Value {
  const { dtype, shape } = input.meta;
  const inner: DType = dtype === "float64" ? dtype : "float32";
  const a = arithmetic(g, inner);
  const [batch = 1, channels = 1, height = 1, width = 1] = shape;
  const [, outChannels = 1, oh = 1, ow = 1] = g.out.shape;
  const [kh, kw] = geometry.kernel;
  const taps = kh * kw;
  const { offsetGroups: groups } = geometry;
  // [N, G, taps, 2, oh, ow]: each tap's vertical and horizontal shift.
  const shifts = g.op("Reshape", [g.as(offset, inner), g.sizes([batch, groups, taps, 2, oh, ow])]);
  const shift = (axis: 0 | 1) => g.op("Gather", [shifts, g.const(axis, "int64")], { axis: 3 });
  const places = (axis: 0 | 1) =>
    g.op("Reshape", [
      a.add(basePlaces(g, axis, geometry, axis === 0 ? oh : ow, inner), shift(axis)),
      g.sizes([batch, groups, -1]),
    ]);
  const perGroup = floordiv(channels, groups);
  const x = g.op("Reshape", [g.as(input, inner), g.sizes([batch, groups, perGroup, mul(height, width)])]);
  const raw = sample(g, a, x, places(0), places(1), height, width);
  const weighted = mask ? a.mul(raw, g.op("Reshape", [g.as(mask, inner), g.sizes([batch, groups, 1, -1])])) : raw;
  // As columns of a matrix: [N, weight groups, C/groups·taps, oh·ow].
  const columns = g.op("Reshape", [
    weighted,
    g.sizes([batch, geometry.groups, mul(floordiv(channels, geometry.groups), taps), mul(oh, ow)]),
  ]);
  const kernel = g.op("Reshape", [
    g.as(weight, inner),
    g.sizes([geometry.groups, floordiv(outChannels, geometry.groups), -1]),
  ]);
  const y = g.op("Reshape", [g.op("MatMul", [kernel, columns]), g.sizes([batch, outChannels, oh, ow])]);
  const shifted = g.op("Add", [y, g.op("Reshape", [g.as(bias, inner), g.ints([1, -1, 1, 1])])]);
  return inner === dtype ? shifted : g.cast(shifted, dtype);
}

const known = (size: SymArg | SymInt): number => {
  if (typeof size !== "number")
    throw new OpError("NotImplementedError", "deform_conv2d with a symbolic kernel is not supported");
  return size;
};

const convMeta = (input: TensorMeta, weight: TensorMeta, height: SymInt, width: SymInt) =>
  contiguous(input.dtype, [input.shape[0] ?? 1, weight.shape[0] ?? 1, height, width], input.device);

export const deformConvOps: readonly OpEntry[] = [
  op(
    "torchvision::deform_conv2d(Tensor input, Tensor weight, Tensor offset, Tensor mask, Tensor bias, SymInt stride_h, SymInt stride_w, SymInt pad_h, SymInt pad_w, SymInt dilation_h, SymInt dilation_w, SymInt groups, SymInt offset_groups, bool use_mask) -> Tensor",
    {
      meta(ctx, { input, weight, stride_h, stride_w, pad_h, pad_w, dilation_h, dilation_w }) {
        ctx.check(input.shape.length === 4, () => `Expected 4-dimensional input tensor, got ${input.shape.length}D`);
        return convMeta(
          input,
          weight,
          outputSize(input.shape[2] ?? 1, weight.shape[2] ?? 1, stride_h, pad_h, dilation_h),
          outputSize(input.shape[3] ?? 1, weight.shape[3] ?? 1, stride_w, pad_w, dilation_w),
        );
      },
      lower: (g, args) =>
        deformConv(g, args.input, args.weight, args.offset, args.use_mask ? args.mask : null, args.bias, {
          stride: [known(args.stride_h), known(args.stride_w)],
          pad: [known(args.pad_h), known(args.pad_w)],
          dilation: [known(args.dilation_h), known(args.dilation_w)],
          kernel: [known(args.weight.meta.shape[2] ?? 1), known(args.weight.meta.shape[3] ?? 1)],
          groups: known(args.groups),
          offsetGroups: known(args.offset_groups),
        }),
    },
  ),
];
