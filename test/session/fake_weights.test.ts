/** Fake mode: a model of 100 GB takes no memory; weights that come later are streamed from their file. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readModel } from "../../src/onnx/serde/read_model.ts";
import { openSession, type Session } from "../../src/session/session.ts";
import { exportFile } from "./export_file.ts";

let session: Session;
let folder: string;
beforeAll(async () => {
  session = await openSession();
  folder = mkdtempSync(join(tmpdir(), "dynamo-onnx-"));
});
afterAll(async () => {
  await session.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(source: string) {
  const file = join(folder, "program.py");
  writeFileSync(file, source);
  return exportFile(session, { file, outDir: folder });
}

it("allocates nothing for 100 GB of parameters", async () => {
  const warm = "import torch\ntorch.onnx.export(torch.nn.Linear(2, 2), (torch.ones(1, 2),), 'warm.onnx')\n";
  await run(warm);
  const before = process.memoryUsage().rss;
  const { printed, diagnostics } = await run(`import torch
with torch.onnx.enable_fake_mode() as context:
    model = torch.nn.Sequential(*[torch.nn.Linear(40000, 40000) for _ in range(16)]).eval()
    x = torch.rand(2, 40000)
print(sum(p.numel() * p.element_size() for p in model.parameters()) > 100e9)
options = torch.onnx.ExportOptions(fake_context=context)
p = torch.onnx.dynamo_export(model, x, export_options=options)
print(len(p.model.graph.initializers), p.model.graph.outputs[0].shape)
p.save("bare.onnx", include_initializers=False)
try:
    p.save("full.onnx")
except RuntimeError as e:
    print("apply_weights" in str(e))
`);
  expect(printed).toBe("True\n32 [2,40000]\nTrue\n");
  expect(diagnostics).toEqual([]);
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * 2 ** 20);
  expect(readModel(readFileSync(join(folder, "bare.onnx"))).graph.initializers.size).toBe(0);
});

it("weights of a safetensors file are applied afterwards, and read when the model is saved", async () => {
  const elements = Float32Array.from({ length: 64 * 64 }, (_, i) => i / 100);
  const header = JSON.stringify({
    "0.weight": { dtype: "F32", shape: [64, 64], data_offsets: [0, 16384] },
    "0.bias": { dtype: "F32", shape: [64], data_offsets: [16384, 16640] },
  });
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(header.length), true);
  const bias = new Float32Array(64).fill(2);
  writeFileSync(
    join(folder, "weights.safetensors"),
    Buffer.concat([length, Buffer.from(header), Buffer.from(elements.buffer), Buffer.from(bias.buffer)]),
  );
  const { printed } = await run(`import torch
from safetensors.torch import load_file
with torch.onnx.enable_fake_mode():
    model, x = torch.nn.Sequential(torch.nn.Linear(64, 64)).eval(), torch.rand(1, 64)
p = torch.onnx.export(model, (x,))
p.apply_weights(load_file("weights.safetensors"))
p.save("filled.onnx", external_data=True)
print(round(p(torch.ones(1, 64))[0][0, 0].item(), 3))
`);
  expect(printed).toBe(
    `${(Array.from({ length: 64 }, (_, i) => i / 100).reduce((a, b) => a + b) + 2).toFixed(3).replace(/0+$/, "")}\n`,
  );
  const data = readFileSync(join(folder, "filled.onnx.data"));
  expect(data.subarray(0, 16384).equals(Buffer.from(elements.buffer))).toBe(true);
});
