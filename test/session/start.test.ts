/** The command line's start: the compiled code is kept, and whatever happens to the file, the program runs. */

import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = mkdtempSync(join(tmpdir(), "dynamo-onnx-start-"));
const cli = join(root, "cli.js");
const cache = join(root, "cache");

beforeAll(async () => {
  await build({
    entryPoints: [join(import.meta.dirname, "../../src/cli/start.ts")],
    outfile: cli,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
  });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function program(text: string): void {
  writeFileSync(join(root, "cli_main.js"), `"use strict";process.stdout.write(\`${text} \${process.argv[2]}\`);`);
}

function run(command: string, env: Readonly<Record<string, string>> = { NODE_COMPILE_CACHE: cache }): string {
  const rest = { ...process.env, NODE_DISABLE_COMPILE_CACHE: "" };
  return execFileSync(process.execPath, [cli, command], { encoding: "utf8", env: { ...rest, ...env } });
}

const kept = (): string[] => readdirSync(join(cache, "dynamo-onnx")).sort();

test("one file a command, used again, made anew for another build", () => {
  program("first");
  expect([run("export"), run("export"), run("check")]).toEqual(["first export", "first export", "first check"]);
  expect(kept().map((name) => name.slice(17))).toEqual(["check.bin", "export.bin"]);
  const file = join(cache, "dynamo-onnx", kept()[1] as string);
  const before = readFileSync(file);
  run("export");
  expect(readFileSync(file).equals(before)).toBe(true);
  program("another");
  expect(run("export")).toBe("another export");
  expect(readFileSync(file).equals(before)).toBe(false);
});

test("a damaged file is made anew", () => {
  program("whole");
  run("export");
  const file = join(cache, "dynamo-onnx", kept().find((name) => name.endsWith("export.bin")) as string);
  const good = readFileSync(file);
  writeFileSync(file, good.subarray(0, good.length - 8));
  expect(run("export")).toBe("whole export");
  expect(readFileSync(file).length).toBe(good.length);
});

test("without a directory to write to, and with the cache switched off, nothing is kept", () => {
  program("plain");
  const blocked = join(root, "blocked");
  writeFileSync(blocked, "");
  expect(run("export", { NODE_COMPILE_CACHE: blocked })).toBe("plain export");
  const off = join(root, "off");
  mkdirSync(off);
  expect(run("export", { NODE_COMPILE_CACHE: off, NODE_DISABLE_COMPILE_CACHE: "1" })).toBe("plain export");
  expect(readdirSync(off)).toEqual([]);
});

test("the compiled code of earlier builds goes when there is too much, the oldest first", () => {
  const directory = join(root, "full");
  mkdirSync(join(directory, "dynamo-onnx"), { recursive: true });
  for (const [name, year] of [
    ["old", 2001],
    ["older", 2000],
    ["recent", 2002],
  ] as const) {
    const file = join(directory, "dynamo-onnx", `${name}.bin`);
    writeFileSync(file, "");
    truncateSync(file, 22 * 2 ** 20);
    utimesSync(file, new Date(year, 0), new Date(year, 0));
  }
  program("new");
  expect(run("export", { NODE_COMPILE_CACHE: directory })).toBe("new export");
  const left = readdirSync(join(directory, "dynamo-onnx")).map((name) => name.replace(/^[0-9a-f]{16}-/, ""));
  expect(left.sort()).toEqual(["export.bin", "old.bin", "recent.bin"]);
});
