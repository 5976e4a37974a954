/** The weight of a weight-normalised layer: a direction and a length for each slice. */

import { op } from "../define.ts";
import { contiguous } from "../strides.ts";

export const weightNormOps = [
  op("aten::_weight_norm(Tensor v, Tensor g, int dim=0) -> Tensor", {
    meta: (_ctx, { v }) => contiguous(v.dtype, v.shape, v.device),
    lower(g, { v, g: length, dim }) {
      const rank = v.meta.shape.length;
      // A dimension of -1 stands for none: one length for the whole weight.
      const axes = Array.from({ length: rank }, (_, i) => i).filter((i) => i !== dim);
      const norm = g.op("ReduceL2", [v.value, g.ints(axes)], { keepdims: 1 });
      return g.op("Mul", [v.value, g.op("Div", [length.value, norm])]);
    },
  }),
];
