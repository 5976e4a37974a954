/** Convolutions and transposed convolutions. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { ge } from "../../shapes/bool.ts";
import { add, floordiv, mul, sub } from "../../shapes/expr.ts";
import { printInt } from "../../shapes/print.ts";
import type { SymInt } from "../../shapes/types.ts";
import { printShape, sameSize } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, SymArg, TensorOperand } from "../lowering.ts";
import { computeType } from "../pointwise/meta.ts";
import { contiguous, denseOrder, isContiguous, stridesInOrder } from "../strides.ts";
import { OpError } from "../types.ts";
import { gatheredConvolution, needsGather, spatialSizes } from "./window_gather.ts";

interface ConvOptions<T> {
  readonly stride: readonly T[];
  /** Begin and end of each dimension. */
  readonly padding: readonly (readonly [T, T])[];
  readonly dilation: readonly T[];
  readonly groups: T;
  readonly transposed: boolean;
  readonly outputPadding: readonly T[];
}

/** A list as long as the spatial rank. */
function spread<T>(list: readonly T[], n: number): readonly T[] {
  const [only] = list;
  return list.length === 1 && only !== undefined ? new Array<T>(n).fill(only) : list;
}

const both = <T>(list: readonly T[]): readonly (readonly [T, T])[] => list.map((p) => [p, p] as const);

/** "same" splits the padding with the greater half behind. */
function namedPadding(
  padding: string,
  kernel: readonly SymInt[],
  dilation: readonly SymInt[],
): readonly (readonly [SymInt, SymInt])[] {
  return kernel.map((k, i) => {
    if (padding !== "same") return [0, 0] as const;
    const total = mul(dilation[i] ?? 1, sub(k, 1));
    const left = floordiv(total, 2);
    return [left, sub(total, left)] as const;
  });
}

function outputSize(n: SymInt, k: SymInt, i: number, o: ConvOptions<SymInt>): SymInt {
  const [before = 0, after = 0] = o.padding[i] ?? [];
  const reach = mul(o.dilation[i] ?? 1, sub(k, 1));
  const stride = o.stride[i] ?? 1;
  if (o.transposed)
    return add(mul(sub(n, 1), stride), mul(-1, before), mul(-1, after), reach, o.outputPadding[i] ?? 0, 1);
  return add(floordiv(sub(add(n, before, after), add(reach, 1)), stride), 1);
}

function convMeta(
  ctx: MetaContext,
  name: string,
  input: TensorMeta,
  weight: TensorMeta,
  bias: TensorMeta | null,
  o: ConvOptions<SymInt>,
): TensorMeta {
  const n = weight.shape.length - 2;
  const batched = input.shape.length === n + 2;
  ctx.check(
    batched || input.shape.length === n + 1,
    () =>
      `Expected ${n + 1}D (unbatched) or ${n + 2}D (batched) input to ${name}, but got input of size: ${printShape(input.shape)}`,
  );
  const groups = typeof o.groups === "number" ? o.groups : 1;
  ctx.check(groups > 0, () => "non-positive groups is not supported");
  const channels = input.shape[batched ? 1 : 0] ?? 1;
  const expected = o.transposed ? (weight.shape[0] ?? 1) : mul(weight.shape[1] ?? 1, groups);
  ctx.check(sameSize(ctx.guards, channels, expected, "channels of a convolution"), () =>
    o.transposed
      ? `Given transposed=1, weight of size ${printShape(weight.shape)}, expected input${printShape(input.shape)} to have ${printInt(expected)} channels, but got ${printInt(channels)} channels instead`
      : `Given groups=${groups}, weight of size ${printShape(weight.shape)}, expected input${printShape(input.shape)} to have ${printInt(expected)} channels, but got ${printInt(channels)} channels instead`,
  );
  ctx.check(
    input.dtype === weight.dtype && (bias === null || bias.dtype === input.dtype),
    () =>
      `Input type (${cppType(input)}) and ${input.dtype === weight.dtype ? "bias" : "weight"} type (${cppType(input.dtype === weight.dtype && bias ? bias : weight)}) should be the same`,
  );
  const kernel = weight.shape.slice(2);
  const spatial = input.shape.slice(batched ? 2 : 1);
  if (!o.transposed) checkKernel(ctx, spatial, kernel, o);
  const sizes = spatial.map((s, i) => outputSize(s, kernel[i] ?? 1, i, o));
  const outChannels = o.transposed ? mul(weight.shape[1] ?? 1, groups) : (weight.shape[0] ?? 1);
  const shape = [...(batched ? [input.shape[0] ?? 1] : []), outChannels, ...sizes];
  const made = contiguous(input.dtype, shape, input.device);
  return batched && n >= 2 && (isChannelsLast(ctx, input) || isChannelsLast(ctx, weight))
    ? { ...made, strides: stridesInOrder(shape, channelsLast(shape.length)) }
    : made;
}

const cppType = (t: TensorMeta) =>
  ({ float32: "float", float64: "double", float16: "c10::Half", bfloat16: "c10::BFloat16", int64: "long int" })[
    t.dtype as "float32"
  ] ?? t.dtype;

