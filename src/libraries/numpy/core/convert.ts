/** Python values as dtypes and arrays, and casts between dtypes. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { PyBytes } from "../../../dynamo/objects/bytes.ts";
import { complexType, PyComplex } from "../../../dynamo/objects/complex.ts";
import { objectType } from "../../../dynamo/objects/core_types.ts";
import { PyDict } from "../../../dynamo/objects/dict.ts";
import {
  NotImplementedErrorType,
  OverflowErrorType,
  TypeErrorType,
  ValueErrorType,
} from "../../../dynamo/objects/exception_types.ts";
import { floatType, PyFloat } from "../../../dynamo/objects/float.ts";
import { boolType, intType } from "../../../dynamo/objects/int.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import { PyObject, type PyValue } from "../../../dynamo/objects/object.ts";
import { PySetBase } from "../../../dynamo/objects/set.ts";
import { strType } from "../../../dynamo/objects/str.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import { PyType } from "../../../dynamo/objects/type.ts";
import { asFloat, asInt, asStr } from "../../../dynamo/objects/unbox.ts";
import { lookupAttr, lookupSpecial } from "../../../dynamo/protocols/attribute.ts";
import { call } from "../../../dynamo/protocols/call.ts";
import { index, repr, str, toFloat, toInt, truth } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { toArray } from "../../../dynamo/protocols/iterate.ts";
import { typeName } from "../../../dynamo/protocols/type_of.ts";
import { arrayOf, isContiguous, load, newArray, PyNdarray, product, tupleText } from "./array.ts";
import {
  BOOL,
  COMPLEX128,
  dtypeOfText,
  FLOAT64,
  INT64,
  integerBounds,
  isInteger,
  OBJECT,
  PyDType,
  promote,
  textDType,
  UINT64,
} from "./dtype.ts";
import { box, dtypeOfType, floatingType, integerType, scalarDType, scalarElement } from "./scalar.ts";
import { getElement, setElement } from "./storage.ts";

/** What `numpy.dtype(v)` means; None is float64. */
export function toDType(vm: Interpreter, v: PyValue): PyDType {
  if (v instanceof PyDType) return v;
  if (v === null) return FLOAT64;
  if (v instanceof PyType) {
    if (v === boolType) return BOOL;
    if (v === intType || v === integerType) return INT64;
    if (v === floatType || v === floatingType) return FLOAT64;
    if (v === complexType) return COMPLEX128;
    if (v === strType) return textDType(0);
    if (v === objectType) return OBJECT;
    return (
      dtypeOfType(v) ?? (v.heap ? OBJECT : raise(vm, TypeErrorType, `Cannot interpret '${repr(vm, v)}' as a data type`))
    );
  }
  const text = asStr(v);
  if (text !== undefined) {
    const found = dtypeOfText(text);
    if (found !== undefined) return found;
    if (/^>|^[<|]?[SVMm]|,/.test(text))
      return raise(
        vm,
        NotImplementedErrorType,
        `numpy.dtype(${repr(vm, v)}) is not modelled: numbers in the machine's byte order, bool, str and object are`,
      );
    return raise(vm, TypeErrorType, `data type ${repr(vm, v)} not understood`);
  }
  if (v instanceof PyList || v instanceof PyDict)
    return raise(vm, NotImplementedErrorType, "structured numpy dtypes are not modelled");
  const inner = v instanceof PyObject ? lookupAttr(vm, v, "dtype") : undefined;
  if (inner instanceof PyDType) return inner;
  return raise(vm, TypeErrorType, `Cannot interpret '${str(vm, v)}' as a data type`);
}

/** The dtype that a single value has; undefined for what is a sequence or no number. */
export function leafDType(v: PyValue): PyDType | undefined {
  if (typeof v === "boolean") return BOOL;
  if (typeof v === "number") return INT64;
  if (typeof v === "bigint")
    return v > 0n && v < 1n << 64n ? (v < 1n << 63n ? INT64 : UINT64) : v >= -(1n << 63n) && v < 0n ? INT64 : OBJECT;
  if (typeof v === "string") return textDType(Array.from(v).length);
  if (v instanceof PyFloat) return FLOAT64;
  const own = scalarDType(v);
  if (own !== undefined) return own;
  if (v instanceof PyComplex) return COMPLEX128;
  if (asInt(v) !== undefined) return INT64;
  if (asFloat(v) !== undefined) return FLOAT64;
  const text = asStr(v);
  return text === undefined ? undefined : textDType(Array.from(text).length);
}

