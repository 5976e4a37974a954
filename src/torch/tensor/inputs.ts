/** Python values as operator inputs. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyComplex } from "../../dynamo/objects/complex.ts";
import { TypeErrorType } from "../../dynamo/objects/exception_types.ts";
import { floatType } from "../../dynamo/objects/float.ts";
import { boolType, intType } from "../../dynamo/objects/int.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { asFloat, asInt, asStr } from "../../dynamo/objects/unbox.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { typeOf } from "../../dynamo/protocols/type_of.ts";
import type { DType } from "../../fx/dtype.ts";
import type { OpInput } from "../../ops/types.ts";
import { PyDataFloat } from "../objects/data_float.ts";
import { PyDevice } from "../objects/device.ts";
import { PyDType, PyNamed } from "../objects/dtype.ts";
import { PyGenerator } from "../objects/generator.ts";
import { floatValue, PySymFloat } from "../objects/sym_float.ts";
import { PySymBool, PySymInt } from "../objects/symbolic.ts";
import { PyTensor } from "./tensor.ts";

/** Python's number types name dtypes where one is expected: `x.to(float)` is not allowed, `torch.zeros(2, dtype=float)` is. */
const PYTHON_DTYPES: ReadonlyMap<PyType, DType> = new Map<PyType, DType>([
  [floatType, "float64"],
  [intType, "int64"],
  [boolType, "bool"],
]);

/** The value as an operator takes it; undefined when no operator takes such a value. */
export function tryInput(value: PyValue): OpInput | undefined {
  if (value instanceof PyTensor) return value;
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint") return value;
  const f = asFloat(value);
  if (f !== undefined) return { kind: "float", value: f };
  if (value instanceof PyTuple || value instanceof PyList) {
    const items: OpInput[] = [];
    for (const item of value.items) {
      const input = tryInput(item);
      if (input === undefined) return undefined;
      items.push(input);
    }
    return items;
  }
  if (value instanceof PySymInt) return { kind: "symint", expr: value.expr };
  if (value instanceof PySymBool) return { kind: "symbool", expr: value.expr };
  if (value instanceof PyDataFloat) return value.tensor;
  if (value instanceof PyDType) return { kind: "dtype", dtype: value.dtype };
  if (value instanceof PyDevice) return { kind: "device", device: value.name };
  if (value instanceof PyNamed) {
    return value.kind === "layout"
      ? { kind: "layout", layout: value.name }
      : { kind: "memory_format", format: value.name };
  }
  if (value instanceof PyComplex) return { kind: "complex", re: value.re, im: value.im };
  if (value instanceof PyGenerator) return null;
  const python = PYTHON_DTYPES.get(value as PyType);
  if (python !== undefined) return { kind: "dtype", dtype: python };
  return asInt(value) ?? asStr(value);
}

export function toInput(vm: Interpreter, base: string, value: PyValue, where: string): OpInput {
  if (value instanceof PySymFloat) return { kind: "float", value: floatValue(vm, value) };
  const input = tryInput(value);
  if (input !== undefined) return input;
  const name = base.slice(base.indexOf(".") + 1);
  return raise(vm, TypeErrorType, `${name}(): ${where} must be a valid operator argument, not ${typeOf(value).name}`);
}
