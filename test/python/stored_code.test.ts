/** Stored code: what is read is what was written; bytes that are not whole are refused. */

import { expect, test } from "vitest";
import type { CodeConstant, CodeObject } from "../../src/python/code_object.ts";
import { compileSource } from "../../src/python/compile_source.ts";
import { BlobWriter, openBlob } from "../../src/python/stored/blob.ts";
import { readFrozen, writeFrozen } from "../../src/python/stored/frozen.ts";
import { readIndex } from "../../src/python/stored/read_index.ts";
import { StoredCode } from "../../src/python/stored/stored_code.ts";
import { writeCode } from "../../src/python/stored/write_code.ts";
import { writeIndex } from "../../src/python/stored/write_index.ts";
import {
  indexStatements,
  type TopLevelIndex,
  type TopLevelStatement,
} from "../../src/python/top_level/index_statements.ts";
import { nativeModules } from "../../src/session/evaluation.ts";
import { compile } from "./compile_helpers.ts";

/** Everything that a code object has, with those inside it, as plain data. */
function plain(code: CodeObject): unknown {
  const { name, qualname, filename, firstlineno, flags, argcount, posonlyargcount, kwonlyargcount } = code;
  const { stacksize, names, localsplusnames, nlocals, cellvars, freevars, exceptiontable, docstring } = code;
  return {
    ...{ name, qualname, filename, firstlineno, flags, argcount, posonlyargcount, kwonlyargcount },
    ...{ stacksize, names, localsplusnames, nlocals, cellvars, freevars, exceptiontable, docstring },
    code: [...code.code],
    positions: [...code.positions],
    consts: code.consts.map(plainConstant),
  };
}

function plainConstant(constant: CodeConstant): unknown {
  if (constant.type === "code") return plain(constant.value);
  if (constant.type === "tuple" || constant.type === "frozenset")
    return { type: constant.type, items: constant.items.map(plainConstant) };
  return constant.type === "bytes" ? { type: "bytes", value: [...constant.value] } : constant;
}

function again(code: CodeObject): CodeObject {
  const out = new BlobWriter();
  const blob = openBlob(out.finish(writeCode(out, code)));
  if (blob === null) throw new Error("the bytes are refused");
  return new StoredCode(blob, blob.root, code.filename, (ordinal) => {
    throw new Error(`the function ${ordinal} has no code`);
  });
}

test.each([
  ["constants", "x = (None, True, False, ..., 0, -1, 2147483647, 2147483648, 9007199254740991, 10**40, 'a', '')\n"],
  ["floats", "x = (0.0, -0.0, 1.5, 1e400, -1e400, 5e-324, 2j, -0j, 1e308)\n"],
  [
    "text",
    "x = ('\\u00e9', '\\U0001f600', '\\ud800', 'a\\0b', b'', b'\\x00\\xff\\x80abc')\ndef \u00fcber(\u03b1): return \u03b1\n",
  ],
  ["nested tuples and sets", "x in {1, (2, (3.0, 'y')), frozenset}\ny = x in {1, 2, b'z'}\nz = ((), ((),))\n"],
  [
    "exception tables",
    "def f():\n    try:\n        with g() as h:\n            yield h\n    except* ValueError as e:\n        raise\n    finally:\n        k()\n",
  ],
  [
    "closures, classes, docstrings",
    'class A[T](B, metaclass=M):\n    "doc"\n    def m(self, a, /, b=1, *c, d, **e):\n        "doc of m"\n        def n():\n            nonlocal b\n            b += a\n            return super().m, [q for q in e if (w := q)]\n        return n\n    async def s(self):\n        async for z in self: await z\n',
  ],
  ["long lines", `${"\n".repeat(70000)}x = (${"a.b, ".repeat(20000)}c)\n`],
  ["nothing", ""],
])("%s", async (_name, source) => {
  const code = await compile(source);
  expect(plain(again(code))).toEqual(plain(code));
  expect(plain(again(again(code)))).toEqual(plain(code));
});

test("the signs of zeros, and what is no number", async () => {
  const consts = again(await compile("x = (-0.0, 0.0, 1e400 - 1e400, -0j)\n")).consts;
  expect(consts.map(plainConstant)).toEqual(
    (await compile("x = (-0.0, 0.0, 1e400 - 1e400, -0j)\n")).consts.map(plainConstant),
  );
});

const FROZEN = nativeModules().flatMap(({ source }) => (source === undefined ? [] : [source]));

test("the frozen modules are stored whole", () => {
  const modules = readFrozen(writeFrozen(FROZEN));
  expect(FROZEN.length).toBeGreaterThan(100);
  for (const { file, text, lazily } of FROZEN) {
    if (lazily) {
      const stored = modules?.index(file, text)?.statements ?? [];
      expect(stored.map(compiledPlain)).toEqual(index(text, file).statements.map(compiledPlain));
    } else {
      const stored = modules?.code(file);
      const { code } = compileSource(text, file, "frozen");
      if (stored === undefined || code === null) throw new Error(`${file} is not there`);
      expect(plain(stored)).toEqual(plain(code));
    }
  }
  expect(modules?.code("<frozen nothing>")).toBeUndefined();
});

function compiledPlain(statement: TopLevelStatement): unknown {
  const { code } = statement.compile();
  return { binds: statement.binds, code: code === null ? null : plain(code) };
}

const LIB =
  "import a, b as c\nfrom . import *\nX = 1\ndef f():\n    return 'a text that is long enough to wait'\nX += 1\n";

function index(text: string, path = "lib.py"): TopLevelIndex {
  const made = indexStatements(text, path);
  if ("diagnostics" in made) throw new Error(made.diagnostics[0]?.message);
  return made;
}

test("an index has its statements and grows with what is compiled", () => {
  const made = index(LIB);
  made.statements[4]?.compile();
  const read = readIndex(writeIndex(made), LIB, "lib.py");
  const facts = ({ statements }: TopLevelIndex) =>
    statements.map(({ binds, changes, acts, isClass, decorators, imports, place }) => {
      return { binds, changes, acts, isClass, decorators, imports, place };
    });
  if (read === null) throw new Error("the bytes are refused");
  expect(facts(read)).toEqual(facts(made));
  expect(read.statements.map(({ compiled }) => compiled !== null)).toEqual([false, false, false, false, true, false]);
  read.statements[4]?.compile();
  expect(read.isOutgrown).toBe(false);
  for (const statement of read.statements) statement.compile();
  expect(read.isOutgrown).toBe(true);
  for (const [i, statement] of made.statements.entries()) {
    const code = read.statements[i]?.compile().code;
    const expected = statement.compile().code;
    if (code == null || expected === null) throw new Error(`statement ${i} does not compile`);
    expect(plain(code)).toEqual(plain(expected));
  }
});

test("bytes that are cut off, or of another format, are refused", () => {
  const bytes = writeIndex(index(LIB));
  for (let length = 0; length < bytes.length; length += 7)
    expect(readIndex(bytes.slice(0, length), LIB, "lib.py")).toBeNull();
  for (const at of [0, 4, 8, 12, 16, 20]) {
    const other = bytes.slice();
    other[at] = (other[at] ?? 0) ^ 0x55;
    expect(readIndex(other, LIB, "lib.py"), `byte ${at}`).toBeNull();
  }
  expect(readFrozen(new TextEncoder().encode("not code at all, but some text of enough length"))).toBeNull();
  // Wherever in memory they lie.
  const shifted = new Uint8Array(bytes.length + 1);
  shifted.set(bytes, 1);
  expect(readIndex(shifted.subarray(1), LIB, "lib.py")).not.toBeNull();
});
