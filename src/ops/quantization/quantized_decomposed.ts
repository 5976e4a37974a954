/** Quantisation as PyTorch 2's export writes it: quantize, dequantize and the choice of parameters. */

import type { DType } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { floordiv, product } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { normalizeDim } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { elementwise } from "../pointwise/meta.ts";
import { contiguous } from "../strides.ts";
import { type Affine, dequantize, quantize } from "./affine.ts";

const NOTES =
  "QuantizeLinear divides by the scale, PyTorch multiplies by its inverse: a value between two levels may take the other";

const finish = (g: LoweringBuilder, y: Value) => (g.out.dtype === "float32" ? y : g.cast(y, g.out.dtype));

function quantizeCall(g: LoweringBuilder, input: TensorOperand, a: Affine, dtype: DType): Value {
  return quantize(g, g.as(input, "float32"), input.meta, a, dtype);
}

const like = (ctx: MetaContext, input: TensorMeta, dtype: DType) => elementwise(ctx, dtype, [input]);

function levelType(ctx: MetaContext, input: TensorMeta, dtype: DType): void {
  ctx.check(input.dtype === dtype, () => `Expecting input to have dtype: torch.${dtype}, but got torch.${input.dtype}`);
}

/** Rows of the last dimension in groups, each with a scale. */
function groups(g: LoweringBuilder, x: Value, meta: TensorMeta, size: SymInt): { value: Value; meta: TensorMeta } {
  const value = g.op("Reshape", [x, g.sizes([-1, size])]);
  return { value, meta: { ...meta, shape: [floordiv(product(meta.shape), size), size] } };
}

const perRow = (scale: TensorOperand, zeroPoint: TensorOperand | null, min: number, max: number): Affine => ({
  scale,
  zeroPoint,
  min,
  max,
  axis: 0,
});

/** Extremes of the whole tensor, or of the last dimension. */
function extremes(g: LoweringBuilder, x: Value, rows: boolean): readonly [Value, Value] {
  const axes = rows ? g.ints([-1]) : null;
  const keepdims = rows ? 1 : 0;
  return [g.op("ReduceMin", [x, axes], { keepdims }), g.op("ReduceMax", [x, axes], { keepdims })];
}

/** Scale and zero point of a range that holds 0. */
function chooseAffine(
  g: LoweringBuilder,
  low: Value,
  high: Value,
  min: number,
  max: number,
  eps: number,
): readonly [Value, Value] {
  const zero = g.const(0, "float32");
  const bottom = g.op("Min", [low, zero]);
  const top = g.op("Max", [high, zero]);
  const span = g.op("Div", [g.op("Sub", [top, bottom]), g.const(max - min, "float32")]);
  const scale = g.op("Max", [span, g.const(eps, "float32")]);
  const start = g.op("Sub", [g.const(min, "float32"), g.op("Round", [g.op("Div", [bottom, scale])])]);
  const clamped = g.op("Min", [g.op("Max", [start, g.const(min, "float32")]), g.const(max, "float32")]);
  return [scale, clamped];
}

const FLOAT_EPSILON = 2 ** -23;

const scalars = (input: TensorMeta, scale: DType): readonly TensorMeta[] => [
  contiguous(scale, [1], input.device),
  contiguous("int64", [1], input.device),
];

const rowsOf = (input: TensorMeta, scale: DType, zero: DType): readonly TensorMeta[] => {
  const shape = [...input.shape.slice(0, -1), 1];
  return [contiguous(scale, shape, input.device), contiguous(zero, shape, input.device)];
};

/** Each token's own range, symmetric around 0. */
function chooseSymmetric(g: LoweringBuilder, input: TensorOperand): readonly [Value, Value] {
  const x = g.as(input, "float32");
  const size = g.op("ReduceMax", [g.op("Abs", [x]), g.ints([-1])]);
  const floor = g.op("Max", [size, g.const(1e-5, "float32")]);
  const scale = g.op("Div", [floor, g.const(127, "float32")]);
  return [scale, g.op("Expand", [g.const(0, "float32"), g.op("Shape", [scale])])];
}

