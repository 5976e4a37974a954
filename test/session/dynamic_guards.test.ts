/** What a model assumes of its inputs' sizes: in its metadata, in the report, and as a warning where the program narrows a size. */

import { expect, test } from "vitest";
import { readModel } from "../../src/onnx/serde/read_model.ts";
import { runExport } from "./helpers.ts";

const PROGRAM = `import torch
from torch.export import Dim
class M(torch.nn.Module):
    def forward(self, x, y):
        if x.shape[0] > 4:
            x = x + 1
        return x.view(-1, 2) * 2, y
x, y = torch.randn(6, 4), torch.randn(3)
torch.onnx.export(M(), (x, y), "m.onnx", dynamic_shapes=({0: DIM}, {0: Dim.AUTO}), report=True, verbose=False)
`;

function lines(text: string, from: string): string[] {
  const section = text.slice(text.indexOf(from) + from.length);
  return section.slice(0, section.indexOf("\n#")).trim().split("\n");
}

async function run(dim: string) {
  const { files, diagnostics } = await runExport(PROGRAM.replace("DIM", dim));
  const model = files.get("m.onnx");
  const report = [...files].find(([name]) => name.endsWith(".md"));
  return {
    diagnostics: diagnostics.map((d) => `${d.ruleId} ${d.level} ${d.span?.line}: ${d.message}`),
    guards: model === undefined ? null : readModel(model).metadata.get("dynamo_onnx.guards"),
    report: report === undefined ? [] : lines(new TextDecoder().decode(report[1]), "### Guards"),
  };
}

test("a size that the program narrows is a warning, and a guard of the model", async () => {
  const { diagnostics, guards, report } = await run("Dim.DYNAMIC");
  expect(diagnostics).toEqual([
    "DYN2002 warning 5: L['x'].size()[0] was declared dynamic, but the model holds only where L['x'].size()[0] > 4 (line 5, branch). Declare what is meant (min=, max=, or an expression of another Dim), or use torch.cond for the other case.",
  ]);
  expect(guards).toBe("s0 > 4 (branch at /app/main.py:5:12)");
  expect(report).toEqual(["- `s0 > 4`: branch `/app/main.py:5:12`"]);
});

test("a declared range that fits leaves nothing to tell", async () => {
  const { diagnostics, guards, report } = await run('Dim("rows", min=5)');
  expect(diagnostics).toEqual([]);
  expect(guards).toBeUndefined();
  expect(report).toEqual(["None: the model holds for every size that its inputs allow."]);
});

test("a declared range that does not fit is an error at the condition, and nothing is written", async () => {
  const { diagnostics, guards } = await run('Dim("rows")');
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]).toMatch(/^DYN2003 error 5: .*Constraints violated \(rows\)!/);
  expect(diagnostics[0]).toContain("rows > 4 (line 5, branch)");
  expect(diagnostics[0]).toContain("rows = Dim('rows', min=5)");
  expect(guards).toBeNull();
});
