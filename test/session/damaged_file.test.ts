/** Checking a file while it is edited: a syntax error is one problem, and the rest is analysed all the same. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { openSession, type Session } from "../../src/index.ts";

const FILE = "/edited/main.py";

let session: Session;
beforeAll(async () => {
  session = await openSession();
});
afterAll(() => session.close());

/** The problems of each version of a file, edited in turn. */
function checkAll(file: string, versions: readonly string[]): string[][] {
  return versions.map((text) =>
    session
      .checkFile(file, { unsaved: new Map([[file, text]]) })
      .map(({ span, message }) => `${span?.line}: ${message.split("\n")[0]}`),
  );
}

const GOOD = `class Net:
    def one(self):
        return 1

    def two(self):
        return 2


net = Net()
assert net.one() + net.two() == 4, net.two()
`;

test.each([
  ["a function's body", "return 2", "return 2 +", ["6: invalid syntax", "10: AssertionError: 2"]],
  ["its header", "def two(self):", "def two(self:", ["5: '(' was never closed", "10: AssertionError: 2"]],
  [
    "a line more",
    "        return 2",
    "        # a\n        return (2",
    ["7: '(' was never closed", "11: AssertionError: 2"],
  ],
  ["a statement of the module", "net = Net()", "net = Net(", ["9: '(' was never closed", "10: AssertionError: 2"]],
])("damage to %s: the last good version stands in", (name, before, after, expected) => {
  const [good, damaged] = checkAll(`/edited/${name}.py`, [GOOD, GOOD.replace(before, after)]);
  expect(good).toEqual(["10: AssertionError: 2"]);
  expect(damaged).toEqual(expected);
});

test("without a good version, what does not need the damaged part is analysed", () => {
  const unused = "def broken(x:\n    return x\n\nassert False, 'here'\n";
  const used = "def broken(x):\n    return x +\n\nbroken(1)\nassert False, 'here'\n";
  expect(checkAll(FILE, [unused, used])).toEqual([
    ["1: '(' was never closed", "4: AssertionError: here"],
    ["2: invalid syntax"],
  ]);
});
