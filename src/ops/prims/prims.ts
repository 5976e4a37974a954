/** PyTorch's primitive operators, each by the ATen operator that computes the same. */

import type { DType } from "../../fx/dtype.ts";
import { isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { add, product } from "../../shapes/expr.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { normalizeDim, range } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { elementwise } from "../pointwise/meta.ts";
import { reducedShape } from "../reduce/reduction.ts";
import { contiguous, viewStrides } from "../strides.ts";
import { expanded, permuted, reshaped, unwrapped } from "../tensor/view_meta.ts";

/** Primitives of one tensor; the ATen name where it is another one. */
const UNARY: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ..."abs acos acosh asin asinh atan atanh bitwise_not ceil conj_physical cos cosh digamma erf erfc exp exp2 expm1".split(
        " ",
      ),
      ..."floor lgamma log log10 log1p log2 neg reciprocal round rsqrt sign sin sinh sqrt tan tanh trunc".split(" "),
    ].map((name) => [name, name]),
  ),
  bessel_i0: "i0",
  bessel_i0e: "special_i0e",
  bessel_i1: "special_i1",
  bessel_i1e: "special_i1e",
  bessel_j0: "special_bessel_j0",
  bessel_j1: "special_bessel_j1",
  erf_inv: "erfinv",
  erfcx: "special_erfcx",
  ndtri: "special_ndtri",
  spherical_bessel_j0: "special_spherical_bessel_j0",
};

const UNARY_PREDICATES: readonly string[] = ["isfinite", "signbit"];

/** Primitives of two tensors of one dtype. */
const BINARY: Readonly<Record<string, string>> = {
  add: "add.Tensor",
  atan2: "atan2.default",
  bitwise_and: "bitwise_and.Tensor",
  bitwise_or: "bitwise_or.Tensor",
  bitwise_xor: "bitwise_xor.Tensor",
  fmax: "fmax.default",
  fmin: "fmin.default",
  fmod: "fmod.Tensor",
  gcd: "gcd.default",
  hypot: "hypot.default",
  igamma: "igamma.default",
  igammac: "igammac.default",
  maximum: "maximum.default",
  minimum: "minimum.default",
  mul: "mul.Tensor",
  nextafter: "nextafter.default",
  pow: "pow.Tensor_Tensor",
  remainder: "remainder.Tensor",
  shift_left: "bitwise_left_shift.Tensor",
  shift_right_arithmetic: "bitwise_right_shift.Tensor",
  sub: "sub.Tensor",
  zeta: "special_zeta.default",
};

const COMPARISONS: readonly string[] = ["eq", "ge", "gt", "le", "lt", "ne"];

/** The dtype of the operands, which must agree; Python numbers give way. */
function commonType(ctx: MetaContext, a: TensorMeta, b: TensorMeta): DType {
  if (a.wrappedNumber) return b.dtype;
  ctx.check(
    b.wrappedNumber === true || a.dtype === b.dtype,
    () => `Tensor with dtype torch.${b.dtype} is not the expected dtype of torch.${a.dtype}!`,
    "ValueError",
  );
  return a.dtype;
}

const unaryEntry = (name: string, target: string, dtype: DType | null) =>
  op(`prims::${name}(Tensor self) -> Tensor` as "prims::f(Tensor self) -> Tensor", {
    meta: (ctx, { self }) => elementwise(ctx, dtype ?? self.dtype, [self]),
    lower: (g, { self }) => g.call(target, [self]),
  });

const binaryEntry = (name: string, target: string, dtype: DType | null) =>
  op(`prims::${name}(Tensor self, Tensor other) -> Tensor` as "prims::f(Tensor self, Tensor other) -> Tensor", {
    meta(ctx, { self, other }) {
      const common = commonType(ctx, self, other);
      return elementwise(ctx, dtype ?? common, [self, other]);
    },
    lower: (g, { self, other }) => g.call(target, [self, other]),
  });

