/** Python's operators on arrays and numpy's scalars. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { PyBoxed } from "../../../dynamo/objects/boxed.ts";
import { PyBytes } from "../../../dynamo/objects/bytes.ts";
import { PyComplex } from "../../../dynamo/objects/complex.ts";
import { PyFloat } from "../../../dynamo/objects/float.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import { defineMethods, type NativeImpl } from "../../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../../dynamo/objects/object.ts";
import { NotImplemented } from "../../../dynamo/objects/singletons.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import type { PyType } from "../../../dynamo/objects/type.ts";
import { asStr } from "../../../dynamo/objects/unbox.ts";
import { lookupSpecial } from "../../../dynamo/protocols/attribute.ts";
import { ndarrayType, PyNdarray } from "./array.ts";
import { asArray, unwrap } from "./convert.ts";
import { operand, runBinary } from "./elementwise.ts";
import { BINARY } from "./kernels.ts";
import { matmul } from "./matmul.ts";
import { defers } from "./methods.ts";
import { genericType, scalarDType } from "./scalar.ts";
import { callBinary, callUnary, deliver } from "./ufunc.ts";

const OPERATORS: Readonly<Record<string, string>> = {
  add: "add",
  sub: "subtract",
  mul: "multiply",
  truediv: "divide",
  floordiv: "floor_divide",
  mod: "remainder",
  pow: "power",
  lshift: "left_shift",
  rshift: "right_shift",
  and: "bitwise_and",
  or: "bitwise_or",
  xor: "bitwise_xor",
};

const COMPARISONS: Readonly<Record<string, string>> = {
  lt: "less",
  le: "less_equal",
  gt: "greater",
  ge: "greater_equal",
  eq: "equal",
  ne: "not_equal",
};

/** Whether an operand is one that arithmetic knows: an array, a number, or what can be made an array. */
function known(vm: Interpreter, v: PyValue): boolean {
  if (!(v instanceof PyObject)) return v !== null;
  if (v instanceof PyNdarray || v instanceof PyFloat || v instanceof PyComplex || v instanceof PyBoxed) return true;
  if (v instanceof PyList || v instanceof PyTuple) return true;
  return (
    !defers(vm, v) && (lookupSpecial(vm, v, "__array__") !== undefined || lookupSpecial(vm, v, "__len__") !== undefined)
  );
}

function binary(name: string, reflected: boolean): NativeImpl {
  return (vm: Interpreter, self: PyValue, other: PyValue) => {
    // Text has Python's own operators.
    if (!(self instanceof PyNdarray) && scalarDType(self)?.kind === "U") return NotImplemented;
    if (self instanceof PyNdarray && self.dtype.kind === "O" && other !== null && !defers(vm, other)) {
      return reflected ? callBinary(vm, name, other, self) : callBinary(vm, name, self, other);
    }
    if (name === "multiply" && repeatsSequence(self, other)) return NotImplemented;
    if (!known(vm, other)) return NotImplemented;
    return reflected ? callBinary(vm, name, other, self) : callBinary(vm, name, self, other);
  };
}

function compare(name: string): NativeImpl {
  return (vm: Interpreter, self: PyValue, other: PyValue) => {
    if (self instanceof PyNdarray && self.dtype.kind === "O") return callBinary(vm, name, self, other);
    // Text and numbers are unequal, not an error.
    if (!(self instanceof PyNdarray) && (typeof other === "string") !== (scalarDType(self)?.kind === "U"))
      return NotImplemented;
    if (self instanceof PyNdarray && other === null && (name === "equal" || name === "not_equal"))
      return callBinary(vm, name, self, asArray(vm, Number.NaN as never));
    return known(vm, other) ? callBinary(vm, name, self, other) : NotImplemented;
  };
}

function inplace(name: string): NativeImpl {
  return (vm: Interpreter, self: PyNdarray, other: PyValue) => {
    if (!known(vm, other)) return NotImplemented;
    return deliver(
      vm,
      runBinary(vm, { name, kernel: BINARY[name] as never }, operand(vm, self), operand(vm, other)),
      self,
      name,
    );
  };
}

function product(vm: Interpreter, left: PyValue, right: PyValue): PyValue {
  return unwrap(matmul(vm, asArray(vm, left), asArray(vm, right)));
}

function operators(type: PyType): void {
  const methods: Record<string, NativeImpl> = {};
  for (const [stem, name] of Object.entries(OPERATORS)) {
    const modulo = stem === "pow" ? ", mod=None" : "";
    methods[`__${stem}__(self, value${modulo}, /)`] = binary(name, false);
    methods[`__r${stem}__(self, value${modulo}, /)`] = binary(name, true);
    if (type === ndarrayType) methods[`__i${stem}__(self, value, /)`] = inplace(name);
  }
  for (const [stem, name] of Object.entries(COMPARISONS)) methods[`__${stem}__(self, value, /)`] = compare(name);
  for (const [stem, name] of [
    ["neg", "negative"],
    ["pos", "positive"],
    ["abs", "absolute"],
    ["invert", "invert"],
  ] as const)
    methods[`__${stem}__(self, /)`] = (vm: Interpreter, self: PyValue) => callUnary(vm, name, self);
  for (const [stem, swap] of [
    ["divmod", false],
    ["rdivmod", true],
  ] as const)
    methods[`__${stem}__(self, value, /)`] = (vm: Interpreter, self: PyValue, other: PyValue) => {
      if (!known(vm, other)) return NotImplemented;
      const [a, b] = swap ? [other, self] : [self, other];
      return new PyTuple([callBinary(vm, "floor_divide", a, b), callBinary(vm, "remainder", a, b)]);
    };
  defineMethods(type, methods);
}

operators(ndarrayType);
operators(genericType);

defineMethods(ndarrayType, {
  "__matmul__(self, value, /)": (vm: Interpreter, self: PyValue, other: PyValue) =>
    known(vm, other) ? product(vm, self, other) : NotImplemented,
  "__rmatmul__(self, value, /)": (vm: Interpreter, self: PyValue, other: PyValue) =>
    known(vm, other) ? product(vm, other, self) : NotImplemented,
  "__imatmul__(self, value, /)": (vm: Interpreter, self: PyNdarray, other: PyValue) =>
    deliver(vm, matmul(vm, self, asArray(vm, other)), self),
});

/** Sequences are repeated by numpy's integers, not multiplied: that is their own method's work. */
function repeatsSequence(self: PyValue, other: PyValue): boolean {
  const sequence =
    other instanceof PyList || other instanceof PyTuple || asStr(other) !== undefined || other instanceof PyBytes;
  const kind = sequence ? scalarDType(self)?.kind : undefined;
  return kind === "i" || kind === "u";
}
