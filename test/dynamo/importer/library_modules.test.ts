/** Installed libraries are evaluated name by name: what runs, when, and in which order. */

import { expect, test } from "vitest";
import type { Library } from "../../../src/dynamo/importer/library.ts";
import { SourceCompiler } from "../../../src/session/source_compiler.ts";
import { memoryStore } from "../../session/memory_store.ts";
import { runProgram } from "../helpers.ts";

/**
 * Runs a program with the files of packages in site-packages; each shows by `print` what of it has run. It is run again
 * with what the first run compiled, and prints the same.
 */
async function printed(
  program: string,
  installed: Readonly<Record<string, string>>,
  libraries: readonly Library[] = [],
): Promise<string> {
  const store = memoryStore();
  const first = await printedBy(new SourceCompiler({ store }), program, installed, libraries);
  const known = store.written.length;
  expect(await printedBy(new SourceCompiler({ store }), program, installed, libraries)).toBe(first);
  expect(store.written.slice(known)).toEqual([]);
  return first;
}

async function printedBy(
  compiler: SourceCompiler,
  program: string,
  installed: Readonly<Record<string, string>>,
  libraries: readonly Library[] = [],
): Promise<string> {
  const files = Object.fromEntries(
    Object.entries(installed).map(([name, text]) => [`/env/site-packages/${name}`, text]),
  );
  const result = await runProgram(program, files, {
    compileSource: compiler.compileSource,
    indexSource: compiler.indexSource,
    path: ["/app", "/env/site-packages"],
    libraries,
  });
  compiler.saveIndexes();
  if (result.exitCode !== 0) return `${result.stdout}${result.stderr.trim().split("\n").at(-1)}`;
  return result.stdout;
}

const deferred = (name: string, facts: Partial<Library> = {}): Library => ({
  name,
  deferred: true,
  registries: [],
  modules: [],
  ...facts,
});

test("an assignment runs when its name is asked for, once", async () => {
  const lib = "def show(x):\n    print('made', x)\n    return x\nA = show(1)\nB = show(2)\nC = B + show(3)\n";
  expect(await printed("import lib\nprint('imported')\nlib.C, lib.C", { "lib.py": lib })).toBe(
    "imported\nmade 2\nmade 3\n",
  );
});

test("statements that act run in their turn, with what they need", async () => {
  const lib = "A = []\nprint('first')\nimport sys\nA.append(1)\nsys.marker = list(A)\nA += [2]\nprint('last')\n";
  expect(await printed("import lib, sys\nprint(sys.marker, lib.A)", { "lib.py": lib })).toBe(
    "first\nlast\n[1] [1, 2]\n",
  );
});

test("a loop that changes what its target stands for runs in its turn", async () => {
  const lib =
    "class A: pass\nclass B: pass\nX = []\nfor c, (n, *_) in ((A, 'a'), (B, 'b')):\n    c.name = n\nfor i in (1, 2):\n    X.append(i)\n";
  expect(await printed("import lib\nprint(lib.A.name, lib.B.name, lib.X)", { "lib.py": lib })).toBe("a b [1, 2]\n");
});

test("a name that is bound again has its value of each place", async () => {
  const lib =
    "x = 1\ny = x\ndef f(a=x):\n    return a, x\nx = 2\nz = x\ntry:\n    import nothing\n    has = True\nexcept ImportError:\n    has = False\n";
  expect(await printed("import lib\nprint(lib.z, lib.y, lib.f(), lib.has)", { "lib.py": lib })).toBe(
    "2 1 (1, 2) False\n",
  );
});

test("a decorator that may register runs in its turn, one that is known not to does not", async () => {
  const files = {
    "lib/__init__.py": "from .table import TABLE\nfrom . import entries\n",
    "lib/table.py": "TABLE = {}\ndef register(f):\n    TABLE[f.__name__] = f\n    return f\n",
    "lib/entries.py":
      "import functools\nfrom .table import register\n@register\ndef a(): pass\n@functools.lru_cache(None)\ndef b(): pass\n",
  };
  expect(await printed("import lib\nprint(list(lib.TABLE))", files)).toBe("['a']\n");
});

test("modules that import each other in a circle find what they need", async () => {
  const files = {
    "a.py": "from b import two\none = 1\ndef three():\n    return one + two\n",
    "b.py": "from a import one\ntwo = one + 1\n",
  };
  expect(await printed("import a\nprint(a.three())", files)).toBe("3\n");
});