/** A value as an element of a dtype, checked as numpy checks what it is given. */
export function toElement(vm: Interpreter, d: PyDType, v: PyValue): PyValue {
  if (d.kind === "O") return v;
  if (v instanceof PyNdarray) {
    if (v.size === 1) return toElement(vm, d, box(v.dtype, getElement(v.dtype, v.store, v.offset)));
    return raise(vm, ValueErrorType, "setting an array element with a sequence.");
  }
  if (d.kind === "U") return str(vm, v);
  if (typeof v === "number" || typeof v === "bigint") {
    if (isInteger(d)) {
      const { low, high } = integerBounds(d);
      if (v < low || v > high) raise(vm, OverflowErrorType, `Python integer ${v} out of bounds for ${d.name}`);
    }
    return v;
  }
  if (typeof v === "boolean") return Number(v);
  if (v instanceof PyFloat) {
    if (isInteger(d) && !Number.isFinite(v.value)) toInt(vm, v);
    return v.value;
  }
  if (v instanceof PyComplex) {
    if (d.kind !== "c" && v.type === complexType)
      raise(
        vm,
        TypeErrorType,
        `${d.kind === "f" ? "float" : "int"}() argument must be a string or a real number, not 'complex'`,
      );
    return v;
  }
  const scalar = scalarDType(v);
  if (scalar !== undefined && scalar.kind !== "U") return scalarElement(v);
  const text = asStr(v);
  if (text !== undefined) return parsed(vm, d, text);
  const n = asInt(v);
  if (n !== undefined) return n;
  if (v === null)
    return d.kind === "f"
      ? Number.NaN
      : d.kind === "b"
        ? 0
        : raise(
            vm,
            TypeErrorType,
            `${d.kind === "c" ? "complex" : "int"}() argument must be a string, a bytes-like object or a real number, not 'NoneType'`,
          );
  if (d.kind === "b") return Number(truth(vm, v));
  if (v instanceof PyList || v instanceof PyTuple)
    return raise(vm, ValueErrorType, "setting an array element with a sequence.");
  return isInteger(d) ? toInt(vm, v) : toFloat(vm, v);
}

function parsed(vm: Interpreter, d: PyDType, text: string): PyValue {
  if (d.kind === "b") return text === "" ? 0 : 1;
  const plain = text.trim();
  if (isInteger(d)) {
    if (/^[+-]?\d+$/.test(plain)) return Number.isSafeInteger(Number(plain)) ? Number(plain) : BigInt(plain);
    return raise(vm, ValueErrorType, `invalid literal for int() with base 10: ${repr(vm, text)}`);
  }
  const named = /^[+-]?(?:inf(?:inity)?|nan)$/i.exec(plain);
  if (named !== null)
    return /nan/i.test(plain)
      ? Number.NaN
      : plain.startsWith("-")
        ? Number.NEGATIVE_INFINITY
        : Number.POSITIVE_INFINITY;
  if (plain === "" || Number.isNaN(Number(plain)))
    return raise(vm, ValueErrorType, `could not convert string to float: ${repr(vm, text)}`);
  return Number(plain);
}

/** The value as an array; an array comes back itself, of another dtype it is cast. */
export function asArray(vm: Interpreter, v: PyValue, dtype: PyDType | null = null): PyNdarray {
  if (v instanceof PyNdarray) return dtype === null || sameDType(v.dtype, dtype) ? v : cast(vm, v, dtype);
  const d = leafDType(v);
  if (d !== undefined) return filled(vm, dtype ?? d, v);
  if (v instanceof PyObject) {
    const method = lookupSpecial(vm, v, "__array__");
    if (method !== undefined && !(v instanceof PyType)) {
      const made = call(vm, method, []);
      if (!(made instanceof PyNdarray))
        return raise(vm, ValueErrorType, "object __array__ method not producing an array");
      return asArray(vm, made, dtype);
    }
  }
  return isSequence(vm, v) ? discover(vm, v, dtype) : filled(vm, dtype ?? OBJECT, v);
}

/** Text of no given length takes any. */
function sameDType(have: PyDType, want: PyDType): boolean {
  return have === want || (want.kind === "U" && want.itemsize === 0 && have.kind === "U");
}

function filled(vm: Interpreter, dtype: PyDType, v: PyValue): PyNdarray {
  const element = toElement(vm, dtype, v);
  const d = dtype.kind === "U" && dtype.itemsize === 0 ? textDType(Array.from(String(element)).length) : dtype;
  const out = newArray(vm, d, []);
  setElement(d, out.store, 0, element);
  return out;
}

