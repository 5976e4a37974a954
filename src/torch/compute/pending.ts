/** Tensors whose elements are computed when they are first read, so that a chain of element-wise operators is one pass. */

import type { DType } from "../../fx/dtype.ts";
import { arrayOf, type Expression, numberOf, vectorOf } from "../vector/expression.ts";
import type { Lane } from "../vector/lanes.ts";
import { isNarrowFloat } from "../vector/narrow_floats.ts";
import { type VectorName, vectorOp } from "../vector/ops.ts";
import { blocksOf, evaluate, FEW } from "../vector/run.ts";
import { allocate, broadcastData, castData, type Dense, laneOf, type NumericArray, sizeOf, toBytes } from "./dense.ts";

/** Elements that are handed to a writer together: a number of whole blocks. */
const PIECE = 2 ** 16;

export class Pending implements Dense {
  readonly dtype: DType;
  readonly shape: readonly number[];
  private readonly made: Expression;
  private readonly compute: () => NumericArray;
  private known: NumericArray | null = null;

  /** `compute` gives what `expression` says. */
  constructor(dtype: DType, shape: readonly number[], expression: Expression, compute?: () => NumericArray) {
    this.dtype = dtype;
    this.shape = shape;
    this.made = expression;
    this.compute =
      compute ??
      (() => {
        const out = allocate(dtype, sizeOf(shape));
        evaluate(expression, out);
        return out;
      });
  }

  get data(): NumericArray {
    this.known ??= this.compute();
    return this.known;
  }

  /** The elements as bytes in PyTorch's layout, in pieces that each stay until the next is asked for. */
  *pieces(): Iterable<Uint8Array> {
    const { dtype } = this;
    const length = sizeOf(this.shape);
    const piece = allocate(dtype, Math.min(length, PIECE));
    let filled = 0;
    const taken = (): Uint8Array => toBytes({ dtype, shape: [filled], data: piece.subarray(0, filled) });
    for (const block of blocksOf(this.expression, length)) {
      piece.set(block, filled);
      filled += block.length;
      // Before the next block: encoding takes registers too.
      if (filled === piece.length) {
        yield taken();
        filled = 0;
      }
    }
    if (filled > 0) yield taken();
  }

  /** How to compute the elements as a part of something else; once they are known, they are read. */
  get expression(): Expression {
    return this.known === null ? this.made : arrayOf(laneOf(this.dtype), this.known);
  }
}

/** True when computing elements of this type can't fail: integers may grow too large for the doubles that hold them. */
export function canWait(dtype: DType, length: number): boolean {
  return length > FEW && (dtype === "bool" || dtype === "float32" || dtype === "float64" || isNarrowFloat(dtype));
}

/** The operator on lanes of this type, which has a loop for them. */
function known(name: VectorName, result: Lane, operand: Expression): Expression {
  const op = vectorOp(name, operand.lane);
  if (op === null) throw new Error(`there is no loop of ${name} for ${operand.lane}`);
  return vectorOf(result, op, [operand]);
}

/** What was computed in single precision, as a 16-bit float holds it. */
export function narrowed(dtype: DType, expression: Expression): Expression {
  if (dtype === "float16") return known("round_f16", "f32", expression);
  return dtype === "bfloat16" ? known("round_bf16", "f32", expression) : expression;
}

/** Elements of the one type as the other's; null when this takes a look at each of them. */
export function castExpression(expression: Expression, from: DType, to: DType): Expression | null {
  if (from === to) return expression;
  const isSingle = (dtype: DType): boolean => dtype === "float32" || isNarrowFloat(dtype);
  if (isSingle(from)) {
    if (to === "float64") return known("promote", "f64", expression);
    return isSingle(to) ? narrowed(to, expression) : null;
  }
  if (from === "float64" && isSingle(to)) return narrowed(to, known("demote", "f32", expression));
  return from === "bool" && isSingle(to) ? known("float_u8", "f32", expression) : null;
}

/** What an expression may grow to before it is computed. */
const MOST_REGISTERS = 6;
const MOST_PARTS = 24;

/** A tensor as an operand of a computation in `dtype` whose result has `shape`. */
export function expressionOf(dense: Dense, dtype: DType, shape: readonly number[]): Expression {
  const count = sizeOf(shape);
  const own = sizeOf(dense.shape);
  if (dense instanceof Pending && own === count) {
    const { expression } = dense;
    const cast = castExpression(expression, dense.dtype, dtype);
    if (cast !== null && cast.registers <= MOST_REGISTERS && cast.size <= MOST_PARTS) return cast;
  }
  if (own === 1) return numberOf(laneOf(dtype), castData(dense, dtype)[0] as number);
  if (own === count) {
    const cast = castExpression(arrayOf(laneOf(dense.dtype), dense.data), dense.dtype, dtype);
    if (cast !== null) return cast;
  }
  return arrayOf(laneOf(dtype), broadcastData(castData(dense, dtype), dense.shape, shape));
}
