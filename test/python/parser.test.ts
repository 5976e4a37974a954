/** The parser: trees as CPython dumps them, positions, syntax errors in CPython's words, damage that stays local. */

import { describe, expect, test } from "vitest";
import type { Module, Position, Stmt } from "../../src/python/ast.ts";
import { dumpAst } from "../../src/python/ast_printer.ts";
import { parsePython } from "../../src/python/parser/parser.ts";

function parse(source: string): { module: Module; errors: string[] } {
  const { module, diagnostics } = parsePython(source, "test.py");
  return { module, errors: diagnostics.map(({ span, message }) => `${span?.line}:${span?.column} ${message}`) };
}

/** The dump of valid source, on one line. */
function dump(source: string): string {
  const { module, errors } = parse(source);
  expect(errors).toEqual([]);
  return dumpAst(module)
    .replace(/,\n\s*/g, ", ")
    .replace(/\n\s*/g, "");
}

/** The dump with only the names of nodes and the leaves' texts: short enough to read in a test. */
function sketch(source: string): string {
  return dump(source)
    .replace(/^Module\(body=\[(.*)\], type_ignores=\[\]\)$/, "$1")
    .replace(/Name\(id='(\w+)', ctx=\w+\(\)\)/g, "$1")
    .replace(/Constant\(value=([^()]*)\)/g, "$1")
    .replace(/, ctx=\w+\(\)/g, "")
    .replace(/^Expr\(value=(.*)\)$/, "$1");
}

describe("precedence and stars, with the grouping written out", () => {
  // Each row: the source, and the same with the grouping written out.
  test.each([
    ["a & b ^ c", "(a & b) ^ c"],
    ["a ^ b & c | d", "(a ^ (b & c)) | d"],
    ["-a ** -b ** c", "-(a ** (-(b ** c)))"],
    ["not a in b", "not (a in b)"],
    ["x if a else y if b else z", "x if a else (y if b else z)"],
    ["lambda *a, b=1, **c: a, d", "(lambda *a, b=1, **c: a), d"],
    ["f(*a.b(c)[d], *e or f)", "f(*(a.b(c)[d]), *(e or f))"],
    ["[*a[1:2](3), *[b]]", "[*(a[1:2](3)), *([b])]"],
    ["print >>f, x", "(print >> f), x"],
    ["x: int | a[0][1] | None", "x: (int | a[0][1]) | None"],
    ["type(x).y = 1", "(type)(x).y = 1"],
    ["with (a, b as c): pass", "with a, b as c: pass"],
    ["if a and \\\n b: pass", "if a and b: pass"],
    ["def f():\n    return a + \\\n  b", "def f():\n    return a + b"],
    ["x = (1,\n2,\n      3)", "x = 1, 2, 3"],
  ])("%j", (source, grouped) => {
    expect(dump(source)).toBe(dump(grouped));
  });
});

