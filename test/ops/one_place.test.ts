/** A new operator is one entry in one file: everything else follows, counted in a product that is built with one more entry. */

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readModel } from "../../src/onnx/serde/read_model.ts";
import type { OperatorCoverage } from "../../src/ops/coverage.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FAMILY = "src/ops/pointwise/unary.ts";
const START = "export const unaryOps: readonly OpEntry[] = [\n";
/** PyTorch's product with a sparse matrix, which the table has not: here of a dense one. */
const ENTRY = `  op("aten::smm(Tensor self, Tensor mat2) -> Tensor", {
    meta: (ctx, { self, mat2 }) => promotedFloat(ctx, self, mat2),
    lower: (g, { self, mat2 }) => g.op("MatMul", [self.value, mat2.value]),
  }),
`;
const PROGRAM = `
import torch

class Model(torch.nn.Module):
    def forward(self, x):
        return torch.smm(x, x), x.smm(x * 2), torch.ops.aten.smm(x, x * 3), torch.ops.aten.smm.default(x, x * 4)

print(torch.ops.aten.smm(torch.eye(2), torch.tensor([[1.0, 2.0], [3.0, 4.0]])))
torch.onnx.export(Model(), (torch.ones(3, 3),), "model.onnx", dynamo=True)
`;

const copy = mkdtempSync(join(tmpdir(), "dynamo-onnx-"));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function node(args: readonly string[]): string {
  const run = spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8", maxBuffer: 1 << 26 });
  if (run.status !== 0) throw new Error(`${args.join(" ")}: ${run.stdout}${run.stderr}`);
  return run.stdout;
}

beforeAll(() => {
  for (const name of ["src", ".tools", "package.json"]) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  const path = join(copy, FAMILY);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(START);
  writeFileSync(path, text.replace(START, START + ENTRY));
  node([".tools/build.mjs", "--only", "cli,ort_worker"]);
}, 120_000);

const registry = () =>
  (JSON.parse(node(["dist/cli.js", "registry", "--json"])) as { operators: readonly OperatorCoverage[] }).operators;

test("the registry has it, with its schema and its place", () => {
  const rows = registry();
  const row = rows.find(({ op }) => op === "aten.smm.default");
  const line =
    readFileSync(join(copy, FAMILY), "utf8")
      .split("\n")
      .findIndex((l) => l.includes("smm")) + 1;
  expect(row).toEqual({
    op: "aten.smm.default",
    schemas: ["aten::smm(Tensor self, Tensor mat2) -> Tensor"],
    status: "direct",
    core: false,
    peer: false,
    opsets: { min: 18, max: 23 },
    family: "pointwise/unary",
    source: FAMILY,
    line,
  });
  expect(node(["dist/cli.js", "registry"])).toContain("direct      aten.smm.default\n");
});

test("torch, tensors and torch.ops have it, eager and in an export", () => {
  writeFileSync(join(copy, "model.py"), PROGRAM);
  expect(node(["dist/cli.js", "export", "model.py", "--out-dir", "out"])).toContain(
    "tensor([[1., 2.],\n        [3., 4.]])",
  );
  const { nodes } = readModel(readFileSync(join(copy, "out/model.onnx"))).graph;
  expect(nodes.filter((n) => n.opType === "MatMul").length).toBe(4);
});

test("every row's place is where the operator is written", () => {
  const texts = new Map<string, readonly string[]>();
  const wrong = registry().filter(({ op, source, line }) => {
    if (source === undefined) return false;
    const text = texts.get(source) ?? readFileSync(join(copy, source), "utf8").split("\n");
    texts.set(source, text);
    const written = line === undefined ? "" : (text[line - 1] ?? "");
    // The name itself, or the template that a row of names goes through.
    return !written.includes(op.split(".")[1] ?? op) && !/::[^"'`]*\$\{/.test(written);
  });
  expect(wrong.map(({ op, source, line }) => `${op} ${source}:${line}`)).toEqual([]);
});
