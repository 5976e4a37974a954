/** `torch.onnx.ONNXProgram` as Python sees it. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyBytes } from "../../dynamo/objects/bytes.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { setExceptionDetails } from "../../dynamo/objects/exception_details.ts";
import {
  FileNotFoundErrorType,
  OSErrorType,
  RuntimeErrorType,
  TypeErrorType,
  ValueErrorType,
} from "../../dynamo/objects/exception_types.ts";
import { float } from "../../dynamo/objects/float.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import { defineGetSet, defineMethods, type Kwargs, type NativeImpl } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { PyUnknown } from "../../dynamo/objects/unknown.ts";
import { getAttr, lookupSpecial } from "../../dynamo/protocols/attribute.ts";
import { callMethod } from "../../dynamo/protocols/call.ts";
import { repr, truth } from "../../dynamo/protocols/convert.ts";
import { makeException, raise, raiseException } from "../../dynamo/protocols/errors.ts";
import { toArray } from "../../dynamo/protocols/iterate.ts";
import { typeOf } from "../../dynamo/protocols/type_of.ts";
import type { ExportedProgram } from "../../fx/exported_program.ts";
import { PyExportedProgram } from "../export/exported_program.ts";
import { printProgram } from "../export/print.ts";
import { ModelRefused, type OnnxProgramHandle, type SaveOptions } from "../services.ts";
import { torchState } from "../state.ts";
import { dataTensor } from "../tensor/factory.ts";
import { staticShape } from "../tensor/strides.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { adaptOutputs, onnxInputs } from "./adapt.ts";
import { onnxExporterWarningType } from "./errors.ts";
import { warn, warnIgnored } from "./warn.ts";

export const onnxProgramType: PyType = nativeType("ONNXProgram", {
  module: "torch.onnx._internal.exporter._onnx_program",
  hasDict: true,
});

export class PyOnnxProgram extends PyObject {
  readonly handle: OnnxProgramHandle;
  readonly program: ExportedProgram;
  readonly model: PyValue;
  readonly fakeContext: PyValue;
  readonly diagnosticOptions: PyValue;
  /** PyTorch's name of the way the program was captured; null for one that was captured before. */
  readonly captureStrategy: string | null;
  /** What `initialize_inference_session(initializer)` made; null without one. */
  session: PyValue = null;
  constructor(
    handle: OnnxProgramHandle,
    program: ExportedProgram,
    model: PyValue,
    extra: Pick<PyOnnxProgram, "fakeContext" | "diagnosticOptions" | "captureStrategy">,
  ) {
    super(onnxProgramType);
    this.handle = handle;
    this.program = program;
    this.model = model;
    this.fakeContext = extra.fakeContext;
    this.diagnosticOptions = extra.diagnosticOptions;
    this.captureStrategy = extra.captureStrategy;
  }

  bytes(vm: Interpreter, options: SaveOptions): Uint8Array {
    return refusable(vm, () => this.handle.bytes(options));
  }
}

const REFUSALS: Readonly<Record<ModelRefused["exception"], PyType>> = {
  RuntimeError: RuntimeErrorType,
  ValueError: ValueErrorType,
  OSError: OSErrorType,
  FileNotFoundError: FileNotFoundErrorType,
};

