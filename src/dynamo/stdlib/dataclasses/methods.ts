/** The methods that `@dataclass` generates. */

import { guardRepr } from "../../builtins/containers_repr.ts";
import { itemsEqual } from "../../builtins/sequence_compare.ts";
import type { Interpreter } from "../../interpreter.ts";
import { nativeType } from "../../objects/core_types.ts";
import { AttributeErrorType } from "../../objects/exception_types.ts";
import { fn, PyNative } from "../../objects/native.ts";
import type { PyObject, PyValue } from "../../objects/object.ts";
import { NotImplemented } from "../../objects/singletons.ts";
import { PyTuple } from "../../objects/tuple.ts";
import type { PyType } from "../../objects/type.ts";
import { asStr } from "../../objects/unbox.ts";
import { genericSetAttr, getAttr, lookupAttr, setAttr } from "../../protocols/attribute.ts";
import { call, callMethod } from "../../protocols/call.ts";
import { hash, repr } from "../../protocols/convert.ts";
import { raise } from "../../protocols/errors.ts";
import { richCompare } from "../../protocols/operator.ts";
import { typeOf } from "../../protocols/type_of.ts";
import { type MadeParameter, madeFunction } from "../made_function.ts";
import { HAS_DEFAULT_FACTORY, MISSING, type PyField } from "./fields.ts";

export const frozenInstanceError: PyType = nativeType("FrozenInstanceError", {
  module: "dataclasses",
  bases: [AttributeErrorType],
  hasDict: true,
});

const method = (cls: PyType, native: PyNative): PyNative =>
  new PyNative(native.name, native.signature, "method", native.raw, `${cls.qualname}.${native.name}`);

export function makeInit(vm: Interpreter, cls: PyType, fields: readonly PyField[], frozen: boolean): PyNative {
  const taken = fields.filter((f) => f.init && f.kind !== "classvar");
  const ordinary = taken.filter((f) => f.kwOnly !== true);
  const keyword = taken.filter((f) => f.kwOnly === true);
  const ordered = [...ordinary, ...keyword];
  const parameters: MadeParameter[] = [{ name: "self", kind: "positional-or-keyword" }];
  for (const f of ordered) {
    const kind = f.kwOnly === true ? "keyword-only" : "positional-or-keyword";
    const value =
      f.defaultValue !== MISSING ? f.defaultValue : f.defaultFactory !== MISSING ? HAS_DEFAULT_FACTORY : undefined;
    parameters.push(
      value === undefined
        ? { name: f.name ?? "", kind }
        : {
            name: f.name ?? "",
            kind,
            defaultValue: value,
            defaultText: value === HAS_DEFAULT_FACTORY ? "<factory>" : repr(vm, value),
          },
    );
  }
  const position = new Map(ordered.map((f, i) => [f, i + 1]));
  const hasPostInit = lookupAttr(vm, cls, "__post_init__") !== undefined;
  const store = (inner: Interpreter, self: PyValue, name: string, value: PyValue): void => {
    if (frozen) genericSetAttr(inner, self, typeOf(self), name, value);
    else setAttr(inner, self, name, value);
  };
  return madeFunction("__init__", `${cls.qualname}.__init__`, "method", parameters, (inner, values) => {
    const self = values[0] as PyValue;
    const initVars: PyValue[] = [];
    for (const f of fields) {
      if (f.kind === "classvar") continue;
      const name = f.name ?? "";
      const at = position.get(f);
      const given = at === undefined ? undefined : (values[at] as PyValue);
      if (f.kind === "initvar") {
        if (given !== undefined) initVars.push(given);
        else if (f.defaultValue !== MISSING) initVars.push(f.defaultValue);
      } else if (given !== undefined && given !== HAS_DEFAULT_FACTORY) store(inner, self, name, given);
      else if (f.defaultFactory !== MISSING) store(inner, self, name, call(inner, f.defaultFactory, []));
      else if (f.defaultValue !== MISSING && cls.attrs.has("__slots__")) store(inner, self, name, f.defaultValue);
    }
    if (hasPostInit) callMethod(inner, self, "__post_init__", initVars);
    return null;
  });
}

export function makeRepr(cls: PyType, fields: readonly PyField[]): PyNative {
  const shown = fields.filter((f) => f.repr && f.kind === "field");
  return method(
    cls,
    fn("__repr__(self)", (vm: Interpreter, self: PyObject) =>
      guardRepr(vm, self, "...", () => {
        const parts = shown.map((f) => `${f.name}=${repr(vm, getAttr(vm, self, f.name ?? ""))}`);
        return `${asStr(getAttr(vm, self.type, "__qualname__")) ?? self.type.name}(${parts.join(", ")})`;
      }),
    ),
  );
}

function values(vm: Interpreter, self: PyValue, fields: readonly PyField[]): PyValue[] {
  return fields.map((f) => getAttr(vm, self, f.name ?? ""));
}

function compared(fields: readonly PyField[]): PyField[] {
  return fields.filter((f) => f.compare && f.kind === "field");
}

export function makeEq(cls: PyType, fields: readonly PyField[]): PyNative {
  const used = compared(fields);
  return method(
    cls,
    fn("__eq__(self, other)", (vm: Interpreter, self: PyValue, other: PyValue) => {
      if (typeOf(other) !== typeOf(self)) return NotImplemented;
      return itemsEqual(vm, values(vm, self, used), values(vm, other, used));
    }),
  );
}

export function makeOrder(
  cls: PyType,
  fields: readonly PyField[],
  name: string,
  operator: "<" | "<=" | ">" | ">=",
): PyNative {
  const used = compared(fields);
  return method(
    cls,
    fn(`${name}(self, other)`, (vm: Interpreter, self: PyValue, other: PyValue) => {
      if (typeOf(other) !== typeOf(self)) return NotImplemented;
      return richCompare(vm, new PyTuple(values(vm, self, used)), operator, new PyTuple(values(vm, other, used)));
    }),
  );
}

export function makeHash(cls: PyType, fields: readonly PyField[]): PyNative {
  const used = fields.filter((f) => f.kind === "field" && (f.hash === null ? f.compare : f.hash === true));
  return method(
    cls,
    fn("__hash__(self)", (vm: Interpreter, self: PyValue) => hash(vm, new PyTuple(values(vm, self, used)))),
  );
}

/** `__setattr__` and `__delattr__` of a frozen class: the fields, and everything on instances of the class itself. */
export function makeFrozen(cls: PyType, fields: readonly PyField[]): PyNative[] {
  const names = new Set(fields.filter((f) => f.kind === "field").map((f) => f.name));
  const guarded = (self: PyValue, name: string): boolean => typeOf(self) === cls || names.has(name);
  return [
    method(
      cls,
      fn("__setattr__(self, name, value)", (vm: Interpreter, self: PyValue, name: PyValue, value: PyValue) => {
        const text = asStr(name) ?? "";
        if (guarded(self, text)) raise(vm, frozenInstanceError, `cannot assign to field ${repr(vm, text)}`);
        genericSetAttr(vm, self, typeOf(self), text, value);
        return null;
      }),
    ),
    method(
      cls,
      fn("__delattr__(self, name)", (vm: Interpreter, self: PyValue, name: PyValue) => {
        const text = asStr(name) ?? "";
        if (guarded(self, text)) raise(vm, frozenInstanceError, `cannot delete field ${repr(vm, text)}`);
        genericSetAttr(vm, self, typeOf(self), text, undefined);
        return null;
      }),
    ),
  ];
}