function isSequence(vm: Interpreter, v: PyValue): boolean {
  if (v instanceof PyList || v instanceof PyTuple) return true;
  if (
    !(v instanceof PyObject) ||
    v instanceof PyDict ||
    v instanceof PySetBase ||
    v instanceof PyType ||
    v instanceof PyBytes
  )
    return false;
  return lookupSpecial(vm, v, "__len__") !== undefined && lookupSpecial(vm, v, "__getitem__") !== undefined;
}

interface Discovery {
  readonly leaves: PyValue[];
  readonly shape: number[];
  dtype: PyDType | null;
}

/** Nested sequences as one array. */
function discover(vm: Interpreter, v: PyValue, dtype: PyDType | null): PyNdarray {
  if (dtype?.kind === "O") return discoverObjects(vm, v);
  const found: Discovery = { leaves: [], shape: [], dtype: null };
  collect(vm, v, found, 0, dtype);
  let d = dtype ?? found.dtype ?? FLOAT64;
  if (d.kind === "U" && d.itemsize === 0)
    d =
      found.dtype?.kind === "U"
        ? found.dtype
        : textDType(Math.max(1, ...found.leaves.map((x) => Array.from(str(vm, x)).length)));
  if (d.kind === "U" && dtype === null)
    d = textDType(Math.max(0, ...found.leaves.map((x) => Array.from(str(vm, x)).length), d.itemsize / 4));
  const out = newArray(vm, d, found.shape);
  vm.charge(found.leaves.length / 16);
  found.leaves.forEach((leaf, i) => {
    setElement(d, out.store, i, leaf instanceof PyFloat && d.kind === "f" ? leaf.value : toElement(vm, d, leaf));
  });
  return out;
}

/** Objects: as many dimensions as all lists and tuples have in common. */
function discoverObjects(vm: Interpreter, v: PyValue): PyNdarray {
  const itemsOf = (x: PyValue): readonly PyValue[] | undefined => {
    if (x instanceof PyList || x instanceof PyTuple) return x.items;
    return x instanceof PyNdarray && x.shape.length > 0 ? toArray(vm, x) : undefined;
  };
  let level: PyValue[] = [v];
  const shape: number[] = [];
  for (;;) {
    const parts = level.map(itemsOf);
    const size = parts[0]?.length;
    if (size === undefined || parts.some((p) => p?.length !== size)) break;
    shape.push(size);
    level = parts.flatMap((p) => p ?? []);
  }
  if (shape.length === 0) level = isSequence(vm, v) ? toArray(vm, v) : level;
  if (shape.length === 0) shape.push(level.length);
  return arrayOf(vm, OBJECT, shape, { kind: "value", x: level });
}

function collect(vm: Interpreter, v: PyValue, found: Discovery, depth: number, wanted: PyDType | null): void {
  const known = v instanceof PyList || v instanceof PyTuple ? undefined : leafDType(v);
  if (known !== undefined) {
    if (found.shape.length > depth) ragged(vm, found, depth);
    found.leaves.push(v);
    see(found, known);
    return;
  }
  let items: readonly PyValue[];
  if (v instanceof PyList || v instanceof PyTuple) items = v.items;
  else {
    const array =
      v instanceof PyNdarray
        ? v
        : v instanceof PyObject && lookupSpecial(vm, v, "__array__") !== undefined
          ? asArray(vm, v)
          : undefined;
    if (array !== undefined) {
      spread(vm, array, found, depth);
      return;
    }
    if (!isSequence(vm, v)) {
      if (found.shape.length > depth) ragged(vm, found, depth);
      found.leaves.push(v);
      see(found, wanted ?? OBJECT);
      return;
    }
    items = toArray(vm, v);
  }
  agree(vm, found, depth, items.length);
  for (const item of items) collect(vm, item, found, depth + 1, wanted);
}

/** An array among the items. */
function spread(vm: Interpreter, array: PyNdarray, found: Discovery, depth: number): void {
  array.shape.forEach((size, i) => {
    agree(vm, found, depth + i, size);
  });
  if (found.shape.length > depth + array.shape.length) ragged(vm, found, depth);
  see(found, array.dtype);
  for (const element of elementsOf(vm, array)) found.leaves.push(box(array.dtype, element));
}

