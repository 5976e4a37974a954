/** Unpooling: values put back to the places that maximum pooling told. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { product } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, SymArg, TensorOperand } from "../lowering.ts";
import { contiguous } from "../strides.ts";

function unpoolMeta(
  ctx: MetaContext,
  name: string,
  self: TensorMeta,
  indices: TensorMeta,
  size: readonly SymInt[],
): TensorMeta {
  const n = size.length;
  ctx.check(
    indices.dtype === "int64",
    () => `elements in indices should be type int64 but got: torch.${indices.dtype}`,
  );
  ctx.check(
    self.shape.length === n + 1 || self.shape.length === n + 2,
    () => `Input to ${name} should be a ${n + 1}d or ${n + 2}d Tensor, but got a tensor with ${self.shape.length} dims`,
  );
  return contiguous(self.dtype, [...self.shape.slice(0, self.shape.length - n), ...size], self.device);
}

/** Places count within the plane of each channel. */
function unpool(g: LoweringBuilder, self: TensorOperand, indices: TensorOperand, size: readonly SymArg[]): Value {
  const n = size.length;
  const { shape, dtype } = self.meta;
  const lead = shape.slice(0, shape.length - n);
  const { shape: out } = g.out;
  const flat = (v: Value, plane: readonly SymInt[]) => g.op("Reshape", [v, g.sizes([...lead, product(plane)])]);
  const plane = shape.slice(lead.length);
  const zeros = g.op("Expand", [g.const(0, dtype), g.sizes([...lead, product(out.slice(lead.length))])]);
  const y = g.op("ScatterElements", [zeros, flat(indices.value, plane), flat(self.value, plane)], {
    axis: lead.length,
  });
  return g.op("Reshape", [y, g.sizes(out)]);
}

export const unpoolOps: readonly OpEntry[] = [
  op("aten::max_unpool2d(Tensor self, Tensor indices, SymInt[2] output_size) -> Tensor", {
    meta: (ctx, { self, indices, output_size }) => unpoolMeta(ctx, "max_unpooling2d", self, indices, output_size),
    lower: (g, { self, indices, output_size }) => unpool(g, self, indices, output_size),
  }),
  op(
    "aten::max_unpool3d(Tensor self, Tensor indices, SymInt[3] output_size, int[3] stride, int[3] padding) -> Tensor",
    {
      meta: (ctx, { self, indices, output_size }) => unpoolMeta(ctx, "max_unpooling3d", self, indices, output_size),
      lower: (g, { self, indices, output_size }) => unpool(g, self, indices, output_size),
    },
  ),
];
