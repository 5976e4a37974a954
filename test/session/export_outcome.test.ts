/** What an export says of itself: accuracy, recorded stages, warnings that are errors, refused operators, wrapped captures. */

import { describe, expect, it } from "vitest";
import { CUSTOM_OPERATOR, printed, runExport } from "./helpers.ts";

const MODEL = `
import torch, warnings
from onnxscript import opset18 as op
class M(torch.nn.Module):
    def forward(self, x):
        return torch.sin(x) + 1
x = torch.tensor([0.5, 1.0, 2.0])
def wrong(x):
    return op.Cos(x)
`;

const decode = (files: ReadonlyMap<string, Uint8Array>, end: string) =>
  new TextDecoder().decode([...files].find(([name]) => name.endsWith(end))?.[1]);

describe("accuracy", () => {
  it("is in the report, output by output, and a warning where the outputs differ", async () => {
    const { files, diagnostics, stdout } = await runExport(`${MODEL}
table = {torch.ops.aten.sin.default: wrong}
torch.onnx.export(M(), (x,), "bad.onnx", custom_translation_table=table, verify=True, report=True, artifacts_dir="bad")
torch.onnx.export(M(), (x,), "good.onnx", verify=True, report=True, artifacts_dir="good")
`);
    expect(stdout).toBe("");
    expect(
      [...files.keys()].filter((name) => name.endsWith(".md")).map((name) => name.replace(/_\d.*\d_/, "_")),
    ).toEqual(["bad/onnx_export_accuracy.md", "good/onnx_export_success.md"]);
    expect(diagnostics.map((d) => `${d.ruleId} ${d.level} ${d.span?.line}:${d.span?.column}`)).toEqual([
      "DYN5002 warning 6:16",
    ]);
    // cos(2) and sin(2) are 1.325 apart; the sums are compared, and sin(2) + 1 is 1.909.
    expect(diagnostics[0]?.message).toMatch(
      /^The output add differs from the reference by up to 1\.33e\+0 \(relative to it: 6\.94e-1\)\./,
    );
    const bad = decode(files, "_accuracy.md");
    expect(bad).toContain("❌ Compare its outputs with the reference");
    expect(bad).toMatch(/\| `add` \| 1\.32\d+e\+0 \| 6\.\d+e-1 \| float32 \| float32 \|/);
    expect(bad).toMatch(/\| `add` \| absolute \| 0 \| 0 \| 0 \| 0 \| 0 \| 0 \| 2 \| 1 \| 0 \|/);
    const good = decode(files, "_success.md");
    expect(good).toContain("✅ Compare its outputs with the reference");
    expect(good).toContain("| `add` | 0.000000e+0 | 0.000000e+0 | float32 | float32 |");
  });

  it("says why there is no reference", async () => {
    const { files } = await runExport(`${MODEL}
class Drawn(torch.nn.Module):
    def forward(self, x):
        return torch.rand_like(x) + x
torch.onnx.export(Drawn(), (x,), "m.onnx", verify=True, report=True)
`);
    const text = decode(files, "_success.md");
    expect(text).toContain("They were not compared with a reference: the model draws random numbers");
    expect(text).toContain("⚪ Compare its outputs with the reference");
  });

  it("warns of a model that this processor has no kernels for, and keeps it", async () => {
    const { files, diagnostics } = await runExport(`import torch
torch.onnx.export(torch.nn.Linear(3, 2).bfloat16(), (torch.randn(1, 3).bfloat16(),), "m.onnx", verify=True)
`);
    expect([...files.keys()]).toEqual(["m.onnx"]);
    expect(diagnostics.map((d) => `${d.ruleId} ${d.level}`)).toEqual(["DYN5001 warning"]);
    expect(diagnostics[0]?.message).toMatch(
      /^The model was not run: ONNX Runtime has no kernel .*Could not find an implementation for Gemm/,
    );
  });

  it("is there for programs as torch.onnx.verification", async () => {
    const text = await printed(`${MODEL}
p = torch.onnx.export(M(), (x,), custom_translation_table={torch.ops.aten.sin.default: wrong})
for info in torch.onnx.verification.verify_onnx_program(p, (x,), compare_intermediates=True):
    d = info.asdict()
    print(d["name"], round(d["max_abs_diff"], 4), round(d["max_rel_diff"], 4), d["abs_diff_hist"][0], d["expected_dtype"])
print([type(i).__name__ for i in torch.onnx.verification.verify_onnx_program(p)])
`);
    expect(text).toBe(`sin 1.3254 1.4577 [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 1.0, 0.0] torch.float32
add 1.3254 0.6942 [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 1.0, 0.0] torch.float32
['VerificationInfo']
`);
  });
});

