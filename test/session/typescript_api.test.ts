/** The package's own exports, used as docs/api.md says. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect, it } from "vitest";
import {
  elementsOf,
  fakeTensor,
  isTensorOperand,
  loweringBuilder,
  OnnxRegistry,
  openSession,
  RuntimeFailure,
  readModel,
  saveExportedProgram,
  tensor,
} from "../../src/index.ts";

it("exports a file with a translation of the caller's, and reads the model", async () => {
  const directory = mkdtempSync(join(tmpdir(), "dynamo-onnx-"));
  const session = await openSession();
  try {
    const file = join(directory, "program.py");
    writeFileSync(
      file,
      `import torch
@torch.library.custom_op("mylib::twice", mutates_args=())
def twice(x: torch.Tensor) -> torch.Tensor:
    return x * 2
@twice.register_fake
def _(x):
    return torch.empty_like(x)
class M(torch.nn.Module):
    def forward(self, x):
        return torch.ops.mylib.twice(x)
torch.onnx.export(M(), (torch.ones(3),), "m.onnx")
`,
    );
    const registry = new OnnxRegistry();
    registry.registerOp(
      (host, [x], _kwargs, result) => {
        if (!isTensorOperand(x)) throw new Error("a tensor is needed");
        const g = loweringBuilder(host, result);
        return g.op("Mul", [x.value, g.const(2, "float32")]);
      },
      "mylib",
      "twice",
    );
    expect(registry.isRegisteredOp("mylib", "twice")).toBe(true);
    expect(() => registry.registerOp(() => null, "my lib", "twice")).toThrow(RangeError);
    const control = { onStage: () => {}, onOutput: () => {}, cancelled: () => false };
    const options = {
      file,
      outDir: directory,
      opset: null,
      dynamicShapes: false,
      entry: null,
      verify: false,
      reportPath: null,
    };
    const outcome = await session.exportFile({ ...options, registry }, control);
    expect(outcome.diagnostics).toEqual([]);
    const model = readModel(readFileSync(join(directory, "m.onnx")));
    expect(model.graph.nodes.map((node) => node.opType)).toEqual(["Mul"]);
    expect(session.checkFile(file).map((d) => d.ruleId)).toEqual(["FXE0011", "FXE0012"]);
  } finally {
    await session.close();
    rmSync(directory, { recursive: true, force: true });
  }
});

it("saves captured programs as archives, and reads them", async () => {
  const directory = mkdtempSync(join(tmpdir(), "dynamo-onnx-"));
  const session = await openSession();
  try {
    const file = join(directory, "program.py");
    writeFileSync(
      file,
      `import torch
class M(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.arange(3.0))
    def forward(self, x):
        return x * self.weight + 1
batch = torch.export.Dim("batch", max=9)
torch.onnx.export(M(), (torch.ones(2, 3),), dynamic_shapes={"x": {0: batch}})
`,
    );
    const captured = session.extractor({ file }).generateFx();
    const archive = join(directory, "m.pt2");
    saveExportedProgram(captured, archive);
    const again = session.export(session.extractor({ file: relative(process.cwd(), archive) }));
    expect(again.inputs.map(({ shape }) => shape.map((dim) => typeof dim))).toEqual([["string", "number"]]);
    const x = tensor("float32", [4, 3], new Array(12).fill(2));
    expect(again.call([x]).map(elementsOf)).toEqual([[1, 3, 5, 1, 3, 5, 1, 3, 5, 1, 3, 5]]);
    saveExportedProgram(again.exportedProgram, archive);
    expect(
      session
        .export(session.extractor({ file: archive }))
        .call([x])
        .map(elementsOf),
    ).toEqual(again.call([x]).map(elementsOf));
    expect(() => saveExportedProgram(captured, join(directory, "none/m.pt2"))).toThrow(RuntimeFailure);
    const state = new Map([["weight", fakeTensor("float32", [3])]]);
    expect(() => saveExportedProgram({ ...captured, state }, archive)).toThrow(/weights without data/);
  } finally {
    await session.close();
    rmSync(directory, { recursive: true, force: true });
  }
});
