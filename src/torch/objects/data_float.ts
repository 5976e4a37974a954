/** A float that only the running model knows: what `.item()` of a floating-point tensor gives in a capture, as `torch.SymFloat`. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { PyFloat } from "../../dynamo/objects/float.ts";
import { defineMethods, type NativeImpl } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { NotImplemented } from "../../dynamo/objects/singletons.ts";
import { raiseDataDependent } from "../tensor/data_dependent.ts";
import { dispatch } from "../tensor/dispatch.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { pyDType } from "./dtype.ts";
import { symFloatType } from "./sym_float.ts";
import { PySymInt } from "./symbolic.ts";

const dataFloatType = nativeType("SymFloat", { module: "torch", bases: [symFloatType] });

export class PyDataFloat extends PyObject {
  /** The double as a tensor without dimensions that promotes as a Python number. */
  readonly tensor: PyTensor;
  constructor(tensor: PyTensor) {
    super(dataFloatType);
    this.tensor = tensor;
  }
}

/** A tensor's value as a Python float. */
export function dataFloat(tensor: PyTensor): PyDataFloat {
  tensor.meta = { ...tensor.meta, wrappedNumber: true };
  return new PyDataFloat(tensor);
}

/** The operand of Python's arithmetic; undefined for what is no number. */
function operandOf(value: PyValue): PyValue | undefined {
  if (value instanceof PyDataFloat) return value.tensor;
  const isNumber = typeof value === "number" || typeof value === "boolean" || value instanceof PyFloat;
  return isNumber || value instanceof PySymInt ? value : undefined;
}

function binary(vm: Interpreter, operator: string, a: PyValue, b: PyValue): PyValue {
  const [x, y] = [operandOf(a), operandOf(b)];
  if (x === undefined || y === undefined) return NotImplemented;
  return dataFloatOf(dispatch(vm, operator, [x, y]), operator);
}

function dataFloatOf(result: PyValue, operator: string): PyDataFloat {
  if (!(result instanceof PyTensor)) throw new Error(`${operator} gave no tensor`);
  return dataFloat(result);
}

/** A number as a tensor like `like`, for operators that take none in first place. */
const asTensor = (vm: Interpreter, like: PyTensor, value: PyValue): PyValue =>
  value instanceof PyTensor ? value : dispatch(vm, "aten.full_like", [like, value]);

function unary(vm: Interpreter, operator: string, self: PyDataFloat): PyDataFloat {
  return dataFloatOf(dispatch(vm, operator, [self.tensor]), operator);
}

/** The integer that an operator rounds to, or that is left without the fraction: a `SymInt` that the data decide. */
const whole =
  (operator: string | null) =>
  (vm: Interpreter, self: PyDataFloat): PyValue => {
    const rounded = operator === null ? self.tensor : dispatch(vm, operator, [self.tensor]);
    return dispatch(vm, "aten.item", [dispatch(vm, "aten.to", [rounded, pyDType("int64")])]);
  };

const refused =
  (use: string): NativeImpl =>
  (vm: Interpreter, self: PyDataFloat) =>
    raiseDataDependent(vm, self.tensor, use);

const methods: Record<string, NativeImpl> = {};
const OPERATORS: readonly [string, string][] = [
  ["add", "aten.add"],
  ["sub", "aten.sub"],
  ["mul", "aten.mul"],
  ["truediv", "aten.div"],
  ["floordiv", "aten.floor_divide"],
  ["mod", "aten.remainder"],
  ["pow", "aten.pow"],
];
for (const [name, operator] of OPERATORS)
  methods[`__${name}__(self, other)`] = (vm: Interpreter, self: PyDataFloat, other: PyValue) =>
    binary(vm, operator, self, other);
// A number comes first: the operators take one only in second place.
methods["__radd__(self, other)"] = (vm: Interpreter, self: PyDataFloat, other: PyValue) =>
  binary(vm, "aten.add", self, other);
methods["__rmul__(self, other)"] = (vm: Interpreter, self: PyDataFloat, other: PyValue) =>
  binary(vm, "aten.mul", self, other);
methods["__rsub__(self, other)"] = (vm: Interpreter, self: PyDataFloat, other: PyValue) =>
  binary(vm, "aten.add", unary(vm, "aten.neg", self), other);
methods["__rtruediv__(self, other)"] = (vm: Interpreter, self: PyDataFloat, other: PyValue) =>
  binary(vm, "aten.mul", unary(vm, "aten.reciprocal", self), other);
methods["__rpow__(self, other)"] = (vm: Interpreter, self: PyDataFloat, other: PyValue) => {
  const base = operandOf(other);
  return base === undefined ? NotImplemented : dataFloatOf(dispatch(vm, "aten.pow", [base, self.tensor]), "aten.pow");
};
for (const [name, operator] of [
  ["floordiv", "aten.floor_divide"],
  ["mod", "aten.remainder"],
] as const)
  methods[`__r${name}__(self, other)`] = (vm: Interpreter, self: PyDataFloat, other: PyValue) => {
    const left = operandOf(other);
    if (left === undefined) return NotImplemented;
    return dataFloatOf(dispatch(vm, operator, [asTensor(vm, self.tensor, left), self.tensor]), operator);
  };
for (const [name, text] of [
  ["lt", "<"],
  ["le", "<="],
  ["gt", ">"],
  ["ge", ">="],
  ["eq", "=="],
  ["ne", "!="],
] as const)
  methods[`__${name}__(self, other)`] = refused(`the comparison '${text}' of a float`);

defineMethods(dataFloatType, {
  ...methods,
  "__neg__(self)": (vm, self: PyDataFloat) => unary(vm, "aten.neg", self),
  "__pos__(self)": (_vm, self: PyDataFloat) => self,
  "__abs__(self)": (vm, self: PyDataFloat) => unary(vm, "aten.abs", self),
  "__bool__(self)": refused("a Python condition"),
  "__float__(self)": refused("float()"),
  "__int__(self)": refused("int()"),
  "__sym_float__(self)": (_vm, self: PyDataFloat) => self,
  "__sym_int__(self)": whole(null),
  "__trunc__(self)": whole(null),
  "__floor__(self)": whole("aten.floor"),
  "__ceil__(self)": whole("aten.ceil"),
  // To the even one of two equally near integers, as Python rounds; without digits the result is an integer.
  "__round__(self, ndigits=None)": (vm, self: PyDataFloat, digits: PyValue) => {
    if (digits !== null)
      return dataFloatOf(dispatch(vm, "aten.round", [self.tensor], new Map([["decimals", digits]])), "aten.round");
    return whole("aten.round")(vm, self);
  },
  "__hash__(self)": refused("hash()"),
  "__repr__(self)": (_vm, self: PyDataFloat) => self.tensor.binding?.node.name ?? "zuf",
});
