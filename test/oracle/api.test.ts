/** `torch.onnx.export` calls against real PyTorch: names, shapes, element types, weights, outputs. */

import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import API from "../session/data/onnx_api.json" with { type: "json" };
import { printed, runExport } from "../session/helpers.ts";
import { PYTHON, withTemporaryDirectory } from "./python.ts";

const SCRIPT = `
import torch, warnings
warnings.simplefilter("ignore")
class M(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(4, 3)
    def forward(self, x, scale=None):
        y = self.fc(x)
        return y if scale is None else (y * scale, y.argmax(-1))
torch.manual_seed(0)
model = M().eval()
x = torch.randn(2, 4)
def value(v):
    return (v.name, [d.dim_param or d.dim_value for d in v.type.tensor_type.shape.dim], v.type.tensor_type.elem_type)
def show(*args, **kwargs):
    # The default opsets differ: PyTorch 2.13 has 20.
    kwargs.setdefault("opset_version", 20)
    p = torch.onnx.export(*args, verbose=False, **kwargs)
    g = p.model_proto.graph
    print([value(v) for v in g.input], [value(v)[1:] for v in g.output])
    print(sorted(i.name for i in g.initializer if i.name.startswith("fc.")), [o.version for o in p.model_proto.opset_import if o.domain == ""])
    return p
p = show(model, (x,))
print([round(v, 4) for v in p(x)[0].flatten().tolist()])
show(model, (x,), kwargs={"scale": torch.ones(3)}, input_names=["a", "b"], opset_version=20)
show(model, (x,), dynamic_shapes=({0: "batch"},))
show(model, (x, {"scale": torch.ones(3)}))
p = show(model, (x,), input_names=["in"], output_names=["out"], dynamic_axes={"in": {0: "rows"}})
print(p.model_proto.graph.output[0].name)
`;

/** Prints the flattened results of eager runs, as the ONNX model has them. Ours are those that the program adapts. */
const ADAPTED = `
import torch, warnings
warnings.simplefilter("ignore")
class Nested(torch.nn.Module):
    def forward(self, x, pair, flag=True, nothing=None):
        a, b = pair["p"]
        return {"s": x + a * b, "t": (x - a, [b])}, x.sum()
z = torch.arange(4.0).reshape(2, 2)
# Behind the dictionary, which would be taken for keyword arguments as the last one.
args = (z, {"p": (z, z + 1)}, True)
p = torch.onnx.export(Nested(), args, verbose=False)
wanted = torch.utils._pytree.tree_flatten(Nested()(*args))[0]
if hasattr(p, "adapt_torch_outputs_to_onnx"):
    wanted = p.adapt_torch_outputs_to_onnx(Nested()(*args))
    assert [tuple(t.shape) for t in p.adapt_torch_inputs_to_onnx(*args)] == [(2, 2)] * 3
for got, want in zip(p(*args), wanted, strict=True):
    print(tuple(got.shape), got.dtype, torch.allclose(got, want), want.tolist())
value = p.model_proto.graph.output[0].name
print([t.tolist() for t in p.compute_values([value], args)])
p.rename_axes({})
p.optimize()
p.release()
b = torch.export.Dim("b")
for spec in ({"y": {0: b}}, ({0: b},), (None, {"p": (None,)}), (None, {"q": (None, None)})):
    try:
        torch.export.export(Nested(), args, dynamic_shapes=spec)
    except Exception as e:
        print(type(e).__name__, str(e).split(". Alternatively")[0].split("\\n")[0])
`;

const FILES = `
import torch, warnings
warnings.simplefilter("ignore")
big = torch.nn.Linear(64, 64).eval()
x = torch.randn(1, 64)
torch.onnx.export(big, (x,), "inside.onnx", external_data=False, verbose=False)
torch.onnx.export(big, (x,), "beside.onnx", external_data=True, verbose=False)
torch.onnx.export(big, (x,), "bare.onnx", export_params=False, external_data=False, verbose=False)
p = torch.onnx.export(big, (x,), verbose=False)
p.save("saved.onnx", external_data=True)
p.save("again.onnx", external_data=False)
p.save("without.onnx", include_initializers=False, external_data=False)
torch.onnx.export(big, (x,), "reported.onnx", external_data=False, report=True, verify=True, artifacts_dir="art", verbose=False)
class Bad(torch.nn.Module):
    def forward(self, x):
        return x if x.sum() > 0 else -x
try:
    torch.onnx.export(Bad(), (x,), report=True, artifacts_dir="bad", verbose=False)
except Exception:
    pass
`;

const untimed = (name: string) => name.replace(/\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d-\d{6}/, "TIME");

/** What real Python prints, and the files that it leaves. */
async function real(script: string): Promise<{ stdout: string; files: string[] }> {
  if (PYTHON === undefined) throw new Error("set DYNAMO_ONNX_PYTHON to a Python with PyTorch");
  const python = PYTHON;
  return withTemporaryDirectory((directory) => {
    writeFileSync(join(directory, "script.py"), script);
    const run = spawnSync(python, ["script.py"], { encoding: "utf8", cwd: directory });
    if (run.status !== 0) throw new Error(run.stderr);
    const names = readdirSync(directory, { recursive: true, encoding: "utf8" });
    const files = names.filter((name) => name.includes(".") && name !== "script.py").map(untimed);
    return { stdout: run.stdout, files: files.sort() };
  });
}

it("names, shapes, types and weights are PyTorch's", { timeout: 240_000 }, async () => {
  expect(await printed(SCRIPT)).toBe((await real(SCRIPT)).stdout);
});

it("adapted inputs and outputs, computed values and refused shapes are PyTorch's", { timeout: 240_000 }, async () => {
  expect(await printed(ADAPTED)).toBe((await real(ADAPTED)).stdout);
});

it("the files are PyTorch's", { timeout: 240_000 }, async () => {
  const { files, exitCode, stderr } = await runExport(FILES);
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect([...files.keys()].map(untimed).sort()).toEqual((await real(FILES)).files);
});

it("the documented parameters are those of PyTorch's own signatures", { timeout: 120_000 }, async () => {
  const { stdout } = await real(`
import inspect, torch
for path in ("torch.onnx.export", "torch.onnx.ONNXProgram.apply_weights", "torch.onnx.ONNXProgram.rename_axes", "torch.onnx.ONNXProgram.compute_values", "torch.onnx.ONNXProgram.initialize_inference_session"):
    value = torch.onnx
    for name in path.split(".")[2:]:
        value = getattr(value, name)
    print(path, ",".join(n for n in inspect.signature(value).parameters if n != "self"))
`);
  const documented: Readonly<Record<string, readonly string[]>> = API;
  for (const line of stdout.trim().split("\n")) {
    const [path = "", names = ""] = line.split(" ");
    expect([path, documented[path]?.join(",")]).toEqual([path, names]);
  }
});
