/** The table of decompositions into core ATen operators. */

import { expect, test } from "vitest";
import wanted from "../../src/ops/data/wanted_operators.json" with { type: "json" };
import { CORE_DECOMPOSITIONS } from "../../src/ops/decompositions/table.ts";
import { opTable } from "../../src/ops/table.ts";
import { printed } from "../session/helpers.ts";

const ROWS = [...CORE_DECOMPOSITIONS.values()];

test("schemas are those of the operator table", () => {
  const differing = ROWS.filter((row) => opTable.get(row.target)?.schemaText !== row.schemaText);
  expect(differing.map((row) => [row.schemaText, opTable.get(row.target)?.schemaText])).toEqual([]);
});

/** Operators with the core tag that PyTorch's own table replaces all the same. */
const REPLACED_CORE = ["adaptive_avg_pool1d", "avg_pool1d", "fill", "select_scatter", "squeeze", "var"];

test("core operators stay", () => {
  const core = new Set(wanted.filter((operator) => operator.core).map((operator) => operator.op));
  const replaced = ROWS.map((row) => row.target).filter((target) => core.has(target));
  expect(replaced.filter((target) => !REPLACED_CORE.includes(target.split(".")[1] ?? ""))).toEqual([]);
});

const PROGRAM = `
import torch
class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(4, 3)
        self.register_buffer("count", torch.zeros(()))
    def forward(self, x):
        self.count += 1
        return torch.nn.functional.silu(self.fc(x))
exported = torch.export.export(Model(), (torch.randn(2, 4),))
def show(program):
    print([n.name for n in program.graph.nodes if n.op == "call_function"], [s.arg.name for s in program.graph_signature.output_specs])
`;

test("an empty table leaves the operators; entries may be taken out", async () => {
  const stdout = await printed(`${PROGRAM}
show(exported)
show(exported.run_decompositions({}))
table = torch.export.default_decompositions()
print(torch.ops.aten.linear.default in table, len(table) > 150)
del table[torch.ops.aten.linear.default]
show(exported.run_decompositions(table))
show(exported.run_decompositions())
show(exported.run_decompositions(decomp_table={torch.ops.aten.silu.default: torch.export.default_decompositions()[torch.ops.aten.silu.default]}))
show(exported)
`);
  expect(stdout).toBe(`['add_', 'linear', 'silu', 'copy__default'] ['silu']
['add', 'linear', 'silu'] ['add', 'silu']
True True
['add', 'linear', 'sigmoid', 'mul'] ['add', 'mul']
['add', 'permute', 'addmm', 'sigmoid', 'mul'] ['add', 'mul']
['add', 'linear', 'sigmoid', 'mul'] ['add', 'mul']
['add_', 'linear', 'silu', 'copy__default'] ['silu']
`);
});

test("what is no table is refused", async () => {
  const stdout = await printed(`${PROGRAM}
for wrong in ([1], {"aten.linear": None}):
    try:
        exported.run_decompositions(wrong)
    except TypeError as e:
        print(e)
`);
  expect(stdout).toBe(`decomp_table must be a dict of operators, not [1]
the keys of decomp_table must be operators, and 'aten.linear' is none
`);
});