test("in a declared library star imports and submodules come when asked for", async () => {
  const files = {
    "lib/__init__.py": "from .a import *\nfrom .b import *\n",
    "lib/a.py":
      "print('a')\n__all__ = ['same', 'only_a']\ndef same(): return 'a'\ndef only_a(): return 1\ndef hidden(): pass\n",
    "lib/b.py": "print('b')\ndef same(): return 'b'\ndef _private(): pass\n",
    "lib/c.py": "print('c')\nvalue = 7\n",
  };
  expect(await printed("import lib\nprint('start')\nprint(lib.same())", files, [deferred("lib")])).toBe(
    "start\nb\nb\n",
  );
  expect(await printed("import lib\nprint(lib.only_a(), lib.c.value)", files, [deferred("lib")])).toBe("a\nc\n1 7\n");
  expect(
    await printed("import lib\nprint(hasattr(lib, 'hidden'), hasattr(lib, '_private'))", files, [deferred("lib")]),
  ).toBe("a\nb\nFalse False\n");
});

test("a function that is named like its module wins over it", async () => {
  const files = { "lib/__init__.py": "from .net import *\n", "lib/net.py": "def net(): return 'called'\n" };
  expect(await printed("import lib.net\nimport lib\nprint(lib.net())", files, [deferred("lib")])).toBe("called\n");
});

test("a lookup in a registry makes the entry that it asks for", async () => {
  const files = {
    "zoo/__init__.py": "from .table import find, names\nfrom .models import *\n",
    "zoo/table.py":
      "_t = {}\ndef register(f):\n    _t[f.__name__] = f\n    return f\ndef find(name):\n    return _t[name]\ndef names():\n    return sorted(_t)\n",
    "zoo/models/__init__.py": "from .small import *\nfrom .large import *\n",
    "zoo/models/small.py":
      "print('small')\nfrom ..table import register\n@register\ndef s1(): return 1\n@register\ndef s2(): return 2\n",
    "zoo/models/large.py": "print('large')\nfrom ..table import register\n@register\ndef l1(): return 3\n",
  };
  const registry = {
    module: "zoo.table",
    lookups: ["find"],
    listings: ["names"],
    packages: ["zoo.models"],
    definition: (key: string) => key,
  };
  const zoo = deferred("zoo", { registries: [registry] });
  expect(await printed("import zoo\nprint(zoo.find('s2')())", files, [zoo])).toBe("small\n2\n");
  expect(await printed("import zoo\nprint(zoo.names())", files, [zoo])).toBe("small\nlarge\n['l1', 's1', 's2']\n");
});

test("definitions that stand in for a library's own replace them", async () => {
  const files = { "lib.py": "def slow():\n    raise RuntimeError\ndef use():\n    return slow()\n" };
  const lib = deferred("lib", { definitions: { lib: "def slow():\n    return 'quick'\n" } });
  expect(await printed("import lib\nprint(lib.use())", files, [lib])).toBe("quick\n");
});

test("what goes wrong in a statement shows where its name is used", async () => {
  const files = { "lib.py": "fine = 1\nbroken = fine.missing\n" };
  expect(await printed("import lib\nprint(lib.fine)\nfrom lib import broken", files)).toBe(
    "1\nAttributeError: 'int' object has no attribute 'missing'",
  );
});

test("globals, dir and assignment from outside see a whole module", async () => {
  const lib = "a = 1\nb = a + 1\ndef names():\n    return sorted(k for k in globals() if not k.startswith('__'))\n";
  expect(await printed("import lib\nprint(lib.names())", { "lib.py": lib })).toBe("['a', 'b', 'names']\n");
  expect(await printed("import lib\nlib.a = 5\nprint(lib.b, lib.a, 'names' in dir(lib))", { "lib.py": lib })).toBe(
    "2 5 True\n",
  );
});

/** What a program prints is the same whether the file is a library's, whose functions wait for their first call, or its own. */
async function expectSame(program: string, lib: string): Promise<string> {
  const waiting = await printed(program, { "lib.py": lib });
  const own = await runProgram(program, { "/app/lib.py": lib }, { path: ["/app"] });
  expect(waiting).toBe(own.stdout);
  return waiting;
}

