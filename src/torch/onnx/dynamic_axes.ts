/** `dynamic_axes`, the older way to declare dynamic dimensions: by the name of an input, a dict of axes or a list. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { DeprecationWarningType, RuntimeErrorType, ValueErrorType } from "../../dynamo/objects/exception_types.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { asInt } from "../../dynamo/objects/unbox.ts";
import { makeException, raise, raiseException } from "../../dynamo/protocols/errors.ts";
import { PyDimHint } from "../export/dim.ts";
import type { ShapesRequest } from "../export/dynamic_shapes.ts";
import { warn } from "./warn.ts";

/** The request for the capture; `parameters` are the model's, null when it takes any number. Entries for outputs say nothing here: outputs' sizes follow from the inputs'. */
export function fromDynamicAxes(
  vm: Interpreter,
  axes: PyDict,
  inputNames: readonly string[] | null,
  outputNames: readonly string[] | null,
  parameters: readonly string[] | null,
): ShapesRequest {
  warn(
    vm,
    "'dynamic_axes' is not recommended when dynamo=True: a dimension that the program fixes is an error. Declare dynamic_shapes instead.",
  );
  warn(vm, "dynamic_axes is converted to dynamic_shapes; this will be removed.", DeprecationWarningType);
  const specs = new Map<string, PyValue>();
  for (const [key, spec] of axes.entries()) {
    const name = String(key);
    if (outputNames?.includes(name) && !inputNames?.includes(name)) continue;
    specs.set(name, axisSpec(vm, spec));
  }
  if (parameters !== null) {
    const known = [...new Set([...(inputNames ?? []), ...parameters])];
    // The inputs that a nested argument is flattened to are named after it.
    const fits = (name: string) =>
      known.some((own) => name === own || (name.startsWith(own) && /^[._]/.test(name.slice(own.length))));
    const wrong = [...specs.keys()].find((name) => !fits(name));
    if (wrong !== undefined) {
      fail(vm, `The name '${wrong}' in dynamic_axes is none of the model's inputs: ${known.join(", ")}.`);
    }
  }
  return {
    kind: "leaves",
    of: (position, name) => specs.get(inputNames?.[position] ?? name) ?? specs.get(name) ?? null,
  };
}

function axisSpec(vm: Interpreter, spec: PyValue): PyValue {
  if (spec === null) return null;
  const isList = spec instanceof PyList || spec instanceof PyTuple;
  if (!isList && !(spec instanceof PyDict)) {
    return fail(vm, "Unsupported dynamic_axes format. Please provide a dict or a list.");
  }
  const keys = isList ? spec.items : spec.keys();
  for (const key of keys) {
    if (asInt(key) === undefined || typeof key === "boolean") {
      fail(vm, "The axis in dynamic_axes must be in the form of: dict[int, str] or list[int].");
    }
  }
  if (!isList) return spec;
  const dims = new PyDict();
  for (const dim of spec.items) dims.set(vm, dim, new PyDimHint("DYNAMIC"));
  return dims;
}

function fail(vm: Interpreter, message: string): never {
  const error = makeException(
    RuntimeErrorType,
    "Failed to convert 'dynamic_axes' to 'dynamic_shapes'. Please provide 'dynamic_shapes' directly; torch.export.export documents it.",
  );
  error.cause = makeException(ValueErrorType, message);
  return raiseException(vm, error);
}

/** Names given as a list or tuple of strings. */
export function nameList(vm: Interpreter, value: PyValue, option: string): string[] | null {
  if (value === null) return null;
  if (!(value instanceof PyList || value instanceof PyTuple)) {
    return raise(vm, ValueErrorType, `${option} must be a list of strings`);
  }
  return value.items.map((item) =>
    typeof item === "string" ? item : raise(vm, ValueErrorType, `${option} must be a list of strings`),
  );
}
