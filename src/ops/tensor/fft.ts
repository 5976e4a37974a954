/** Fourier transforms: torch.fft, and the operators that they decompose into. */

import { type DType, isComplex } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { ge } from "../../shapes/bool.ts";
import { add, floordiv, mul, sub } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { normalizeDim, normalizeDims, range } from "../dims.ts";
import type { LoweringBuilder, SymArg, TensorOperand } from "../lowering.ts";
import { complexOf, floatResult, realOf } from "../promotion.ts";
import { contiguous } from "../strides.ts";
import { OpError } from "../types.ts";
import { dft, mirrored, type Norm, scaled } from "./fft_values.ts";
import { asPairs, conjugate, parts } from "./pairs.ts";

/** Transforms are computed in double: ONNX Runtime's in float is less exact than PyTorch's. */
const WIDE: DType = "float64";

function narrow(g: LoweringBuilder, value: Value): Value {
  const dtype = realOf(g.out.dtype);
  return dtype === WIDE ? value : g.cast(value, dtype);
}

/** What goes in and comes out: complex to complex, real to half a spectrum, half a spectrum to real. */
type Kind = "c2c" | "r2c" | "c2r";

interface Transform {
  readonly kind: Kind;
  readonly inverse: boolean;
  /** hfft and ihfft: the transform of the other direction on the conjugate. */
  readonly hermitian: boolean;
}

const ONE_DIMENSIONAL: Readonly<Record<string, Transform>> = {
  fft: { kind: "c2c", inverse: false, hermitian: false },
  ifft: { kind: "c2c", inverse: true, hermitian: false },
  rfft: { kind: "r2c", inverse: false, hermitian: false },
  irfft: { kind: "c2r", inverse: true, hermitian: false },
  hfft: { kind: "c2r", inverse: false, hermitian: true },
  ihfft: { kind: "r2c", inverse: true, hermitian: true },
};

function normOf(text: string | null): Norm {
  if (text === null || text === "backward") return "backward";
  if (text === "forward" || text === "ortho") return text;
  throw new OpError("RuntimeError", `Invalid normalization mode: "${text}"`);
}

/** Sizes and dimensions as torch.fft reads them: without dims the last ones that s speaks of, or all. */
function dimsOf(rank: number, s: number | null, dim: readonly number[] | null): readonly number[] {
  if (dim !== null) return dim.length === 0 ? [] : normalizeDims(dim, rank);
  return s === null ? range(rank) : range(rank).slice(rank - s);
}

const given = <T extends number | object>(size: T | undefined): T | null =>
  size === undefined || size === -1 ? null : size;

function resultMeta(
  ctx: MetaContext,
  self: TensorMeta,
  sizes: readonly SymInt[] | null,
  dims: readonly number[],
  kind: Kind,
): TensorMeta {
  const float = floatResult(realOf(self.dtype), ctx.defaultDtype);
  ctx.check(kind !== "r2c" || !isComplex(self.dtype), () => `expected a real input tensor, but got ${self.dtype}`);
  const shape = [...self.shape];
  dims.forEach((d, i) => {
    const last = i === dims.length - 1;
    const own = shape[d] ?? 1;
    const usual = kind === "c2r" && last ? mul(2, sub(own, 1)) : own;
    const n = given(sizes?.[i]) ?? usual;
    ctx.check(
      ctx.guards.prove(ge(n, 1)) !== false,
      () => `Invalid number of data points (${typeof n === "number" ? n : "?"}) specified`,
    );
    shape[d] = kind === "r2c" && last ? add(floordiv(n, 2), 1) : n;
  });
  return contiguous(kind === "c2r" ? float : complexOf(float), shape, self.device);
}

/** The signal's lengths along `dims`: those given, else those it has. */
function lengths(
  self: TensorOperand,
  sizes: readonly SymArg[] | null,
  dims: readonly number[],
  kind: Kind,
): readonly (SymArg | SymInt)[] {
  return dims.map((d, i) => {
    const own = self.meta.shape[d] ?? 1;
    const last = i === dims.length - 1;
    return given(sizes?.[i]) ?? (kind === "c2r" && last ? mul(2, sub(own, 1)) : own);
  });
}

