/** Reads a native value out of itself or of an instance of a subclass of its class. */

import { PyBoxed } from "./boxed.ts";
import { PyByteArray, PyBytes } from "./bytes.ts";
import { PyFloat } from "./float.ts";
import type { PyInt } from "./int.ts";
import { PyMemoryView } from "./memoryview.ts";
import type { PyValue } from "./object.ts";

/** The value of an int, of a bool (0 or 1) or of an instance of an int subclass. */
export function asInt(v: PyValue): PyInt | undefined {
  if (typeof v === "number" || typeof v === "bigint") return v;
  if (typeof v === "boolean") return v ? 1 : 0;
  if (v instanceof PyBoxed && (typeof v.payload === "number" || typeof v.payload === "bigint")) return v.payload;
  return undefined;
}

/** The value of a float or of an instance of a float subclass; ints are not floats here. */
export function asFloat(v: PyValue): number | undefined {
  if (v instanceof PyFloat) return v.value;
  if (v instanceof PyBoxed && v.payload instanceof PyFloat) return v.payload.value;
  return undefined;
}

export function asStr(v: PyValue): string | undefined {
  if (typeof v === "string") return v;
  if (v instanceof PyBoxed && typeof v.payload === "string") return v.payload;
  return undefined;
}

/** The bytes of a `bytes` (or subclass) object. */
export function asBytes(v: PyValue): Uint8Array | undefined {
  if (v instanceof PyBytes) return v.bytes;
  if (v instanceof PyBoxed && v.payload instanceof PyBytes) return v.payload.bytes;
  return undefined;
}

/** The bytes of anything bytes-like: bytes, bytearray or memoryview. */
export function asBytesLike(v: PyValue): Uint8Array | undefined {
  return v instanceof PyByteArray || v instanceof PyMemoryView ? v.bytes : asBytes(v);
}
