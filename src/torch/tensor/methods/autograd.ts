/** Gradient bookkeeping, of which an exported program keeps nothing but `detach`. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { nativeType } from "../../../dynamo/objects/core_types.ts";
import { RuntimeErrorType, TypeErrorType } from "../../../dynamo/objects/exception_types.ts";
import { defineGetSet, defineMethods } from "../../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../../dynamo/objects/object.ts";
import { PyUnknown } from "../../../dynamo/objects/unknown.ts";
import { truth } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { isComplex, isFloating } from "../../../fx/dtype.ts";
import { GRADIENTS, notTrained } from "../../module/training.ts";
import { torchState } from "../../state.ts";
import { dispatchTarget } from "../dispatch.ts";
import { tensorOfValue } from "../factory.ts";
import { PyTensor, tensorBaseType } from "../tensor.ts";

const gradFnType = nativeType("Node", { module: "torch.autograd.graph" });

class PyGradFn extends PyObject {
  readonly name: string;
  constructor(name: string) {
    super(gradFnType);
    this.name = name;
  }
}

defineMethods(gradFnType, {
  "name(self)": (_vm, self: PyGradFn) => self.name,
  "__repr__(self)": (_vm, self: PyGradFn) => `<${self.name} object>`,
});

function setRequiresGrad(vm: Interpreter, self: PyTensor, value: PyValue): void {
  const wanted = truth(vm, value);
  if (wanted && !isFloating(self.meta.dtype) && !isComplex(self.meta.dtype)) {
    raise(vm, RuntimeErrorType, "only Tensors of floating point dtype can require gradients");
  }
  self.requiresGrad = wanted;
}

/** The same storage without history. */
export function sameStorage(vm: Interpreter, self: PyTensor): PyTensor {
  const state = torchState(vm);
  const made = tensorOfValue(state, self.value);
  made.meta = self.meta;
  made.storage = self.storage;
  made.view = self.view;
  made.binding = self.binding;
  return made;
}

defineMethods(tensorBaseType, {
  "requires_grad_(self, requires_grad=True)": (vm, self: PyTensor, value: PyValue) => {
    setRequiresGrad(vm, self, value);
    return self;
  },
  "detach(self)": (vm, self: PyTensor) =>
    torchState(vm).tracer === null ? sameStorage(vm, self) : dispatchTarget(vm, "aten.detach.default", [self]),
  "detach_(self)": (_vm, self: PyTensor) => {
    self.requiresGrad = false;
    self.gradFn = null;
    return self;
  },
  "backward(self, gradient=None, retain_graph=None, create_graph=False, inputs=None)": (vm, self: PyTensor) => {
    if (!self.requiresGrad && self.gradFn === null) {
      raise(vm, RuntimeErrorType, "element 0 of tensors does not require grad and does not have a grad_fn");
    }
    notTrained(vm);
    torchState(vm).wentBackward = true;
    return null;
  },
  "retain_grad(self)": () => null,
  "register_hook(self, hook)": () => null,
  "register_post_accumulate_grad_hook(self, hook)": () => null,
  "share_memory_(self)": (_vm, self: PyTensor) => self,
  "__deepcopy__(self, memo)": (vm, self: PyTensor) => copyOf(vm, self),
  "__copy__(self)": (vm, self: PyTensor) => {
    const made = sameStorage(vm, self);
    made.type = self.type;
    made.requiresGrad = self.requiresGrad;
    return made;
  },
});

/** A tensor of its own with the same content and class. */
function copyOf(vm: Interpreter, self: PyTensor): PyTensor {
  const made = tensorOfValue(torchState(vm), self.value, self.type);
  made.meta = self.meta;
  made.requiresGrad = self.requiresGrad;
  if (self.attrs !== null) made.attrs = new Map(self.attrs);
  return made;
}

defineGetSet(tensorBaseType, {
  requires_grad: {
    get: (_vm, self) => (self as PyTensor).requiresGrad,
    set: (vm, self, value) => setRequiresGrad(vm, self as PyTensor, value ?? false),
  },
  grad: {
    get: (vm, self) => {
      const { grad, requiresGrad, gradFn } = self as PyTensor;
      // After a backward pass a leaf has a gradient in PyTorch; which one is not known here.
      const leaf = requiresGrad && gradFn === null;
      return grad === null && leaf && torchState(vm).wentBackward ? new PyUnknown(GRADIENTS) : grad;
    },
    set: (_vm, self, value) => {
      (self as PyTensor).grad = value ?? null;
    },
  },
  grad_fn: {
    get: (_vm, self) => {
      const { gradFn } = self as PyTensor;
      return gradFn === null ? null : new PyGradFn(gradFn);
    },
  },
  data: {
    get: (vm, self) =>
      torchState(vm).tracer === null
        ? sameStorage(vm, self as PyTensor)
        : dispatchTarget(vm, "aten.detach.default", [self as PyTensor]),
    set: (vm, self, value) => {
      if (!(value instanceof PyTensor)) raise(vm, TypeErrorType, "Variable data has to be a tensor");
      const tensor = self as PyTensor;
      const data = value as PyTensor;
      tensor.meta = data.meta;
      tensor.storage = data.storage;
      tensor.view = data.view;
    },
  },
});