function transform(
  g: LoweringBuilder,
  self: TensorOperand,
  sizes: readonly SymArg[] | null,
  dims: readonly number[],
  { kind, inverse, hermitian }: Transform,
  norm: Norm,
): Value {
  const n = lengths(self, sizes, dims, kind);
  const last = dims.length - 1;
  const length = (i: number) => (given(sizes?.[i]) === null ? null : (n[i] ?? null));
  let x = asPairs(g, self, WIDE);
  if (kind === "c2r") {
    // The other dimensions first: the mirror image holds for a signal that is real in the last one.
    if (hermitian) x = conjugate(g, x, WIDE);
    for (const [i, d] of dims.entries()) if (i !== last) x = dft(g, x, d, length(i), true, WIDE);
    x = lastToReal(g, x, self, dims[last] ?? 0, n[last] ?? 1, WIDE);
    return narrow(g, scaled(g, x, n, norm, inverse, WIDE));
  }
  for (const [i, d] of [...dims.entries()].reverse()) {
    x = dft(g, x, d, length(i), kind === "c2c" ? inverse : false, WIDE);
    if (kind === "r2c" && i === last) x = halfOf(g, x, d, g.out.shape[d] ?? 1);
  }
  if (hermitian) x = conjugate(g, x, WIDE);
  return narrow(g, scaled(g, x, n, norm, inverse, WIDE));
}

function halfOf(g: LoweringBuilder, x: Value, axis: number, count: SymInt): Value {
  return g.op("Slice", [x, g.ints([0]), g.sizes([count]), g.ints([axis])]);
}

/** Half a spectrum along `axis`, cut or padded to what n points need, to n real points. */
function lastToReal(
  g: LoweringBuilder,
  x: Value,
  self: TensorOperand,
  axis: number,
  n: SymArg | SymInt,
  dtype: DType,
): Value {
  const needed = add(floordiv(exprOf(n), 2), 1);
  const own = self.meta.shape[axis] ?? 1;
  let half = halfOf(g, x, axis, needed);
  const gap = sub(needed, own);
  if (typeof gap !== "number" || gap > 0) {
    const zero = g.const(0, "int64");
    const missing = g.op("Max", [g.size(gap), zero]);
    const pads = g.op("Concat", [g.ints([0]), g.op("Reshape", [missing, g.ints([1])])], { axis: 0 });
    half = g.op("Pad", [half, pads, null, g.ints([axis])]);
  }
  const whole = mirrored(g, half, axis, n, dtype);
  return parts(g, dft(g, whole, axis, null, true, dtype)).re;
}

function exprOf(n: SymArg | SymInt): SymInt {
  return typeof n === "number" ? n : n.kind === "symint" ? n.expr : n;
}

function oneDimensional(name: string, t: Transform): OpEntry {
  return op(
    `aten::fft_${name}(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor` as "aten::f(Tensor self, SymInt? n=None, int dim=-1, str? norm=None) -> Tensor",
    {
      meta: (ctx, { self, n, dim }) =>
        resultMeta(ctx, self, n === null ? null : [n], [normalizeDim(dim, self.shape.length)], t.kind),
      lower: (g, { self, n, dim, norm }) =>
        transform(g, self, n === null ? null : [n], [normalizeDim(dim, self.meta.shape.length)], t, normOf(norm)),
      lowerComplex: "same",
    },
  );
}

function manyDimensional(name: string, t: Transform): readonly OpEntry[] {
  return [
    op(
      `aten::fft_${name}2(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor` as "aten::f(Tensor self, SymInt[1]? s=None, int[1] dim=[-2, -1], str? norm=None) -> Tensor",
      {
        meta: (ctx, { self, s, dim }) =>
          resultMeta(ctx, self, s, dimsOf(self.shape.length, s?.length ?? null, dim), t.kind),
        lower: (g, { self, s, dim, norm }) =>
          transform(g, self, s, dimsOf(self.meta.shape.length, s?.length ?? null, dim), t, normOf(norm)),
        lowerComplex: "same",
      },
    ),
    op(
      `aten::fft_${name}n(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor` as "aten::f(Tensor self, SymInt[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor",
      {
        meta: (ctx, { self, s, dim }) =>
          resultMeta(ctx, self, s, dimsOf(self.shape.length, s?.length ?? null, dim), t.kind),
        lower: (g, { self, s, dim, norm }) =>
          transform(g, self, s, dimsOf(self.meta.shape.length, s?.length ?? null, dim), t, normOf(norm)),
        lowerComplex: "same",
      },
    ),
  ];
}

