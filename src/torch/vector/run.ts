/** Computes element-wise expressions: block by block in registers, or element by element when there are only a few. */

import type { Expression } from "./expression.ts";
import { type VectorMemory, vectorMemory } from "./kernels.ts";
import { type Elements, LANE_ARRAYS, type Lane } from "./lanes.ts";

/** Up to here it takes longer to set the registers up. */
export const FEW = 64;

/** Writes all elements of the expression; `out` has the lanes of its result. What a function of it throws is passed on. */
export function evaluate(expression: Expression, out: Elements): void {
  if (out.length <= FEW) evaluateFew(expression, out);
  else evaluateBlocks(expression, out);
}

/** The same, without registers. */
export function evaluateFew(expression: Expression, out: Elements): void {
  const { length } = out;
  switch (expression.kind) {
    case "array":
      out.set(expression.data);
      return;
    case "number":
      out.fill(expression.value);
      return;
    case "stream":
      out.set(expression.open()(0, length));
      return;
    case "vector":
    case "map": {
      const operands = expression.operands.map((operand) => {
        const elements = new LANE_ARRAYS[operand.lane](length);
        evaluateFew(operand, elements);
        return elements;
      });
      const [a = out, b = a, c = b] = operands;
      const f = expression.kind === "vector" ? expression.op.f : expression.f;
      for (let i = 0; i < length; i++) out[i] = f(a[i] as number, b[i] as number, c[i] as number);
    }
  }
}

/** Computes a part of the expression for one block. */
type Step = (at: number, count: number) => void;

/** Where an operand lies: in a register, or the same in all lanes of one vector. */
interface Place {
  readonly address: number;
  readonly step: 0 | 1;
}

export function evaluateBlocks(expression: Expression, out: Elements): void {
  let at = 0;
  for (const block of blocksOf(expression, out.length)) {
    out.set(block, at);
    at += block.length;
  }
}

/** Computes the expression block by block; a block stays until the next is asked for, or another expression is computed. */
export function* blocksOf(expression: Expression, length: number): Iterable<Elements> {
  const memory = vectorMemory();
  const program = new Program(memory);
  const { address, step } = program.emit(expression, 0);
  const result = program.view(expression.lane, address);
  // A number lies in one vector: each block is filled with it.
  const same = step === 0 ? new LANE_ARRAYS[expression.lane](memory.block).fill(result[0] as number) : null;
  for (let at = 0; at < length; at += memory.block) {
    const count = Math.min(memory.block, length - at);
    for (const run of program.steps) run(at, count);
    const block = same ?? result;
    yield count === memory.block ? block : block.subarray(0, count);
  }
}

class Program {
  readonly steps: Step[] = [];
  private readonly memory: VectorMemory;
  private constants = 0;

  constructor(memory: VectorMemory) {
    this.memory = memory;
  }

  view(lane: Lane, address: number): Elements {
    const { buffer, block } = this.memory;
    return new LANE_ARRAYS[lane](buffer, address, block);
  }

  /** Adds the steps that leave the expression in the given register. */
  emit(expression: Expression, register: number): Place {
    const { lane } = expression;
    if (expression.kind === "number") return this.constant(lane, expression.value);
    const address = this.memory.registers[register];
    if (address === undefined) throw new Error("an element-wise expression takes too many registers");
    const place: Place = { address, step: 1 };
    switch (expression.kind) {
      case "array": {
        const view = this.view(lane, address);
        const { data } = expression;
        this.steps.push((at, count) => view.set(data.subarray(at, at + count)));
        return place;
      }
      case "stream": {
        const view = this.view(lane, address);
        const read = expression.open();
        this.steps.push((at, count) => view.set(read(at, count)));
        return place;
      }
      case "vector":
      case "map": {
        const operands = expression.operands.map((operand, i) => this.emit(operand, register + 1 + i));
        this.steps.push(
          expression.kind === "vector"
            ? this.vectorStep(expression.op.name, expression, operands, address)
            : this.mapStep(expression, operands, address),
        );
        return place;
      }
    }
  }

  private constant(lane: Lane, value: number): Place {
    const address = this.memory.constants[this.constants++];
    if (address === undefined) throw new Error("an element-wise expression has too many numbers");
    this.view(lane, address)
      .subarray(0, 16 / LANE_ARRAYS[lane].BYTES_PER_ELEMENT)
      .fill(value);
    return { address, step: 0 };
  }

  private vectorStep(name: string, expression: Operation, operands: readonly Place[], out: number): Step {
    const operandLane = expression.operands.at(-1)?.lane ?? expression.lane;
    const [a, b, c] = operands;
    if (a === undefined) throw new Error(`${name} has no operands`);
    if (c !== undefined && b !== undefined) {
      const kernel = this.memory.select(operandLane);
      return (_, count) => kernel(out, a.address, a.step, b.address, b.step, c.address, c.step, count);
    }
    const full = CONVERSIONS.has(name) ? name : `${name}_${operandLane}`;
    if (b !== undefined) {
      const kernel = this.memory.binary(full);
      return (_, count) => kernel(out, a.address, a.step, b.address, b.step, count);
    }
    const kernel = this.memory.unary(full);
    if (a.step === 0) throw new Error(`${name} of a number is a number`);
    return (_, count) => kernel(out, a.address, count);
  }

  private mapStep({ f, lane, operands: expressions }: MapOperation, operands: readonly Place[], out: number): Step {
    const result = this.view(lane, out);
    const [x, y = x, z = y] = expressions.map((e, i) => this.view(e.lane, operands[i]?.address ?? 0));
    const [stepX = 0, stepY = 0, stepZ = 0] = operands.map(({ step }) => step);
    if (x === undefined || y === undefined || z === undefined) throw new Error("a function has no operands");
    if (operands.length === 1) {
      return (_, count) => {
        for (let i = 0; i < count; i++) result[i] = f(x[i] as number, 0, 0);
      };
    }
    return (_, count) => {
      for (let i = 0; i < count; i++)
        result[i] = f(x[i * stepX] as number, y[i * stepY] as number, z[i * stepZ] as number);
    };
  }
}

type Operation = Extract<Expression, { kind: "vector" }>;
type MapOperation = Extract<Expression, { kind: "map" }>;

/** Kernels whose names hold both lanes. */
const CONVERSIONS: ReadonlySet<string> = new Set(["promote", "demote", "float_u8"]);
