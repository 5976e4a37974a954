/** Sizes of saved programs, and archives that are none. */

import { describe, expect, it } from "vitest";
import { bytesSource } from "../../src/formats/byte_source.ts";
import { readSymBool, readSymInt } from "../../src/formats/pt2/expressions.ts";
import { Reader } from "../../src/formats/pt2/json.ts";
import { readPt2 } from "../../src/formats/pt2/read.ts";
import { printBool, printInt } from "../../src/shapes/print.ts";
import { buildZip } from "./zip_builder.ts";

const reader = new Reader("m.pt2");
const S = "Symbol('s77', positive=True, integer=True)";
const text = (s: string): Uint8Array => new TextEncoder().encode(s);

describe("sizes", () => {
  it.each([
    [S, "s77"],
    ["Integer(-4)", "-4"],
    [`Mul(Integer(2), ${S})`, "2*s77"],
    [`Add(${S}, Integer(1))`, "s77 + 1"],
    [`FloorDiv(${S}, Integer(2))`, "s77//2"],
    [`Max(Integer(3), ${S})`, printInt(readSymInt(reader, `Max(${S}, Integer(3))`))],
  ])("%s", (given, expected) => {
    expect(printInt(readSymInt(reader, given))).toBe(expected);
  });

  it("conditions", () => {
    expect(printBool(readSymBool(reader, `StrictGreaterThan(${S}, Integer(4))`))).toContain("s77");
    expect(readSymBool(reader, "true")).toBe(true);
  });

  it.each(["Pow(Integer(2), Integer(-1))", "TruncToInt(Integer(2))", `Add(${S}`, "", `${S} `, "Foo()"])(
    "refuses %j",
    (given) => {
      expect(() => readSymInt(reader, given)).toThrow(/^m\.pt2: the size /);
    },
  );
});

describe("archives that are refused", () => {
  const format = { name: "m/archive_format", bytes: text("pt2") };
  const program = (json: unknown) => ({ name: "m/models/model.json", bytes: text(JSON.stringify(json)) });
  it.each<[string, Uint8Array, string]>([
    ["text", text("hello"), "it is no ZIP archive"],
    ["a checkpoint", buildZip([{ name: "m/data.pkl", bytes: text(".") }]), "it has no archive_format"],
    ["an older program", buildZip([{ name: "m/serialized_exported_program.json", bytes: text("{}") }]), "2.7 or older"],
    ["no program", buildZip([format]), "the archive holds no program"],
    ["no JSON", buildZip([format, { name: "m/models/model.json", bytes: text("{") }]), "is no JSON"],
    ["another schema", buildZip([format, program({ schema_version: { major: 9 } })]), "its schema has version 9"],
    ["no graph", buildZip([format, program({ schema_version: { major: 8 } })]), "the program's module is no object"],
  ])("%s", (_name, bytes, message) => {
    expect(() => readPt2(bytesSource("m.pt2", bytes))).toThrow(message);
  });
});
