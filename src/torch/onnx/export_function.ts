/** `torch.onnx.export`: PyTorch 2.13's parameters, and those of earlier versions that scripts still pass. */

import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { INFO } from "../../diagnostics/verbosity.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyBytes } from "../../dynamo/objects/bytes.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { TypeErrorType, ValueErrorType } from "../../dynamo/objects/exception_types.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import { fn } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { getAttr, lookupAttr } from "../../dynamo/protocols/attribute.ts";
import { callMethod } from "../../dynamo/protocols/call.ts";
import { index, isInstance, repr, truth } from "../../dynamo/protocols/convert.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { toArray } from "../../dynamo/protocols/iterate.ts";
import { signatureOf } from "../export/call_signature.ts";
import type { ShapesRequest } from "../export/dynamic_shapes.ts";
import { PyExportedProgram } from "../export/exported_program.ts";
import { isModule, walkModules } from "../nn/module_type.ts";
import type { OnnxProgramHandle, SaveOptions } from "../services.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { nameAxes } from "./axis_names.ts";
import { fromDynamicAxes, nameList } from "./dynamic_axes.ts";
import { extractorFor, perform } from "./perform.ts";
import { fileName } from "./program.ts";
import { translationTable } from "./registry.ts";
import { ignored, warn } from "./warn.ts";

/** What has no effect, and why; `<unset>` tells an argument that was given from one that was not. */
const WITHOUT_EFFECT: readonly (readonly [name: string, why: string])[] = [
  ["training", "the model is exported in the mode it is in; call model.eval() or model.train() before"],
  ["operator_export_type", "operators are always exported as ONNX operators"],
  ["do_constant_folding", "constants are always folded; optimize=False leaves all passes out"],
  ["custom_opsets", "the versions of custom opsets come from the onnx-script functions that use them"],
  ["export_modules_as_functions", "modules always become ONNX functions"],
  ["autograd_inlining", "autograd functions are always captured by what their forward does"],
  ["fallback", "there is no other exporter to fall back to"],
];

type StageTime = OnnxProgramHandle["stages"][number];

/** The oldest opset that operators are translated for. */
const MIN_OPSET = 18;

const PARAMETERS =
  "model args=() f=None * kwargs=None verbose=None input_names=None output_names=None opset_version=None dynamo=True " +
  "external_data=<unset> dynamic_shapes=None custom_translation_table=None report=False optimize=True verify=False " +
  "profile=False dump_exported_program=False artifacts_dir='.' export_params=True keep_initializers_as_inputs=False " +
  `dynamic_axes=None ${WITHOUT_EFFECT.map(([name]) => `${name}=<unset>`).join(" ")}`;

const NAMES = PARAMETERS.split(" ")
  .filter((p) => p !== "*")
  .map((p) => p.split("=")[0] ?? p);

