/** Attributes of the IR's nodes as Python values, and back. */

import type { Interpreter } from "../dynamo/interpreter.ts";
import { ValueErrorType } from "../dynamo/objects/exception_types.ts";
import { float } from "../dynamo/objects/float.ts";
import type { PyValue } from "../dynamo/objects/object.ts";
import { PyTuple } from "../dynamo/objects/tuple.ts";
import { index, toFloat } from "../dynamo/protocols/convert.ts";
import { raise } from "../dynamo/protocols/errors.ts";
import { toArray } from "../dynamo/protocols/iterate.ts";
import type { Attribute, Graph, TensorContent } from "../onnx/ir.ts";
import { handleOf } from "./ir_native.ts";

/** The kind in upper case, as `AttributeType` names it, the value, and of a reference the name that it refers to. */
export function attributeToPython(vm: Interpreter, attribute: Attribute): [PyValue, PyValue, PyValue] {
  const kind = attribute.type === "reference" ? attribute.of : attribute.type;
  return [kind.toUpperCase(), pythonValue(vm, attribute), attribute.type === "reference" ? attribute.attribute : null];
}

function pythonValue(vm: Interpreter, attribute: Attribute): PyValue {
  switch (attribute.type) {
    case "int":
    case "string":
      return attribute.value;
    case "float":
      return float(attribute.value);
    case "ints":
    case "strings":
      return new PyTuple([...attribute.value]);
    case "floats":
      return new PyTuple(attribute.value.map(float));
    case "tensor":
    case "graph":
      return handleOf<TensorContent | Graph>(vm, attribute.value);
    case "tensors":
    case "graphs":
      return new PyTuple(attribute.value.map((item) => handleOf<TensorContent | Graph>(vm, item)));
    default:
      // Types, sparse tensors and references have no value that a program reads here.
      return null;
  }
}

export function attributeFromPython(
  vm: Interpreter,
  kind: string,
  value: PyValue,
  held: <T extends TensorContent | Graph>(item: PyValue) => T,
): Attribute {
  switch (kind) {
    case "INT":
      return { type: "int", value: index(vm, value) };
    case "FLOAT":
      return { type: "float", value: toFloat(vm, value) };
    case "STRING":
      return { type: "string", value: String(value) };
    case "INTS":
      return { type: "ints", value: toArray(vm, value).map((item) => index(vm, item)) };
    case "FLOATS":
      return { type: "floats", value: toArray(vm, value).map((item) => toFloat(vm, item)) };
    case "STRINGS":
      return { type: "strings", value: toArray(vm, value).map(String) };
    case "TENSOR":
      return { type: "tensor", value: held<TensorContent>(value) };
    case "GRAPH":
      return { type: "graph", value: held<Graph>(value) };
    default:
      return raise(vm, ValueErrorType, `an attribute of the type ${kind} can't be made here`);
  }
}
