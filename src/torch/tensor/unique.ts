/** `torch.unique` and `unique_consecutive`: of the operators' three results those that were asked for. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { truth } from "../../dynamo/protocols/convert.ts";
import { toArray } from "../../dynamo/protocols/iterate.ts";
import { dispatch } from "./dispatch.ts";

export const UNIQUE_PARAMETERS = "sorted=True, return_inverse=False, return_counts=False, dim=None";
export const CONSECUTIVE_PARAMETERS = "return_inverse=False, return_counts=False, dim=None";

function chosen(vm: Interpreter, results: PyValue, inverse: PyValue, counts: PyValue): PyValue {
  const [values = null, places = null, numbers = null] = toArray(vm, results);
  const more = [...(truth(vm, inverse) ? [places] : []), ...(truth(vm, counts) ? [numbers] : [])];
  return more.length === 0 ? values : new PyTuple([values, ...more]);
}

/** `rest` in the order of UNIQUE_PARAMETERS. */
export function unique(vm: Interpreter, input: PyValue, rest: readonly PyValue[]): PyValue {
  const [sorted = true, inverse = false, counts = false, dim = null] = rest;
  const results =
    dim === null
      ? dispatch(vm, "aten._unique2", [input, sorted, inverse, counts])
      : dispatch(vm, "aten.unique_dim", [input, dim, sorted, inverse, counts]);
  return chosen(vm, results, inverse, counts);
}

/** `rest` in the order of CONSECUTIVE_PARAMETERS. */
export function uniqueConsecutive(vm: Interpreter, input: PyValue, rest: readonly PyValue[]): PyValue {
  const [inverse = false, counts = false, dim = null] = rest;
  return chosen(vm, dispatch(vm, "aten.unique_consecutive", [input, inverse, counts, dim]), inverse, counts);
}
