/** The same parameters in TypeScript: what each is there and what comes of it, or why there is none. */

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ConversionError,
  type CustomTranslation,
  type ExportCallOptions,
  elementsOf,
  fakeTensor,
  isTensorOperand,
  loweringBuilder,
  type ModelArgument,
  type ONNXProgram,
  OnnxRegistry,
  openSession,
  RuntimeFailure,
  type RuntimeOptions,
  type Session,
  TorchExportError,
  tensor,
} from "../../src/index.ts";
import { readModel } from "../../src/onnx/serde/read_model.ts";
import API from "./data/onnx_api.json" with { type: "json" };

const PROGRAM = `
import torch
class M(torch.nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.fc = torch.nn.Linear(4, 3)
    def forward(self, x, scale=None):
        y = self.fc(x).relu()
        return y if scale is None else y * scale
@torch.library.custom_op("mylib::twice", mutates_args=())
def twice(x: torch.Tensor) -> torch.Tensor:
    return x * 2
@twice.register_fake
def _(x):
    return torch.empty_like(x)
class Twice(torch.nn.Module):
    def forward(self, x):
        return torch.ops.mylib.twice(x)
class Big(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(64, 64)
    def forward(self, x):
        return self.fc(x)
class Nested(torch.nn.Module):
    def forward(self, x):
        return {"a": x + 1, "b": (None, torch.complex(x, x))}, 3, x.shape[0]
class Branch(torch.nn.Module):
    def forward(self, x):
        return x if x.sum() > 0 else -x
`;

let session: Session;
let folder: string;
beforeAll(async () => {
  session = await openSession();
  folder = mkdtempSync(join(tmpdir(), "dynamo-onnx-"));
  writeFileSync(join(folder, "program.py"), PROGRAM);
});
afterAll(async () => {
  await session.close();
  rmSync(folder, { recursive: true, force: true });
});

const path = (name: string) => join(folder, name);
const X = { name: "x", dtype: "float32", shape: [2, 4] } as const;
const SCALE = { name: "scale", dtype: "float32", shape: [3] } as const;

interface Wanted extends ExportCallOptions {
  readonly name?: string;
  readonly inputs?: readonly {
    readonly name: string;
    readonly dtype: string;
    readonly shape: readonly (number | string)[];
  }[];
}

function exported({ name = "M", inputs = [X], ...options }: Wanted = {}): ONNXProgram {
  return session.export(session.extractor({ file: path("program.py"), entry: { name, inputs } }), options);
}
const names = (p: ONNXProgram) => [p.inputs.map((v) => v.name), p.outputs.map((v) => v.name)];
const ops = (p: ONNXProgram) => p.model.graph.nodes.map((node) => node.opType);
const ones = (...shape: number[]) => tensor("float32", shape, new Array(shape.reduce((a, b) => a * b, 1)).fill(1));
const shown = (p: ONNXProgram, ...args: ModelArgument[]) =>
  p.call([], Object.fromEntries(args.map((v, i) => [["x", "scale"][i] ?? "", v]))).map(elementsOf);
const saved = (name: string) => readModel(readFileSync(path(name)));
const doubled: CustomTranslation = (host, [x], _kwargs, result) => {
  if (!isTensorOperand(x)) throw new Error("a tensor is needed");
  const g = loweringBuilder(host, result);
  return g.op("Mul", [x.value, g.const(2, "float32")]);
};
const withTwice = (...more: [overload?: string, complex?: boolean]): OnnxRegistry => {
  const registry = new OnnxRegistry();
  registry.registerOp(doubled, "mylib", "twice", more[0] ?? "default", { complex: more[1] ?? false });
  return registry;
};
const artifacts = (name: string, options: Wanted): string[] => {
  exported({ ...options, artifactsDir: path(name) });
  return existsSync(path(name)) ? readdirSync(path(name)).map((file) => file.replace(/\d.*\d{6}/, "TIME")) : [];
};

const LEGACY = "(an option of the exporter that PyTorch had before; scripts pass it, a caller need not)";
const TARGET = ["namespace", "op_name", "overload"];

