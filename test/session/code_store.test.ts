/** The store of compiled code: whatever happens to its files, what it gives is what was written for that text. */

import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openCodeStore } from "../../src/session/code_store.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "dynamo-onnx-store-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const CODE = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
const store = (frontEnd = "1", limit?: number) => openCodeStore(directory, { frontEnd, ...(limit ? { limit } : {}) });
const only = (): string => join(directory, readdirSync(directory)[0] as string);
const read = (frontEnd = "1", path = "/lib.py", text = "x = 1"): number[] | null => {
  const code = store(frontEnd).read(path, text);
  return code === null ? null : [...code];
};

test("code is given for the same front end, path and text alone", () => {
  expect(read()).toBeNull();
  store().write("/lib.py", "x = 1", CODE);
  expect(read()).toEqual([...CODE]);
  expect(read("2")).toBeNull();
  expect(read("1", "/other.py")).toBeNull();
  expect(read("1", "/lib.py", "x = 2")).toBeNull();
  store().write("/lib.py", "x = 2", CODE.subarray(0, 10));
  expect(read()).toBeNull();
  expect(read("1", "/lib.py", "x = 2")).toEqual([...CODE.subarray(0, 10)]);
  expect(readdirSync(directory).length).toBe(1);
});

test("a file that is cut off or damaged anywhere is as if it were not there, and is made anew", () => {
  store().write("/lib.py", "x = 1", CODE);
  const whole = readFileSync(only());
  for (const length of [0, 1, 31, 63, 64, 500, whole.length - 1]) {
    writeFileSync(only(), whole.subarray(0, length));
    expect(read(), `${length} bytes`).toBeNull();
  }
  for (let at = 0; at < whole.length; at += 13) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    writeFileSync(only(), damaged);
    expect(read(), `byte ${at}`).toBeNull();
  }
  store().write("/lib.py", "x = 1", CODE);
  expect(read()).toEqual([...CODE]);
});

test("what was written longest ago goes when there is too much", () => {
  const small = store("1", 5000);
  for (let i = 0; i < 4; i++) {
    small.write(`/${i}.py`, "", CODE);
    for (const name of readdirSync(directory)) {
      const { mtimeMs } = statSync(join(directory, name));
      utimesSync(join(directory, name), mtimeMs / 1000 - 10, mtimeMs / 1000 - 10);
    }
  }
  small.trim();
  expect(readdirSync(directory).length).toBe(4);
  small.write("/4.py", "", CODE);
  small.trim();
  expect([0, 1, 2, 3, 4].map((i) => read("1", `/${i}.py`, "") !== null)).toEqual([false, false, true, true, true]);
});

test("a directory that can't be made or written is no failure", () => {
  writeFileSync(join(directory, "file"), "");
  const inFile = openCodeStore(join(directory, "file", "code"), { frontEnd: "1" });
  inFile.write("/lib.py", "x = 1", CODE);
  inFile.trim();
  expect(inFile.read("/lib.py", "x = 1")).toBeNull();
  if (process.getuid?.() === 0) return;
  chmodSync(directory, 0o500);
  store().write("/lib.py", "x = 1", CODE);
  expect(read()).toBeNull();
  chmodSync(directory, 0o700);
});
