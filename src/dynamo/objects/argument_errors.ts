/** CPython's texts for wrong calls: those of functions written in Python, and those of functions written in C. */

import type { Signature } from "./signature.ts";

/** `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`. */
export function quotedList(names: readonly string[]): string {
  const quoted = names.map((n) => `'${n}'`);
  if (quoted.length <= 2) return quoted.join(" and ");
  return `${quoted.slice(0, -1).join(", ")}, and ${quoted.at(-1)}`;
}

export function missingArguments(
  qualname: string,
  kind: "positional" | "keyword-only",
  names: readonly string[],
): string {
  return `${qualname}() missing ${names.length} required ${kind} argument${names.length === 1 ? "" : "s"}: ${quotedList(names)}`;
}

export function tooManyPositional(
  qualname: string,
  accepted: number,
  defaults: number,
  given: number,
  keywordOnlyGiven: number,
): string {
  const takes = defaults > 0 ? `from ${accepted - defaults} to ${accepted}` : `${accepted}`;
  const plural = defaults > 0 || accepted !== 1 ? "s" : "";
  const were =
    keywordOnlyGiven > 0
      ? `${given} positional argument${given === 1 ? "" : "s"} (and ${keywordOnlyGiven} keyword-only argument${keywordOnlyGiven === 1 ? "" : "s"}) were`
      : `${given} ${given === 1 ? "was" : "were"}`;
  return `${qualname}() takes ${takes} positional argument${plural} but ${were} given`;
}

export function unexpectedKeyword(qualname: string, name: string): string {
  return `${qualname}() got an unexpected keyword argument '${name}'`;
}

export function multipleValues(qualname: string, name: string): string {
  return `${qualname}() got multiple values for argument '${name}'`;
}

export function positionalOnlyAsKeyword(qualname: string, names: readonly string[]): string {
  return `${qualname}() got some positional-only arguments passed as keyword arguments: '${names.join(", ")}'`;
}

/** A C function with the wrong number of positional arguments; `skip` is 1 where `self` is not counted. */
export function builtinArity(s: Signature, qualname: string, given: number, skip: number): string {
  const min = s.requiredPositional - skip;
  const max = s.positional.length - skip;
  const got = given - skip;
  const short = qualname.slice(qualname.lastIndexOf(".") + 1);
  if (max === 0) return `${qualname}() takes no arguments (${got} given)`;
  if (min === max && max === 1 && s.keywordOnly.length === 0 && !s.varPositional)
    return `${qualname}() takes exactly one argument (${got} given)`;
  const bound = min === max && !s.varPositional ? "" : got < min ? "at least " : "at most ";
  const n = got < min ? min : max;
  return `${short} expected ${bound}${n} argument${n === 1 ? "" : "s"}, got ${got}`;
}
