/** `torch.onnx.export` and `ONNXProgram`: every parameter and method, as programs use them. */

import { describe, expect, it } from "vitest";
import { readModel } from "../../src/onnx/serde/read_model.ts";
import { printed, runExport } from "./helpers.ts";

const MODEL = `
import torch, warnings, io
class M(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(4, 3)
    def forward(self, x, scale=None):
        y = self.fc(x)
        return y if scale is None else y * scale
torch.manual_seed(0)
model = M().eval()
x = torch.randn(2, 4)
`;

describe("torch.onnx.export", () => {
  it("names inputs and outputs, targets the opset, and takes keyword arguments", async () => {
    const text = await printed(`${MODEL}
p = torch.onnx.export(model, (x,), kwargs={"scale": torch.ones(3)}, input_names=["a", "b"], output_names=["c"], opset_version=20)
m = p.model_proto
print([i.name for i in m.graph.input], [o.name for o in m.graph.output], [(o.domain, o.version) for o in m.opset_import if o.domain == ""])
print([d.dim_value for d in m.graph.input[0].type.tensor_type.shape.dim], m.graph.input[0].type.tensor_type.elem_type)
print(sorted(i.name for i in m.graph.initializer), len(m.graph.initializer[0].raw_data) > 0, m.ir_version, m.producer_name)
p = torch.onnx.export(model, (x, {"scale": torch.ones(3)}))
print([i.name for i in p.model.graph.inputs], p.model.graph.inputs[0].shape, type(p).__name__)
`);
    expect(text).toBe(`['a', 'b'] ['c'] [('', 20)]
[2, 4] 1
['fc.bias', 'fc.weight'] True 10 dynamo-onnx
['x', 'scale'] [2,4] ONNXProgram
`);
  });

  it("makes dimensions dynamic by dynamic_shapes and dynamic_axes, and renames axes", async () => {
    const text = await printed(`${MODEL}
warnings.simplefilter("ignore")
p = torch.onnx.export(model, (x,), dynamic_shapes=({0: torch.export.Dim("batch")},))
print(p.model.graph.inputs[0].shape, p.model.graph.outputs[0].shape)
p.rename_axes({"batch": "n"})
print(p.model.graph.inputs[0].shape, p.model.graph.outputs[0].shape)
p = torch.onnx.export(model, (x,), input_names=["in"], output_names=["out"], dynamic_axes={"in": {0: "rows"}, "out": {0: "rows"}})
print(p.model.graph.inputs[0].shape)
p = torch.onnx.export(model, (x,), input_names=["in"], dynamic_axes={"in": [0]})
print(isinstance(p.model.graph.inputs[0].shape[0].value, str))
for axes in ({"in": 3}, {"in": ["a"]}):
    try:
        torch.onnx.export(model, (x,), input_names=["in"], dynamic_axes=axes)
    except RuntimeError as e:
        print(type(e.__cause__).__name__, e.__cause__)
`);
    expect(text).toBe(`[batch,4] [batch,3]
[n,4] [n,3]
[rows,4]
True
ValueError Unsupported dynamic_axes format. Please provide a dict or a list.
ValueError The axis in dynamic_axes must be in the form of: dict[int, str] or list[int].
`);
  });

  it("writes the file, without weights or with weights beside it, and into an open file", async () => {
    const { files, stdout, stderr } = await runExport(`${MODEL}
big = torch.nn.Linear(64, 64)
torch.onnx.export(big, (torch.randn(1, 64),), "inside.onnx")
torch.onnx.export(big, (torch.randn(1, 64),), "beside.onnx", external_data=True)
torch.onnx.export(big, (torch.randn(1, 64),), "none.onnx", export_params=False, keep_initializers_as_inputs=True)
f = io.BytesIO()
p = torch.onnx.export(big, (torch.randn(1, 64),), f)
print(len(f.getvalue()) == len(p.model_proto.SerializeToString()))
`);
    expect(stderr).toBe("");
    expect(stdout).toBe("True\n");
    expect([...files.keys()].sort()).toEqual(["beside.onnx", "beside.onnx.data", "inside.onnx", "none.onnx"]);
    const none = readModel(files.get("none.onnx") ?? new Uint8Array());
    expect(none.graph.initializers.size).toBe(0);
    expect(none.graph.inputs.map((value) => value.name)).toEqual(["input", "weight", "bias"]);
  });

  it("writes the report and the program into artifacts_dir", async () => {
    const { files, exitCode } = await runExport(`${MODEL}
torch.onnx.export(model, (x,), "m.onnx", report=True, verify=True, profile=True, dump_exported_program=True, artifacts_dir="art")
class Bad(torch.nn.Module):
    def forward(self, x):
        return x if x.sum() > 0 else -x
try:
    torch.onnx.export(Bad(), (x,), report=True, artifacts_dir="art")
except Exception as e:
    pass
`);
    expect(exitCode).toBe(0);
    const names = [...files.keys()].map((name) => name.replace(/\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d-\d{6}/, "TIME")).sort();
    expect(names).toEqual([
      "art/onnx_export_TIME.pt2",
      "art/onnx_export_TIME_pt_export.md",
      "art/onnx_export_TIME_success.md",
      "m.onnx",
    ]);
    const report = [...files].find(([name]) => name.endsWith("_success.md"))?.[1];
    const text = new TextDecoder().decode(report);
    expect(text).toMatch(/aten\.linear\.default[\s\S]*verify/);
    expect(text.match(/^##+ .*$/gm)).toEqual([
      "## Status",
      "## Problems",
      "## M",
      "### Inputs and outputs",
      "### Operators",
      "### Guards",
      "### Exported program",
      "### Verification",
      "### ONNX model",
      "### Time",
    ]);
    expect(text).toContain("ONNX Runtime ran the model on the example inputs");
  });

  it("reports what could not be translated, with its line", async () => {
    const { files } = await runExport(`${MODEL}
@torch.library.custom_op("mylib::none", mutates_args=())
def none(x: torch.Tensor) -> torch.Tensor:
    return x.clone()
@none.register_fake
def _(x):
    return torch.empty_like(x)
class C(torch.nn.Module):
    def forward(self, x):
        return none(x) + 1
try:
    torch.onnx.export(C(), (x,), report=True, artifacts_dir="art")
except torch.onnx.OnnxExporterError:
    pass
`);
    const [name = "", report] = [...files][0] ?? [];
    expect(name).toMatch(/_conversion\.md$/);
    const text = new TextDecoder().decode(report);
    expect(text).toContain("## Unsupported operators");
    expect(text).toMatch(/\| none \| The operator mylib\.none\.default .* \| `.*main\.py:\d+:16` \|/);
    expect(text).toContain("Captured, and not translated to ONNX.");
    expect(text).toMatch(/### Exported program[\s\S]*mylib\.none\.default/);
  });

  it("warns of options without effect and says why; leaves out names for outputs that are not there", async () => {
    const { stdout, diagnostics, exitCode } = await runExport(`${MODEL}
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    torch.onnx.export(model, (x,), fallback=True, do_constant_folding=True, training=torch.onnx.TrainingMode.EVAL, export_modules_as_functions=False)
    torch.onnx.export(torch.nn.Dropout().train(), (x,))
print([str(w.message).split(" ")[0] for w in seen])
print([v.name for v in torch.onnx.export(model, (x,), output_names=["a", "b"]).model.graph.outputs])
for wrong in (dict(custom_translation_table={1: 2}), dict(input_names="x"), dict(kwargs=3)):
    try:
        torch.onnx.export(model, (x,), **wrong)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
`);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`['training', 'do_constant_folding', 'export_modules_as_functions', 'fallback', 'Exporting']
['a']
TypeError 1 is not an operator: a key of custom_translation_table is one such as torch.ops.aten.add.Tensor
ValueError input_names must be a list of strings
TypeError kwargs must be a dict
`);
    expect(diagnostics.map((d) => `${d.ruleId} ${d.level}`)).toContain("DYN3003 warning");
  });
});

