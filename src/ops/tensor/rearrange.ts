/** Rearrangements: pixel shuffles, diagonals made and written, patches of images. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { add, floordiv, max, min, mul, sub } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { printShape } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { normalizeDim, range } from "../dims.ts";
import type { LoweringBuilder, SymArg, TensorOperand } from "../lowering.ts";
import { permute } from "../shape_nodes.ts";
import { contiguous } from "../strides.ts";
import { OpError } from "../types.ts";
import { preservedStrides } from "./layout.ts";

const likeSelf = (ctx: MetaContext, self: TensorMeta): TensorMeta => ({
  ...contiguous(self.dtype, self.shape, self.device),
  strides: preservedStrides(ctx, self),
});

/** [.., C·r², H, W] ↔ [.., C, H·r, W·r]. */
function shuffleMeta(ctx: MetaContext, self: TensorMeta, r: number, up: boolean): TensorMeta {
  ctx.check(
    self.shape.length >= 3,
    () =>
      `${up ? "pixel_shuffle" : "pixel_unshuffle"} expects input to have at least 3 dimensions, but got input with ${self.shape.length} dimension(s)`,
  );
  const [c = 1, h = 1, w = 1] = self.shape.slice(-3);
  const sizes = up ? [floordiv(c, r * r), mul(h, r), mul(w, r)] : [mul(c, r * r), floordiv(h, r), floordiv(w, r)];
  if (up)
    ctx.check(
      typeof c !== "number" || c % (r * r) === 0,
      () =>
        `pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but input.size(-3)=${String(c)} is not divisible by ${r * r}`,
    );
  return contiguous(self.dtype, [...self.shape.slice(0, -3), ...sizes], self.device);
}

function shuffleLower(g: LoweringBuilder, self: TensorOperand, r: number, up: boolean): Value {
  const lead = self.meta.shape.slice(0, -3);
  const [c = 1, h = 1, w = 1] = self.meta.shape.slice(-3);
  const n = lead.length;
  const inner = up ? [floordiv(c, r * r), r, r, h, w] : [c, floordiv(h, r), r, floordiv(w, r), r];
  const order = up ? [0, 3, 1, 4, 2] : [0, 2, 4, 1, 3];
  const wide = g.op("Reshape", [self.value, g.sizes([...lead, ...inner])]);
  const moved = permute(g, wide, [...range(n), ...order.map((i) => n + i)]);
  return g.op("Reshape", [moved, g.sizes(g.out.shape)]);
}

function channelShuffle(name: string): OpEntry {
  return op(`aten::${name}(Tensor self, SymInt groups) -> Tensor` as "aten::f(Tensor self, SymInt groups) -> Tensor", {
    meta: (_, { self }) => contiguous(self.dtype, self.shape, self.device),
    lower(g, { self, groups }) {
      const [n = 1, c = 1, ...rest] = self.meta.shape;
      if (typeof groups !== "number")
        throw new OpError("NotImplementedError", "channel_shuffle with symbolic groups is not supported");
      const wide = g.op("Reshape", [self.value, g.sizes([n, groups, floordiv(c, groups), ...rest])]);
      const moved = g.op("Transpose", [wide], { perm: [0, 2, 1, ...rest.map((_, i) => i + 3)] });
      return g.op("Reshape", [moved, g.sizes(g.out.shape)]);
    },
  });
}

function diagEmbedMeta(self: TensorMeta, offset: number, dim1: number, dim2: number): TensorMeta {
  const rank = self.shape.length + 1;
  const [a, b] = [normalizeDim(dim1, rank), normalizeDim(dim2, rank)];
  const n = add(self.shape.at(-1) ?? 1, Math.abs(offset));
  const rest = [...self.shape.slice(0, -1)];
  const shape = range(rank).map((i) => (i === a || i === b ? n : (rest.shift() ?? 1)));
  return contiguous(self.dtype, shape, self.device);
}

