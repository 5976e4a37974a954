/** Programs that use numpy: what they print is what real numpy printed (`update_programs.mjs` rewrites the expected texts). */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { NUMPY } from "../../src/libraries/numpy/numpy.ts";
import { runProgram } from "../dynamo/helpers.ts";

const FOLDER = fileURLToPath(new URL("numpy/", import.meta.url));
const programs = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".py"))
  .map((name) => name.slice(0, -".py".length))
  .sort();

async function evaluate(source: string): Promise<string> {
  const { exitCode, stdout, stderr } = await runProgram(source, {}, { extra: NUMPY.modules });
  return exitCode === 0 ? stdout : stdout + stderr;
}

test.each(programs)("%s", async (name) => {
  expect(await evaluate(readFileSync(`${FOLDER}${name}.py`, "utf8"))).toBe(
    readFileSync(`${FOLDER}${name}.expected.txt`, "utf8"),
  );
});

test("a name of numpy without a model is one clear error", async () => {
  const printed = await evaluate("import numpy as np\ntry: np.loadtxt\nexcept NotImplementedError as e: print(e)");
  expect(printed).toBe(
    "numpy.loadtxt is not modelled: numpy stands here as far as models use it while they are built\n",
  );
});

test("tables of positions and masks of millions of elements are made in moments", async () => {
  const source = [
    "import numpy as np",
    "position = np.arange(5000)[:, None]",
    "rate = np.exp(np.arange(0, 512, 2) * -(np.log(10000.0) / 512))",
    "table = np.zeros((5000, 512), dtype=np.float32)",
    "table[:, 0::2] = np.sin(position * rate)",
    "table[:, 1::2] = np.cos(position * rate)",
    "print(table.shape, float(table[0, 1]), (np.triu(np.ones((1000, 1000)), 1) == 0).sum())",
  ].join("\n");
  const start = performance.now();
  expect(await evaluate(source)).toBe("(5000, 512) 1.0 500500\n");
  expect(performance.now() - start).toBeLessThan(20_000);
});