const channelsLast = (rank: number): readonly number[] => [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1];

function isChannelsLast(ctx: MetaContext, t: TensorMeta): boolean {
  if (t.shape.length < 4 || isContiguous(ctx.guards, t)) return false;
  const order = denseOrder(ctx.guards, t);
  return order?.every((d, i) => d === channelsLast(t.shape.length)[i]) ?? false;
}

function checkKernel(
  ctx: MetaContext,
  spatial: readonly SymInt[],
  kernel: readonly SymInt[],
  o: ConvOptions<SymInt>,
): void {
  const padded = spatial.map((s, i) => add(s, o.padding[i]?.[0] ?? 0, o.padding[i]?.[1] ?? 0));
  const reach = kernel.map((k, i) => add(mul(o.dilation[i] ?? 1, sub(k, 1)), 1));
  const fits = padded.every((p, i) => {
    const condition = ge(p, reach[i] ?? 1);
    return (
      ctx.guards.prove(condition) ??
      (ctx.guards.hint(p) === null || ctx.guards.decide(condition, "size of a convolution's input"))
    );
  });
  const text = (list: readonly SymInt[]) => `(${list.map((d) => printInt(d)).join(" x ")})`;
  ctx.check(
    fits,
    () =>
      `Calculated padded input size per channel: ${text(padded)}. Kernel size: ${text(reach)}. Kernel size can't be greater than actual input size`,
  );
}

function numbers(list: readonly (SymArg | SymInt)[]): readonly number[] {
  return list.map((v) => {
    if (typeof v !== "number")
      throw new OpError(
        "NotImplementedError",
        "a convolution with symbolic stride, padding or groups is not supported",
      );
    return v;
  });
}

function convLower(
  g: LoweringBuilder,
  input: TensorOperand,
  weight: TensorOperand,
  bias: TensorOperand | null,
  o: ConvOptions<SymArg | SymInt>,
): Value {
  const n = weight.meta.shape.length - 2;
  const batched = input.meta.shape.length === n + 2;
  const { dtype } = input.meta;
  const inner = computeType(dtype);
  const values = g.as(input, inner);
  const x = batched ? values : g.op("Unsqueeze", [values, g.ints([0])]);
  const kernel = weight.meta.shape.slice(2);
  const [before, after] = [numbers(o.padding.map((p) => p[0])), numbers(o.padding.map((p) => p[1]))];
  const attributes = {
    kernel_shape: kernel.every((k) => typeof k === "number") ? kernel : undefined,
    strides: numbers(o.stride),
    dilations: numbers(o.dilation),
    group: numbers([o.groups])[0] ?? 1,
  };
  const finish = (y: Value) => {
    const result = batched ? y : g.op("Squeeze", [y, g.ints([0])]);
    return inner === dtype ? result : g.cast(result, dtype);
  };
  if (needsGather(dtype)) {
    const shape = batched ? input.meta.shape : [1, ...input.meta.shape];
    const { strides: stride, dilations: dilation, group: groups } = attributes;
    const how = { stride, before, dilation, groups, transposed: o.transposed };
    return finish(gatheredConvolution(g, x, shape, weight, bias, spatialSizes(g.out, n), how));
  }
  const [w, b] = [g.as(weight, inner), bias === null ? null : g.as(bias, inner)];
  if (!o.transposed) {
    const pads = [...before, ...after];
    return finish(g.op("Conv", [x, w, b], { ...attributes, pads }));
  }
  // Output padding takes back what is cut off behind; rows beyond the full result hold the bias alone.
  const extra = numbers(o.outputPadding);
  const cut = after.map((p, i) => Math.max(p - (extra[i] ?? 0), 0));
  const beyond = after.map((p, i) => Math.max((extra[i] ?? 0) - p, 0));
  const widened = beyond.some((b) => b > 0);
  const pads = [...before, ...cut];
  const y = g.op("ConvTranspose", [x, w, widened ? null : b], { ...attributes, pads });
  if (!widened) return finish(y);
  const none = new Array<number>(n + 2).fill(0);
  const wide = g.op("Pad", [y, g.ints([...none, 0, 0, ...beyond])]);
  if (b === null) return finish(wide);
  return finish(g.op("Add", [wide, g.op("Reshape", [b, g.ints([-1, ...new Array<number>(n).fill(1)])])]));
}

const LISTS: Readonly<Record<number, string>> = { 1: "[1]", 2: "[1, 1]", 3: "[1, 1, 1]" };
const ZEROS: Readonly<Record<number, string>> = { 1: "[0]", 2: "[0, 0]", 3: "[0, 0, 0]" };
type ConvSchema =
  "aten::f(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=[1], SymInt[1] padding=[0], SymInt[1] dilation=[1], SymInt groups=1) -> Tensor";
type NamedSchema =
  "aten::f.padding(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=[1], str padding='valid', SymInt[1] dilation=[1], SymInt groups=1) -> Tensor";
