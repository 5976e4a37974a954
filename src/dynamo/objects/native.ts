/**
 * Functions and methods implemented in TypeScript. A native carries its Python signature as text, so that binding,
 * TypeErrors for a wrong call and `inspect.signature` all follow from one line.
 */

import type { Interpreter } from "../interpreter.ts";
import { bindArguments } from "./bind_native.ts";
import { nativeType, objectType } from "./core_types.ts";
import { checkClass, checkSelf } from "./native_self.ts";
import { PyObject, type PyValue } from "./object.ts";
import { parseSignature, type Signature } from "./signature.ts";
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

/** A method binds its instance as first argument; a classmethod its class; the others bind nothing. */
export type NativeKind = "function" | "method" | "classmethod" | "staticmethod";

export const builtinFunctionType: PyType = nativeType("builtin_function_or_method");
export const methodDescriptorType: PyType = nativeType("method_descriptor");
/** Methods that CPython keeps in a slot of the class, and such a method bound. */
export const wrapperDescriptorType: PyType = nativeType("wrapper_descriptor");
export const methodWrapperType: PyType = nativeType("method-wrapper");
export const classMethodDescriptorType: PyType = nativeType("classmethod_descriptor");
export const getsetDescriptorType: PyType = nativeType("getset_descriptor");

const OPERATORS = "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and xor or".split(" ");
/** Special methods that have a slot (CPython's `slotdefs`). */
const SLOTS: ReadonlySet<string> = new Set(
  [
    ...OPERATORS.flatMap((name) => [name, `r${name}`, `i${name}`]),
    ..."init repr str hash call getattribute setattr delattr lt le eq ne gt ge iter next neg pos abs invert bool".split(
      " ",
    ),
    ..."int float index len getitem setitem delitem contains get set delete del await aiter anext".split(" "),
  ].map((name) => `__${name}__`),
);

export class PyNative extends PyObject {
  readonly name: string;
  /** `Class.name` for methods. */
  qualname: string;
  /** The module of a function; a method has its class's. */
  module: string | null = null;
  readonly kind: NativeKind;
  readonly raw: RawImpl;
  private readonly declared: Signature | LazySignature | null;
  /** The class that a method was defined on. */
  owner: PyType | null = null;
  doc: string | null = null;

  constructor(
    name: string,
    signature: Signature | LazySignature | null,
    kind: NativeKind,
    raw: RawImpl,
    qualname: string = name,
  ) {
    super(
      kind === "method"
        ? SLOTS.has(name)
          ? wrapperDescriptorType
          : methodDescriptorType
        : kind === "classmethod"
          ? classMethodDescriptorType
          : builtinFunctionType,
    );
    this.name = name;
    this.qualname = qualname;
    this.declared = signature;
    this.kind = kind;
    this.raw = raw;
  }

  /** Null when raw. */
  get signature(): Signature | null {
    return typeof this.declared === "function" ? this.declared() : this.declared;
  }
}

