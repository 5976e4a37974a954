/** Changing all tensors of a module: `to`, `half`, `requires_grad_`, … */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { TypeErrorType } from "../../dynamo/objects/exception_types.ts";
import { defineMethods, defineRawMethods, type NativeImpl } from "../../dynamo/objects/native.ts";
import type { PyObject, PyValue } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { call } from "../../dynamo/protocols/call.ts";
import { truth } from "../../dynamo/protocols/convert.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { type DType, isComplex, isFloating } from "../../fx/dtype.ts";
import { deviceFrom, PyDevice } from "../objects/device.ts";
import { PyDType, pyDType } from "../objects/dtype.ts";
import { torchState } from "../state.ts";
import { dispatch } from "../tensor/dispatch.ts";
import { convertTensor } from "../tensor/methods/convert.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { registered, tensorEntries, walkTensors } from "./module_type.ts";

type Change = (tensor: PyTensor) => PyValue;

/** Replaces the content of every parameter and buffer in place: the objects stay, as the program may hold them. */
function applyToTensors(self: PyObject, change: Change): void {
  for (const [, child] of registered(self, "_modules")) applyToTensors(child, change);
  for (const kind of ["_parameters", "_buffers"] as const) {
    for (const [, tensor] of tensorEntries(self, kind)) {
      const changed = change(tensor);
      if (!(changed instanceof PyTensor) || changed === tensor) continue;
      tensor.meta = changed.meta;
      tensor.storage = changed.storage;
      tensor.view = changed.view;
    }
  }
}

function detached(vm: Interpreter, change: Change): Change {
  return (tensor) => {
    const state = torchState(vm);
    const { gradEnabled } = state;
    state.gradEnabled = false;
    try {
      return change(tensor);
    } finally {
      state.gradEnabled = gradEnabled;
    }
  };
}

function toDType(vm: Interpreter, dtype: DType): Change {
  return detached(vm, (t) => {
    const floats = isFloating(t.meta.dtype) || isComplex(t.meta.dtype);
    return floats ? dispatch(vm, "aten.to", [t, pyDType(dtype)]) : t;
  });
}

function floatingMethod(dtype: DType): NativeImpl {
  return (vm: Interpreter, self: PyObject) => {
    applyToTensors(self, toDType(vm, dtype));
    return self;
  };
}

function toDevice(vm: Interpreter, self: PyObject, device: PyDevice): PyValue {
  applyToTensors(
    self,
    detached(vm, (t) =>
      t.meta.device === device.name
        ? t
        : convertTensor(vm, t, { dtype: null, device: device.name, copy: false, memoryFormat: null }),
    ),
  );
  return self;
}

function deviceMethod(kind: string): NativeImpl {
  return (vm: Interpreter, self: PyObject, device?: PyValue) =>
    toDevice(vm, self, device === undefined || device === null ? new PyDevice(kind) : deviceFrom(vm, device));
}

export function defineModuleConversions(type: PyType): void {
  defineMethods(type, {
    "_apply(self, fn, recurse=True)": (vm, self: PyObject, f: PyValue) => {
      applyToTensors(self, (t) => call(vm, f, [t]));
      return self;
    },
    "float(self)": floatingMethod("float32"),
    "double(self)": floatingMethod("float64"),
    "half(self)": floatingMethod("float16"),
    "bfloat16(self)": floatingMethod("bfloat16"),
    "cpu(self)": deviceMethod("cpu"),
    "cuda(self, device=None)": deviceMethod("cuda"),
    "xpu(self, device=None)": deviceMethod("xpu"),
    "type(self, dst_type)": (vm, self: PyObject, dtype: PyValue) => {
      if (!(dtype instanceof PyDType)) return raise(vm, TypeErrorType, "type() expects a torch.dtype");
      applyToTensors(
        self,
        detached(vm, (t) => dispatch(vm, "aten.to", [t, dtype])),
      );
      return self;
    },
    "to_empty(self, *, device, recurse=True)": (vm, self: PyObject, device: PyValue) =>
      toDevice(vm, self, deviceFrom(vm, device)),
    "requires_grad_(self, requires_grad=True)": (vm, self: PyObject, requiresGrad: PyValue) => {
      for (const [, tensor] of walkTensors(self, "_parameters")) tensor.requiresGrad = truth(vm, requiresGrad);
      return self;
    },
    "zero_grad(self, set_to_none=True)": (_vm, self: PyObject) => {
      for (const [, tensor] of walkTensors(self, "_parameters")) tensor.grad = null;
      return self;
    },
    "share_memory(self)": (_vm, self: PyObject) => self,
    "compile(self, *args, **kwargs)": () => null,
    "_replicate_for_data_parallel(self)": (_vm, self: PyObject) => self,
  });
  defineRawMethods(type, {
    to: (vm, [self, ...args], kwargs) => moduleTo(vm, self as PyObject, args, kwargs ?? new Map()),
  });
}

function moduleTo(
  vm: Interpreter,
  self: PyObject,
  args: readonly PyValue[],
  kwargs: ReadonlyMap<string, PyValue>,
): PyValue {
  for (const value of [...args, ...kwargs.values()]) {
    if (value instanceof PyTensor) {
      toDevice(vm, self, new PyDevice(value.meta.device));
      applyToTensors(self, toDType(vm, value.meta.dtype));
    } else if (value instanceof PyDType) {
      if (!isFloating(value.dtype) && !isComplex(value.dtype)) {
        raise(
          vm,
          TypeErrorType,
          `nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=torch.${value.dtype}`,
        );
      }
      applyToTensors(self, toDType(vm, value.dtype));
    } else if (value instanceof PyDevice || typeof value === "string" || typeof value === "number") {
      toDevice(vm, self, deviceFrom(vm, value));
    }
  }
  // The tensors are changed in place; a subclass that overrides `_apply` is not asked.
  return self;
}
