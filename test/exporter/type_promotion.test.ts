/** Type promotion made explicit in the graph that is translated: the casts, and what is told of them. */

import { expect, test } from "vitest";
import { prepareProgram } from "../../src/exporter/fx_passes.ts";
import { exportProgram } from "../../src/exporter/pipeline.ts";
import { OnnxRegistry } from "../../src/exporter/registry.ts";
import type { ExportedProgram } from "../../src/fx/exported_program.ts";
import { printGraph } from "../../src/fx/print.ts";
import { programShapes } from "../../src/ops/passes/program_shapes.ts";
import { type ProgramBuilder, programOf, tensor } from "./helpers.ts";

/** The calls of the graph that is translated, as `name = operator(operands)`. */
function prepared(program: ExportedProgram): string[] {
  const before = printGraph(program.graph);
  const { graph } = prepareProgram(program, programShapes(program), new OnnxRegistry()).program;
  expect(printGraph(program.graph)).toBe(before);
  return graph.nodes
    .filter((node) => node.op === "call_function")
    .map((node) => {
      const operand = (value: unknown): string =>
        Array.isArray(value)
          ? `[${value.map(operand).join(", ")}]`
          : typeof value === "object" && value !== null
            ? "name" in value
              ? String(value.name)
              : String(Object.values(value).at(-1))
            : String(value);
      return `${node.name} = ${node.target}(${node.args.map(operand).join(", ")})`;
    });
}

const cases: readonly (readonly [string, (p: ProgramBuilder) => ReturnType<ProgramBuilder["call"]>, string[]])[] = [
  [
    "arithmetic of an integer and a float",
    (p) => p.call("aten.add.Tensor", [p.input("i", tensor("int64", 3)), p.input("f", tensor("float32", 3))]),
    [
      "convert_element_type = prims.convert_element_type.default(i, float32)",
      "add = aten.add.Tensor(convert_element_type, f)",
    ],
  ],
  [
    "a Python number stays",
    (p) => p.call("aten.mul.Tensor", [p.input("i", tensor("int32", 3)), { kind: "float", value: 0.5 }]),
    [
      "convert_element_type = prims.convert_element_type.default(i, float32)",
      "mul = aten.mul.Tensor(convert_element_type, 0.5)",
    ],
  ],
  [
    "operands of one type",
    (p) => p.call("aten.mul.Tensor", [p.input("i", tensor("int32", 3)), 2]),
    ["mul = aten.mul.Tensor(i, 2)"],
  ],
  [
    "integers to a function of floats",
    (p) => p.call("aten.sin.default", [p.input("i", tensor("int64", 3))]),
    [
      "convert_element_type = prims.convert_element_type.default(i, float32)",
      "sin = aten.sin.default(convert_element_type)",
    ],
  ],
  [
    "a comparison",
    (p) => p.call("aten.lt.Tensor", [p.input("h", tensor("float16", 3)), p.input("d", tensor("float64", 3))]),
    [
      "convert_element_type = prims.convert_element_type.default(h, float64)",
      "lt = aten.lt.Tensor(convert_element_type, d)",
    ],
  ],
  [
    "truth values",
    (p) => p.call("aten.logical_and.default", [p.input("i", tensor("int64", 3)), p.input("b", tensor("bool", 3))]),
    [
      "convert_element_type = prims.convert_element_type.default(i, bool)",
      "logical_and = aten.logical_and.default(convert_element_type, b)",
    ],
  ],
  [
    "a sum of truth values",
    (p) => p.call("aten.sum.dim_IntList", [p.input("b", tensor("bool", 3, 2)), [0]]),
    [
      "convert_element_type = prims.convert_element_type.default(b, int64)",
      "sum = aten.sum.dim_IntList(convert_element_type, [0])",
    ],
  ],
  [
    "a sum in the type that is asked for",
    (p) =>
      p.call("aten.sum.default", [p.input("i", tensor("int64", 3))], { dtype: { kind: "dtype", dtype: "float64" } }),
    [
      "convert_element_type = prims.convert_element_type.default(i, float64)",
      "sum = aten.sum.default(convert_element_type)",
    ],
  ],
  [
    "always double",
    (p) => p.call("aten.float_power.Tensor_Scalar", [p.input("i", tensor("int64", 3)), 2]),
    [
      "convert_element_type = prims.convert_element_type.default(i, float64)",
      "float_power = aten.float_power.Tensor_Scalar(convert_element_type, 2)",
    ],
  ],
  [
    "a condition is no operand",
    (p) =>
      p.call("aten.where.self", [
        p.input("c", tensor("bool", 3)),
        p.input("i", tensor("int64", 3)),
        p.input("f", tensor("float32", 3)),
      ]),
    [
      "convert_element_type = prims.convert_element_type.default(i, float32)",
      "where = aten.where.self(c, convert_element_type, f)",
    ],
  ],
  [
    "an operand that is used twice is converted once",
    (p) => {
      const i = p.input("i", tensor("int64", 3));
      return p.call("aten.div.Tensor", [i, i]);
    },
    [
      "convert_element_type = prims.convert_element_type.default(i, float32)",
      "div = aten.div.Tensor(convert_element_type, convert_element_type)",
    ],
  ],
];

test.each(cases)("%s", (_, build, expected) => {
  expect(prepared(programOf((p) => [build(p)]))).toEqual(expected);
});

test("a result keeps its name when a conversion before it has the same", () => {
  const program = programOf((p) => {
    const i = p.input("i", tensor("int64", 3));
    const sine = p.call("aten.sin.default", [i]);
    return [p.call("prims.convert_element_type.default", [sine, { kind: "dtype", dtype: "float64" }])];
  });
  expect(prepared(program)).toEqual([
    "convert_element_type_1 = prims.convert_element_type.default(i, float32)",
    "sin = aten.sin.default(convert_element_type_1)",
    "convert_element_type = prims.convert_element_type.default(sin, float64)",
  ]);
});

test("is told at the expression when the verbosity asks for it", () => {
  const program = programOf((p) => [
    p.call("aten.add.Tensor", [p.input("i", tensor("int64", 3)), p.input("f", tensor("float32", 3))]),
  ]);
  expect(exportProgram(program).diagnostics).toEqual([]);
  const { diagnostics } = exportProgram(program, { verbosity: 10 });
  const found = diagnostics.filter(({ ruleId }) => ruleId === "FXE0015");
  expect(found.map(({ ruleId, level, message, span }) => ({ ruleId, level, message, line: span?.line }))).toEqual([
    {
      ruleId: "FXE0015",
      level: "none",
      message: "aten.add.Tensor computes in float32 (type promotion rule default): converted i from int64.",
      line: 3,
    },
  ]);
});
