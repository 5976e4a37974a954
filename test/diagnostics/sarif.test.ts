/** SARIF logs against the official 2.1.0 schema, and the places they point at. */

import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { toSarif } from "../../src/diagnostics/sarif.ts";
import { fileUri } from "../../src/diagnostics/sarif_artifacts.ts";
import type { Span } from "../../src/diagnostics/span.ts";
import schema from "./data/sarif-schema-2.1.0.json" with { type: "json" };

const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
const validate = ajv.compile(schema);

function span(file: string, line: number, column: number, endColumn: number): Span {
  return { file, line, column, endLine: line, endColumn };
}

const failing: Diagnostic = {
  ruleId: "DYN2004",
  level: "error",
  message: "mat1 and mat2 shapes cannot be multiplied (97x9 and 8x8)",
  span: span("/home/me/a model.py", 7, 9, 20),
  stack: [
    { name: "forward", span: span("/home/me/a model.py", 7, 9, 20) },
    { name: "<module>", span: span("/home/me/a model.py", 12, 1, 9) },
  ],
  related: [{ span: span("/lib/other.py", 3, 1, 4), message: "called here" }],
  fixes: [{ title: "Insert", edits: [{ span: span("/home/me/a model.py", 3, 1, 1), newText: "x\n" }] }],
  logicalLocations: [{ name: "linear", fullyQualifiedName: "fx.linear", kind: "fxNode" }],
};

const options = { toolVersion: "0.1.0", root: "/home/me", executionSuccessful: false };

describe("SARIF", () => {
  it("is valid against the official schema", () => {
    const log = toSarif([failing, { ruleId: "DYN6001", level: "error", message: "no file", span: null }], options);
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...log, version: "9" })).toBe(false);
  });

  it("points at the expression, relative to the root", () => {
    const result = toSarif([failing], options).runs[0]?.results?.[0];
    expect(result?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "a%20model.py", uriBaseId: "SRCROOT", index: 0 },
      region: { startLine: 7, startColumn: 9, endLine: 7, endColumn: 20 },
    });
    expect(result?.relatedLocations?.[0]?.physicalLocation?.artifactLocation).toEqual({
      uri: "file:///lib/other.py",
      index: 1,
    });
    expect(result?.stacks?.[0]?.frames.map((f) => f.location?.message?.text)).toEqual(["in forward", "in <module>"]);
  });

  it("writes file URIs for both kinds of path", () => {
    expect(fileUri("/a b/ü.py")).toBe("file:///a%20b/%C3%BC.py");
    expect(fileUri("c:/x.py")).toBe("file:///c:/x.py");
  });
});
