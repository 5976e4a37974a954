/** Contents that need no computing: results of operators that only fill, read off the call itself. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { BoundCall } from "../../ops/bind.ts";
import type { OpInput } from "../../ops/types.ts";
import type { Element } from "./elements.ts";
import { allocateElements } from "./elements.ts";
import { staticShape } from "./strides.ts";
import { LazyValue, type Origin } from "./value.ts";

const ZEROS = new Set([
  "zeros",
  "zeros_like",
  "new_zeros",
  "empty",
  "empty_like",
  "new_empty",
  "empty_strided",
  "new_empty_strided",
]);
const ONES = new Set(["ones", "ones_like", "new_ones"]);
const FULL: ReadonlyMap<string, number> = new Map([
  ["full", 1],
  ["full_like", 1],
  ["new_full", 2],
  ["scalar_tensor", 0],
]);
/** Results with the very elements of the input. */
const SAME = new Set([
  "clone",
  "detach",
  "alias",
  "contiguous",
  "view",
  "reshape",
  "flatten",
  "unsqueeze",
  "squeeze",
  "_to_copy",
  "to",
  "lift_fresh_copy",
  "lift_fresh",
]);

/** The origin of a call's one result; null when it must be computed. */
export function nativeValue(call: BoundCall, args: readonly OpInput[], meta: TensorMeta): Origin | null {
  const { name } = call.entry.schema;
  if (staticShape(meta.shape) === undefined) return null;
  if (ZEROS.has(name)) return { kind: "full", element: 0 };
  if (ONES.has(name)) return { kind: "full", element: 1 };
  const at = FULL.get(name);
  if (at !== undefined) {
    const element = scalarElement(args[at] ?? null);
    return element === null ? null : { kind: "full", element };
  }
  if (name === "arange") return arange(call, args, meta);
  const [self] = args;
  if (SAME.has(name) && self instanceof LazyValue && self.meta.dtype === meta.dtype) {
    if (self.origin.kind === "full") return self.origin;
    // The bytes of a value are contiguous in logical order, whatever its strides.
    if (self.origin.kind === "data") return self.origin;
  }
  if ((name === "expand" || name === "_to_copy" || name === "to") && self instanceof LazyValue) {
    if (self.origin.kind === "full") return self.origin;
  }
  return null;
}

export function scalarElement(input: OpInput): Element | null {
  if (typeof input === "number" || typeof input === "bigint" || typeof input === "boolean") return input;
  if (typeof input === "object" && input !== null && "kind" in input) {
    if (input.kind === "float") return input.value;
    if (input.kind === "complex") return { re: input.re, im: input.im };
  }
  return null;
}

/** Integers only: PyTorch computes floats in a way that rounding shows. */
function arange(call: BoundCall, args: readonly OpInput[], meta: TensorMeta): Origin | null {
  const { schema } = call.entry;
  const named = (name: string, otherwise: number): number | null => {
    const i = schema.args.findIndex((a) => a.name === name);
    const input = i < 0 ? otherwise : (args[i] ?? otherwise);
    return typeof input === "number" ? input : null;
  };
  const start = named("start", 0);
  const step = named("step", 1);
  if (start === null || step === null || named("end", 0) === null) return null;
  const [count] = meta.shape;
  if (typeof count !== "number") return null;
  const out = allocateElements(meta.dtype, count);
  for (let i = 0; i < count; i++) out.set(i, start + i * step);
  return { kind: "data", bytes: out.bytes };
}
