/** The names of PyTorch that model code uses most (data/names_by_use.json: most used first) are there, and are modelled. */

import { expect, it } from "vitest";
import names from "./data/names_by_use.json";
import { runTorch } from "./helpers.ts";

// A function that is not modelled says so however it is called; one that is complains of the missing arguments.
const PROGRAM = `
import torch
for name in ${JSON.stringify(names)}:
    value = torch
    try:
        for part in name.replace("Tensor.", "torch.Tensor.").split(".")[1:]:
            value = getattr(value, part)
    except AttributeError as error:
        print(name, "is missing:", error)
        continue
    if type(value).__name__ == "Unknown":
        print(name, "is unknown")
    if callable(value) and not isinstance(value, type):
        try:
            value()
        except NotImplementedError as error:
            print(name, error)
        except Exception:
            pass
print("looked at", len(${JSON.stringify(names)}))
`;

it("the names that models use most are modelled", { timeout: 120_000 }, async () => {
  const { exitCode, stdout, stderr } = await runTorch(PROGRAM);
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
  expect(stdout).toBe("looked at 400\n");
});
