/** Tensor's methods that are operators of the same name, and the few whose Python form differs. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { NotImplementedErrorType } from "../../../dynamo/objects/exception_types.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import { defineGetSet, defineMethods, defineRawMethods, type RawImpl } from "../../../dynamo/objects/native.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { opTable } from "../../../ops/table.ts";
import { PyDType } from "../../objects/dtype.ts";
import { publicNames } from "../../public_names.ts";
import { dispatch, dispatchTarget } from "../dispatch.ts";
import { nonzero } from "../nonzero.ts";
import { norm } from "../norm.ts";
import { STFT_PARAMETERS, stft } from "../stft.ts";
import { PyTensor, tensorBaseType } from "../tensor.ts";
import { CONSECUTIVE_PARAMETERS, UNIQUE_PARAMETERS, unique, uniqueConsecutive } from "../unique.ts";

/** Operators that stand for another name where the table has only that one. */
export const OPERATOR_ALIASES: Readonly<Record<string, string>> = {
  absolute: "abs",
  arccos: "acos",
  arccosh: "acosh",
  arcsin: "asin",
  arcsinh: "asinh",
  arctan: "atan",
  arctan2: "atan2",
  arctanh: "atanh",
  clip: "clamp",
  concat: "cat",
  concatenate: "cat",
  divide: "div",
  fix: "trunc",
  greater: "gt",
  greater_equal: "ge",
  less: "lt",
  less_equal: "le",
  multiply: "mul",
  negative: "neg",
  not_equal: "ne",
  subtract: "sub",
  true_divide: "div",
  moveaxis: "movedim",
  swapaxes: "transpose",
  swapdims: "transpose",
  det: "linalg_det",
  inverse: "linalg_inv",
  matrix_exp: "linalg_matrix_exp",
  matrix_power: "linalg_matrix_power",
  outer: "ger",
  slogdet: "linalg_slogdet",
  row_stack: "vstack",
  special_expit: "sigmoid",
};

/** The operator behind a public name; null when there is none. In-place names end in an underscore. */
export function operatorFor(name: string): string | null {
  if (opTable.overloads(`aten.${name}`).length > 0) return `aten.${name}`;
  const inplace = name.endsWith("_") && !name.endsWith("__");
  const alias = OPERATOR_ALIASES[inplace ? name.slice(0, -1) : name];
  if (alias === undefined) return null;
  const target = `aten.${alias}${inplace ? "_" : ""}`;
  return opTable.overloads(target).length > 0 ? target : null;
}

/** A PyTorch function that exists, but has no model here. */
export function raiseUnmodelled(vm: Interpreter, name: string): never {
  const message = `${name} exists in PyTorch, but this exporter does not model it`;
  return raise(vm, NotImplementedErrorType, message, { ruleId: "DYN1004" });
}

const PROPERTIES = new Set(
  "T H mT mH real imag is_vulkan is_maia is_mtia is_ipu retains_grad output_nr volatile".split(" "),
);

/** Most methods are never called: their operators are looked for when one is. */
function operatorMethod(name: string): RawImpl {
  let operator: string | null | undefined;
  return (vm, args, kwargs) => {
    operator ??= operatorFor(name);
    return operator === null ? raiseUnmodelled(vm, `Tensor.${name}`) : dispatch(vm, operator, args, kwargs);
  };
}

for (const name of publicNames("torch.Tensor")) {
  if (tensorBaseType.attrs.has(name) || name.startsWith("__") || PROPERTIES.has(name)) continue;
  defineRawMethods(tensorBaseType, { [name]: operatorMethod(name) });
}

function property(operator: string) {
  return { get: (vm: Interpreter, self: PyValue) => dispatch(vm, operator, [self]) };
}

defineGetSet(tensorBaseType, {
  T: property("aten.numpy_T"),
  mT: property("aten.mT"),
  H: property("aten.matrix_H"),
  mH: property("aten.mH"),
  real: property("aten.real"),
  imag: property("aten.imag"),
  is_vulkan: { get: () => false },
  is_maia: { get: () => false },
  is_mtia: { get: () => false },
  is_ipu: { get: () => false },
  retains_grad: { get: () => false },
  output_nr: { get: () => 0 },
});

export function split(vm: Interpreter, self: PyTensor, sizes: PyValue, dim: PyValue): PyValue {
  const several = sizes instanceof PyList || sizes instanceof PyTuple;
  return dispatch(vm, several ? "aten.split_with_sizes" : "aten.split", [self, sizes, dim]);
}

defineMethods(tensorBaseType, {
  "split(self, split_size, dim=0)": (vm, self: PyTensor, sizes: PyValue, dim: PyValue) => split(vm, self, sizes, dim),
  [`unique(self, ${UNIQUE_PARAMETERS})`]: (vm, self: PyTensor, ...rest: PyValue[]) => unique(vm, self, rest),
  [`unique_consecutive(self, ${CONSECUTIVE_PARAMETERS})`]: (vm, self: PyTensor, ...rest: PyValue[]) =>
    uniqueConsecutive(vm, self, rest),
  "nonzero(self, *, as_tuple=False)": (vm, self: PyTensor, asTuple: PyValue) => nonzero(vm, self, asTuple),
  [`stft(self, ${STFT_PARAMETERS})`]: (vm, self: PyTensor, ...rest: PyValue[]) => stft(vm, self, rest),
  "norm(self, p='fro', dim=None, keepdim=False, dtype=None)": (
    vm,
    self: PyTensor,
    p: PyValue,
    dim: PyValue,
    keepdim: PyValue,
    dtype: PyValue,
  ) => norm(vm, self, p, dim, keepdim, dtype),
  "view_as(self, other)": (vm, self: PyTensor, other: PyTensor) => dispatch(vm, "aten.view_as", [self, other]),
  "where(self, condition, y)": (vm, self: PyTensor, condition: PyValue, y: PyValue) =>
    dispatch(vm, "aten.where", [condition, self, y]),
  "apply_(self, callable)": (vm) => raiseUnmodelled(vm, "Tensor.apply_"),
  "map_(self, tensor, callable)": (vm) => raiseUnmodelled(vm, "Tensor.map_"),
  "resolve_conj(self)": (_vm, self: PyTensor) => self,
  "resolve_neg(self)": (_vm, self: PyTensor) => self,
  "to_dense(self, dtype=None, *, masked_grad=True)": (_vm, self: PyTensor) => self,
  "rename(self, *args, **kwargs)": (_vm, self: PyTensor) => self,
  "align_to(self, *names)": (_vm, self: PyTensor) => self,
  "refine_names(self, *names)": (_vm, self: PyTensor) => self,
});

const operatorView: RawImpl = (vm, args, kwargs) => {
  const [self, first] = args;
  if (self instanceof PyTensor && first instanceof PyDType) {
    return dispatchTarget(vm, "aten.view.dtype", [self, { kind: "dtype", dtype: first.dtype }]);
  }
  return dispatch(vm, "aten.view", args, kwargs);
};
defineRawMethods(tensorBaseType, { view: operatorView });
