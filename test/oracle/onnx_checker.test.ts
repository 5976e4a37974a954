/** Models of recorded operator samples under the onnx package's checker and shape inference, and broken ones under both checkers. */

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exportProgram } from "../../src/exporter/pipeline.ts";
import { checkModel, issueText } from "../../src/onnx/checker/check_model.ts";
import type { Model, Node } from "../../src/onnx/ir.ts";
import { MAX_OPSET, MIN_OPSET } from "../../src/onnx/opsets.ts";
import { readModel } from "../../src/onnx/serde/read_model.ts";
import { modelToBytes } from "../../src/onnx/serde/write_model.ts";
import type { RecordedCase } from "../ops/recorded/case_file.ts";
import { programOfCase } from "../ops/recorded/program_of_case.ts";
import { PYTHON, ROOT, withTemporaryDirectory } from "./python.ts";

type Case = RecordedCase & { readonly variant: string };
type Dims = readonly (number | string | null)[] | null;

interface Verdict {
  readonly file: string;
  readonly error: string | null;
  readonly outputs: Readonly<
    Record<string, { readonly declared: Dims; readonly inferred: Dims; readonly types: readonly [number, number] }>
  >;
}

const MODELS = 320;
const FOLDER = join(ROOT, "test/ops/cases");
const ALL = readdirSync(FOLDER)
  .filter((file) => !file.startsWith("opset_"))
  .sort()
  .flatMap((file) => JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as readonly Case[]);
const CHOSEN = Array.from({ length: MODELS }, (_, i) => ALL[Math.floor((i * ALL.length) / MODELS)]).filter(
  (c) => c !== undefined,
);

/** Fixed and symbolic sizes take turns, and so do the opsets. */
function modelOf(recorded: Case, i: number): Model {
  const opset = MIN_OPSET + (i % (MAX_OPSET - MIN_OPSET + 1));
  const { program } = programOfCase(recorded, i % 2 === 1);
  const exported = exportProgram(program, { moduleFunctions: false, opset });
  if (exported.program === null)
    throw new Error(`${recorded.variant}: ${exported.diagnostics.map((d) => d.message).join("; ")}`);
  return exported.program.model;
}

function verdicts(models: ReadonlyMap<string, Uint8Array>): Promise<readonly Verdict[]> {
  if (PYTHON === undefined) throw new Error("set DYNAMO_ONNX_PYTHON to a Python with onnx");
  const python = PYTHON;
  return withTemporaryDirectory((folder) => {
    for (const [name, bytes] of models) writeFileSync(join(folder, `${name}.onnx`), bytes);
    const run = spawnSync(python, [join(ROOT, "test/oracle/onnx_checker.py"), folder], {
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    if (run.status !== 0) throw new Error(run.stderr);
    return run.stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Verdict);
  });
}

/** Numbers that differ; names and unknown sizes may stand for any. */
function dimsDiffer(declared: Dims, inferred: Dims): boolean {
  if (declared === null || inferred === null) return false;
  if (declared.length !== inferred.length) return true;
  return declared.some((d, i) => typeof d === "number" && typeof inferred[i] === "number" && d !== inferred[i]);
}

test("the onnx package finds nothing wrong, and infers the declared output shapes and types", async () => {
  const models = new Map(
    CHOSEN.map((c, i) => [`${String(i).padStart(3, "0")} ${c.variant}`, modelToBytes(modelOf(c, i))]),
  );
  expect(models.size).toBeGreaterThanOrEqual(300);
  const all = await verdicts(models);
  expect(all.length).toBe(models.size);
  expect(all.filter((v) => v.error !== null).map((v) => `${v.file}: ${v.error}`)).toEqual([]);
  const apart = all.flatMap((v) =>
    Object.entries(v.outputs).flatMap(([name, o]) =>
      o.types[0] !== o.types[1] || dimsDiffer(o.declared, o.inferred)
        ? [`${v.file} ${name}: ${JSON.stringify(o)}`]
        : [],
    ),
  );
  expect(apart).toEqual([]);
  const inferred = all.flatMap((v) => Object.values(v.outputs)).filter((o) => o.inferred !== null);
  expect(inferred.length).toBeGreaterThan(200);
});

/** Ways to break a model; null where the model has no place for it. */
const FAULTS: Readonly<Record<string, (model: Model, node: Node) => boolean>> = {
  "an operator that does not exist": (model, node) => replaced(model, node, { opType: "NoSuchOperator" }),
  "an operator's domain without an import": (model, node) => replaced(model, node, { domain: "no.such.domain" }),
  "an attribute that the operator has not": (_, node) => {
    node.attributes.set("no_such_attribute", { type: "int", value: 1 });
    return true;
  },
  "an attribute of the wrong type": (_, node) => {
    const [name] = node.attributes.keys();
    if (name === undefined || node.attributes.get(name)?.type === "string") return false;
    node.attributes.set(name, { type: "string", value: "x" });
    return true;
  },
  "too many inputs": (_, node) => {
    const [first] = node.inputs;
    if (first === undefined || ["Concat", "Max", "Min", "Sum", "Mean", "Loop", "If", "Einsum"].includes(node.opType))
      return false;
    while (node.inputs.length < 12) node.inputs.push(first);
    return true;
  },
  "no inputs": (_, node) => {
    if (node.inputs.length === 0 || ["If", "Loop", "Concat"].includes(node.opType)) return false;
    node.inputs.length = 0;
    return true;
  },
  "nodes in the wrong order": (model) => {
    const { nodes } = model.graph;
    const later = nodes.findIndex((n) => n.inputs.some((v) => v !== null && nodes[0]?.outputs.includes(v)));
    const [first] = nodes;
    if (later < 1 || first === undefined) return false;
    nodes.splice(0, 1);
    nodes.splice(later, 0, first);
    return true;
  },
  "a value that nothing makes": (model) => {
    const { nodes } = model.graph;
    const at = nodes.findIndex((n) => nodes.some((m) => m.inputs.some((v) => v !== null && n.outputs.includes(v))));
    if (at < 0) return false;
    nodes.splice(at, 1);
    return true;
  },
};

function replaced(model: Model, node: Node, change: Partial<Node>): boolean {
  model.graph.nodes[model.graph.nodes.indexOf(node)] = { ...node, ...change };
  return true;
}

describe("broken models are refused here as there", () => {
  test.each(Object.entries(FAULTS))("%s", async (_, fault) => {
    const broken = new Map<string, Uint8Array>();
    const silent: string[] = [];
    for (let i = 0; i < CHOSEN.length && broken.size < 12; i += 9) {
      const recorded = CHOSEN[i];
      if (recorded === undefined) continue;
      const model = readModel(modelToBytes(modelOf(recorded, i)));
      const node = model.graph.nodes.at(-1);
      if (node === undefined || !fault(model, node)) continue;
      const name = `${String(i).padStart(3, "0")} ${recorded.variant}`;
      broken.set(name, modelToBytes(model));
      if (checkModel(model).map(issueText).length === 0) silent.push(name);
    }
    expect(broken.size).toBeGreaterThan(3);
    expect(silent).toEqual([]);
    const all = await verdicts(broken);
    expect(all.filter((v) => v.error === null).map((v) => v.file)).toEqual([]);
  });
});
