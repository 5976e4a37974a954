/** The operators that have loops of their own in .tools/elementwise_kernels.mjs, with what each does to one element. */

import { roundToBfloat16, roundToFloat16 } from "../tensor/half.ts";
import { erfinv } from "./erfinv.ts";
import type { VectorOp } from "./expression.ts";
import type { Lane } from "./lanes.ts";
import { roundHalfEven } from "./round.ts";

interface Row {
  readonly f: VectorOp["f"];
  readonly lanes: readonly Lane[];
}

const FLOATS: readonly Lane[] = ["f32", "f64"];
const NUMBERS: readonly Lane[] = ["f32", "f64", "i32"];

const ROWS = {
  add: { f: (a, b) => a + b, lanes: NUMBERS },
  sub: { f: (a, b) => a - b, lanes: NUMBERS },
  mul: { f: (a, b) => a * b, lanes: FLOATS },
  imul: { f: (a, b) => Math.imul(a, b), lanes: ["i32"] },
  div: { f: (a, b) => a / b, lanes: FLOATS },
  min: { f: (a, b) => Math.min(a, b), lanes: NUMBERS },
  max: { f: (a, b) => Math.max(a, b), lanes: NUMBERS },
  neg: { f: (a) => -a, lanes: FLOATS },
  abs: { f: (a) => Math.abs(a), lanes: FLOATS },
  sqrt: { f: (a) => Math.sqrt(a), lanes: FLOATS },
  ceil: { f: (a) => Math.ceil(a), lanes: FLOATS },
  floor: { f: (a) => Math.floor(a), lanes: FLOATS },
  trunc: { f: (a) => Math.trunc(a), lanes: FLOATS },
  round: { f: (a) => roundHalfEven(a), lanes: FLOATS },
  square: { f: (a) => a * a, lanes: FLOATS },
  reciprocal: { f: (a) => 1 / a, lanes: FLOATS },
  relu: { f: (a) => Math.max(a, 0), lanes: FLOATS },
  sign: { f: (a) => (a > 0 ? 1 : 0) - (a < 0 ? 1 : 0), lanes: FLOATS },
  eq: { f: (a, b) => (a === b ? 1 : 0), lanes: NUMBERS },
  ne: { f: (a, b) => (a !== b ? 1 : 0), lanes: NUMBERS },
  lt: { f: (a, b) => (a < b ? 1 : 0), lanes: NUMBERS },
  le: { f: (a, b) => (a <= b ? 1 : 0), lanes: NUMBERS },
  gt: { f: (a, b) => (a > b ? 1 : 0), lanes: NUMBERS },
  ge: { f: (a, b) => (a >= b ? 1 : 0), lanes: NUMBERS },
  select: { f: (c, a, b) => (c === 0 ? b : a), lanes: ["f32", "f64", "i32", "u8"] },
  and: { f: (a, b) => a & b, lanes: ["u8"] },
  or: { f: (a, b) => a | b, lanes: ["u8"] },
  xor: { f: (a, b) => a ^ b, lanes: ["u8"] },
  not: { f: (a) => 1 - a, lanes: ["u8"] },
  /** Single to double precision and back; booleans as numbers. */
  promote: { f: (a) => a, lanes: ["f32"] },
  demote: { f: (a) => a, lanes: ["f64"] },
  float_u8: { f: (a) => a, lanes: ["u8"] },
  round_f16: { f: (a) => roundToFloat16(a), lanes: ["f32"] },
  round_bf16: { f: (a) => roundToBfloat16(a), lanes: ["f32"] },
  erfinv: { f: (a) => erfinv(a), lanes: FLOATS },
} as const satisfies Readonly<Record<string, Row>>;

export type VectorName = keyof typeof ROWS;

/** The operator for operands in these lanes; null when there is no loop for them. */
export function vectorOp(name: VectorName, lane: Lane): VectorOp | null {
  const row: Row = ROWS[name];
  return row.lanes.includes(lane) ? { name, f: row.f } : null;
}

/** Every operator with each of its lanes, for the tests that compare the two ways of computing. */
export function* allVectorOps(): Iterable<{ readonly op: VectorOp; readonly lane: Lane }> {
  for (const [name, row] of Object.entries(ROWS)) for (const lane of row.lanes) yield { op: { name, f: row.f }, lane };
}
