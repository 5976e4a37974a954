/** What the compiler promises beyond single instructions: errors, scopes, positions, flags, and that all code verifies. */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CodeFlag } from "../../src/python/code_object.ts";
import { compileExpression } from "../../src/python/compiler/compile.ts";
import { verifyCode } from "../../src/python/compiler/verify.ts";
import { Opcode } from "../../src/python/opcode.ts";
import { parsePython } from "../../src/python/parser/parser.ts";
import { compile, compileError, inner, underlined } from "./compile_helpers.ts";

describe("compile errors, with the text that they point at", () => {
  const cases: readonly (readonly [source: string, expected: string])[] = [
    ["return 1", "'return' outside function @ return 1"],
    ["class A:\n  return", "'return' outside function @ return"],
    ["break", "'break' outside loop @ break"],
    ["for x in y:\n  def f(): continue", "'continue' not properly in loop @ continue"],
    ["yield 1", "'yield' outside function @ yield 1"],
    ["await x", "'await' outside function @ await x"],
    ["def f(): await x", "'await' outside async function @ await x"],
    ["async def f():\n  yield 1\n  return 2", "'return' with value in async generator @ return 2"],
    ["async def f(): yield from x", "'yield from' inside async function @ yield from x"],
    ["def f():\n  nonlocal x", "no binding for nonlocal 'x' found @ nonlocal x"],
    ["nonlocal x", "nonlocal declaration not allowed at module level @ nonlocal x"],
    ["def f(x):\n  global x", "name 'x' is parameter and global @ global x"],
    ["def f():\n  x = 1\n  global x", "name 'x' is assigned to before global declaration @ global x"],
    ["def f():\n  print(x)\n  global x", "name 'x' is used prior to global declaration @ global x"],
    ["def f(a, a): pass", "duplicate argument 'a' in function definition @ a"],
    ["f(a=1, a=2)", "keyword argument repeated: a @ a=2"],
    ["[(yield x) for x in y]", "'yield' inside list comprehension @ yield x"],
    ["[x := 1 for x in y]", "assignment expression cannot rebind comprehension iteration variable 'x' @ x"],
    [
      "class A:\n  [y := 1 for x in z]",
      "assignment expression within a comprehension cannot be used in a class body @ y := 1",
    ],
    ["def f():\n  from m import *", "import * only allowed at module level @ *"],
    [
      "x = 1\nfrom __future__ import division",
      "from __future__ imports must occur at the beginning of the file @ from __future__ import division",
    ],
    ["from __future__ import nothing", "future feature nothing is not defined @ nothing"],
    ["match x:\n  case _: pass\n  case 1: pass", "wildcard makes remaining patterns unreachable @ _"],
    ["match x:\n  case [a, a]: pass", "multiple assignments to name 'a' in pattern @ a"],
    ["match x:\n  case a | 1: pass", "name capture 'a' makes remaining patterns unreachable @ a"],
    ["match x:\n  case [a] | 1: pass", "alternative patterns bind different names @ 1"],
    [
      "while 1:\n  try: pass\n  except* E: break",
      "'break', 'continue' and 'return' cannot appear in an except* block @ break",
    ],
    ["*a = b", "starred assignment target must be in a list or tuple @ *a"],
    ["*a, *b = c", "multiple starred expressions in assignment @ *a, *b"],
  ];
  test.each(cases)("%j", async (source, expected) => {
    expect(await compileError(source)).toBe(expected);
  });
});

describe("positions", () => {
  test("each instruction stands for the expression that it evaluates", async () => {
    const source = "r = self.fc(x[0] @ w.t, n=-y).sum()";
    expect(underlined(await compile(source), source)).toEqual([
      "RESUME: ",
      "LOAD_NAME: self",
      "LOAD_ATTR: self.fc",
      "LOAD_NAME: x",
      "LOAD_CONST: 0",
      "BINARY_SUBSCR: x[0]",
      "LOAD_NAME: w",
      "LOAD_ATTR: w.t",
      "BINARY_OP: x[0] @ w.t",
      "LOAD_NAME: y",
      "UNARY_NEGATIVE: -y",
      "KW_NAMES: self.fc(x[0] @ w.t, n=-y)",
      "CALL: self.fc(x[0] @ w.t, n=-y)",
      "LOAD_ATTR: self.fc(x[0] @ w.t, n=-y).sum",
      "CALL: self.fc(x[0] @ w.t, n=-y).sum()",
      "STORE_NAME: r",
      "RETURN_CONST: r = self.fc(x[0] @ w.t, n=-y).sum()",
    ]);
  });
});

