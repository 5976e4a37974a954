/** MAKE_FUNCTION, keyword arguments of CALL, and CALL_FUNCTION_EX. */

import { FunctionFlag } from "../../python/opcode.ts";
import type { PyCell } from "../objects/cell.ts";
import type { PyCode } from "../objects/code.ts";
import { PyDict } from "../objects/dict.ts";
import { TypeErrorType } from "../objects/exception_types.ts";
import { PyFunction } from "../objects/function.ts";
import { keyOf } from "../objects/hash_table.ts";
import type { Kwargs } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";
import { asStr } from "../objects/unbox.ts";
import { raise } from "../protocols/errors.ts";
import { toArray } from "../protocols/iterate.ts";
import { typeName, typeOf } from "../protocols/type_of.ts";
import { functionName } from "./build.ts";
import type { Frame } from "./frame.ts";
import type { Evaluator } from "./state.ts";

type Stack = (PyValue | undefined)[];

/** Makes the function whose code is on top of the stack; returns the new stack pointer, with the function pushed. */
export function makeFunction(frame: Frame, stack: Stack, top: number, flags: number): number {
  let sp = top;
  const fn = new PyFunction(stack[--sp] as PyCode, frame.globals, frame.builtins);
  if ((flags & FunctionFlag.CLOSURE) !== 0) fn.closure = (stack[--sp] as PyTuple).items as readonly PyCell[];
  if ((flags & FunctionFlag.ANNOTATIONS) !== 0) fn.annotationItems = stack[--sp] as PyTuple;
  if ((flags & FunctionFlag.KWDEFAULTS) !== 0) fn.kwdefaults = keywordDefaults(stack[--sp] as PyDict);
  if ((flags & FunctionFlag.DEFAULTS) !== 0) fn.defaults = (stack[--sp] as PyTuple).items;
  stack[sp++] = fn;
  return sp;
}

function keywordDefaults(dict: PyDict): Map<string, PyValue> {
  return dict.attrMap;
}

/** The keyword arguments of a CALL: the last values, named by KW_NAMES. */
export function keywordsFromStack(names: readonly PyValue[], stack: Stack, top: number): Kwargs {
  const kwargs: Kwargs = new Map();
  const first = top - names.length;
  for (let i = 0; i < names.length; i++) kwargs.set(names[i] as string, stack[first + i] as PyValue);
  return kwargs;
}

/** The arguments of `f(*args, **kwargs)`. */
export function expandArguments(
  vm: Evaluator,
  callee: PyValue,
  args: PyValue,
  kwargs: PyValue | undefined,
): { args: readonly PyValue[]; kwargs: Kwargs | null } {
  if (!(args instanceof PyTuple) && typeof args !== "string" && !isIterable(args))
    raise(vm, TypeErrorType, `${functionName(callee)} argument after * must be an iterable, not ${typeName(args)}`);
  const positional = args instanceof PyTuple ? args.items : toArray(vm, args);
  if (kwargs === undefined) return { args: positional, kwargs: null };
  const dict = kwargs as PyDict;
  if (dict.size === 0) return { args: positional, kwargs: null };
  const named: Kwargs = new Map();
  for (const [k, v] of dict.map) {
    const name = typeof k === "string" ? k : asStr(keyOf(k));
    if (name === undefined) raise(vm, TypeErrorType, "keywords must be strings");
    named.set(name, v);
  }
  return { args: positional, kwargs: named };
}

function isIterable(v: PyValue): boolean {
  const type = typeOf(v);
  return type.specialAccess || type.lookup("__iter__") !== undefined || type.lookup("__getitem__") !== undefined;
}

/** A function's annotations, made a dict on first use. */
export function annotationsOf(fn: PyFunction): PyValue {
  if (fn.annotations === null) {
    const dict = new PyDict();
    const items = fn.annotationItems?.items ?? [];
    for (let i = 0; i + 1 < items.length; i += 2) dict.setStr(items[i] as string, items[i + 1] as PyValue);
    fn.annotations = dict;
  }
  return fn.annotations;
}
