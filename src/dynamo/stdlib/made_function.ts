/** Functions that native modules generate at run time (`__init__` of a dataclass), with real default values. */

import type { Interpreter } from "../interpreter.ts";
import { bindArguments } from "../objects/bind_native.ts";
import { type NativeKind, PyNative } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import type { Parameter, ParameterKind, Signature } from "../objects/signature.ts";

export interface MadeParameter {
  readonly name: string;
  readonly kind: ParameterKind;
  /** Undefined: required. */
  readonly defaultValue?: PyValue;
  readonly defaultText?: string;
}

/** A native whose parameters are known only at run time. Its TypeErrors read as a Python function's. */
export function madeFunction(
  name: string,
  qualname: string,
  kind: NativeKind,
  given: readonly MadeParameter[],
  impl: (vm: Interpreter, values: readonly unknown[]) => PyValue,
): PyNative {
  const parameters: Parameter[] = given.map((p) => ({
    name: p.name,
    kind: p.kind,
    required: p.defaultValue === undefined && p.kind !== "var-positional" && p.kind !== "var-keyword",
    defaultValue: p.defaultValue,
    defaultText: p.defaultValue === undefined ? null : (p.defaultText ?? "..."),
  }));
  const positional = parameters.filter((p) => p.kind === "positional-only" || p.kind === "positional-or-keyword");
  const signature: Signature = {
    name,
    text: `(${parameters.map((p) => (p.defaultText === null ? p.name : `${p.name}=${p.defaultText}`)).join(", ")})`,
    parameters,
    positional,
    positionalOnly: positional.filter((p) => p.kind === "positional-only").length,
    requiredPositional: positional.filter((p) => p.required).length,
    keywordOnly: parameters.filter((p) => p.kind === "keyword-only"),
    varPositional: parameters.some((p) => p.kind === "var-positional"),
    varKeyword: parameters.some((p) => p.kind === "var-keyword"),
    builtinStyle: false,
  };
  const skip = kind === "function" ? 0 : 1;
  const raw = (vm: Interpreter, args: readonly PyValue[], kwargs: Map<string, PyValue> | null) =>
    impl(vm, bindArguments(vm, signature, qualname, skip, args, kwargs));
  return new PyNative(name, signature, kind, raw, qualname);
}
