/** `struct`: numbers as bytes. */

import { nativeModule } from "../importer/native_module.ts";
import type { Interpreter } from "../interpreter.ts";
import { PyByteArray, PyBytes } from "../objects/bytes.ts";
import { nativeType } from "../objects/core_types.ts";
import { ExceptionType } from "../objects/exception_types.ts";
import { float } from "../objects/float.ts";
import { normalizeInt } from "../objects/int.ts";
import { fn, rawFn } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";
import { asFloat, asInt } from "../objects/unbox.ts";
import { truth } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";

const structError = nativeType("error", { module: "struct", bases: [ExceptionType] });

interface Item {
  readonly code: string;
  readonly count: number;
  readonly offset: number;
}

interface Layout {
  readonly items: readonly Item[];
  readonly size: number;
  readonly little: boolean;
}

const SIZES: Readonly<Record<string, number>> = {
  ...{ x: 1, c: 1, b: 1, B: 1, "?": 1, h: 2, H: 2, i: 4, I: 4, l: 8, L: 8, q: 8, Q: 8, n: 8, N: 8, e: 2, f: 4, d: 8 },
  ...{ s: 1, p: 1, P: 8 },
};

function layoutOf(vm: Interpreter, format: PyValue): Layout {
  const text = format instanceof PyBytes ? new TextDecoder().decode(format.bytes) : String(format);
  const order = /^[@=<>!]/.exec(text)?.[0] ?? "@";
  const native = order === "@";
  const items: Item[] = [];
  let offset = 0;
  for (const [, digits = "", code = ""] of text.slice(/^[@=<>!]/.test(text) ? 1 : 0).matchAll(/\s*(\d*)(\S)/g)) {
    const size = native || !"lL".includes(code) ? SIZES[code] : 4;
    if (size === undefined || (!native && "nNP".includes(code))) raise(vm, structError, "bad char in struct format");
    const count = digits === "" ? 1 : Number(digits);
    if (native) offset = Math.ceil(offset / size) * size;
    items.push({ code: size === 4 && code === "l" ? "i" : size === 4 && code === "L" ? "I" : code, count, offset });
    offset += size * count;
  }
  return { items, size: offset, little: order !== ">" && order !== "!" };
}

/** Calls `visit` for each value that the layout holds: one for `s` and `p`, none for `x`. */
function places(layout: Layout, visit: (code: string, offset: number, count: number) => void): void {
  for (const { code, count, offset } of layout.items) {
    if (code === "x") continue;
    if (code === "s" || code === "p") visit(code, offset, count);
    else for (let i = 0; i < count; i++) visit(code, offset + i * (SIZES[code] ?? 1), 1);
  }
}

const INTEGER_RANGE: Readonly<Record<string, readonly [bits: number, signed: boolean]>> = {
  ...{ b: [8, true], B: [8, false], h: [16, true], H: [16, false], i: [32, true], I: [32, false] },
  ...{ l: [64, true], L: [64, false], q: [64, true], Q: [64, false], n: [64, true], N: [64, false], P: [64, false] },
};

function pack(vm: Interpreter, format: PyValue, values: readonly PyValue[]): PyBytes {
  const layout = layoutOf(vm, format);
  const bytes = new Uint8Array(layout.size);
  const view = new DataView(bytes.buffer);
  let wanted = 0;
  places(layout, () => wanted++);
  if (wanted !== values.length)
    raise(vm, structError, `pack expected ${wanted} items for packing (got ${values.length})`);
  let next = 0;
  places(layout, (code, offset, count) => {
    const value = values[next++] ?? null;
    const range = INTEGER_RANGE[code];
    if (range !== undefined) {
      const n = asInt(value);
      if (n === undefined) raise(vm, structError, "required argument is not an integer");
      const [bits, signed] = range;
      const low = signed ? -(1n << BigInt(bits - 1)) : 0n;
      const high = (1n << BigInt(signed ? bits - 1 : bits)) - 1n;
      const big = BigInt(n);
      if (big < low || big > high) raise(vm, structError, `'${code}' format requires ${low} <= number <= ${high}`);
      for (let i = 0; i < bits / 8; i++) {
        const at = layout.little ? i : bits / 8 - 1 - i;
        bytes[offset + at] = Number((big >> BigInt(8 * i)) & 0xffn);
      }
      return;
    }
    if (code === "?") bytes[offset] = Number(truth(vm, value));
    else if (code === "s" || code === "c" || code === "p") {
      if (!(value instanceof PyBytes) && !(value instanceof PyByteArray))
        raise(vm, structError, `argument for '${code}' must be a bytes object`);
      bytes.set(value.bytes.subarray(0, count), offset);
    } else {
      const n = asFloat(value) ?? Number(asInt(value) ?? Number.NaN);
      if (code === "d") view.setFloat64(offset, n, layout.little);
      else if (code === "f") view.setFloat32(offset, n, layout.little);
      else view.setUint16(offset, toHalf(n), layout.little);
    }
  });
  return new PyBytes(bytes);
}

