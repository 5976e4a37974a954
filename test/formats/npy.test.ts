/** .npy files as NumPy writes them. The base64 texts were made by `numpy.save`. */

import { expect, test } from "vitest";
import { readNpy, writeNpy } from "../../src/formats/npy.ts";

const SAVED = {
  c_order:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAACAPwAAAEAAAEBAAACAQAAAoEA=",
  fortran_order:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAABAQAAAgD8AAIBAAAAAQAAAoEA=",
  big_endian:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPmY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAP4AAAEAAAABAQAAAQIAAAECgAAA=",
  scalar:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoHAAAAAAAAAA==",
  bools:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnfGIxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAA==",
};

const decode = (text: string) => Uint8Array.from(Buffer.from(text, "base64"));
const ROWS = {
  dtype: "float",
  shape: [2, 3],
  bytes: new Uint8Array(Float32Array.of(0, 1, 2, 3, 4, 5).buffer),
} as const;

test("all orders give the same rows", () => {
  for (const text of [SAVED.c_order, SAVED.fortran_order, SAVED.big_endian])
    expect(readNpy(decode(text))).toEqual(ROWS);
  const seven = new Uint8Array(BigInt64Array.of(7n).buffer);
  expect(readNpy(decode(SAVED.scalar))).toEqual({ dtype: "int64", shape: [], bytes: seven });
  expect(readNpy(decode(SAVED.bools))).toEqual({ dtype: "bool", shape: [2], bytes: Uint8Array.of(1, 0) });
});

test("writes what NumPy writes", () => {
  for (const text of [SAVED.c_order, SAVED.scalar, SAVED.bools])
    expect(writeNpy(readNpy(decode(text)))).toEqual(decode(text));
});

test("damaged files are one clear error", () => {
  const file = decode(SAVED.c_order);
  expect(() => readNpy(file.subarray(0, 5))).toThrow("this is no .npy file");
  expect(() => readNpy(file.subarray(0, 60))).toThrow("ends in its header");
  expect(() => readNpy(file.subarray(0, 140))).toThrow("24 bytes of data announced, 12 found");
  const huge = Buffer.from(file);
  huge.write("(9999999999999, 3)".padEnd(20), file.indexOf(0x28), "latin1");
  expect(() => readNpy(huge)).toThrow(/bytes of data announced|wrong shape/);
});
