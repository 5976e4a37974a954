/** How kernels make element-wise results: operands become expressions, and the result waits until its elements are read. */

import type { DType } from "../../fx/dtype.ts";
import { arrayOf, type Combine, type Expression, mapOf, vectorOf } from "../vector/expression.ts";
import { isNarrowFloat } from "../vector/narrow_floats.ts";
import { type VectorName, vectorOp } from "../vector/ops.ts";
import { evaluate } from "../vector/run.ts";
import { allocate, type Dense, laneOf, settled, sizeOf } from "./dense.ts";
import type { KernelCall } from "./kernel.ts";
import { canWait, expressionOf, narrowed, Pending } from "./pending.ts";

/** What is done to each element: by a loop of its own where there is one for the operands' lanes, otherwise by `f`. */
export interface Action {
  readonly name?: VectorName;
  readonly f: Combine;
}

export const operandsOf = (call: KernelCall, names: readonly string[], dtype: DType = call.dtype): Expression[] =>
  expressionsOf(
    call,
    names.map((name) => call.operand(name)),
    dtype,
  );

/** Each operand in `dtype`, as wide as the result. Of operands that are made from streams, one stays a stream. */
export function expressionsOf(call: KernelCall, tensors: readonly Dense[], dtype: DType): Expression[] {
  let streams = 0;
  return tensors.map((dense) => {
    const expression = expressionOf(dense, dtype, call.shape);
    streams += expression.streams;
    if (streams <= 1 || expression.streams === 0) return expression;
    // Two places of one generator in turn would be computed again and again.
    const out = allocate(dtype, sizeOf(call.shape));
    evaluate(expression, out);
    streams -= expression.streams;
    return arrayOf(expression.lane, out);
  });
}

/** The result of `action` on each element; operands have one lane type (a selection's condition aside). */
export function applied({ name, f }: Action, dtype: DType, operands: readonly Expression[]): Expression {
  const lane = operands.at(-1)?.lane ?? laneOf(dtype);
  const op = name === undefined ? null : vectorOp(name, lane);
  return op === null ? mapOf(laneOf(dtype), f, operands) : vectorOf(laneOf(dtype), op, operands);
}

/** The call's result, whose elements the expression gives before they are rounded to a narrow type. */
export function elementwise(call: KernelCall, expression: Expression): Dense {
  const { dtype, shape } = call;
  const whole = narrowed(dtype, expression);
  if (canWait(dtype, sizeOf(shape))) return new Pending(dtype, shape, whole);
  const out = allocate(dtype, sizeOf(shape));
  evaluate(whole, out);
  return call.result(isNarrowFloat(dtype) ? out : settled(dtype, out));
}
