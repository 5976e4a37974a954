/** Single-character tests: literals, sets and the categories \d \s \w, by code point. */

import { WHITESPACE_CLASS } from "../../builtins/text/code_points.ts";
import type { CharTest } from "./compile.ts";
import type { RegexNode } from "./syntax.ts";

const UNICODE: Readonly<Record<string, RegExp>> = {
  d: /^\p{Nd}$/u,
  s: new RegExp(`^[${WHITESPACE_CLASS}]$`, "u"),
  w: /^[\p{L}\p{N}_]$/u,
};
const ASCII: Readonly<Record<string, RegExp>> = { d: /^[0-9]$/, s: /^[ \t-\r]$/, w: /^[A-Za-z0-9_]$/ };

const tables = new Map<string, Uint8Array>();

/** Membership of a category letter for the codes below 256; upper-case letters are complements. */
function table(letter: string, ascii: boolean): Uint8Array {
  const key = letter + (ascii ? "a" : "u");
  let known = tables.get(key);
  if (known === undefined) {
    known = new Uint8Array(256);
    for (let code = 0; code < 256; code++) known[code] = slow(letter, ascii, code) ? 1 : 0;
    tables.set(key, known);
  }
  return known;
}

function slow(letter: string, ascii: boolean, code: number): boolean {
  const lower = letter.toLowerCase();
  const pattern = (ascii ? ASCII : UNICODE)[lower] as RegExp;
  return pattern.test(String.fromCodePoint(code)) === (letter === lower);
}

function inCategory(letter: string, ascii: boolean): CharTest {
  const low = table(letter, ascii);
  return (code) => (code < 256 ? low[code] === 1 : slow(letter, ascii, code));
}

/** The other cases of a character, itself included. */
export function caseVariants(code: number): number[] {
  const ch = String.fromCodePoint(code);
  const variants = new Set([code]);
  for (const other of [
    ch.toLowerCase(),
    ch.toUpperCase(),
    ch.toUpperCase().toLowerCase(),
    ch.toLowerCase().toUpperCase(),
  ]) {
    const point = other.codePointAt(0) ?? code;
    if (String.fromCodePoint(point) === other) variants.add(point);
  }
  return [...variants];
}

export function charTest(node: RegexNode & { kind: "char" | "any" | "set" }): CharTest {
  if (node.kind === "any") return node.newline ? () => true : (code) => code !== 10;
  if (node.kind === "char") {
    const only = node.code;
    if (!node.ignoreCase) return (code) => code === only;
    const variants = new Set(caseVariants(only));
    return (code) => variants.has(code);
  }
  const { ranges, negate } = node;
  const categories = node.categories.map((letter) => inCategory(letter, node.ascii));
  const plain: CharTest = (code) => {
    for (let i = 0; i < ranges.length; i += 2) {
      if (code >= (ranges[i] as number) && code <= (ranges[i + 1] as number)) return true;
    }
    for (const category of categories) if (category(code)) return true;
    return false;
  };
  const member: CharTest = node.ignoreCase ? (code) => plain(code) || caseVariants(code).some(plain) : plain;
  const low = new Uint8Array(128);
  for (let code = 0; code < 128; code++) low[code] = member(code) !== negate ? 1 : 0;
  return (code) => (code < 128 ? low[code] === 1 : member(code) !== negate);
}
