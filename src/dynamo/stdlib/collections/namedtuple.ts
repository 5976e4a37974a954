/** `collections.namedtuple`, and the class that `typing.NamedTuple` makes. */

import type { Interpreter } from "../../interpreter.ts";
import { typeType } from "../../objects/core_types.ts";
import { PyDict } from "../../objects/dict.ts";
import { AttributeErrorType, TypeErrorType, ValueErrorType } from "../../objects/exception_types.ts";
import { fn, type Kwargs, PyGetSet, PyNative } from "../../objects/native.ts";
import type { PyValue } from "../../objects/object.ts";
import { PyClassMethod } from "../../objects/property.ts";
import { PyTuple, tupleType } from "../../objects/tuple.ts";
import { PyType } from "../../objects/type.ts";
import { asStr } from "../../objects/unbox.ts";
import { lookupAttr } from "../../protocols/attribute.ts";
import { call } from "../../protocols/call.ts";
import { repr, str, truth } from "../../protocols/convert.ts";
import { raise } from "../../protocols/errors.ts";
import { toArray } from "../../protocols/iterate.ts";
import { KEYWORDS } from "../keyword.ts";
import { madeFunction } from "../made_function.ts";

const method = (native: PyNative): PyNative =>
  new PyNative(native.name, native.signature, "method", native.raw, native.qualname);

export function makeNamedTuple(
  vm: Interpreter,
  name: string,
  fields: readonly string[],
  defaults: readonly PyValue[],
  module: PyValue,
  extra: ReadonlyMap<string, PyValue> = new Map(),
): PyType {
  const attrs = new Map<string, PyValue>();
  const fieldTuple = new PyTuple(fields);
  const required = fields.length - defaults.length;
  attrs.set("__module__", module);
  attrs.set("__doc__", `${name}(${fields.join(", ")})`);
  attrs.set("__slots__", new PyTuple([]));
  attrs.set("_fields", fieldTuple);
  attrs.set("__match_args__", fieldTuple);
  attrs.set(
    "_field_defaults",
    PyDict.fromStrings(fields.slice(required).map((field, i) => [field, defaults[i] as PyValue])),
  );
  attrs.set(
    "__new__",
    madeFunction(
      "__new__",
      `${name}.__new__`,
      "staticmethod",
      [
        { name: "_cls", kind: "positional-or-keyword" },
        ...fields.map((field, i) => {
          const value = i < required ? undefined : defaults[i - required];
          return value === undefined
            ? { name: field, kind: "positional-or-keyword" as const }
            : { name: field, kind: "positional-or-keyword" as const, defaultValue: value };
        }),
      ],
      (_vm, [cls, ...values]) => new PyTuple(values as PyValue[], cls as PyType),
    ),
  );
  attrs.set(
    "_make",
    new PyClassMethod(
      fn("_make(cls, iterable)", (inner: Interpreter, cls: PyValue, iterable: PyValue) => {
        const items = toArray(inner, iterable);
        if (items.length !== fields.length) {
          raise(inner, TypeErrorType, `Expected ${fields.length} arguments, got ${items.length}`);
        }
        return new PyTuple(items, cls as PyType);
      }),
    ),
  );
  attrs.set(
    "_replace",
    method(
      fn("_replace(_self, /, **kwds)", (inner: Interpreter, self: PyTuple, kwargs: Kwargs) => {
        const left = new Map(kwargs);
        const items = fields.map((field, i) => {
          const value = left.get(field);
          left.delete(field);
          return value === undefined ? (self.items[i] as PyValue) : value;
        });
        if (left.size > 0) {
          const names = `[${[...left.keys()].map((key) => repr(inner, key)).join(", ")}]`;
          raise(inner, ValueErrorType, `Got unexpected field names: ${names}`);
        }
        return new PyTuple(items, self.type);
      }),
    ),
  );
  attrs.set(
    "_asdict",
    method(
      fn("_asdict(self, /)", (_vm: Interpreter, self: PyTuple) =>
        PyDict.fromStrings(fields.map((field, i) => [field, self.items[i] as PyValue])),
      ),
    ),
  );
  attrs.set(
    "__repr__",
    method(
      fn("__repr__(self, /)", (inner: Interpreter, self: PyTuple) => {
        const parts = fields.map((field, i) => `${field}=${repr(inner, self.items[i] as PyValue)}`);
        return `${self.type.name}(${parts.join(", ")})`;
      }),
    ),
  );
  attrs.set(
    "__getnewargs__",
    method(fn("__getnewargs__(self, /)", (_vm: Interpreter, self: PyTuple) => new PyTuple(self.items))),
  );
  fields.forEach((field, i) => {
    const getter = new PyGetSet(
      field,
      (_vm, self) => (self as PyTuple).items[i] as PyValue,
      (inner) => raise(inner, AttributeErrorType, "can't set attribute"),
    );
    getter.doc = `Alias for field number ${i}`;
    attrs.set(field, getter);
  });
  for (const [key, value] of extra) attrs.set(key, value);
  const cls = call(vm, typeType, [name, new PyTuple([tupleType]), PyDict.wrap(attrs)]);
  if (!(cls instanceof PyType)) throw new Error("type() gave no class");
  return cls;
}

function checkNames(vm: Interpreter, name: string, fields: readonly string[]): void {
  for (const text of [name, ...fields]) {
    if (!/^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(text)) {
      raise(vm, ValueErrorType, `Type names and field names must be valid identifiers: ${repr(vm, text)}`);
    }
    if (KEYWORDS.includes(text))
      raise(vm, ValueErrorType, `Type names and field names cannot be a keyword: ${repr(vm, text)}`);
  }
  const seen = new Set<string>();
  for (const field of fields) {
    if (field.startsWith("_"))
      raise(vm, ValueErrorType, `Field names cannot start with an underscore: ${repr(vm, field)}`);
    if (seen.has(field)) raise(vm, ValueErrorType, `Encountered duplicate field name: ${repr(vm, field)}`);
    seen.add(field);
  }
}

/** The `__name__` of the module whose code is running. */
export function callerModule(vm: Interpreter): PyValue {
  const frame = vm.currentFrame();
  const globals = frame === null ? undefined : lookupAttr(vm, frame, "f_globals");
  return globals instanceof PyDict ? (globals.getStr("__name__") ?? "__main__") : "__main__";
}

export const namedtuple = fn(
  "namedtuple(typename, field_names, *, rename=False, defaults=None, module=None)",
  (vm: Interpreter, typename: PyValue, fieldNames: PyValue, rename: PyValue, defaults: PyValue, module: PyValue) => {
    const name = str(vm, typename);
    const text = asStr(fieldNames);
    let fields =
      text === undefined
        ? toArray(vm, fieldNames).map((field) => str(vm, field))
        : text
            .replaceAll(",", " ")
            .split(/\s+/)
            .filter((f) => f !== "");
    if (truth(vm, rename)) {
      const seen = new Set<string>();
      fields = fields.map((field, i) => {
        const bad = !/^[\p{XID_Start}]\p{XID_Continue}*$/u.test(field) || KEYWORDS.includes(field) || seen.has(field);
        seen.add(field);
        return bad ? `_${i}` : field;
      });
    } else checkNames(vm, name, fields);
    const values = defaults === null ? [] : toArray(vm, defaults);
    if (values.length > fields.length) raise(vm, TypeErrorType, "Got more default values than field names");
    return makeNamedTuple(vm, name, fields, values, module ?? callerModule(vm));
  },
);
