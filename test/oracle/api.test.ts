/** `torch.onnx.export` calls against real PyTorch: names, shapes, element types, weights, outputs. */

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { printed } from "../session/helpers.ts";
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

it("names, shapes, types and weights are PyTorch's", { timeout: 120_000 }, async () => {
  if (PYTHON === undefined) throw new Error("set DYNAMO_ONNX_PYTHON to a Python with PyTorch");
  const python = PYTHON;
  const theirs = await withTemporaryDirectory((directory) => {
    const file = join(directory, "script.py");
    writeFileSync(file, SCRIPT);
    const run = spawnSync(python, [file], { encoding: "utf8", cwd: directory });
    if (run.status !== 0) throw new Error(run.stderr);
    return run.stdout;
  });
  expect(await printed(SCRIPT)).toBe(theirs);
});
