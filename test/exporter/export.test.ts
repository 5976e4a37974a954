/** Programs of many shapes through the whole pipeline, run in ONNX Runtime against values worked out by hand. */

import { afterAll, expect, test } from "vitest";
import type { ExportOptions } from "../../src/exporter/options.ts";
import { exportProgram } from "../../src/exporter/pipeline.ts";
import { OnnxRegistry } from "../../src/exporter/registry.ts";
import type { ExportedProgram } from "../../src/fx/exported_program.ts";
import { Graph } from "../../src/fx/graph.ts";
import type { NamedTensors } from "../../src/onnx/named_tensors.ts";
import { add, mul } from "../../src/shapes/expr.ts";
import { bodies } from "../onnx/helpers.ts";
import { testClient } from "../runtime/ort_worker_bundle.ts";
import { f32, floats, programOf, tensor } from "./helpers.ts";

const client = testClient();
afterAll(() => client.close());

function exported(program: ExportedProgram, options: Partial<ExportOptions> = {}) {
  const { program: result, diagnostics } = exportProgram(program, options);
  expect(diagnostics).toEqual([]);
  if (result === null) throw new Error("no program");
  return result;
}

/** Runs on float inputs: the shape, then the values. */
function run(
  program: ExportedProgram,
  inputs: Readonly<Record<string, readonly [number[], number[]]>>,
  options: Partial<ExportOptions> = {},
) {
  const feeds: Record<string, NamedTensors[string]> = {};
  for (const [name, [shape, values]] of Object.entries(inputs)) {
    feeds[name] = { dtype: "float", shape, bytes: new Uint8Array(Float32Array.from(values).buffer) };
  }
  const outputs = client.run(exported(program, options).bytes(), feeds);
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { dtype, shape, bytes }]) => {
      const buffer = bytes.slice().buffer;
      return [
        name,
        {
          shape,
          values: dtype === "int64" ? [...new BigInt64Array(buffer)].map(Number) : [...new Float32Array(buffer)],
        },
      ];
    }),
  );
}

test("sizes are computed from the inputs' shapes", () => {
  const program = programOf((p) => {
    const n = p.size(4, "rows");
    const x = p.input("x", f32(n, 6));
    const rows = p.call("aten.sym_size.int", [x, 0], {}, { kind: "symint", expr: n });
    const y = p.call("aten.view.default", [x, [rows, 3, 2]]);
    const flat = p.call("aten.view.default", [y, [-1]]);
    return [y, flat, rows];
  });
  const values = Array.from({ length: 18 }, (_, i) => i);
  expect(run(program, { x: [[3, 6], values] })).toEqual({
    view: { shape: [3, 3, 2], values },
    view_1: { shape: [18], values },
    sym_size: { shape: [], values: [3] },
  });
});

test("a size that a module makes and uses stays inside its function", () => {
  const program = programOf((p) => {
    const n = p.size(4, "rows");
    const x = p.input("x", f32(n, 6));
    return [
      p.in("m", "pkg.M", () => {
        const half = p.call("aten.slice.Tensor", [x, 0, 1]);
        const value = half.meta.value;
        const rows = value !== null && "shape" in value ? (value.shape[0] ?? 0) : 0;
        const expr = { kind: "symint", expr: rows } as const;
        const size = p.call("aten.sym_size.int", [half, 0], {}, expr);
        return p.call("aten.view.default", [p.call("aten.neg.default", [half]), [size, 2, 3]]);
      }),
    ];
  });
  const result = exported(program);
  expect(result.model.graph.nodes.map((node) => node.opType)).toEqual(["pkg_M_m_1"]);
  const { view } = run(program, {
    x: [
      [2, 6],
      [0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6],
    ],
  });
  expect(view).toEqual({ shape: [1, 2, 3], values: [-1, -2, -3, -4, -5, -6] });
});

test("a baked-in constant has no input; outputs that are inputs, parameters or listed twice stay apart", () => {
  const program = programOf((p) => {
    const w = p.parameter("w", floats([2], [10, 20]));
    const x = p.input("x", f32(2));
    const bias = p.constantInput("bias", { kind: "float", value: 3 });
    const sum = p.call("aten.add.Tensor", [x, bias]);
    return [sum, sum, x, w, null];
  });
  const program_ = exported(program);
  expect(program_.inputs.map((value) => value.name)).toEqual(["x"]);
  expect(run(program, { x: [[2], [1, 2]] })).toEqual({
    add: { shape: [2], values: [4, 5] },
    add_out: { shape: [2], values: [4, 5] },
    x_out: { shape: [2], values: [1, 2] },
    w_out: { shape: [2], values: [10, 20] },
  });
});