/** By the parameter in Python: a check, or why TypeScript has none. */
const ROWS: Readonly<Record<string, string | (() => void)>> = {
  "export.model": () => {
    const extractor = session.extractor({ file: path("program.py"), entry: { name: "M", inputs: [X] } });
    expect(names(session.export(extractor))).toEqual([["x"], ["relu"]]);
    expect(names(session.export(extractor.generateFx()))).toEqual([["x"], ["relu"]]);
    expect(() => exported({ name: "Branch" })).toThrow(TorchExportError);
  },
  "export.args": "(the extractor's: entry.inputs)",
  "export.kwargs": "(the extractor's: entry.inputs)",
  "export.f": () => {
    exported({ f: path("f.onnx") });
    expect([...saved("f.onnx").graph.initializers.keys()]).toEqual(["fc.weight", "fc.bias"]);
    expect(() => exported({ f: path("none/there/f.onnx") })).toThrow(RuntimeFailure);
  },
  "export.verbose": () => {
    const stages: string[] = [];
    exported({ onStage: (name) => stages.push(name) });
    expect(stages).toContain("translate to ONNX");
  },
  "export.input_names": () => {
    expect(names(exported({ inputs: [X, SCALE], inputNames: ["a"] }))).toEqual([["a", "scale"], ["mul"]]);
  },
  "export.output_names": () => {
    expect(names(exported({ outputNames: ["r"] }))).toEqual([["x"], ["r"]]);
    expect(() => exported({ inputNames: ["a"], outputNames: ["a"] })).toThrow(/two inputs or outputs/);
  },
  "export.opset_version": () => {
    expect(exported({ opsetVersion: 21 }).model.opsetImports.get("")).toBe(21);
    expect(() => exported({ opsetVersion: 99 })).toThrow(ConversionError);
  },
  "export.dynamo": "(there is no other exporter)",
  "export.external_data": () => {
    const inputs = [{ ...X, shape: [1, 64] }];
    exported({ name: "Big", inputs, f: path("beside.onnx"), externalData: true });
    exported({ name: "Big", inputs, f: path("inside.onnx"), externalData: false });
    expect([existsSync(path("beside.onnx.data")), existsSync(path("inside.onnx.data"))]).toEqual([true, false]);
  },
  "export.dynamic_shapes": () => {
    expect(exported({ inputs: [{ ...X, shape: ["n", 4] }] }).inputs[0]?.shape).toEqual(["n", 4]);
  },
  "export.custom_translation_table": () => {
    const customTranslationTable = new Map([["aten.relu.default", doubled]]);
    expect(ops(exported({ customTranslationTable })).at(-1)).toBe("Mul");
    expect(() => exported({ customTranslationTable: new Map([["aten::relu", doubled]]) })).toThrow(RangeError);
  },
  "export.report": () => expect(artifacts("report", { report: true })).toEqual(["onnx_export_TIME_success.md"]),
  "export.optimize": () => {
    const count = (optimize: boolean) => exported({ name: "Nested", optimize }).model.graph.nodes.length;
    expect(count(false)).toBeGreaterThanOrEqual(count(true));
  },
  "export.verify": () => {
    expect(exported({ verify: true }).stages.map((stage) => stage.name)).toContain("verify");
    expect(
      exported()
        .verify()
        .map((info) => [info.name, info.maxAbsDiff]),
    ).toEqual([["relu", 0]]);
    const wrong = exported({ verify: true, customTranslationTable: new Map([["aten.relu.default", doubled]]) });
    expect(wrong.diagnostics.map((d) => d.ruleId)).toEqual(["DYN5002"]);
  },
  "export.profile": () => expect(exported().stages.every((stage) => stage.ms >= 0)).toBe(true),
  "export.dump_exported_program": () =>
    expect(artifacts("dump", { dumpExportedProgram: true })).toEqual(["onnx_export_TIME.pt2"]),
  "export.artifacts_dir": () => expect(artifacts("a/b", { report: true }).length).toBe(1),
  "export.export_params": () => {
    exported({ f: path("bare.onnx"), exportParams: false });
    expect(saved("bare.onnx").graph.initializers.size).toBe(0);
  },
  "export.keep_initializers_as_inputs": () => {
    exported({ f: path("kept.onnx"), keepInitializersAsInputs: true });
    expect(saved("kept.onnx").graph.inputs.map((value) => value.name)).toEqual(["x", "fc.weight", "fc.bias"]);
  },
  "export.dynamic_axes": "(the older form of dynamic_shapes)",
  "export.training": LEGACY,
  "export.operator_export_type": LEGACY,
  "export.do_constant_folding": LEGACY,
  "export.custom_opsets": LEGACY,
  "export.export_modules_as_functions": LEGACY,
  "export.autograd_inlining": LEGACY,
  "dynamo_export.model": "(session.export is both)",
  "dynamo_export.model_args": "(session.export is both)",
  "dynamo_export.export_options": "(session.export is both)",
  "dynamo_export.model_kwargs": "(session.export is both)",
  "ExportOptions.__init__.dynamic_shapes": () => {
    const of = (dynamicShapes: boolean) =>
      session.export(session.extractor({ file: path("program.py"), entry: { name: "M", inputs: [X] }, dynamicShapes }));
    expect([of(false), of(true)].map((p) => p.inputs[0]?.shape.map((dim) => typeof dim))).toEqual([
      ["number", "number"],
      ["string", "number"],
    ]);
  },
  "ExportOptions.__init__.fake_context": () => {
    const program = exported().exportedProgram;
    const state = new Map(
      [...program.state].map(([name, { meta }]) => [name, fakeTensor(meta.dtype, meta.shape.map(Number))]),
    );
    const fake = session.export({ ...program, state });
    expect(() => fake.save(path("fake.onnx"))).toThrow(/applyWeights/);
    expect(fake.applyWeights(program.state)).toEqual([]);
    expect(shown(fake, ones(2, 4))).toEqual(shown(exported(), ones(2, 4)));
  },
  "ExportOptions.__init__.onnx_registry": () => {
    expect(ops(exported({ name: "Twice", registry: withTwice() }))).toEqual(["Mul"]);
    expect(() => exported({ name: "Twice" })).toThrow(/can't be translated to ONNX/);
  },
  "ExportOptions.__init__.diagnostic_options": () =>
    expect(exported({ diagnosticOptions: {} }).diagnostics).toEqual([]),
  "DiagnosticOptions.__init__.verbosity_level": () => {
    const rules = exported({ diagnosticOptions: { verbosityLevel: "debug" } }).diagnostics.map((d) => d.ruleId);
    expect(new Set(rules)).toEqual(new Set(["FXE0007", "FXE0008", "FXE0010"]));
  },
  "DiagnosticOptions.__init__.warnings_as_errors": () => {
    const options = { name: "Twice", registry: withTwice("other") };
    expect(exported(options).diagnostics.map((d) => `${d.ruleId} ${d.level}`)).toEqual(["FXE0016 warning"]);
    let error: unknown;
    try {
      exported({ ...options, diagnosticOptions: { warningsAsErrors: true } });
    } catch (caught) {
      error = caught;
    }
    if (!(error instanceof ConversionError)) throw new Error("a ConversionError was expected");
    expect([error.diagnostics.map((d) => d.level), error.onnxProgram?.outputs.length]).toEqual([["error"], 1]);
  },
  "ONNXRuntimeOptions.__init__.session_options": () => {
    const p = exported({ inputs: [{ ...X, shape: ["n", 4] }] });
    const within = (sessionOptions: RuntimeOptions) =>
      p.call([], { x: ones(2, 4) }, { sessionOptions }).map(elementsOf);
    const options = { graphOptimizationLevel: "disabled", intraOpNumThreads: 1, executionMode: "sequential" } as const;
    expect(within(options)).toEqual(shown(p, ones(2, 4)));
    expect(within({ freeDimensionOverrides: { n: 2 } })).toEqual(shown(p, ones(2, 4)));
    // ONNX Runtime's own refusal: what is asked for gets there.
    expect(() => within({ intraOpNumThreads: -1 })).toThrow(RuntimeFailure);
  },
  "ONNXRuntimeOptions.__init__.execution_providers": () => {
    const p = exported();
    const on = (...executionProviders: string[]) =>
      p.call([], { x: ones(2, 4) }, { executionProviders }).map(elementsOf);
    expect(on("CPUExecutionProvider")).toEqual(shown(p, ones(2, 4)));
    expect(() => on("CUDAExecutionProvider", "CPUExecutionProvider")).toThrow(RangeError);
  },
  "ONNXRuntimeOptions.__init__.execution_provider_options": "(the provider for the CPU takes none)",
  ...Object.fromEntries(
    TARGET.flatMap((name, i) => {
      const right = ["aten", "add", "Tensor"] as const;
      const other = (text: string) => right.map((part, j) => (i === j ? text : part)) as [string, string, string];
      const registry = new OnnxRegistry();
      return [
        [
          `OnnxRegistry.get_op_functions.${name}`,
          () =>
            expect([
              registry.getOpFunctions(...right).length,
              registry.getOpFunctions(...other("nothing")).length,
            ]).toEqual([1, 0]),
        ],
        [
          `OnnxRegistry.is_registered_op.${name}`,
          () =>
            expect([registry.isRegisteredOp(...right), registry.isRegisteredOp(...other("nothing"))]).toEqual([
              true,
              false,
            ]),
        ],
        [
          `OnnxRegistry.register_op.${name}`,
          () => expect(() => registry.registerOp(doubled, ...other("a b"))).toThrow(RangeError),
        ],
      ];
    }),
  ),
  "OnnxRegistry.register_op.function": () =>
    expect(
      withTwice()
        .getOpFunctions("mylib", "twice")
        .map((f) => [f.origin, f.translate === doubled]),
    ).toEqual([["custom", true]]),
  "OnnxRegistry.register_op.is_complex": () =>
    expect(exported({ name: "Twice", registry: withTwice("default", true) }).diagnostics.map((d) => d.ruleId)).toEqual([
      "FXE0014",
    ]),
  "ONNXProgram.__call__.args": () => {
    const p = session.export(extractorOfTuple());
    expect(p.call([ones(2)]).map(elementsOf)).toEqual([[2, 2]]);
    expect(() => p.call([])).toThrow(RangeError);
  },
  "ONNXProgram.__call__.kwargs": () => {
    const twice = tensor("float32", [3], [2, 2, 2]);
    const plain = shown(exported(), ones(2, 4))[0] ?? [];
    expect(shown(exported({ inputs: [X, SCALE] }), ones(2, 4), twice)).toEqual([plain.map((v) => Number(v) * 2)]);
  },
  "ONNXProgram.__call__.options": () => {
    const p = exported();
    expect(p.call([], { x: ones(2, 4) }, {}).map(elementsOf)).toEqual(shown(p, ones(2, 4)));
  },
  "ONNXProgram.adapt_torch_inputs_to_onnx.model_args": () => {
    const p = session.export(extractorOfTuple());
    expect(p.adaptTorchInputsToOnnx([ones(2)]).map((t) => t.meta.shape)).toEqual([[2]]);
    expect(() => p.adaptTorchInputsToOnnx([[ones(2)]])).toThrow(/nested differently/);
  },
  "ONNXProgram.adapt_torch_inputs_to_onnx.model_kwargs": () => {
    const p = exported({ inputs: [X, SCALE] });
    expect(p.adaptTorchInputsToOnnx([], { x: ones(2, 4), scale: ones(3) }).map((t) => t.meta.shape)).toEqual([
      [2, 4],
      [3],
    ]);
  },
  "ONNXProgram.adapt_torch_inputs_to_onnx.model_with_state_dict": LEGACY,
  "ONNXProgram.adapt_torch_outputs_to_onnx.model_outputs": () => {
    const p = exported({ name: "Nested", inputs: [{ ...X, shape: ["n", 4] }] });
    const complex = tensor(
      "complex64",
      [2],
      [
        { re: 1, im: 2 },
        { re: 3, im: 4 },
      ],
    );
    const adapted = p.adaptTorchOutputsToOnnx([{ a: ones(2, 4), b: [null, complex] }, 3, 2]);
    expect(adapted.map((t) => [t.meta.dtype, t.meta.shape])).toEqual([
      ["float32", [2, 4]],
      ["float32", [2, 2]],
      ["int64", []],
    ]);
    expect(() => p.adaptTorchOutputsToOnnx(3)).toThrow(RangeError);
  },
  "ONNXProgram.adapt_torch_outputs_to_onnx.model_with_state_dict": LEGACY,
  "ONNXProgram.apply_weights.state_dict": () => {
    const p = exported();
    const zeros = tensor("float32", [3, 4], new Array(12).fill(0));
    expect(
      p.applyWeights([
        ["fc.weight", zeros],
        ["fc.bias", ones(3)],
        ["other", ones(1)],
      ]),
    ).toEqual(["other"]);
    expect(shown(p, ones(2, 4))).toEqual([[1, 1, 1, 1, 1, 1]]);
    expect(() => p.applyWeights([["fc.bias", ones(4)]])).toThrow(RangeError);
  },
  "ONNXProgram.save.destination": () => {
    exported().save(path("s.onnx"));
    expect(names(exported())[0]).toEqual(saved("s.onnx").graph.inputs.map((value) => value.name));
    expect(() => exported().save(path("none/there.onnx"))).toThrow(RuntimeFailure);
  },
  "ONNXProgram.save.include_initializers": () => {
    exported().save(path("s.onnx"), { includeInitializers: false });
    expect(saved("s.onnx").graph.initializers.size).toBe(0);
  },
  "ONNXProgram.save.keep_initializers_as_inputs": () => {
    exported().save(path("s.onnx"), { keepInitializersAsInputs: true });
    expect(saved("s.onnx").graph.inputs.length).toBe(3);
    expect(readModel(exported().bytes({ keepInitializersAsInputs: true })).graph.inputs.length).toBe(3);
  },
  "ONNXProgram.save.external_data": () => {
    exported({ name: "Big", inputs: [{ ...X, shape: [1, 64] }] }).save(path("t.onnx"), { externalData: true });
    expect(readFileSync(path("t.onnx.data")).length).toBe(64 * 64 * 4);
  },
  "ONNXProgram.save.model_state": "(applyWeights before it)",
  "ONNXProgram.save_diagnostics.destination": () => {
    exported().saveDiagnostics(path("d.sarif"));
    expect(JSON.parse(readFileSync(path("d.sarif"), "utf8")).version).toBe("2.1.0");
    expect(() => exported().saveDiagnostics(path("d.json"))).toThrow(RangeError);
  },
  "ONNXProgram.rename_axes.rename_mapping": () => {
    const p = exported({ inputs: [{ ...X, shape: ["n", 4] }] });
    p.renameAxes(new Map([["n", "rows"]]));
    expect([p.inputs[0]?.shape, p.outputs[0]?.shape]).toEqual([
      ["rows", 4],
      ["rows", 3],
    ]);
  },
  "ONNXProgram.compute_values.value_names": () => {
    const p = exported();
    expect(p.computeValues(["linear"], [], { x: ones(2, 4) })[0]?.meta.shape).toEqual([2, 3]);
    expect(() => p.computeValues(["zzz"], [], { x: ones(2, 4) })).toThrow(RangeError);
  },
  "ONNXProgram.compute_values.args": () => {
    const p = session.export(extractorOfTuple());
    expect(p.computeValues([p.inputs[0]?.name ?? ""], [ones(2)]).map(elementsOf)).toEqual([[1, 1]]);
  },
  "ONNXProgram.compute_values.kwargs": () =>
    expect(
      exported()
        .computeValues(["x"], [], { x: ones(2, 4) })
        .map(elementsOf),
    ).toEqual([[1, 1, 1, 1, 1, 1, 1, 1]]),
  "ONNXProgram.initialize_inference_session.initializer": () => {
    const p = exported();
    p.initializeInferenceSession({ sessionOptions: { graphOptimizationLevel: "basic" } });
    const before = shown(p, ones(2, 4));
    p.applyWeights([
      ["fc.weight", tensor("float32", [3, 4], new Array(12).fill(0))],
      ["fc.bias", ones(3)],
    ]);
    expect(shown(p, ones(2, 4))).toEqual(before);
    p.release();
    expect(shown(p, ones(2, 4))).toEqual([[1, 1, 1, 1, 1, 1]]);
    p.initializeInferenceSession();
    expect(shown(p, ones(2, 4))).toEqual([[1, 1, 1, 1, 1, 1]]);
    p.release();
  },
};

/** A program's own export call, with a positional argument. */
function extractorOfTuple() {
  const file = path("calls.py");
  writeFileSync(
    file,
    "import torch\ntorch.onnx.export(lambda a: a - 1, (torch.ones(2),))\ntorch.onnx.export(lambda a: a * 2, (torch.ones(2),))\n",
  );
  expect(() => session.extractor({ file, call: 5 }).generateFx()).toThrow(TorchExportError);
  return session.extractor({ file, call: 1 });
}

const documented = Object.entries<readonly string[]>(API).flatMap(([name, parameters]) =>
  parameters.map((parameter) => `${name.replace("torch.onnx.", "")}.${parameter}`),
);

describe("parameters of torch.onnx in TypeScript", () => {
  for (const [name, check] of Object.entries(ROWS)) if (typeof check !== "string") it(name, check);

  it("the table has every documented one", () => {
    expect(Object.keys(ROWS).sort()).toEqual([...documented].sort());
    for (const reason of Object.values(ROWS)) if (typeof reason === "string") expect(reason).toMatch(/^\(.*\)$/);
  });
});
