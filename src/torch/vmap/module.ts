/** `torch._C._functorch` as far as `torch.vmap` needs it: entering and leaving a mapped dimension. */

import { type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { fn } from "../../dynamo/objects/native.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PySymInt } from "../objects/symbolic.ts";
import { torchState } from "../state.ts";
import { tensorOp } from "../tensor/dispatch.ts";
import { BatchedTensor, PyTensor } from "../tensor/tensor.ts";
import { batched, sizeInput, whole } from "./batched.ts";
import { callBatched } from "./rules.ts";

/** `enter()` gives the new level; `leave(level)` ends it; `add(tensor, dim, level)` and `remove(value, level, size, dim)`. */
export function vmapModule(): NativeModule {
  return nativeModule("torch._C._functorch", () => ({
    _vmap_increment_nesting: fn("_vmap_increment_nesting()", (vm: Interpreter) => {
      const state = torchState(vm);
      state.batching ??= { level: 0, call: (call) => callBatched(vm, call) };
      state.batching.level++;
      return state.batching.level;
    }),
    _vmap_decrement_nesting: fn("_vmap_decrement_nesting()", (vm: Interpreter) => {
      const state = torchState(vm);
      if (state.batching !== null && --state.batching.level === 0) state.batching = null;
      return null;
    }),
    _add_batch_dim: fn(
      "_add_batch_dim(tensor, dim, level)",
      (vm: Interpreter, tensor: PyTensor, dim: number, level: number) => {
        const front = dim === 0 ? tensor : tensorOp(vm, "aten.movedim.int", [tensor, dim, 0]);
        return batched(vm, front, level);
      },
    ),
    _remove_batch_dim: fn(
      "_remove_batch_dim(value, level, size, dim)",
      (vm: Interpreter, value: PyValue, level: number, size: PyValue, dim: number) => {
        if (!(value instanceof PyTensor)) return value;
        const count = size instanceof PySymInt ? size.expr : Number(size);
        const all =
          value instanceof BatchedTensor && value.level !== level
            ? repeated(vm, value, count)
            : whole(vm, value, level, count);
        return dim === 0 ? all : tensorOp(vm, "aten.movedim.int", [all, 0, dim]);
      },
    ),
  }));
}

/** A result that does not depend on what is mapped over stands once for each item. */
function repeated(vm: Interpreter, value: PyTensor, size: Parameters<typeof sizeInput>[0]): PyTensor {
  const front = tensorOp(vm, "aten.unsqueeze.default", [value, 0]);
  const kept = value.meta.shape.map(() => -1);
  return tensorOp(vm, "aten.expand.default", [front, [sizeInput(size), ...kept]]);
}
