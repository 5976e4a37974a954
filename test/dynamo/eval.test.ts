/** What surrounds the evaluation of a program: imports, unknown values, budgets, exit codes, diagnostics. */

import { expect, test } from "vitest";
import { run, runProgram } from "./helpers.ts";

const spanText = (d: {
  readonly span: { readonly line: number; readonly column: number; readonly endColumn: number } | null;
}) => (d.span === null ? "none" : `${d.span.line}:${d.span.column}-${d.span.endColumn}`);

test("packages, relative and circular imports, import *, submodules", async () => {
  const files = {
    "/app/pkg/__init__.py": "from . import a\nfrom .sub import deep\n__all__ = ['one']\none = 1\ntwo = 2",
    "/app/pkg/a.py": "val = 10\nfrom pkg import b",
    "/app/pkg/b.py": "import pkg.a as pa\ndef late():\n    from .a import val\n    return val",
    "/app/pkg/sub/__init__.py": "",
    "/app/pkg/sub/deep.py": "from ..a import val\nw = val + 1",
    "/app/pkg/sub/bad.py": "from .... import nothing",
    "/app/ns/mod.py": "n = 5",
    "/app/circ1.py": "from circ2 import y\nx = 1",
    "/app/circ2.py": "from circ1 import x\ny = 2",
  };
  const source = `
import sys, pkg, ns.mod
import pkg.sub.deep as pd
from pkg import *
print(pd.w, pkg.b.late(), one, 'two' in globals(), ns.mod.n, sys.modules['pkg'] is pkg)
for name in ('pkg.sub.bad', 'circ1', 'missing.sub', 'pkg.a.foo'):
    try:
        __import__(name)
    except ImportError as e:
        print(type(e).__name__, e)
`;
  expect(await run(source, files)).toBe(
    [
      "11 10 1 False 5 True",
      "ImportError attempted relative import beyond top-level package",
      "ImportError cannot import name 'x' from partially initialized module 'circ1' (most likely due to a circular import) (/app/circ1.py)",
      "ModuleNotFoundError No module named 'missing'",
      "ModuleNotFoundError No module named 'pkg.a.foo'; 'pkg.a' is not a package",
      "",
    ].join("\n"),
  );
});

test("a missing module is one note and an unknown value, unless the program is ready for the error", async () => {
  const source = `
import scipy.stats as st
import scipy
try:
    import fast
    have = True
except (ImportError, OSError):
    have = False
x = st.norm(1) + 2
for q in x: print('once', q)
class K(st.Base):
    def m(self): return 1
a, b = x
print(have, K().m(), x[3].foo(a=1), 'truthy' if x > 3 else '')
`;
  const result = await runProgram(source, { "/app/fast.cpython-311-x86_64-linux-gnu.so": "" });
  expect(result.stdout).toBe("once <unknown from module 'scipy'>\nFalse 1 <unknown from module 'scipy'> truthy\n");
  expect(result.diagnostics.map((d) => `${d.ruleId} ${d.level} ${spanText(d)}`)).toEqual(["DYN1002 note 2:8-25"]);
});

test("an uncaught exception is a diagnostic at the raising expression, with the stack", async () => {
  const result = await runProgram("def f(d):\n    return d['k'] + 1\n\nf({})\n");
  const [problem] = result.diagnostics;
  expect(result.exitCode).toBe(1);
  expect(`${problem?.ruleId} ${problem?.message} ${problem && spanText(problem)}`).toBe(
    "DYN1003 KeyError: 'k' 2:12-18",
  );
  expect(problem?.stack?.map((s) => `${s.name} ${spanText(s)}`)).toEqual(["f 2:12-18", "<module> 4:1-6"]);
  expect(result.stderr).toBe(
    [
      "Traceback (most recent call last):",
      '  File "/app/main.py", line 4, in <module>',
      "    f({})",
      '  File "/app/main.py", line 2, in f',
      "    return d['k'] + 1",
      "           ~^^^^^",
      "KeyError: 'k'",
      "",
    ].join("\n"),
  );
});

test.each([
  ["while True: pass", "DYN1005 1:1-17"],
  [
    "def f():\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass\nf()",
    "DYN1005 4:13-29",
  ],
  ["x = 10 ** 10 ** 10", "DYN1003 1:5-19"],
  ["x = (", "DYN1001 1:5-6"],
])("%s ends with a problem", async (source, expected) => {
  const result = await runProgram(source, {}, { budget: { steps: 200_000 } });
  expect(result.exitCode).toBe(1);
  expect(result.diagnostics.map((d) => `${d.ruleId} ${spanText(d)}`)).toEqual([expected]);
});

test("cancellation ends the evaluation", async () => {
  let asked = 0;
  const result = await runProgram("while True: pass", {}, { isCancelled: () => ++asked > 3 });
  expect(result.diagnostics[0]?.message).toBe("The evaluation was cancelled.");
});

test("SystemExit is the exit code", async () => {
  expect((await runProgram("raise SystemExit(3)")).exitCode).toBe(3);
  expect((await runProgram("raise SystemExit")).exitCode).toBe(0);
  const text = await runProgram("raise SystemExit('bye')");
  expect([text.exitCode, text.stderr, text.diagnostics]).toEqual([1, "bye\n", []]);
});

test("exhausted JavaScript stack is RecursionError", async () => {
  const source = `
class R:
    def __repr__(self): return repr([self])
    def __eq__(self, other): return [self] == [other]
    def __getattr__(self, name): return getattr(self, name + 'x')
for f in (repr, lambda r: r == R(), lambda r: r.foo):
    try: f(R())
    except RecursionError as e: print('RecursionError')
`;
  expect(await run(source)).toBe("RecursionError\n".repeat(3));
});