/** The number that `_fft_*` takes for a norm: none, 1/√n, 1/n. */
function scaledByCode(g: LoweringBuilder, x: Value, sizes: readonly SymInt[], code: number, dtype: DType): Value {
  return narrow(g, code === 0 ? x : scaled(g, x, sizes, code === 1 ? "ortho" : "forward", false, dtype));
}

/** Rolls each dimension by half its size. */
function shiftEntry(name: string, inverse: boolean): OpEntry {
  return op(
    `aten::fft_${name}(Tensor self, int[1]? dim=None) -> Tensor` as "aten::f(Tensor self, int[1]? dim=None) -> Tensor",
    {
      meta: (_, { self }) => contiguous(self.dtype, self.shape, self.device),
      lower: (g, { self, dim }) => shift(g, self, dim, inverse),
      lowerComplex: "same",
    },
  );
}

function shift(g: LoweringBuilder, self: TensorOperand, dim: readonly number[] | null, inverse: boolean): Value {
  let { value } = self;
  for (const d of dimsOf(self.meta.shape.length, null, dim)) {
    const n = self.meta.shape[d] ?? 1;
    // The elements from `at` on come first.
    const at = g.sizes([inverse ? floordiv(n, 2) : floordiv(add(n, 1), 2)]);
    const axis = g.ints([d]);
    const front = g.op("Slice", [value, at, g.tensor([9223372036854775807n], [1], "int64"), axis]);
    value = g.op("Concat", [front, g.op("Slice", [value, g.ints([0]), at, axis])], { axis: d });
  }
  return value;
}

export const fftOps: readonly OpEntry[] = [
  ...Object.entries(ONE_DIMENSIONAL).flatMap(([name, t]) => [oneDimensional(name, t), ...manyDimensional(name, t)]),
  shiftEntry("fftshift", false),
  shiftEntry("ifftshift", true),
  op("aten::_fft_c2c(Tensor self, SymInt[] dim, int normalization, bool forward) -> Tensor", {
    meta: (_, { self }) => contiguous(self.dtype, self.shape, self.device),
    lowerComplex(g, { self, dim, normalization, forward }) {
      const dims = dim.map((d) => normalizeDim(Number(d), self.meta.shape.length));
      let x = asPairs(g, self, WIDE);
      for (const d of dims) x = dft(g, x, d, null, !forward, WIDE);
      return scaledByCode(
        g,
        x,
        dims.map((d) => self.meta.shape[d] ?? 1),
        normalization,
        WIDE,
      );
    },
  }),
  op("aten::_fft_r2c(Tensor self, int[] dim, int normalization, bool onesided) -> Tensor", {
    meta(_, { self, dim, onesided }) {
      const last = normalizeDim(dim.at(-1) ?? -1, self.shape.length);
      const shape = self.shape.map((n, i) => (onesided && i === last ? add(floordiv(n, 2), 1) : n));
      return contiguous(complexOf(self.dtype), shape, self.device);
    },
    lowerComplex(g, { self, dim, normalization, onesided }) {
      const dims = normalizeDims(dim, self.meta.shape.length);
      let x = asPairs(g, self, WIDE);
      for (const [i, d] of [...dims.entries()].reverse()) {
        x = dft(g, x, d, null, false, WIDE);
        if (onesided && i === dims.length - 1) x = halfOf(g, x, d, g.out.shape[d] ?? 1);
      }
      return scaledByCode(
        g,
        x,
        dims.map((d) => self.meta.shape[d] ?? 1),
        normalization,
        WIDE,
      );
    },
  }),
  op("aten::_fft_c2r(Tensor self, int[] dim, int normalization, SymInt last_dim_size) -> Tensor", {
    meta(_, { self, dim, last_dim_size }) {
      const last = normalizeDim(dim.at(-1) ?? -1, self.shape.length);
      return contiguous(
        realOf(self.dtype),
        self.shape.map((n, i) => (i === last ? last_dim_size : n)),
        self.device,
      );
    },
    lowerComplex(g, { self, dim, normalization }) {
      const dims = normalizeDims(dim, self.meta.shape.length);
      const last = dims.at(-1) ?? 0;
      let x = asPairs(g, self, WIDE);
      for (const d of dims.slice(0, -1)) x = dft(g, x, d, null, true, WIDE);
      x = lastToReal(g, x, self, last, g.out.shape[last] ?? 1, WIDE);
      return scaledByCode(
        g,
        x,
        dims.map((d) => g.out.shape[d] ?? 1),
        normalization,
        WIDE,
      );
    },
  }),
];