test("names for inputs and outputs; a name that something inside has is left to them", () => {
  const program = programOf((p) => [p.call("aten.neg.default", [p.call("aten.exp.default", [p.input("x", f32(2))])])]);
  const options = { inputNames: ["neg"], outputNames: ["exp"] };
  const result = exported(program, options);
  expect([result.inputs[0]?.name, result.outputs[0]?.name]).toEqual(["neg", "exp"]);
  expect(run(program, { neg: [[2], [0, 0]] }, options)).toEqual({ exp: { shape: [2], values: [-1, -1] } });
  const twice = exportProgram(program, { outputNames: ["a"], inputNames: ["a"] });
  expect(twice.diagnostics.map((item) => item.message)).toEqual([expect.stringContaining('"a" is given to two')]);
});

test("mutation is made functional; what happens to a buffer is no output", () => {
  const program = programOf((p) => {
    const buffer = p.parameter("count", floats([2], [1, 1]));
    const x = p.input("x", f32(2));
    const y = p.call("aten.add_.Tensor", [buffer, x]);
    return [p.call("aten.mul.Tensor", [y, buffer])];
  });
  expect(run(program, { x: [[2], [1, 2]] })).toEqual({ mul: { shape: [2], values: [4, 9] } });
});

test("every operator without translation is found, at its place", () => {
  const program = programOf((p) => {
    const x = p.input("x", f32(2));
    const a = p.call("my.first.default", [x], {}, f32(2));
    const b = p.call("aten.neg.default", [a]);
    return [p.call("my.second.default", [b], {}, f32(2)), p.call("my.first.default", [x], {}, f32(2))];
  });
  const { program: result, diagnostics } = exportProgram(program);
  expect(result).toBe(null);
  expect(diagnostics.map((item) => [item.ruleId, item.span?.line])).toEqual([
    ["FXE0011", 2],
    ["FXE0011", 4],
    ["FXE0011", 5],
    ["FXE0012", 2],
  ]);
  expect(diagnostics[0]?.message).toContain("my.first.default can't be translated to ONNX");
  expect(diagnostics.at(-1)?.message).toContain("my.first.default (2 calls), my.second.default");
  expect(diagnostics.at(-1)?.related?.map((item) => item.span.line)).toEqual([2, 4, 5]);
});

test("a registered function translates a custom operator, and overrides a built-in one", () => {
  const registry = new OnnxRegistry();
  registry.registerOp(
    (host, [x = null]) => {
      if (typeof x !== "object" || x === null || !("value" in x) || typeof x.value !== "object") return null;
      return (
        host.add({ opType: "Abs", domain: "", inputs: [x.value], outputs: [null], attributes: new Map() })[0] ?? null
      );
    },
    "my",
    "first",
  );
  registry.registerOp(
    (host, args, kwargs, result) =>
      registry.functionsOf("aten.exp.default")[0]?.translate(host, args, kwargs, result) ?? null,
    "aten",
    "neg",
  );
  expect(registry.getOpFunctions("aten", "neg").map((fn) => fn.origin)).toEqual(["builtin", "custom"]);
  expect(() => registry.registerOp(() => null, "my", "not a name")).toThrow("is not the name of an operator");
  const program = programOf((p) => {
    const a = p.call("my.first.default", [p.input("x", f32(2))], {}, f32(2));
    return [p.call("aten.neg.default", [p.call("aten.sub.Tensor", [a, a])])];
  });
  expect(run(program, { x: [[2], [-1, 2]] }, { registry })).toEqual({ neg: { shape: [2], values: [1, 1] } });
});

test.each([17, 24, 18.5])("opset %s is refused", (opset) => {
  const { program, diagnostics } = exportProgram(
    programOf((p) => [p.input("x", f32(2))]),
    { opset },
  );
  expect([program, diagnostics[0]?.ruleId]).toEqual([null, "DYN3002"]);
  expect(diagnostics[0]?.message).toContain("choose one from 18 to 23");
});

test.each([18, 19, 20, 21, 22, 23])("opset %i is what the file says and ONNX Runtime takes", (opset) => {
  const program = programOf((p) => [
    p.in("act", "torch.nn.modules.activation.Sigmoid", () => p.call("aten.sigmoid.default", [p.input("x", f32(2))])),
  ]);
  expect(exported(program, { opset }).opset).toBe(opset);
  expect(run(program, { x: [[2], [0, 0]] }, { opset })).toEqual({ sigmoid: { shape: [2], values: [0.5, 0.5] } });
});

test("a size that only shows multiplied and shifted is solved for", () => {
  const program = programOf((p) => {
    const n = p.size(4);
    if (typeof n === "number") throw new Error("a size is symbolic");
    const x = p.input("x", f32(add(mul(2, n), 1), 2));
    const head = p.call("aten.slice.Tensor", [x, 0, 0, { kind: "symint", expr: n }]);
    return [head];
  });
  const { slice } = run(program, {
    x: [
      [5, 2],
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    ],
  });
  expect(slice).toEqual({ shape: [2, 2], values: [1, 2, 3, 4] });
});

test("several results: lists are taken apart by getitem", () => {
  const program = programOf((p) => {
    const parts = p.call("aten.split_with_sizes.default", [p.input("x", f32(3)), [1, 2]]);
    return [p.call("aten.neg.default", [p.item(parts, 1)]), p.item(parts, 0)];
  });
  const result = run(program, { x: [[3], [1, 2, 3]] });
  expect(Object.values(result)).toEqual([
    { shape: [2], values: [-2, -3] },
    { shape: [1], values: [1] },
  ]);
});

