/** PyTorch's operator samples with their recorded results: shape functions, export, and values in ONNX Runtime. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { MIN_OPSET } from "../../src/onnx/opsets.ts";
import { testClient } from "../runtime/ort_worker_bundle.ts";
import type { RecordedCase } from "./recorded/case_file.ts";
import { runCase } from "./recorded/run_case.ts";

const FOLDER = join(fileURLToPath(new URL(".", import.meta.url)), "cases");
const client = testClient();
afterAll(() => client.close());

type Case = RecordedCase & { readonly variant: string };

describe.each(readdirSync(FOLDER).sort())("%s", (file) => {
  // `opset_23.json` has what is one node from that opset on.
  const opset = Number(/^opset_(\d+)/.exec(file)?.[1] ?? MIN_OPSET);
  const cases = JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as readonly Case[];
  test.each(cases.map((c) => [`${c.variant} ${c.index}`, c] as const))("%s", (_, recorded) => {
    expect(runCase(recorded, client, { opset, dynamic: true })).toEqual({
      values: null,
      meta: null,
      dynamicMeta: null,
      free: null,
      otherMeta: null,
      otherMetaRun: expect.any(Number),
      dynamicValues: null,
      otherSizes: null,
      otherSizesRun: expect.any(Number),
    });
  });
});