test.each([
  ["async def f(): await a ** b", "Expr(value=BinOp(left=Await(value=a), op=Pow(), right=b))"],
  ["def f(): return a, *[x]", "Return(value=Tuple(elts=[a, Starred(value=List(elts=[x]))]))"],
  [
    "def f[T: int = str, *U = *a[b], **P = [c]](): pass",
    "type_params=[TypeVar(name='T', bound=int, default_value=str), TypeVarTuple(name='U', default_value=Starred(value=Subscript(value=a, slice=b))), ParamSpec(name='P', default_value=List(elts=[c]))]",
  ],
  ["def f(*a: *b[c]): pass", "vararg=arg(arg='a', annotation=Starred(value=Subscript(value=b, slice=c)))"],
  [
    "type X[T] = T | None",
    "TypeAlias(name=X, type_params=[TypeVar(name='T')], value=BinOp(left=T, op=BitOr(), right=None))",
  ],
  [
    "match x:\n case C(a, b=-1 as c) | {'k': [*_], **r}: 0",
    "MatchOr(patterns=[MatchClass(cls=C, patterns=[MatchAs(name='a')], kwd_attrs=['b'], kwd_patterns=[MatchAs(pattern=MatchValue(value=UnaryOp(op=USub(), operand=1)), name='c')]), MatchMapping(keys=['k'], patterns=[MatchSequence(patterns=[MatchStar()])], rest='r')])",
  ],
  [
    "try: a\nexcept* E as e: b\nelse: c\nfinally: d",
    "TryStar(body=[Expr(value=a)], handlers=[ExceptHandler(type=E, name='e', body=[Expr(value=b)])], orelse=[Expr(value=c)], finalbody=[Expr(value=d)])",
  ],
  ["x[1:2, ::3, *a, ...]", "slice=Tuple(elts=[Slice(lower=1, upper=2), Slice(step=3), Starred(value=a), Ellipsis])"],
  [
    "[x async for x in y if a if b]".replace(/^/, "async def f(): "),
    "generators=[comprehension(target=x, iter=y, ifs=[a, b], is_async=1)]",
  ],
  [
    "@a.b[c](d)\nclass E(F, k=G): pass",
    "decorator_list=[Call(func=Subscript(value=Attribute(value=a, attr='b'), slice=c), args=[d], keywords=[])]",
  ],
])("%j", (source, part) => {
  expect(sketch(source)).toContain(part);
});

describe("literals", () => {
  test.each([
    ["0xFF, 1_000, 0b11, 0o17, 0x1FFFFFFFFFFFFFFF", "255, 1000, 3, 15, 2305843009213693951"],
    ["1e3, .5, 1_0.0e-1_0, 3j, 1e22, 1e-5", "1000.0, 0.5, 1e-09, 3j, 1e+22, 1e-05"],
    ["123456789012345678901234567890, 9007199254740993", "123456789012345678901234567890, 9007199254740993"],
    [
      String.raw`'\x41\u00e9\101\N{GREEK SMALL LETTER ALPHA}\q', r'\n', b'\x00\'' rb'\x'`,
      String.raw`'AéAα\\q', '\\n', b"\x00'\\x"`,
    ],
    ["'a' \"b'c\" '''\r\nd''', 'x\\\ny'", "\"ab'c\\nd\", 'xy'"],
  ])("%j", (source, values) => {
    expect(sketch(source)).toBe(`Tuple(elts=[${values}])`);
  });

  test.each([
    [
      "f'{{a}}{b!r:>{w}.{p}}c' 'd'",
      "[JoinedStr(values=['{a}', FormattedValue(value=b, conversion=114, format_spec=JoinedStr(values=['>', FormattedValue(value=w, conversion=-1), '.', FormattedValue(value=p, conversion=-1)])), 'cd'])]",
    ],
    [
      "f'{x = }{y=:.2f}'",
      "[JoinedStr(values=['x = ', FormattedValue(value=x, conversion=114), 'y=', FormattedValue(value=y, conversion=-1, format_spec=JoinedStr(values=['.2f']))])]",
    ],
    [
      "f'{a['b']}{f'{c}'}'",
      "[JoinedStr(values=[FormattedValue(value=Subscript(value=a, slice='b'), conversion=-1), FormattedValue(value=JoinedStr(values=[FormattedValue(value=c, conversion=-1)]), conversion=-1)])]",
    ],
    [
      "f'{x:=10}'",
      "[JoinedStr(values=[FormattedValue(value=x, conversion=-1, format_spec=JoinedStr(values=['=10']))])]",
    ],
  ])("%j", (source, values) => {
    expect(sketch(`[${source}]`)).toBe(`List(elts=${values})`);
  });
});

test("positions are UTF-16 columns", () => {
  const { module } = parse("\ufeffif x:\r\n\ts = '😀' + β\r\n");
  const [statement] = module.body;
  if (statement?.kind !== "If" || statement.body[0]?.kind !== "Assign") throw new Error("unexpected tree");
  const { value } = statement.body[0];
  if (value.kind !== "BinOp") throw new Error("unexpected tree");
  const at = ({ line, column, endLine, endColumn }: Position) => [line, column, endLine, endColumn];
  expect(at(value.left.pos)).toEqual([2, 5, 2, 9]);
  expect(at(value.right.pos)).toEqual([2, 12, 2, 13]);
  expect(at(statement.pos)).toEqual([1, 1, 2, 13]);
});

