/** Files that can't be shown give one clear message each. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadGraph, loadSarif } from "../../extension/worker/models.ts";
import { UserError } from "../../extension/worker/serve.ts";
import { modelToBytes } from "../../src/onnx/serde/write_model.ts";
import { sampleModel } from "../viewmodel/sample_model.ts";

const folder = mkdtempSync(join(tmpdir(), "dynamo-onnx-models-"));
afterAll(() => rmSync(folder, { recursive: true }));

const bytes = modelToBytes(sampleModel());

test("a written model is shown with functions, branches, modules and lines", () => {
  const path = join(folder, "model.onnx");
  writeFileSync(path, bytes);
  const { graphs } = loadGraph({ title: "model.onnx", source: path });
  expect(graphs.map((graph) => [graph.kind, graph.nodes.length])).toEqual([
    ["main", 6],
    ["function", 3],
    ["function", 3],
    ["subgraph", 1],
    ["subgraph", 1],
  ]);
  expect(graphs[0]?.nodes[0]).toMatchObject({
    callee: 1,
    location: { file: "/home/me/model.py", line: 16, column: 20 },
    target: "aten.linear.default",
  });
  expect(graphs[0]?.nodes.at(-1)?.captures).toHaveLength(1);
});

test.each([
  ["an empty file", new Uint8Array(), /^m\.onnx: not a valid ONNX file: it is empty$/],
  ["text", new TextEncoder().encode("import torch\n".repeat(50)), /^m\.onnx: not a valid ONNX file/],
  ["noise", Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) % 251), /^m\.onnx: not a valid ONNX file/],
  ["half a model", bytes.slice(0, bytes.length / 2), /^m\.onnx: /],
])("%s as a model", (_, source, message) => {
  const load = (): unknown => loadGraph({ title: "m.onnx", source });
  expect(load).toThrow(UserError);
  expect(load).toThrow(message);
});

test("a file that is not there, a folder", () => {
  expect(() => loadGraph({ title: "m.onnx", source: join(folder, "none.onnx") })).toThrow(
    /none\.onnx can't be read: ENOENT/,
  );
  expect(() => loadSarif({ title: "m.sarif", source: folder })).toThrow(/can't be read: EISDIR/);
});

test("bytes that are no SARIF log", () => {
  expect(() => loadSarif({ title: "m.sarif", source: bytes })).toThrow(/^m\.sarif: This is not a SARIF log/);
});
