/** Element-wise loops in WebAssembly against the same computed element by element in JavaScript: equal to the last bit. */

import { describe, expect, it } from "vitest";
import { toBytes } from "../../src/torch/compute/dense.ts";
import { castExpression, Pending } from "../../src/torch/compute/pending.ts";
import { fillElements, fillStream, startFill } from "../../src/torch/rng/fills.ts";
import { Generator } from "../../src/torch/rng/generator.ts";
import {
  fromBfloat16Bits,
  fromFloat16Bits,
  roundToBfloat16,
  roundToFloat16,
  toBfloat16Bits,
  toFloat16Bits,
} from "../../src/torch/tensor/half.ts";
import { arrayOf, type Expression, mapOf, numberOf, streamOf, vectorOf } from "../../src/torch/vector/expression.ts";
import { type Elements, LANE_ARRAYS, type Lane } from "../../src/torch/vector/lanes.ts";
import { decodeFloats, encodeFloats, roundFloats } from "../../src/torch/vector/narrow_floats.ts";
import { allVectorOps, type VectorName, vectorOp } from "../../src/torch/vector/ops.ts";
import { evaluateBlocks, evaluateFew } from "../../src/torch/vector/run.ts";

/** Two blocks and a part of one that ends within a vector. */
const LENGTH = 2 * 4096 + 1001;

const SPECIAL = [0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 1e-45, -1e-40, 6e-8, 65504, 65519.99, 65520, 3.4e38, -3.4e38];
const NOT_FINITE = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];

