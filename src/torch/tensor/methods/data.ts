/** A tensor's data as Python values: `item`, `tolist`, `bool(x)`, `repr`. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { PyBytes } from "../../../dynamo/objects/bytes.ts";
import { RuntimeErrorType, TypeErrorType, ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import { float } from "../../../dynamo/objects/float.ts";
import { objectId } from "../../../dynamo/objects/identity.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import { defineMethods } from "../../../dynamo/objects/native.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import { getAttr } from "../../../dynamo/protocols/attribute.ts";
import { call, callMethod } from "../../../dynamo/protocols/call.ts";
import { repr, symbolicNumber, toFloat, toInt, truth } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { toArray } from "../../../dynamo/protocols/iterate.ts";
import { DTYPES, isComplex, isFloating } from "../../../fx/dtype.ts";
import { isParameter } from "../../nn/parameter.ts";
import { dataFloat } from "../../objects/data_float.ts";
import { PySymInt, pySymInt } from "../../objects/symbolic.ts";
import { torchState } from "../../state.ts";
import { bytesOf, elementsOf, hasData, pyElement, raiseDataDependent } from "../data_dependent.ts";
import { dispatchTarget } from "../dispatch.ts";
import { elementToNumber } from "../elements.ts";
import { staticNumel } from "../factory.ts";
import { formatElements, withSuffixes } from "../print.ts";
import { staticShape } from "../strides.ts";
import { PyTensor, tensorBaseType } from "../tensor.ts";

function count(tensor: PyTensor): number {
  const shape = staticShape(tensor.meta.shape);
  return shape === undefined ? Number.NaN : shape.reduce((a, b) => a * b, 1);
}

/** The only element of a tensor. */
export function itemOf(vm: Interpreter, self: PyTensor, use: string): PyValue {
  if (count(self) !== 1) {
    const n = count(self);
    raise(
      vm,
      RuntimeErrorType,
      `a Tensor with ${Number.isNaN(n) ? "a symbolic number of" : n} elements cannot be converted to Scalar`,
    );
  }
  if (!hasData(self) && torchState(vm).tracer !== null && use === "item()") {
    const item = dispatchTarget(vm, "aten.item.default", [self]);
    return item instanceof PyTensor ? dataFloat(item) : item;
  }
  return pyElement(self, elementsOf(vm, self, use).get(0));
}

/** In a capture: the tensor taken apart dimension by dimension, and each element as a Python number. */
function nestedInGraph(vm: Interpreter, self: PyTensor): PyValue {
  const [size] = self.meta.shape;
  if (size === undefined) return itemOf(vm, self, "item()");
  if (typeof size !== "number") {
    const text = reprSize(vm, size);
    const message =
      `tolist() of a tensor whose number of elements is known only when the exported model runs (its first size is ${text}): ` +
      "a Python list has a fixed length. Export with that dimension static, or keep the values in the tensor";
    return raise(vm, RuntimeErrorType, message, { ruleId: "DYN2001" });
  }
  // A list has a place for every element, so that a large one would be a node for each.
  return new PyList(
    toArray(vm, dispatchTarget(vm, "aten.unbind.int", [self])).map((t) => nestedInGraph(vm, t as PyTensor)),
  );
}

function nested(vm: Interpreter, self: PyTensor, use: string): PyValue {
  const shape = staticShape(self.meta.shape);
  const elements = elementsOf(vm, self, use);
  if (shape === undefined) return raiseDataDependent(vm, self, use);
  let at = 0;
  const build = (dim: number): PyValue => {
    if (dim === shape.length) return pyElement(self, elements.get(at++));
    return new PyList(Array.from({ length: shape[dim] as number }, () => build(dim + 1)));
  };
  return build(0);
}

