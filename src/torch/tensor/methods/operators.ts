/** Python's operators on tensors. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { defineMethods, type NativeImpl } from "../../../dynamo/objects/native.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { NotImplemented } from "../../../dynamo/objects/singletons.ts";
import { PyUnknown } from "../../../dynamo/objects/unknown.ts";
import { PySymFloat } from "../../objects/sym_float.ts";
import { dispatch } from "../dispatch.ts";
import { tryInput } from "../inputs.ts";
import { type PyTensor, tensorBaseType } from "../tensor.ts";

type Run = (vm: Interpreter, self: PyTensor, other: PyValue) => PyValue;

/** Another operand of no numeric kind is for its own class to handle. */
function binary(run: Run): NativeImpl {
  return (vm: Interpreter, self: PyTensor, other: PyValue) => {
    if (other instanceof PyUnknown) return other;
    if (other === null || typeof other === "string") return NotImplemented;
    if (other instanceof PySymFloat) return run(vm, self, other);
    const input = tryInput(other);
    if (input === undefined || Array.isArray(input)) return NotImplemented;
    return run(vm, self, other);
  };
}

const op =
  (name: string): Run =>
  (vm, self, other) =>
    dispatch(vm, `aten.${name}`, [self, other]);
const reversed =
  (name: string): Run =>
  (vm, self, other) =>
    dispatch(vm, `aten.${name}`, [other, self]);

const methods: Record<string, NativeImpl> = {};
const binaries: Readonly<Record<string, Run>> = {
  __add__: op("add"),
  __radd__: op("add"),
  __iadd__: op("add_"),
  __sub__: op("sub"),
  __rsub__: op("rsub"),
  __isub__: op("sub_"),
  __mul__: op("mul"),
  __rmul__: op("mul"),
  __imul__: op("mul_"),
  __truediv__: op("div"),
  __rtruediv__: (vm, self, other) => dispatch(vm, "aten.mul", [dispatch(vm, "aten.reciprocal", [self]), other]),
  __itruediv__: op("div_"),
  __floordiv__: op("floor_divide"),
  __rfloordiv__: reversed("floor_divide"),
  __ifloordiv__: op("floor_divide_"),
  __mod__: op("remainder"),
  __rmod__: reversed("remainder"),
  __imod__: op("remainder_"),
  __pow__: op("pow"),
  __rpow__: reversed("pow"),
  __ipow__: op("pow_"),
  __matmul__: op("matmul"),
  __rmatmul__: reversed("matmul"),
  __and__: op("__and__"),
  __rand__: op("bitwise_and"),
  __iand__: op("__iand__"),
  __or__: op("__or__"),
  __ror__: op("bitwise_or"),
  __ior__: op("__ior__"),
  __xor__: op("__xor__"),
  __rxor__: op("bitwise_xor"),
  __ixor__: op("__ixor__"),
  __lshift__: op("__lshift__"),
  __rlshift__: reversed("bitwise_left_shift"),
  __rshift__: op("__rshift__"),
  __rrshift__: reversed("bitwise_right_shift"),
  __eq__: op("eq"),
  __ne__: op("ne"),
  __lt__: op("lt"),
  __le__: op("le"),
  __gt__: op("gt"),
  __ge__: op("ge"),
};
for (const [name, run] of Object.entries(binaries)) methods[`${name}(self, other)`] = binary(run);

const unary =
  (name: string): NativeImpl =>
  (vm: Interpreter, self: PyTensor) =>
    dispatch(vm, `aten.${name}`, [self]);

defineMethods(tensorBaseType, {
  ...methods,
  "__neg__(self)": unary("neg"),
  "__pos__(self)": unary("positive"),
  "__abs__(self)": unary("abs"),
  "__invert__(self)": unary("bitwise_not"),
  "__round__(self, ndigits=None)": (vm, self: PyTensor, digits: PyValue) =>
    digits === null
      ? dispatch(vm, "aten.round", [self])
      : dispatch(vm, "aten.round", [self], new Map([["decimals", digits]])),
  "__trunc__(self)": unary("trunc"),
  "__floor__(self)": unary("floor"),
  "__ceil__(self)": unary("ceil"),
});
