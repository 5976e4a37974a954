/** `FLOAT`, `INT64["N", 3]`, `BOOL[...]`: tensor types as annotations (onnxscript.onnx_types). */

import type { Interpreter } from "../dynamo/interpreter.ts";
import { nativeType } from "../dynamo/objects/core_types.ts";
import { TypeErrorType } from "../dynamo/objects/exception_types.ts";
import { defineGetSet, defineMethods } from "../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../dynamo/objects/object.ts";
import { Ellipsis } from "../dynamo/objects/singletons.ts";
import { PyTuple } from "../dynamo/objects/tuple.ts";
import { repr } from "../dynamo/protocols/convert.ts";
import { raise } from "../dynamo/protocols/errors.ts";
import { DATA_TYPES, type DataType } from "../onnx/data_type.ts";
import type { Dim, ValueType } from "../onnx/ir.ts";

const annotationType = nativeType("TensorType", { module: "onnxscript.onnx_types" });

/** An element type alone is that of a scalar; `[...]` is of any rank. */
export class PyTensorAnnotation extends PyObject {
  readonly dtype: DataType;
  readonly shape: readonly Dim[] | null;
  constructor(dtype: DataType, shape: readonly Dim[] | null) {
    super(annotationType);
    this.dtype = dtype;
    this.shape = shape;
  }

  get valueType(): ValueType {
    return { kind: "tensor", dtype: this.dtype, shape: this.shape };
  }
}

function dimension(vm: Interpreter, value: PyValue): Dim {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  return raise(vm, TypeErrorType, `a dimension is a number, a name or None, not ${repr(vm, value)}`);
}

defineMethods(annotationType, {
  "__getitem__(self, shape)": (vm, self: PyTensorAnnotation, shape: PyValue) => {
    if (shape === Ellipsis) return new PyTensorAnnotation(self.dtype, null);
    const sizes = shape instanceof PyTuple ? shape.items : [shape];
    return new PyTensorAnnotation(
      self.dtype,
      sizes.map((size) => dimension(vm, size)),
    );
  },
  "__repr__(self)": (_vm, self: PyTensorAnnotation) => {
    const name = self.dtype.toUpperCase();
    if (self.shape === null) return `${name}[...]`;
    return self.shape.length === 0 ? name : `${name}[${self.shape.map((d) => JSON.stringify(d)).join(", ")}]`;
  },
});
defineGetSet(annotationType, { dtype: { get: (_vm, self) => DATA_TYPES[(self as PyTensorAnnotation).dtype] } });

/** `FLOAT`, `DOUBLE`, …: one an element type. `FLOAT.dtype` is its number. */
export function annotations(): Record<string, PyValue> {
  const names = Object.keys(DATA_TYPES) as DataType[];
  return Object.fromEntries(names.map((name) => [name.toUpperCase(), new PyTensorAnnotation(name, [])]));
}
