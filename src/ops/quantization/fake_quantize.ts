/** Fake quantisation of training for quantisation: values rounded to levels, kept as floats. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { normalizeDim } from "../dims.ts";
import { elementwise } from "../pointwise/meta.ts";
import { fakeQuantize, insideRange } from "./affine.ts";

const NOTES =
  "QuantizeLinear divides by the scale, PyTorch multiplies by its inverse: a value between two levels may take the other";

function checked(ctx: MetaContext, self: TensorMeta, min: number, max: number): TensorMeta {
  ctx.check(min <= max, () => "`quant_min` should be less than or equal to `quant_max`.");
  return elementwise(ctx, self.dtype, [self]);
}

const withMask = (y: TensorMeta): readonly TensorMeta[] => [y, { ...y, dtype: "bool" }];

export const fakeQuantizeOps: readonly OpEntry[] = [
  op(
    "aten::fake_quantize_per_tensor_affine(Tensor self, float scale, int zero_point, int quant_min, int quant_max) -> Tensor",
    {
      meta: (ctx, { self, quant_min, quant_max }) => checked(ctx, self, quant_min, quant_max),
      lower: (g, { self, scale, zero_point: zeroPoint, quant_min: min, quant_max: max }) =>
        fakeQuantize(g, self, { scale, zeroPoint, min, max, axis: null }),
      notes: NOTES,
    },
  ),
  op(
    "aten::fake_quantize_per_tensor_affine.tensor_qparams(Tensor self, Tensor scale, Tensor zero_point, int quant_min, int quant_max) -> Tensor",
    {
      meta: (ctx, { self, quant_min, quant_max }) => checked(ctx, self, quant_min, quant_max),
      lower: (g, { self, scale, zero_point: zeroPoint, quant_min: min, quant_max: max }) =>
        fakeQuantize(g, self, { scale, zeroPoint, min, max, axis: null }),
      notes: NOTES,
    },
  ),
  op(
    "aten::fake_quantize_per_channel_affine(Tensor self, Tensor scale, Tensor zero_point, int axis, int quant_min, int quant_max) -> Tensor",
    {
      meta: (ctx, { self, quant_min, quant_max }) => checked(ctx, self, quant_min, quant_max),
      lower: (g, { self, scale, zero_point: zeroPoint, axis, quant_min: min, quant_max: max }) =>
        fakeQuantize(g, self, { scale, zeroPoint, min, max, axis: normalizeDim(axis, self.meta.shape.length) }),
      notes: NOTES,
    },
  ),
  op(
    "aten::fake_quantize_per_tensor_affine_cachemask(Tensor self, float scale, int zero_point, int quant_min, int quant_max) -> (Tensor output, Tensor mask)",
    {
      meta: (ctx, { self, quant_min, quant_max }) => withMask(checked(ctx, self, quant_min, quant_max)),
      lower(g, { self, scale, zero_point: zeroPoint, quant_min: min, quant_max: max }) {
        const a = { scale, zeroPoint, min, max, axis: null };
        return [fakeQuantize(g, self, a), insideRange(g, self, a)];
      },
      notes: NOTES,
    },
  ),
  op(
    "aten::_fake_quantize_per_tensor_affine_cachemask_tensor_qparams(Tensor self, Tensor scale, Tensor zero_point, Tensor fake_quant_enabled, int quant_min, int quant_max) -> (Tensor output, Tensor mask)",
    {
      meta: (ctx, { self, quant_min, quant_max }) => withMask(checked(ctx, self, quant_min, quant_max)),
      lower(g, { self, scale, zero_point: zeroPoint, fake_quant_enabled, quant_min: min, quant_max: max }) {
        const a = { scale, zeroPoint, min, max, axis: null };
        const on = g.as(fake_quant_enabled, "bool");
        const mask = g.op("Or", [insideRange(g, self, a), g.op("Not", [on])]);
        return [g.where(on, fakeQuantize(g, self, a), self.value, self.meta.dtype), mask];
      },
      notes: NOTES,
    },
  ),
  op(
    "aten::fake_quantize_per_channel_affine_cachemask(Tensor self, Tensor scale, Tensor zero_point, int axis, int quant_min, int quant_max) -> (Tensor output, Tensor mask)",
    {
      meta: (ctx, { self, quant_min, quant_max }) => withMask(checked(ctx, self, quant_min, quant_max)),
      lower(g, { self, scale, zero_point: zeroPoint, axis, quant_min: min, quant_max: max }) {
        const a = { scale, zeroPoint, min, max, axis: normalizeDim(axis, self.meta.shape.length) };
        return [fakeQuantize(g, self, a), insideRange(g, self, a)];
      },
      notes: NOTES,
    },
  ),
];
