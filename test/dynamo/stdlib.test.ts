/** Programs about the built-ins and the standard library: what they print is what CPython 3.12 printed. */

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { run } from "./helpers.ts";

const folder = new URL("stdlib/", import.meta.url).pathname;
const programs = readdirSync(folder).filter((name) => name.endsWith(".py"));

test.each(programs)("%s prints what CPython prints", async (name) => {
  const expected = readFileSync(folder + name.replace(".py", ".txt"), "utf8");
  expect(await run(readFileSync(folder + name, "utf8"))).toBe(expected);
});

test("a pathological pattern ends at the step budget", async () => {
  await expect(run('import re\nre.match(r"(a+)+$", "a" * 60 + "b")')).rejects.toThrow("DYN1005");
});

test("what would touch the machine is refused by name", async () => {
  const program = 'import subprocess\ntry:\n    subprocess.run(["ls"])\nexcept PermissionError as e:\n    print(e)';
  expect(await run(program)).toContain("subprocess.run is not available");
});