/** The vector on a diagonal of zeros: pad to the matrix size, then keep it where row and column agree. */
function diagEmbed(g: LoweringBuilder, self: TensorOperand, offset: number, dim1: number, dim2: number): Value {
  const { dtype, shape } = self.meta;
  const rank = shape.length + 1;
  const n = add(shape.at(-1) ?? 1, Math.abs(offset));
  const inner = dtype === "bool" ? "int32" : dtype;
  const before = new Array<number>(shape.length).fill(0);
  const front = [...before];
  const back = [...before];
  // Above the diagonal columns are shifted: element i lands in column i + offset.
  if (offset > 0) front[shape.length - 1] = offset;
  else back[shape.length - 1] = -offset;
  const row = offset === 0 ? g.as(self, inner) : g.op("Pad", [g.as(self, inner), g.ints([...front, ...back])]);
  const i = g.op("Range", [g.const(0, "int64"), g.size(n), g.const(1, "int64")]);
  const column = g.op("Unsqueeze", [g.op("Add", [i, g.const(offset, "int64")]), g.ints([1])]);
  const on = g.op("Equal", [column, i]);
  const matrix = g.op("Where", [on, g.op("Unsqueeze", [row, g.ints([-2])]), g.const(0, inner)]);
  const [a, b] = [normalizeDim(dim1, rank), normalizeDim(dim2, rank)];
  const rest = [...range(rank - 2)];
  const perm = range(rank).map((d) => (d === a ? rank - 2 : d === b ? rank - 1 : (rest.shift() ?? 0)));
  const placed = permute(g, matrix, perm);
  return inner === dtype ? placed : g.cast(placed, dtype);
}

/** Writes a diagonal: rows and columns go last, the diagonal becomes a matrix, and Where takes it on the diagonal. */
function diagonalScatter(
  g: LoweringBuilder,
  self: TensorOperand,
  src: TensorOperand,
  offset: number,
  dim1: number,
  dim2: number,
): Value {
  const rank = self.meta.shape.length;
  const [a, b] = [normalizeDim(dim1, rank), normalizeDim(dim2, rank)];
  const rest = range(rank).filter((d) => d !== a && d !== b);
  const perm = [...rest, a, b];
  const whole = permute(g, self.value, perm);
  const [rows, cols] = [self.meta.shape[a] ?? 1, self.meta.shape[b] ?? 1];
  const steps = (n: SymInt) => g.op("Range", [g.const(0, "int64"), g.size(n), g.const(1, "int64")]);
  const i = g.op("Unsqueeze", [steps(rows), g.ints([1])]);
  const j = steps(cols);
  const on = g.op("Equal", [g.op("Add", [i, g.const(offset, "int64")]), j]);
  // Element k of the diagonal is in row k - min(offset, 0): gather per row, out-of-range rows are masked anyway.
  const size = src.meta.shape.at(-1) ?? 1;
  const last = g.op("Sub", [g.size(size), g.const(1, "int64")]);
  const k = offset < 0 ? g.op("Add", [steps(rows), g.const(offset, "int64")]) : steps(rows);
  const clamped = g.op("Min", [g.op("Max", [k, g.const(0, "int64")]), last]);
  const column = g.op("Unsqueeze", [g.op("Gather", [g.as(src, self.meta.dtype), clamped], { axis: -1 }), g.ints([-1])]);
  const mixed = g.where(on, column, whole, self.meta.dtype);
  return permute(
    g,
    mixed,
    range(rank).map((d) => perm.indexOf(d)),
  );
}

/** Places of a strided view in a contiguous storage. */
function stridedPlaces(
  g: LoweringBuilder,
  size: readonly (SymArg | SymInt)[],
  stride: readonly (SymArg | SymInt)[],
  offset: SymArg,
): Value {
  let index: Value = g.size(offset);
  size.forEach((n, i) => {
    const steps = g.op("Range", [g.const(0, "int64"), g.size(n), g.const(1, "int64")]);
    const axis = g.op("Reshape", [
      g.op("Mul", [steps, g.size(stride[i] ?? 1)]),
      g.ints([-1, ...new Array<number>(size.length - i - 1).fill(1)]),
    ]);
    index = g.op("Add", [index, axis]);
  });
  return index;
}

