/** The smaller submodules of torch: availability of devices, scripting, autograd, utilities. */

import { type Lazy, lazy, type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import { sourceModule } from "../../dynamo/importer/source_module.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { defineMethods, fn, PyNative, rawFn } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { PyUnknown } from "../../dynamo/objects/unknown.ts";
import { getAttr, lookupAttr } from "../../dynamo/protocols/attribute.ts";
import { call } from "../../dynamo/protocols/call.ts";
import { toArray } from "../../dynamo/protocols/iterate.ts";
import { storageType } from "../checkpoint/storage.ts";
import { dimType } from "../export/dim.ts";
import { graphModuleType, graphType, nodeType } from "../export/fx_objects.ts";
import { moduleType } from "../nn/module_type.ts";
import { unmodelled } from "../nn/modules.ts";
import { FLEX_ATTENTION, NN_ATTENTION } from "../nn/python/attention.py.ts";
import { removableHandleType } from "../nn/removable_handle.ts";
import { deviceType } from "../objects/device.ts";
import { dtypeType } from "../objects/dtype.ts";
import { generatorType } from "../objects/generator.ts";
import { sizeType } from "../objects/size.ts";
import { publicNames } from "../public_names.ts";
import { TESTING_COMPARISON } from "../python/testing.py.ts";
import { torchState } from "../state.ts";
import { tensorType } from "../tensor/factory.ts";
import { operatorFor, raiseUnmodelled } from "../tensor/methods/generic.ts";
import { PyTensor, tensorBaseType } from "../tensor/tensor.ts";
import { TORCH_VERSION } from "../version.ts";
import { FUNCTIONS } from "./functions.ts";
import { constantFunction, constantFunctions, transparentDecorator } from "./inert.ts";
import {
  autocastType,
  enableGradType,
  forkRngType,
  inertMode,
  inferenceModeType,
  noGradType,
  setGradEnabledType,
} from "./modes.ts";
import { FX_PYTREE, PYTREE } from "./pytree.py.ts";
import { functionOf } from "./torch_module.ts";
import { GRADIENTS, notTrained } from "./training.ts";

type Attributes = Record<string, PyValue | Lazy>;

const sub = (vm: Interpreter, parent: string, ...names: string[]): Attributes =>
  Object.fromEntries(names.map((name) => [name, lazy(() => vm.importModule(`${parent}.${name}`))]));

/** A module whose other public names are errors when they are used. */
function completed(name: string, attributes: (vm: Interpreter) => Attributes): NativeModule {
  return nativeModule(name, (vm) => {
    const known = attributes(vm);
    return { ...known, ...unmodelled(name, known) };
  });
}

/** A device family that is not here. */
function absentDevice(name: string): NativeModule {
  return nativeModule(`torch.${name}`, (vm) => {
    const known: Attributes = {
      ...constantFunctions({
        is_available: false,
        is_initialized: false,
        is_bf16_supported: false,
        device_count: 0,
        current_device: 0,
        synchronize: null,
        empty_cache: null,
        manual_seed: null,
        manual_seed_all: null,
        seed: null,
        seed_all: null,
        set_device: null,
        memory_allocated: 0,
        max_memory_allocated: 0,
        memory_reserved: 0,
        reset_peak_memory_stats: null,
        get_device_name: "",
        get_device_capability: new PyTuple([0, 0]),
        is_current_stream_capturing: false,
      }),
      ...(name === "cuda" ? sub(vm, "torch.cuda", "amp") : {}),
    };
    return { ...known, ...unmodelled(`torch.${name}`, known) };
  });
}

const backend = (name: string, values: Record<string, PyValue>): NativeModule =>
  nativeModule(`torch.backends.${name}`, () => ({
    ...constantFunctions({ is_available: false, is_built: false }),
    ...values,
  }));

/** Functions of `torch.fft` and the like: the operators `fft_rfft`, `linalg_norm`, … */
function operatorNamespace(name: string, prefix: string): NativeModule {
  return nativeModule(`torch.${name}`, () => {
    const known: Attributes = {};
    for (const f of publicNames(`torch.${name}`)) {
      const operator = operatorFor(`${prefix}${f}`) ?? (prefix === "special_" ? operatorFor(f) : null);
      if (operator !== null) known[f] = lazy(() => functionOf(f, operator));
    }
    return { ...known, ...unmodelled(`torch.${name}`, known) };
  });
}

/** Makes each instance call its class's static `forward`. */
function autogradFunction(): PyType {
  const type = nativeType("Function", {
    module: "torch.autograd.function",
    heap: true,
    hasDict: true,
    allocate: (t) => new PyObject(t),
  });
  const context = nativeType("FunctionCtx", { module: "torch.autograd.function", hasDict: true, heap: true });
  defineMethods(context, {
    "save_for_backward(self, *tensors)": (_vm, self: PyObject, tensors: PyValue[]) => {
      self.attrs ??= new Map();
      self.attrs.set("saved_tensors", new PyTuple(tensors));
      return null;
    },
    "mark_non_differentiable(self, *args)": () => null,
    "mark_dirty(self, *args)": () => null,
    "set_materialize_grads(self, value)": () => null,
  });
  type.setAttr(
    "apply",
    classMethod("apply", (vm, cls, args, kwargs) => {
      const forward = lookupAttr(vm, cls, "forward") ?? null;
      const setup = lookupAttr(vm, cls, "setup_context");
      if (setup !== undefined) return call(vm, forward, args, kwargs);
      const ctx = new PyObject(context);
      ctx.attrs = new Map([["needs_input_grad", new PyTuple(args.map(() => false))]]);
      return call(vm, forward, [ctx, ...args], kwargs);
    }),
  );
  return type;
}

function classMethod(
  name: string,
  run: (vm: Interpreter, cls: PyValue, args: readonly PyValue[], kwargs: Map<string, PyValue> | null) => PyValue,
): PyNative {
  return new PyNative(name, null, "classmethod", (vm, [cls = null, ...args], kwargs) => run(vm, cls, args, kwargs));
}

function jitAttributes(vm: Interpreter): Attributes {
  const state = torchState(vm);
  const known: Attributes = {
    ...constantFunctions({ is_scripting: false, is_tracing: false, annotate: null, set_fusion_strategy: null }),
    annotate: fn("annotate(the_type, the_value)", (_vm: Interpreter, _t: PyValue, value: PyValue) => value),
    script: fn("script(obj, *args, **kwargs)", (_vm: Interpreter, obj: PyValue) => obj),
    trace: fn("trace(func, *args, **kwargs)", (_vm: Interpreter, f: PyValue) => f),
    freeze: fn("freeze(mod, *args, **kwargs)", (_vm: Interpreter, mod: PyValue) => mod),
    optimize_for_inference: fn("optimize_for_inference(mod, *args)", (_vm: Interpreter, mod: PyValue) => mod),
    isinstance: fn("isinstance(obj, target_type)", (v: Interpreter, obj: PyValue, type: PyValue) =>
      call(v, v.builtins.get("isinstance") ?? null, [obj, type]),
    ),
    Final: lazy(() => (vm.importModule("typing") as PyObject).getOwn("Final") ?? null),
    ScriptModule: lazy(() =>
      state.type("torch.jit.ScriptModule", () =>
        nativeType("ScriptModule", { module: "torch.jit", bases: [moduleType(state)], heap: true, hasDict: true }),
      ),
    ),
    ScriptFunction: nativeType("ScriptFunction", { module: "torch.jit" }),
  };
  for (const name of [
    "ignore",
    "unused",
    "export",
    "interface",
    "script_method",
    "_overload",
    "_overload_method",
    "_script_if_tracing",
    "script_if_tracing",
  ]) {
    known[name] = transparentDecorator(name);
  }
  return { ...known, ...unmodelled("torch.jit", known) };
}

/** `torch.utils.checkpoint.checkpoint(f, *args)` runs `f`. */
const CHECKPOINT_OPTIONS = new Set([
  "use_reentrant",
  "preserve_rng_state",
  "context_fn",
  "determinism_check",
  "debug",
  "early_stop",
]);
const checkpoint = rawFn("checkpoint", (vm, [f = null, ...args], kwargs) => {
  const rest = new Map([...(kwargs ?? [])].filter(([name]) => !CHECKPOINT_OPTIONS.has(name)));
  return call(vm, f, args, rest.size === 0 ? null : rest);
});

function checkpointSequential(vm: Interpreter, functions: PyValue, _segments: PyValue, input: PyValue): PyValue {
  return toArray(vm, functions).reduce((x: PyValue, f) => call(vm, f, [x]), input);
}

function whileCapturing(name: string): PyNative {
  return rawFn(name, (vm) => torchState(vm).tracer !== null);
}

const gradScaler = (vm: Interpreter): PyValue => getAttr(vm, vm.importModule("torch.amp.grad_scaler"), "GradScaler");

export function smallModules(): readonly NativeModule[] {
  return [
    absentDevice("cuda"),
    absentDevice("xpu"),
    absentDevice("mps"),
    absentDevice("cpu"),
    nativeModule("torch.accelerator", () => {
      const known = constantFunctions({
        is_available: false,
        current_accelerator: null,
        device_count: 0,
        current_device_index: 0,
        synchronize: null,
        empty_cache: null,
      });
      return { ...known, ...unmodelled("torch.accelerator", known) };
    }),
    nativeModule("torch.cuda.amp", (vm) => ({
      autocast: autocastType,
      GradScaler: lazy(() => gradScaler(vm)),
      custom_fwd: transparentDecorator("custom_fwd"),
      custom_bwd: transparentDecorator("custom_bwd"),
    })),
    completed("torch.amp", (vm) => ({
      autocast: autocastType,
      GradScaler: lazy(() => gradScaler(vm)),
      custom_fwd: transparentDecorator("custom_fwd"),
      custom_bwd: transparentDecorator("custom_bwd"),
      is_autocast_available: constantFunction("is_autocast_available", true),
    })),
    nativeModule("torch.backends", (vm) =>
      sub(vm, "torch.backends", "cuda", "cudnn", "mps", "mkl", "mkldnn", "openmp", "opt_einsum", "cpu"),
    ),
    backend("cuda", {
      ...constantFunctions({
        flash_sdp_enabled: false,
        mem_efficient_sdp_enabled: false,
        math_sdp_enabled: true,
        cudnn_sdp_enabled: false,
        enable_flash_sdp: null,
        enable_mem_efficient_sdp: null,
        enable_math_sdp: null,
      }),
      sdp_kernel: inertMode("sdp_kernel", "torch.backends.cuda"),
      matmul: new PyObject(nativeType("cuBLASModule", { hasDict: true })),
    }),
    backend("cudnn", {
      enabled: true,
      benchmark: false,
      deterministic: false,
      allow_tf32: true,
      flags: inertMode("flags", "torch.backends.cudnn"),
      ...constantFunctions({ version: null }),
    }),
    backend("mps", {}),
    backend("mkl", {}),
    backend("mkldnn", { enabled: false, flags: inertMode("flags", "torch.backends.mkldnn") }),
    backend("openmp", {}),
    backend("opt_einsum", { enabled: false }),
    backend("cpu", constantFunctions({ get_cpu_capability: "DEFAULT" })),
    nativeModule("torch.jit", jitAttributes),
    nativeModule("torch.version", () => ({
      __version__: `${TORCH_VERSION}+cpu`,
      cuda: null,
      hip: null,
      git_version: "",
      debug: false,
    })),
    completed("torch.compiler", () => ({
      // As in torch.export without strict mode.
      is_compiling: whileCapturing("is_compiling"),
      is_exporting: whileCapturing("is_exporting"),
      ...constantFunctions({
        is_dynamo_compiling: false,
        reset: null,
        cudagraph_mark_step_begin: null,
      }),
      disable: transparentDecorator("disable"),
      allow_in_graph: transparentDecorator("allow_in_graph"),
      assume_constant_result: transparentDecorator("assume_constant_result"),
      compile: FUNCTIONS.get("compile") ?? null,
    })),
    nativeModule("torch._dynamo", () => ({
      is_compiling: whileCapturing("is_compiling"),
      ...constantFunctions({
        reset: null,
        mark_dynamic: null,
        mark_static: null,
        graph_break: null,
      }),
      disable: transparentDecorator("disable"),
      allow_in_graph: transparentDecorator("allow_in_graph"),
    })),
    nativeModule("torch.autograd", (vm) => {
      const state = torchState(vm);
      const known: Attributes = {
        Function: lazy(() => state.type("torch.autograd.Function", autogradFunction)),
        // Made through `torch`, where the class gets its constructor.
        Variable: lazy(() => getAttr(vm, vm.importModule("torch"), "Tensor")),
        no_grad: noGradType,
        enable_grad: enableGradType,
        inference_mode: inferenceModeType,
        set_grad_enabled: setGradEnabledType,
        set_detect_anomaly: inertMode("set_detect_anomaly", "torch.autograd"),
        detect_anomaly: inertMode("detect_anomaly", "torch.autograd"),
        grad: rawFn("grad", (v, [, inputs = null], kwargs) => {
          notTrained(v);
          const wanted = inputs ?? kwargs?.get("inputs") ?? null;
          const count = wanted instanceof PyTensor ? 1 : toArray(v, wanted).length;
          return new PyTuple(Array.from({ length: count }, () => new PyUnknown(GRADIENTS)));
        }),
        backward: rawFn("backward", (v) => {
          notTrained(v);
          return null;
        }),
        ...sub(vm, "torch.autograd", "function", "grad_mode"),
      };
      return { ...known, ...unmodelled("torch.autograd", known) };
    }),
    nativeModule("torch.autograd.function", (vm) => ({
      Function: lazy(() => torchState(vm).type("torch.autograd.Function", autogradFunction)),
      once_differentiable: transparentDecorator("once_differentiable"),
      FunctionCtx: nativeType("FunctionCtx", { module: "torch.autograd.function" }),
    })),
    nativeModule("torch.autograd.grad_mode", () => ({
      no_grad: noGradType,
      enable_grad: enableGradType,
      inference_mode: inferenceModeType,
      set_grad_enabled: setGradEnabledType,
    })),
    operatorNamespace("fft", "fft_"),
    operatorNamespace("linalg", "linalg_"),
    operatorNamespace("special", "special_"),
    completed("torch.random", () => ({
      ...Object.fromEntries(
        ["manual_seed", "seed", "initial_seed", "get_rng_state", "set_rng_state"].map((n) => [
          n,
          FUNCTIONS.get(n) ?? null,
        ]),
      ),
      fork_rng: forkRngType,
    })),
    completed("torch.utils", (vm) => ({
      ...sub(vm, "torch.utils", "checkpoint", "_pytree", "data", "model_zoo", "hooks"),
    })),
    nativeModule("torch.utils.checkpoint", () => ({
      checkpoint,
      checkpoint_sequential: fn(
        "checkpoint_sequential(functions, segments, input, use_reentrant=None, **kwargs)",
        checkpointSequential,
      ),
    })),
    nativeModule("torch.utils.model_zoo", () => ({
      load_url: rawFn("load_url", (vm) => raiseUnmodelled(vm, "torch.utils.model_zoo.load_url")),
    })),
    nativeModule("torch.utils.hooks", () => ({
      RemovableHandle: removableHandleType,
    })),
    sourceModule("torch.utils._pytree", PYTREE),
    sourceModule("torch.fx._pytree", FX_PYTREE),
    sourceModule("torch.nn.attention", NN_ATTENTION, { lazily: true }),
    sourceModule("torch.nn.attention.flex_attention", FLEX_ATTENTION),
    nativeModule("torch.hub", () => ({
      load_state_dict_from_url: rawFn("load_state_dict_from_url", (vm) =>
        raiseUnmodelled(vm, "torch.hub.load_state_dict_from_url (nothing is downloaded while a program is analysed)"),
      ),
      load: rawFn("load", (vm) =>
        raiseUnmodelled(vm, "torch.hub.load (nothing is downloaded while a program is analysed)"),
      ),
      get_dir: constantFunction("get_dir", "~/.cache/torch/hub"),
      set_dir: constantFunction("set_dir", null),
    })),
    nativeModule("torch.fx", (vm) => {
      const known: Attributes = {
        wrap: transparentDecorator("wrap"),
        Graph: graphType,
        Node: nodeType,
        GraphModule: graphModuleType,
        Proxy: nativeType("Proxy", { module: "torch.fx.proxy" }),
        Tracer: nativeType("Tracer", { module: "torch.fx", heap: true, allocate: (t) => new PyObject(t) }),
        ...sub(vm, "torch.fx", "_compatibility"),
        ...sub(vm, "torch.fx", "_pytree"),
      };
      return { ...known, ...unmodelled("torch.fx", known) };
    }),
    nativeModule("torch.fx._compatibility", () => ({
      compatibility: rawFn("compatibility", () => transparentDecorator("compatibility")),
    })),
    nativeModule("torch.overrides", () => ({
      ...constantFunctions({
        has_torch_function: false,
        has_torch_function_unary: false,
        has_torch_function_variadic: false,
        is_tensor_like: true,
      }),
      handle_torch_function: rawFn("handle_torch_function", (vm) =>
        raiseUnmodelled(vm, "torch.overrides.handle_torch_function"),
      ),
    })),
    nativeModule("torch.types", (vm) => {
      const state = torchState(vm);
      const builtin = (name: string): PyValue => vm.builtins.get(name) ?? null;
      return {
        Tensor: lazy(() => tensorType(state)),
        Device: deviceType,
        Number: new PyTuple([builtin("int"), builtin("float"), builtin("bool")]),
        _dtype: dtypeType,
        _device: deviceType,
        _size: sizeType,
        _int: builtin("int"),
        _float: builtin("float"),
        _bool: builtin("bool"),
      };
    }),
    nativeModule("torch._C", () => ({
      TensorBase: tensorBaseType,
      Generator: generatorType,
      _get_tracing_state: constantFunction("_get_tracing_state", null),
      _log_api_usage_once: constantFunction("_log_api_usage_once", null),
    })),
    nativeModule("torch.distributed", () =>
      constantFunctions({ is_available: false, is_initialized: false, get_rank: 0, get_world_size: 1 }),
    ),
    nativeModule("torch.storage", () => ({
      UntypedStorage: nativeType("UntypedStorage", { module: "torch.storage" }),
      TypedStorage: storageType,
    })),
    sourceModule("torch.testing", TESTING_COMPARISON),
    // An editor reads no weights, so that there is nothing to compare.
    nativeModule("torch._testing_state", () => ({
      compares: fn("compares()", (vm: Interpreter) => torchState(vm).services?.readsWeights ?? true),
    })),
    nativeModule("torch.return_types", () => ({})),
    nativeModule("torch.export.dynamic_shapes", () => ({ Dim: dimType })),
    nativeModule("torch._tensor", (vm) => ({ Tensor: lazy(() => tensorType(torchState(vm))) })),
  ];
}
