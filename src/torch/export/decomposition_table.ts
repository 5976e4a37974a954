/** `torch.export.default_decompositions()` and what `run_decompositions` takes for a table. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { TypeErrorType } from "../../dynamo/objects/exception_types.ts";
import { defineMethods } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { repr } from "../../dynamo/protocols/convert.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import type { Decompose } from "../../ops/decompositions/define.ts";
import { CORE_DECOMPOSITIONS } from "../../ops/decompositions/table.ts";
import { operatorTarget, PyOverload } from "../module/operators.ts";
import { raiseUnmodelled } from "../tensor/methods/generic.ts";

const decompositionType = nativeType("function", { module: "torch._decomp" });

/** The function of an operator in the table of defaults. */
class PyDecomposition extends PyObject {
  readonly target: string;
  constructor(target: string) {
    super(decompositionType);
    this.target = target;
  }
}
defineMethods(decompositionType, {
  "__repr__(self)": (_vm, self: PyDecomposition) => `<decomposition of ${self.target}>`,
});

/** A dictionary by operator, from which a program may take entries. */
export function defaultDecompositions(vm: Interpreter): PyDict {
  const table = new PyDict();
  for (const target of CORE_DECOMPOSITIONS.keys()) table.set(vm, new PyOverload(target), new PyDecomposition(target));
  return table;
}

/** None stands for the defaults; an empty dictionary replaces nothing. */
export function decompositionsOf(vm: Interpreter, given: PyValue): ReadonlyMap<string, Decompose> {
  if (given === null) return new Map([...CORE_DECOMPOSITIONS].map(([target, row]) => [target, row.run]));
  if (!(given instanceof PyDict)) {
    return raise(vm, TypeErrorType, `decomp_table must be a dict of operators, not ${repr(vm, given)}`);
  }
  const table = new Map<string, Decompose>();
  for (const [key, value] of given.entries()) {
    const target = operatorTarget(key);
    if (target === null) {
      return raise(vm, TypeErrorType, `the keys of decomp_table must be operators, and ${repr(vm, key)} is none`);
    }
    const row = value instanceof PyDecomposition ? CORE_DECOMPOSITIONS.get(value.target) : undefined;
    if (row === undefined || row.target !== target) {
      return raiseUnmodelled(vm, `the decomposition of ${target} by a Python function in decomp_table`);
    }
    table.set(target, row.run);
  }
  return table;
}
