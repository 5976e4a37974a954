/** Calling a module: pre-hooks, `forward`, hooks, and the frame that a capture notes on every node made meanwhile. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { NotImplementedErrorType, RuntimeErrorType } from "../../dynamo/objects/exception_types.ts";
import { defineRawMethods, type Kwargs } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { getAttr } from "../../dynamo/protocols/attribute.ts";
import { call } from "../../dynamo/protocols/call.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { torchState } from "../state.ts";
import { globalHooks } from "./global_hooks.ts";
import { registry } from "./module_type.ts";

export function defineModuleCall(type: PyType): void {
  defineRawMethods(type, {
    __call__: callModule,
    _call_impl: callModule,
    forward: (vm, args) => {
      const [self] = args;
      const name = self instanceof PyObject ? self.type.name : "Module";
      return raise(vm, NotImplementedErrorType, `Module [${name}] is missing the required "forward" function`);
    },
  });
  const forward = type.attrs.get("forward");
  if (forward !== undefined) type.setAttr("_forward_unimplemented", forward);
}

function callModule(vm: Interpreter, all: readonly PyValue[], kwargs: Kwargs | null): PyValue {
  const [self, ...args] = all;
  if (!(self instanceof PyObject)) throw new Error("a module call without its module");
  const { tracer } = torchState(vm);
  const leave = tracer?.enterModule(self, `${self.type.module}.${self.type.qualname}`);
  try {
    return callWithHooks(vm, self, args, kwargs);
  } finally {
    leave?.();
  }
}

/** Those of every module, then the module's own. A hook may register others: they are for the next call. */
function hooksInOrder(shared: PyDict | undefined, own: PyDict | null): [PyValue, PyValue][] {
  return [...(shared?.entries() ?? []), ...(own?.entries() ?? [])];
}

function callWithHooks(vm: Interpreter, self: PyObject, args: readonly PyValue[], kwargs: Kwargs | null): PyValue {
  const forward = getAttr(vm, self, "forward");
  const before = registry(self, "_forward_pre_hooks");
  const after = registry(self, "_forward_hooks");
  const shared = globalHooks(vm);
  const sharedBefore = shared?.forwardPre.size ?? 0;
  const sharedAfter = shared?.forward.size ?? 0;
  if ((before?.size ?? 0) + (after?.size ?? 0) + sharedBefore + sharedAfter === 0)
    return call(vm, forward, args, kwargs);
  let positional = args;
  let named = kwargs;
  const asDict = (k: Kwargs | null): PyDict => PyDict.fromStrings(k ?? []);
  for (const [key, hook] of hooksInOrder(shared?.forwardPre, before)) {
    if (registry(self, "_forward_pre_hooks_with_kwargs")?.has(vm, key)) {
      const result = call(vm, hook, [self, new PyTuple(positional), asDict(named)]);
      if (result === null) continue;
      if (!(result instanceof PyTuple) || result.items.length !== 2) {
        raise(
          vm,
          RuntimeErrorType,
          "forward pre-hook must return None or a tuple of (new_args, new_kwargs), but got something else.",
        );
      }
      const [newArgs, newKwargs] = result.items;
      positional = newArgs instanceof PyTuple ? newArgs.items : [newArgs ?? null];
      named = newKwargs instanceof PyDict ? new Map(newKwargs.attrMap) : null;
    } else {
      const result = call(vm, hook, [self, new PyTuple(positional)]);
      if (result !== null) positional = result instanceof PyTuple ? result.items : [result];
    }
  }
  let output = call(vm, forward, positional, named);
  for (const [key, hook] of hooksInOrder(shared?.forward, after)) {
    const inputs = new PyTuple(positional);
    const withKwargs =
      registry(self, "_forward_hooks_with_kwargs")?.has(vm, key) || shared?.forwardWithKwargs.has(vm, key);
    const result = withKwargs
      ? call(vm, hook, [self, inputs, asDict(named), output])
      : call(vm, hook, [self, inputs, output]);
    if (result !== null) output = result;
  }
  return output;
}