/** A computed attribute of native instances (CPython's getset descriptor). `set` absent: read-only. */
export class PyGetSet extends PyObject {
  readonly name: string;
  readonly get: (vm: Interpreter, self: PyValue) => PyValue;
  readonly set: ((vm: Interpreter, self: PyValue, value: PyValue | undefined) => void) | undefined;
  owner: PyType | null = null;
  doc: string | null = null;

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

/** Most natives are never called: their signatures are parsed when they are first needed. */
type LazySignature = () => Signature;

function lazySignature(text: string): LazySignature {
  let signature: Signature | null = null;
  return () => {
    signature ??= parseSignature(text);
    return signature;
  };
}

function nameIn(signature: string): string {
  return signature.slice(0, signature.indexOf("(")).trim();
}

type AnyImpl = (vm: Interpreter, ...args: unknown[]) => PyValue;

function binding(signature: LazySignature, impl: NativeImpl, qualname: string, skip: number): RawImpl {
  const f = impl as AnyImpl;
  let s: Signature | null = null;
  let exact = -1;
  return (vm, args, kwargs) => {
    if (s === null) {
      s = signature();
      if (!s.varPositional && !s.varKeyword && s.keywordOnly.length === 0) exact = s.positional.length;
    }
    if (kwargs === null && args.length === exact) return f(vm, ...args);
    return f(vm, ...bindArguments(vm, s, qualname, skip, args, kwargs));
  };
}

/** A function: `fn("sorted(iterable, /, *, key=None, reverse=False)", (vm, iterable, key, reverse) => …)`. */
export function fn(signature: string, impl: NativeImpl): PyNative {
  const name = nameIn(signature);
  const lazy = lazySignature(signature);
  return new PyNative(name, lazy, "function", binding(lazy, impl, name, 0));
}

/** A function that gets its arguments as called. */
export function rawFn(name: string, impl: RawImpl): PyNative {
  return new PyNative(name, null, "function", impl);
}

/** A raw function that shows a signature to `inspect` without being bound by it. */
export function rawFnWithSignature(signature: string, impl: RawImpl): PyNative {
  return new PyNative(nameIn(signature), lazySignature(signature), "function", impl);
}

function add(type: PyType, native: PyNative): void {
  native.owner = type;
  type.setAttr(native.name, native);
}

/** A method's receiver is checked to be an instance of the class, so an implementation may rely on the layout. */
function guarded(type: PyType, name: string, raw: RawImpl): RawImpl {
  if (type === objectType) return raw;
  return (vm, args, kwargs) => {
    checkSelf(vm, type, name, args);
    return raw(vm, args, kwargs);
  };
}

/** A constructor makes instances of its own class and of subclasses only. */
function guardedNew(type: PyType, raw: RawImpl): RawImpl {
  return (vm, args, kwargs) => {
    const cls = args[0];
    if (cls !== type) checkClass(vm, type, cls);
    return raw(vm, args, kwargs);
  };
}

/**
 * Adds methods, keyed by signature (`self` included); `__new__` becomes a static method, as in Python, and
 * `__init_subclass__` and `__class_getitem__` class methods.
 */
export function defineMethods(type: PyType, methods: Readonly<Record<string, NativeImpl>>): void {
  for (const [text, impl] of Object.entries(methods)) {
    const name = nameIn(text);
    const lazy = lazySignature(text);
    const kind = kindOf(name);
    const qualname = `${type.name}.${name}`;
    // Errors of a constructor's arguments name the class.
    const shown = name === "__new__" || name === "__init__" ? type.name : qualname;
    const raw = binding(lazy, impl, shown, kind === "method" || name === "__new__" ? 1 : 0);
    const checked = kind === "method" ? guarded(type, name, raw) : name === "__new__" ? guardedNew(type, raw) : raw;
    add(type, new PyNative(name, lazy, kind, checked, qualname));
  }
}

/** Adds methods that get their arguments as called (`args[0]` is the receiver), keyed by name. */
export function defineRawMethods(type: PyType, methods: Readonly<Record<string, RawImpl>>): void {
  for (const [name, impl] of Object.entries(methods)) {
    const kind = kindOf(name);
    const raw = kind === "method" ? guarded(type, name, impl) : impl;
    add(type, new PyNative(name, null, kind, raw, `${type.name}.${name}`));
  }
}

function kindOf(name: string): NativeKind {
  if (name === "__new__") return "staticmethod";
  return name === "__init_subclass__" || name === "__class_getitem__" ? "classmethod" : "method";
}

/** Class methods, keyed by signature; the first parameter is the class. */
export function defineClassMethods(type: PyType, methods: Readonly<Record<string, NativeImpl>>): void {
  for (const [text, impl] of Object.entries(methods)) {
    const lazy = lazySignature(text);
    const qualname = `${type.name}.${nameIn(text)}`;
    add(type, new PyNative(nameIn(text), lazy, "classmethod", binding(lazy, impl, qualname, 1), qualname));
  }
}

/** Static methods, keyed by signature. */
export function defineStaticMethods(type: PyType, methods: Readonly<Record<string, NativeImpl>>): void {
  for (const [text, impl] of Object.entries(methods)) {
    const lazy = lazySignature(text);
    const qualname = `${type.name}.${nameIn(text)}`;
    add(type, new PyNative(nameIn(text), lazy, "staticmethod", binding(lazy, impl, qualname, 0), qualname));
  }
}

export interface GetSet {
  readonly get: (vm: Interpreter, self: PyValue) => PyValue;
  /** Undefined as the value: delete. */
  readonly set?: (vm: Interpreter, self: PyValue, value: PyValue | undefined) => void;
}

/** Computed attributes of instances. Their receiver is checked as a method's is. */
export function defineGetSet(type: PyType, attributes: Readonly<Record<string, GetSet>>): void {
  for (const [name, { get, set }] of Object.entries(attributes)) {
    const descriptor = new PyGetSet(name, get, set);
    descriptor.owner = type;
    type.setAttr(name, descriptor);
  }
}
