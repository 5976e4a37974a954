/**
 * Fuzzing of the Python front end in a process of its own: real files, mutated along their grammar, are parsed, compiled
 * and evaluated under small budgets. Prints a line for each failure: the seed, the file, what went wrong.
 *
 *   node fuzz_process.cjs '{"folder": …, "seed": 1, "seconds": 60}'
 */

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createBuiltins } from "../../src/dynamo/builtins/index.ts";
import { createInterpreter } from "../../src/dynamo/eval/interpreter.ts";
import { STDLIB } from "../../src/dynamo/stdlib/index.ts";
import type { Host } from "../../src/host.ts";
import { SourceCompiler } from "../../src/session/source_compiler.ts";
import { generator, mutate, probes } from "./fuzz_mutations.ts";

interface FuzzRequest {
  readonly folder: string;
  readonly seed: number;
  readonly seconds: number;
}

const MAX_FILE_BYTES = 30_000;
const STEPS = 300_000;
const BYTES = 1 << 26;
/** What a run within its budgets may take; more is a hang. */
const HANG_MS = 10_000;

function pythonFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((path) => path.endsWith(".py") && statSync(path).size < MAX_FILE_BYTES)
    .sort();
}

/** A host of one file that records what else is asked for: a write or a process has no way through it at all. */
function hostOf(text: string): Host {
  return {
    readText: (path) => (path === "/main.py" ? text : null),
    readBytes: () => null,
    size: () => null,
    readRange: () => null,
    isFile: (path) => path === "/main.py",
    isDirectory: () => false,
    readDirectory: () => [],
    stamp: (path) => (path === "/main.py" ? "1" : null),
    now: () => 0,
  };
}

/** What evaluated code must never get hold of, by what it would print. */
const ESCAPED = /\[native code\]|\[object |function \w*\(.*\) \{|prototype|node:internal/;

async function main({ folder, seed, seconds }: FuzzRequest): Promise<void> {
  const files = pythonFiles(folder);
  const end = Date.now() + seconds * 1000;
  let runs = 0;
  let failures = 0;
  const fail = (current: number, file: string, what: string): void => {
    failures++;
    process.stdout.write(`FAILURE seed ${current} ${file}: ${what}\n`);
  };
  const original = Object.getOwnPropertyNames(Object.prototype).join();
  for (let current = seed; Date.now() < end; current++) {
    const random = generator(current);
    const file = files[random(files.length)] ?? "";
    const other = files[random(files.length)] ?? "";
    const text = mutate(random, readFileSync(file, "utf8"), readFileSync(other, "utf8")) + probes(random);
    let output = "";
    const start = Date.now();
    try {
      const compiler = new SourceCompiler();
      const interpreter = createInterpreter({
        host: hostOf(text),
        compileSource: compiler.compileSource,
        parseSource: compiler.parseSource,
        createBuiltins,
        modules: STDLIB,
        path: ["/"],
        argv: ["/main.py"],
        budget: { steps: STEPS, bytes: BYTES, recursion: 200 },
        stdout: (piece) => {
          output += piece;
        },
      });
      const { traceback } = interpreter.runMain("/main.py");
      output += traceback ?? "";
    } catch (error) {
      fail(
        current,
        file,
        error instanceof Error ? (error.stack ?? error.message).split("\n").slice(0, 4).join(" | ") : String(error),
      );
    }
    const took = Date.now() - start;
    if (took > HANG_MS) fail(current, file, `took ${took} ms`);
    const printed = output.split("\n").filter((line) => line.startsWith("PROBE"));
    for (const line of printed) if (ESCAPED.test(line)) fail(current, file, `escape: ${line.slice(0, 200)}`);
    if (Object.getOwnPropertyNames(Object.prototype).join() !== original)
      fail(current, file, "Object.prototype changed");
    runs++;
  }
  process.stdout.write(`RUNS ${runs} FAILURES ${failures}\n`);
}

main(JSON.parse(process.argv[2] ?? "") as FuzzRequest);
