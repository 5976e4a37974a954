/** `op_level_debug`: an operator whose translation is wrong is named at its line, what follows from it is not. */

import { describe, expect, it } from "vitest";
import { CUSTOM_OPERATOR, runExport } from "./helpers.ts";

const MODEL = `
import torch
from onnxscript import opset18 as op
class M(torch.nn.Module):
    def forward(self, x):
        y = torch.sin(x)
        z = torch.cos(y) + 1
        return z * 2
x = torch.tensor([0.5, 1.0, 2.0])
registry = torch.onnx.OnnxRegistry()
`;

const EXPORT = `
options = torch.onnx.ExportOptions(op_level_debug=True, onnx_registry=registry)
torch.onnx.dynamo_export(M(), x, export_options=options)
`;

describe("op_level_debug", () => {
  it("says nothing of a model whose operators agree", async () => {
    const { diagnostics, stderr } = await runExport(MODEL + EXPORT);
    expect(stderr).toBe("");
    expect(diagnostics).toEqual([]);
  });

  it("finds the translation that is wrong", async () => {
    const { diagnostics } = await runExport(`${MODEL}
def wrong(x):
    return op.Cos(op.Sin(x))
registry.register_op(wrong, "aten", "cos")
${EXPORT}`);
    expect(diagnostics.map((d) => [d.ruleId, d.level, d.span?.line, d.span?.column, d.span?.endColumn])).toEqual([
      ["FXE0013", "warning", 7, 13, 25],
    ]);
    expect(diagnostics[0]?.message).toMatch(
      /^aten\.cos\.default: ONNX Runtime's result differs from the reference though the operands agree: 3 of 3 elements, most at element 2: 0\.\d+ against 0\.\d+\.$/,
    );
    expect(diagnostics[0]?.flow?.at(-1)?.stage).toBe("op-level debugging");
  });

  it("is an error where warnings are", async () => {
    const { stdout } = await runExport(`${MODEL}
def wrong(x):
    return x
registry.register_op(wrong, "aten", "sin")
options = torch.onnx.ExportOptions(op_level_debug=True, onnx_registry=registry, diagnostic_options=torch.onnx.DiagnosticOptions(warnings_as_errors=True))
try:
    torch.onnx.dynamo_export(M(), x, export_options=options)
except torch.onnx.OnnxExporterError as e:
    print(type(e.onnx_program).__name__, str(e).split(":")[1])
`);
    expect(stdout).toBe("ONNXProgram  aten.sin.default\n");
  });

  it("compares what has a reference, and says when nothing has", async () => {
    const custom = `
${CUSTOM_OPERATOR}class C(torch.nn.Module):
    def forward(self, x):
        return f(x)
registry.register_op(lambda x: op.Identity(x), "mylib", "f")
options = torch.onnx.ExportOptions(op_level_debug=True, onnx_registry=registry)
torch.onnx.dynamo_export(C(), x, export_options=options)
`;
    const { diagnostics } = await runExport(MODEL + custom);
    expect(diagnostics.map((d) => `${d.level} ${d.message}`)).toEqual([
      "note Operators were not compared: no operator has a built-in translation to compare with.",
    ]);
  });
});
