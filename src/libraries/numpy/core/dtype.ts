/** numpy's element types (`numpy.dtype`): their names and codes, and how they promote each other. */

import { nativeType } from "../../../dynamo/objects/core_types.ts";
import { PyObject } from "../../../dynamo/objects/object.ts";
import type { PyType } from "../../../dynamo/objects/type.ts";

export type Kind = "b" | "i" | "u" | "f" | "c" | "U" | "O";

export const dtypeType: PyType = nativeType("dtype", { module: "numpy" });

export class PyDType extends PyObject {
  readonly name: string;
  readonly kind: Kind;
  readonly itemsize: number;
  /** The one-letter code: `f` for float32. */
  readonly char: string;
  /** The code with byte order and size: `<f4`. */
  readonly code: string;
  readonly num: number;

  constructor(name: string, kind: Kind, itemsize: number, char: string, code: string, num: number) {
    super(dtypeType);
    this.name = name;
    this.kind = kind;
    this.itemsize = itemsize;
    this.char = char;
    this.code = code;
    this.num = num;
  }

  /** What `str()` gives: the name, but for text its code. */
  get text(): string {
    return this.kind === "U" ? this.code : this.name;
  }
}

const ROWS: readonly (readonly [string, Kind, number, string, string, number])[] = [
  ["bool", "b", 1, "?", "|b1", 0],
  ["int8", "i", 1, "b", "|i1", 1],
  ["uint8", "u", 1, "B", "|u1", 2],
  ["int16", "i", 2, "h", "<i2", 3],
  ["uint16", "u", 2, "H", "<u2", 4],
  ["int32", "i", 4, "i", "<i4", 5],
  ["uint32", "u", 4, "I", "<u4", 6],
  ["int64", "i", 8, "l", "<i8", 7],
  ["uint64", "u", 8, "L", "<u8", 8],
  ["float16", "f", 2, "e", "<f2", 23],
  ["float32", "f", 4, "f", "<f4", 11],
  ["float64", "f", 8, "d", "<f8", 12],
  ["complex64", "c", 8, "F", "<c8", 14],
  ["complex128", "c", 16, "D", "<c16", 15],
  ["object", "O", 8, "O", "|O", 17],
];

const known: ReadonlyMap<string, PyDType> = new Map(ROWS.map((row) => [row[0], new PyDType(...row)]));

/** The dtypes of numbers and objects, in numpy's order. */
export const ALL_DTYPES: readonly PyDType[] = [...known.values()];

/** The dtype of a name that is known to exist. */
export function dtypeNamed(name: string): PyDType {
  const found = known.get(name);
  if (found === undefined) throw new Error(`there is no dtype ${name}`);
  return found;
}

export const BOOL: PyDType = dtypeNamed("bool");
export const INT64: PyDType = dtypeNamed("int64");
export const UINT64: PyDType = dtypeNamed("uint64");
export const FLOAT16: PyDType = dtypeNamed("float16");
export const FLOAT32: PyDType = dtypeNamed("float32");
export const FLOAT64: PyDType = dtypeNamed("float64");
export const COMPLEX64: PyDType = dtypeNamed("complex64");
export const COMPLEX128: PyDType = dtypeNamed("complex128");
export const OBJECT: PyDType = dtypeNamed("object");

const texts = new Map<number, PyDType>();

/** The dtype of strings of at most `length` characters. */
export function textDType(length: number): PyDType {
  let found = texts.get(length);
  if (found === undefined) {
    found = new PyDType(length === 0 ? "str" : `str${length * 32}`, "U", length * 4, "U", `<U${length}`, 19);
    texts.set(length, found);
  }
  return found;
}

/** The scalar types' other names. */
export const SCALAR_ALIASES: Readonly<Record<string, string>> = {
  bool_: "bool",
  int_: "int64",
  intp: "int64",
  long: "int64",
  longlong: "int64",
  uint: "uint64",
  uintp: "uint64",
  ulong: "uint64",
  ulonglong: "uint64",
  byte: "int8",
  ubyte: "uint8",
  short: "int16",
  ushort: "uint16",
  intc: "int32",
  uintc: "uint32",
  half: "float16",
  single: "float32",
  double: "float64",
  cdouble: "complex128",
  csingle: "complex64",
};

/** Every other name that `numpy.dtype` takes. */
const ALIASES: Readonly<Record<string, string>> = {
  ...SCALAR_ALIASES,
  int: "int64",
  float: "float64",
  complex: "complex128",
  object_: "object",
  q: "int64",
  Q: "uint64",
  p: "int64",
  P: "uint64",
};

