/** Unpooling: values go back to where max pooling took them from. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { product } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { type MetaContext, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { full, reshape } from "../shape_nodes.ts";
import { contiguous } from "../strides.ts";

function unpooledMeta(
  ctx: MetaContext,
  self: TensorMeta,
  indices: TensorMeta,
  size: readonly SymInt[],
  n: number,
): TensorMeta {
  const rank = self.shape.length;
  ctx.check(indices.dtype === "int64", () => `elements in indices should be type int64 but got: ${indices.dtype}`);
  ctx.check(
    rank === n + 1 || rank === n + 2,
    () => `Input to max_unpooling${n}d should be a ${n + 1}d or ${n + 2}d Tensor, but got tensor with dim ${rank}`,
  );
  ctx.check(indices.shape.length === rank, () => "Expected shape of indices to be same as that of the input tensor");
  return contiguous(self.dtype, [...self.shape.slice(0, rank - n), ...size], self.device);
}

/** The indices count within one channel. */
function scatter(g: LoweringBuilder, self: TensorOperand, indices: TensorOperand, n: number): Value {
  const { shape } = self.meta;
  const kept = shape.slice(0, shape.length - n);
  const flat = [...kept, product(shape.slice(shape.length - n))];
  const space = [...kept, product(g.out.shape.slice(shape.length - n))];
  const zeros = full(g, space, 0, self.meta.dtype);
  const at = reshape(g, indices.value, shape, flat);
  const values = reshape(g, self.value, shape, flat);
  const spread = g.op("ScatterElements", [zeros, at, values], { axis: kept.length });
  return reshape(g, spread, space, g.out.shape);
}

export const unpoolOps = [
  op("aten::max_unpool2d(Tensor self, Tensor indices, SymInt[2] output_size) -> Tensor", {
    meta: (ctx, { self, indices, output_size }) => unpooledMeta(ctx, self, indices, output_size, 2),
    lower: (g, { self, indices }) => scatter(g, self, indices, 2),
  }),
  op(
    "aten::max_unpool3d(Tensor self, Tensor indices, SymInt[3] output_size, int[3] stride, int[3] padding) -> Tensor",
    {
      meta: (ctx, { self, indices, output_size }) => unpooledMeta(ctx, self, indices, output_size, 3),
      lower: (g, { self, indices }) => scatter(g, self, indices, 3),
    },
  ),
];
