/**
 * Programs whose export fails, and what their SARIF logs say: each is valid against the schema, opens in the viewer, and
 * points at the expression that the program itself marks. A mark is a comment below the line: carets under the expression,
 * then the rule and the beginning of the message; `# at COLUMN to LINES:COLUMN` where there is nothing to put carets under.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { Result } from "sarif";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RULES } from "../../src/diagnostics/rules.ts";
import { toSarif } from "../../src/diagnostics/sarif.ts";
import { openSession, type Session } from "../../src/session/session.ts";
import { sarifViewModel } from "../../src/viewmodel/sarif_log.ts";
import schema from "../diagnostics/data/sarif-schema-2.1.0.json" with { type: "json" };
import { exportFile } from "./export_file.ts";

const FOLDER = join(import.meta.dirname, "failing");
const PROGRAMS = readdirSync(FOLDER).filter((name) => name.endsWith(".py"));
const STEPS = 2_000_000;

const validate = addFormats(new Ajv2020({ strict: false, allErrors: true })).compile(schema);

interface Mark {
  /** `7:16-7:26 DYN2004` */
  readonly place: string;
  readonly message: string;
}

function marksOf(text: string): Mark[] {
  const marks: Mark[] = [];
  let marked = 0;
  text.split("\n").forEach((line, i) => {
    const carets = /^#( *)(\^+) (\w+): (.*)$/.exec(line);
    const odd = /^# at (\d+) to (\d+):(\d+) (\w+): (.*)$/.exec(line);
    if (carets !== null) {
      const [, space = "", under = "", rule = "", message = ""] = carets;
      const start = 2 + space.length;
      marks.push({ place: `${marked}:${start}-${marked}:${start + under.length} ${rule}`, message });
    } else if (odd !== null) {
      const [, column, lines, end, rule, message = ""] = odd;
      marks.push({ place: `${marked}:${column}-${marked + Number(lines)}:${end} ${rule}`, message });
    } else marked = i + 1;
  });
  return marks;
}

function placeOf({ locations, ruleId }: Result): string {
  const region = locations?.[0]?.physicalLocation?.region;
  return `${region?.startLine}:${region?.startColumn}-${region?.endLine}:${region?.endColumn} ${ruleId}`;
}

let session: Session;
beforeAll(async () => {
  session = await openSession();
});
afterAll(() => session.close());

async function logOf(program: string) {
  const outDir = mkdtempSync(join(tmpdir(), "dynamo-onnx-"));
  try {
    const outcome = await exportFile(session, { file: join(FOLDER, program), outDir, verify: true, stepBudget: STEPS });
    const options = { toolVersion: "0.1.0", root: FOLDER, executionSuccessful: false };
    const log = toSarif(outcome.diagnostics, options);
    return { log, results: (log.runs[0]?.results ?? []).filter((r) => r.level === "error" || r.level === "warning") };
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

describe("logs of programs that fail", () => {
  it.each(PROGRAMS)("%s", async (program) => {
    const marks = marksOf(readFileSync(join(FOLDER, program), "utf8"));
    const { log, results } = await logOf(program);
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
    expect(results.map(placeOf).sort()).toEqual(marks.map((mark) => mark.place).sort());
    for (const result of results) {
      const expected = marks.filter((mark) => mark.place === placeOf(result)).map((mark) => mark.message);
      expect(expected.some((message) => result.message.text?.startsWith(message))).toBe(true);
      expect(result.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(program);
      expect(log.runs[0]?.tool.driver.rules?.[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
    }
    const view = sarifViewModel(program, JSON.stringify(log));
    expect(view.notices).toEqual([]);
    expect(view.results.length).toBe(log.runs[0]?.results?.length);
    expect(view.results.every((result) => result.location !== null)).toBe(true);
  });

  it("are of many kinds", () => {
    const rules = PROGRAMS.flatMap((program) =>
      marksOf(readFileSync(join(FOLDER, program), "utf8")).map((m) => m.place.split(" ")[1]),
    );
    expect(PROGRAMS.length).toBeGreaterThanOrEqual(30);
    expect(new Set(rules).size).toBeGreaterThanOrEqual(14);
    for (const rule of rules) expect(RULES).toHaveProperty(rule ?? "");
  });
});

describe("what helps to understand a result", () => {
  it("the way through the stages, and the FX and ONNX graph around the node", async () => {
    const { results } = await logOf("custom_operator.py");
    const result = results.find((r) => r.ruleId === "FXE0011");
    const steps = result?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(
      steps.map((step) => `${step.nestingLevel} ${step.kinds} ${step.location?.message?.text?.split(": ")[0]}`),
    ).toEqual([
      "0 capture in <module>",
      "1 capture in M.forward",
      "1 FX graph captured as twice = mylib.twice.default",
      "1 translate to ONNX stopped here",
    ]);
    expect(steps.map((step) => step.location?.physicalLocation?.region?.startLine)).toEqual([23, 17, 17, 17]);
    const graphs = result?.graphs ?? [];
    expect(graphs.map((g) => [g.description?.text, g.nodes?.map((n) => n.label?.text), g.edges?.length])).toEqual([
      [
        "FX graph around the node",
        ["twice: mylib.twice.default", "add: aten.add.Tensor", "x: placeholder", "sub: aten.sub.Tensor"],
        3,
      ],
      ["ONNX graph around the node", ["node_Add: Add", "x", "const_0"], 2],
    ]);
  });

  it("an ONNX node that the runtime refuses", async () => {
    const { results } = await logOf("runtime_failure.py");
    const steps = results[0]?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(steps.map((step) => step.kinds?.[0])).toEqual([
      "capture",
      "capture",
      "FX graph",
      "translate to ONNX",
      "ONNX Runtime",
    ]);
    expect(results[0]?.locations?.[0]?.logicalLocations?.map((l) => `${l.kind} ${l.name}`)).toEqual([
      "fxNode halve",
      "onnxNode node_Reshape",
    ]);
    expect(results[0]?.graphs?.[0]?.nodes?.map((n) => n.label?.text)).toContain("node_Reshape: Reshape");
  });

  it("a fix for a misspelt name", async () => {
    const { results } = await logOf("attribute_error.py");
    expect(results[0]?.fixes?.[0]?.description?.text).toBe("Change to 'layer'");
    expect(results[0]?.fixes?.[0]?.artifactChanges[0]?.replacements[0]).toEqual({
      deletedRegion: { startLine: 10, startColumn: 21, endLine: 10, endColumn: 27 },
      insertedContent: { text: "layer" },
    });
  });
});