test.each([
  ["if x:\npass", "2:1 expected an indented block after 'if' statement on line 1"],
  ["def f():\n    a\n  b", "3:4 unindent does not match any outer indentation level"],
  ["x = 1\n  y = 2", "2:2 unexpected indent"],
  ["if x:\n\ta\n        b", "3:1 inconsistent use of tabs and spaces in indentation"],
  ["y =\nx = 1", "1:4 invalid syntax"],
  ["x = (1,\ny = 2", "1:5 '(' was never closed"],
  ["x = (1]", "1:7 closing parenthesis ']' does not match opening parenthesis '('"],
  ["x = 'a", "1:5 unterminated string literal (detected at line 1)"],
  ["f() = 1", "1:1 cannot assign to function call here. Maybe you meant '==' instead of '='?"],
  ["x + 1 = 2", "1:1 cannot assign to expression here. Maybe you meant '==' instead of '='?"],
  ["None = 1", "1:1 cannot assign to None"],
  ["(a, 1) = x", "1:5 cannot assign to literal"],
  ["f() += 1", "1:1 'function call' is an illegal expression for augmented assignment"],
  ["del f()", "1:5 cannot delete function call"],
  ["*a = 1", "1:1 starred assignment target must be in a list or tuple"],
  ["x = *a", "1:5 can't use starred expression here"],
  ["if x = 1: pass", "1:4 invalid syntax. Maybe you meant '==' or ':=' instead of '='?"],
  ["f(a b)", "1:3 invalid syntax. Perhaps you forgot a comma?"],
  ["f(a=1, a=2)", "1:8 keyword argument repeated: a"],
  ["return 1", "1:1 'return' outside function"],
  ["break", "1:1 'break' outside loop"],
  ["nonlocal x", "1:1 nonlocal declaration not allowed at module level"],
  ["def f():\n  await x", "2:3 'await' outside async function"],
  ["yield", "1:1 'yield' outside function"],
  ["def f(a, a): pass", "1:10 duplicate argument 'a' in function definition"],
  ["def f(a=1, b): pass", "1:12 parameter without a default follows parameter with a default"],
  ["def f(*): pass", "1:7 named arguments must follow bare *"],
  ["def f(a)\n  pass", "1:9 expected ':'"],
  ["else:\n  pass", "1:1 invalid syntax"],
  ["try:\n  a\nb", "3:1 expected 'except' or 'finally' block"],
  ["print 'x'", "1:1 Missing parentheses in call to 'print'. Did you mean print(...)?"],
  ["def f(): return (await i for i in x if await i)\nx = )", "2:5 unmatched ')'"],
  ["x = 0777", "1:5 leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers"],
  ["x = “a”", "1:5 invalid character '“' (U+201C)"],
  ["f'{}'", "1:4 f-string: valid expression required before '}'"],
  ["f'}'", "1:3 f-string: single '}' is not allowed"],
  ["f'{a b}'", "1:4 invalid syntax. Perhaps you forgot a comma?"],
  ["f'{!r}'", "1:4 f-string: valid expression required before '!'"],
  ["f'{a!x}'", "1:6 f-string: invalid conversion character 'x': expected 's', 'r', or 'a'"],
  ["f'{lambda x:1}'", "1:4 f-string: lambda expressions are not allowed without parentheses"],
  ["f'{+;}'", "1:4 f-string: expecting a valid expression after '{'"],
  ["f'{a'", "1:5 f-string: expecting '}'"],
  ["x = 'a\\'", "1:5 unterminated string literal (detected at line 1); perhaps you escaped the end quote?"],
  ["x = 0b12", "1:8 invalid digit '2' in binary literal"],
  ["x = 1_", "1:6 invalid decimal literal"],
  ["x = 1 + not 2", "1:9 'not' after an operator must be parenthesized"],
  ["x = (a if b)", "1:6 expected 'else' after 'if' expression"],
  ["x = {a: b, c}", "1:12 ':' expected after dictionary key"],
  ["x = {a: *b}", "1:9 cannot use a starred expression in a dictionary value"],
  ["[a, b for c in d]", "1:2 did you forget parentheses around the comprehension target?"],
  ["[*a for a in b]", "1:2 iterable unpacking cannot be used in comprehension"],
  ["[x for x y]", "1:10 'in' expected after for-loop variables"],
  ["f(c, a for a in b)", "1:6 Generator expression must be parenthesized"],
  ["f(a.b=1)", '1:3 expression cannot contain assignment, perhaps you meant "=="?'],
  ["f(a=1, *)", "1:9 Invalid star expression"],
  ["f(**a, b)", "1:9 positional argument follows keyword argument unpacking"],
  ["def f(/, a): pass", "1:7 at least one argument must precede /"],
  ["def f(*, a, **b, c): pass", "1:18 arguments cannot follow var-keyword argument"],
  ["def f((a, b)): pass", "1:7 Function parameters cannot be parenthesized"],
  ["def f(x) -> : pass", "1:10 expected ':'"],
  ["import a from b", "1:1 Did you mean to use 'from ... import ...' instead?"],
  ["from a import b,", "1:17 trailing comma not allowed without surrounding parentheses"],
  ["with a as f(): pass", "1:11 cannot assign to function call"],
  ["try: pass\nexcept A, B: pass", "2:8 multiple exception types must be parenthesized"],
  ["match x:\n  case a as _: pass", "2:13 cannot use '_' as a target"],
  ["match x:\n  case A(b=1, 2): pass", "2:15 positional patterns follow keyword patterns"],
  [
    "async def f():\n  def g(): [i async for i in x]",
    "2:12 asynchronous comprehension outside of an asynchronous function",
  ],
  [`x = a${".b".repeat(5000)}`, "1:1 expression is too deeply nested"],
  [`x = ${"a + ".repeat(5000)}a`, "1:1 expression is too deeply nested"],
  [`x = ${"(".repeat(5000)}${")".repeat(5000)}`, "1:205 too many nested parentheses"],
  [`x = ${"-".repeat(5000)}1`, "1:1004 expression is too deeply nested"],
])("%j", (source, error) => {
  // The error is found, once, and what follows is still read.
  const after = "def after():\n    return 1";
  const { module, errors } = parse(`${source}\n${after}\n`);
  expect(errors).toEqual([error]);
  expect(outline(module.body).at(-1)).toBe("after(Return)");
});

