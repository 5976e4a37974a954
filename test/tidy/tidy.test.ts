/** Holds the house rules that no linter knows: file size, purpose header, layers, no paths of one machine. */

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { KERNEL_MODULES, sourceMark } from "../../.tools/kernels.mjs";
import { wrongImports } from "../../.tools/layers.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MAX_LINES = 600;

const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => path !== "" && existsSync(ROOT + path));
const text = (path: string): string => readFileSync(ROOT + path, "utf8");
const isSource = (path: string): boolean =>
  /\.(ts|mjs|mts)$/.test(path) && !path.endsWith(".d.ts") && !path.endsWith(".d.mts");
const sources = tracked.filter(isSource);

test(`no source file has more than ${MAX_LINES} lines`, () => {
  const long = sources.filter((path) => text(path).split("\n").length > MAX_LINES + 1);
  expect(long).toEqual([]);
});

test("every source file opens with its purpose", () => {
  const isConfig = (path: string): boolean => path.endsWith("vitest.config.ts");
  const silent = sources.filter((path) => !isConfig(path) && !/^(#!.*\n)?(\/\*\*?\s|\/\/ )/.test(text(path)));
  expect(silent).toEqual([]);
});

test("imports go down the layers only", () => {
  expect(wrongImports()).toEqual([]);
});

test("no file names a place of one machine", () => {
  const binary = /\.(png|wasm|onnx|npy|pt|pt2|safetensors|ico)$/;
  const place = new RegExp(
    ["/(?:home|Users)/(?!me/)[a-z]+/", `/${"root"}/`, `/${"work"}/(?:main|shared)`, `/${"opt"}/oracle`].join("|"),
  );
  const found = tracked.filter((path) => !binary.test(path) && path !== "package-lock.json" && place.test(text(path)));
  expect(found).toEqual([]);
});

test("the compiled kernels are those of their source", () => {
  for (const kernels of KERNEL_MODULES) expect(text(kernels.path)).toContain(sourceMark(kernels));
});
