/** The parts of `torch.nn` that are written in Python here: utilities, lazy layers, parametrizations. */

import { type Lazy, lazy, type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import { sourceModule } from "../../dynamo/importer/source_module.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { getAttr } from "../../dynamo/protocols/attribute.ts";
import { ADAPTIVE } from "./python/adaptive.py.ts";
import { LAZY_LAYERS } from "./python/lazy_layers.py.ts";
import { LINEAR_CROSS_ENTROPY } from "./python/linear_cross_entropy.py.ts";
import { PAIRS } from "./python/pairs.py.ts";
import { PARALLEL } from "./python/parallel.py.ts";
import { PARAMETERS } from "./python/parameters.py.ts";
import { PARAMETRIZATIONS } from "./python/parametrizations.py.ts";
import { PARAMETRIZE } from "./python/parametrize.py.ts";
import { FLOAT_FUNCTIONAL, QUANTIZATION_STUBS } from "./python/quantization.py.ts";
import { RNN } from "./python/rnn.py.ts";
import { WEIGHT_HOOKS } from "./python/weight_hooks.py.ts";

type Attributes = Record<string, PyValue | Lazy>;

/** Names that are taken from a module of Python text when they are first used. */
function taken(vm: Interpreter, module: string, names: string): Attributes {
  return Object.fromEntries(
    names.split(" ").map((name) => [name, lazy(() => getAttr(vm, vm.importModule(module), name))]),
  );
}

const LAZY = [
  "Linear",
  ...["Conv", "ConvTranspose", "BatchNorm", "InstanceNorm"].flatMap((n) => [1, 2, 3].map((d) => `${n}${d}d`)),
]
  .map((name) => `Lazy${name}`)
  .join(" ");

/** Layers of `torch.nn` that are written in Python. */
export function pythonLayers(vm: Interpreter): Attributes {
  return {
    ...taken(vm, "torch.nn.modules._lazy_layers", LAZY),
    ...taken(vm, "torch.nn.modules.adaptive", "AdaptiveLogSoftmaxWithLoss"),
    ...taken(vm, "torch.nn.parallel", "DataParallel Container"),
    ...pythonLosses(vm),
    ...taken(vm, LINEAR_CROSS_ENTROPY_MODULE, "LinearCrossEntropyOptions"),
  };
}

export const pythonLosses = (vm: Interpreter): Attributes =>
  taken(vm, LINEAR_CROSS_ENTROPY_MODULE, "LinearCrossEntropyLoss");

/** Functions of `torch.nn.functional` that are written in Python. */
export const pythonFunctions = (vm: Interpreter): Attributes =>
  taken(vm, LINEAR_CROSS_ENTROPY_MODULE, "linear_cross_entropy");

const LINEAR_CROSS_ENTROPY_MODULE = "torch.nn.modules.linear_cross_entropy_options";

/** Eager-mode quantization: what a float model holds of it; the rest of the package is an error when it is used. */
function quantizationModules(missing: (module: string, known: Attributes) => Attributes): readonly NativeModule[] {
  const stubs = "torch.ao.quantization.stubs";
  const functional = "torch.ao.nn.quantized.modules.functional_modules";
  const shown = (name: string, attributes: (vm: Interpreter) => Attributes) =>
    nativeModule(name, (vm) => {
      const known = attributes(vm);
      return { ...known, ...missing(name, known) };
    });
  const quantization = (vm: Interpreter): Attributes => ({
    ...taken(vm, stubs, "QuantStub DeQuantStub QuantWrapper"),
    stubs: lazy(() => vm.importModule(stubs)),
  });
  const quantized = (vm: Interpreter): Attributes => taken(vm, functional, "FloatFunctional");
  return [
    sourceModule(stubs, QUANTIZATION_STUBS),
    sourceModule(functional, FLOAT_FUNCTIONAL),
    ...["torch.ao.quantization", "torch.quantization"].map((name) => shown(name, quantization)),
    ...[
      "torch.ao.nn.quantized",
      "torch.ao.nn.quantized.modules",
      "torch.nn.quantized",
      "torch.nn.quantized.modules",
    ].map((name) => shown(name, quantized)),
    nativeModule("torch.ao", (vm) => ({
      nn: lazy(() => vm.importModule("torch.ao.nn")),
      quantization: lazy(() => vm.importModule("torch.ao.quantization")),
    })),
    nativeModule("torch.ao.nn", (vm) => ({ quantized: lazy(() => vm.importModule("torch.ao.nn.quantized")) })),
  ];
}

/** `missing` gives the public names that are not modelled. */
export function pythonModules(missing: (module: string, known: Attributes) => Attributes): readonly NativeModule[] {
  return [
    nativeModule("torch.nn.utils", (vm) => {
      const known: Attributes = {
        ...taken(
          vm,
          "torch.nn.utils._weight_hooks",
          "weight_norm remove_weight_norm spectral_norm remove_spectral_norm",
        ),
        ...taken(
          vm,
          "torch.nn.utils._parameters",
          "parameters_to_vector vector_to_parameters clip_grad_norm clip_grad_norm_ clip_grad_value_ clip_grads_with_norm_ get_total_norm skip_init fuse_conv_bn_eval fuse_conv_bn_weights fuse_linear_bn_eval fuse_linear_bn_weights",
        ),
      };
      for (const name of ["rnn", "parametrize", "parametrizations", "stateless", "prune"]) {
        known[name] = lazy(() => vm.importModule(`torch.nn.utils.${name}`));
      }
      for (const name of ["fusion", "clip_grad", "convert_parameters"]) {
        known[name] = lazy(() => vm.importModule("torch.nn.utils._parameters"));
      }
      return { ...known, ...missing("torch.nn.utils", known) };
    }),
    ...quantizationModules(missing),
    sourceModule(LINEAR_CROSS_ENTROPY_MODULE, LINEAR_CROSS_ENTROPY),
    sourceModule("torch.nn.parallel", PARALLEL),
    ...["data_parallel", "distributed"].map((file) =>
      nativeModule(`torch.nn.parallel.${file}`, (vm) =>
        taken(vm, "torch.nn.parallel", "DataParallel DistributedDataParallel data_parallel"),
      ),
    ),
    nativeModule("torch.nn.utils.prune", () => missing("torch.nn.utils.prune", {})),
    nativeModule("torch.nn.utils.stateless", (vm) => taken(vm, "torch.func", "functional_call")),
    sourceModule("torch.nn.utils._weight_hooks", WEIGHT_HOOKS),
    sourceModule("torch.nn.utils._parameters", PARAMETERS),
    sourceModule("torch.nn.utils.parametrize", PARAMETRIZE),
    sourceModule("torch.nn.utils.parametrizations", PARAMETRIZATIONS),
    sourceModule("torch.nn.utils.rnn", RNN),
    // Each of these names both a file and, in `torch.nn.utils`, what it holds.
    sourceModule("torch.nn.utils.fusion", PARAMETERS),
    sourceModule("torch.nn.utils.clip_grad", PARAMETERS),
    sourceModule("torch.nn.utils.convert_parameters", PARAMETERS),
    sourceModule("torch.nn.modules._lazy_layers", LAZY_LAYERS),
    sourceModule("torch.nn.modules.lazy", LAZY_LAYERS),
    sourceModule("torch.nn.modules.adaptive", ADAPTIVE),
    sourceModule("torch.nn.modules.utils", PAIRS),
  ];
}
