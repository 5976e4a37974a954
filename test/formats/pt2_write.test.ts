/** Programs that are saved here are read back by the reader: the same calls, state and structure. */

import { expect, it } from "vitest";
import { bytesSource } from "../../src/formats/byte_source.ts";
import { readPt2 } from "../../src/formats/pt2/read.ts";
import { printGraph } from "../../src/fx/print.ts";
import { runExport } from "../session/helpers.ts";

it("a saved program is read as it was", async () => {
  const { files, stdout } = await runExport(`
import torch
class M(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(4, 2)
        self.register_buffer("b", torch.ones(2), persistent=False)
    def forward(self, x, pair):
        y = torch.cond(x.sum() > 0, lambda t: t + 1, lambda t: t - 1, (x,))
        return {"a": self.fc(y).reshape(-1) + pair[0], "b": self.b * 2.5, "n": x.shape[0]}
x = torch.ones(3, 4)
ep = torch.export.export(M(), (x, [torch.ones(1)]), dynamic_shapes=({0: torch.export.Dim("n")}, [None]))
torch.export.save(ep, "m.pt2")
print([n.target for n in ep.graph.nodes if n.op == "placeholder"])
`);
  const bytes = files.get("m.pt2") ?? new Uint8Array();
  const program = readPt2(bytesSource("m.pt2", bytes));
  expect(stdout.trim()).toBe(`[${program.inputs.map(({ name }) => `'${name}'`).join(", ")}]`);
  expect([...program.state.keys()]).toEqual(["fc.weight", "fc.bias", "b"]);
  expect(program.ranges.map(({ hint }) => hint)).toEqual([3]);
  expect(program.outTree).toMatchObject({ kind: "dict", keys: ["a", "b", "n"] });
  expect(program.exampleInputs.map((data) => data?.meta.shape)).toEqual([[3, 4], [1]]);
  expect(printGraph(program.graph)).toMatch(
    /higher_order\.cond[\s\S]*aten\.linear\.default[\s\S]*aten\.reshape\.default/,
  );
});
