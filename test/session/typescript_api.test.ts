/** The package's own exports, used as docs/api.md says. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { isTensorOperand, loweringBuilder, OnnxRegistry, openSession, readModel } from "../../src/index.ts";

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
