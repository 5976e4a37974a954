/** A returned Python value as an argument of a graph's output node. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { TypeErrorType } from "../../dynamo/objects/exception_types.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyUnknown } from "../../dynamo/objects/unknown.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { typeOf } from "../../dynamo/protocols/type_of.ts";
import type { Argument } from "../../fx/graph.ts";
import { PySymBool, PySymInt } from "../objects/symbolic.ts";
import { tryInput } from "../tensor/inputs.ts";
import { PyTensor } from "../tensor/tensor.ts";
import type { Tracer } from "../tracer.ts";
import { raiseUserError } from "./errors.ts";

export function outputArgument(vm: Interpreter, tracer: Tracer, value: PyValue): Argument {
  if (value instanceof PyTensor) return tracer.nodeOf(value);
  if (value instanceof PySymInt) return { kind: "symint", expr: value.expr };
  if (value instanceof PySymBool) return { kind: "symbool", expr: value.expr };
  if (value instanceof PyUnknown) {
    raiseUserError(vm, "DYN1006", `an output of the model is unknown to the analysis: ${value.origin}`);
  }
  const constant = tryInput(value);
  if (constant !== undefined && !Array.isArray(constant)) return constant as Argument;
  return raise(
    vm,
    TypeErrorType,
    `Unsupported output type ${typeOf(value).name}: an exported program returns Tensors, numbers, and containers of them`,
    { ruleId: "DYN2004" },
  );
}
