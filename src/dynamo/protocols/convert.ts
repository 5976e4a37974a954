/** Conversions by protocol: truth, repr, str, index, int, float; and isinstance. */

import type { Interpreter } from "../interpreter.ts";
import { typeType } from "../objects/core_types.ts";
import { PyDict } from "../objects/dict.ts";
import { OverflowErrorType, TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { PyFloat } from "../objects/float.ts";
import { PyUnionType } from "../objects/generic_alias.ts";
import { intFromIntegral, type PyInt } from "../objects/int.ts";
import { PyList } from "../objects/list.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { reprString } from "../objects/text.ts";
import { PyTuple } from "../objects/tuple.ts";
import { PyType } from "../objects/type.ts";
import { asFloat, asInt, asStr } from "../objects/unbox.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { lookupAttr } from "./attribute.ts";
import { callSpecial } from "./call.ts";
import { raise } from "./errors.ts";
import { hash as hashValue } from "./hash.ts";
import { floatOf } from "./number_op.ts";
import { typeName, typeOf } from "./type_of.ts";

export { typeOf };

export function hash(vm: Interpreter, v: PyValue): PyInt {
  return hashValue(vm, v);
}

/** `bool(v)`. */
export function truth(vm: Interpreter, v: PyValue): boolean {
  if (typeof v === "boolean") return v;
  if (!(v instanceof PyObject)) return v !== null && v !== 0 && v !== "" && v !== 0n;
  if (v instanceof PyFloat) return v.value !== 0;
  const type = v.type;
  const method = type.lookup("__bool__");
  if (method === undefined) {
    if (v instanceof PyList && !type.heap) return v.items.length > 0;
    if (v instanceof PyTuple && !type.heap) return v.items.length > 0;
    if (v instanceof PyDict && !type.heap) return v.size > 0;
    const n = callSpecial(vm, v, "__len__");
    if (n === undefined) return true;
    return checkedLength(vm, n) > 0;
  }
  const r = callSpecial(vm, v, "__bool__");
  if (typeof r === "boolean") return r;
  if (r instanceof PyUnknown) return true;
  raise(vm, TypeErrorType, `__bool__ should return bool, returned ${typeName(r ?? null)}`);
}

/** What `__len__` gave, as a length. */
export function checkedLength(vm: Interpreter, n: PyValue): number {
  const length = index(vm, n);
  if (length < 0) raise(vm, ValueErrorType, "__len__() should return >= 0");
  if (typeof length === "bigint") raise(vm, OverflowErrorType, "cannot fit 'int' into an index-sized integer");
  return length;
}

export function repr(vm: Interpreter, v: PyValue): string {
  if (v === null) return "None";
  if (typeof v === "boolean") return v ? "True" : "False";
  if (typeof v === "number") return String(v);
  if (typeof v === "string") return reprString(v);
  const r = callSpecial(vm, v, "__repr__");
  const text = r === undefined ? undefined : asStr(r);
  if (text === undefined) raise(vm, TypeErrorType, `__repr__ returned non-string (type ${typeName(r ?? null)})`);
  return text;
}

export function str(vm: Interpreter, v: PyValue): string {
  if (typeof v === "string") return v;
  if (typeof v === "number") return String(v);
  if (!(v instanceof PyObject)) return repr(vm, v);
  const r = callSpecial(vm, v, "__str__");
  const text = r === undefined ? undefined : asStr(r);
  if (text === undefined) raise(vm, TypeErrorType, `__str__ returned non-string (type ${typeName(r ?? null)})`);
  return text;
}

/** `operator.index(v)`: the integer value of an int or of an object with `__index__`. */
export function index(vm: Interpreter, v: PyValue): PyInt {
  const n = asInt(v);
  if (n !== undefined) return n;
  const r = callSpecial(vm, v, "__index__");
  if (r === undefined) raise(vm, TypeErrorType, `'${typeName(v)}' object cannot be interpreted as an integer`);
  const result = asInt(r);
  if (result === undefined) raise(vm, TypeErrorType, `__index__ returned non-int (type ${typeName(r)})`);
  return result;
}

/**
 * What `int(v)` or `float(v)` is for an object that stands for a number without being one: a symbolic size, a value of a graph
 * being captured. Undefined for every other object.
 */
export function symbolicNumber(vm: Interpreter, v: PyValue, of: "int" | "float"): PyValue | undefined {
  return v instanceof PyObject && asInt(v) === undefined ? callSpecial(vm, v, `__sym_${of}__`) : undefined;
}

/** `int(v)` for anything but text. */
export function toInt(vm: Interpreter, v: PyValue): PyInt {
  const n = asInt(v);
  if (n !== undefined) return n;
  if (v instanceof PyFloat) return truncated(vm, v.value);
  for (const name of ["__int__", "__index__", "__trunc__"]) {
    const r = callSpecial(vm, v, name);
    if (r === undefined) continue;
    const result = asInt(r);
    if (result === undefined) raise(vm, TypeErrorType, `${name} returned non-int (type ${typeName(r)})`);
    return result;
  }
  raise(
    vm,
    TypeErrorType,
    `int() argument must be a string, a bytes-like object or a real number, not '${typeName(v)}'`,
  );
}

/** A float cut to an int. */
export function truncated(vm: Interpreter, x: number): PyInt {
  if (Number.isNaN(x)) raise(vm, ValueErrorType, "cannot convert float NaN to integer");
  if (!Number.isFinite(x)) raise(vm, OverflowErrorType, "cannot convert float infinity to integer");
  return intFromIntegral(Math.trunc(x));
}

/** A real number as a double: `__float__`, else `__index__`. Text is not accepted. */
export function toFloat(vm: Interpreter, v: PyValue): number {
  const x = asFloat(v);
  if (x !== undefined) return x;
  const n = asInt(v);
  if (n !== undefined) return floatOf(vm, n);
  const r = callSpecial(vm, v, "__float__");
  if (r !== undefined) {
    const result = asFloat(r);
    if (result === undefined)
      raise(vm, TypeErrorType, `${typeName(v)}.__float__ returned non-float (type ${typeName(r)})`);
    return result;
  }
  const i = callSpecial(vm, v, "__index__");
  if (i !== undefined) return floatOf(vm, index(vm, i));
  raise(vm, TypeErrorType, `must be real number, not ${typeName(v)}`);
}

/** `isinstance(v, cls)`, with tuples, unions and `__instancecheck__`. */
export function isInstance(vm: Interpreter, v: PyValue, cls: PyValue): boolean {
  if (cls instanceof PyType) {
    const type = typeOf(v);
    if (type === cls) return true;
    if (cls.type === typeType) return plainIsInstance(vm, v, type, cls);
  }
  if (cls instanceof PyTuple) return cls.items.some((c) => isInstance(vm, v, c));
  if (cls instanceof PyUnionType) return cls.args.items.some((c) => isInstance(vm, v, c === null ? typeOf(null) : c));
  if (cls instanceof PyUnknown) return false;
  const r = callSpecial(vm, cls, "__instancecheck__", v);
  if (r !== undefined) return truth(vm, r);
  raise(vm, TypeErrorType, "isinstance() arg 2 must be a type, a tuple of types, or a union");
}

/** `type.__instancecheck__`: by class, or by what the instance says its `__class__` is. */
export function plainIsInstance(vm: Interpreter, v: PyValue, type: PyType, cls: PyType): boolean {
  if (type.isSubtypeOf(cls)) return true;
  if (!(v instanceof PyObject) || v instanceof PyUnknown || !type.heap) return false;
  const claimed = lookupAttr(vm, v, "__class__");
  return claimed instanceof PyType && claimed !== type && claimed.isSubtypeOf(cls);
}

/** `issubclass(c, cls)`, with tuples, unions and `__subclasscheck__`. */
export function isSubclass(vm: Interpreter, c: PyValue, cls: PyValue): boolean {
  if (cls instanceof PyTuple) return cls.items.some((k) => isSubclass(vm, c, k));
  if (cls instanceof PyUnionType) return cls.args.items.some((k) => isSubclass(vm, c, k === null ? typeOf(null) : k));
  if (cls instanceof PyUnknown || c instanceof PyUnknown) return false;
  if (cls instanceof PyType && cls.type === typeType) {
    if (!(c instanceof PyType)) raise(vm, TypeErrorType, "issubclass() arg 1 must be a class");
    return c.isSubtypeOf(cls);
  }
  const r = callSpecial(vm, cls, "__subclasscheck__", c);
  if (r !== undefined) return truth(vm, r);
  raise(vm, TypeErrorType, "issubclass() arg 2 must be a class, a tuple of classes, or a union");
}
