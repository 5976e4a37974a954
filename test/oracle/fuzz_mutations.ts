/** Mutations of Python texts along their grammar, and probes that look for a way out of the evaluator. All from one seed. */

export type Random = (below: number) => number;

/** Uniform integers below a bound (the generator is mulberry32). */
export function generator(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const TOKEN =
  /[A-Za-z_]\w*|\d[\w.]*|"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[-+*/%@&|^<>=!:]+|[()[\]{},.;~]|\n[ ]*|[ ]+|[\s\S]/g;

const SNIPPETS = (
  "0|-1|10**40|1.5|''|'é😀'|b'x'|None|...|[]|()|{}|{1: 2}|[x for x in range(5)]|(yield)|await x|lambda *a, **k: (a, k)|not|*x|**x|" +
  "f'{1!r:>{5}}'|x if y else z|(y := 3)|__class__|super()|type|object|int|dict|range(10**9)|[0] * 10**9|'a' * 10**9|1 << 10**6|" +
  "isinstance|getattr|setattr|iter|next|sorted|print|exec('x = 1')|eval('1')|type('A', (), {})|Exception|BaseException|StopIteration|" +
  "self|cls|property|staticmethod|object.__new__|dict.__new__|tuple.__new__(list)|int.__add__|(1).__class__.__mro__|globals()|locals()"
).split("|");

const STATEMENTS = [
  "break",
  "continue",
  "return",
  "raise",
  "pass",
  "del x",
  "global x",
  "nonlocal x",
  "yield",
  "import os, sys",
  "from math import *",
  "while True: pass",
  "def f(*a, b=1, **k): return f(*a)",
  "f()",
  "class A(A if 0 else object): x = 1",
  "x = [x]; x.append(x); print(x)",
  "try:\n    1 / 0\nfinally:\n    pass",
  "with x as y, z: pass",
  "match x:\n    case [a, *b] | {'k': a, **b}: pass\n    case _: pass",
  "for i in iter(int, 1): pass",
  "async def g():\n    async for x in y: await x",
  "x: int = 5",
  "assert x, y",
  "@x\nclass B: __slots__ = ('a',)",
  "del print",
  "__builtins__ = None",
];

function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[random(items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

/** One to six changes to the tokens and lines of `text`; `other` gives material from a second file. */
export function mutate(random: Random, text: string, other: string): string {
  let out = text;
  for (let n = 1 + random(6); n > 0; n--)
    out = random(3) === 0 ? mutateLines(random, out, other) : mutateTokens(random, out, other);
  return out;
}

function mutateTokens(random: Random, text: string, other: string): string {
  const tokens = text.match(TOKEN) ?? [];
  if (tokens.length === 0) return text;
  const at = random(tokens.length);
  const names = [...new Set(tokens.filter((token) => /^[A-Za-z_]\w*$/.test(token)))];
  switch (random(7)) {
    case 0:
      tokens.splice(at, 1 + random(4));
      break;
    case 1:
      tokens.splice(at, 0, pick(random, SNIPPETS));
      break;
    case 2:
      tokens[at] = pick(random, SNIPPETS);
      break;
    case 3:
      tokens[at] = pick(random, other.match(TOKEN) ?? ["x"]);
      break;
    case 4:
      tokens.splice(at, 0, ...tokens.slice(at, at + random(30)));
      break;
    case 5: {
      const b = random(tokens.length);
      [tokens[at], tokens[b]] = [tokens[b] ?? "", tokens[at] ?? ""];
      break;
    }
    default:
      if (names.length > 0) tokens[at] = pick(random, names);
  }
  return tokens.join("");
}

function mutateLines(random: Random, text: string, other: string): string {
  const lines = text.split("\n");
  const at = random(lines.length);
  const indent = /^ */.exec(lines[at] ?? "")?.[0] ?? "";
  const indented = (statement: string) => statement.split("\n").map((line) => indent + line);
  switch (random(5)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(at, 0, ...indented(pick(random, STATEMENTS)));
      break;
    case 2:
      lines[at] = " ".repeat(random(9)) + (lines[at] ?? "").trimStart();
      break;
    case 3: {
      const source = other.split("\n");
      const from = random(source.length);
      lines.splice(at, 0, ...source.slice(from, from + random(12)));
      break;
    }
    default:
      lines.splice(at, 0, ...lines.splice(random(lines.length), random(8)));
  }
  return lines.join("\n");
}

const ROOTS = [
  "print",
  "type",
  "object",
  "len",
  "[].append",
  "(lambda: 0)",
  "(x for x in ())",
  "__import__('sys')",
  "__import__('math')",
  "__import__('re').compile('a')",
  "Exception('x')",
  "1",
  "'s'",
  "b'b'",
  "{}",
  "...",
  "None",
  "range(3)",
  "__import__('functools').partial(print)",
  "__import__('collections').deque()",
];
const STEPS = [
  "constructor",
  "__proto__",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "__defineGetter__",
  "raw",
  "impl",
  "vm",
  "host",
  "attrs",
  "__class__",
  "__dict__",
  "__mro__",
  "__subclasses__()",
  "__globals__",
  "__code__",
  "__self__",
  "__reduce__()",
  "__init__",
  "__getattribute__",
  "gi_frame",
  "f_back",
  "__builtins__",
];

/** Statements that walk from an object along names of JavaScript's and Python's insides, and print what they find. */
export function probes(random: Random): string {
  let out = "\n";
  for (let n = 0; n < 6; n++) {
    let path = pick(random, ROOTS);
    for (let depth = 1 + random(3); depth > 0; depth--) {
      const step = pick(random, STEPS);
      path = random(4) === 0 ? `getattr(${path}, ${JSON.stringify(step.replace("()", ""))})` : `${path}.${step}`;
    }
    out += `try:\n    print("PROBE", repr(${path})[:150])\nexcept BaseException as e:\n    pass\n`;
  }
  const odd = pick(random, ROOTS);
  out += `for name in ("__proto__", "constructor", "prototype"):\n    try:\n        setattr(${odd}, name, 1); globals()[name] = 1; print("PROBE", {name: name}[name] == name)\n    except BaseException as e:\n        pass\n`;
  return out;
}
