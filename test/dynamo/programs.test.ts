/** Whole programs, from text to output: what they print is what CPython printed. */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createBuiltins } from "../../src/dynamo/builtins/index.ts";
import { createInterpreter } from "../../src/dynamo/eval/interpreter.ts";
import { STDLIB } from "../../src/dynamo/stdlib/index.ts";
import type { Host } from "../../src/host.ts";
import { SourceCompiler } from "../../src/session/source_compiler.ts";
import { pythonParser } from "../python/helpers.ts";

const FOLDER = fileURLToPath(new URL("programs/", import.meta.url));

/** A host of one file. */
function hostOf(path: string, text: string): Host {
  return {
    readText: (p) => (p === path ? text : null),
    readBytes: () => null,
    isFile: (p) => p === path,
    isDirectory: () => false,
    readDirectory: () => [],
    stamp: (p) => (p === path ? "1" : null),
    now: () => 0,
  };
}

const programs = readdirSync(FOLDER).filter((f) => f.endsWith(".py"));

test.each(programs)("%s", async (name) => {
  const text = readFileSync(FOLDER + name, "utf8");
  const expected = readFileSync(FOLDER + name.replace(/\.py$/, ".expected.txt"), "utf8");
  const compiler = new SourceCompiler(await pythonParser());
  let output = "";
  const interpreter = createInterpreter({
    host: hostOf(`/${name}`, text),
    compileSource: compiler.compileSource,
    createBuiltins,
    modules: STDLIB,
    stdout: (piece) => {
      output += piece;
    },
  });
  const { exitCode, diagnostics } = interpreter.runMain(`/${name}`);
  expect(output).toBe(expected);
  expect({ exitCode, diagnostics }).toEqual({ exitCode: 0, diagnostics: [] });
});
