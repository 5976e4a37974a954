/** The rows of the coverage view follow from the operator table. */

import { expect, test } from "vitest";
import { coverageViewModel } from "../../src/viewmodel/op_coverage.ts";

test("an operator with a lowering, with its family and schema", () => {
  const { rows } = coverageViewModel();
  expect(rows.find((row) => row.name === "aten.add.Tensor")).toMatchObject({
    status: "direct",
    core: true,
    family: expect.stringMatching(/^pointwise\b/),
    schema: expect.stringContaining("add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor"),
  });
  expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length);
  expect(rows.some((row) => row.status === "missing" && row.family === "")).toBe(true);
});