describe("ONNXProgram", () => {
  it("runs, adapts, computes values, applies weights and saves", async () => {
    const { stdout, stderr, files } = await runExport(`${MODEL}
class N(torch.nn.Module):
    def forward(self, x, pair, flag=True, nothing=None):
        a, b = pair
        return {"s": x + a * b, "n": 3}, None, torch.view_as_complex(x)
z = torch.ones(2, 2)
p = torch.onnx.export(N(), (z, (z, z)))
adapted = p.adapt_torch_inputs_to_onnx(z, (z, z))
print(len(adapted), [tuple(t.shape) for t in p.adapt_torch_outputs_to_onnx(N()(z, (z, z)))])
print([o.tolist() for o in p(z, (z, z))][0])
q = torch.onnx.export(model, (x,))
want = model(x)
print(torch.allclose(q(x)[0], want, atol=1e-5), torch.allclose(q(x, options=torch.onnx.ONNXRuntimeOptions())[0], want, atol=1e-5))
name = q.model.graph.outputs[0].name
print(torch.allclose(q.compute_values([name], (x,))[0], want, atol=1e-5))
try:
    q.compute_values(["zzz"], (x,))
except ValueError as e:
    print(e)
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    q.apply_weights({"fc.weight": torch.zeros(3, 4), "fc.bias": torch.ones(3), "other": torch.ones(1)})
print(seen[0].message, seen[0].category.__name__, q(x)[0].tolist())
try:
    q.apply_weights({"fc.bias": torch.ones(4)})
except ValueError as e:
    print(e)
q.optimize(); q.initialize_inference_session(); q.release()
try:
    q.save_diagnostics("d.json")
except ValueError as e:
    print(e)
q.save_diagnostics("d.sarif")
q.save("q.onnx", include_initializers=True, keep_initializers_as_inputs=True, external_data=False)
print(q.diagnostic_context.diagnostics, q.fake_context, type(q.exported_program).__name__, q.model_proto.graph.node[-1].op_type)
try:
    q.model_proto.nothing
except AttributeError as e:
    print(e)
`);
    expect(stderr).toBe("");
    expect(stdout).toBe(`3 [(2, 2), (2, 2)]
[[2.0, 2.0], [2.0, 2.0]]
True True
True
Value 'zzz' not found in the model. Please provide a valid value name.
Weight 'other' not found in the model. Skipped applying. OnnxExporterWarning [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]
the weight fc.bias is float[3], the data given float[4]
'destination' must have a .sarif extension, got d.json
[] None ExportedProgram torch_nn_modules_linear_Linear_fc_1
nothing
`);
    expect([...files.keys()].sort()).toEqual(["d.sarif", "q.onnx"]);
  });
});

