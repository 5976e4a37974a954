/**
 * Functions and methods implemented in TypeScript. A native carries its Python signature as text, so that binding,
 * TypeErrors for a wrong call and `inspect.signature` all follow from one line.
 */

import type { Interpreter } from "../interpreter.ts";
import { nativeType } from "./core_types.ts";
import { PyObject, type PyValue } from "./object.ts";
import type { PyType } from "./type.ts";

/** Keyword arguments in call order; null when there are none (the common case, and cheap). */
export type Kwargs = Map<string, PyValue>;

/**
 * Gets one argument a parameter of the signature, in order: defaults filled in, `*args` as a JavaScript array, `**kwargs`
 * as a `Kwargs` map. A parameter with the default `<unset>` arrives as undefined when it was not given.
 */
export type NativeImpl = (vm: Interpreter, ...args: never[]) => PyValue;

/** The raw form: arguments as called, for natives that do their own binding (hot ones, or ones that forward everything). */
export type RawImpl = (vm: Interpreter, args: readonly PyValue[], kwargs: Kwargs | null) => PyValue;

export type NativeKind = "function" | "method" | "classmethod" | "staticmethod";

export const builtinFunctionType: PyType = nativeType("builtin_function_or_method");
export const methodDescriptorType: PyType = nativeType("method_descriptor");
export const getsetDescriptorType: PyType = nativeType("getset_descriptor");

export class PyNative extends PyObject {
  readonly name: string;
  /** `Class.name` for methods. */
  qualname: string;
  module: string | null = null;
  /** The text behind the name, such as `(iterable, /, *, key=None, reverse=False)`; null when raw. */
  readonly signature: string | null;
  readonly kind: NativeKind;
  readonly raw: RawImpl;
  doc: string | null = null;

  constructor(name: string, signature: string | null, kind: NativeKind, raw: RawImpl) {
    super(kind === "function" || kind === "staticmethod" ? builtinFunctionType : methodDescriptorType);
    this.name = name;
    this.qualname = name;
    this.signature = signature;
    this.kind = kind;
    this.raw = raw;
  }
}

/** A computed attribute of native instances (CPython's getset descriptor). `set` absent: read-only. */
export class PyGetSet extends PyObject {
  readonly name: string;
  readonly get: (vm: Interpreter, self: PyValue) => PyValue;
  readonly set: ((vm: Interpreter, self: PyValue, value: PyValue | undefined) => void) | undefined;

  constructor(
    name: string,
    get: (vm: Interpreter, self: PyValue) => PyValue,
    set?: (vm: Interpreter, self: PyValue, value: PyValue | undefined) => void,
  ) {
    super(getsetDescriptorType);
    this.name = name;
    this.get = get;
    this.set = set;
  }
}
