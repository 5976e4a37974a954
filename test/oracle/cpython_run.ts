/** Runs one file of CPython's `test` package here, and sorts its failures by cause. */

import { spawn } from "node:child_process";
import { join } from "node:path";
import type { EvalRequest } from "./eval_process.ts";
import { ROOT } from "./python.ts";

export interface FileResult {
  readonly passed: readonly string[];
  /** The cause by method. */
  readonly failed: ReadonlyMap<string, string>;
  readonly skipped: number;
}

/** Causes by method, by category, by file. */
export type KnownFailures = Record<string, Record<string, Record<string, string>>>;

const TIME_LIMIT_MS = 60_000;
/** A process that ends early is started again without the method that it ended in. */
const MAX_RESTARTS = 12;

export async function runTestFile(script: string, library: string, name: string): Promise<FileResult> {
  const passed: string[] = [];
  const failed = new Map<string, string>();
  let skipped = 0;
  const done: string[] = [];
  for (let restart = 0; restart <= MAX_RESTARTS; restart++) {
    const { output, ending } = await evaluate(script, library, [`test.test_${name}`, ...done]);
    let running: string | null = null;
    let finished = false;
    for (const line of output.split("\n")) {
      const [kind, method = "", cause = ""] = line.split("\t");
      if (kind === "START") running = method;
      else if (kind === "DONE") finished = true;
      else if (kind === "PASS" || kind === "FAIL" || kind === "SKIP") {
        done.push(method);
        running = null;
        if (kind === "PASS") passed.push(method);
        else if (kind === "FAIL") failed.set(method, cause);
        else skipped++;
      }
    }
    if (finished) break;
    if (running === null) {
      failed.set(`test_${name}`, `stopped: ${ending}`);
      break;
    }
    failed.set(running, `stopped: ${ending}`);
    done.push(running);
  }
  return { passed, failed, skipped };
}

function evaluate(
  script: string,
  library: string,
  args: readonly string[],
): Promise<{ readonly output: string; readonly ending: string }> {
  const request: EvalRequest = {
    file: join(ROOT, "test/oracle/cpython_driver.py"),
    path: [join(ROOT, "test/oracle/cpython_shims"), library],
    argv: ["cpython_driver.py", ...args],
    steps: 3e9,
    bytes: 4e9,
  };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--stack-size=3900", script, JSON.stringify(request)]);
    let output = "";
    let errors = "";
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, TIME_LIMIT_MS);
    child.stdout.on("data", (data) => {
      output += String(data);
    });
    child.stderr.on("data", (data) => {
      errors += String(data);
    });
    child.on("close", () => {
      clearTimeout(timer);
      const error = /^\w*Error: .*$/m.exec(errors)?.[0] ?? errors.trim().split("\n").at(-1) ?? "";
      resolve({ output, ending: timedOut ? "no end within the time limit" : error });
    });
  });
}

/** Why a method fails, from what it failed with. The first that matches; the last matches all. */
const CATEGORIES: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["ended the process", /^stopped: /],
  [
    "garbage collection and reference counts are the host's",
    /gc_collect|refcount|is not None|weakref|getrefcount|__del__/,
  ],
  ["a module of CPython's C core that has no counterpart", /No module named|has no attribute '_|cannot import name/],
  ["files, processes and the machine are out of reach", /PermissionError|not available|Unknown|machine/],
  ["no syntax trees, no bytecode of CPython's own format for programs", /syntax trees|dis is not|co_code|bytecode/],
  ["pickling of an object that has no state here", /[Pp]ickl|reduce/],
  [
    "a warning or syntax error that CPython's compiler gives",
    /SyntaxError not raised|SyntaxWarning|DeprecationWarning|0 != 1 : \[\]/,
  ],
  ["text of a message, a repr or a signature", / != |does not match|not found in|regex/i],
  ["an error that is not raised", /not raised|is not true|is not false/],
  ["an attribute or a method that is missing", /AttributeError/],
  ["another difference", /^/],
];

export function groupFailures(result: FileResult): Record<string, Record<string, string>> {
  const groups: Record<string, Record<string, string>> = {};
  for (const [method, cause] of [...result.failed].sort(([a], [b]) => compareNames(a, b))) {
    const category = CATEGORIES.find(([, pattern]) => pattern.test(cause))?.[0] ?? "";
    groups[category] ??= {};
    groups[category][method] = withoutAddresses(cause);
  }
  return groups;
}

/** Addresses and places differ from run to run and from machine to machine. */
function withoutAddresses(cause: string): string {
  return cause
    .replace(/0x[0-9a-f]+/g, "0x…")
    .replace(/(?:\/[\w.@+-]+)+\//g, "…/")
    .slice(0, 200);
}

export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