/** Numerical Recipes' linear congruence, so that a failure comes again. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function operand(lane: Lane, seed: number): Elements {
  const next = numbers(seed);
  const out = new LANE_ARRAYS[lane](LENGTH);
  const special = [...SPECIAL, ...NOT_FINITE];
  for (let i = 0; i < LENGTH; i++) {
    const scale = 10 ** Math.floor(next() * 12 - 8);
    const value = (next() - 0.5) * scale;
    if (lane === "u8") out[i] = next() < 0.5 ? 0 : 1;
    else if (lane === "i32") out[i] = Math.floor((next() - 0.5) * 2 ** 32);
    else
      out[i] =
        i % 7 === 0 ? (special[Math.floor(next() * special.length)] as number) : next() < 0.5 ? value : next() * 2 - 1;
  }
  return out;
}

const RESULT: Partial<Record<VectorName, Lane>> = { promote: "f64", demote: "f32", float_u8: "f32" };
const BOOLEAN = new Set(["eq", "ne", "lt", "le", "gt", "ge", "not"]);
const PAIRS = new Set("add sub mul imul div min max eq ne lt le gt ge and or xor".split(" "));

function expectSame(expression: Expression): void {
  const fast = new LANE_ARRAYS[expression.lane](LENGTH);
  const slow = new LANE_ARRAYS[expression.lane](LENGTH);
  evaluateBlocks(expression, fast);
  evaluateFew(expression, slow);
  expectEqual(fast, slow);
}

function expectEqual(actual: Elements | Uint16Array, expected: Elements | Uint16Array): void {
  expect(actual.length).toBe(expected.length);
  const different = actual.findIndex((x, i) => !Object.is(x, expected[i]));
  expect({ different, is: actual[different], wanted: expected[different] }).toEqual({ different: -1 });
}

describe("vector kernels", () => {
  it.each([...allVectorOps()].map(({ op, lane }) => [op.name, lane, op] as const))("%s %s", (name, lane, op) => {
    const result = RESULT[name as VectorName] ?? (BOOLEAN.has(name) ? "u8" : lane);
    const [a, b] = [arrayOf(lane, operand(lane, 1)), arrayOf(lane, operand(lane, 2))];
    if (name === "select") {
      const condition = arrayOf("u8", operand("u8", 3));
      expectSame(vectorOf(result, op, [condition, a, b]));
      expectSame(vectorOf(result, op, [condition, numberOf(lane, 1), b]));
      expectSame(vectorOf(result, op, [numberOf("u8", 1), a, b]));
    } else if (PAIRS.has(name)) {
      expectSame(vectorOf(result, op, [a, b]));
      expectSame(vectorOf(result, op, [a, numberOf(lane, 1)]));
      expectSame(vectorOf(result, op, [numberOf(lane, 1), b]));
    } else expectSame(vectorOf(result, op, [a]));
  });

  it("computes chains of loops and functions in one pass", () => {
    const op = (name: VectorName, lane: Lane) => {
      const found = vectorOp(name, lane);
      if (found === null) throw new Error(name);
      return found;
    };
    const x = arrayOf("f32", operand("f32", 4));
    const y = arrayOf("f32", operand("f32", 5));
    const scaled = vectorOf("f32", op("mul", "f32"), [mapOf("f32", Math.exp, [x]), numberOf("f32", Math.fround(0.1))]);
    const sum = vectorOf("f32", op("add", "f32"), [scaled, vectorOf("f32", op("square", "f32"), [y])]);
    const wide = vectorOf("f64", op("promote", "f32"), [sum]);
    expectSame(vectorOf("u8", op("lt", "f64"), [wide, numberOf("f64", 0.25)]));
    expectSame(vectorOf("f32", op("round_bf16", "f32"), [sum]));
    expectSame(mapOf("f64", (a, b) => a % b, [wide, vectorOf("f64", op("promote", "f32"), [y])]));
  });

  it.each(["uniform", "normal"] as const)("reads a %s fill block by block as it is made whole", (kind) => {
    const length = 16 * 700;
    const distribution =
      kind === "uniform" ? { kind, from: -1, to: 3 } : ({ kind, mean: 1, std: 2, contiguous: true } as const);
    for (const dtype of ["float32", "bfloat16"] as const) {
      const fill = startFill(new Generator(7n), distribution, dtype, length);
      const open = fillStream(fill);
      if (open === null) throw new Error("this fill is a stream");
      const values = new Float32Array(length);
      evaluateBlocks(streamOf(open), values);
      if (dtype === "bfloat16") roundFloats(dtype, values);
      const whole = fillElements(fill);
      expect([...values]).toEqual(Array.from({ length }, (_, i) => whole.get(i)));
    }
  });
});

describe("pieces for a writer", () => {
  it.each(["float32", "bfloat16", "float16", "float64", "bool"] as const)("%s", (dtype) => {
    for (const length of [4096 * 16, 4096 * 16 + 16, 4096 * 33 + 10 * 16, 80]) {
      const fill = startFill(
        new Generator(11n),
        { kind: "normal", mean: 0, std: 1, contiguous: true },
        "float32",
        length,
      );
      const open = fillStream(fill);
      if (open === null) throw new Error("this fill is a stream");
      const expression = castExpression(streamOf(open), "float32", dtype) ?? positive(streamOf(open));
      const pending = new Pending(dtype, [length], expression);
      const parts: Buffer[] = [];
      for (const piece of pending.pieces()) parts.push(Buffer.from(piece));
      expect(Buffer.concat(parts).equals(toBytes(pending))).toBe(true);
    }
  });
});

function positive(x: Expression): Expression {
  const op = vectorOp("gt", "f32");
  if (op === null) throw new Error("gt");
  return vectorOf("u8", op, [x, numberOf("f32", 0)]);
}

describe("16-bit floats", () => {
  const TYPES = {
    float16: { round: roundToFloat16, encode: toFloat16Bits, decode: fromFloat16Bits },
    bfloat16: { round: roundToBfloat16, encode: toBfloat16Bits, decode: fromBfloat16Bits },
  };
  it.each(["float16", "bfloat16"] as const)("%s", (dtype) => {
    const { round, encode, decode } = TYPES[dtype];
    const codes = Uint16Array.from({ length: 65536 }, (_, i) => i);
    expectEqual(decodeFloats(dtype, codes), Float32Array.from(codes, decode));
    const values = Float32Array.from([...operand("f32", 6), ...decodeFloats(dtype, codes)]);
    // Just beside what is halfway between two.
    const near = new Uint32Array(65536 * 3);
    const step = dtype === "float16" ? 13 : 16;
    for (let i = 0; i < 65536; i++) for (let d = 0; d < 3; d++) near[3 * i + d] = i * 2 ** 16 + 2 ** (step - 1) + d - 1;
    for (const data of [values, new Float32Array(near.buffer)]) {
      expectEqual(encodeFloats(dtype, data), Uint16Array.from(data, encode));
      const rounded = data.slice();
      roundFloats(dtype, rounded);
      expectEqual(rounded, Float32Array.from(data, round));
    }
  });
});
