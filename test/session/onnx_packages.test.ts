/** The `onnx`, `onnx_ir` and `onnxruntime` packages: programs that read, change, check and run what they exported print what they print in Python. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { printed } from "./helpers.ts";

const FOLDER = join(import.meta.dirname, "onnx_packages");

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".py"))) {
  it(file, async () => {
    const expected = readFileSync(join(FOLDER, file.replace(".py", ".expected.txt")), "utf8");
    expect(await printed(readFileSync(join(FOLDER, file), "utf8"))).toBe(expected);
  });
}
