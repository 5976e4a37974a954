/** BINARY_OP where the loop's own fast paths do not apply. */

import { BINARY_OPS, INPLACE_BASE } from "../../python/opcode.ts";
import type { PyValue } from "../objects/object.ts";
import { type BinaryOperator, binaryOp, inplaceOp } from "../protocols/operator.ts";
import type { Evaluator } from "./state.ts";

const OPERATORS = BINARY_OPS.slice(0, INPLACE_BASE) as readonly BinaryOperator[];

export function binaryOperation(vm: Evaluator, oparg: number, a: PyValue, b: PyValue): PyValue {
  const inplace = oparg >= INPLACE_BASE;
  const op = OPERATORS[inplace ? oparg - INPLACE_BASE : oparg];
  if (op === undefined) throw new Error(`unknown binary operator ${oparg}`);
  return inplace ? inplaceOp(vm, op, a, b) : binaryOp(vm, op, a, b);
}
