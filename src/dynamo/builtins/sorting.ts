/** `sorted(iterable, key=…, reverse=…)` on an array of Python values. */

import type { Interpreter } from "../interpreter.ts";
import type { PyValue } from "../objects/object.ts";
import { call } from "../protocols/call.ts";
import { truth } from "../protocols/convert.ts";
import { richCompare } from "../protocols/operator.ts";
import { mergeSort } from "./merge_sort.ts";
import { compareStrings } from "./text/code_points.ts";

/** Sorts a copy; stable also when reversed, as CPython's. */
export function sortValues(vm: Interpreter, items: readonly PyValue[], key: PyValue, reverse: boolean): PyValue[] {
  const keyed = items.map((value) => ({ value, key: key === null ? value : call(vm, key, [value]) }));
  if (reverse) keyed.reverse();
  vm.charge(items.length);
  const allInts = keyed.every((item) => typeof item.key === "number");
  const allStrings = !allInts && keyed.every((item) => typeof item.key === "string");
  if (allInts) keyed.sort((a, b) => (a.key as number) - (b.key as number));
  else if (allStrings) keyed.sort((a, b) => compareStrings(a.key as string, b.key as string));
  else mergeSort(keyed, (a, b) => truth(vm, richCompare(vm, a.key, "<", b.key)));
  if (reverse) keyed.reverse();
  return keyed.map((item) => item.value);
}