export const exportFunction = fn(
  `export(${PARAMETERS.split(" ").join(", ")})`,
  (vm: Interpreter, ...values: PyValue[]) => {
    const given = (name: string): PyValue | undefined => values[NAMES.indexOf(name)];
    const model = given("model") ?? null;
    const own = exportableParts(vm, model);
    const option = (name: string): PyValue => given(name) ?? own?.get(name) ?? null;
    const flag = (name: string): boolean => truth(vm, option(name));
    const { args, kwargs } = exampleArguments(vm, own?.get("args") ?? option("args"), option("kwargs"));
    const inputNames = nameList(vm, option("input_names"), "input_names");
    const outputNames = nameList(vm, option("output_names"), "output_names");
    refuseDuplicates(vm, "Input", inputNames);
    refuseDuplicates(vm, "Output", outputNames);
    const notices = optionNotices(vm, model, given);
    const shapes = requestedShapes(
      vm,
      option("dynamic_shapes"),
      option("dynamic_axes"),
      inputNames,
      outputNames,
      flag("dynamo"),
      notices,
      () => parameterNames(vm, model, kwargs),
    );
    const { opset, older } = targetedOpset(vm, option("opset_version"));
    const f = option("f");
    const external = given("external_data");
    const saveOptions: SaveOptions = {
      includeInitializers: flag("export_params"),
      keepInitializersAsInputs: flag("keep_initializers_as_inputs"),
      externalData: external === undefined || external === null ? null : truth(vm, external),
    };
    const write = f === null ? undefined : lookupAttr(vm, f, "write");
    const result = perform(
      vm,
      model instanceof PyExportedProgram ? model.model : model,
      {
        api: "export",
        destination: f === null || write !== undefined ? null : fileName(vm, f),
        saveOptions,
        opsetVersion: opset,
        olderOpset: older,
        inputNames,
        outputNames,
        translations: translationTable(vm, option("custom_translation_table")),
        settings: {
          optimize: flag("optimize"),
          report: flag("report"),
          verify: flag("verify"),
          dumpProgram: flag("dump_exported_program"),
          artifactsDir: fileName(vm, option("artifacts_dir")),
          warningsAsErrors: false,
          verbosity: INFO,
          opLevelDebug: false,
        },
        notices,
      },
      extractorFor(vm, model, args, kwargs, shapes),
      { fakeContext: null, diagnosticOptions: null },
    );
    if (shapes.kind === "spec") nameAxes(vm, result.handle, shapes.spec);
    if (f !== null && write !== undefined) callMethod(vm, f, "write", [new PyBytes(result.bytes(vm, saveOptions))]);
    if (option("verbose") !== null && flag("verbose")) vm.stdout(progressText(result.handle.stages));
    if (flag("profile") && !flag("report")) vm.stdout(profileText(result.handle.stages));
    return flag("dynamo") ? result : null;
  },
);

/** What an `ExportableModule` says of itself, by the parameters that it stands for; null for any other model. */
function exportableParts(vm: Interpreter, model: PyValue): ReadonlyMap<string, PyValue> | null {
  if (!isModule(vm, model) || lookupAttr(vm, model, "example_arguments") === undefined) return null;
  if (!isInstance(vm, model, getAttr(vm, vm.importModule("torch.onnx"), "ExportableModule"))) return null;
  const [args = null, kwargs = null] = toArray(vm, callMethod(vm, model, "example_arguments", []));
  const parts = ["dynamic_shapes", "input_names", "output_names"] as const;
  return new Map([
    ["args", args],
    ["kwargs", kwargs],
    ...parts.map((name): [string, PyValue] => [name, callMethod(vm, model, name, [])]),
  ]);
}

function refuseDuplicates(vm: Interpreter, kind: "Input" | "Output", names: readonly string[] | null): void {
  const twice = (names ?? []).filter((name, i) => names?.indexOf(name) !== i);
  if (twice.length === 0) return;
  raise(vm, ValueErrorType, `${kind} names cannot be duplicated: ${repr(vm, new PyList(twice))}`);
}

/** A dictionary as the last of `args` holds keyword arguments, unless `kwargs` are given. */
function exampleArguments(
  vm: Interpreter,
  given: PyValue,
  kwargs: PyValue,
): { args: PyValue[]; kwargs: Map<string, PyValue> } {
  const args =
    given instanceof PyTensor
      ? [given]
      : given instanceof PyTuple || given instanceof PyList
        ? [...given.items]
        : [given];
  if (kwargs !== null && !(kwargs instanceof PyDict)) return raise(vm, TypeErrorType, "kwargs must be a dict");
  const named = kwargs === null ? new Map<string, PyValue>() : new Map(kwargs.attrMap);
  const last = args.at(-1);
  if (named.size === 0 && last instanceof PyDict) {
    args.pop();
    for (const [name, value] of last.attrMap) named.set(name, value);
  }
  return { args, kwargs: named };
}

