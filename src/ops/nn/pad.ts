/** Padding. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { ge } from "../../shapes/bool.ts";
import { add } from "../../shapes/expr.ts";
import { printInt } from "../../shapes/print.ts";
import type { SymInt } from "../../shapes/types.ts";
import { printShape } from "../broadcast.ts";
import { type LowerScalar, type MetaContext, type OpEntry, op } from "../define.ts";
import { range } from "../dims.ts";
import type { LoweringBuilder, SymArg, TensorOperand } from "../lowering.ts";
import { INT64_MAX } from "../shape_nodes.ts";
import { contiguous } from "../strides.ts";

/** PyTorch lists (left, right) from the last dimension on; this gives them by dimension. */
function byDimension<T>(pad: readonly T[], rank: number): readonly (readonly [T | 0, T | 0])[] {
  return range(rank).map((d) => {
    const at = 2 * (rank - 1 - d);
    return [pad[at] ?? 0, pad[at + 1] ?? 0] as const;
  });
}

function padMeta(ctx: MetaContext, self: TensorMeta, pad: readonly SymInt[]): TensorMeta {
  ctx.check(pad.length % 2 === 0, () => "Padding length must be divisible by 2");
  ctx.check(
    pad.length <= self.shape.length * 2,
    () =>
      `Length of pad should be no more than twice the number of dimensions of the input. Pad length is ${pad.length} while the input has ${self.shape.length} dimensions.`,
  );
  const sizes = byDimension(pad, self.shape.length);
  const shape = self.shape.map((d, i) => add(d, sizes[i]?.[0] ?? 0, sizes[i]?.[1] ?? 0));
  shape.forEach((d, i) => {
    if (typeof d === "number" && d < 0) {
      throw ctx.error(
        `The input size ${printInt(self.shape[i] ?? 0)}, plus negative padding ${printInt(sizes[i]?.[0] ?? 0)} and ${printInt(sizes[i]?.[1] ?? 0)} resulted in a negative output size, which is invalid. Check dimension ${i} of your input.`,
      );
    }
  });
  return contiguous(self.dtype, shape, self.device);
}

/** What each mode's other kernels check. */
function modeMeta(ctx: MetaContext, self: TensorMeta, pad: readonly SymInt[], mode: string): TensorMeta {
  const result = padMeta(ctx, self, pad);
  const sizes = byDimension(pad, self.shape.length);
  if (mode === "reflect") {
    self.shape.forEach((d, i) => {
      for (const p of sizes[i] ?? []) {
        if (p === 0) continue;
        const fits = ge(d, add(p, 1));
        const ok =
          ctx.guards.prove(fits) ?? (ctx.guards.hint(d) === null || ctx.guards.decide(fits, "reflection padding"));
        ctx.check(
          ok,
          () =>
            `Argument #4: Padding size should be less than the corresponding input dimension, but got: padding (${sizes[i]?.map((v) => printInt(v)).join(", ")}) at dimension ${i} of input ${printShape(self.shape)}`,
        );
      }
    });
  }
  return result;
}

const MODES: Readonly<Record<string, string>> = {
  constant: "constant",
  reflect: "reflect",
  replicate: "edge",
  circular: "wrap",
};

type Sizes = readonly (SymArg | SymInt)[];

function padLower(g: LoweringBuilder, self: TensorOperand, pad: Sizes, mode: string, value: LowerScalar): Value {
  const sizes = byDimension(pad, self.meta.shape.length);
  const onnxMode = MODES[mode];
  if (onnxMode === undefined) throw new Error(`unknown padding mode ${mode}`);
  if (sizes.every(([a, b]) => a === 0 && b === 0)) return g.op("Identity", [self.value]);
  if (mode !== "constant" && sizes.some((s) => s.some((v) => typeof v === "number" && v < 0)))
    return cropLast(g, self, sizes, mode);
  if (onnxMode === "wrap" && g.opset < 19) return wrap(g, self, sizes);
  const { dtype } = self.meta;
  const inner = dtype === "bool" ? "int32" : dtype;
  const amounts = g.sizes([...sizes.map((s) => s[0]), ...sizes.map((s) => s[1])]);
  const fill = mode === "constant" && !isZero(value) ? g.scalar(value, inner) : null;
  const y = g.op("Pad", [g.as(self, inner), amounts, fill], { mode: onnxMode });
  return inner === dtype ? y : g.cast(y, dtype);
}

