/** The operator table as a whole, binding of Python calls, and the texts of refusals. */

import { describe, expect, test } from "vitest";
import { printArgument, printValue } from "../../src/fx/print.ts";
import { fxArguments, inferMeta, resolveCall } from "../../src/ops/bind.ts";
import { coverage } from "../../src/ops/coverage.ts";
import { op } from "../../src/ops/define.ts";
import { contiguous } from "../../src/ops/strides.ts";
import { OpTable, opTable } from "../../src/ops/table.ts";
import type { OpInput } from "../../src/ops/types.ts";
import { ShapeEnv } from "../../src/shapes/env.ts";
import type { SymInt } from "../../src/shapes/types.ts";

const f32 = (...shape: SymInt[]): OpInput => ({ meta: contiguous("float32", shape, "cpu") });
const i64 = (...shape: SymInt[]): OpInput => ({ meta: contiguous("int64", shape, "cpu") });
const f16 = (...shape: SymInt[]): OpInput => ({ meta: contiguous("float16", shape, "cpu") });
const float = (value: number): OpInput => ({ kind: "float", value });

/** The call as FX writes it, and its value; or the exception. */
function call(name: string, args: readonly OpInput[], kwargs: Readonly<Record<string, OpInput>> = {}): string {
  try {
    const bound = resolveCall(name, args, new Map(Object.entries(kwargs)));
    const written = fxArguments(bound, () => "T");
    const named = Object.entries(written.kwargs).map(([k, v]) => `${k}=${printArgument(v)}`);
    const list = [...written.args.map((a) => (a === "T" ? "T" : printArgument(a))), ...named]
      .join(", ")
      .replaceAll('"T"', "T");
    return `${bound.entry.target}(${list}) -> ${printValue(inferMeta(bound, new ShapeEnv()))}`;
  } catch (error) {
    return error instanceof Error && "exception" in error
      ? `${String(error.exception)}: ${error.message}`
      : String(error);
  }
}

test("every schema parses and its target follows from it", () => {
  let count = 0;
  for (const entry of opTable) {
    const { schema } = entry;
    const name = `${schema.namespace}.${schema.name}`;
    const target = schema.namespace === "higher_order" ? name : `${name}.${schema.overload || "default"}`;
    expect(entry.target).toBe(target);
    count++;
  }
  expect(count).toBeGreaterThan(600);
});

test("a duplicate or a text that is no schema throws at once", () => {
  const entry = op("aten::x(Tensor self) -> Tensor", { meta: () => null });
  expect(() => new OpTable({ a: [entry], b: [entry] })).toThrow("operator aten.x.default is defined twice");
  expect(() => op("nonsense", { meta: () => null })).toThrow("not an operator schema");
});

test("all core operators are covered", () => {
  const missing = coverage().filter((row) => row.core && row.status === "missing");
  expect(missing.map((row) => row.op)).toEqual([]);
});

