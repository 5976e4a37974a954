/** Python data that becomes tensors: `torch.tensor([...])`, and constants that a graph takes in. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyBytes } from "../../dynamo/objects/bytes.ts";
import { PyComplex } from "../../dynamo/objects/complex.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { RuntimeErrorType, TypeErrorType, ValueErrorType } from "../../dynamo/objects/exception_types.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { PySetBase } from "../../dynamo/objects/set.ts";
import { asBytes, asFloat, asInt } from "../../dynamo/objects/unbox.ts";
import { getAttr, lookupAttr, lookupSpecial } from "../../dynamo/protocols/attribute.ts";
import { callMethod } from "../../dynamo/protocols/call.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { toArray } from "../../dynamo/protocols/iterate.ts";
import { typeOf } from "../../dynamo/protocols/type_of.ts";
import { DTYPES, type DType } from "../../fx/dtype.ts";
import { contiguous } from "../../ops/strides.ts";
import { PySymInt, specialise } from "../objects/symbolic.ts";
import { type TorchState, torchState } from "../state.ts";
import { elementsOf } from "./data_dependent.ts";
import { dispatchTarget } from "./dispatch.ts";
import { allocateElements, type Element, viewElements } from "./elements.ts";
import { elementsTensor, newTensor } from "./factory.ts";
import { PyTensor } from "./tensor.ts";

type Kind = "bool" | "int" | "float" | "complex";

interface Collected {
  readonly elements: Element[];
  readonly shape: number[];
  kind: Kind;
  /** The dtype of tensors in the data, which win over Python numbers. */
  dtype: DType | null;
}

const ORDER: readonly Kind[] = ["bool", "int", "float", "complex"];

function see(c: Collected, kind: Kind): void {
  if (ORDER.indexOf(kind) > ORDER.indexOf(c.kind)) c.kind = kind;
}

function collect(vm: Interpreter, value: PyValue, c: Collected, depth: number): void {
  if (typeof value === "boolean") {
    leaf(vm, c, depth, value);
    return;
  }
  const f = asFloat(value);
  if (f !== undefined) {
    see(c, "float");
    leaf(vm, c, depth, f);
    return;
  }
  const i = asInt(value);
  if (i !== undefined) {
    see(c, "int");
    leaf(vm, c, depth, i);
    return;
  }
  if (value instanceof PySymInt) {
    see(c, "int");
    leaf(vm, c, depth, specialise(vm, value.expr, "used as tensor data"));
    return;
  }
  if (value instanceof PyComplex) {
    see(c, "complex");
    leaf(vm, c, depth, { re: value.re, im: value.im });
    return;
  }
  if (value instanceof PyTensor && value.meta.shape.length === 0) {
    c.dtype ??= value.meta.dtype;
    leaf(vm, c, depth, elementsOf(vm, value, "torch.tensor()").get(0));
    return;
  }
  if (typeof value === "string" || value === null || value instanceof PyBytes || !isSequence(vm, value)) {
    const type = typeOf(value).name;
    if (typeof value === "string") raise(vm, TypeErrorType, `new(): invalid data type '${type}'`);
    raise(vm, RuntimeErrorType, `Could not infer dtype of ${type}`);
  }
  const items = toArray(vm, value);
  const known = c.shape[depth];
  if (known === undefined) c.shape.push(items.length);
  else if (known !== items.length) {
    raise(vm, ValueErrorType, `expected sequence of length ${known} at dim ${depth} (got ${items.length})`);
  }
  for (const item of items) collect(vm, item, c, depth + 1);
}

function isSequence(vm: Interpreter, value: PyValue): boolean {
  if (value instanceof PyDict || value instanceof PySetBase) return false;
  return lookupSpecial(vm, value, "__len__") !== undefined && lookupSpecial(vm, value, "__getitem__") !== undefined;
}

function leaf(vm: Interpreter, c: Collected, depth: number, element: Element): void {
  if (c.shape.length > depth) {
    raise(
      vm,
      TypeErrorType,
      `expected Tensor as element ${c.elements.length} in argument 0, but got ${typeof element}`,
    );
  }
  c.elements.push(element);
}

/** The dtype of a numpy array or scalar, which a tensor of its data keeps; null for anything else. */
export function arrayDType(vm: Interpreter, value: PyValue): DType | null {
  if (!(value instanceof PyObject) || value.type.module !== "numpy") return null;
  const dtype = lookupAttr(vm, value, "dtype");
  const name = dtype === undefined ? undefined : lookupAttr(vm, dtype, "name");
  return typeof name === "string" && name in DTYPES ? (name as DType) : null;
}

/** A constant tensor of nested Python data, of the dtype that PyTorch infers. */
export function tensorFromData(
  vm: Interpreter,
  data: PyValue,
  dtype: DType | null = null,
  device: string | null = null,
): PyTensor {
  const state = torchState(vm);
  const array = arrayDType(vm, data);
  if (array !== null && data instanceof PyObject && data.type.lookup("tobytes") !== undefined)
    return tensorFromArray(vm, data, array, dtype ?? array, device ?? state.defaultDevice);
  const c: Collected = { elements: [], shape: [], kind: "bool", dtype: array };
  collect(vm, data, c, 0);
  const empty = c.elements.length === 0;
  const complex: DType = state.defaultDtype === "float64" ? "complex128" : "complex64";
  const inferred: Record<Kind, DType> = {
    bool: empty ? state.defaultDtype : "bool",
    int: "int64",
    float: state.defaultDtype,
    complex,
  };
  const chosen = dtype ?? c.dtype ?? inferred[c.kind];
  return elementsTensor(state, c.shape, chosen, c.elements, device ?? state.defaultDevice);
}

/** A constant tensor of a numpy array's (or scalar's) bytes. */
function tensorFromArray(vm: Interpreter, array: PyObject, own: DType, dtype: DType, device: string): PyTensor {
  const bytes = asBytes(callMethod(vm, array, "tobytes"));
  if (bytes === undefined) throw new Error("tobytes of an array gave no bytes");
  const shape = toArray(vm, getAttr(vm, array, "shape")).map((size) => Number(asInt(size)));
  vm.chargeMemory(bytes.byteLength);
  const elements = viewElements(own, bytes.slice());
  let { bytes: data } = elements;
  if (dtype !== own) {
    const cast = allocateElements(dtype, elements.length);
    for (let i = 0; i < elements.length; i++) cast.set(i, elements.get(i));
    data = cast.bytes;
  }
  return newTensor(torchState(vm), contiguous(dtype, shape, device), { kind: "data", bytes: data });
}

/** In a capture, a fresh copy of the constant; the constant itself otherwise. The copy's data stay known. */
export function lifted(state: TorchState, constant: PyTensor, detach: boolean): PyTensor {
  if (state.tracer === null) return constant;
  const copy = dispatchTarget(state.vm, "aten.lift_fresh_copy.default", [constant]);
  const result = detach ? dispatchTarget(state.vm, "aten.detach_.default", [copy as PyTensor]) : copy;
  if (!(result instanceof PyTensor)) throw new Error("lift_fresh_copy did not give a tensor");
  result.storage.value = state.valueOf(constant.meta, constant.value.origin);
  return result;
}