function outline(body: readonly Stmt[]): string[] {
  return body.map((stmt) => {
    if (stmt.kind === "FunctionDef" || stmt.kind === "ClassDef") return `${stmt.name}(${outline(stmt.body).join(" ")})`;
    return stmt.kind === "If" ? `If(${outline(stmt.body).join(" ")})` : stmt.kind;
  });
}

test("damage stays where it is", () => {
  const source = [
    "class Net:",
    "    def first(self):",
    "        x = self.layer(1",
    "        return x",
    "    def second(self):",
    "        if a b:",
    "            return 1",
    "        else:",
    "            return 2",
    "        return 3",
    "    def third(self, 1):",
    "        pass",
    "    def fourth(self):",
    "        return 'whole'",
    'x = """never closed',
    "more text here",
    "def last():",
    "    pass",
  ].join("\n");
  const { module, errors } = parse(source);
  expect(errors).toEqual([
    "3:23 '(' was never closed",
    "6:14 invalid syntax",
    "11:21 invalid syntax",
    "15:5 unterminated triple-quoted string literal (detected at line 18)",
  ]);
  expect(outline(module.body)).toEqual([
    "Net(first(Damaged Return) second(Damaged Return) Damaged fourth(Return))",
    "Damaged",
    "last(Pass)",
  ]);
});
