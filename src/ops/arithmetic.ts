/** Formulas in ONNX nodes: operands are values or plain numbers, all of one type. */

import type { DType } from "../fx/dtype.ts";
import type { Value } from "../onnx/ir.ts";
import type { LoweringBuilder } from "./lowering.ts";

export type Term = Value | number;

/** The vocabulary of a formula that is computed in `dtype`. */
export interface Arithmetic {
  readonly dtype: DType;
  value(term: Term): Value;
  add(...terms: readonly Term[]): Value;
  sub(a: Term, b: Term): Value;
  mul(...terms: readonly Term[]): Value;
  div(a: Term, b: Term): Value;
  neg(a: Term): Value;
  abs(a: Term): Value;
  exp(a: Term): Value;
  log(a: Term): Value;
  sqrt(a: Term): Value;
  pow(a: Term, b: Term): Value;
  sin(a: Term): Value;
  cos(a: Term): Value;
  floor(a: Term): Value;
  sign(a: Term): Value;
  max(a: Term, b: Term): Value;
  min(a: Term, b: Term): Value;
  less(a: Term, b: Term): Value;
  lessOrEqual(a: Term, b: Term): Value;
  equal(a: Term, b: Term): Value;
  isNaN(a: Value): Value;
  and(a: Value, b: Value): Value;
  or(a: Value, b: Value): Value;
  not(a: Value): Value;
  where(condition: Value, a: Term, b: Term): Value;
  /** Coefficients from the highest power. */
  polynomial(x: Value, coefficients: readonly number[]): Value;
}

export function arithmetic(g: LoweringBuilder, dtype: DType): Arithmetic {
  const value = (term: Term): Value => (typeof term === "number" ? g.const(term, dtype) : term);
  const unary = (opType: string) => (a: Term) => g.op(opType, [value(a)]);
  const binary = (opType: string) => (a: Term, b: Term) => g.op(opType, [value(a), value(b)]);
  const nary =
    (opType: string) =>
    (...terms: readonly Term[]) => {
      const [first = 0, ...rest] = terms;
      return rest.reduce<Value>((acc, term) => g.op(opType, [acc, value(term)]), value(first));
    };
  const logic = (opType: string) => (a: Value, b: Value) => g.op(opType, [a, b]);
  const [add, mul] = [nary("Add"), nary("Mul")];
  return {
    dtype,
    value,
    add,
    sub: binary("Sub"),
    mul,
    div: binary("Div"),
    neg: unary("Neg"),
    abs: unary("Abs"),
    exp: unary("Exp"),
    log: unary("Log"),
    sqrt: unary("Sqrt"),
    pow: binary("Pow"),
    sin: unary("Sin"),
    cos: unary("Cos"),
    floor: unary("Floor"),
    sign: unary("Sign"),
    max: binary("Max"),
    min: binary("Min"),
    less: binary("Less"),
    lessOrEqual: binary("LessOrEqual"),
    equal: binary("Equal"),
    isNaN: (a) => g.op("IsNaN", [a]),
    and: logic("And"),
    or: logic("Or"),
    not: (a) => g.op("Not", [a]),
    where: (condition, a, b) => g.op("Where", [condition, value(a), value(b)]),
    polynomial(x, coefficients) {
      const [first = 0, ...rest] = coefficients;
      return rest.reduce<Value>((acc, c) => add(mul(acc, x), c), value(first));
    },
  };
}
