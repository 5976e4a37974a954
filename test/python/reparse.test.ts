/** An incremental parse gives what a whole parse gives, whatever the edit. */

import { expect, test } from "vitest";
import { parsePython } from "../../src/python/parser/parser.ts";
import { reparse } from "../../src/python/parser/reparse.ts";

const TEXT = `"""A docstring
of two lines."""
import a, b; c = 1; d = 2

@decorator
def f(x):
    if x:
        return [1,
                2]
    else: pass

class A(B):
    y = 'β😀'
    def g(self): ...
\r
if c: d
elif d:
    e = f"{d!r:>{10}}"
else:
    e = """
text"""
x = y = \\
    z
`;

const PIECES = [
  "",
  "",
  "x",
  "\n",
  "\r",
  "\n\n",
  "else:",
  " ",
  "    ",
  "(",
  ")",
  '"""',
  "'",
  "\\",
  ";",
  "@",
  "#",
  "def ",
  "1",
];

/** A fixed sequence of numbers below a limit. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

test("random edits, one after the other", () => {
  const random = generator(20_250_301);
  let shared = 0;
  for (let round = 0; round < 400; round++) {
    let previous = parsePython(TEXT, "x.py");
    for (let edit = 0; edit < 3; edit++) {
      const start = random(previous.text.length + 1);
      const end = Math.min(previous.text.length, start + (random(2) === 0 ? 0 : random(12)));
      const text = previous.text.slice(0, start) + PIECES[random(PIECES.length)] + previous.text.slice(end);
      const whole = parsePython(text, "x.py");
      const result = reparse(previous, text, "x.py");
      expect(result, JSON.stringify(text)).toEqual(whole);
      for (const stmt of result.module.body) if (previous.module.body.includes(stmt)) shared++;
      previous = result;
    }
  }
  // Most statements are not read again.
  expect(shared).toBeGreaterThan(1500);
});
