/** Complex tensors: made from real ones, taken apart, and looked at as pairs. */

import { DTYPES, isComplex, isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { add, floordiv, mul } from "../../shapes/expr.ts";
import { sameSize } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { elementwise } from "../pointwise/meta.ts";
import { complexOf, floatResult, realOf } from "../promotion.ts";
import { conjugate, pair, parts } from "./pairs.ts";

/** A part of a complex tensor is a view of every second element. */
function partView(self: TensorMeta, offset: 0 | 1): TensorMeta {
  return {
    ...self,
    dtype: realOf(self.dtype),
    strides: self.strides.map((s) => mul(s, 2)),
    storageOffset: add(mul(self.storageOffset, 2), offset),
  };
}

function checkComplex(ctx: MetaContext, self: TensorMeta, name: string): void {
  ctx.check(isComplex(self.dtype), () => `${name} is only supported for complex tensors`);
}

/** atan2(im, re); for real numbers π below 0. */
function realAngle(g: LoweringBuilder, self: TensorOperand): Value {
  const { dtype } = g.out;
  const x = g.as(self, dtype);
  const value = g.op("Where", [g.op("Less", [x, g.const(0, dtype)]), g.const(Math.PI, dtype), g.const(0, dtype)]);
  return isFloating(self.meta.dtype) ? g.op("Where", [g.op("IsNaN", [x]), x, value]) : value;
}

const conjugateEntry = (name: string, view: boolean): OpEntry =>
  op(
    (view
      ? `aten::${name}(Tensor(a) self) -> Tensor(a)`
      : `aten::${name}(Tensor self) -> Tensor`) as "aten::f(Tensor self) -> Tensor",
    {
      meta: (ctx, { self }) => (view ? { ...self, wrappedNumber: false } : elementwise(ctx, self.dtype, [self])),
      lower: (_, { self }) => self.value,
      lowerComplex: (g, { self }) => conjugate(g, self.value, self.meta.dtype),
    },
  );

export const complexOps: readonly OpEntry[] = [
  op("aten::view_as_real(Tensor(a) self) -> Tensor(a)", {
    meta(ctx, { self }) {
      checkComplex(ctx, self, "view_as_real");
      const { shape, strides } = partView(self, 0);
      const part = partView(self, 0);
      return { ...part, shape: [...shape, 2], strides: [...strides, 1] };
    },
    lower: (_, { self }) => self.value,
    lowerComplex: "same",
  }),
  op("aten::view_as_complex(Tensor(a) self) -> Tensor(a)", {
    meta(ctx, { self }) {
      ctx.check(
        sameSize(ctx.guards, self.shape.at(-1) ?? 0, 2, "view_as_complex"),
        () => "Tensor must have a last dimension of size 2",
      );
      return {
        ...self,
        dtype: complexOf(self.dtype),
        shape: self.shape.slice(0, -1),
        strides: self.strides.slice(0, -1).map((s) => floordiv(s, 2)),
        storageOffset: floordiv(self.storageOffset, 2),
      };
    },
    lower: (_, { self }) => self.value,
    lowerComplex: "same",
  }),
  op("aten::real(Tensor(a) self) -> Tensor(a)", {
    meta: (_, { self }) => (isComplex(self.dtype) ? partView(self, 0) : { ...self, wrappedNumber: false }),
    lower: (_, { self }) => self.value,
    lowerComplex: (g, { self }) => parts(g, self.value).re,
  }),
  op("aten::imag(Tensor(a) self) -> Tensor(a)", {
    meta(ctx, { self }) {
      ctx.check(isComplex(self.dtype), () => "imag is not implemented for tensors with non-complex dtypes.");
      return partView(self, 1);
    },
    lowerComplex: (g, { self }) => parts(g, self.value).im,
  }),
  op("aten::complex(Tensor real, Tensor imag) -> Tensor", {
    meta(ctx, { real, imag }) {
      ctx.check(
        isFloating(real.dtype) && real.dtype === imag.dtype,
        () => `Expected object of scalar type ${real.dtype} but got scalar type ${imag.dtype} for second argument`,
      );
      return elementwise(ctx, complexOf(real.dtype), [real, imag]);
    },
    lowerComplex: (g, { real, imag }) => pairOfBroadcast(g, real, imag),
  }),
  op("aten::polar(Tensor abs, Tensor angle) -> Tensor", {
    meta: (ctx, { abs, angle }) => elementwise(ctx, complexOf(abs.dtype), [abs, angle]),
    lowerComplex(g, { abs, angle }) {
      const along = (f: string) => g.op("Mul", [abs.value, g.op(f, [angle.value])]);
      return pair(g, { re: along("Cos"), im: along("Sin") });
    },
  }),
  op("aten::angle(Tensor self) -> Tensor", {
    meta: (ctx, { self }) => elementwise(ctx, floatResult(realOf(self.dtype), ctx.defaultDtype), [self]),
    lower: (g, { self }) => realAngle(g, self),
    lowerComplex(g, { self }) {
      const { re, im } = parts(g, self.value);
      const meta = g.out;
      return g.call("aten.atan2.default", [g.operand(im, meta), g.operand(re, meta)]);
    },
  }),
  conjugateEntry("conj", true),
  conjugateEntry("_conj", true),
  conjugateEntry("conj_physical", false),
  conjugateEntry("_conj_physical", false),
  op("aten::is_complex(Tensor self) -> bool", {
    meta: (_, { self }) => ({ kind: "constant", value: DTYPES[self.dtype].category === "complex" }),
  }),
];

/** Both parts in the shape of the result. */
function pairOfBroadcast(g: LoweringBuilder, real: TensorOperand, imag: TensorOperand): Value {
  const shape = g.sizes(g.out.shape);
  const wide = (t: TensorOperand) => g.op("Expand", [t.value, shape]);
  return pair(g, { re: wide(real), im: wide(imag) });
}