/** ONNX Runtime can't crop and extend at once: negative amounts are cut off afterwards, as PyTorch maps elements. */
function cropLast(
  g: LoweringBuilder,
  self: TensorOperand,
  sizes: readonly (readonly [SymArg | SymInt, SymArg | SymInt])[],
  mode: string,
): Value {
  if (mode === "circular") return cropFirst(g, self, sizes);
  const cut = (v: SymArg | SymInt) => (typeof v === "number" && v < 0 ? -v : 0);
  const keep = (v: SymArg | SymInt) => (typeof v === "number" && v < 0 ? 0 : v);
  const pad = [...sizes].reverse().flatMap(([a, b]) => [keep(a), keep(b)]);
  const value = padLower(g, self, pad, mode, 0);
  const starts = g.ints(sizes.map(([a]) => cut(a)));
  const ends = g.tensor(
    sizes.map(([, b]) => (cut(b) === 0 ? INT64_MAX : -cut(b))),
    [sizes.length],
    "int64",
  );
  return g.op("Slice", [value, starts, ends, g.ints(range(sizes.length))]);
}

/** What is left after cropping goes round. */
function cropFirst(
  g: LoweringBuilder,
  self: TensorOperand,
  sizes: readonly (readonly [SymArg | SymInt, SymArg | SymInt])[],
): Value {
  const cut = (v: SymArg | SymInt) => (typeof v === "number" && v < 0 ? -v : 0);
  const keep = (v: SymArg | SymInt) => (typeof v === "number" && v < 0 ? 0 : v);
  const ends = sizes.map(([, b]) => (cut(b) === 0 ? INT64_MAX : -cut(b)));
  const starts = g.ints(sizes.map(([a]) => cut(a)));
  const value = g.op("Slice", [
    self.value,
    starts,
    g.tensor(ends, [sizes.length], "int64"),
    g.ints(range(sizes.length)),
  ]);
  return wrap(
    g,
    { ...self, value },
    sizes.map(([a, b]) => [keep(a), keep(b)] as const),
  );
}

const isZero = (s: LowerScalar) =>
  s === 0 || s === false || (typeof s === "object" && s.kind === "float" && s.value === 0 && !Object.is(s.value, -0));

/** The last elements in front, the first ones behind. */
function wrap(
  g: LoweringBuilder,
  self: TensorOperand,
  sizes: readonly (readonly [SymArg | SymInt, SymArg | SymInt])[],
): Value {
  return sizes.reduce<Value>((x, [before, after], axis) => {
    if (before === 0 && after === 0) return x;
    const size = g.op("Shape", [x], { start: axis, end: axis + 1 });
    const parts: Value[] = [];
    if (before !== 0) parts.push(g.op("Slice", [x, g.op("Sub", [size, g.sizes([before])]), size, g.ints([axis])]));
    parts.push(x);
    if (after !== 0) parts.push(g.op("Slice", [x, g.ints([0]), g.sizes([after]), g.ints([axis])]));
    return g.op("Concat", parts, { axis });
  }, self.value);
}

function modeEntries(name: string, mode: string, n: number): OpEntry {
  return op(
    `aten::${name}${n}d(Tensor self, SymInt[${2 * n}] padding) -> Tensor` as "aten::f(Tensor self, SymInt[2] padding) -> Tensor",
    {
      meta: (ctx, { self, padding }) => modeMeta(ctx, self, padding, mode),
      lower: (g, { self, padding }) => padLower(g, self, padding, mode, 0),
    },
  );
}

export const padOps: readonly OpEntry[] = [
  op("aten::constant_pad_nd(Tensor self, SymInt[] pad, Scalar value=0) -> Tensor", {
    meta: (ctx, { self, pad }) => padMeta(ctx, self, pad),
    lower: (g, { self, pad, value }) => padLower(g, self, pad, "constant", value),
  }),
  op('aten::pad(Tensor self, SymInt[] pad, str mode="constant", float? value=None) -> Tensor', {
    meta(ctx, { self, pad, mode, value }) {
      ctx.check(mode in MODES, () => `Unrecognised padding mode ${mode}`, "NotImplementedError");
      ctx.check(
        mode === "constant" || value === null || value === 0,
        () => `Padding mode "${mode}" doesn't take in value argument`,
      );
      if (mode === "constant") return padMeta(ctx, self, pad);
      const fits =
        (pad.length === 2 && [2, 3].includes(self.shape.length)) ||
        (pad.length === 4 && [3, 4].includes(self.shape.length)) ||
        (pad.length === 6 && [4, 5].includes(self.shape.length));
      ctx.check(
        fits,
        () => "Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now",
        "NotImplementedError",
      );
      return modeMeta(ctx, self, pad, mode);
    },
    lower: (g, { self, pad, mode, value }) =>
      padLower(g, self, pad, mode, value === null ? 0 : { kind: "float", value }),
  }),
  op("aten::_pad_circular(Tensor self, SymInt[] pad) -> Tensor", {
    meta: (ctx, { self, pad }) => padMeta(ctx, self, pad),
    lower: (g, { self, pad }) => padLower(g, self, pad, "circular", 0),
  }),
  ...[1, 2, 3].flatMap((n) => [
    modeEntries("reflection_pad", "reflect", n),
    modeEntries("replication_pad", "replicate", n),
  ]),
];
