/** `torch.nn` and its submodules. */

import { type Lazy, lazy, type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { rawFn } from "../../dynamo/objects/native.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { publicNames } from "../public_names.ts";
import { torchState } from "../state.ts";
import { raiseUnmodelled } from "../tensor/methods/generic.ts";
import "./all_layers.ts";
import { functional, functionalNames } from "./functional.ts";
import { GLOBAL_HOOK_FUNCTIONS } from "./global_hooks.ts";
import { initModule } from "./init_module.ts";
import { layerSpecs, layerType } from "./layer.ts";
import { moduleType } from "./module_type.ts";
import { bufferType, parameterType } from "./parameter.ts";
import { pythonFunctions, pythonLayers, pythonLosses, pythonModules } from "./python_modules.ts";

type Attributes = Record<string, PyValue | Lazy>;

/** What PyTorch has and this layer has not: an error when it is used, not when it is imported. */
export function unmodelled(module: string, known: Readonly<Record<string, unknown>>): Attributes {
  const missing: Attributes = {};
  for (const name of publicNames(module)) {
    if (name in known) continue;
    missing[name] = lazy(() => rawFn(name, (vm) => raiseUnmodelled(vm, `${module}.${name}`)));
  }
  return missing;
}

function layerAttributes(vm: Interpreter, file: string | null): Attributes {
  const attributes: Attributes = {};
  for (const spec of layerSpecs()) {
    const shown = file === null ? spec.isPublic !== false : spec.file === file;
    if (shown) attributes[spec.name] = lazy(() => layerType(torchState(vm), spec.name));
  }
  return attributes;
}

const SUBMODULES = ["attention", "functional", "init", "modules", "parallel", "parameter", "quantized", "utils"];

function nnAttributes(vm: Interpreter): Attributes {
  const state = torchState(vm);
  const known: Attributes = {
    Module: lazy(() => moduleType(state)),
    Parameter: lazy(() => parameterType(state)),
    Buffer: lazy(() => bufferType(state)),
    ...layerAttributes(vm, null),
    ...pythonLayers(vm),
  };
  for (const name of SUBMODULES) known[name] = lazy(() => vm.importModule(`torch.nn.${name}`));
  return { ...known, ...unmodelled("torch.nn", known) };
}

function functionalAttributes(vm: Interpreter): Attributes {
  const known: Attributes = pythonFunctions(vm);
  for (const name of functionalNames()) known[name] = functional(name);
  return { ...known, ...unmodelled("torch.nn.functional", known) };
}

/** The files of `torch.nn.modules`. */
const FILES =
  "activation batchnorm channelshuffle container conv distance dropout flatten fold instancenorm linear loss module normalization padding pixelshuffle pooling rnn sparse transformer upsampling".split(
    " ",
  );

/** Those that are written in Python. */
const PYTHON_FILES = ["adaptive", "lazy", "utils"];

export function nnModules(): readonly NativeModule[] {
  return [
    nativeModule("torch.nn", nnAttributes),
    nativeModule("torch.nn.functional", functionalAttributes),
    initModule(),
    nativeModule("torch.nn.parameter", (vm) => ({
      Parameter: lazy(() => parameterType(torchState(vm))),
      Buffer: lazy(() => bufferType(torchState(vm))),
    })),
    nativeModule("torch.nn.modules", (vm) => ({
      ...nnAttributes(vm),
      ...Object.fromEntries(
        [...FILES, ...PYTHON_FILES].map((file) => [file, lazy(() => vm.importModule(`torch.nn.modules.${file}`))]),
      ),
    })),
    ...FILES.map((file) =>
      nativeModule(`torch.nn.modules.${file}`, (vm) => ({
        Module: lazy(() => moduleType(torchState(vm))),
        ...layerAttributes(vm, file),
        ...(file === "module" ? GLOBAL_HOOK_FUNCTIONS : {}),
        ...(file === "loss" ? pythonLosses(vm) : {}),
      })),
    ),
    ...pythonModules(unmodelled),
  ];
}