test("the state is shared where tensors are", () => {
  const tied = floats([2], [1, 2]);
  const program = programOf((p) => {
    const [a, b] = [p.parameter("a", tied), p.parameter("b", { ...tied })];
    return [p.call("aten.add.Tensor", [p.call("aten.add.Tensor", [p.input("x", f32(2)), a]), b])];
  });
  const result = exported(program);
  expect([...result.initializers.keys()]).toEqual(["a"]);
  expect(bodies(result.model)).toContain("add_1 = Add (add, a)");
});

test("a program without outputs is refused", () => {
  const nothing = programOf((p) => {
    p.input("x", f32(2));
    return [null];
  });
  const { program, diagnostics } = exportProgram(nothing);
  expect([program, diagnostics[0]?.message]).toEqual([null, expect.stringContaining("returns no tensor")]);
});

test("integers and booleans keep their types", () => {
  const program = programOf((p) => {
    const x = p.input("x", tensor("int64", 2));
    return [p.call("aten.eq.Tensor", [x, x]), p.call("aten.add.Tensor", [x, 1])];
  });
  expect(exported(program).outputs).toEqual([
    { name: "eq", dtype: "bool", shape: [2] },
    { name: "add", dtype: "int64", shape: [2] },
  ]);
});

test("saving: one file, or weights beside it when asked", () => {
  const program = exported(
    programOf((p) => [
      p.call("aten.add.Tensor", [p.input("x", f32(1024)), p.parameter("w", floats([1024], new Array(1024).fill(1)))]),
    ]),
  );
  const files = new Map<string, Uint8Array>();
  const writer = {
    write: (path: string, parts: Iterable<Uint8Array>) => void files.set(path, Buffer.concat([...parts])),
  };
  expect(program.save("dir/m.onnx", writer)).toEqual(["dir/m.onnx"]);
  expect(files.get("dir/m.onnx")).toEqual(Buffer.from(program.bytes()));
  expect(program.save("dir/m.onnx", writer, { externalData: true })).toEqual(["dir/m.onnx", "dir/m.onnx.data"]);
  expect(files.get("dir/m.onnx.data")?.byteLength).toBe(4096);
  expect(files.get("dir/m.onnx")?.byteLength).toBeLessThan(2000);
  const tiny = exported(programOf((p) => [p.call("aten.neg.default", [p.input("x", f32(1))])]));
  expect(tiny.save("t.onnx", writer, { externalData: true })).toEqual(["t.onnx"]);
});

test("branches become subgraphs that see the values around them", () => {
  const branch = (target: string) => {
    const graph = new Graph();
    const meta = (value: ReturnType<typeof f32> | null) => ({ value, span: null, stack: [], modules: [] });
    const x = graph.add("placeholder", "x", [], {}, meta(f32(2)), "x");
    const y = graph.add("call_function", target, [x], {}, meta(f32(2)), "y");
    graph.add("output", "output", [[y]], {}, meta(null), "output");
    return { kind: "graph", graph } as const;
  };
  const registry = new OnnxRegistry();
  registry.registerOp(
    (host, [predicate = null, yes = null, no = null, operands = null]) => {
      const value = (input: unknown) =>
        (input as { value: Parameters<typeof host.fxSubgraph>[1] extends readonly (infer V)[] | null ? V : never })
          .value;
      const graph = (input: unknown) =>
        host.fxSubgraph((input as { graph: Graph }).graph, (operands as readonly unknown[]).map(value));
      const attributes = new Map([
        ["then_branch", { type: "graph", value: graph(yes) } as const],
        ["else_branch", { type: "graph", value: graph(no) } as const],
      ]);
      return host.add({ opType: "If", domain: "", inputs: [value(predicate)], outputs: [null], attributes });
    },
    "test",
    "cond",
  );
  const program = programOf((p) => {
    const x = p.input("x", f32(2));
    const e = p.call("aten.exp.default", [x]);
    const positive = p.call("aten.gt.Scalar", [p.call("aten.select.int", [x, 0, 0]), 0]);
    const cond = p.in("m", "pkg.M", () =>
      p.call("test.cond.default", [positive, branch("aten.neg.default"), branch("aten.log.default"), [e]], {}, [
        f32(2),
      ]),
    );
    return [p.item(cond, 0)];
  });
  const result = exported(program, { registry });
  expect(result.functionCount).toBe(1);
  const value = (x: number) =>
    Object.values(run(program, { x: [[2], [x, 1]] }, { registry }))[0]?.values.map((v) => Math.fround(v));
  expect(value(1)?.map((v) => v.toFixed(4))).toEqual([-Math.E, -Math.E].map((v) => v.toFixed(4)));
  expect(value(-2)?.map((v) => v.toFixed(4))).toEqual(["-2.0000", "1.0000"]);
});
