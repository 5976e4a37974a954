/** Short-time Fourier transforms and their inverse. */

import { isComplex } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { ge } from "../../shapes/bool.ts";
import { add, floordiv, mul, sub } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { printShape, sameSize } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { complexOf, realOf } from "../promotion.ts";
import { contiguous } from "../strides.ts";
import { OpError } from "../types.ts";

interface Frames {
  readonly size: number;
  readonly hop: number;
  readonly window: number;
}

function framesOf(size: number, hop: number | null, window: number | null): Frames {
  return { size, hop: hop ?? Math.floor(size / 4), window: window ?? size };
}

function checkFrames(ctx: MetaContext, name: string, frames: Frames, window: TensorMeta | null): void {
  const { size, hop, window: length } = frames;
  ctx.check(size > 0, () => `${name}: expected n_fft > 0, but got n_fft=${size}`);
  ctx.check(hop > 0, () => `${name}: expected hop_length > 0, but got hop_length=${hop}`);
  ctx.check(
    length > 0 && length <= size,
    () => `${name}: expected 0 < win_length <= n_fft, but got win_length=${length}`,
  );
  ctx.check(
    window === null ||
      (window.shape.length === 1 && sameSize(ctx.guards, window.shape[0] ?? 0, length, "window length")),
    () =>
      `${name}: expected a 1D window tensor of size equal to win_length=${length}, but got window with size ${printShape(window?.shape ?? [])}`,
  );
}

/** Whether half of the spectrum is kept: the default for real signals. */
const half = (onesided: boolean | null, self: TensorMeta, window: TensorMeta | null) =>
  onesided ?? !(isComplex(self.dtype) || (window !== null && isComplex(window.dtype)));

function stftMeta(
  ctx: MetaContext,
  self: TensorMeta,
  frames: Frames,
  window: TensorMeta | null,
  options: { readonly onesided: boolean | null; readonly complex: boolean | null; readonly padding: number },
): TensorMeta {
  checkFrames(ctx, "stft", frames, window);
  const rank = self.shape.length;
  ctx.check(rank === 1 || rank === 2, () => `stft: expected a 1D or 2D tensor, but got ${rank}D tensor`);
  const complexInput = isComplex(self.dtype) || (window !== null && isComplex(window.dtype));
  ctx.check(
    options.complex !== null || complexInput,
    () =>
      "stft requires the return_complex parameter be given for real inputs, and will further require that return_complex=True in a future PyTorch release.",
  );
  const length = add(self.shape.at(-1) ?? 0, 2 * options.padding);
  ctx.check(
    ctx.guards.prove(ge(length, frames.size)) ??
      (ctx.guards.hint(length) === null || ctx.guards.decide(ge(length, frames.size), "stft")),
    () => `stft: expected 0 < n_fft <= ${String(length)}, but got n_fft=${frames.size}`,
  );
  const count = add(floordiv(sub(length, frames.size), frames.hop), 1);
  const bins = half(options.onesided, self, window) ? Math.floor(frames.size / 2) + 1 : frames.size;
  const batch = self.shape.slice(0, -1);
  const made = contiguous(complexOf(realOf(self.dtype)), [...batch, bins, count], self.device);
  const strides: readonly SymInt[] = [...batch.map(() => mul(count, bins)), 1, bins];
  if (options.complex ?? true) return { ...made, strides };
  return {
    ...made,
    dtype: realOf(made.dtype),
    shape: [...made.shape, 2],
    strides: [...strides.map((s) => mul(s, 2)), 1],
  };
}

/** The window in the middle of a frame; ones without a window. */
function paddedWindow(
  g: LoweringBuilder,
  window: TensorOperand | null,
  frames: Frames,
  like: TensorMeta,
): TensorOperand | null {
  const { size, window: length } = frames;
  if (window === null && length === size) return null;
  const dtype = realOf(like.dtype);
  const own =
    window ??
    g.operand(g.tensor(new Array<number>(length).fill(1), [length], dtype), contiguous(dtype, [length], like.device));
  const left = Math.floor((size - length) / 2);
  return length === size ? own : g.call("aten.constant_pad_nd.default", [own, [left, size - length - left]]);
}

/** 1, or 1/√n for a normalised transform. */
const codeOf = (normalized: boolean) => (normalized ? 1 : 0);

