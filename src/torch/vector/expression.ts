/** Element-wise computations as trees, so that a chain of operators is one pass over memory (run.ts). */

import { type Elements, LANE_ARRAYS, type Lane } from "./lanes.ts";

/** An operator that has a loop of its own for its operands' lanes; `f` is what it does to one element. */
export interface VectorOp {
  readonly name: string;
  readonly f: Combine;
}

export type Combine = (a: number, b: number, c: number) => number;

interface Common {
  readonly lane: Lane;
  /** How many registers it takes at once, of how many parts it is made, and how many of these are streams. */
  readonly registers: number;
  readonly size: number;
  readonly streams: number;
}

export type Expression = Common &
  (
    | { readonly kind: "array"; readonly data: Elements }
    | { readonly kind: "number"; readonly value: number }
    /** Made block by block, from the front to the end; what `read` gives stays until it is called again. */
    | { readonly kind: "stream"; readonly open: () => StreamReader }
    | { readonly kind: "vector"; readonly op: VectorOp; readonly operands: readonly Expression[] }
    /** A function of one to three elements that has no loop of its own. */
    | { readonly kind: "map"; readonly f: Combine; readonly operands: readonly Expression[] }
  );

/** The elements [at, at + count) of single precision. */
export type StreamReader = (at: number, count: number) => Float32Array;

export function arrayOf(lane: Lane, data: Elements): Expression {
  return { kind: "array", lane, data, registers: 1, size: 1, streams: 0 };
}

/** The same number everywhere, as a lane of this type holds it. */
export function numberOf(lane: Lane, value: number): Expression {
  return { kind: "number", lane, value, registers: 0, size: 1, streams: 0 };
}

export function streamOf(open: () => StreamReader): Expression {
  return { kind: "stream", lane: "f32", open, registers: 1, size: 1, streams: 1 };
}

export function vectorOf(lane: Lane, op: VectorOp, operands: readonly Expression[]): Expression {
  return folded(lane, op.f, operands) ?? { kind: "vector", lane, op, operands, ...extent(operands) };
}

export function mapOf(lane: Lane, f: Combine, operands: readonly Expression[]): Expression {
  return folded(lane, f, operands) ?? { kind: "map", lane, f, operands, ...extent(operands) };
}

/** Numbers alone give a number. */
function folded(lane: Lane, f: Combine, operands: readonly Expression[]): Expression | null {
  const numbers: number[] = [];
  for (const operand of operands) {
    if (operand.kind !== "number") return null;
    numbers.push(operand.value);
  }
  const [a = 0, b = 0, c = 0] = numbers;
  const cell = new LANE_ARRAYS[lane](1);
  cell[0] = f(a, b, c);
  return numberOf(lane, cell[0] as number);
}

/** The operands lie side by side, behind the result. */
function extent(operands: readonly Expression[]): Pick<Common, "registers" | "size" | "streams"> {
  let registers = 1;
  let size = 1;
  let streams = 0;
  for (const [i, operand] of operands.entries()) {
    registers = Math.max(registers, 1 + i + operand.registers);
    size += operand.size;
    streams += operand.streams;
  }
  return { registers, size, streams };
}
