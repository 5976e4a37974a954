/** Whole programs by feature, from text to output: what they print is what CPython printed (see `update_programs.mjs`). */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runProgram } from "./helpers.ts";
import knownFailures from "./known_failures.json" with { type: "json" };

const FOLDER = fileURLToPath(new URL("programs/", import.meta.url));

const programs = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".py"))
  .map((path) => path.slice(0, -".py".length))
  .sort();

test("the programs are there", () => {
  expect(programs.length).toBeGreaterThanOrEqual(400);
});

async function check(name: string): Promise<void> {
  const expected = readFileSync(`${FOLDER}${name}.expected.txt`, "utf8");
  const { exitCode, stdout, stderr, diagnostics } = await runProgram(readFileSync(`${FOLDER}${name}.py`, "utf8"));
  const failure = `--- exit code ${exitCode}\n${stderr.replaceAll('"/app/main.py"', '"main.py"')}`;
  expect(exitCode === 0 ? stdout : stdout + failure).toBe(expected);
  if (exitCode === 0) expect(diagnostics).toEqual([]);
}

test.each(programs.filter((name) => !Object.hasOwn(knownFailures, name)))("%s", check);

/** A program that passes must leave the list. */
test.fails.each(Object.entries(knownFailures))("%s fails: %s", check);