export const quantizedDecomposedOps: readonly OpEntry[] = [
  op(
    "quantized_decomposed::quantize_per_tensor(Tensor input, float scale, int zero_point, int quant_min, int quant_max, ScalarType dtype) -> Tensor",
    {
      meta: (ctx, { input, dtype }) => like(ctx, input, dtype),
      lower: (g, { input, scale, zero_point: zeroPoint, quant_min: min, quant_max: max, dtype }) =>
        quantizeCall(g, input, { scale, zeroPoint, min, max, axis: null }, dtype),
      notes: NOTES,
    },
  ),
  op(
    "quantized_decomposed::quantize_per_tensor.tensor(Tensor input, Tensor scale, Tensor zero_point, int quant_min, int quant_max, ScalarType dtype) -> Tensor",
    {
      meta: (ctx, { input, dtype }) => like(ctx, input, dtype),
      lower: (g, { input, scale, zero_point: zeroPoint, quant_min: min, quant_max: max, dtype }) =>
        quantizeCall(g, input, { scale, zeroPoint, min, max, axis: null }, dtype),
      notes: NOTES,
    },
  ),
  op(
    "quantized_decomposed::quantize_per_tensor.tensor2(Tensor input, Tensor scale, Tensor zero_point, Tensor quant_min, Tensor quant_max, ScalarType dtype) -> Tensor",
    {
      meta: (ctx, { input, dtype }) => like(ctx, input, dtype),
      lower: (g, { input, scale, zero_point: zeroPoint, quant_min: min, quant_max: max, dtype }) =>
        quantizeCall(g, input, { scale, zeroPoint, min, max, axis: null }, dtype),
    },
  ),
  op(
    "quantized_decomposed::quantize_per_channel(Tensor input, Tensor scales, Tensor zero_points, int axis, int quant_min, int quant_max, ScalarType dtype) -> Tensor",
    {
      meta: (ctx, { input, dtype }) => like(ctx, input, dtype),
      lower: (g, { input, scales: scale, zero_points: zeroPoint, axis, quant_min: min, quant_max: max, dtype }) =>
        quantizeCall(
          g,
          input,
          { scale, zeroPoint, min, max, axis: normalizeDim(axis, input.meta.shape.length) },
          dtype,
        ),
      notes: NOTES,
    },
  ),
  op(
    "quantized_decomposed::dequantize_per_tensor(Tensor input, float scale, int zero_point, int quant_min, int quant_max, ScalarType dtype, *, ScalarType? out_dtype=None) -> Tensor",
    {
      meta(ctx, { input, dtype, out_dtype }) {
        levelType(ctx, input, dtype);
        return like(ctx, input, out_dtype ?? "float32");
      },
      lower: (g, { input, scale, zero_point: zeroPoint, quant_min: min, quant_max: max }) =>
        finish(g, dequantize(g, input.value, input.meta, { scale, zeroPoint, min, max, axis: null })),
    },
  ),
  op(
    "quantized_decomposed::dequantize_per_tensor.tensor(Tensor input, Tensor scale, Tensor zero_point, int quant_min, int quant_max, ScalarType dtype, *, ScalarType? out_dtype=None) -> Tensor",
    {
      meta(ctx, { input, dtype, out_dtype }) {
        levelType(ctx, input, dtype);
        return like(ctx, input, out_dtype ?? "float32");
      },
      lower: (g, { input, scale, zero_point: zeroPoint, quant_min: min, quant_max: max }) =>
        finish(g, dequantize(g, input.value, input.meta, { scale, zeroPoint, min, max, axis: null })),
    },
  ),
  op(
    "quantized_decomposed::dequantize_per_tensor.tensor2(Tensor input, Tensor scale, Tensor zero_point, Tensor quant_min, Tensor quant_max, ScalarType dtype, *, ScalarType? out_dtype=None) -> Tensor",
    {
      meta(ctx, { input, dtype, out_dtype }) {
        levelType(ctx, input, dtype);
        return like(ctx, input, out_dtype ?? "float32");
      },
      lower: (g, { input, scale, zero_point: zeroPoint, quant_min: min, quant_max: max }) =>
        finish(g, dequantize(g, input.value, input.meta, { scale, zeroPoint, min, max, axis: null })),
    },
  ),
  op(
    "quantized_decomposed::dequantize_per_channel(Tensor input, Tensor scales, Tensor? zero_points, int axis, int quant_min, int quant_max, ScalarType dtype, *, ScalarType? out_dtype=None) -> Tensor",
    {
      meta(ctx, { input, dtype, out_dtype }) {
        levelType(ctx, input, dtype);
        return like(ctx, input, out_dtype ?? "float32");
      },
      lower: (g, { input, scales: scale, zero_points: zeroPoint, axis, quant_min: min, quant_max: max }) =>
        finish(
          g,
          dequantize(g, input.value, input.meta, {
            scale,
            zeroPoint,
            min,
            max,
            axis: normalizeDim(axis, input.meta.shape.length),
          }),
        ),
    },
  ),
  op(
    "quantized_decomposed::quantize_per_token(Tensor input, Tensor scales, Tensor zero_points, int quant_min, int quant_max, ScalarType dtype) -> Tensor",
    {
      meta: (ctx, { input, dtype }) => like(ctx, input, dtype),
      lower(g, { input, scales, zero_points, quant_min, quant_max, dtype }) {
        const x = groups(g, g.as(input, "float32"), input.meta, lastSize(input.meta));
        const y = quantize(g, x.value, x.meta, perRow(scales, zero_points, quant_min, quant_max), dtype);
        return g.op("Reshape", [y, g.shapeOf(input)]);
      },
      notes: NOTES,
    },
  ),
  op(
    "quantized_decomposed::dequantize_per_token(Tensor input, Tensor scales, Tensor zero_points, int quant_min, int quant_max, ScalarType dtype, ScalarType output_dtype) -> Tensor",
    {
      meta: (ctx, { input, output_dtype }) => like(ctx, input, output_dtype),
      lower(g, { input, scales, zero_points, quant_min, quant_max }) {
        const x = groups(g, input.value, input.meta, lastSize(input.meta));
        const y = dequantize(g, x.value, x.meta, perRow(scales, zero_points, quant_min, quant_max));
        return finish(g, g.op("Reshape", [y, g.shapeOf(input)]));
      },
    },
  ),
  op(
    "quantized_decomposed::quantize_per_channel_group(Tensor input, Tensor scales, Tensor zero_points, int quant_min, int quant_max, ScalarType dtype, int group_size) -> Tensor",
    {
      meta: (ctx, { input, dtype }) => like(ctx, input, dtype),
      lower(g, { input, scales, zero_points, quant_min, quant_max, dtype, group_size }) {
        const x = groups(g, g.as(input, "float32"), input.meta, groupSize(input.meta, scales.meta, group_size));
        const y = quantize(g, x.value, x.meta, perRow(scales, zero_points, quant_min, quant_max), dtype);
        return g.op("Reshape", [y, g.shapeOf(input)]);
      },
      notes: NOTES,
    },
  ),
  op(
    "quantized_decomposed::dequantize_per_channel_group(Tensor input, Tensor scales, Tensor? zero_points, int quant_min, int quant_max, ScalarType dtype, int group_size, ScalarType output_dtype) -> Tensor",
    {
      meta: (ctx, { input, output_dtype }) => like(ctx, input, output_dtype),
      lower(g, { input, scales, zero_points, quant_min, quant_max, group_size }) {
        const x = groups(g, input.value, input.meta, groupSize(input.meta, scales.meta, group_size));
        const y = dequantize(g, x.value, x.meta, perRow(scales, zero_points, quant_min, quant_max));
        return finish(g, g.op("Reshape", [y, g.shapeOf(input)]));
      },
    },
  ),
  op(
    "quantized_decomposed::choose_qparams.tensor(Tensor input, int quant_min, int quant_max, float eps, ScalarType dtype) -> (Tensor, Tensor)",
    {
      meta: (_, { input }) => scalars(input, "float64"),
      lower(g, { input, quant_min, quant_max, eps }) {
        const [low, high] = extremes(g, g.as(input, "float32"), false);
        const [scale, zero] = chooseAffine(g, low, high, quant_min, quant_max, eps);
        return [
          g.op("Reshape", [g.cast(scale, "float64"), g.ints([1])]),
          g.op("Reshape", [g.cast(zero, "int64"), g.ints([1])]),
        ];
      },
    },
  ),
  op(
    "quantized_decomposed::choose_qparams_symmetric.tensor(Tensor input, int quant_min, int quant_max, float eps, ScalarType dtype) -> (Tensor, Tensor)",
    {
      meta: (_, { input }) => scalars(input, "float64"),
      lower(g, { input, quant_min, quant_max, eps, dtype }) {
        const [low, high] = extremes(g, g.as(input, "float32"), false);
        const zero = g.const(0, "float32");
        const size = g.op("Max", [g.op("Neg", [g.op("Min", [low, zero])]), g.op("Max", [high, zero])]);
        const half = g.op("Div", [size, g.const((quant_max - quant_min) / 2, "float32")]);
        const scale = g.op("Max", [half, g.const(eps, "float32")]);
        const middle = dtype === "uint8" ? (quant_max + quant_min + 1) / 2 : 0;
        return [g.op("Reshape", [g.cast(scale, "float64"), g.ints([1])]), g.ints([middle])];
      },
    },
  ),
  op("quantized_decomposed::choose_qparams_per_token(Tensor input, ScalarType dtype) -> (Tensor, Tensor)", {
    meta: (_, { input }) => rowsOf(input, "float64", "int64"),
    lower(g, { input }) {
      const [scale, zero] = chooseSymmetric(g, input);
      return [g.cast(scale, "float64"), g.cast(zero, "int64")];
    },
  }),
  ...["choose_qparams_per_token_asymmetric", "_choose_qparams_per_token_asymmetric_impl"].map((name) =>
    op(
      `quantized_decomposed::${name}(Tensor input, ScalarType dtype) -> (Tensor, Tensor)` as "quantized_decomposed::f(Tensor input, ScalarType dtype) -> (Tensor, Tensor)",
      {
        meta: (_, { input }) => rowsOf(input, "float64", "int64"),
        lower(g, { input }) {
          const [low, high] = extremes(g, g.as(input, "float32"), true);
          const [scale, zero] = chooseByError(g, low, high);
          return [g.cast(scale, "float64"), g.cast(zero, "int64")];
        },
      },
    ),
  ),
  op("quantized_decomposed::convert_element_type.no_fuse(Tensor input, ScalarType dtype) -> Tensor", {
    meta: (ctx, { input, dtype }) => like(ctx, input, dtype),
    lower: (g, { input, dtype }) => g.call("aten._to_copy.default", [input], { dtype: { kind: "dtype", dtype } }),
  }),
  op(
    "quantized_decomposed::fake_quant_per_channel(Tensor input, Tensor scales, Tensor zero_points, int axis, int quant_min, int quant_max) -> Tensor",
    {
      meta: (ctx, { input }) => like(ctx, input, input.dtype),
      lower: (g, { input, scales, zero_points, axis, quant_min, quant_max }) =>
        g.call("aten.fake_quantize_per_channel_affine.default", [
          input,
          scales,
          zero_points,
          axis,
          quant_min,
          quant_max,
        ]),
    },
  ),
];

