/** Reading SARIF logs for the view: our own, and what other tools write, right or wrong. */

import { expect, test } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { toSarif } from "../../src/diagnostics/sarif.ts";
import { SarifFormatError, sarifViewModel } from "../../src/viewmodel/sarif_log.ts";

const span = { file: "/home/me/a b/model.py", line: 7, column: 9, endLine: 7, endColumn: 35 };

test("our own log comes back whole", () => {
  const diagnostic: Diagnostic = {
    ruleId: "DYN1003",
    level: "error",
    message: "AttributeError: cannot assign module before Module.__init__() call",
    span,
    stack: [
      { name: "Broken.__init__", span },
      { name: "<module>", span: { ...span, line: 15, endLine: 15 } },
    ],
    fixes: [{ title: "Insert super().__init__()", edits: [{ span, newText: "super().__init__()\n" }] }],
    related: [{ span, message: "first assigned here" }],
    logicalLocations: [{ name: "fc0", fullyQualifiedName: "model.fc0", kind: "module" }],
  };
  const log = toSarif([diagnostic], { toolVersion: "0.1.0", root: "/home/me", executionSuccessful: false });
  const model = sarifViewModel("model.sarif", JSON.stringify(log));
  expect(model).toMatchObject({ version: "2.1.0", tools: ["dynamo-onnx 0.1.0"], notices: [], totalResults: 1 });
  expect(model.rules.find((rule) => rule.id === "DYN1003")).toMatchObject({ name: "uncaught-exception" });
  expect(model.results).toEqual([
    {
      ruleId: "DYN1003",
      level: "error",
      message: diagnostic.message,
      location: span,
      stack: [
        { name: "Broken.__init__", location: span },
        { name: "<module>", location: { ...span, line: 15, endLine: 15 } },
      ],
      related: [{ message: "first assigned here", location: span }],
      logical: [{ kind: "module", name: "model.fc0" }],
      fixes: ["Insert super().__init__()"],
    },
  ]);
});

/** The first result of a log with this run. */
function firstResult(run: object): unknown {
  return sarifViewModel("x", JSON.stringify({ version: "2.1.0", runs: [run] })).results[0];
}

test.each([
  [
    "the level comes from the rule",
    {
      tool: { driver: { name: "t", rules: [{ id: "A", defaultConfiguration: { level: "note" } }] } },
      results: [{ ruleIndex: 0, message: { text: "m" } }],
    },
    { ruleId: "A", level: "note" },
  ],
  ["the level is warning by default", { results: [{ ruleId: "B", message: { text: "m" } }] }, { level: "warning" }],
  [
    "a result that is no failure has no level",
    { results: [{ kind: "pass", message: { text: "m" } }] },
    { level: "none" },
  ],
  [
    "messages by id, with arguments",
    {
      tool: { driver: { name: "t", rules: [{ id: "A", messageStrings: { default: { text: "{0} is not {1}" } } }] } },
      results: [{ ruleId: "A", message: { id: "default", arguments: ["x", "y"] } }],
    },
    { message: "x is not y" },
  ],
  [
    "bases in a chain, the artifact by index",
    {
      originalUriBaseIds: { SRC: { uri: "lib/", uriBaseId: "ROOT" }, ROOT: { uri: "file:///C:/p/" } },
      artifacts: [{ location: { uri: "a%20b.py", uriBaseId: "SRC" } }],
      results: [{ message: { text: "m" }, locations: [{ physicalLocation: { artifactLocation: { index: 0 } } }] }],
    },
    { location: { file: "C:/p/lib/a b.py", line: 1, column: 1 } },
  ],
  [
    "bases that go in a circle end",
    {
      originalUriBaseIds: { A: { uri: "a/", uriBaseId: "A" } },
      results: [
        {
          message: { text: "m" },
          locations: [{ physicalLocation: { artifactLocation: { uri: "x.py", uriBaseId: "A" } } }],
        },
      ],
    },
    { message: "m" },
  ],
  [
    "wrong types are as if absent",
    { tool: 3, results: [{ ruleId: 4, message: "m", locations: {}, stacks: [null] }] },
    { ruleId: "", stack: [] },
  ],
])("%s", (_, run, expected) => {
  expect(firstResult(run)).toMatchObject(expected);
});

test.each([
  ["{", /This is not a SARIF log: /],
  ["[]", /its top level is not an object/],
  ['{"version":"2.1.0"}', /it has no runs/],
])("%s is refused with a reason", (text, message) => {
  expect(() => sarifViewModel("x", text)).toThrow(SarifFormatError);
  expect(() => sarifViewModel("x", text)).toThrow(message);
});

test("a very large log is cut, and says so", () => {
  const results = Array.from({ length: 20_500 }, (_, i) => ({ ruleId: "A", message: { text: `m${i}` } }));
  const model = sarifViewModel("x", JSON.stringify({ version: "2.0.0", runs: [{ results }] }));
  expect(model.results).toHaveLength(20_000);
  expect(model.notices).toEqual([
    "The log's version is 2.0.0; it is read as 2.1.0.",
    "Only the first 20000 of 20500 results are listed.",
  ]);
});
