/** What a constant tensor is computed from, in the order of computing. */

import type { OpInput } from "../../ops/types.ts";
import { LazyValue } from "./value.ts";

/** True when the value's bytes are not there, and an operator call would make them. */
export const isComputed = (value: LazyValue): boolean => value.origin.kind === "recipe" && !value.isReady;

/**
 * The values and all that they are computed from, operands first; what `expands` refuses stands for itself. An explicit
 * stack, since chains of in-place writes run deep.
 */
export function recipeOrder(
  values: readonly LazyValue[],
  expands: (value: LazyValue) => boolean = isComputed,
): readonly LazyValue[] {
  const order: LazyValue[] = [];
  const seen = new Set<LazyValue>();
  const stack: { readonly value: LazyValue; readonly expanded: boolean }[] = values.map((value) => ({
    value,
    expanded: false,
  }));
  stack.reverse();
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (top.expanded) {
      order.push(top.value);
      continue;
    }
    if (seen.has(top.value)) continue;
    seen.add(top.value);
    stack.push({ value: top.value, expanded: true });
    if (expands(top.value)) for (const input of recipeInputs(top.value)) stack.push({ value: input, expanded: false });
  }
  return order;
}

/** The operands of the call that makes the value; none when its bytes are there. */
export function* recipeInputs(value: LazyValue): Iterable<LazyValue> {
  if (value.origin.kind !== "recipe" || value.isReady) return;
  yield* tensorsIn(value.origin.recipe.call.args);
}

function* tensorsIn(input: OpInput): Iterable<LazyValue> {
  if (input instanceof LazyValue) yield input;
  else if (isList(input)) for (const item of input) yield* tensorsIn(item);
}

function isList(input: OpInput): input is readonly OpInput[] {
  return Array.isArray(input);
}