/** What the exporter refuses is a Python exception. */
export function refusable<T>(vm: Interpreter, work: () => T): T {
  try {
    return work();
  } catch (e) {
    if (!(e instanceof ModelRefused)) throw e;
    const exc = makeException(REFUSALS[e.exception], e.message);
    if (e.ruleId !== null) setExceptionDetails(exc, { ruleId: e.ruleId });
    return raiseException(vm, exc);
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

function run(
  vm: Interpreter,
  self: PyOnnxProgram,
  args: readonly PyValue[],
  kwargs: Kwargs,
  values?: readonly string[],
): PyValue {
  const inputs = onnxInputs(vm, self.program, args, kwargs);
  const results = refusable(vm, () =>
    self.handle.run(
      inputs.map((t) => t.value),
      values,
    ),
  );
  return new PyTuple(
    results.map(({ meta, bytes }) => {
      const shape = staticShape(meta.shape);
      if (shape === undefined) throw new Error("a result of a run has a symbolic size");
      return dataTensor(torchState(vm), shape, meta.dtype, bytes);
    }),
  );
}

/** The figures of `VerificationInfo`; the example inputs are taken when no arguments are given. */
function verify(
  vm: Interpreter,
  self: PyOnnxProgram,
  args: PyValue,
  kwargs: PyValue,
  intermediates: boolean,
): PyValue[] {
  const examples = self.program.exampleInputs.filter((input) => input !== null);
  const given = args !== null || kwargs !== null;
  const named = new Map(kwargs instanceof PyDict ? kwargs.attrMap : []);
  const inputs = given
    ? onnxInputs(vm, self.program, args === null ? [] : toArray(vm, args), named).map((t) => t.value)
    : examples;
  if (!given && examples.length < self.handle.inputNames.length) {
    const message =
      "No example inputs provided and the exported_program does not contain example inputs. Please provide arguments to verify the ONNX program.";
    return raise(vm, ValueErrorType, message);
  }
  const counts = (list: readonly number[]) => new PyList(list.map(float));
  return refusable(vm, () => self.handle.verify(inputs, intermediates)).map(
    (info) =>
      new PyTuple([
        info.name,
        float(info.maxAbsDiff),
        float(info.maxRelDiff),
        counts(info.absDiffHist),
        counts(info.relDiffHist),
        info.expectedDtype,
        info.actualDtype,
      ]),
  );
}

/** What ONNX Runtime's binding takes of the options is applied; the rest is a warning. There is one provider, the CPU's. */
function runtimeOptions(vm: Interpreter, options: PyValue): PyValue {
  if (!(options instanceof PyObject)) return null;
  if ((options.getOwn("execution_provider_options") ?? null) !== null) {
    warnIgnored(vm, "ONNXRuntimeOptions.execution_provider_options", "the CPU provider of the binding takes none");
  }
  const session = options.getOwn("session_options") ?? null;
  const providers = options.getOwn("execution_providers") ?? null;
  if (providers === null) return session;
  const others = toArray(vm, providers)
    .map((p) => (p instanceof PyTuple ? p.items[0] : p))
    .filter((p) => p !== "CPUExecutionProvider");
  if (others.length > 0) {
    warnIgnored(vm, "ONNXRuntimeOptions.execution_providers", "models run here on the CPU provider alone");
  }
  return session;
}

/** A session of the `onnxruntime` package over the model as it is now. */
function sessionOf(vm: Interpreter, self: PyOnnxProgram, options: PyValue): PyValue {
  const model = new PyBytes(self.bytes(vm, WHOLE));
  return callMethod(vm, vm.importModule("onnxruntime"), "InferenceSession", [model, options]);
}

const WHOLE: SaveOptions = { includeInitializers: true, keepInitializersAsInputs: false, externalData: false };

/** The model's results from an object with the `run` of a session, or of a reference evaluator. */
function runIn(
  vm: Interpreter,
  self: PyOnnxProgram,
  runner: PyValue,
  args: readonly PyValue[],
  kwargs: Kwargs,
): PyValue {
  // Nothing is run while a program is analysed.
  if (runner instanceof PyUnknown) return runner;
  const inputs = onnxInputs(vm, self.program, args, kwargs);
  const feeds = PyDict.fromStrings(
    inputs.map((tensor, i): [string, PyValue] => [
      self.handle.inputNames[i] ?? "",
      callMethod(vm, tensor, "numpy", []),
    ]),
  );
  const results = toArray(vm, callMethod(vm, runner, "run", [null, feeds]));
  const torch = vm.importModule("torch");
  return new PyTuple(results.map((array) => callMethod(vm, torch, "from_numpy", [array])));
}

const call: NativeImpl = (vm: Interpreter, self: PyOnnxProgram, args: PyValue[], options: PyValue, kwargs: Kwargs) => {
  kwargs.delete("model_with_state_dict");
  const session = runtimeOptions(vm, options);
  if (session !== null) return runIn(vm, self, sessionOf(vm, self, session), args, kwargs);
  if (self.session !== null) return runIn(vm, self, self.session, args, kwargs);
  return run(vm, self, args, kwargs);
};

function applyWeights(vm: Interpreter, self: PyOnnxProgram, weights: PyValue): void {
  if (!(weights instanceof PyDict)) {
    raise(vm, TypeErrorType, "state_dict must be a dict of names and tensors");
  }
  for (const [key, tensor] of weights.entries()) {
    if (typeof key !== "string" || !(tensor instanceof PyTensor)) {
      raise(vm, TypeErrorType, "state_dict must be a dict of names and tensors");
    }
    if (!refusable(vm, () => self.handle.applyWeight(key, tensor.value))) {
      warn(vm, `Weight '${key}' not found in the model. Skipped applying.`, onnxExporterWarningType);
    }
  }
}

/** `save(model_state=…)`: a state dict, or the path of one. */
function loadState(vm: Interpreter, given: PyValue): PyValue {
  const isPath = typeof given === "string" || lookupSpecial(vm, given, "__fspath__") !== undefined;
  return isPath ? callMethod(vm, vm.importModule("torch"), "load", [given]) : given;
}

const save: NativeImpl = (
  vm: Interpreter,
  self: PyOnnxProgram,
  destination: PyValue,
  initializers: PyValue,
  asInputs: PyValue,
  external: PyValue,
  state: PyValue,
) => {
  if (state !== null) applyWeights(vm, self, loadState(vm, state));
  const options: SaveOptions = {
    includeInitializers: truth(vm, initializers),
    keepInitializersAsInputs: truth(vm, asInputs),
    externalData: external === null ? null : truth(vm, external),
  };
  refusable(vm, () => self.handle.save(fileName(vm, destination), options));
  return null;
};

defineMethods(onnxProgramType, {
  "__repr__(self)": (_vm, self: PyOnnxProgram) => {
    const part = (name: string, text: string) => `    ${name}=\n${text.trimEnd().replace(/^(?=.)/gm, "        ")}\n`;
    return `ONNXProgram(\n${part("model", self.handle.text())}    ,\n${part("exported_program", printProgram(self.program))})\n`;
  },
  "_verify(self, args, kwargs, compare_intermediates)": (
    vm,
    self: PyOnnxProgram,
    args: PyValue,
    kwargs: PyValue,
    intermediates: PyValue,
  ) => new PyList(verify(vm, self, args, kwargs, truth(vm, intermediates))),
  "__call__(self, *args, options=None, **kwargs)": call,
  "save(self, destination, *, include_initializers=True, keep_initializers_as_inputs=False, external_data=None, model_state=None)":
    save,
  "save_diagnostics(self, destination)": (vm, self: PyOnnxProgram, destination: PyValue) => {
    const path = fileName(vm, destination);
    if (!path.endsWith(".sarif")) {
      raise(vm, ValueErrorType, `'destination' must have a .sarif extension, got ${path}`);
    }
    refusable(vm, () => self.handle.saveDiagnostics(path));
    return null;
  },
  "adapt_torch_inputs_to_onnx(self, *model_args, model_with_state_dict=None, **model_kwargs)": (
    vm,
    self: PyOnnxProgram,
    args: PyValue[],
    _model: PyValue,
    kwargs: Kwargs,
  ) => new PyTuple(onnxInputs(vm, self.program, args, kwargs)),
  "adapt_torch_outputs_to_onnx(self, model_outputs, model_with_state_dict=None)": (
    vm,
    self: PyOnnxProgram,
    outputs: PyValue,
  ) => new PyList(adaptOutputs(vm, self.program, outputs)),
  "apply_weights(self, state_dict)": (vm, self: PyOnnxProgram, state: PyValue) => {
    applyWeights(vm, self, state);
    return null;
  },
  "compute_values(self, value_names, args=(), kwargs=None)": (
    vm,
    self: PyOnnxProgram,
    names: PyValue,
    args: PyValue,
    kwargs: PyValue,
  ) => {
    const wanted = toArray(vm, names).map((name) =>
      typeof name === "string" ? name : raise(vm, TypeErrorType, "value_names must be strings"),
    );
    return run(vm, self, toArray(vm, args), new Map(kwargs instanceof PyDict ? kwargs.attrMap : []), wanted);
  },
  "rename_axes(self, rename_mapping)": (vm, self: PyOnnxProgram, mapping: PyValue) => {
    if (!(mapping instanceof PyDict)) return raise(vm, TypeErrorType, "rename_mapping must be a dict");
    const names = mapping.entries().map(([from, to]): [string, string] => {
      const axis = from instanceof PyObject && from.type.name === "SymbolicDim" ? getAttr(vm, from, "value") : from;
      if (typeof axis !== "string") {
        const given = `<class '${typeOf(from).name}'>(${repr(vm, from)})`;
        return raise(
          vm,
          ValueErrorType,
          `Invalid key type in rename_mapping: ${given}. Expected str or ir.SymbolicDim.`,
        );
      }
      if (typeof to !== "string") return raise(vm, TypeErrorType, "rename_mapping must map names of axes to names");
      return [axis, to];
    });
    self.handle.renameAxes(new Map(names));
    return null;
  },
  "optimize(self)": (_vm, self: PyOnnxProgram) => {
    self.handle.optimize();
    return null;
  },
  "initialize_inference_session(self, initializer=None)": (vm, self: PyOnnxProgram, initializer: PyValue) => {
    // Without one, a session is opened for each run: there is none to prepare.
    self.session = initializer === null ? null : vm.call(initializer, [new PyBytes(self.bytes(vm, WHOLE))]);
    return null;
  },
  "release(self)": (_vm, self: PyOnnxProgram) => {
    self.session = null;
    return null;
  },
  "call_reference(self, *args, **kwargs)": (vm, self: PyOnnxProgram, args: PyValue[], kwargs: Kwargs) => {
    const proto = self.handle.proto(vm);
    const evaluator = callMethod(vm, vm.importModule("onnx.reference"), "ReferenceEvaluator", [proto]);
    return runIn(vm, self, evaluator, args, kwargs);
  },
});

defineGetSet(onnxProgramType, {
  exported_program: {
    get: (_vm, self) => new PyExportedProgram((self as PyOnnxProgram).program, (self as PyOnnxProgram).model),
  },
  model_proto: { get: (vm, self) => (self as PyOnnxProgram).handle.proto(vm) },
  model: { get: (vm, self) => (self as PyOnnxProgram).handle.model(vm) },
  _capture_strategy: { get: (_vm, self) => (self as PyOnnxProgram).captureStrategy },
  fake_context: { get: (_vm, self) => (self as PyOnnxProgram).fakeContext },
  diagnostic_context: { get: (vm, self) => diagnosticContext(vm, self as PyOnnxProgram) },
});

const diagnosticContextType = nativeType("DiagnosticContext", {
  module: "torch.onnx._internal.diagnostics.infra.context",
  hasDict: true,
});
const diagnosticType = nativeType("Diagnostic", { module: "torch.onnx._internal.diagnostics.infra", hasDict: true });

/** `.diagnostics`, each with its rule, level and message; `.options` as they were given. */
function diagnosticContext(vm: Interpreter, self: PyOnnxProgram): PyValue {
  const context = new PyObject(diagnosticContextType);
  const diagnostics = self.handle.diagnostics.map((diagnostic) => {
    const item = new PyObject(diagnosticType);
    item.attrs = new Map<string, PyValue>([
      ["rule", diagnostic.ruleId],
      ["level", diagnostic.level],
      ["message", diagnostic.message],
      ["file", diagnostic.span?.file ?? null],
      ["line", diagnostic.span?.line ?? null],
    ]);
    return item;
  });
  const options = self.diagnosticOptions ?? callMethod(vm, vm.importModule("torch.onnx"), "DiagnosticOptions", []);
  context.attrs = new Map<string, PyValue>([
    ["name", "torch.onnx"],
    ["options", options],
    ["diagnostics", new PyList(diagnostics)],
  ]);
  return context;
}
