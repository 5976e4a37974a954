/** The parser against CPython: trees of its own standard library, and whether damaged text is accepted. Runs where python3 is. */

import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { dumpAst } from "../../src/python/ast_printer.ts";
import { parsePython } from "../../src/python/parser/parser.ts";

const PYTHON = process.env["PYTHON"] ?? "python3";
const present = spawnSync(PYTHON, ["--version"]).status === 0;

/** The dump that 3.11 gives, by whichever version runs: `kind` and empty newer fields are left out. */
const DUMP = `
import ast, json, sys
def show(node, level=0):
    level += 1
    prefix = "\\n" + "  " * level
    sep = "," + prefix
    if isinstance(node, ast.AST):
        args, simple = [], True
        for name in node._fields:
            value = getattr(node, name, None)
            if name == "kind" or (value is None and getattr(type(node), name, ...) is None): continue
            if name == "type_params" and not value and type(node).__name__ != "TypeAlias": continue
            text, plain = show(value, level)
            simple = simple and plain
            args.append(f"{name}={text}")
        kind = type(node).__name__
        if simple and len(args) <= 3: return f"{kind}({', '.join(args)})", not args
        return f"{kind}({prefix}{sep.join(args)})", False
    if isinstance(node, list):
        if not node: return "[]", True
        return f"[{prefix}{sep.join(show(item, level)[0] for item in node)}]", False
    return repr(node), True
sys.setrecursionlimit(20000)
for path in json.load(sys.stdin):
    print(json.dumps(show(ast.parse(open(path, "rb").read()))[0]))
`;

const COUNT = 150;

test.runIf(present)("the standard library", { timeout: 120_000 }, () => {
  const list = "import glob, json, os; print(json.dumps(sorted(glob.glob(os.path.dirname(os.__file__) + '/*.py'))))";
  const files = (JSON.parse(execFileSync(PYTHON, ["-c", list], { encoding: "utf8" })) as string[]).slice(0, COUNT);
  expect(files.length).toBeGreaterThan(100);
  const dumps = execFileSync(PYTHON, ["-c", DUMP], {
    input: JSON.stringify(files),
    encoding: "utf8",
    maxBuffer: 1 << 30,
  }).split("\n");
  for (const [i, file] of files.entries()) {
    const result = parsePython(readFileSync(file, "utf8"), file);
    expect(result.diagnostics, file).toEqual([]);
    expect(dumpAst(result.module) === JSON.parse(dumps[i] ?? '""'), file).toBe(true);
  }
});

const ACCEPTS = `
import json, sys, warnings
warnings.simplefilter("ignore")
def accepts(text):
    try: compile(text, "x", "exec")
    except (SyntaxError, ValueError): return False
    return True
print(json.dumps([accepts(text) for text in json.load(sys.stdin)]))
`;

const INSERTIONS = [
  "(",
  ")",
  "]",
  ":",
  ",",
  "'",
  '"""',
  "\n",
  "\n    ",
  " ",
  "=",
  "*",
  "\\",
  "def ",
  "else:",
  "@",
  "\t",
  "1_",
];

/** Files with one or two random edits, from a fixed seed. */
function mutants(source: string, count: number): string[] {
  let seed = 20_241_007;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
  const lines = source.split("\n");
  return Array.from({ length: count }, () => {
    const from = random(lines.length - 40);
    let text = lines.slice(from, from + 40).join("\n");
    for (let edits = 1 + random(2); edits > 0; edits--) {
      const at = random(text.length);
      const cut = random(2) === 0 ? random(6) : 0;
      text = text.slice(0, at) + (cut === 0 ? INSERTIONS[random(INSERTIONS.length)] : "") + text.slice(at + cut);
    }
    return text;
  });
}

test.runIf(present)("damaged text is refused exactly where CPython refuses it", { timeout: 120_000 }, () => {
  const path = execFileSync(PYTHON, ["-c", "import argparse; print(argparse.__file__)"], { encoding: "utf8" }).trim();
  const texts = mutants(readFileSync(path, "utf8"), 400);
  const answers = execFileSync(PYTHON, ["-c", ACCEPTS], { input: JSON.stringify(texts), encoding: "utf8" });
  const differing: string[] = [];
  for (const [i, accepted] of (JSON.parse(answers) as boolean[]).entries()) {
    const text = texts[i] ?? "";
    const { diagnostics } = parsePython(text, "mutant.py");
    if (accepted !== (diagnostics.length === 0)) differing.push(`${accepted} ${diagnostics[0]?.message}\n${text}`);
  }
  expect(differing).toEqual([]);
});