const codes = new Map<string, PyDType>();
for (const d of ALL_DTYPES) {
  codes.set(d.name, d);
  codes.set(d.char, d);
  codes.set(d.code.slice(1), d);
}
for (const [alias, name] of Object.entries(ALIASES)) codes.set(alias, dtypeNamed(name));

/** The dtype that a text names: `float32`, `f4`, `<f4`, `f`, `U3`; undefined when numpy has none of that name here. */
export function dtypeOfText(text: string): PyDType | undefined {
  const plain = /^[<=|]/.test(text) ? text.slice(1) : text;
  const found = codes.get(plain);
  if (found !== undefined) return found;
  const match = /^(?:U(\d*)|str_?)$/.exec(plain);
  return match === null ? undefined : textDType(Number(match[1] ?? 0));
}

export function isInteger(d: PyDType): boolean {
  return d.kind === "i" || d.kind === "u";
}

function intOfSize(kind: "i" | "u", size: number): PyDType {
  return dtypeNamed(`${kind === "u" ? "u" : ""}int${size * 8}`);
}

/** The float that holds an integer or bool of this type: at least float16. */
export function floatFor(d: PyDType): PyDType {
  if (d.kind === "f" || d.kind === "c") return d;
  return d.itemsize === 1 ? FLOAT16 : d.itemsize === 2 ? FLOAT32 : FLOAT64;
}

const RANK: Readonly<Record<Kind, number>> = {
  b: 0,
  u: 1,
  i: 1,
  f: 2,
  c: 3,
  U: 4,
  O: 5,
};

/** The smallest dtype that both can be cast to safely (`numpy.promote_types`). */
export function promote(a: PyDType, b: PyDType): PyDType {
  if (a === b) return a;
  const [low, high] = RANK[a.kind] <= RANK[b.kind] ? [a, b] : [b, a];
  if (high.kind === "O" || low.kind === "b")
    return high.kind === "U" ? textDType(Math.max(5, high.itemsize / 4)) : high;
  if (high.kind === "U") {
    const width = low.kind === "U" ? low.itemsize / 4 : (WIDTHS[low.name] ?? 32);
    return textDType(Math.max(high.itemsize / 4, width));
  }
  if (RANK[low.kind] === RANK[high.kind]) {
    if (low.kind === high.kind) return low.itemsize > high.itemsize ? low : high;
    const [signed, unsigned] = low.kind === "i" ? [low, high] : [high, low];
    if (signed.itemsize > unsigned.itemsize) return signed;
    return unsigned.itemsize === 8 ? FLOAT64 : intOfSize("i", unsigned.itemsize * 2);
  }
  const float = floatFor(low);
  if (high.kind === "f") return float.itemsize > high.itemsize ? float : high;
  return float.itemsize === 8 ? COMPLEX128 : high;
}

/** How many characters an element takes as text. */
const WIDTHS: Readonly<Record<string, number>> = {
  bool: 5,
  int8: 4,
  uint8: 3,
  int16: 6,
  uint16: 5,
  int32: 11,
  uint32: 10,
  int64: 21,
  uint64: 20,
  float16: 32,
  float32: 32,
  float64: 32,
  complex64: 64,
  complex128: 64,
};

/** The dtype of the real and imaginary parts. */
export function realOf(d: PyDType): PyDType {
  return d === COMPLEX64 ? FLOAT32 : d === COMPLEX128 ? FLOAT64 : d;
}

export function complexOf(d: PyDType): PyDType {
  return d.kind === "c" ? d : floatFor(d).itemsize === 8 ? COMPLEX128 : COMPLEX64;
}

export type Casting = "no" | "equiv" | "safe" | "same_kind" | "unsafe";

/** `numpy.can_cast` of dtypes. */
export function canCast(from: PyDType, to: PyDType, casting: Casting): boolean {
  if (from === to || casting === "unsafe") return true;
  if (casting === "no" || casting === "equiv") return false;
  if (to.kind === "O") return true;
  if (from.kind === "O") return false;
  if (to.kind === "U") return from.kind !== "U" || from.itemsize <= to.itemsize || casting === "same_kind";
  if (from.kind === "U") return false;
  if (promote(from, to) === to) return true;
  if (casting !== "same_kind") return false;
  const order: Readonly<Record<Kind, number>> = {
    b: 0,
    u: 1,
    i: 2,
    f: 3,
    c: 4,
    U: 5,
    O: 6,
  };
  return order[from.kind] <= order[to.kind];
}

/** The bounds of an integer dtype. */
export function integerBounds(d: PyDType): {
  readonly low: bigint;
  readonly high: bigint;
} {
  const bits = BigInt(d.itemsize * 8);
  return d.kind === "i"
    ? { low: -(1n << (bits - 1n)), high: (1n << (bits - 1n)) - 1n }
    : { low: 0n, high: (1n << bits) - 1n };
}
