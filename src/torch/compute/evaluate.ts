/** Computes recipes on typed arrays, as far as there are kernels for their operators. */

import type { NodeValue } from "../../fx/graph.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { isTensorMeta } from "../../ops/lowering.ts";
import { fillStream } from "../rng/fills.ts";
import { isComputed, recipeInputs, recipeOrder } from "../tensor/recipe_order.ts";
import { isContiguous, staticShape } from "../tensor/strides.ts";
import type { LazyValue, Recipe } from "../tensor/value.ts";
import { streamOf } from "../vector/expression.ts";
import { type Dense, fromBytes, NotComputedHere, sizeOf, toBytes } from "./dense.ts";
import { KernelCall, type ResultMeta } from "./kernel.ts";
import { canWait, narrowed, Pending } from "./pending.ts";
import { KERNELS } from "./table.ts";

/** What could be computed of a value: its elements, or the bytes of values that it is computed from. */
export interface Computed {
  readonly dense: Dense | null;
  /** Recipes whose values are known and still needed. */
  readonly known: ReadonlyMap<LazyValue, Uint8Array>;
}

export function computeHere(value: LazyValue): Computed {
  const order = recipeOrder([value]);
  const uses = new Map<LazyValue, number>();
  for (const user of order) for (const input of recipeInputs(user)) uses.set(input, (uses.get(input) ?? 0) + 1);
  const values = new Map<LazyValue, Dense>();
  const calls = new Map<object, readonly Dense[]>();
  for (const item of order) {
    if (item.origin.kind !== "recipe" || !isComputed(item)) continue;
    const dense = computeOne(item, item.origin.recipe, values, calls, uses);
    if (dense === null) continue;
    values.set(item, dense);
    for (const input of recipeInputs(item)) {
      const left = (uses.get(input) ?? 0) - 1;
      uses.set(input, left);
      if (left === 0) values.delete(input);
    }
  }
  const result = values.get(value);
  if (result !== undefined) return { dense: result, known: new Map() };
  const known = new Map<LazyValue, Uint8Array>();
  for (const [item, dense] of values) if (isComputed(item)) known.set(item, toBytes(dense));
  return { dense: null, known };
}

function computeOne(
  value: LazyValue,
  { call, output, outputs }: Recipe,
  values: Map<LazyValue, Dense>,
  calls: Map<object, readonly Dense[]>,
  uses: ReadonlyMap<LazyValue, number>,
): Dense | null {
  const kernel = KERNELS.get(call.entry.schema.name);
  if (kernel === undefined) return null;
  try {
    let results = calls.get(call);
    if (results === undefined) {
      const metas = resultMetas(outputs ?? value.meta);
      const made = kernel(new KernelCall(call, metas, (input) => contentOf(input, values, (uses.get(input) ?? 0) > 1)));
      results = "dtype" in made ? [made] : made;
      if (outputs !== undefined) calls.set(call, results);
    }
    return results[output ?? 0] ?? null;
  } catch (error) {
    if (error instanceof NotComputedHere) return null;
    throw error;
  }
}

/** What several calls read is computed before the first of them. */
function contentOf(value: LazyValue, values: Map<LazyValue, Dense>, isShared: boolean): Dense {
  let dense = values.get(value);
  if (dense === undefined) {
    if (isComputed(value)) throw new NotComputedHere("an operand");
    dense = givenContent(value);
    values.set(value, dense);
  }
  if (isShared && dense instanceof Pending) void dense.data;
  return dense;
}

/** Bytes, or a random fill that is made as it is read. */
function givenContent(value: LazyValue): Dense {
  const { dtype, shape } = resultMeta(value.meta);
  return pendingFill(value) ?? fromBytes(dtype, shape, value.bytes());
}

function pendingFill(value: LazyValue): Pending | null {
  if (value.isReady || value.origin.kind !== "fill" || !isContiguous(value.meta)) return null;
  const { dtype, shape } = resultMeta(value.meta);
  const open = canWait(dtype, sizeOf(shape)) ? fillStream(value.origin.fill) : null;
  if (open === null) return null;
  return new Pending(dtype, shape, narrowed(dtype, streamOf(open)), () => fromBytes(dtype, shape, value.bytes()).data);
}

/** A random fill in pieces; null for one that is made at once. */
export function fillPieces(value: LazyValue): Iterable<Uint8Array> | null {
  return pendingFill(value)?.pieces() ?? null;
}

function resultMetas(value: NodeValue): readonly ResultMeta[] {
  if (isTensorMeta(value)) return [resultMeta(value)];
  if (!Array.isArray(value)) throw new NotComputedHere("a result that is no tensor");
  return (value as readonly NodeValue[]).map((item) => {
    if (!isTensorMeta(item)) throw new NotComputedHere("a result that is no tensor");
    return resultMeta(item);
  });
}

function resultMeta({ dtype, shape }: TensorMeta): ResultMeta {
  const sizes = staticShape(shape);
  if (sizes === undefined) throw new NotComputedHere("a size that the data decide");
  return { dtype, shape: sizes };
}