/** For int8: the zero point is rounded from the end of the range where that errs less. */
function chooseByError(g: LoweringBuilder, low: Value, high: Value): readonly [Value, Value] {
  const [min, max] = [g.const(-128, "float32"), g.const(127, "float32")];
  const zero = g.const(0, "float32");
  const bottom = g.op("Min", [low, zero]);
  const top = g.op("Max", [high, zero]);
  const span = g.op("Div", [g.op("Sub", [top, bottom]), g.const(255, "float32")]);
  const scale = g.op("Max", [span, g.const(FLOAT_EPSILON, "float32")]);
  const below = g.op("Div", [bottom, scale]);
  const above = g.op("Div", [top, scale]);
  const errors = g.op("Add", [g.op("Add", [min, below]), g.op("Add", [max, above])]);
  const start = g.op("Where", [g.op("Greater", [errors, zero]), g.op("Sub", [min, below]), g.op("Sub", [max, above])]);
  return [scale, g.op("Round", [g.op("Min", [g.op("Max", [start, min]), max])])];
}

const lastSize = (meta: TensorMeta): SymInt => meta.shape.at(-1) ?? 1;

/** Without a group size, as many groups as there are columns of scales. */
function groupSize(input: TensorMeta, scales: TensorMeta, size: number): SymInt {
  return size !== 0 ? size : floordiv(lastSize(input), lastSize(scales));
}
