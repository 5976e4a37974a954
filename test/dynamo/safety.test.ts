/** Nothing that is evaluated reaches the machine or outlasts its budget, whichever way it tries. */

import { expect, test } from "vitest";
import { runProgram } from "./helpers.ts";
import { SAFETY_CASES } from "./safety_cases.ts";

const BUDGET = { steps: 500_000, bytes: 1 << 26 };

test.each(SAFETY_CASES.map((c) => [c.name, c] as const))("%s", { timeout: 60_000 }, async (_, { source, ends }) => {
  const { stdout, stderr, diagnostics } = await runProgram(source, {}, { budget: BUDGET });
  const said = [stdout, stderr, ...diagnostics.filter((d) => d.level === "error").map((d) => d.message)];
  const last = said.join("\n").trimEnd().split("\n").at(-1);
  expect(last).toMatch(ends);
});

test("the classes that a program can find lead to no host", async () => {
  const source = `
import builtins as found, functools, itertools, re, types
seen = [v for space in (found, functools, itertools, re, types) for v in vars(space).values() if isinstance(v, type)]
for cls in seen:
    for name in dir(cls):
        value = getattr(cls, name, None)
        for key in ("__globals__", "__builtins__", "__closure__", "__code__"):
            inner = getattr(value, key, None)
            if isinstance(inner, dict) and any(k in inner for k in ("process", "require", "globalThis", "fs")):
                print("reached", cls, name)
builtins = print.__self__ if hasattr(print, "__self__") else __builtins__
print(hasattr(builtins, "process"), hasattr(builtins, "require"), len(seen) > 50)
`;
  const { stdout, exitCode } = await runProgram(source);
  expect([stdout, exitCode]).toEqual(["False False True\n", 0]);
});