function unpack(vm: Interpreter, format: PyValue, data: Uint8Array, exact: boolean, from = 0): PyTuple {
  const layout = layoutOf(vm, format);
  if (exact ? data.length !== layout.size : data.length - from < layout.size)
    raise(vm, structError, `unpack requires a buffer of ${layout.size} bytes`);
  const bytes = data.subarray(from, from + layout.size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out: PyValue[] = [];
  places(layout, (code, offset, count) => {
    const range = INTEGER_RANGE[code];
    if (range !== undefined) {
      const [bits, signed] = range;
      let n = 0n;
      for (let i = 0; i < bits / 8; i++) {
        const at = layout.little ? i : bits / 8 - 1 - i;
        n |= BigInt(bytes[offset + at] ?? 0) << BigInt(8 * i);
      }
      out.push(normalizeInt(signed ? BigInt.asIntN(bits, n) : n));
    } else if (code === "?") out.push(bytes[offset] !== 0);
    else if (code === "s" || code === "c" || code === "p") out.push(new PyBytes(bytes.slice(offset, offset + count)));
    else if (code === "d") out.push(float(view.getFloat64(offset, layout.little)));
    else if (code === "f") out.push(float(view.getFloat32(offset, layout.little)));
    else out.push(float(fromHalf(view.getUint16(offset, layout.little))));
  });
  return new PyTuple(out);
}

function fromHalf(h: number): number {
  const sign = (h & 0x8000) === 0 ? 1 : -1;
  const exponent = (h >> 10) & 31;
  const fraction = h & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

/** Rounds half to even. */
function toHalf(x: number): number {
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0;
  const a = Math.abs(x);
  if (Number.isNaN(x)) return 0x7e00;
  if (a >= 65520) return sign | 0x7c00;
  const exponent = a < 2 ** -14 ? -14 : Math.floor(Math.log2(a));
  const scaled = (a / 2 ** exponent) * 1024;
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  const n = rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
  return sign | (a < 2 ** -14 ? n : ((exponent + 15) << 10) + n - 1024);
}

function bytesOf(vm: Interpreter, value: PyValue): Uint8Array {
  if (value instanceof PyBytes || value instanceof PyByteArray) return value.bytes;
  return raise(vm, structError, "a bytes-like object is required");
}

export const structModule = nativeModule("struct", () => ({
  error: structError,
  pack: rawFn("pack", (vm, [format = null, ...values]) => pack(vm, format, values)),
  unpack: fn("unpack(format, buffer, /)", (vm: Interpreter, format: PyValue, buffer: PyValue) =>
    unpack(vm, format, bytesOf(vm, buffer), true),
  ),
  unpack_from: fn(
    "unpack_from(format, /, buffer, offset=0)",
    (vm: Interpreter, format: PyValue, buffer: PyValue, offset: PyValue) =>
      unpack(vm, format, bytesOf(vm, buffer), false, Number(offset)),
  ),
  calcsize: fn("calcsize(format, /)", (vm: Interpreter, format: PyValue) => layoutOf(vm, format).size),
}));
