/** Programs exported as captured and after `run_decompositions()`: the same results in ONNX Runtime, and no operator of the table left. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { printed } from "../session/helpers.ts";
import { ROOT } from "./python.ts";

const FAMILIES = ["prelude", "layers", "tensors", "structure", "dynamic", "control", "styles", "decomposed_results"];

/** Draws that the two models make for themselves. */
const SKIPPED = ["TrainingDropout"];

const SOURCE = FAMILIES.map((name) => readFileSync(join(ROOT, `test/oracle/fx_programs/${name}.py`), "utf8")).join(
  "\n",
);
const PROGRAMS = [...SOURCE.matchAll(/^@program\(.*\)(?:[^\n]*)\nclass (\w+)/gm)].map((match) => match[1] ?? "");

let found: ReadonlyMap<string, string>;

beforeAll(async () => {
  const output = await printed(`${SOURCE}\nSKIPPED = ${JSON.stringify(SKIPPED)}\ncompare()\n`);
  found = new Map(output.split(/^compared /m).map((section) => [section.split(" ")[0] ?? "", section.trim()]));
}, 300_000);

it.each(PROGRAMS)("%s", (name) => {
  expect(found.get(name)).toBe(`${name} kept []`);
});
