/** ZIP archives: what is read, and what is refused as damaged or made to do harm. */

import { describe, expect, it } from "vitest";
import { bytesSource } from "../../src/formats/byte_source.ts";
import { readZip, zipEntry } from "../../src/formats/zip.ts";
import { type BuiltEntry, buildZip } from "./zip_builder.ts";

const text = (s: string): Uint8Array => new TextEncoder().encode(s);
const SOUND: BuiltEntry[] = [
  { name: "m/data.pkl", bytes: text("pickle") },
  { name: "m/data/0", bytes: text("zero") },
];

function names(bytes: Uint8Array): string[] {
  return [...readZip(bytesSource("m.pt", bytes)).entries.keys()];
}

function content(bytes: Uint8Array, name: string): string {
  const entry = zipEntry(readZip(bytesSource("m.pt", bytes)), name);
  return entry === null ? "none" : new TextDecoder().decode(entry.read(0, entry.size));
}

describe("sound archives", () => {
  it.each([
    ["plain", buildZip(SOUND)],
    ["with ZIP64 records", buildZip(SOUND, true)],
  ])("%s", (_name, bytes) => {
    expect(names(bytes)).toEqual(["m/data.pkl", "m/data/0"]);
    expect(content(bytes, "m/data/0")).toBe("zero");
  });
});

describe("archives that are refused", () => {
  const [first, second] = SOUND as [BuiltEntry, BuiltEntry];
  it.each<[string, Uint8Array, string]>([
    ["cut off", buildZip(SOUND).subarray(0, 150), "the end of its directory is missing"],
    ["a path outwards", buildZip([{ ...first, name: "m/../../etc/passwd" }]), "an entry has the name"],
    ["an absolute path", buildZip([{ ...first, name: "/etc/passwd" }]), "an entry has the name"],
    ["a backslash", buildZip([{ ...first, name: "m\\data.pkl" }]), "an entry has the name"],
    ["two of one name", buildZip([first, first]), "two entries are named m/data.pkl"],
    [
      "entries that overlap",
      buildZip([first, { ...first, name: first.name.replace("pkl", "pkm"), offset: 0 }]),
      "has another name",
    ],
    ["a size beyond the data", buildZip([first, { ...second, size: 4000 }]), "reaches beyond the data"],
    ["an entry within another", buildZip([{ ...first, size: 45 }, second]), "overlaps another one"],
    ["another name in the file", buildZip([{ ...first, localName: "m/evil.pkl" }]), "has another name in the file"],
    ["compressed", buildZip([{ ...first, method: 8 }]), "is compressed"],
    ["a place outside", buildZip([{ ...first, offset: 1 << 20 }]), "lies outside of the file"],
  ])("%s", (_name, bytes, message) => {
    expect(() => names(bytes)).toThrow(message);
    expect(() => names(bytes)).toThrow("m.pt: ");
  });
});
