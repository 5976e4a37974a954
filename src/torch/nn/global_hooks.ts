/** Hooks of every module of a program (`torch.nn.modules.module.register_module_forward_hook` and its like): before each module's own. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { fn } from "../../dynamo/objects/native.ts";
import type { PyObject, PyValue } from "../../dynamo/objects/object.ts";
import { call } from "../../dynamo/protocols/call.ts";
import { truth } from "../../dynamo/protocols/convert.ts";
import { PyRemovableHandle } from "./removable_handle.ts";

const KEY: unique symbol = Symbol("global module hooks");

/** One interpreter's hooks, by handle number, in the order of registration. */
export class GlobalHooks {
  readonly forwardPre = new PyDict();
  readonly forward = new PyDict();
  readonly forwardWithKwargs = new PyDict();
  /** Backward passes are not performed: these are kept, not called. */
  readonly backward = new PyDict();
  readonly module = new PyDict();
  readonly parameter = new PyDict();
  readonly buffer = new PyDict();
}

/** The hooks that the program registered; null while there are none. */
export function globalHooks(vm: Interpreter): GlobalHooks | null {
  const known = vm.extensions.get(KEY);
  return known instanceof GlobalHooks ? known : null;
}

function register(vm: Interpreter, kind: keyof GlobalHooks, hook: PyValue): PyRemovableHandle {
  let hooks = globalHooks(vm);
  if (hooks === null) {
    hooks = new GlobalHooks();
    vm.extensions.set(KEY, hooks);
  }
  return PyRemovableHandle.add(hooks[kind], hook);
}

/** What is registered under `name` in the place of `value`: the last answer of a hook that is not None. */
export function afterRegistrationHooks(
  vm: Interpreter,
  kind: "module" | "parameter" | "buffer",
  self: PyObject,
  name: string,
  value: PyValue,
): PyValue {
  let registered = value;
  for (const [, hook] of globalHooks(vm)?.[kind].entries() ?? []) {
    registered = call(vm, hook, [self, name, registered]) ?? registered;
  }
  return registered;
}

const registers = (name: string, kind: keyof GlobalHooks): [string, PyValue] => [
  name,
  fn(`${name}(hook)`, (vm: Interpreter, hook: PyValue) => register(vm, kind, hook)),
];

/** The functions of `torch.nn.modules.module`. */
export const GLOBAL_HOOK_FUNCTIONS: Readonly<Record<string, PyValue>> = Object.fromEntries([
  registers("register_module_forward_pre_hook", "forwardPre"),
  [
    "register_module_forward_hook",
    fn(
      "register_module_forward_hook(hook, *, with_kwargs=False, always_call=False)",
      (vm: Interpreter, hook: PyValue, withKwargs: PyValue) => {
        const handle = register(vm, "forward", hook);
        if (truth(vm, withKwargs)) globalHooks(vm)?.forwardWithKwargs.map.set(handle.key, true);
        return handle;
      },
    ),
  ],
  registers("register_module_backward_hook", "backward"),
  registers("register_module_full_backward_hook", "backward"),
  registers("register_module_full_backward_pre_hook", "backward"),
  registers("register_module_module_registration_hook", "module"),
  registers("register_module_parameter_registration_hook", "parameter"),
  registers("register_module_buffer_registration_hook", "buffer"),
]);