function stft(
  g: LoweringBuilder,
  self: TensorOperand,
  frames: Frames,
  window: TensorOperand | null,
  options: { readonly normalized: boolean; readonly onesided: boolean | null },
): Value {
  const cut = g.call("aten.unfold.default", [self, -1, frames.size, frames.hop]);
  const shape = paddedWindow(g, window, frames, self.meta);
  const framed = shape === null ? cut : g.call("aten.mul.Tensor", [cut, shape]);
  const axis = framed.meta.shape.length - 1;
  const code = codeOf(options.normalized);
  const onesided = half(options.onesided, self.meta, window?.meta ?? null);
  if (onesided && isComplex(framed.meta.dtype)) {
    throw new OpError("RuntimeError", "Cannot have onesided output if window or input is complex");
  }
  const spectrum = isComplex(framed.meta.dtype)
    ? g.call("aten._fft_c2c.default", [framed, [axis], code, true])
    : g.call("aten._fft_r2c.default", [framed, [axis], code, onesided]);
  // Complex results and their view as real numbers are the same pairs.
  return g.call("aten.transpose.int", [spectrum, -1, -2]).value;
}

/** Signals with half a frame on both ends, as `center` asks for. */
function centered(g: LoweringBuilder, self: TensorOperand, size: number, mode: string): TensorOperand {
  const lead = 3 - self.meta.shape.length;
  let x = self;
  for (let i = 0; i < lead; i++) x = g.call("aten.unsqueeze.default", [x, 0]);
  const amount = Math.floor(size / 2);
  x = g.call("aten.pad.default", [x, [amount, amount], mode]);
  for (let i = 0; i < lead; i++) x = g.call("aten.squeeze.dim", [x, 0]);
  return x;
}

interface Inverse {
  readonly frames: Frames;
  readonly center: boolean;
  readonly length: number | null;
  readonly complex: boolean;
}

/** How much of the overlapped frames is kept: from, to, and zeros behind. */
function kept(self: TensorMeta, { frames, center, length }: Inverse) {
  const whole = add(mul(sub(self.shape.at(-1) ?? 1, 1), frames.hop), frames.size);
  const start = center ? Math.floor(frames.size / 2) : 0;
  const end = length !== null ? start + length : center ? sub(whole, Math.floor(frames.size / 2)) : whole;
  return { whole, start, end };
}

function istftMeta(ctx: MetaContext, self: TensorMeta, window: TensorMeta | null, inverse: Inverse): TensorMeta {
  ctx.check(
    isComplex(self.dtype),
    () => "istft requires a complex-valued input tensor matching the output from stft with return_complex=True.",
  );
  checkFrames(ctx, "istft", inverse.frames, window);
  const rank = self.shape.length;
  ctx.check(rank === 2 || rank === 3, () => `istft: expected a tensor with 2 or 3 dimensions, but got ${rank}`);
  const { start, end } = kept(self, inverse);
  const dtype = inverse.complex ? self.dtype : realOf(self.dtype);
  return contiguous(dtype, [...self.shape.slice(0, -2), sub(end, start)], self.device);
}

/** Sums the frames, each `hop` behind the one before. */
function overlapped(g: LoweringBuilder, frames: TensorOperand, hop: number, whole: SymInt): TensorOperand {
  const [batch = 1, count = 1, size = 1] = frames.meta.shape;
  const { dtype, device } = frames.meta;
  const starts = g.op("Mul", [
    g.op("Range", [g.const(0, "int64"), g.size(count), g.const(1, "int64")]),
    g.const(hop, "int64"),
  ]);
  const steps = g.op("Range", [g.const(0, "int64"), g.size(size), g.const(1, "int64")]);
  const places = g.op("Reshape", [g.op("Add", [g.op("Unsqueeze", [starts, g.ints([-1])]), steps]), g.ints([1, -1])]);
  const n = mul(count, size);
  const index = g.op("Expand", [places, g.sizes([batch, n])]);
  const meta = contiguous(dtype, [batch, whole], device);
  const zeros = g.call("aten.zeros.default", [meta.shape.map((d) => (typeof d === "number" ? d : symbol(g, d)))], {
    dtype: { kind: "dtype", dtype },
  });
  const flat = g.call("aten.flatten.using_ints", [frames, 1, 2]);
  return g.call("aten.scatter_add.default", [
    zeros,
    1,
    g.operand(index, contiguous("int64", [batch, n], device)),
    flat,
  ]);
}

const symbol = (g: LoweringBuilder, expr: SymInt) => ({ kind: "symint", value: g.size(expr), expr }) as const;
const sizeArg = (g: LoweringBuilder, size: SymInt) => (typeof size === "number" ? size : symbol(g, size));

