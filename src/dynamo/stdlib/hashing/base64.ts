/** `_bytes_text`: bytes as base64 text (RFC 4648) and back, for `binascii`. */

import { nativeModule } from "../../importer/native_module.ts";
import type { Interpreter } from "../../interpreter.ts";
import { PyBytes } from "../../objects/bytes.ts";
import { fn } from "../../objects/native.ts";
import type { PyValue } from "../../objects/object.ts";
import { asStr } from "../../objects/unbox.ts";
import { truth } from "../../protocols/convert.ts";
import { bytesArgument } from "./hashlib.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const CODES = Uint8Array.from(ALPHABET, (c) => c.charCodeAt(0));
const VALUES = new Int8Array(256).fill(-1);
for (const [value, code] of CODES.entries()) VALUES[code] = value;
const PAD = 61;

function encode(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(PAD);
  for (let i = 0, at = 0; i < bytes.length; i += 3, at += 4) {
    const have = Math.min(3, bytes.length - i);
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let k = 0; k <= have; k++) out[at + k] = CODES[(word >> (18 - 6 * k)) & 63] as number;
  }
  return out;
}

/** The bytes, or what is wrong with the text. Outside of strict mode other characters are passed over. */
function decode(text: Uint8Array, strict: boolean): Uint8Array | string {
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  let written = 0;
  let digits = 0;
  let word = 0;
  let pads = 0;
  for (const [i, code] of text.entries()) {
    if (code === PAD) {
      pads++;
      if (strict && digits === 0) return i === 0 ? "Leading padding not allowed" : "Excess padding not allowed";
      if (digits >= 2 && digits + pads >= 4) {
        if (strict && i + 1 < text.length) return "Excess data after padding";
        return out.slice(0, written);
      }
      continue;
    }
    const value = VALUES[code] as number;
    if (value < 0) {
      if (strict) return "Only base64 data is allowed";
      continue;
    }
    if (strict && pads > 0) return "Discontinuous padding not allowed";
    pads = 0;
    word = ((word << 6) | value) & 0xffffff;
    digits = (digits + 1) % 4;
    // Each digit from the second on completes a byte.
    if (digits !== 1) out[written++] = (word >> (digits === 0 ? 0 : digits === 2 ? 4 : 2)) & 255;
  }
  if (digits === 0) return out.slice(0, written);
  if (digits !== 1) return "Incorrect padding";
  const count = Math.floor(written / 3) * 4 + 1;
  return `Invalid base64-encoded string: number of data characters (${count}) cannot be 1 more than a multiple of 4`;
}

export const bytesTextModule = nativeModule("_bytes_text", () => ({
  b2a_base64: fn(
    "b2a_base64(data, /)",
    (vm: Interpreter, data: PyValue) => new PyBytes(encode(bytesArgument(vm, data))),
  ),
  a2b_base64: fn("a2b_base64(data, strict, /)", (vm: Interpreter, data: PyValue, strict: PyValue) => {
    const text = asStr(data);
    const bytes = text === undefined ? bytesArgument(vm, data) : Uint8Array.from(text, (c) => c.charCodeAt(0));
    const result = decode(bytes, truth(vm, strict));
    return typeof result === "string" ? result : new PyBytes(result);
  }),
}));
