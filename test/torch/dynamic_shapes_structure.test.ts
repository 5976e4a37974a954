/** `dynamic_shapes` must be built as the inputs are; messages as PyTorch's (test/oracle/api.test.ts compares them). */

import { expect, it } from "vitest";
import { printed } from "../session/helpers.ts";

it("a specification that belongs to nothing is an error", async () => {
  const text = await printed(`
import torch
class M(torch.nn.Module):
    def forward(self, x, pair, n=2):
        return x * n + pair["a"].sum()
x = torch.ones(4, 2)
b = torch.export.Dim("b")
for spec in ({"z": {0: b}}, ({0: b}, None), ({0: b}, {"a": None}, b), ({0: b}, {"c": None}, None), ({0: b}, {"a": None}, None), "b"):
    try:
        torch.export.export(M(), (x, {"a": x}, 3), dynamic_shapes=spec)
        print("fine")
    except Exception as e:
        print(type(e).__name__, str(e).split(" Alternatively")[0])
`);
  expect(
    text,
  ).toBe(`UserError When \`dynamic_shapes\` is specified as a dict, its top-level keys must be the arg names ['x', 'pair', 'n'] of \`inputs\`, but here they are ['z'].
UserError Detected mismatch between the structure of \`inputs\` and \`dynamic_shapes\`: \`inputs\` has 3 elements, but \`dynamic_shapes\` has 2 elements
UserError Cannot associate shape Dim('b', min=0) specified at \`dynamic_shapes[2]\` to non-tensor type <class 'int'> at \`inputs[2]\` (expected None)
UserError Detected mismatch between the structure of \`inputs\` and \`dynamic_shapes\`: \`inputs[1]\` has keys ['a'], but \`dynamic_shapes[1]\` has keys ['c']
fine
AssertionError expected dynamic_shapes to be dict, tuple, or list, got <class 'str'>
`);
});
