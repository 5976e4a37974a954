/** Calls any callable from TypeScript, and what calling a class means. */

import { objectType, typeType } from "../objects/core_types.ts";
import { RecursionErrorType, TypeErrorType } from "../objects/exception_types.ts";
import { PyFunction } from "../objects/function.ts";
import { PyMethod } from "../objects/method.ts";
import { type Kwargs, PyNative } from "../objects/native.ts";
import type { PyObject, PyValue } from "../objects/object.ts";
import { PyType } from "../objects/type.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { isPlainMethod } from "../protocols/call.ts";
import { bindInstance } from "../protocols/descriptor.ts";
import { raise } from "../protocols/errors.ts";
import { typeName, typeOf } from "../protocols/type_of.ts";
import { bindCall } from "./bind_call.ts";
import type { Frame } from "./frame.ts";
import { runFrame } from "./run.ts";
import type { Evaluator } from "./state.ts";

export function callValue(vm: Evaluator, callee: PyValue, args: readonly PyValue[], kwargs: Kwargs | null): PyValue {
  let f = callee;
  let actual = args;
  for (let hops = 0; ; hops++) {
    if (hops > vm.recursionLimit) raise(vm, RecursionErrorType, "maximum recursion depth exceeded");
    if (f instanceof PyFunction) return enter(vm, bindCall(vm, f, actual, 0, actual.length, kwargs));
    if (f instanceof PyNative) return f.raw(vm, actual, kwargs);
    if (f instanceof PyMethod) {
      actual = [f.self, ...actual];
      f = f.func;
      continue;
    }
    if (f instanceof PyType && f.type === typeType) return callType(vm, f, actual, kwargs);
    const type = typeOf(f);
    const method = type.lookup("__call__");
    if (method === undefined) {
      if (f instanceof PyUnknown) return new PyUnknown(f.origin);
      raise(vm, TypeErrorType, `'${typeName(f)}' object is not callable`);
    }
    if (isPlainMethod(method)) {
      actual = [f, ...actual];
      f = method;
    } else f = bindInstance(vm, method, f, type);
  }
}

/** Runs a new frame to its return, in a loop of its own. */
export function enter(vm: Evaluator, frame: Frame): PyValue {
  frame.isEntry = true;
  frame.back = vm.frame;
  pushDepth(vm, frame);
  vm.frame = frame;
  const result = runFrame(vm, frame);
  if (result === undefined) throw new Error("a frame that is no generator yielded");
  return result;
}

/** Counts the frame against the recursion limit. */
export function pushDepth(vm: Evaluator, frame: Frame): void {
  if (vm.depth >= vm.recursionLimit) raise(vm, RecursionErrorType, "maximum recursion depth exceeded");
  frame.depth = ++vm.depth;
}

/** `type.__call__`: `__new__`, then `__init__` when that gave an instance. */
export function callType(vm: Evaluator, cls: PyType, args: readonly PyValue[], kwargs: Kwargs | null): PyValue {
  if (cls === typeType && args.length === 1 && kwargs === null) return typeOf(args[0] ?? null);
  const create = cls.lookup("__new__");
  if (create === undefined) raise(vm, TypeErrorType, `cannot create '${cls.name}' instances`);
  const made = vm.call(bindStatic(vm, create, cls), [cls, ...args], kwargs);
  const type = typeOf(made);
  if (type !== cls && !type.isSubtypeOf(cls)) return made;
  const init = type.lookup("__init__");
  if (init === undefined || (init === objectInit() && create !== objectNew())) return made;
  const result = isPlainMethod(init)
    ? vm.call(init, [made, ...args], kwargs)
    : vm.call(bindInstance(vm, init, made, type), args, kwargs);
  checkInitResult(vm, result);
  return made;
}

/** What `__init__` returned must be None. */
export function checkInitResult(vm: Evaluator, result: PyValue): void {
  if (result !== null && !(result instanceof PyUnknown))
    raise(vm, TypeErrorType, `__init__() should return None, not '${typeName(result)}'`);
}

/** `__new__` as found on the class: a static method, or anything else that is bound to the class. */
function bindStatic(vm: Evaluator, create: PyValue, cls: PyType): PyValue {
  if (create instanceof PyNative || create instanceof PyFunction) return create;
  return bindInstance(vm, create, cls, cls);
}

export function objectNew(): PyValue | undefined {
  return objectType.attrs.get("__new__");
}

export function objectInit(): PyValue | undefined {
  return objectType.attrs.get("__init__");
}

/**
 * The class's Python `__init__` when making an instance is just that: the loop then runs it in a frame of its own.
 * Undefined when `__new__`, a metaclass or an abstract method has a say.
 */
export function simpleInit(cls: PyType): PyFunction | undefined {
  if (cls.type !== typeType || !cls.heap || cls.attrs.has("__abstractmethods__")) return undefined;
  if (cls.lookup("__new__") !== objectNew()) return undefined;
  const init = cls.lookup("__init__");
  if (!(init instanceof PyFunction)) return undefined;
  init.code.complete();
  return init.code.isGenerator ? undefined : init;
}

/** An instance in the layout of the class. */
export function allocate(vm: Evaluator, cls: PyType): PyObject {
  if (cls.allocate === null) raise(vm, TypeErrorType, `cannot create '${cls.name}' instances`);
  return cls.allocate(cls);
}