/** The data as a numpy array of its own: writing into it doesn't reach the tensor. */
function asNumpy(vm: Interpreter, self: PyTensor): PyValue {
  const { dtype } = self.meta;
  const numpy = vm.importModule("numpy");
  if (dtype === "bfloat16" || DTYPES[dtype].category === "quantized" || dtype.startsWith("float8"))
    return raise(vm, TypeErrorType, `Got unsupported ScalarType ${dtype === "bfloat16" ? "BFloat16" : dtype}`);
  const shape = staticShape(self.meta.shape);
  if (shape === undefined) return raiseDataDependent(vm, self, "numpy()");
  const flat = call(vm, getAttr(vm, numpy, "frombuffer"), [new PyBytes(elementsOf(vm, self, "numpy()").bytes), dtype]);
  return callMethod(vm, callMethod(vm, flat, "copy"), "reshape", [new PyTuple(shape)]);
}

export function tensorRepr(vm: Interpreter, self: PyTensor): string {
  const state = torchState(vm);
  const { meta } = self;
  const plain = self.type.name === "Tensor" || isParameter(state, self);
  const prefix = plain ? "tensor(" : `${self.type.name}(`;
  const suffixes: string[] = [];
  const options = state.printOptions;
  const [device] = meta.device.split(":");
  if (device !== "cpu") suffixes.push(`device='${meta.device}'`);
  const usual: readonly string[] = [
    state.defaultDtype,
    state.defaultDtype === "float64" ? "complex128" : "complex64",
    "int64",
    "bool",
  ];
  const n = count(self);
  let content: string;
  if (device === "meta" || !hasData(self)) {
    content = "...";
    suffixes.push(
      `size=(${meta.shape.map((s) => String(reprSize(vm, s))).join(", ")}${meta.shape.length === 1 ? "," : ""})`,
    );
    if (meta.dtype !== state.defaultDtype) suffixes.push(`dtype=torch.${meta.dtype}`);
  } else if (n === 0) {
    content = "[]";
    if (meta.shape.length !== 1) suffixes.push(`size=(${meta.shape.join(", ")})`);
    if (meta.dtype !== state.defaultDtype) suffixes.push(`dtype=torch.${meta.dtype}`);
  } else {
    content = formatElements(meta, bytesOf(vm, self), prefix.length, options);
    if (!usual.includes(meta.dtype)) suffixes.push(`dtype=torch.${meta.dtype}`);
  }
  if (self.gradFn !== null) suffixes.push(`grad_fn=<${self.gradFn}>`);
  else if (self.requiresGrad) suffixes.push("requires_grad=True");
  return withSuffixes(prefix, content, suffixes, options.linewidth);
}

function reprSize(vm: Interpreter, size: PyTensor["meta"]["shape"][number]): PyValue {
  const value = pySymInt(vm, size);
  return typeof value === "number" ? value : repr(vm, value);
}

