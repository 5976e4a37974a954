/** An opset older than the translations is declared where the operators are the same in it, and refused with their names elsewhere. */

import { expect, it } from "vitest";
import { printed, runExport } from "../session/helpers.ts";

const PROGRAM = `
import torch, warnings
warnings.simplefilter("ignore")
class F(torch.nn.Module):
    def __init__(self, f):
        super().__init__()
        self.f = f
        self.fc = torch.nn.Linear(4, 4)
    def forward(self, x):
        return self.f(self.fc(x))
x = torch.randn(2, 4)
def opsets(f, *versions):
    for version in versions:
        p = torch.onnx.export(F(f), (x,), opset_version=version)
        known = {o.domain: o.version for o in p.model_proto.opset_import}[""]
        inner = {o.version for f in p.model_proto.functions for o in f.opset_import if o.domain == ""}
        print(version, known, inner, p(x)[0].shape == (2, 4))
`;

it("models of unchanged operators are declared as the older opset, their functions too, and run", async () => {
  expect(await printed(`${PROGRAM}opsets(lambda y: torch.relu(y).softmax(-1), 17, 15, 14, 13)`)).toBe(
    "17 17 {17} True\n15 15 {15} True\n14 14 {14} True\n13 18 {18} True\n",
  );
});

it("an operator that has changed keeps the model at 18, and the warning names it", async () => {
  const { diagnostics } = await runExport(
    `${PROGRAM}torch.onnx.export(F(lambda y: torch.nn.functional.pad(y, (1, 1)).mean(-1)), (x,), opset_version=15)`,
  );
  expect(diagnostics.map(({ ruleId, level, message, span }) => [ruleId, level, message, span?.line])).toEqual([
    [
      "DYN3002",
      "warning",
      "opset_version=15 is older than Pad, ReduceMean as the model uses them; it is exported for opset 18.",
      18,
    ],
  ]);
});
