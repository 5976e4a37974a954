/** `_zlib`: DEFLATE data (RFC 1951) in zlib, gzip or raw form, in memory. */

import { deflateSync, Gunzip, gzipSync, Inflate, Unzlib, zlibSync } from "fflate";
import { nativeModule } from "../../importer/native_module.ts";
import type { Interpreter } from "../../interpreter.ts";
import { PyBytes } from "../../objects/bytes.ts";
import { fn } from "../../objects/native.ts";
import type { PyValue } from "../../objects/object.ts";
import { index } from "../../protocols/convert.ts";
import { bytesArgument } from "./hashlib.ts";

const CHUNK = 4096;

/** Null when the data is damaged. The output is charged as it grows, so that a small input can't fill the memory. */
function decompress(vm: Interpreter, data: Uint8Array, windowBits: number): Uint8Array | null {
  const parts: Uint8Array[] = [];
  let size = 0;
  let complete = false;
  const take = (part: Uint8Array, final: boolean) => {
    vm.chargeMemory(part.length);
    parts.push(part);
    size += part.length;
    complete ||= final;
  };
  const stream = windowBits < 0 ? new Inflate(take) : windowBits > 15 ? new Gunzip(take) : new Unzlib(take);
  for (let at = 0; at < Math.max(data.length, 1); at += CHUNK) {
    const final = at + CHUNK >= data.length;
    try {
      stream.push(data.slice(at, at + CHUNK), final);
    } catch (error) {
      // The library's own errors carry a code; what the budget raises goes on.
      if (error instanceof Error && "code" in error) return null;
      throw error;
    }
  }
  if (!complete) return null;
  const out = new Uint8Array(size);
  parts.reduce((at, part) => {
    out.set(part, at);
    return at + part.length;
  }, 0);
  return out;
}

function level(n: number): 0 | 1 | 6 | 9 {
  if (n <= 0) return 0;
  return n < 4 ? 1 : n < 9 ? 6 : 9;
}

export const zlibCoreModule = nativeModule("_zlib", () => ({
  compress: fn(
    "compress(data, level, wbits, /)",
    (vm: Interpreter, data: PyValue, given: PyValue, windowBits: PyValue) => {
      const bytes = bytesArgument(vm, data);
      const bits = Number(index(vm, windowBits));
      const options = { level: level(Number(index(vm, given))) };
      if (bits < 0) return new PyBytes(deflateSync(bytes, options));
      return new PyBytes(bits > 15 ? gzipSync(bytes, { ...options, mtime: 0 }) : zlibSync(bytes, options));
    },
  ),
  decompress: fn("decompress(data, wbits, /)", (vm: Interpreter, data: PyValue, windowBits: PyValue) => {
    const out = decompress(vm, bytesArgument(vm, data), Number(index(vm, windowBits)));
    return out === null ? null : new PyBytes(out);
  }),
}));