defineMethods(tensorBaseType, {
  "data_ptr(self)": (vm, self: PyTensor) => {
    if (torchState(vm).tracer !== null && self.binding !== null) {
      raise(vm, RuntimeErrorType, "a tensor of the graph being captured has no address (data_ptr)");
    }
    if (staticNumel(self.meta.shape) === 0) return 0;
    return self.storage.address + Number(self.meta.storageOffset) * DTYPES[self.meta.dtype].size;
  },
  "item(self)": (vm, self: PyTensor) => itemOf(vm, self, "item()"),
  "tolist(self)": (vm, self: PyTensor) =>
    !hasData(self) && torchState(vm).tracer !== null ? nestedInGraph(vm, self) : nested(vm, self, "tolist()"),
  "numpy(self, *, force=False)": (vm, self: PyTensor, force: PyValue) => {
    if (self.requiresGrad && !truth(vm, force))
      raise(
        vm,
        RuntimeErrorType,
        "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.",
      );
    return asNumpy(vm, self);
  },
  "__array__(self, dtype=None, copy=None)": (vm, self: PyTensor, dtype: PyValue) => {
    const array = asNumpy(vm, self);
    return dtype === null ? array : callMethod(vm, array, "astype", [dtype]);
  },
  "__bool__(self)": (vm, self: PyTensor) => {
    const n = count(self);
    if (n === 0) raise(vm, RuntimeErrorType, "Boolean value of Tensor with no values is ambiguous");
    if (n > 1) raise(vm, RuntimeErrorType, "Boolean value of Tensor with more than one value is ambiguous");
    const element = elementsOf(vm, self, "a Python condition").get(0);
    return typeof element === "object" ? element.re !== 0 || element.im !== 0 : Boolean(element);
  },
  // `int(t)` and `float(t)` of a value of the graph: a number that the data decide.
  "__sym_int__(self)": (vm, self: PyTensor) => {
    const item = itemOf(vm, self, "item()");
    return symbolicNumber(vm, item, "int") ?? toInt(vm, item);
  },
  "__sym_float__(self)": (vm, self: PyTensor) => {
    const item = itemOf(vm, self, "item()");
    if (!(item instanceof PySymInt)) return symbolicNumber(vm, item, "float") ?? float(toFloat(vm, item));
    return itemOf(
      vm,
      dispatchTarget(vm, "aten.to.dtype", [self, { kind: "dtype", dtype: "float64" }]) as PyTensor,
      "item()",
    );
  },
  "__int__(self)": (vm, self: PyTensor) => {
    const item = itemOf(vm, self, "item()");
    return item instanceof PySymInt ? raiseDataDependent(vm, self, "int()") : toInt(vm, item);
  },
  "__float__(self)": (vm, self: PyTensor) => float(toFloat(vm, itemOf(vm, self, "float()"))),
  "__complex__(self)": (vm, self: PyTensor) => itemOf(vm, self, "complex()"),
  "__index__(self)": (vm, self: PyTensor) => {
    if (isFloating(self.meta.dtype) || isComplex(self.meta.dtype)) {
      raise(vm, TypeErrorType, "only integer tensors of a single element can be converted to an index");
    }
    const item = itemOf(vm, self, "item()");
    return typeof item === "object" ? item : toInt(vm, item);
  },
  "__repr__(self, *, tensor_contents=None)": (vm, self: PyTensor) =>
    isParameter(torchState(vm), self) ? `Parameter containing:\n${tensorRepr(vm, self)}` : tensorRepr(vm, self),
  "__str__(self)": (vm, self: PyTensor) =>
    isParameter(torchState(vm), self) ? `Parameter containing:\n${tensorRepr(vm, self)}` : tensorRepr(vm, self),
  "__format__(self, spec)": (vm, self: PyTensor, spec: PyValue) => {
    if (self.meta.shape.length > 0 || spec === "") {
      if (spec !== "") raise(vm, TypeErrorType, `unsupported format string passed to ${self.type.name}.__format__`);
      return self.meta.shape.length === 0 && !self.gradFn && !self.requiresGrad
        ? vm.call(vm.builtins.get("str") ?? null, [itemOf(vm, self, "format()")])
        : tensorRepr(vm, self);
    }
    return vm.call(vm.builtins.get("format") ?? null, [itemOf(vm, self, "format()"), spec]);
  },
  "__hash__(self)": (_vm, self: PyTensor) => objectId(self),
  "__contains__(self, element)": (vm, self: PyTensor, element: PyValue) => {
    if (element instanceof PyTensor || typeof element !== "object") {
      const wanted = element instanceof PyTensor ? itemOf(vm, element, "in") : element;
      const elements = elementsOf(vm, self, "in");
      const number = toFloat(vm, wanted);
      return Array.from({ length: elements.length }, (_, i) => elementToNumber(elements.get(i))).includes(number);
    }
    return raise(vm, ValueErrorType, "Tensor.__contains__ only supports Tensor or scalar");
  },
});

// numpy leaves an operator on an array and a tensor to the tensor.
tensorBaseType.setAttr("__array_priority__", float(1000));
