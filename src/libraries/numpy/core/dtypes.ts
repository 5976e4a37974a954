/** `numpy.dtype` objects: construction, attributes, text and equality. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { TypeErrorType } from "../../../dynamo/objects/exception_types.ts";
import { defineGetSet, defineMethods } from "../../../dynamo/objects/native.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { NotImplemented } from "../../../dynamo/objects/singletons.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import { PyType } from "../../../dynamo/objects/type.ts";
import { asStr } from "../../../dynamo/objects/unbox.ts";
import { hash } from "../../../dynamo/protocols/convert.ts";
import { isRaised } from "../../../dynamo/protocols/errors.ts";
import { toDType } from "./convert.ts";
import { canCast, dtypeType, PyDType } from "./dtype.ts";
import { scalarType } from "./scalar.ts";

/** What `==` compares with: a dtype, or what names one. */
function compared(vm: Interpreter, v: PyValue): PyDType | undefined {
  if (v instanceof PyDType) return v;
  if (!(v instanceof PyType) && asStr(v) === undefined) return undefined;
  try {
    return toDType(vm, v);
  } catch (e) {
    if (isRaised(e, TypeErrorType)) return undefined;
    throw e;
  }
}

defineMethods(dtypeType, {
  "__new__(cls, dtype, align=False, copy=False, **kwargs)": (vm: Interpreter, _cls: PyType, dtype: PyValue) =>
    toDType(vm, dtype),
  "__repr__(self, /)": (_vm: Interpreter, self: PyDType) => `dtype('${self.kind === "O" ? "O" : self.text}')`,
  "__str__(self, /)": (_vm: Interpreter, self: PyDType) => self.text,
  "__hash__(self, /)": (vm: Interpreter, self: PyDType) => hash(vm, self.code),
  "__eq__(self, value, /)": (vm: Interpreter, self: PyDType, other: PyValue) => compared(vm, other) === self,
  "__ne__(self, value, /)": (vm: Interpreter, self: PyDType, other: PyValue) => compared(vm, other) !== self,
  "__lt__(self, value, /)": (_vm: Interpreter, self: PyDType, other: PyValue) =>
    other instanceof PyDType ? self !== other && canCast(self, other, "safe") : NotImplemented,
  "__le__(self, value, /)": (_vm: Interpreter, self: PyDType, other: PyValue) =>
    other instanceof PyDType ? canCast(self, other, "safe") : NotImplemented,
  "__len__(self, /)": () => 0,
  "__bool__(self, /)": () => true,
  "__reduce__(self, /)": (_vm: Interpreter, self: PyDType) => new PyTuple([dtypeType, new PyTuple([self.code])]),
  "newbyteorder(self, new_order='S', /)": (_vm: Interpreter, self: PyDType) => self,
});

const get = (f: (d: PyDType) => PyValue) => ({
  get: (_vm: Interpreter, self: PyValue) => f(self as PyDType),
});
defineGetSet(dtypeType, {
  name: get((d) => d.name),
  kind: get((d) => d.kind),
  itemsize: get((d) => d.itemsize),
  char: get((d) => d.char),
  str: get((d) => d.code),
  num: get((d) => d.num),
  type: get((d) => scalarType(d)),
  alignment: get((d) => (d.kind === "c" ? d.itemsize / 2 : d.kind === "U" ? 4 : d.itemsize)),
  byteorder: get((d) => (d.itemsize === 1 || d.kind === "O" ? "|" : "=")),
  isnative: get(() => true),
  isbuiltin: get((d) => (d.kind === "U" ? 0 : 1)),
  hasobject: get((d) => d.kind === "O"),
  fields: get(() => null),
  names: get(() => null),
  shape: get(() => new PyTuple([])),
  subdtype: get(() => null),
  base: get((d) => d),
  ndim: get(() => 0),
});
