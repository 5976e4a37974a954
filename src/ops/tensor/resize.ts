/** `resize_`: a tensor's storage looked at in another size. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { eq } from "../../shapes/bool.ts";
import { sub } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { contiguous, numel } from "../strides.ts";

const resized = (self: TensorMeta, size: readonly SymInt[]): TensorMeta => contiguous(self.dtype, size, self.device);

/** The first elements; what a larger size adds is undefined in PyTorch, and 0 here. */
function lower(g: LoweringBuilder, self: TensorOperand) {
  const flat = g.op("Reshape", [self.value, g.ints([-1])]);
  const [have, want] = [numel(self.meta), numel(g.out)];
  if (g.guards.prove(eq(have, want)) === true) return g.op("Reshape", [flat, g.sizes(g.out.shape)]);
  const missing = g.op("Max", [g.size(sub(want, have)), g.const(0, "int64")]);
  const pads = g.op("Concat", [g.ints([0]), g.op("Reshape", [missing, g.ints([1])])], { axis: 0 });
  const filled = g.op("Pad", [flat, pads]);
  const first = g.op("Slice", [filled, g.ints([0]), g.sizes([want]), g.ints([0])]);
  return g.op("Reshape", [first, g.sizes(g.out.shape)]);
}

export const resizeStorageOps: readonly OpEntry[] = [
  op("aten::resize(Tensor self, SymInt[] size, *, MemoryFormat? memory_format=None) -> Tensor", {
    meta: (_, { self, size }) => resized(self, size),
    lower: (g, { self }) => lower(g, self),
  }),
  op("aten::resize_(Tensor(a!) self, SymInt[] size, *, MemoryFormat? memory_format=None) -> Tensor(a!)", {
    meta: (_, { self, size }) => resized(self, size),
  }),
  op("aten::resize_as(Tensor self, Tensor the_template, *, MemoryFormat? memory_format=None) -> Tensor", {
    meta: (_, { self, the_template }) => resized(self, the_template.shape),
    lower: (g, { self }) => lower(g, self),
  }),
  op("aten::resize_as_(Tensor(a!) self, Tensor the_template, *, MemoryFormat? memory_format=None) -> Tensor(a!)", {
    meta: (_, { self, the_template }) => resized(self, the_template.shape),
  }),
];
