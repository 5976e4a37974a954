/** Pickles, checkpoints and safetensors files made by hand: what they hold, and what is refused. */

import { describe, expect, it } from "vitest";
import { ByteReader, bytesSource } from "../../src/formats/byte_source.ts";
import { type CheckpointReader, readCheckpoint, type Storages } from "../../src/formats/checkpoint.ts";
import { readPickle } from "../../src/formats/pickle.ts";
import { readSafetensors } from "../../src/formats/safetensors.ts";
import { buildZip, concat } from "./zip_builder.ts";

const latin1 = (s: string): Uint8Array => Uint8Array.from(s, (c) => c.charCodeAt(0));

/** Values as text, so that a test is one line. */
const SHOWN: CheckpointReader<string> = {
  constant: (v) => (typeof v === "string" ? `'${v}'` : String(v)),
  float: (v) => v.toFixed(2),
  bytes: (v) => `b${v.length}`,
  bytearray: (v) => `ba${v.length}`,
  list: () => "[]",
  dict: () => "{}",
  set: () => "set()",
  tuple: (items) => `(${items.join(", ")})`,
  frozenset: (items) => `frozenset(${items.join(", ")})`,
  append: () => {},
  setItems: () => {},
  addItems: () => {},
  global: (module, name) => `${module}.${name}`,
  call: (f, args) => `${f}${args}`,
  newObject: (cls, args) => `new ${cls}${args}`,
  build: () => {},
  persistent: (id) => `<${id}>`,
  asText: (v) => (v.startsWith("'") ? v.slice(1, -1) : null),
  elementSize: () => 4,
};

const shown = (pickle: string): string => readPickle(new ByteReader(bytesSource("data.pkl", latin1(pickle))), SHOWN);

describe("opcodes", () => {
  it.each([
    ["\x80\x02K\x05.", "5"],
    ["M\x00\x01.", "256"],
    ["J\xff\xff\xff\xff.", "-1"],
    ["\x8a\x02\x00\xff.", "-256"],
    ["\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x01.", "18446744073709551616"],
    ["G\x3f\xe0\x00\x00\x00\x00\x00\x00.", "0.50"],
    ["I01\n.", "true"],
    ["L12345678901234567890L\n.", "12345678901234567890"],
    ["X\x02\x00\x00\x00hi.", "'hi'"],
    ["\x8c\x03\xe2\x82\xac.", "'€'"],
    ["K\x01K\x02K\x03\x87.", "(1, 2, 3)"],
    ["(K\x01K\x02t.", "(1, 2)"],
    ["N\x88\x89\x87.", "(null, true, false)"],
    ["ctorch._utils\n_rebuild\nK\x01\x85R.", "torch._utils._rebuild(1)"],
    ["\x8c\x01a\x8c\x01b\x93)\x81.", "new a.b()"],
    ["K\x07q\x00h\x00\x86.", "(7, 7)"],
    ["C\x03abc.", "b3"],
    ["X\x01\x00\x00\x000Q.", "<'0'>"],
  ])("%j", (pickle, text) => {
    expect(shown(pickle)).toBe(text);
  });

  it.each([
    [".", "its stack is empty"],
    ["K\x01", "the file ends early"],
    ["X\xff\xff\xff\x7fab.", "announces a string"],
    ["h\x05.", "the memo has no entry 5"],
    ["t.", "a mark is missing"],
    ["(K\x01d.", "a key without a value"],
    ["\xfe.", "opcode 254"],
    ["\x80\x09.", "protocol 9"],
  ])("refuses %j", (pickle, message) => {
    expect(() => shown(pickle)).toThrow(message);
  });
});

