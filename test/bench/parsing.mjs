/**
 * Bytes of Python parsed a second: the standard library of a CPython, by the parser here and by CPython's `ast.parse`, in one run.
 *
 *   node test/bench/parsing.mjs [PYTHON]      by default python3
 *
 * `cold` is the first pass over the files in a fresh process, `warm` the best of three more.
 */

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const root = resolve(import.meta.dirname, "../..");
const python = process.argv[2] ?? "python3";

const THEIRS = `
import ast, glob, os, sys, time
files = sorted(glob.glob(os.path.join(os.path.dirname(os.__file__), "*.py")))
texts = [open(f, encoding="utf8").read() for f in files]
def once():
    start = time.perf_counter()
    for text in texts:
        ast.parse(text)
    return time.perf_counter() - start
times = [once() for _ in range(4)]
print(os.path.dirname(os.__file__), times[0], min(times[1:]))
`;

const theirs = spawnSync(python, ["-W", "ignore", "-c", THEIRS], { encoding: "utf8" });
if (theirs.status !== 0) throw new Error(`${python} failed: ${theirs.stderr}`);
const [library, theirCold, theirWarm] = theirs.stdout.trim().split(" ");

const { outputFiles } = await build({
  stdin: { contents: 'export { parsePython } from "./src/python/parser/parser.ts";', resolveDir: root },
  bundle: true,
  format: "esm",
  platform: "node",
  write: false,
});
const { parsePython } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
);

const texts = readdirSync(library)
  .filter((name) => name.endsWith(".py"))
  .sort()
  .map((name) => readFileSync(join(library, name), "utf8"));
const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);

function once() {
  const start = performance.now();
  for (const text of texts) {
    const [fault] = parsePython(text, "file.py").diagnostics;
    if (fault !== undefined) throw new Error(`${fault.message} at line ${fault.span?.line}`);
  }
  return (performance.now() - start) / 1000;
}

const cold = once();
const warm = Math.min(once(), once(), once());
const rate = (seconds) => `${(bytes / 1e6 / seconds).toFixed(1)} MB/s`;
console.log(`${texts.length} files, ${(bytes / 1e6).toFixed(1)} MB`);
console.log(`here:    cold ${rate(cold)}, warm ${rate(warm)}`);
console.log(`CPython: cold ${rate(Number(theirCold))}, warm ${rate(Number(theirWarm))}`);
