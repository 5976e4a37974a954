/** `torch._utils`: the functions that checkpoints call to make tensors again. */

import { type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { TypeErrorType } from "../../dynamo/objects/exception_types.ts";
import { fn, type PyNative, rawFn } from "../../dynamo/objects/native.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { PyType } from "../../dynamo/objects/type.ts";
import { asInt } from "../../dynamo/objects/unbox.ts";
import { call } from "../../dynamo/protocols/call.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { toArray } from "../../dynamo/protocols/iterate.ts";
import type { DType } from "../../fx/dtype.ts";
import { makeParameter } from "../nn/parameter.ts";
import { PyDType } from "../objects/dtype.ts";
import { torchState } from "../state.ts";
import { raiseUnmodelled } from "../tensor/methods/generic.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { PyStorage, tensorOnStorage } from "./storage.ts";

function rebuild(
  vm: Interpreter,
  storage: PyValue,
  offset: PyValue,
  size: PyValue,
  stride: PyValue,
  requiresGrad: PyValue,
  dtype: DType | null,
): PyTensor {
  if (!(storage instanceof PyStorage)) return raise(vm, TypeErrorType, "a tensor of the checkpoint has no storage");
  const numbers = (value: PyValue): number[] => toArray(vm, value).map((n) => Number(asInt(n) ?? Number.NaN));
  const at = Number(asInt(offset) ?? Number.NaN);
  const made = tensorOnStorage(vm, storage, dtype ?? storage.dtype, at, numbers(size), numbers(stride));
  made.requiresGrad = requiresGrad === true;
  return made;
}

function withAttributes(tensor: PyTensor, state: PyValue): PyTensor {
  const [attributes] = state instanceof PyTuple ? state.items : [state];
  if (attributes instanceof PyDict) tensor.attrs = new Map([...(tensor.attrs ?? []), ...attributes.attrMap]);
  return tensor;
}

const parameter = (vm: Interpreter, data: PyValue, requiresGrad: PyValue): PyTensor =>
  data instanceof PyTensor
    ? makeParameter(torchState(vm), data, requiresGrad === true)
    : raise(vm, TypeErrorType, "a parameter of the checkpoint holds no tensor");

const FUNCTIONS: readonly PyNative[] = [
  fn("_rebuild_tensor(storage, storage_offset, size, stride)", (vm, s: PyValue, o: PyValue, n: PyValue, t: PyValue) =>
    rebuild(vm, s, o, n, t, false, null),
  ),
  fn(
    "_rebuild_tensor_v2(storage, storage_offset, size, stride, requires_grad, backward_hooks, metadata=None)",
    (vm, s: PyValue, o: PyValue, n: PyValue, t: PyValue, g: PyValue) => rebuild(vm, s, o, n, t, g, null),
  ),
  fn(
    "_rebuild_tensor_v3(storage, storage_offset, size, stride, requires_grad, backward_hooks, dtype, metadata=None)",
    (vm, s: PyValue, o: PyValue, n: PyValue, t: PyValue, g: PyValue, _hooks: PyValue, dtype: PyValue) =>
      rebuild(vm, s, o, n, t, g, dtype instanceof PyDType ? dtype.dtype : null),
  ),
  fn("_rebuild_parameter(data, requires_grad, backward_hooks)", parameter),
  fn(
    "_rebuild_parameter_with_state(data, requires_grad, backward_hooks, state)",
    (vm, data: PyValue, requiresGrad: PyValue, _hooks: PyValue, state: PyValue) =>
      withAttributes(parameter(vm, data, requiresGrad), state),
  ),
];

const REFUSED =
  "_rebuild_qtensor _rebuild_sparse_tensor _rebuild_sparse_csr_tensor _rebuild_nested_tensor _rebuild_meta_tensor_no_storage _rebuild_wrapper_subclass _rebuild_device_tensor_from_numpy _rebuild_device_tensor_from_cpu_tensor".split(
    " ",
  );

export const REBUILD: Readonly<Record<string, PyNative>> = Object.fromEntries([
  ...FUNCTIONS.map((f) => [f.name, f] as const),
  ...REFUSED.map((name) => [
    name,
    rawFn(name, (vm) =>
      raiseUnmodelled(vm, `a checkpoint's torch._utils.${name} (quantised, sparse or special tensors)`),
    ),
  ]),
]);

/** A tensor of a subclass, with attributes of its own. */
export const rebuildFromType = fn(
  "_rebuild_from_type_v2(func, new_type, args, state)",
  (vm: Interpreter, func: PyValue, type: PyValue, args: PyValue, state: PyValue) => {
    const made = call(vm, func, toArray(vm, args));
    if (!(made instanceof PyTensor)) return made;
    if (type instanceof PyType && type.isSubtypeOf(made.type)) made.type = type;
    return withAttributes(made, state);
  },
);

export function rebuildModules(): readonly NativeModule[] {
  return [nativeModule("torch._utils", () => REBUILD)];
}