/** Reductions keep the dtype unless another is asked for. */
function reduction(
  name: string,
  call: (g: LoweringBuilder, x: TensorOperand, dims: readonly number[]) => TensorOperand,
) {
  return op(
    `prims::${name}(Tensor inp, int[]? dims, *, ScalarType? output_dtype=None) -> Tensor` as "prims::f(Tensor inp, int[]? dims, *, ScalarType? output_dtype=None) -> Tensor",
    {
      meta: (_, { inp, dims, output_dtype }) =>
        contiguous(output_dtype ?? inp.dtype, reducedShape(inp.shape, dims, false), inp.device),
      lower: (g, { inp, dims }) => call(g, inp, dims ?? range(inp.meta.shape.length)),
    },
  );
}

/** Where the dimensions of the operand come to lie, and 1 elsewhere. */
const spread = <T>(at: readonly number[], from: readonly T[], rank: number, fill: T): readonly T[] =>
  range(rank).map((i) => (at.includes(i) ? (from[at.indexOf(i)] ?? fill) : fill));

export const primsOps: readonly OpEntry[] = [
  ...Object.entries(UNARY).map(([name, target]) => unaryEntry(name, `aten.${target}.default`, null)),
  ...UNARY_PREDICATES.map((name) => unaryEntry(name, `aten.${name}.default`, "bool")),
  ...Object.entries(BINARY).map(([name, target]) => binaryEntry(name, `aten.${target}`, null)),
  ...COMPARISONS.map((name) => binaryEntry(name, `aten.${name}.Tensor`, "bool")),
  op("prims::div(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => elementwise(ctx, commonType(ctx, self, other), [self, other]),
    // Integers are divided as in C.
    lower: (g, { self, other }) =>
      isFloating(g.out.dtype)
        ? g.call("aten.div.Tensor", [self, other])
        : g.call("aten.div.Tensor_mode", [self, other], { rounding_mode: "trunc" }),
  }),
  op("prims::where(Tensor pred, Tensor a, Tensor b) -> Tensor", {
    meta: (ctx, { pred, a, b }) => elementwise(ctx, commonType(ctx, a, b), [pred, a, b]),
    lower: (g, { pred, a, b }) => g.call("aten.where.self", [pred, a, b]),
  }),
  op("prims::convert_element_type(Tensor a, ScalarType dtype) -> Tensor", {
    meta: (ctx, { a, dtype }) => elementwise(ctx, dtype, [a]),
    lower: (g, { a, dtype }) => g.call("aten._to_copy.default", [a], { dtype: { kind: "dtype", dtype } }),
  }),
  op("prims::device_put(Tensor a, Device device, bool non_blocking=False) -> Tensor", {
    meta: (_, { a, device }) => ({ ...unwrapped(a), device }),
    lower: (g, { a }) => g.op("Identity", [a.value]),
  }),
  op("prims::clone(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor", {
    meta: (ctx, { self }) => elementwise(ctx, self.dtype, [self]),
    lower: (g, { self }) => g.op("Identity", [self.value]),
  }),
  reduction("sum", (g, x, dims) =>
    g.call("aten.sum.dim_IntList", [x, dims], { dtype: { kind: "dtype", dtype: g.out.dtype } }),
  ),
  reduction("amax", (g, x, dims) => cast(g, g.call("aten.amax.default", [x, dims]))),
  reduction("amin", (g, x, dims) => cast(g, g.call("aten.amin.default", [x, dims]))),
  reduction("prod", (g, x, dims) =>
    [...dims]
      .map((d) => normalizeDim(d, x.meta.shape.length))
      .sort((a, b) => b - a)
      .reduce<TensorOperand>(
        (t, d) => g.call("aten.prod.dim_int", [t, d], { dtype: { kind: "dtype", dtype: g.out.dtype } }),
        x,
      ),
  ),
  op("prims::var(Tensor inp, int[]? dims, float? correction=1, *, ScalarType? output_dtype=None) -> Tensor", {
    meta: (_, { inp, dims, output_dtype }) =>
      contiguous(output_dtype ?? inp.dtype, reducedShape(inp.shape, dims, false), inp.device),
    lower: (g, { inp, dims, correction }) =>
      cast(g, g.call("aten.var.correction", [inp, dims], { correction: { kind: "float", value: correction ?? 1 } })),
  }),
  op(
    "prims::iota(SymInt length, *, SymInt start, SymInt step, ScalarType dtype, Device device, bool requires_grad) -> Tensor",
    {
      meta: (_, { length, dtype, device }) => contiguous(dtype, [length], device),
      lower(g, { length, start, step, dtype }) {
        const index = g.op("Range", [g.const(0, "int64"), g.size(length), g.const(1, "int64")]);
        const y = g.op("Add", [g.op("Mul", [index, g.size(step)]), g.size(start)]);
        return dtype === "int64" ? y : g.cast(y, dtype);
      },
    },
  ),
  op("prims::reshape(Tensor a, SymInt[] shape) -> Tensor", {
    meta: (ctx, { a, shape }) => contiguous(a.dtype, reshaped(ctx, a, shape).shape, a.device),
    lower: (g, { a, shape }) => g.call("aten.reshape.default", [a, shape]),
  }),
  op("prims::transpose(Tensor(a) a, int[] permutation) -> Tensor(a)", {
    meta: (_, { a, permutation }) => permuted(a, permutation),
    lower: (g, { a, permutation }) => g.call("aten.permute.default", [a, permutation]),
  }),
  op("prims::squeeze(Tensor(a) a, int[] dimensions) -> Tensor(a)", {
    meta(_, { a, dimensions }) {
      const gone = dimensions.map((d) => normalizeDim(d, a.shape.length));
      const kept = range(a.shape.length).filter((d) => !gone.includes(d));
      return permuted(a, kept);
    },
    lower: (g, { a }) =>
      g.op("Reshape", [a.value, g.sizes(g.out.shape)], g.out.shape.includes(0) ? { allowzero: 1 } : {}),
  }),
  op("prims::broadcast_in_dim(Tensor(a) a, SymInt[] shape, int[] broadcast_dimensions) -> Tensor(a)", {
    meta(ctx, { a, shape, broadcast_dimensions: at }) {
      const wide: TensorMeta = {
        ...unwrapped(a),
        shape: spread(at, a.shape, shape.length, 1),
        strides: spread(at, a.strides, shape.length, 0),
      };
      return expanded(ctx, wide, shape);
    },
    lower(g, { a, shape, broadcast_dimensions: at }) {
      const added = range(shape.length).filter((i) => !at.includes(i));
      const wide = added.length === 0 ? a.value : g.op("Unsqueeze", [a.value, g.ints(added)]);
      return g.op("Expand", [wide, g.sizes(shape)]);
    },
  }),
  op("prims::view_of(Tensor(a) a) -> Tensor(a)", {
    meta: (_, { a }) => unwrapped(a),
    lower: (g, { a }) => g.op("Identity", [a.value]),
  }),
  op("prims::collapse_view(Tensor(a) a, int start, int end) -> Tensor(a)", {
    meta(ctx, { a, start, end }) {
      const shape = [...a.shape.slice(0, start), product(a.shape.slice(start, end + 1)), ...a.shape.slice(end + 1)];
      const strides = viewStrides(ctx.guards, a, shape);
      if (!strides) throw ctx.error("Attempting to view a collapsed tensor, but no such view exists!", "ValueError");
      return { ...unwrapped(a), shape, strides };
    },
    lower: (g, { a }) =>
      g.op("Reshape", [a.value, g.sizes(g.out.shape)], g.out.shape.includes(0) ? { allowzero: 1 } : {}),
  }),
  op("prims::rev(Tensor a, int[] dims) -> Tensor", {
    meta: (ctx, { a }) => elementwise(ctx, a.dtype, [a]),
    lower: (g, { a, dims }) => g.call("aten.flip.default", [a, dims]),
  }),
  op("prims::cat(Tensor[] tensors, int dim) -> Tensor", {
    meta(ctx, { tensors, dim }) {
      const [first] = tensors;
      if (!first) throw ctx.error("Can't concatenate an empty list of tensors");
      const axis = normalizeDim(dim, first.shape.length);
      const { shape } = first;
      const total = tensors.map((t) => t.shape[axis] ?? 1);
      return contiguous(
        first.dtype,
        shape.map((d, i) => (i === axis ? add(...total) : d)),
        first.device,
      );
    },
    lower: (g, { tensors, dim }) => g.call("aten.cat.default", [tensors, dim]),
  }),
];

function cast(g: LoweringBuilder, t: TensorOperand): TensorOperand {
  const { dtype } = g.out;
  return t.meta.dtype === dtype ? t : { value: g.cast(t.value, dtype), meta: { ...t.meta, dtype } };
}
