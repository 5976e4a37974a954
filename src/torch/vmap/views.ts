/** Operators whose arguments are sizes or orders of dimensions, inside `torch.vmap`: the mapped dimension stays in front. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import type { BoundCall } from "../../ops/bind.ts";
import type { OpInput } from "../../ops/types.ts";
import { tensorOp } from "../tensor/dispatch.ts";
import type { BatchedTensor, PyTensor } from "../tensor/tensor.ts";
import { aligned, batchedAt, callWith, replaced, sizeInput, wrapBatched } from "./batched.ts";

type Rule = (vm: Interpreter, call: BoundCall, level: number) => PyValue;

/** A rule for calls of which the first argument is mapped over; others are for the caller. */
function ofSelf(rule: (vm: Interpreter, self: BatchedTensor, call: BoundCall) => PyValue): Rule {
  return (vm, call, level) => {
    const self = batchedAt(call.args[0], level);
    return self === null ? null : wrapBatched(vm, rule(vm, self, call), level);
  };
}

function list(value: OpInput | undefined): readonly OpInput[] {
  return Array.isArray(value) ? (value as readonly OpInput[]) : [value ?? null];
}

/** The call with the mapped size in front of the sizes that `name` gives. */
const sized = (name: string): Rule =>
  ofSelf((vm, self, call) => {
    const at = call.entry.schema.args.findIndex((a) => a.name === name);
    const sizes = [sizeInput(self.size), ...list(call.args[at])];
    return callWith(vm, call.entry.target, replaced(call, { self: self.inner, [name]: sizes }));
  });

function permuted(vm: Interpreter, self: BatchedTensor, order: readonly number[]): PyTensor {
  return tensorOp(vm, "aten.permute.default", [self.inner, [0, ...order.map((d) => d + 1)]]);
}

const reversed = ofSelf((vm, self) => permuted(vm, self, self.meta.shape.map((_, i) => i).reverse()));

export const VIEW_RULES: Readonly<Record<string, Rule>> = {
  view: (vm, call, level) => (call.entry.target === "aten.view.dtype" ? null : sized("size")(vm, call, level)),
  reshape: sized("shape"),
  new_zeros: sized("size"),
  new_ones: sized("size"),
  new_empty: sized("size"),
  new_full: sized("size"),
  repeat: ofSelf((vm, self, call) => {
    const repeats = list(call.args[1]);
    return tensorOp(vm, "aten.repeat.default", [aligned(vm, self, repeats.length), [1, ...repeats]]);
  }),
  expand: ofSelf((vm, self, call) => {
    const sizes = list(call.args[1]);
    return tensorOp(vm, "aten.expand.default", [aligned(vm, self, sizes.length), [sizeInput(self.size), ...sizes]]);
  }),
  permute: ofSelf((vm, self, call) => {
    const rank = self.meta.shape.length;
    return permuted(
      vm,
      self,
      list(call.args[1]).map((d) => (typeof d === "number" ? (d + rank) % rank : 0)),
    );
  }),
  t: reversed,
  numpy_T: reversed,
  mT: ofSelf((vm, self) => tensorOp(vm, "aten.transpose.int", [self.inner, -1, -2])),
  ravel: ofSelf((vm, self) => tensorOp(vm, "aten.reshape.default", [self.inner, [sizeInput(self.size), -1]])),
  flatten: ofSelf((vm, self, call) => {
    const rank = self.meta.shape.length;
    if (rank === 0) return tensorOp(vm, "aten.unsqueeze.default", [self.inner, 1]);
    const [start = 0, end = -1] = call.args
      .slice(1)
      .map((d) => (typeof d === "number" && d < 0 ? d + rank : d))
      .map((d) => (typeof d === "number" ? d + 1 : d));
    return tensorOp(vm, "aten.flatten.using_ints", [self.inner, start, end]);
  }),
  unflatten: ofSelf((vm, self, call) => {
    const [, dim = 0, sizes = null] = call.args;
    const at = typeof dim === "number" && dim >= 0 ? dim + 1 : dim;
    return tensorOp(vm, "aten.unflatten.int", [self.inner, at, sizes]);
  }),
  squeeze: ofSelf((vm, self, call) => {
    const rank = self.meta.shape.length;
    const named = call.args.length > 1 ? list(call.args[1]) : self.meta.shape.map((_, i) => i);
    const dims = named.map((d) => (typeof d === "number" ? (d < 0 ? d + rank : d) : 0));
    const ones = dims.filter((d) => self.meta.shape[d] === 1).map((d) => d + 1);
    return tensorOp(vm, "aten.squeeze.dims", [self.inner, ones]);
  }),
};
