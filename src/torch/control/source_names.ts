/**
 * Where a function's closure holds a tensor, as TorchDynamo names such a source: operands that a body takes from outside are
 * sorted by these names.
 */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { PyFunction } from "../../dynamo/objects/function.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import { PyMethod } from "../../dynamo/objects/method.ts";
import type { PyObject, PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { isModule, registered } from "../nn/module_type.ts";
import { PyTensor } from "../tensor/tensor.ts";

/** How deep a source is looked for: functions in functions, modules in lists. */
const MAX_DEPTH = 6;

/** Names of the tensors that can be reached from a function, the first way to each. `prefix` is the function's own name. */
export function sourceNames(vm: Interpreter, fn: PyValue, prefix: string): ReadonlyMap<PyTensor, string> {
  const names = new Map<PyTensor, string>();
  const seen = new Set<PyValue>();
  const visit = (value: PyValue, name: string, depth: number): void => {
    if (value instanceof PyTensor) {
      if (!names.has(value)) names.set(value, `${name}_`);
      return;
    }
    if (depth > MAX_DEPTH || typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (value instanceof PyFunction) {
      value.closure?.forEach((cell, i) => {
        if (cell.value !== undefined) visit(cell.value, `${name}_closure_${i}_cell_contents`, depth + 1);
      });
    } else if (value instanceof PyMethod) {
      visit(value.self, `${name}_self`, depth + 1);
    } else if (value instanceof PyList || value instanceof PyTuple) {
      value.items.forEach((item, i) => {
        visit(item, `${name}_${i}`, depth + 1);
      });
    } else if (value instanceof PyDict) {
      for (const [key, item] of value.entries()) if (typeof key === "string") visit(item, `${name}_${key}`, depth + 1);
    } else if (isModule(vm, value)) {
      module(value as PyObject, name, depth);
    }
  };
  const module = (self: PyObject, name: string, depth: number): void => {
    for (const kind of ["_parameters", "_buffers"] as const)
      for (const [key, tensor] of registered(self, kind)) visit(tensor, `${name}${kind}_${key}`, depth + 1);
    for (const [key, child] of registered(self, "_modules")) {
      seen.add(child);
      module(child, `${name}_modules_${key}`, depth);
    }
    for (const [key, value] of self.attrs ?? [])
      if (value instanceof PyTensor || value instanceof PyList) visit(value, `${name}_${key}`, depth + 1);
  };
  visit(fn, prefix, 0);
  return names;
}
