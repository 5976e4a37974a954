/** Equality, ordering and search of item arrays, shared by list, tuple and their kin. */

import type { Interpreter } from "../interpreter.ts";
import type { PyValue } from "../objects/object.ts";
import { equals, richCompare } from "../protocols/operator.ts";

export type OrderingOperator = "<" | "<=" | ">" | ">=";

export function itemsEqual(vm: Interpreter, a: readonly PyValue[], b: readonly PyValue[]): boolean {
  if (a.length !== b.length) return false;
  // A comparison may shorten the lists while it runs.
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (!equals(vm, a[i] as PyValue, b[i] as PyValue)) return false;
  }
  return a.length === b.length;
}

/** Lexicographic order: decided by the first pair of items that differ. */
export function itemsOrder(
  vm: Interpreter,
  a: readonly PyValue[],
  operator: OrderingOperator,
  b: readonly PyValue[],
): PyValue {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a[i] as PyValue;
    const y = b[i] as PyValue;
    if (!equals(vm, x, y)) return richCompare(vm, x, operator, y);
  }
  return orderHolds(a.length - b.length, operator);
}

export function orderHolds(order: number, operator: OrderingOperator): boolean {
  switch (operator) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

export function indexOf(
  vm: Interpreter,
  items: readonly PyValue[],
  value: PyValue,
  from = 0,
  to = items.length,
): number {
  for (let i = from; i < to && i < items.length; i++) if (equals(vm, items[i] as PyValue, value)) return i;
  return -1;
}

export function countOf(vm: Interpreter, items: readonly PyValue[], value: PyValue): number {
  let count = 0;
  for (const item of items) if (equals(vm, item, value)) count++;
  return count;
}

/** `items` repeated; a count below one gives nothing. Charges the memory first, so that `[0] * 10**12` ends at the budget. */
export function repeatItems(vm: Interpreter, items: readonly PyValue[], count: number): PyValue[] {
  const times = Math.max(0, count);
  vm.chargeMemory(items.length * times * 8);
  const out: PyValue[] = [];
  for (let i = 0; i < times; i++) for (const item of items) out.push(item);
  return out;
}