function patchCount(
  n: SymInt,
  i: number,
  k: readonly number[],
  d: readonly number[],
  p: readonly number[],
  s: readonly number[],
): SymInt {
  return add(floordiv(sub(add(n, 2 * (p[i] ?? 0)), (d[i] ?? 1) * ((k[i] ?? 1) - 1) + 1), s[i] ?? 1), 1);
}

function im2col(
  g: LoweringBuilder,
  self: TensorOperand,
  k: readonly number[],
  d: readonly number[],
  p: readonly number[],
  s: readonly number[],
): Value {
  const batched = self.meta.shape.length === 4;
  const x = batched ? self.value : g.op("Unsqueeze", [self.value, g.ints([0])]);
  const [kh = 1, kw = 1] = k;
  const [dh = 1, dw = 1] = d;
  const [ph = 0, pw = 0] = p;
  const [sh = 1, sw = 1] = s;
  const padded = ph === 0 && pw === 0 ? x : g.op("Pad", [x, g.ints([0, 0, ph, pw, 0, 0, ph, pw])]);
  const [h = 1, w = 1] = self.meta.shape.slice(-2);
  const places = (kernel: number, dilation: number, stride: number, count: SymInt) => {
    const start = g.op("Mul", [
      g.op("Range", [g.const(0, "int64"), g.size(count), g.const(1, "int64")]),
      g.const(stride, "int64"),
    ]);
    return g.op("Add", [
      g.tensor(
        range(kernel).map((i) => i * dilation),
        [kernel, 1],
        "int64",
      ),
      start,
    ]);
  };
  const rows = g.op("Gather", [padded, places(kh, dh, sh, patchCount(h, 0, k, d, p, s))], { axis: 2 });
  const both = g.op("Gather", [rows, places(kw, dw, sw, patchCount(w, 1, k, d, p, s))], { axis: 4 });
  // [N, C, kh, oh, kw, ow] → [N, C·kh·kw, oh·ow]
  const moved = g.op("Transpose", [both], { perm: [0, 1, 2, 4, 3, 5] });
  return g.op("Reshape", [moved, g.sizes(g.out.shape)]);
}

