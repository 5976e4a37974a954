/** Binds the arguments of a call to a native's parameters, with CPython's TypeErrors. */

import type { Interpreter } from "../interpreter.ts";
import { raise } from "../protocols/errors.ts";
import {
  builtinArity,
  missingArguments,
  multipleValues,
  positionalOnlyAsKeyword,
  tooManyPositional,
  unexpectedKeyword,
} from "./argument_errors.ts";
import { TypeErrorType } from "./exception_types.ts";
import type { PyValue } from "./object.ts";
import type { Signature } from "./signature.ts";

/** One value a parameter, in order: an array for `*args`, a Map for `**kwargs`, undefined for `<unset>`. */
export function bindArguments(
  vm: Interpreter,
  s: Signature,
  qualname: string,
  skip: number,
  args: readonly PyValue[],
  kwargs: Map<string, PyValue> | null,
): unknown[] {
  const positional = s.positional;
  if (args.length > positional.length && !s.varPositional) {
    if (s.builtinStyle) raise(vm, TypeErrorType, builtinArity(s, qualname, args.length, skip));
    const given = s.keywordOnly.filter((p) => kwargs?.has(p.name)).length;
    const defaults = positional.length - s.requiredPositional;
    raise(vm, TypeErrorType, tooManyPositional(qualname, positional.length, defaults, args.length, given));
  }
  const values: unknown[] = [];
  let used = 0;
  const missing: string[] = [];
  const missingKeyword: string[] = [];
  let extra: Map<string, PyValue> | null = null;
  let i = -1;
  for (const p of s.parameters) {
    i++;
    switch (p.kind) {
      case "positional-only":
      case "positional-or-keyword": {
        if (i < args.length) {
          values.push(args[i]);
          if (p.kind === "positional-or-keyword" && kwargs?.has(p.name))
            raise(vm, TypeErrorType, multipleValues(qualname, p.name));
          break;
        }
        const named = p.kind === "positional-or-keyword" ? kwargs?.get(p.name) : undefined;
        if (named !== undefined) used++;
        else if (p.required) missing.push(p.name);
        values.push(named === undefined ? p.defaultValue : named);
        break;
      }
      case "var-positional":
        values.push(args.slice(positional.length));
        break;
      case "keyword-only": {
        const named = kwargs?.get(p.name);
        if (named !== undefined) used++;
        else if (p.required) missingKeyword.push(p.name);
        values.push(named === undefined ? p.defaultValue : named);
        break;
      }
      case "var-keyword":
        extra = new Map();
        values.push(extra);
        break;
    }
  }
  if (kwargs !== null && (used < kwargs.size || extra !== null)) {
    for (const [name, value] of kwargs) {
      if (
        s.parameters.some((p) => p.name === name && (p.kind === "positional-or-keyword" || p.kind === "keyword-only"))
      )
        continue;
      if (extra !== null) {
        extra.set(name, value);
        continue;
      }
      if (s.builtinStyle && s.keywordOnly.length === 0 && s.positionalOnly === positional.length)
        raise(vm, TypeErrorType, `${qualname}() takes no keyword arguments`);
      if (s.parameters.some((p) => p.name === name && p.kind === "positional-only"))
        raise(vm, TypeErrorType, positionalOnlyAsKeyword(qualname, [name]));
      raise(vm, TypeErrorType, unexpectedKeyword(qualname, name));
    }
  }
  if (missing.length > 0) {
    raise(
      vm,
      TypeErrorType,
      s.builtinStyle && s.positional.some((p) => p.kind === "positional-only" && missing.includes(p.name))
        ? builtinArity(s, qualname, args.length, skip)
        : missingArguments(qualname, "positional", missing),
    );
  }
  if (missingKeyword.length > 0) raise(vm, TypeErrorType, missingArguments(qualname, "keyword-only", missingKeyword));
  return values;
}
