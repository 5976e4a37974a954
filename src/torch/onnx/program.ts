/** `torch.onnx.ONNXProgram` as Python sees it. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { RuntimeErrorType, TypeErrorType, ValueErrorType } from "../../dynamo/objects/exception_types.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import { defineGetSet, defineMethods, type NativeImpl } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { lookupSpecial } from "../../dynamo/protocols/attribute.ts";
import { callMethod } from "../../dynamo/protocols/call.ts";
import { truth } from "../../dynamo/protocols/convert.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { isComplex } from "../../fx/dtype.ts";
import type { ExportedProgram } from "../../fx/exported_program.ts";
import { PyExportedProgram } from "../export/module.ts";
import { flatten, type Leaf } from "../export/pytree.ts";
import type { OnnxProgramHandle } from "../services.ts";
import { torchState } from "../state.ts";
import { dispatchTarget } from "../tensor/dispatch.ts";
import { dataTensor } from "../tensor/factory.ts";
import { raiseUnmodelled } from "../tensor/methods/generic.ts";
import { staticShape } from "../tensor/strides.ts";
import { PyTensor } from "../tensor/tensor.ts";

export const onnxProgramType: PyType = nativeType("ONNXProgram", {
  module: "torch.onnx._internal.exporter._onnx_program",
  hasDict: true,
});

export class PyOnnxProgram extends PyObject {
  readonly handle: OnnxProgramHandle;
  readonly program: ExportedProgram;
  readonly model: PyValue;
  constructor(handle: OnnxProgramHandle, program: ExportedProgram, model: PyValue) {
    super(onnxProgramType);
    this.handle = handle;
    this.program = program;
    this.model = model;
  }
}

/** A file name given as a string or a path object. */
export function fileName(vm: Interpreter, value: PyValue): string {
  if (typeof value === "string") return value;
  if (lookupSpecial(vm, value, "__fspath__") !== undefined) {
    const path = callMethod(vm, value, "__fspath__", []);
    if (typeof path === "string") return path;
  }
  return raise(vm, TypeErrorType, "the destination must be a path: a str or an os.PathLike object");
}

/** The tensors among the arguments that the ONNX model has inputs for, in its order. */
function onnxInputs(
  vm: Interpreter,
  self: PyOnnxProgram,
  args: readonly PyValue[],
  kwargs: ReadonlyMap<string, PyValue>,
): PyTensor[] {
  const { leaves, spec } = flatten(vm, new PyTuple([new PyTuple(args), PyDict.fromStrings(kwargs)]));
  const expected = JSON.stringify(self.program.inTree);
  if (JSON.stringify(spec) !== expected) {
    raise(vm, ValueErrorType, "the arguments are nested differently from those that the model was exported with");
  }
  return leaves
    .map((leaf) => leaf.value)
    .filter((v): v is PyTensor => v instanceof PyTensor)
    .map((t) => realView(vm, t));
}

/** ONNX has no complex numbers: the model takes them as a last dimension of 2. */
function realView(vm: Interpreter, tensor: PyTensor): PyTensor {
  if (!isComplex(tensor.meta.dtype)) return tensor;
  return dispatchTarget(vm, "aten.view_as_real.default", [tensor]) as PyTensor;
}

const adaptInputs: NativeImpl = (
  vm: Interpreter,
  self: PyOnnxProgram,
  args: PyValue[],
  kwargs: Map<string, PyValue>,
) => {
  kwargs.delete("model_with_state_dict");
  return new PyTuple(onnxInputs(vm, self, args, kwargs));
};

const adaptOutputs: NativeImpl = (vm: Interpreter, _self: PyOnnxProgram, outputs: PyValue) => {
  const { leaves } = flatten(vm, outputs);
  const kept = leaves.map((l: Leaf) => l.value).filter((v) => v !== null);
  return new PyList(kept.map((v) => (v instanceof PyTensor ? realView(vm, v) : v)));
};

function run(vm: Interpreter, self: PyOnnxProgram, args: PyValue[], kwargs: Map<string, PyValue>): PyValue {
  const inputs = onnxInputs(vm, self, args, kwargs);
  const results = self.handle.run(inputs.map((t) => t.value));
  return new PyTuple(
    results.map(({ meta, bytes }) => {
      const shape = staticShape(meta.shape);
      if (shape === undefined) throw new Error("a result of a run has a symbolic size");
      return dataTensor(torchState(vm), shape, meta.dtype, bytes);
    }),
  );
}

defineMethods(onnxProgramType, {
  "__repr__(self)": (_vm, self: PyOnnxProgram) => self.handle.text(),
  "__call__(self, *args, **kwargs)": run,
  "save(self, destination, *, include_initializers=True, keep_initializers_as_inputs=False, external_data=None)": (
    vm,
    self: PyOnnxProgram,
    destination: PyValue,
    initializers: PyValue,
    asInputs: PyValue,
    external: PyValue,
  ) => {
    self.handle.save(fileName(vm, destination), {
      includeInitializers: truth(vm, initializers),
      keepInitializersAsInputs: truth(vm, asInputs),
      externalData: external === null ? null : truth(vm, external),
    });
    return null;
  },
  "save_diagnostics(self, destination)": (vm, self: PyOnnxProgram, destination: PyValue) => {
    self.handle.saveDiagnostics(fileName(vm, destination));
    return null;
  },
  "adapt_torch_inputs_to_onnx(self, *model_args, **model_kwargs)": adaptInputs,
  "adapt_torch_outputs_to_onnx(self, model_outputs, model_with_state_dict=None)": adaptOutputs,
  "optimize(self)": () => null,
  "release(self)": () => null,
  "initialize_inference_session(self, *args, **kwargs)": () => null,
  "compute_values(self, *args, **kwargs)": (vm) => raiseUnmodelled(vm, "ONNXProgram.compute_values"),
  "apply_weights(self, state_dict)": (vm) => raiseUnmodelled(vm, "ONNXProgram.apply_weights"),
});
defineGetSet(onnxProgramType, {
  exported_program: {
    get: (_vm, self) => new PyExportedProgram((self as PyOnnxProgram).program, (self as PyOnnxProgram).model),
  },
  model_proto: {
    get: (vm) =>
      raise(vm, RuntimeErrorType, "ONNXProgram.model_proto is not available here; save the program and load the file"),
  },
});