test("functions whose bodies wait are what they would be", async () => {
  const lib = `from __future__ import annotations
import functools
class Base:
    def __init__(self, x=1, *args, key=None, **rest):
        """Sets x."""
        self.x = x  # enough to be worth it, and then some more
        self.__hidden = (args, key, sorted(rest))
    def hidden(self):
        # super is in a comment only, so there may be a cell
        return self.__hidden
class Outer(Base):
    table = [n * 2 for n in range(3)]
    class Inner(Base):
        def who(self):
            result = super().__init__(5, key="k")
            return __class__.__qualname__, result, self.x, self.hidden()
    def rows(self, limit: "Undefined" = 3):
        """Text
        of two lines."""
        for i in range(limit):
            yield i, self.__class__.__name__
    @functools.lru_cache(None)
    @staticmethod
    def plain(a, /, b, *, c=(1, 2)):
        def inner(d):
            return a + b + d + len(c) + Outer.table[1]
        return inner
    async def later(self):
        await something(self, "a long enough body")
        return 1
    @property
    def described(self):
        "A property."
        return "the value of the property"
def top(*, flag: bool = False) -> int:
    x = [name for name in ("a", "b") if not flag]
    return x if x else None
`;
  const program = `import lib, inspect
print(lib.Outer.Inner().who(), list(lib.Outer().rows()), lib.Outer.plain(1, 2)(3), lib.top(), lib.top(flag=True))
for f in (lib.Base.__init__, lib.Base.hidden, lib.Outer.Inner.who, lib.Outer.rows, lib.Outer.later, lib.top):
    c = f.__code__
    print(f.__qualname__, f.__doc__, c.co_firstlineno, c.co_varnames, c.co_flags, f.__defaults__, f.__kwdefaults__)
print(inspect.signature(lib.Base.__init__), inspect.signature(lib.top), lib.Outer.described.__doc__, lib.Outer().described)
print(inspect.isgeneratorfunction(lib.Outer.rows), inspect.iscoroutinefunction(lib.Outer.later))
try:
    lib.top(1)
except TypeError as e:
    print(e)
`;
  expect(await expectSame(program, lib)).toContain("('Outer.Inner', None, 5, ((), 'k', []))");
});

test("lines of errors are those of the file", async () => {
  const lib = `class A:
    def fails(self):

        total = 1  # first
        return total / 0
def also():
    a = (1,
         2)
    raise ValueError(a)
`;
  const program = `import lib, traceback
for f in (lib.A().fails, lib.also):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, [(t.lineno, t.name) for t in traceback.extract_tb(e.__traceback__)])
`;
  expect(await expectSame(program, lib)).toContain("(5, 'fails')");
});

test("a body that is no Python shows when the function is called", async () => {
  const lib =
    "class A:\n    def good(self):\n        return 'good as ever, and long enough to be cut'\n    def bad(self):\n        x = = 'this is not Python, however long it may be'\n";
  const program =
    "import lib\nprint(lib.A().good())\ntry:\n    lib.A().bad()\nexcept SyntaxError as e:\n    print(e.msg, e.filename, e.lineno, e.offset)\n";
  expect(await printed(program, { "lib.py": lib })).toBe(
    "good as ever, and long enough to be cut\ninvalid syntax /env/site-packages/lib.py 5 13\n",
  );
});

const LIB = `"""Of the module."""
import inspect, traceback

def used(x, *, scale=2):
    """Of used."""
    return inner(x) * scale

def inner(x):
    def nested(y):
        raise ValueError(y)
    try:
        return nested(x)
    except KeyError:
        return 0

def other(a, b=(1, 2.5, b"x", "\u00e9U0001f600")):
    """Of other."""
    return [a, b, {i: i ** 2 for i in range(3)}]

class Base:
    def method(self):
        "Of method."
        return "base"

class Derived(Base):
    x: int = 3
    def method(self):
        return super().method() + str(self.x)
    @property
    def late(self):
        return [v for v in (self.x, -0.0, 1e400, 10 ** 30, None, ...)]
`;

const SHOWN = `import lib, inspect, traceback
try:
    lib.used(5)
except ValueError:
    print(traceback.format_exc())
print(inspect.getsource(lib.inner), inspect.signature(lib.used), lib.used.__doc__, lib.__doc__)
`;

const MORE = `import lib, inspect
print(lib.other.__doc__, lib.Derived.method.__doc__, lib.Base.method.__doc__, lib.other(1), lib.Derived().late)
print(lib.Derived().method(), inspect.getsource(lib.Derived.late.fget))
`;

test("what earlier runs compiled: tracebacks, sources, docstrings; what they did not compile is compiled then", async () => {
  const fresh = (program: string) => printedBy(new SourceCompiler(), program, { "lib.py": LIB });
  const store = memoryStore();
  const kept = (program: string) => printedBy(new SourceCompiler({ store }), program, { "lib.py": LIB });
  const shown = await fresh(SHOWN);
  expect(shown).toContain('File "/env/site-packages/lib.py", line 10, in nested\n    raise ValueError(y)');
  const more = await fresh(MORE);
  // In either order, and once all is there.
  for (const [program, expected] of [
    [SHOWN, shown],
    [SHOWN, shown],
    [MORE, more],
    [MORE, more],
    [SHOWN, shown],
  ] as const)
    expect(await kept(program)).toBe(expected);
  expect(store.written).toEqual(["/env/site-packages/lib.py", "/env/site-packages/lib.py"]);
});

test("code of an earlier text of the file is not used", async () => {
  const store = memoryStore();
  const run = (text: string) =>
    printedBy(new SourceCompiler({ store }), "import lib\nprint(lib.f())", { "lib.py": text });
  expect(await run("def f():\n    return 'a value that is long enough to be deferred'\n")).toContain("a value");
  expect(await run("def f():\n    return 'b value that is long enough to be deferred'\n")).toContain("b value");
});
