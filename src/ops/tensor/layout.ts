/** Layouts that copies keep. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { SymInt } from "../../shapes/types.ts";
import type { MetaContext } from "../define.ts";
import { contiguousStrides, denseOrder, stridesInOrder } from "../strides.ts";

/** Strides of a copy that preserves the format: a dense tensor's own order, else row-major. */
export function preservedStrides(ctx: MetaContext, self: TensorMeta): readonly SymInt[] {
  const order = denseOrder(ctx.guards, self);
  return order ? stridesInOrder(self.shape, order) : contiguousStrides(self.shape);
}
