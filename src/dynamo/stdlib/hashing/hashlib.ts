/** `_hash`: digests of whole messages, for `hashlib`, `hmac` and `uuid`, and checksums for `zlib` and `binascii`. */

import { nativeModule } from "../../importer/native_module.ts";
import type { Interpreter } from "../../interpreter.ts";
import { PyBytes } from "../../objects/bytes.ts";
import { TypeErrorType, ValueErrorType } from "../../objects/exception_types.ts";
import { fn } from "../../objects/native.ts";
import type { PyValue } from "../../objects/object.ts";
import { asBytesLike, asStr } from "../../objects/unbox.ts";
import { index } from "../../protocols/convert.ts";
import { raise } from "../../protocols/errors.ts";
import { typeName } from "../../protocols/type_of.ts";
import { BLAKE2B, BLAKE2S, blake2 } from "./blake2.ts";
import { adler32, crc32 } from "./checksums.ts";
import { md5, sha1, sha224, sha256 } from "./md_hash.ts";
import { keccak } from "./sha3.ts";
import { sha384, sha512 } from "./sha512.ts";

type Digest = (bytes: Uint8Array, length: number, key: Uint8Array) => Uint8Array;

const DIGESTS: ReadonlyMap<string, Digest> = new Map<string, Digest>([
  ["md5", md5],
  ["sha1", sha1],
  ["sha224", sha224],
  ["sha256", sha256],
  ["sha384", sha384],
  ["sha512", sha512],
  ...[224, 256, 384, 512].map((bits): [string, Digest] => [
    `sha3_${bits}`,
    (bytes) => keccak(bytes, 200 - bits / 4, 0x06, bits / 8),
  ]),
  ["shake_128", (bytes, length) => keccak(bytes, 168, 0x1f, length)],
  ["shake_256", (bytes, length) => keccak(bytes, 136, 0x1f, length)],
  ["blake2b", (bytes, length, key) => blake2(BLAKE2B, bytes, length, key)],
  ["blake2s", (bytes, length, key) => blake2(BLAKE2S, bytes, length, key)],
]);

/** Work of one block of a hash, in steps of the budget. */
const BYTES_PER_STEP = 16;

/** The bytes of an argument that must be bytes-like. */
export function bytesArgument(vm: Interpreter, value: PyValue): Uint8Array {
  const bytes = asBytesLike(value);
  if (bytes === undefined) raise(vm, TypeErrorType, `a bytes-like object is required, not '${typeName(value)}'`);
  vm.charge(Math.ceil(bytes.length / BYTES_PER_STEP));
  return bytes;
}

export const hashModule = nativeModule("_hash", () => ({
  digest: fn(
    "digest(name, data, length=0, key=b'', /)",
    (vm: Interpreter, name: PyValue, data: PyValue, length: PyValue, key: PyValue) => {
      const compute = DIGESTS.get(asStr(name) ?? "");
      if (compute === undefined) return raise(vm, ValueErrorType, `unsupported hash type ${asStr(name)}`);
      const size = Number(index(vm, length));
      vm.chargeMemory(size);
      return new PyBytes(compute(bytesArgument(vm, data), size, bytesArgument(vm, key)));
    },
  ),
  crc32: fn("crc32(data, value=0, /)", (vm: Interpreter, data: PyValue, value: PyValue) =>
    crc32(bytesArgument(vm, data), Number(BigInt.asUintN(32, BigInt(index(vm, value))))),
  ),
  adler32: fn("adler32(data, value=1, /)", (vm: Interpreter, data: PyValue, value: PyValue) =>
    adler32(bytesArgument(vm, data), Number(BigInt.asUintN(32, BigInt(index(vm, value))))),
  ),
}));
