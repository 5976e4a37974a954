/** Binds a call's arguments to the parameters of a Python function, and makes the frame. */

import { CodeFlag } from "../../python/code_object.ts";
import type { Interpreter } from "../interpreter.ts";
import {
  missingArguments,
  multipleValues,
  positionalOnlyAsKeyword,
  tooManyPositional,
  unexpectedKeyword,
} from "../objects/argument_errors.ts";
import { PyDict } from "../objects/dict.ts";
import { TypeErrorType } from "../objects/exception_types.ts";
import type { PyFunction } from "../objects/function.ts";
import type { Kwargs } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { emptyTuple, PyTuple } from "../objects/tuple.ts";
import { raise } from "../protocols/errors.ts";
import { Frame } from "./frame.ts";

type Slots = (PyValue | undefined)[];

/** A frame for `fn(*args, **kwargs)`, where the positional arguments are source[from], …, source[to - 1]. */
export function bindCall(
  vm: Interpreter,
  fn: PyFunction,
  source: readonly (PyValue | undefined)[],
  from: number,
  to: number,
  kwargs: Kwargs | null,
): Frame {
  const code = fn.code;
  const frame = new Frame(code, fn.globals, fn.builtins, fn);
  const slots = frame.stack;
  const given = to - from;
  const argcount = code.argcount;
  const copied = Math.min(given, argcount);
  for (let i = 0; i < copied; i++) slots[i] = source[from + i];
  if (code.isSimple && kwargs === null && given === argcount) return frame;

  let next = argcount + code.kwonlyargcount;
  if ((code.flags & CodeFlag.VARARGS) !== 0) {
    slots[next++] = given > argcount ? new PyTuple(source.slice(from + argcount, to) as PyValue[]) : emptyTuple;
  }
  let extra: PyDict | null = null;
  if ((code.flags & CodeFlag.VARKEYWORDS) !== 0) {
    extra = new PyDict();
    slots[next] = extra;
  }
  if (kwargs !== null) bindKeywords(vm, fn, slots, kwargs, extra);
  if (given > argcount && (code.flags & CodeFlag.VARARGS) === 0) raiseTooMany(vm, fn, slots, given);
  if (given < argcount) fillDefaults(vm, fn, slots, given);
  if (code.kwonlyargcount > 0) fillKeywordDefaults(vm, fn, slots);
  return frame;
}

function bindKeywords(vm: Interpreter, fn: PyFunction, slots: Slots, kwargs: Kwargs, extra: PyDict | null): void {
  const { argcount, kwonlyargcount, source } = fn.code;
  const names = source.localsplusnames;
  const count = argcount + kwonlyargcount;
  for (const [name, value] of kwargs) {
    let i = source.posonlyargcount;
    while (i < count && names[i] !== name) i++;
    if (i < count) {
      if (slots[i] !== undefined) raise(vm, TypeErrorType, multipleValues(fn.qualname, name));
      slots[i] = value;
    } else if (extra !== null) extra.setStr(name, value);
    else {
      const positionalOnly = names.slice(0, source.posonlyargcount).filter((n) => kwargs.has(n));
      if (positionalOnly.length > 0) raise(vm, TypeErrorType, positionalOnlyAsKeyword(fn.qualname, positionalOnly));
      raise(vm, TypeErrorType, unexpectedKeyword(fn.qualname, name));
    }
  }
}

function raiseTooMany(vm: Interpreter, fn: PyFunction, slots: Slots, given: number): never {
  const { argcount, kwonlyargcount } = fn.code;
  let keywordOnly = 0;
  for (let i = argcount; i < argcount + kwonlyargcount; i++) if (slots[i] !== undefined) keywordOnly++;
  raise(vm, TypeErrorType, tooManyPositional(fn.qualname, argcount, fn.defaults?.length ?? 0, given, keywordOnly));
}

function fillDefaults(vm: Interpreter, fn: PyFunction, slots: Slots, given: number): void {
  const { argcount, source } = fn.code;
  const defaults = fn.defaults;
  const firstDefault = argcount - (defaults?.length ?? 0);
  let missing: string[] | null = null;
  for (let i = given; i < argcount; i++) {
    if (slots[i] !== undefined) continue;
    if (i >= firstDefault) slots[i] = defaults?.[i - firstDefault];
    else {
      missing ??= [];
      missing.push(source.localsplusnames[i] ?? "");
    }
  }
  if (missing !== null) raise(vm, TypeErrorType, missingArguments(fn.qualname, "positional", missing));
}

function fillKeywordDefaults(vm: Interpreter, fn: PyFunction, slots: Slots): void {
  const { argcount, kwonlyargcount, source } = fn.code;
  const missing: string[] = [];
  for (let i = argcount; i < argcount + kwonlyargcount; i++) {
    if (slots[i] !== undefined) continue;
    const name = source.localsplusnames[i] ?? "";
    const value = fn.kwdefaults?.get(name);
    if (value === undefined) missing.push(name);
    else slots[i] = value;
  }
  if (missing.length > 0) raise(vm, TypeErrorType, missingArguments(fn.qualname, "keyword-only", missing));
}
