/** Each ONNX pass by itself on models of recorded samples: the model stays valid, its results stay right, a second run finds nothing. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { exportProgram } from "../../src/exporter/pipeline.ts";
import { checkModel, issueText } from "../../src/onnx/checker/check_model.ts";
import type { Model } from "../../src/onnx/ir.ts";
import type { Pass } from "../../src/onnx/pass.ts";
import { cleanUp } from "../../src/onnx/passes/clean_up.ts";
import { shareSubexpressions } from "../../src/onnx/passes/common_subexpressions.ts";
import { removeDeadCode } from "../../src/onnx/passes/dead_code.ts";
import { dedupInitializers } from "../../src/onnx/passes/dedup_initializers.ts";
import { foldSizes } from "../../src/onnx/passes/fold_sizes.ts";
import { readModel } from "../../src/onnx/serde/read_model.ts";
import { modelToBytes } from "../../src/onnx/serde/write_model.ts";
import { onnxType } from "../../src/ops/onnx_dtype.ts";
import { testClient } from "../runtime/ort_worker_bundle.ts";
import { dataBytes, type RecordedCase } from "./recorded/case_file.ts";
import { programOfCase } from "./recorded/program_of_case.ts";

type Case = RecordedCase & { readonly variant: string };

const PASSES: Readonly<Record<string, Pass>> = {
  removeDeadCode,
  foldSizes,
  cleanUp,
  shareSubexpressions,
  dedupInitializers,
};
/** One in so many samples. */
const SPREAD = 24;

const FOLDER = join(fileURLToPath(new URL(".", import.meta.url)), "cases");
const CASES = readdirSync(FOLDER)
  .filter((file) => !file.startsWith("opset_"))
  .sort()
  .flatMap((file) => JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as readonly Case[])
  .filter((c) => !c.random)
  .filter((_, i) => i % SPREAD === 7);

const client = testClient();
afterAll(() => client.close());

/** Not optimised, with symbolic sizes: what passes have most to do with. */
function plainModel(recorded: Case): Uint8Array {
  const { program } = programOfCase(recorded, true);
  const exported = exportProgram(program, { moduleFunctions: false, optimize: false });
  if (exported.program === null) throw new Error(exported.diagnostics.map((d) => d.message).join("; "));
  return exported.program.bytes();
}

function results(model: Model, recorded: Case): unknown {
  const wanted = new Set(model.graph.inputs.map((input) => input.name));
  const feeds = recorded.placeholders
    .filter(({ name }) => wanted.has(name))
    .map((p) => {
      const shape = [...p.shape.map(Number), ...(p.dtype.startsWith("complex") ? [2] : [])];
      return [p.name, { dtype: onnxType(p.dtype), shape, bytes: dataBytes(p) }] as const;
    });
  return client.run(modelToBytes(model), Object.fromEntries(feeds));
}

describe.each(CASES.map((c) => [`${c.variant} ${c.index}`, c] as const))("%s", (_, recorded) => {
  const bytes = plainModel(recorded);
  const before = results(readModel(bytes), recorded);
  test.each(Object.entries(PASSES))("%s", (_name, pass) => {
    const model = readModel(bytes);
    pass(model);
    expect(checkModel(model).map(issueText)).toEqual([]);
    for (let round = 0; pass(model).changed; round++) if (round > 8) expect.fail("the pass never ends");
    expect(checkModel(model).map(issueText)).toEqual([]);
    expect(results(model, recorded)).toEqual(before);
  });
});
