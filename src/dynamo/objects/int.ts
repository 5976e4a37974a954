/** `int` and `bool`: a `number` while it is a safe integer, a `bigint` beyond; never both for one value, never -0. */

import { PyBoxed } from "./boxed.ts";
import { nativeType } from "./core_types.ts";
import type { PyType } from "./type.ts";

export type PyInt = number | bigint;

export const intType: PyType = nativeType("int", { allocate: (t) => new PyBoxed(0, t) });
export const boolType: PyType = nativeType("bool", { bases: [intType] });

const MAX = BigInt(Number.MAX_SAFE_INTEGER);
const MIN = -MAX;

/** The one representation of an integer. */
export function normalizeInt(b: bigint): PyInt {
  return b <= MAX && b >= MIN ? Number(b) : b;
}

/** A float that is integral (as `int(1e300)` sees it) as an int. */
export function intFromIntegral(x: number): PyInt {
  return Number.isSafeInteger(x) ? x + 0 : normalizeInt(BigInt(x));
}