export const rearrangeOps: readonly OpEntry[] = [
  op("aten::pixel_shuffle(Tensor self, int upscale_factor) -> Tensor", {
    meta: (ctx, { self, upscale_factor }) => shuffleMeta(ctx, self, upscale_factor, true),
    lower: (g, { self, upscale_factor }) => shuffleLower(g, self, upscale_factor, true),
  }),
  op("aten::pixel_unshuffle(Tensor self, int downscale_factor) -> Tensor", {
    meta: (ctx, { self, downscale_factor }) => shuffleMeta(ctx, self, downscale_factor, false),
    lower: (g, { self, downscale_factor }) => shuffleLower(g, self, downscale_factor, false),
  }),
  channelShuffle("channel_shuffle"),
  channelShuffle("native_channel_shuffle"),
  op("aten::diag_embed(Tensor self, int offset=0, int dim1=-2, int dim2=-1) -> Tensor", {
    meta: (_, { self, offset, dim1, dim2 }) => diagEmbedMeta(self, offset, dim1, dim2),
    lower: (g, { self, offset, dim1, dim2 }) => diagEmbed(g, self, offset, dim1, dim2),
  }),
  op("aten::diag(Tensor self, int diagonal=0) -> Tensor", {
    meta(ctx, { self, diagonal }) {
      ctx.check(
        self.shape.length === 1 || self.shape.length === 2,
        () => `diag(): Supports 1D or 2D tensors. Got ${self.shape.length}D`,
      );
      if (self.shape.length === 1) return diagEmbedMeta(self, diagonal, -2, -1);
      const [rows = 1, cols = 1] = self.shape;
      const n = max(0, diagonal >= 0 ? min(rows, sub(cols, diagonal)) : min(add(rows, diagonal), cols));
      return contiguous(self.dtype, [n], self.device);
    },
    lower: (g, { self, diagonal }) =>
      self.meta.shape.length === 1
        ? diagEmbed(g, self, diagonal, -2, -1)
        : g.call("aten.diagonal.default", [self, diagonal]),
  }),
  op("aten::diagflat(Tensor self, int offset=0) -> Tensor", {
    meta: (_, { self, offset }) => diagEmbedMeta({ ...self, shape: [mul(...self.shape)] }, offset, -2, -1),
    lower: (g, { self, offset }) => diagEmbed(g, g.call("aten.reshape.default", [self, [-1]]), offset, -2, -1),
  }),
  op("aten::diagonal_scatter(Tensor self, Tensor src, int offset=0, int dim1=0, int dim2=1) -> Tensor", {
    meta: (ctx, { self }) => likeSelf(ctx, self),
    lower: (g, { self, src, offset, dim1, dim2 }) => diagonalScatter(g, self, src, offset, dim1, dim2),
  }),
  op(
    "aten::as_strided_scatter(Tensor self, Tensor src, SymInt[] size, SymInt[] stride, SymInt? storage_offset=None) -> Tensor",
    {
      meta: (ctx, { self }) => likeSelf(ctx, self),
      lower(g, { self, src, size, stride, storage_offset }) {
        const places = g.op("Reshape", [stridedPlaces(g, size, stride, storage_offset ?? 0), g.ints([-1])]);
        const flat = g.op("Reshape", [self.value, g.ints([-1])]);
        const y = g.op("ScatterElements", [flat, places, g.op("Reshape", [g.as(src, self.meta.dtype), g.ints([-1])])], {
          axis: 0,
        });
        return g.op("Reshape", [y, g.shapeOf(self)]);
      },
    },
  ),
  op("aten::im2col(Tensor self, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor", {
    meta(ctx, { self, kernel_size, dilation, padding, stride }) {
      ctx.check(
        self.shape.length === 3 || self.shape.length === 4,
        () =>
          `Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: ${printShape(self.shape)}`,
      );
      const [c = 1, h = 1, w = 1] = self.shape.slice(-3);
      const columns = mul(
        patchCount(h, 0, kernel_size, dilation, padding, stride),
        patchCount(w, 1, kernel_size, dilation, padding, stride),
      );
      const rows = mul(c, kernel_size[0] ?? 1, kernel_size[1] ?? 1);
      return contiguous(self.dtype, [...self.shape.slice(0, -3), rows, columns], self.device);
    },
    lower: (g, { self, kernel_size, dilation, padding, stride }) =>
      im2col(g, self, kernel_size, dilation, padding, stride),
  }),
  op(
    "aten::col2im(Tensor self, SymInt[2] output_size, int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride) -> Tensor",
    {
      meta(_, { self, output_size, kernel_size }) {
        const rows = self.shape.at(-2) ?? 1;
        const channels = floordiv(rows, (kernel_size[0] ?? 1) * (kernel_size[1] ?? 1));
        return contiguous(self.dtype, [...self.shape.slice(0, -2), channels, ...output_size], self.device);
      },
      lower(g, { self, output_size, kernel_size, dilation, padding, stride }) {
        const batched = self.meta.shape.length === 3;
        const x = batched ? self.value : g.op("Unsqueeze", [self.value, g.ints([0])]);
        const y = g.op("Col2Im", [x, g.sizes(output_size), g.ints(kernel_size)], {
          dilations: dilation,
          pads: [...padding, ...padding],
          strides: stride,
        });
        return batched ? y : g.op("Squeeze", [y, g.ints([0])]);
      },
    },
  ),
];