describe("dynamo_export and fake mode", () => {
  it("exports a model without data, and saves it when it gets some", async () => {
    const { stdout, stderr, files } = await runExport(`${MODEL}
with torch.onnx.enable_fake_mode() as context:
    fake = torch.nn.Sequential(torch.nn.Linear(5000, 4000), torch.nn.BatchNorm1d(4000)).eval()
    fake_x = torch.rand(2, 5000)
options = torch.onnx.ExportOptions(fake_context=context, dynamic_shapes=True)
p = torch.onnx.dynamo_export(fake, fake_x, export_options=options)
print(type(p.fake_context).__name__, [d if isinstance(d, int) else "?" for d in p.model.graph.inputs[0].shape])
try:
    p.save("no.onnx")
except RuntimeError as e:
    print("apply_weights" in str(e))
p.save("bare.onnx", include_initializers=False)
small = None
with torch.onnx.enable_fake_mode():
    small = M().eval()
    sx = torch.rand(2, 4)
q = torch.onnx.export(small, (sx,))
try:
    q(x)
except RuntimeError as e:
    print("apply_weights" in str(e))
q.save("small.onnx", model_state=model.state_dict())
print(torch.allclose(q(x)[0], model(x), atol=1e-5))
before = torch.initial_seed()
`);
    expect(stderr).toBe("");
    expect(stdout).toBe("ONNXFakeContext ['?', 5000]\nTrue\nTrue\nTrue\n");
    expect([...files.keys()].sort()).toEqual(["bare.onnx", "small.onnx"]);
  });

  it("tells of type promotion at the expression when the verbosity is that of debugging", async () => {
    const { diagnostics } = await runExport(`import logging
import torch
class M(torch.nn.Module):
    def forward(self, x):
        return x * 0.5
for level in (logging.INFO, logging.DEBUG):
    options = torch.onnx.ExportOptions(diagnostic_options=torch.onnx.DiagnosticOptions(verbosity_level=level))
    torch.onnx.dynamo_export(M(), torch.arange(3), export_options=options)
`);
    const found = diagnostics.filter((d) => d.ruleId === "FXE0015");
    expect(found.map((d) => `${d.ruleId} ${d.span?.line}:${d.span?.column} ${d.message}`)).toEqual([
      "FXE0015 5:16 aten.mul.Tensor computes in float32 (type promotion rule default): converted x from int64.",
    ]);
  });

  it("takes warnings as errors, and its errors carry the program", async () => {
    const { stdout } = await runExport(`${MODEL}
from torch.onnx.errors import OnnxExporterError
from torch.onnx._internal.exporter._errors import ConversionError, DispatchError
options = torch.onnx.ExportOptions(diagnostic_options=torch.onnx.DiagnosticOptions(warnings_as_errors=True))
p = torch.onnx.dynamo_export(model, x, export_options=options)
print(p.diagnostic_context.options.warnings_as_errors)
@torch.library.custom_op("mylib::twice", mutates_args=())
def twice(x: torch.Tensor) -> torch.Tensor:
    return x * 2
@twice.register_fake
def _(x):
    return torch.empty_like(x)
class C(torch.nn.Module):
    def forward(self, x):
        return torch.ops.mylib.twice(x) + twice(x)
try:
    torch.onnx.dynamo_export(C(), x)
except OnnxExporterError as e:
    print(type(e).__name__, isinstance(e, ConversionError), isinstance(e.__cause__.__cause__, DispatchError), e.onnx_program)
    print(str(e.__cause__).split(":")[0])
for wrong in (dict(onnx_registry=3), dict(fake_context="a")):
    try:
        torch.onnx.dynamo_export(model, x, export_options=torch.onnx.ExportOptions(**wrong))
    except torch.onnx.InvalidExportOptionsError as e:
        print(e)
`);
    expect(stdout).toBe(`True
ConversionError True True None
The operator mylib.twice.default can't be translated to ONNX
ExportOptions.onnx_registry can't be 3
ExportOptions.fake_context can't be 'a'
`);
  });
});
