/** Calls into a worker thread always settle: with a result, a failure, a cancellation, or the thread's end. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  CancelledError,
  createWorkerClient,
  type WorkerClient,
  WorkerLostError,
} from "../../extension/worker/client.ts";

const SERVE = new URL("../../extension/worker/serve.ts", import.meta.url).pathname;

/** A worker whose `check` does what the file's name says. */
const SCRIPT = `
import { parentPort } from "node:worker_threads";
import { serve, UserError } from ${JSON.stringify(SERVE)};
serve(parentPort, {
  check: async ({ file }, { progress, cancelled }) => {
    if (file === "crash") process.exit(3);
    if (file === "fail") throw new UserError("no such file");
    if (file === "fault") throw new TypeError("undefined is not a function");
    if (file === "long") {
      progress("evaluate");
      while (!cancelled());
      return { diagnostics: ["stopped"] };
    }
    return { diagnostics: [file] };
  },
});
`;

let folder: string;
let client: WorkerClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dynamo-onnx-worker-"));
  writeFileSync(join(folder, "worker.mjs"), SCRIPT);
  const outfile = join(folder, "worker.cjs");
  await build({ entryPoints: [join(folder, "worker.mjs")], outfile, bundle: true, platform: "node", format: "cjs" });
  client = createWorkerClient(outfile);
});

afterAll(() => {
  client.dispose();
  rmSync(folder, { recursive: true });
});

const check = (file: string, options = {}): Promise<unknown> =>
  client
    .call("check", { file, args: [], unsaved: [], stepBudget: null }, options)
    .then(({ diagnostics }) => diagnostics);

test("gives results, each to its call", async () => {
  expect(await Promise.all([check("a"), check("b")])).toEqual([["a"], ["b"]]);
});

test("rejects with the message for the user; a fault of ours says so", async () => {
  await expect(check("fail")).rejects.toThrow(/^no such file$/);
  await expect(check("fault")).rejects.toThrow(
    /internal error, please report it: TypeError: undefined is not a function/,
  );
});

test("rejects every open call when the thread ends, and starts another for the next", async () => {
  const lost = check("crash");
  const waiting = check("a");
  await expect(lost).rejects.toThrow(WorkerLostError);
  await expect(waiting).rejects.toThrow(WorkerLostError);
  expect(await check("b")).toEqual(["b"]);
});

test("cancels work that is running, at once for the caller", async () => {
  const controller = new AbortController();
  const stages: string[] = [];
  const long = check("long", {
    signal: controller.signal,
    onProgress: (stage: string) => {
      stages.push(stage);
      controller.abort();
    },
  });
  await expect(long).rejects.toThrow(CancelledError);
  expect(stages).toEqual(["evaluate"]);
  // The flag reached the busy thread: it takes the next call.
  expect(await check("a")).toEqual(["a"]);
});

test("rejects calls after it was disposed", async () => {
  const other = createWorkerClient(join(folder, "worker.cjs"));
  other.dispose();
  await expect(other.call("check", { file: "a", args: [], unsaved: [], stepBudget: null })).rejects.toThrow(
    WorkerLostError,
  );
});