function agree(vm: Interpreter, found: Discovery, depth: number, size: number): void {
  const have = found.shape[depth];
  if (have === undefined) {
    if (found.leaves.length > 0) ragged(vm, found, depth);
    found.shape.push(size);
  } else if (have !== size) ragged(vm, found, depth);
}

function see(found: Discovery, d: PyDType): void {
  if (found.dtype !== d) found.dtype = found.dtype === null ? d : promote(found.dtype, d);
}

function ragged(vm: Interpreter, found: Discovery, depth: number): never {
  const shape = found.shape.slice(0, depth);
  const dims = `${shape.length} dimension${shape.length === 1 ? "s" : "s"}`;
  return raise(
    vm,
    ValueErrorType,
    `setting an array element with a sequence. The requested array has an inhomogeneous shape after ${dims}. The detected shape was ${tupleText(shape)} + inhomogeneous part.`,
  );
}

/** The elements in row-major order. */
export function elementsOf(vm: Interpreter, a: PyNdarray): PyValue[] {
  const block = load(vm, a);
  if (block.kind !== "complex") return block.kind === "real" ? Array.from(block.x) : block.x;
  const out: PyValue[] = [];
  for (let i = 0; i < block.x.length; i += 2) out.push(new PyComplex(block.x[i] as number, block.x[i + 1] as number));
  return out;
}

/** A new array of the dtype. */
export function cast(vm: Interpreter, a: PyNdarray, d: PyDType): PyNdarray {
  const from = a.dtype;
  if (d.kind === "O" || d.kind === "U" || from.kind === "O" || from.kind === "U") {
    const values = elementsOf(vm, a).map((e) =>
      from.kind === "O" ? e : d.kind === "O" ? plainOf(from, e) : box(from, e),
    );
    const elements = values.map((v) => toElement(vm, d, v));
    const to =
      d.kind === "U" && d.itemsize === 0
        ? textDType(Math.max(0, ...elements.map((e) => Array.from(String(e)).length)))
        : d;
    const out = newArray(vm, to, a.shape);
    elements.forEach((e, i) => {
      setElement(to, out.store, i, e);
    });
    return out;
  }
  return arrayOf(vm, d, a.shape, copied(vm, a));
}

function plainOf(d: PyDType, e: PyValue): PyValue {
  return d.kind === "f" ? new PyFloat(e as number) : d.kind === "b" ? Boolean(e) : e;
}

/** The array's elements in a block of their own. */
export function copied(vm: Interpreter, a: PyNdarray): ReturnType<typeof load> {
  const block = load(vm, a);
  return a.dtype === FLOAT64 && block.kind === "real" ? { kind: "real", x: block.x.slice() } : block;
}

/** A copy in row-major order. */
export function copyOf(vm: Interpreter, a: PyNdarray): PyNdarray {
  return arrayOf(vm, a.dtype, a.shape, copied(vm, a));
}

/** The array itself when it is in row-major order, or a copy that is. */
export function contiguous(vm: Interpreter, a: PyNdarray): PyNdarray {
  return isContiguous(a) ? a : copyOf(vm, a);
}

/** An array, or the scalar that it holds when it has no dimensions. */
export function unwrap(a: PyNdarray): PyValue {
  return a.shape.length === 0 ? box(a.dtype, getElement(a.dtype, a.store, a.offset)) : a;
}

/** A shape argument: an integer or a sequence of them. */
export function toShape(vm: Interpreter, v: PyValue): number[] {
  const one = asInt(v);
  if (one !== undefined) return [Number(one)];
  if (
    v instanceof PyNdarray ||
    v instanceof PyList ||
    v instanceof PyTuple ||
    (v instanceof PyObject && lookupSpecial(vm, v, "__len__") !== undefined)
  ) {
    return toArray(vm, v).map((s) => shapeItem(vm, s));
  }
  if (v instanceof PyFloat)
    raise(vm, TypeErrorType, `expected a sequence of integers or a single integer, got '${repr(vm, v)}'`);
  return [shapeItem(vm, v)];
}

function shapeItem(vm: Interpreter, v: PyValue): number {
  if (asInt(v) === undefined && (!(v instanceof PyObject) || lookupSpecial(vm, v, "__index__") === undefined))
    raise(vm, TypeErrorType, `'${typeName(v)}' object cannot be interpreted as an integer`);
  return Number(index(vm, v));
}

/** An axis argument: None, one axis or several, as places from the front. */
export function sizeOf(shape: readonly number[]): number {
  return product(shape);
}
