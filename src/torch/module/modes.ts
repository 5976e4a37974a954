/** `no_grad`, `inference_mode`, `set_grad_enabled`, `autocast`: context managers that are decorators too. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { NotImplementedErrorType } from "../../dynamo/objects/exception_types.ts";
import { PyFunction } from "../../dynamo/objects/function.ts";
import { defineMethods, PyNative } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { call } from "../../dynamo/protocols/call.ts";
import { truth } from "../../dynamo/protocols/convert.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { isType } from "../../dynamo/protocols/type_of.ts";
import { type TorchState, torchState } from "../state.ts";

/** Changes the state and returns what undoes it. */
type Enter = (state: TorchState) => () => void;

class PyMode extends PyObject {
  readonly enter: Enter;
  readonly entered: (() => void)[] = [];
  constructor(type: PyType, enter: Enter) {
    super(type);
    this.enter = enter;
  }
}

function grad(enabled: boolean): Enter {
  return (state) => {
    const before = state.gradEnabled;
    state.gradEnabled = enabled;
    return () => {
      state.gradEnabled = before;
    };
  };
}

function inference(enabled: boolean): Enter {
  return (state) => {
    const { gradEnabled, inferenceMode } = state;
    if (enabled) {
      state.gradEnabled = false;
      state.inferenceMode = true;
    }
    return () => {
      state.gradEnabled = gradEnabled;
      state.inferenceMode = inferenceMode;
    };
  };
}

const nothing: Enter = () => () => {};

/** The function within the mode; it binds as a method where the function would. */
function decorated(f: PyValue, enter: Enter): PyValue {
  if (isType(f)) return f;
  const name = f instanceof PyFunction || f instanceof PyNative ? String(f.name) : "wrapper";
  const wrapper = new PyNative(name, null, "method", (vm, args, kwargs) => {
    const leave = enter(torchState(vm));
    try {
      return call(vm, f, args, kwargs);
    } finally {
      leave();
    }
  });
  wrapper.attrs = new Map([["__wrapped__", f]]);
  return wrapper;
}

function modeType(
  name: string,
  module: string,
  init: string,
  make: (vm: Interpreter, ...args: PyValue[]) => Enter,
): PyType {
  const type = nativeType(name, { module, hasDict: true });
  defineMethods(type, {
    [`__new__(cls${init === "" ? "" : `, ${init}`})`]: (vm: Interpreter, cls: PyType, ...args: PyValue[]) => {
      const [first] = args;
      // `@torch.no_grad` without brackets.
      if (first instanceof PyFunction) return decorated(first, make(vm));
      return new PyMode(cls, make(vm, ...args));
    },
    "__init__(self, *args, **kwargs)": () => null,
    "__enter__(self)": (vm, self: PyMode) => {
      self.entered.push(self.enter(torchState(vm)));
      return self;
    },
    "__exit__(self, *args)": (_vm, self: PyMode) => {
      self.entered.pop()?.();
      return null;
    },
    "__call__(self, func)": (_vm, self: PyMode, f: PyValue) => decorated(f, self.enter),
    "clone(self)": (_vm, self: PyMode) => new PyMode(self.type, self.enter),
  });
  return type;
}

export const noGradType = modeType("no_grad", "torch.autograd.grad_mode", "orig_func=None", () => grad(false));
export const enableGradType = modeType("enable_grad", "torch.autograd.grad_mode", "orig_func=None", () => grad(true));
export const inferenceModeType = modeType(
  "inference_mode",
  "torch.autograd.grad_mode",
  "mode=True",
  (vm, mode = true) => inference(mode instanceof PyObject || truth(vm, mode)),
);
/** Acts at once, and for the extent of a `with`. */
export const setGradEnabledType = modeType(
  "set_grad_enabled",
  "torch.autograd.grad_mode",
  "mode",
  (vm, mode = true) => {
    const enabled = truth(vm, mode);
    const undo = grad(enabled)(torchState(vm));
    let first = true;
    return (state) => {
      if (!first) return grad(enabled)(state);
      first = false;
      return undo;
    };
  },
);

/** `torch.random.fork_rng`: the generator is what it was before, when the block ends. */
export const forkRngType = modeType(
  "fork_rng",
  "torch.random",
  "devices=None, enabled=True, *args, **kwargs",
  (vm, _devices = null, enabled = true) => {
    if (!(enabled instanceof PyObject) && !truth(vm, enabled)) return nothing;
    return (state) => {
      const before = state.generator.snapshot();
      return () => state.generator.restore(before);
    };
  },
);

export const autocastType = modeType(
  "autocast",
  "torch.amp.autocast_mode",
  "device_type='cuda', dtype=None, enabled=True, cache_enabled=None",
  (vm, device = "cuda", _dtype = null, enabled = true) => {
    if (device === "cpu" && truth(vm, enabled)) {
      raise(
        vm,
        NotImplementedErrorType,
        "autocast on the CPU is not modelled; convert the model with .to(dtype) instead",
      );
    }
    return nothing;
  },
);

/** Context managers that change nothing here. */
export function inertMode(name: string, module: string): PyType {
  return modeType(name, module, "*args, **kwargs", () => nothing);
}
