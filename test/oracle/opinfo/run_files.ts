/** The process that runs recorded samples: paths of files on the command line, one JSON line a file on stdout. Bundled by `run.mjs`. */

import { readFileSync } from "node:fs";
import { OrtClient } from "../../../src/runtime/ort_client.ts";
import type { RecordedVariant } from "../../ops/recorded/case_file.ts";
import { runCase } from "../../ops/recorded/run_case.ts";

const [workerPath = "", opset = "", mode = "static", ...files] = process.argv.slice(2);
const client = new OrtClient({ workerPath, timeout: 30_000 });
for (const file of files) {
  const recorded = JSON.parse(readFileSync(file, "utf8")) as RecordedVariant;
  const samples = recorded.samples.map((sample) => ({
    index: sample.index,
    targets: [...new Set(sample.nodes.map((node) => node.target))],
    ...runCase(sample, client, {
      opset: Number(opset),
      dynamic: mode === "dynamic",
      others: [...recorded.resized, ...recorded.samples],
    }),
  }));
  process.stdout.write(`${JSON.stringify({ file, samples })}\n`);
}
client.close();
