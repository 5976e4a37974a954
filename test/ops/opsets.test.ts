/** Recorded samples in every opset that can be targeted, and what changes with them. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { exportProgram } from "../../src/exporter/pipeline.ts";
import { MAX_OPSET, MIN_OPSET } from "../../src/onnx/opsets.ts";
import { testClient } from "../runtime/ort_worker_bundle.ts";
import type { RecordedCase } from "./recorded/case_file.ts";
import { programOfCase } from "./recorded/program_of_case.ts";
import { runCase } from "./recorded/run_case.ts";

type Case = RecordedCase & { readonly variant: string };

const FOLDER = join(fileURLToPath(new URL(".", import.meta.url)), "cases");
const read = (file: string) => JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as readonly Case[];
const ALL = readdirSync(FOLDER)
  .filter((file) => !file.startsWith("opset_"))
  .sort()
  .flatMap(read);
const NEWEST = read("opset_23.json");
const OPSETS = Array.from({ length: MAX_OPSET - MIN_OPSET }, (_, i) => MIN_OPSET + 1 + i);
/** One in so many samples, others in each opset. */
const SPREAD = 25;

const client = testClient();
afterAll(() => client.close());

describe.each(OPSETS)("opset %i", (opset) => {
  // ONNX Runtime has no random operators of opset 22.
  const chosen = ALL.filter((c, i) => i % SPREAD === opset % SPREAD && !(c.random && opset >= 22));
  test.each(chosen.map((c) => [`${c.variant} ${c.index}`, c] as const))("%s", (_, recorded) => {
    expect(runCase(recorded, client, { opset }).values).toBe(null);
  });
});

/** The model's operators, in order. */
function operators(recorded: Case, opset: number): readonly string[] {
  const { program, diagnostics } = exportProgram(programOfCase(recorded, false).program, {
    moduleFunctions: false,
    opset,
  });
  if (program === null) throw new Error(diagnostics.map((d) => d.message).join("; "));
  expect(program.opset).toBe(opset);
  return program.model.graph.nodes.map((node) => node.opType);
}

const single: Readonly<Record<string, string>> = {
  sdpa: "Attention",
  rms_norm: "RMSNormalization",
  rotary_embedding: "RotaryEmbedding",
  onnx: "Attention",
};
const kindOf = ({ variant }: Case) => variant.split(".")[0] ?? "";

test.each(NEWEST.filter((c) => c.variant !== "sdpa.flat").map((c) => [`${c.variant} ${c.index}`, c] as const))(
  "opset 23 has one node for %s",
  (_, recorded) => {
    expect(operators(recorded, 23)).toContain(single[kindOf(recorded)]);
  },
);

test.each(NEWEST.filter((c) => kindOf(c) !== "onnx").map((c) => [`${c.variant} ${c.index}`, c] as const))(
  "opset 22 has nodes of its own for %s",
  (_, recorded) => {
    expect(operators(recorded, 22)).not.toContain(single[kindOf(recorded)]);
    expect(runCase(recorded, client, { opset: 22 }).values).toBe(null);
  },
);

test.each([MIN_OPSET - 1, MAX_OPSET + 1, 20.5])("opset %d can't be targeted", (opset) => {
  const [recorded] = ALL;
  if (recorded === undefined) throw new Error("no samples");
  const result = exportProgram(programOfCase(recorded, false).program, { opset });
  expect(result.program).toBe(null);
  expect(result.diagnostics.map((d) => `${d.ruleId} ${d.message}`)).toEqual([
    `DYN3002 Opset ${opset} can't be targeted; choose one from ${MIN_OPSET} to ${MAX_OPSET}.`,
  ]);
});
