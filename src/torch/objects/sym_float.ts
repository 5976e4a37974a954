/** `torch.SymFloat`: a size times a fraction, as `h * 0.5` and `h / 2` make it; `math.floor()` of it is a size again. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { float, PyFloat } from "../../dynamo/objects/float.ts";
import { defineMethods, type NativeImpl } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { NotImplemented } from "../../dynamo/objects/singletons.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { type BinaryOperator, binaryOp, type CompareOperator, richCompare } from "../../dynamo/protocols/operator.ts";
import { ceildiv, floordiv, mul } from "../../shapes/expr.ts";
import type { SymExpr, SymInt } from "../../shapes/types.ts";
import { pySymInt, specialise, symIntOf } from "./symbolic.ts";

export const symFloatType: PyType = nativeType("SymFloat", { module: "torch" });

/** `size * up / down`. */
export class PySymFloat extends PyObject {
  readonly size: SymExpr;
  readonly up: number;
  readonly down: number;
  constructor(size: SymExpr, up: number, down: number) {
    super(symFloatType);
    this.size = size;
    this.up = up;
    this.down = down;
  }
}

/** A positive factor as a fraction of integers, where it is one exactly; null otherwise. */
export function fractionOf(factor: number): { readonly up: number; readonly down: number } | null {
  if (!(factor > 0) || !Number.isFinite(factor)) return null;
  for (let down = 1; down <= 1024; down *= 2) {
    if (Number.isSafeInteger(factor * down)) return { up: factor * down, down };
  }
  const down = Math.round(1 / factor);
  return down > 0 && 1 / down === factor ? { up: 1, down } : null;
}

/** `size * factor`; undefined when the factor is no exact fraction. */
export function scaledSize(size: SymInt, factor: number): PyValue | undefined {
  if (typeof size === "number") return float(size * factor);
  const fraction = fractionOf(factor);
  return fraction === null ? undefined : new PySymFloat(size, fraction.up, fraction.down);
}

/** The value at the example input, with a guard. */
export function floatValue(vm: Interpreter, self: PySymFloat): number {
  return (specialise(vm, self.size, "used in floating-point arithmetic") * self.up) / self.down;
}

function rounded(round: (a: SymInt, b: SymInt) => SymInt): NativeImpl {
  return (vm: Interpreter, self: PySymFloat) => pySymInt(vm, round(mul(self.size, self.up), self.down));
}

function factorOf(other: PyValue): number | undefined {
  if (other instanceof PyFloat) return other.value;
  return typeof other === "number" ? other : undefined;
}

function arithmetic(operator: BinaryOperator, reflected: boolean): NativeImpl {
  return (vm: Interpreter, self: PySymFloat, other: PyValue) => {
    const factor = factorOf(other);
    if (factor !== undefined && factor > 0 && (operator === "*" || (operator === "/" && !reflected))) {
      const fraction = operator === "*" ? fractionOf(factor) : fractionOf(1 / factor);
      if (fraction !== null) return new PySymFloat(self.size, self.up * fraction.up, self.down * fraction.down);
    }
    const value = float(floatValue(vm, self));
    const size = symIntOf(other);
    const operand =
      other instanceof PySymFloat
        ? float(floatValue(vm, other))
        : size !== undefined && typeof size !== "number"
          ? specialise(vm, size, "used in floating-point arithmetic")
          : other;
    if (factorOf(operand) === undefined) return NotImplemented;
    return reflected ? binaryOp(vm, operator, operand, value) : binaryOp(vm, operator, value, operand);
  };
}

function comparison(operator: CompareOperator): NativeImpl {
  return (vm: Interpreter, self: PySymFloat, other: PyValue) =>
    richCompare(
      vm,
      float(floatValue(vm, self)),
      operator,
      other instanceof PySymFloat ? float(floatValue(vm, other)) : other,
    );
}

const methods: Record<string, NativeImpl> = {};
const OPERATORS: readonly [string, BinaryOperator][] = [
  ["add", "+"],
  ["sub", "-"],
  ["mul", "*"],
  ["truediv", "/"],
  ["floordiv", "//"],
  ["mod", "%"],
  ["pow", "**"],
];
for (const [name, operator] of OPERATORS) {
  methods[`__${name}__(self, other)`] = arithmetic(operator, false);
  methods[`__r${name}__(self, other)`] = arithmetic(operator, true);
}
const COMPARISONS: readonly [string, CompareOperator][] = [
  ["eq", "=="],
  ["ne", "!="],
  ["lt", "<"],
  ["le", "<="],
  ["gt", ">"],
  ["ge", ">="],
];
for (const [name, operator] of COMPARISONS) methods[`__${name}__(self, other)`] = comparison(operator);

defineMethods(symFloatType, {
  ...methods,
  // Sizes and factors are positive: towards zero is down.
  "__int__(self)": (vm, self: PySymFloat) =>
    Math.trunc((specialise(vm, self.size, "int() of a size") * self.up) / self.down),
  "__sym_int__(self)": rounded(floordiv),
  "__sym_float__(self)": (_vm, self: PySymFloat) => self,
  "__trunc__(self)": rounded(floordiv),
  "__floor__(self)": rounded(floordiv),
  "__ceil__(self)": rounded(ceildiv),
  "__float__(self)": (vm, self: PySymFloat) => float(floatValue(vm, self)),
  "__bool__(self)": (vm, self: PySymFloat) => floatValue(vm, self) !== 0,
  "__neg__(self)": (vm, self: PySymFloat) => float(-floatValue(vm, self)),
  "__round__(self, ndigits=None)": (vm, self: PySymFloat, digits: PyValue) =>
    vm.call(
      vm.builtins.get("round") ?? null,
      digits === null ? [float(floatValue(vm, self))] : [float(floatValue(vm, self)), digits],
    ),
  "__hash__(self)": (vm, self: PySymFloat) => Math.trunc(floatValue(vm, self)),
  "__repr__(self)": (vm, self: PySymFloat) => {
    const size = vm.call(vm.builtins.get("repr") ?? null, [pySymInt(vm, self.size)]);
    return `${String(size)}*${self.up / self.down}`;
  },
});
