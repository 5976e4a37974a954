/** Programs that use torch: what they print is what real PyTorch printed (`update_programs.py` rewrites the expected texts). */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runTorch } from "./helpers.ts";

const FOLDER = fileURLToPath(new URL("programs/", import.meta.url));
const programs = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".py"))
  .map((name) => name.slice(0, -".py".length))
  .sort();

test.each(programs)("%s", async (name) => {
  const expected = readFileSync(`${FOLDER}${name}.expected.txt`, "utf8");
  const { exitCode, stdout, stderr } = await runTorch(readFileSync(`${FOLDER}${name}.py`, "utf8"));
  expect(exitCode === 0 ? stdout : stdout + stderr).toBe(expected);
});