describe("DiagnosticOptions", () => {
  const DIAGNOSED = `${MODEL}
class Promoted(torch.nn.Module):
    def forward(self, x, n):
        return x + n
def run(**options):
    given = torch.onnx.ExportOptions(diagnostic_options=torch.onnx.DiagnosticOptions(**options))
    p = torch.onnx.dynamo_export(Promoted(), x, torch.tensor([1, 2, 3]), export_options=given)
    return [d.rule for d in p.diagnostic_context.diagnostics]
`;

  it("verbosity_level tells what is recorded", async () => {
    const { stdout, diagnostics } = await runExport(`${DIAGNOSED}
import logging
for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
    print(level, run(verbosity_level=level))
`);
    expect(stdout).toBe(`10 ['FXE0010', 'FXE0010', 'FXE0010', 'FXE0015', 'FXE0007', 'FXE0008', 'FXE0008']
20 []
30 []
40 []
`);
    const cast = diagnostics.find((d) => d.ruleId === "FXE0008");
    expect(cast?.message).toMatch(/^prims\.convert_element_type\.default became node_Cast \(Cast\)\.$/);
    expect([cast?.level, cast?.span?.line]).toEqual(["none", 13]);
  });

  it("verbosity_level leaves warnings out, warnings_as_errors makes them errors all the same", async () => {
    const { stdout } = await runExport(`${MODEL}
registry = torch.onnx.OnnxRegistry()
${CUSTOM_OPERATOR}class C(torch.nn.Module):
    def forward(self, x):
        return f(x)
registry.register_op(wrong, "mylib", "f", "other")
def run(**options):
    given = torch.onnx.ExportOptions(onnx_registry=registry, diagnostic_options=torch.onnx.DiagnosticOptions(**options))
    try:
        p = torch.onnx.dynamo_export(C(), x, export_options=given)
        return [(d.rule, d.level, d.line) for d in p.diagnostic_context.diagnostics]
    except torch.onnx.OnnxExporterError as e:
        return type(e).__name__, type(e.onnx_program).__name__, str(e).split(";")[0]
print(run())
print(run(verbosity_level=40))
print(run(verbosity_level=40, warnings_as_errors=True))
`);
    expect(stdout).toBe(`[('FXE0016', 'warning', 20)]
[]
('ConversionError', 'ONNXProgram', 'Failed to export the model to ONNX: The registry has no function for mylib.f.default')
`);
  });

  it("a function for complex operands alone has to do for real ones, with a warning", async () => {
    const { diagnostics } = await runExport(`${MODEL}
registry = torch.onnx.OnnxRegistry()
${CUSTOM_OPERATOR}class C(torch.nn.Module):
    def forward(self, x):
        return f(x)
registry.register_op(wrong, "mylib", "f", is_complex=True)
torch.onnx.dynamo_export(C(), x, export_options=torch.onnx.ExportOptions(onnx_registry=registry))
`);
    expect(diagnostics.map((d) => `${d.ruleId} ${d.level} ${d.message.split(":")[0]}`)).toEqual([
      "FXE0014 warning No function for mylib.f.default matches the call",
    ]);
  });
});

describe("errors", () => {
  it("what the capture raises is the cause of a TorchExportError; the diagnostic tells of the cause", async () => {
    const program = `${MODEL}
class Bad(torch.nn.Module):
    def forward(self, x):
        return x if x.sum() > 0 else -x
`;
    const { stdout } = await runExport(`${program}
try:
    torch.onnx.export(Bad(), (x,))
except torch.onnx.OnnxExporterError as e:
    print(type(e).__module__, type(e).__name__, type(e.__cause__).__name__, e.onnx_program)
try:
    torch.onnx.dynamo_export(Bad(), x)
except torch.onnx.OnnxExporterError as e:
    print(type(e).__name__, str(e).split(":")[0])
`);
    expect(stdout).toBe(`torch.onnx._internal.exporter._errors TorchExportError GuardOnDataDependentSymNode None
TorchExportError Failed to capture the model for the export to ONNX
`);
    const { diagnostics, stderr } = await runExport(`${program}
torch.onnx.export(Bad(), (x,))
`);
    expect(diagnostics.map((d) => `${d.ruleId} ${d.span?.line}:${d.span?.column}`)).toEqual(["DYN2001 13:21"]);
    expect(diagnostics[0]?.stack?.map((frame) => frame.name)).toEqual(["Bad.forward", "<module>"]);
    expect(stderr).toMatch(/GuardOnDataDependentSymNode[\s\S]*direct cause[\s\S]*TorchExportError/);
  });

  it("an operator without a fake implementation is refused where it is called", async () => {
    const { diagnostics } = await runExport(`${MODEL}
@torch.library.custom_op("mylib::f", mutates_args=())
def f(x: torch.Tensor) -> torch.Tensor:
    return x.clone()
print(f(x).tolist())
class C(torch.nn.Module):
    def forward(self, x):
        return f(x)
torch.onnx.export(C(), (x,))
`);
    expect(diagnostics.map((d) => `${d.ruleId} ${d.span?.line}:${d.span?.column}`)).toEqual(["DYN2004 17:16"]);
    expect(diagnostics[0]?.message).toMatch(/no fake impl registered for mylib::f.*register_fake/s);
  });

  it("an old opset, names beyond the inputs and unknown names of dynamic axes", async () => {
    const { stdout, diagnostics } = await runExport(`${MODEL}
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    p = torch.onnx.export(M(), (x,), opset_version=11, input_names=["a", "b"], output_names=["c", "d"])
print([str(w.message).split(" is ")[0] for w in seen], p.model.opset_imports)
print([v.name for v in p.model.graph.inputs + p.model.graph.outputs])
warnings.simplefilter("ignore")
try:
    torch.onnx.export(M(), (x,), dynamic_axes={"y": [0]})
except RuntimeError as e:
    print(type(e.__cause__).__name__, e.__cause__)
`);
    expect(stdout).toBe(`['opset_version=11'] {'': 18}
['a', 'c']
ValueError The name 'y' in dynamic_axes is none of the model's inputs: x.
`);
    expect(diagnostics.map((d) => `${d.ruleId} ${d.level}`)).toEqual([
      "DYN3003 warning",
      "DYN3003 warning",
      "DYN3002 warning",
    ]);
  });

  it("verbose and profile print the stages", async () => {
    const text = await printed(`${MODEL}
torch.onnx.export(M(), (x,), verbose=True)
torch.onnx.export(M(), (x,), profile=True)
`);
    expect(text).toMatch(/^\[torch\.onnx\] capture\.\.\. ✅\n\[torch\.onnx\] FX passes\.\.\. ✅\n/);
    expect(text).toMatch(/\[torch\.onnx\] Profile result:\n\[torch\.onnx\] {3}capture +\d+\.\d\d ms\n/);
  });
});
