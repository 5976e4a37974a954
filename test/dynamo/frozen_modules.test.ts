/** Modules written in Python compile whole: their functions are compiled when they are called, and a mistake would show late. */

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { compileSource } from "../../src/python/compile_source.ts";

const SRC = fileURLToPath(new URL("../../src", import.meta.url));
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".py.ts"));

test("there are some", () => expect(files.length).toBeGreaterThan(50));

test.each(files)("%s", async (file) => {
  const exported = (await import(pathToFileURL(join(SRC, file)).href)) as Readonly<Record<string, unknown>>;
  const texts = Object.values(exported).filter((value) => typeof value === "string");
  for (const text of texts) expect(compileSource(text, file, "exec").diagnostics).toEqual([]);
});