function istft(
  g: LoweringBuilder,
  self: TensorOperand,
  window: TensorOperand | null,
  inverse: Inverse,
  options: { readonly normalized: boolean; readonly onesided: boolean | null },
): Value {
  const { frames, complex } = inverse;
  const { whole, start, end } = kept(self.meta, inverse);
  const batched = self.meta.shape.length === 2 ? g.call("aten.unsqueeze.default", [self, 0]) : self;
  const turned = g.call("aten.transpose.int", [batched, 1, 2]);
  const norm = options.normalized ? "ortho" : "backward";
  const onesided = options.onesided ?? self.meta.shape.at(-2) !== frames.size;
  const spectrum =
    complex || onesided ? turned : g.call("aten.slice.Tensor", [turned, 2, 0, Math.floor(frames.size / 2) + 1]);
  const signal = g.call(complex ? "aten.fft_ifft.default" : "aten.fft_irfft.default", [
    spectrum,
    frames.size,
    -1,
    norm,
  ]);
  const real = realOf(self.meta.dtype);
  const shape =
    paddedWindow(g, window, frames, self.meta) ??
    g.operand(
      g.tensor(new Array<number>(frames.size).fill(1), [frames.size], real),
      contiguous(real, [frames.size], "cpu"),
    );
  const weighted = g.call("aten.mul.Tensor", [signal, shape]);
  const square = g.call("aten.expand.default", [
    g.call("aten.mul.Tensor", [shape, shape]),
    [1, sizeArg(g, self.meta.shape.at(-1) ?? 1), frames.size],
  ]);
  const cut = (t: TensorOperand) => {
    const sum = overlapped(g, t, frames.hop, whole);
    return g.call("aten.slice.Tensor", [sum, 1, start, sizeArg(g, end)]);
  };
  let y = g.call("aten.div.Tensor", [cut(weighted), cut(square)]);
  const missing = sub(sub(end, start), y.meta.shape[1] ?? 0);
  if (missing !== 0) y = g.call("aten.constant_pad_nd.default", [y, [0, sizeArg(g, missing)]]);
  return self.meta.shape.length === 2 ? g.call("aten.squeeze.dim", [y, 0]).value : y.value;
}

function refuseAlignment(align: boolean | null): void {
  if (align === true) throw new OpError("NotImplementedError", "stft with align_to_window is not supported");
}

export const stftOps: readonly OpEntry[] = [
  op(
    "aten::stft(Tensor self, int n_fft, int? hop_length=None, int? win_length=None, Tensor? window=None, bool normalized=False, bool? onesided=None, bool? return_complex=None, bool? align_to_window=None) -> Tensor",
    {
      meta(ctx, { self, n_fft, hop_length, win_length, window, onesided, return_complex, align_to_window }) {
        refuseAlignment(align_to_window);
        const frames = framesOf(n_fft, hop_length, win_length);
        return stftMeta(ctx, self, frames, window, { onesided, complex: return_complex, padding: 0 });
      },
      lower: (g, { self, n_fft, hop_length, win_length, window, normalized, onesided }) =>
        stft(g, self, framesOf(n_fft, hop_length, win_length), window, { normalized, onesided }),
      lowerComplex: "same",
    },
  ),
  op(
    'aten::stft.center(Tensor self, int n_fft, int? hop_length=None, int? win_length=None, Tensor? window=None, bool center=True, str pad_mode="reflect", bool normalized=False, bool? onesided=None, bool? return_complex=None, bool? align_to_window=None) -> Tensor',
    {
      meta(ctx, { self, n_fft, hop_length, win_length, window, center, onesided, return_complex, align_to_window }) {
        refuseAlignment(align_to_window);
        const frames = framesOf(n_fft, hop_length, win_length);
        const padding = center ? Math.floor(n_fft / 2) : 0;
        return stftMeta(ctx, self, frames, window, { onesided, complex: return_complex, padding });
      },
      lower(g, { self, n_fft, hop_length, win_length, window, center, pad_mode, normalized, onesided }) {
        const x = center ? centered(g, self, n_fft, pad_mode) : self;
        return stft(g, x, framesOf(n_fft, hop_length, win_length), window, { normalized, onesided });
      },
      lowerComplex: "same",
    },
  ),
  op(
    "aten::istft(Tensor self, int n_fft, int? hop_length=None, int? win_length=None, Tensor? window=None, bool center=True, bool normalized=False, bool? onesided=None, int? length=None, bool return_complex=False) -> Tensor",
    {
      meta: (ctx, { self, n_fft, hop_length, win_length, window, center, length, return_complex }) =>
        istftMeta(ctx, self, window, {
          frames: framesOf(n_fft, hop_length, win_length),
          center,
          length,
          complex: return_complex,
        }),
      lowerComplex(
        g,
        { self, n_fft, hop_length, win_length, window, center, normalized, onesided, length, return_complex },
      ) {
        const frames = framesOf(n_fft, hop_length, win_length);
        const inverse = { frames, center, length, complex: return_complex };
        return istft(g, self, window, inverse, { normalized, onesided });
      },
    },
  ),
];
