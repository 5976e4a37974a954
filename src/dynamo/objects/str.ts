/** `str`: JavaScript strings. Python sees code points; positions are UTF-16 only while a string has no surrogate pair. */

import { PyBoxed } from "./boxed.ts";
import { nativeType } from "./core_types.ts";
import type { PyType } from "./type.ts";

export const strType: PyType = nativeType("str", { allocate: (t) => new PyBoxed("", t) });

const ASTRAL = /[\ud800-\udbff][\udc00-\udfff]/;

/** Whether code points and UTF-16 units differ in number. */
export function hasAstral(s: string): boolean {
  return ASTRAL.test(s);
}

/** `len(s)`. */
export function strLength(s: string): number {
  if (!hasAstral(s)) return s.length;
  let n = 0;
  for (const _ of s) n++;
  return n;
}

/** The code points as strings. */
export function codePoints(s: string): string[] {
  return hasAstral(s) ? Array.from(s) : s.split("");
}
