/** The table against the lists of what has to stand in it: core ATen, PyTorch's ONNX registry, torchvision, quantisation. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { coverage } from "../../src/ops/coverage.ts";
import { targetOf } from "../../src/ops/schema.ts";
import { opTable } from "../../src/ops/table.ts";

/** Lines of a list: PyTorch's core operators by schema and tags, and the targets that PyTorch's exporter registers. */
const lines = (name: string): readonly string[] =>
  readFileSync(new URL(`data/${name}`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "");

/** Why a listed target needs no entry. */
const EXCEPTIONS: readonly (readonly [reason: string, targets: RegExp])[] = [
  ["Python's operators on sizes: the exporter computes them from symbolic expressions", /^(_operator|math)\.\w+$/],
  ["Python's functions on sizes: as above", /^torch\.sym_\w+$/],
  ["a Python subscript: the graph's own getitem", /^aten\.getitem$/],
  ["higher-order calls of PyTorch's compiler, which a captured program never has", /^higher_order\.invoke_subgraph$/],
  ["PyTorch's own carrier of ONNX nodes", /^onnx_symbolic\./],
  [
    "answers in Python's bool, which data decides: torch.export refuses it too",
    /^aten\.(allclose|equal|is_nonzero)\.default$/,
  ],
  ["overloads of TorchScript on Python's numbers and lists", /^aten\.(eq|ne|mul|split)\.default$/],
  ["makers of TorchScript; a program's torch.tensor is a constant", /^aten\.tensor\.(bool|float|int)$/],
  ["changes a tensor's storage", /^prims\.resize\.default$/],
  ["registered by the exporter, but PyTorch has no such overload", /^quantized_decomposed\.\w+_per_channel\.tensor2?$/],
];

const excepted = (target: string) => EXCEPTIONS.some(([, targets]) => targets.test(target));

/** The entry stands in the table, or is derived from one that does, and has a translation. */
function translated(target: string): boolean {
  const entry = opTable.get(target) ?? opTable.get(`${target}.default`);
  return (
    entry !== null &&
    (entry.lower !== null ||
      entry.lowerComplex !== null ||
      entry.decompose !== null ||
      entry.schema.args.some((arg) => arg.alias?.write === true))
  );
}

/** Gradients and `out=` forms are not met in a model that is exported. */
const CORE = lines("core_aten.txt")
  .map((line) => line.split("\t"))
  .filter(([, tags = ""]) => !/\b(backward|out|out_variant)\b/.test(tags))
  .map(([schema = ""]) => targetOf(schema));

const REGISTRY = lines("torch_registry.txt");

const BESIDES = [
  ...["nms", "roi_align", "roi_pool", "deform_conv2d"].map((name) => `torchvision.${name}.default`),
  ...["quantize", "dequantize"].flatMap((name) =>
    ["per_tensor.default", "per_tensor.tensor", "per_channel.default"].map((o) => `quantized_decomposed.${name}_${o}`),
  ),
  "aten.fake_quantize_per_tensor_affine.default",
  "aten.fake_quantize_per_channel_affine.default",
  ...["cond", "while_loop", "scan"].map((name) => `higher_order.${name}`),
];

describe("every listed operator has an entry with a translation", () => {
  test.each([
    ["core ATen", CORE, 170],
    ["PyTorch's registry", REGISTRY, 500],
    ["torchvision, quantisation, control flow", BESIDES, 12],
  ])("%s", (_, targets, least) => {
    expect(targets.length).toBeGreaterThan(least);
    expect(targets.filter((target) => !translated(target) && !excepted(target))).toEqual([]);
  });
});

test("an exception speaks of operators that are listed and missing", () => {
  const missing = [...CORE, ...REGISTRY].filter((target) => !translated(target));
  for (const [reason, targets] of EXCEPTIONS)
    expect(missing.filter((t) => targets.test(t)).length, reason).toBeGreaterThan(0);
});

test("the coverage has a row for every entry, with all that is known of it", () => {
  const rows = new Map(coverage().map((row) => [row.op, row]));
  for (const entry of opTable) {
    const row = rows.get(entry.target);
    expect(row?.schemas[0], entry.target).toBe(entry.schemaText);
    expect(row?.source, entry.target).toBe(`src/ops/${opTable.family(entry)}.ts`);
    expect(row?.status, entry.target).toBe(
      entry.lower !== null || entry.lowerComplex !== null
        ? "direct"
        : translated(entry.target)
          ? "decomposed"
          : "missing",
    );
    expect(row?.opsets, entry.target).toEqual({ min: 18, max: 23 });
  }
  const tested = [...rows.values()].filter((row) => (row.conformance?.passed ?? 0) > 0);
  expect(tested.length).toBeGreaterThan(600);
});
