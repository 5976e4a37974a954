/** `nn.Parameter` and `nn.Buffer`: tensors that a module registers when they are assigned to it. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { TypeErrorType } from "../../dynamo/objects/exception_types.ts";
import { defineMethods } from "../../dynamo/objects/native.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { truth } from "../../dynamo/protocols/convert.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { type TorchState, torchState } from "../state.ts";
import { fullTensor, tensorType } from "../tensor/factory.ts";
import { PyTensor } from "../tensor/tensor.ts";

function sharing(tensor: PyTensor, type: PyType): PyTensor {
  const made = new PyTensor(type, tensor.meta, tensor.storage);
  made.view = tensor.view;
  made.binding = tensor.binding;
  return made;
}

export function parameterType(state: TorchState): PyType {
  return state.type("torch.nn.Parameter", () => {
    const type = nativeType("Parameter", {
      module: "torch.nn.parameter",
      bases: [tensorType(state)],
      heap: true,
      hasDict: true,
    });
    defineMethods(type, {
      "__new__(cls, data=None, requires_grad=True)": (
        vm: Interpreter,
        cls: PyType,
        data: PyValue,
        requiresGrad: PyValue,
      ) => {
        const made = sharing(tensorArgument(vm, data), cls);
        made.requiresGrad = truth(vm, requiresGrad);
        return made;
      },
      "__init__(self, *args, **kwargs)": () => null,
    });
    return type;
  });
}

export function bufferType(state: TorchState): PyType {
  return state.type("torch.nn.Buffer", () => {
    const type = nativeType("Buffer", {
      module: "torch.nn.parameter",
      bases: [tensorType(state)],
      heap: true,
      hasDict: true,
    });
    defineMethods(type, {
      "__new__(cls, data=None, *, persistent=True)": (
        vm: Interpreter,
        cls: PyType,
        data: PyValue,
        persistent: PyValue,
      ) => {
        const made = sharing(tensorArgument(vm, data), cls);
        made.attrs = new Map([["persistent", truth(vm, persistent)]]);
        return made;
      },
      "__init__(self, *args, **kwargs)": () => null,
    });
    return type;
  });
}

function tensorArgument(vm: Interpreter, data: PyValue): PyTensor {
  if (data instanceof PyTensor) return data;
  if (data === null) return fullTensor(torchState(vm), [0], torchState(vm).defaultDtype, 0);
  return raise(vm, TypeErrorType, "_make_subclass(): argument 'data' (position 2) must be Tensor");
}

export function makeParameter(state: TorchState, tensor: PyTensor, requiresGrad = true): PyTensor {
  const made = sharing(tensor, parameterType(state));
  made.requiresGrad = requiresGrad;
  return made;
}

export function isParameter(state: TorchState, value: PyValue): boolean {
  return value instanceof PyTensor && value.type.isSubtypeOf(parameterType(state));
}
export function isBuffer(state: TorchState, value: PyValue): boolean {
  return value instanceof PyTensor && value.type.isSubtypeOf(bufferType(state));
}
