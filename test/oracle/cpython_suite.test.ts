/**
 * CPython's own tests, evaluated here: the files of an installed CPython 3.12's `test` package (DYNAMO_ONNX_CPYTHON, or
 * python3.12 on the path), run through its unittest, a process a file. The failing methods are kept in `cpython_known_failures.json`, each with its category and cause;
 * DYNAMO_ONNX_UPDATE=1 writes that file anew. DYNAMO_ONNX_FILES=list,dict runs only these files.
 */

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareNames, type FileResult, groupFailures, type KnownFailures, runTestFile } from "./cpython_run.ts";
import { bundle } from "./eval_bundle.ts";
import { ROOT, withTemporaryDirectory } from "./python.ts";

const FILES = (
  "grammar syntax list dict set tuple int float unicode range slice generators genexps listcomps dictcomps functools " +
  "itertools collections dataclasses enum contextlib descr class property super scope exceptions raise with fstring " +
  "format patma unpack unpack_ex named_expressions operator math re random copy typing abc decorators keywordonlyarg " +
  "positional_only_arg"
).split(" ");
const KNOWN = join(ROOT, "test/oracle/cpython_known_failures.json");
const REQUIRED = 0.85;

const only = process.env["DYNAMO_ONNX_FILES"]?.split(",");
const update = process.env["DYNAMO_ONNX_UPDATE"] === "1";
const known = JSON.parse(readFileSync(KNOWN, "utf8")) as KnownFailures;
const results = new Map<string, FileResult>();

function installedLibrary(): string {
  const python = process.env["DYNAMO_ONNX_CPYTHON"] ?? "python3.12";
  const program = "import os, sys; assert sys.version_info[:2] == (3, 12); print(os.path.dirname(os.__file__))";
  const run = spawnSync(python, ["-c", program], { encoding: "utf8" });
  if (run.status !== 0) throw new Error("no CPython 3.12: DYNAMO_ONNX_CPYTHON names its executable");
  return run.stdout.trim();
}

describe("CPython's test package", () => {
  let library: string;
  let script: string;
  beforeAll(async () => {
    library = installedLibrary();
    await withTemporaryDirectory(async (directory) => {
      script = await bundle("eval_process.ts", directory);
      for (const name of FILES)
        if (only === undefined || only.includes(name)) results.set(name, await runTestFile(script, library, name));
    });
  }, 1_800_000);

  afterAll(() => {
    if (!update) return;
    const kept = only === undefined ? {} : { ...known };
    for (const [name, result] of results) kept[name] = groupFailures(result);
    const sorted = Object.fromEntries(Object.entries(kept).sort(([a], [b]) => compareNames(a, b)));
    writeFileSync(KNOWN, `${JSON.stringify(sorted, null, 1)}\n`);
  });

  it.each(FILES.filter((name) => only === undefined || only.includes(name)))("test_%s", (name) => {
    const result = results.get(name);
    if (result === undefined) throw new Error(`test_${name} was not run`);
    const { passed, failed, skipped } = result;
    console.log(`test_${name}: ${passed.length} passed, ${failed.size} failed, ${skipped} skipped`);
    if (update) return;
    const expected = new Set(Object.values(known[name] ?? {}).flatMap((methods) => Object.keys(methods)));
    const unexpected = [...failed].filter(([method]) => !expected.has(method)).map((entry) => entry.join(": "));
    expect(unexpected, "methods that fail and are not known to").toEqual([]);
    expect(
      passed.filter((method) => expected.has(method)),
      "known failures that pass now",
    ).toEqual([]);
  });

  it(`passes at least ${REQUIRED * 100} % of the methods`, () => {
    const all = [...results.values()];
    const passed = all.reduce((sum, r) => sum + r.passed.length, 0);
    const failed = all.reduce((sum, r) => sum + r.failed.size, 0);
    console.log(`${passed} of ${passed + failed} methods pass: ${((100 * passed) / (passed + failed)).toFixed(1)} %`);
    expect(passed / (passed + failed)).toBeGreaterThanOrEqual(REQUIRED);
  });
});