describe("calls", () => {
  test.each<[string, readonly OpInput[], Readonly<Record<string, OpInput>>, string]>([
    ["aten.add", [f32(2, 3), 1], {}, "aten.add.Tensor(T, 1) -> f32[2, 3]"],
    ["aten.add", [i64(2), float(1.5)], {}, "aten.add.Tensor(T, 1.5) -> f32[2]"],
    ["aten.add", [f16(2), f32()], { alpha: 2 }, "aten.add.Tensor(T, T, alpha=2) -> f16[2]"],
    ["aten.div", [i64(2), 2], {}, "aten.div.Tensor(T, 2) -> f32[2]"],
    ["aten.pow", [f32(2), 2], {}, "aten.pow.Tensor_Scalar(T, 2) -> f32[2]"],
    ["aten.pow", [2, f32(2)], {}, "aten.pow.Scalar(2, T) -> f32[2]"],
    ["aten.eq", [i64(2), 2], {}, "aten.eq.Scalar(T, 2) -> b8[2]"],
    ["aten.add_", [f32(2, 3), f32(3)], {}, "aten.add_.Tensor(T, T) -> f32[2, 3]"],
    [
      "aten.add_",
      [i64(2), float(0.5)],
      {},
      "RuntimeError: result type Float can't be cast to the desired output type Long",
    ],
    ["aten.view", [f32(6), 2, 3], {}, "aten.view.default(T, [2, 3]) -> f32[2, 3]"],
    ["aten.view", [f32(6), [-1, 4]], {}, "RuntimeError: shape '[-1, 4]' is invalid for input of size 6"],
    ["aten.sum", [f32(2, 3), 1], {}, "aten.sum.dim_IntList(T, [1]) -> f32[2]"],
    ["aten.sum", [i64(2, 3)], { dim: -1, keepdim: true }, "aten.sum.dim_IntList(T, [-1], True) -> i64[2, 1]"],
    ["aten.max", [f32(2, 3), 1], {}, "aten.max.dim(T, 1) -> (f32[2], i64[2])"],
    [
      "aten.conv2d",
      [f32(1, 3, 8, 8), f32(4, 3, 3, 3)],
      { padding: 1 },
      "aten.conv2d.default(T, T, None, [1, 1], [1, 1]) -> f32[1, 4, 8, 8]",
    ],
    ["aten.split", [f32(7, 2), 3], {}, "aten.split.Tensor(T, 3) -> (f32[3, 2], f32[3, 2], f32[1, 2])"],
    ["aten.view_copy", [f32(6), [2, 3]], {}, "aten.view_copy.default(T, [2, 3]) -> f32[2, 3]"],
    [
      "aten.linear",
      [f32(97, 9), f32(8, 8), f32(8)],
      {},
      "RuntimeError: mat1 and mat2 shapes cannot be multiplied (97x9 and 8x8)",
    ],
    ["aten.linear", [3, f32(8, 8)], {}, "TypeError: linear(): argument 'input' (position 1) must be Tensor, not int"],
    ["aten.linear", [f32(8, 8)], {}, 'TypeError: linear() missing 1 required positional arguments: "weight"'],
    ["aten.relu", [f32(2)], { inplace: true }, "TypeError: relu() got an unexpected keyword argument 'inplace'"],
    [
      "aten.add",
      [f32(2), f32(3)],
      {},
      "RuntimeError: The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0",
    ],
    [
      "aten.cat",
      [[f32(2, 3), f32(2, 4)]],
      {},
      "RuntimeError: Sizes of tensors must match except in dimension 0. Expected size 3 but got size 4 for tensor number 1 in the list.",
    ],
    [
      "aten.softmax",
      [f32(2), 3],
      {},
      "IndexError: Dimension out of range (expected to be in range of [-1, 0], but got 3)",
    ],
    [
      "aten.add",
      [f32(2), 1],
      { out: f32(2) },
      "NotImplementedError: add(): the argument 'out' is not supported; assign the result instead",
    ],
  ])("%s %#", (name, args, kwargs, expected) => expect(call(name, args, kwargs)).toBe(expected));
});

test("symbolic sizes go through", () => {
  const env = new ShapeEnv();
  const s = env.backedSymbol({ hint: 8, source: "x.size()[0]", userName: "batch" });
  const infer = (name: string, args: readonly OpInput[]) => printValue(inferMeta(resolveCall(name, args), env));
  expect(infer("aten.view", [f32(s, 4, 3), [-1, 12]])).toBe("f32[s0, 12]");
  expect(infer("aten.cat", [[f32(s, 2), f32(3, 2)]])).toBe("f32[s0 + 3, 2]");
  expect(infer("aten.flatten", [f32(s, 4, 3)])).toBe("f32[12*s0]");
  expect(infer("aten.max_pool2d", [f32(1, 3, s, 8), [2, 2]])).toBe("f32[1, 3, s0//2, 4]");
  expect(env.guards).toEqual([]);
  expect(infer("aten.add", [f32(s, 2), f32(8, 2)])).toBe("f32[8, 2]");
  expect(env.guards.map((g) => g.reason)).toEqual(["broadcast"]);
});