function requestedShapes(
  vm: Interpreter,
  dynamicShapes: PyValue,
  axes: PyValue,
  inputNames: readonly string[] | null,
  outputNames: readonly string[] | null,
  dynamo: boolean,
  notices: Diagnostic[],
  parameters: () => string[] | null,
): ShapesRequest {
  if (dynamicShapes !== null) {
    if (!dynamo) {
      const message = "The exporter only supports dynamic shapes through parameter dynamic_axes when dynamo=False.";
      return raise(vm, ValueErrorType, message);
    }
    if (axes !== null) notices.push(ignored(vm, "dynamic_axes", "dynamic_shapes is given and says the same"));
    return { kind: "spec", spec: dynamicShapes };
  }
  if (axes === null) return { kind: "none" };
  if (!(axes instanceof PyDict)) return raise(vm, TypeErrorType, "dynamic_axes must be a dict");
  return axes.size === 0 ? { kind: "none" } : fromDynamicAxes(vm, axes, inputNames, outputNames, parameters());
}

/** What the model's inputs are named after; null when it takes any number of arguments. */
function parameterNames(vm: Interpreter, model: PyValue, kwargs: ReadonlyMap<string, PyValue>): string[] | null {
  if (model instanceof PyExportedProgram) return null;
  const { positional, varPositional } = signatureOf(vm, isModule(vm, model) ? getAttr(vm, model, "forward") : model);
  return varPositional === null ? [...positional, ...kwargs.keys()] : null;
}

/**
 * Operators are translated for the oldest opset that they can be in place of an older one. The model is given the older one where
 * its operators are the same in both, as PyTorch's exporter does with a converter.
 */
function targetedOpset(vm: Interpreter, given: PyValue): { opset: number | null; older: number | null } {
  const opset = given === null ? null : Number(index(vm, given));
  if (opset === null || opset >= MIN_OPSET || opset < 1) return { opset, older: null };
  warn(
    vm,
    `opset_version=${opset} is older than the operators' translations: the model is made for opset ${MIN_OPSET}, and declared as opset ${opset} if its operators are the same there`,
  );
  return { opset: MIN_OPSET, older: opset };
}

function optionNotices(vm: Interpreter, model: PyValue, given: (name: string) => PyValue | undefined): Diagnostic[] {
  const notices: Diagnostic[] = [];
  for (const [name, why] of WITHOUT_EFFECT) {
    const value = given(name);
    if (value === undefined || value === null || (name === "fallback" && value === false)) continue;
    notices.push(ignored(vm, name, why));
  }
  const wants = (name: string) => truth(vm, given(name) ?? null);
  if (!wants("dynamo")) {
    const why = "the TorchScript exporter does not exist here; the model is captured as with dynamo=True";
    notices.push(ignored(vm, "dynamo=False", why));
  }
  const changing = changedByTraining(vm, model);
  if (changing !== null) {
    warn(
      vm,
      `Exporting a model while it is in training mode. Please ensure that this is intended: ${changing} behaves differently during inference. Calling model.eval() before export is recommended.`,
    );
  }
  return notices;
}

/** What `verbose=True` prints: a line a stage. */
function progressText(stages: readonly StageTime[]): string {
  return stages.map(({ name }) => `[torch.onnx] ${name}... ✅\n`).join("");
}

function profileText(stages: readonly StageTime[]): string {
  const lines = stages.map(({ name, ms }) => `[torch.onnx]   ${name.padEnd(24)} ${ms.toFixed(2).padStart(10)} ms\n`);
  return `[torch.onnx] Profile result:\n${lines.join("")}`;
}

/** The class of a layer in training mode that does something else in inference; null when there is none. */
function changedByTraining(vm: Interpreter, model: PyValue): string | null {
  if (!isModule(vm, model) || !(model instanceof PyObject)) return null;
  for (const [, module] of walkModules(model)) {
    const { name } = module.type;
    if (/Dropout|BatchNorm|InstanceNorm|RReLU/.test(name) && module.getOwn("training") === true) return name;
  }
  return null;
}