type TransposeSchema =
  "aten::f(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=[1], SymInt[1] padding=[0], SymInt[1] output_padding=[0], SymInt groups=1, SymInt[1] dilation=[1]) -> Tensor";

function convEntries(n: 1 | 2 | 3): readonly OpEntry[] {
  const list = (name: string, value: string) => `SymInt[${n}] ${name}=${value}`;
  const [ones = "", zeros = ""] = [LISTS[n], ZEROS[n]];
  const named = (padding: string, weight: TensorMeta, dilation: readonly SymInt[]) =>
    namedPadding(padding, weight.shape.slice(2), dilation);
  const overload = n === 1 ? "" : ".input";
  return [
    op(
      `aten::conv${n}d(Tensor input, Tensor weight, Tensor? bias=None, ${list("stride", ones)}, ${list("padding", zeros)}, ${list("dilation", ones)}, SymInt groups=1) -> Tensor` as ConvSchema,
      {
        meta: (ctx, { input, weight, bias, stride, padding, dilation, groups }) =>
          convMeta(ctx, `conv${n}d`, input, weight, bias, {
            stride: spread(stride, n),
            padding: both(spread(padding, n)),
            dilation: spread(dilation, n),
            groups,
            transposed: false,
            outputPadding: [],
          }),
        lower: (g, { input, weight, bias, stride, padding, dilation, groups }) =>
          convLower(g, input, weight, bias, {
            stride: spread(stride, n),
            padding: both(spread(padding, n)),
            dilation: spread(dilation, n),
            groups,
            transposed: false,
            outputPadding: [],
          }),
      },
    ),
    op(
      `aten::conv${n}d.padding(Tensor input, Tensor weight, Tensor? bias=None, ${list("stride", ones)}, str padding="valid", ${list("dilation", ones)}, SymInt groups=1) -> Tensor` as NamedSchema,
      {
        meta(ctx, { input, weight, bias, stride, padding, dilation, groups }) {
          const d = spread(dilation, n);
          ctx.check(
            padding !== "same" || stride.every((s) => s === 1),
            () => "padding='same' is not supported for strided convolutions",
          );
          return convMeta(ctx, `conv${n}d`, input, weight, bias, {
            stride: spread(stride, n),
            padding: named(padding, weight, d),
            dilation: d,
            groups,
            transposed: false,
            outputPadding: [],
          });
        },
        lower(g, { input, weight, bias, stride, padding, dilation, groups }) {
          const d = numbers(spread(dilation, n));
          return convLower(g, input, weight, bias, {
            stride: spread(stride, n),
            padding: named(padding, weight.meta, d),
            dilation: d,
            groups,
            transposed: false,
            outputPadding: [],
          });
        },
      },
    ),
    op(
      `aten::conv_transpose${n}d${overload}(Tensor input, Tensor weight, Tensor? bias=None, ${list("stride", ones)}, ${list("padding", zeros)}, ${list("output_padding", zeros)}, SymInt groups=1, ${list("dilation", ones)}) -> Tensor` as TransposeSchema,
      {
        meta: (ctx, { input, weight, bias, stride, padding, output_padding, groups, dilation }) =>
          convMeta(ctx, `conv_transpose${n}d`, input, weight, bias, {
            stride: spread(stride, n),
            padding: both(spread(padding, n)),
            dilation: spread(dilation, n),
            groups,
            transposed: true,
            outputPadding: spread(output_padding, n),
          }),
        lower: (g, { input, weight, bias, stride, padding, output_padding, groups, dilation }) =>
          convLower(g, input, weight, bias, {
            stride: spread(stride, n),
            padding: both(spread(padding, n)),
            dilation: spread(dilation, n),
            groups,
            transposed: true,
            outputPadding: spread(output_padding, n),
          }),
      },
    ),
  ];
}

export const convOps: readonly OpEntry[] = [
  ...convEntries(1),
  ...convEntries(2),
  ...convEntries(3),
  op(
    "aten::convolution(Tensor input, Tensor weight, Tensor? bias, SymInt[] stride, SymInt[] padding, SymInt[] dilation, bool transposed, SymInt[] output_padding, SymInt groups) -> Tensor",
    {
      meta(ctx, { input, weight, bias, stride, padding, dilation, transposed, output_padding, groups }) {
        const n = weight.shape.length - 2;
        return convMeta(ctx, "convolution", input, weight, bias, {
          stride: spread(stride, n),
          padding: both(spread(padding, n)),
          dilation: spread(dilation, n),
          groups,
          transposed,
          outputPadding: spread(output_padding, n),
        });
      },
      lower(g, { input, weight, bias, stride, padding, dilation, transposed, output_padding, groups }) {
        const n = weight.meta.shape.length - 2;
        return convLower(g, input, weight, bias, {
          stride: spread(stride, n),
          padding: both(spread(padding, n)),
          dilation: spread(dilation, n),
          groups,
          transposed,
          outputPadding: spread(output_padding, n),
        });
      },
    },
  ),
];