describe("scopes", () => {
  test("parameters, locals, cells and free variables have their slots in order", async () => {
    const code = await compile(`
def f(a, b, /, c, *args, d=1, **kw):
    x = [y for y in c]
    z = 1
    def g():
        return b, z, q
    q = 2
`);
    const f = inner(code, "f");
    expect(f.localsplusnames).toEqual(["a", "b", "c", "d", "args", "kw", "x", "g", "y", "q", "z"]);
    expect(f.cellvars).toEqual(["b", "q", "z"]);
    expect([f.argcount, f.posonlyargcount, f.kwonlyargcount, f.nlocals]).toEqual([3, 2, 1, 9]);
    expect(inner(code, "g").freevars).toEqual(["b", "q", "z"]);
    expect(inner(code, "g").qualname).toBe("f.<locals>.g");
  });

  test("a comprehension's captured variable has a cell of its own", async () => {
    const f = inner(await compile("def f(i):\n  return [lambda: i for i in range(3)], lambda: i"), "f");
    expect(f.localsplusnames).toEqual(["i", "i"]);
  });

  test("private names are mangled everywhere", async () => {
    const code = await compile(`
class _C:
    __x = 1
    def __m(self, __p):
        from m import __n
        return self.__a, __p, __n, [__x for __x in self], lambda __q: __q
`);
    expect(inner(code, "_C").names).toContain("_C__x");
    const m = inner(code, "__m");
    expect(m.localsplusnames).toEqual(["self", "_C__p", "_C__n", "_C__x"]);
    expect(m.names).toEqual(["m", "__n", "_C__a"]);
  });

  test("a local that may be unbound is checked, one that can't be is not", async () => {
    const f = inner(await compile("def f(p):\n  if p:\n    a = 1\n  b = a\n  return a, b, p"), "f");
    const checked = [...f.code].filter((op, i) => i % 2 === 0 && op === Opcode.LOAD_FAST_CHECK);
    expect(checked).toHaveLength(1);
  });

  test("type parameters see the class, methods don't", async () => {
    const code = await compile("class A:\n  T = int\n  def f[U: T](self, x: U) -> T:\n    return T\n");
    expect(inner(code, "A").cellvars).toEqual(["__classdict__"]);
    expect(inner(code, "<generic parameters of f>").freevars).toEqual(["__classdict__"]);
    expect(inner(code, "f").freevars).toEqual([]);
  });
});

test("flags tell functions, generators and coroutines apart", async () => {
  const code = await compile(`
def f(*a, **k): pass
def g(): yield
async def h(): pass
async def i(): yield
`);
  const optimized = CodeFlag.OPTIMIZED | CodeFlag.NEWLOCALS;
  expect(code.flags).toBe(0);
  expect(inner(code, "f").flags).toBe(optimized | CodeFlag.VARARGS | CodeFlag.VARKEYWORDS);
  expect(inner(code, "g").flags).toBe(optimized | CodeFlag.GENERATOR);
  expect(inner(code, "h").flags).toBe(optimized | CodeFlag.COROUTINE);
  expect(inner(code, "i").flags).toBe(optimized | CodeFlag.ASYNC_GENERATOR);
});

test("postponed annotations are kept as normal text", async () => {
  const code = await compile(`from __future__ import annotations
def f(a: Optional[ "X" ], b: int|None=None, *c: (1,2), d: lambda x,*,y=1:x**-y) -> Dict[str,(int)]: ...
`);
  const texts = code.consts
    .flatMap((c) => (c.type === "tuple" ? c.items : []))
    .flatMap((c) => (c.type === "str" ? [c.value] : []));
  expect(texts).toEqual([
    "annotations",
    "a",
    "Optional['X']",
    "b",
    "int | None",
    "c",
    "(1, 2)",
    "d",
    "lambda x, *, y=1: x ** (-y)",
    "return",
    "Dict[str, int]",
  ]);
});

test("an expression alone returns its value", async () => {
  const [stmt] = parsePython("[x for x in y]", "<string>").module.body;
  if (stmt?.kind !== "Expr") throw new Error("no expression");
  const code = compileExpression(stmt.value, "<string>");
  verifyCode(code);
  expect(code.code.at(-2)).toBe(Opcode.RETURN_VALUE);
});

/** Every kind of nesting that leaves blocks on its way out; the verifier holds their stacks together. */
test("leaving nested blocks keeps the stack", async () => {
  const leaves = ["return x", "return 1", "break", "continue", "raise", "yield x"];
  const blocks = [
    (body: string) => `for a in b:\n${body}\nelse:\n  c`,
    (body: string) => `while a:\n${body}`,
    (body: string) => `try:\n${body}\nexcept E as e:\n  d\nexcept F:\n${body}\nelse:\n${body}\nfinally:\n  g`,
    (body: string) => `try:\n  a\nfinally:\n${body}`,
    (body: string) => `try:\n  a\nexcept E as e:\n${body}`,
    (body: string) => `with a as b, c:\n${body}`,
    (body: string) =>
      `match a:\n  case [1, x] | (x, 2, *_):\n${indent(body)}\n  case {"k": x, **r} if x:\n${indent(body)}`,
    (body: string) => `if a:\n${body}\nelse:\n  x`,
  ];
  for (const leave of leaves) {
    for (const outer of blocks) {
      for (const within of blocks) {
        const body = indent(outer(indent(within(indent(leave)))));
        await compile(`def f(x):\n  for _ in x:\n${indent(body)}`);
      }
    }
  }
});

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}

test("all Python of the project compiles and verifies", async () => {
  const root = new URL("../../", import.meta.url);
  const files = ["src", "examples", "test"].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: "utf8" })
      .filter((f) => f.endsWith(".py"))
      .map((f) => `${folder}/${f}`),
  );
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const source = readFileSync(new URL(file, root), "utf8");
    if (parsePython(source, file).diagnostics.length === 0) await compile(source, file);
  }
});