describe("archives", () => {
  const load = (bytes: Uint8Array) => {
    let storages: Storages | null = null;
    const value = readCheckpoint(bytesSource("w.pt", bytes), SHOWN, (s) => {
      storages = s;
    });
    return { value, storages: storages as Storages | null };
  };
  const pickle = latin1("\x80\x02K\x01.");

  it("gives the pickle and the storages", () => {
    const { value, storages } = load(
      buildZip([
        { name: "w/data.pkl", bytes: pickle },
        { name: "w/byteorder", bytes: latin1("little") },
        { name: "w/data/0", bytes: latin1("abcd") },
      ]),
    );
    expect(value).toBe("1");
    expect(storages?.find("0")?.read(1, 2)).toEqual(latin1("bc"));
    expect(storages?.find("1")).toBe(null);
  });

  it.each<[string, Uint8Array, string]>([
    [
      "big-endian",
      buildZip([
        { name: "w/data.pkl", bytes: pickle },
        { name: "w/byteorder", bytes: latin1("big") },
      ]),
      "big-endian",
    ],
    [
      "TorchScript",
      buildZip([
        { name: "w/data.pkl", bytes: pickle },
        { name: "w/constants.pkl", bytes: pickle },
      ]),
      "TorchScript",
    ],
    ["another archive", buildZip([{ name: "doc.xml", bytes: pickle }]), "it has no data.pkl"],
    ["text", latin1("hello world"), "this is no checkpoint"],
    ["nothing", new Uint8Array(0), "the file is empty"],
    ["a pickle of something else", latin1("\x80\x02K\x01."), "none that torch.save wrote"],
    ["tar", concat([new Uint8Array(257), latin1("ustar\x00")]), "tar archive"],
  ])("refuses %s", (_name, bytes, message) => {
    expect(() => load(bytes)).toThrow(`w.pt: `);
    expect(() => load(bytes)).toThrow(message);
  });
});

describe("safetensors", () => {
  const file = (header: unknown, data = 0): Uint8Array => {
    const json = latin1(typeof header === "string" ? header : JSON.stringify(header));
    const length = new Uint8Array(8);
    new DataView(length.buffer).setBigUint64(0, BigInt(json.length), true);
    return concat([length, json, new Uint8Array(data).fill(1)]);
  };
  const read = (bytes: Uint8Array) => readSafetensors(bytesSource("w.safetensors", bytes));

  it("gives names, shapes and places", () => {
    const { tensors, metadata } = read(
      file(
        {
          __metadata__: { format: "pt" },
          b: { dtype: "BF16", shape: [3], data_offsets: [8, 14] },
          a: { dtype: "F32", shape: [2], data_offsets: [0, 8] },
        },
        14,
      ),
    );
    expect([...metadata]).toEqual([["format", "pt"]]);
    expect([...tensors].map(([name, t]) => [name, t.dtype, t.shape, t.data.size])).toEqual([
      ["a", "float32", [2], 8],
      ["b", "bfloat16", [3], 6],
    ]);
  });

  const entry = (dtype: string, shape: number[], begin: number, end: number) => ({
    dtype,
    shape,
    data_offsets: [begin, end],
  });
  it.each<[string, Uint8Array, string]>([
    ["a cut file", file({ a: entry("F32", [2], 0, 8) }, 4), "do not fill the file"],
    ["a hole", file({ a: entry("F32", [1], 0, 4), b: entry("F32", [1], 8, 12) }, 12), "does not begin where"],
    ["an overlap", file({ a: entry("F32", [2], 0, 8), b: entry("F32", [1], 4, 8) }, 8), "does not begin where"],
    ["a wrong size", file({ a: entry("F32", [2], 0, 4) }, 4), "has 4 bytes, its shape takes 8"],
    ["an unknown type", file({ a: entry("F4", [2], 0, 1) }, 1), "the type F4"],
    ["an impossible shape", file({ a: entry("F32", [2 ** 40, 2 ** 40], 0, 4) }, 4), "its shape takes"],
    ["no JSON", file("{a"), "its header is no JSON"],
    ["a huge header", concat([new Uint8Array(8).fill(255), new Uint8Array(8)]), "its header is too large"],
    ["a short file", new Uint8Array(3), "it has no header"],
  ])("refuses %s", (_name, bytes, message) => {
    expect(() => read(bytes)).toThrow(message);
  });
});
