/** Bundles the ONNX Runtime worker for tests that run from the sources. */

import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { OrtClient } from "../../src/runtime/ort_client.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

let path: string | undefined;

export function workerBundle(): string {
  if (path === undefined) {
    const outfile = join(ROOT, "node_modules", ".cache", "dynamo-onnx-test", `ort_worker_${process.pid}.cjs`);
    mkdirSync(dirname(outfile), { recursive: true });
    const entryPoints = [join(ROOT, "src/runtime/ort_worker.ts")];
    buildSync({ entryPoints, outfile, bundle: true, platform: "node", format: "cjs", external: ["onnxruntime-node"] });
    path = outfile;
  }
  return path;
}

export function testClient(timeout = 60_000): OrtClient {
  return new OrtClient({ workerPath: workerBundle(), timeout });
}
