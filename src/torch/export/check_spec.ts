/** Whether `dynamic_shapes` is built as the inputs are: a specification that belongs to nothing is a mistake, never ignored. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { AssertionErrorType } from "../../dynamo/objects/exception_types.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { repr } from "../../dynamo/protocols/convert.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { typeOf } from "../../dynamo/protocols/type_of.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { PyDimHint } from "./dim.ts";
import { raiseUserError } from "./errors.ts";
import { registeredNode } from "./registered_nodes.ts";

const MISMATCH = "Detected mismatch between the structure of `inputs` and `dynamic_shapes`:";

/** `inputs` by parameter name, `*args` as one tuple, in the order of the parameters. Raises UserError. */
export function checkSpec(vm: Interpreter, spec: PyValue, inputs: ReadonlyMap<string, PyValue>): void {
  if (spec === null) return;
  const values = [...inputs.values()];
  if (spec instanceof PyDict) {
    const names = [...inputs.keys()];
    const given = spec.keys();
    if (given.length !== names.length || names.some((name) => !given.includes(name))) {
      fail(
        vm,
        `When \`dynamic_shapes\` is specified as a dict, its top-level keys must be the arg names ${listed(vm, names)} of \`inputs\`, but here they are ${listed(vm, given)}. ` +
          "Alternatively, you could also ignore arg names entirely and specify `dynamic_shapes` as a list/tuple matching `inputs`.",
      );
    }
    for (const [name, value] of inputs)
      checkPart(vm, spec.entries().find(([key]) => key === name)?.[1] ?? null, value, `['${name}']`);
    return;
  }
  if (!(spec instanceof PyList || spec instanceof PyTuple)) {
    raise(
      vm,
      AssertionErrorType,
      `expected dynamic_shapes to be dict, tuple, or list, got <class '${typeOf(spec).name}'>`,
    );
  }
  sameCount(vm, values.length, spec.items.length, "");
  for (const [i, value] of values.entries()) checkPart(vm, spec.items[i] ?? null, value, `[${i}]`);
}

function checkPart(vm: Interpreter, spec: PyValue, value: PyValue, path: string): void {
  // What a tensor's dimensions may be is checked where they are read.
  if (value instanceof PyTensor || spec instanceof PyDimHint) return;
  if (value instanceof PyDict) {
    if (!(spec instanceof PyDict)) otherKind(vm, spec, value, path);
    sameCount(vm, value.size, spec.size, path);
    const given = spec.keys();
    if (value.keys().some((key) => !given.includes(key))) {
      fail(
        vm,
        `${MISMATCH} \`inputs${path}\` has keys ${listed(vm, value.keys())}, but \`dynamic_shapes${path}\` has keys ${listed(vm, given)}`,
      );
    }
    for (const [key, item] of value.entries()) {
      const part = spec.entries().find(([name]) => name === key)?.[1] ?? null;
      checkPart(vm, part, item, `${path}[${repr(vm, key)}]`);
    }
    return;
  }
  if (value instanceof PyList || value instanceof PyTuple) {
    if (!(spec instanceof PyList || spec instanceof PyTuple) || typeOf(spec) !== typeOf(value)) {
      // A named tuple's may be a plain one.
      if (!(spec instanceof PyTuple && value instanceof PyTuple)) otherKind(vm, spec, value, path);
    }
    sameCount(vm, value.items.length, spec.items.length, path);
    for (const [i, item] of value.items.entries()) checkPart(vm, spec.items[i] ?? null, item, `${path}[${i}]`);
    return;
  }
  if (spec === null || typeof spec === "number") return;
  const parts = value instanceof PyObject ? registeredNode(vm, value)?.parts : undefined;
  if (parts !== undefined) {
    // Of an object's parts, in a list or under their names.
    if (spec instanceof PyList || spec instanceof PyTuple) {
      sameCount(vm, parts.length, spec.items.length, path);
      for (const [i, part] of parts.entries()) checkPart(vm, spec.items[i] ?? null, part.value, `${path}[${i}]`);
    } else if (spec instanceof PyDict) {
      sameCount(vm, parts.length, spec.size, path);
      for (const part of parts) {
        const [, own = null] = spec.entries().find(([key]) => key === part.key) ?? [];
        checkPart(vm, own, part.value, `${path}['${part.key}']`);
      }
    }
    return;
  }
  if (value === null || ["boolean", "number", "bigint", "string"].includes(typeof value)) {
    fail(
      vm,
      `Cannot associate shape ${repr(vm, spec)} specified at \`dynamic_shapes${path}\` to non-tensor type <class '${typeOf(value).name}'> at \`inputs${path}\` (expected None)`,
    );
  }
}

function otherKind(vm: Interpreter, spec: PyValue, value: PyValue, path: string): never {
  const container = spec instanceof PyDict || spec instanceof PyList || spec instanceof PyTuple;
  const kind = (v: PyValue) => `a <class '${typeOf(v).name}'>`;
  const other = container ? `is ${kind(spec)}` : "is not";
  return fail(vm, `${MISMATCH} \`inputs${path}\` is ${kind(value)}, but \`dynamic_shapes${path}\` ${other}`);
}

function sameCount(vm: Interpreter, inputs: number, specs: number, path: string): void {
  if (inputs === specs) return;
  fail(vm, `${MISMATCH} \`inputs${path}\` has ${inputs} elements, but \`dynamic_shapes${path}\` has ${specs} elements`);
}

function listed(vm: Interpreter, names: readonly PyValue[]): string {
  return repr(vm, new PyList([...names]));
}

function fail(vm: Interpreter, message: string): never {
  return raiseUserError(vm, "DYN2003", message);
}
