/** Replacement templates of `sub`: `\1`, `\g<name>` and character escapes. */

import type { Interpreter } from "../../interpreter.ts";
import { IndexErrorType } from "../../objects/exception_types.ts";
import { raise } from "../../protocols/errors.ts";
import { raiseRegexError } from "./error.ts";

/** Literal text, or a group number. */
export type TemplatePart = string | number;

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};

export function parseTemplate(
  vm: Interpreter,
  text: string,
  groups: number,
  names: ReadonlyMap<string, number>,
): TemplatePart[] {
  if (!text.includes("\\")) return [text];
  const parts: TemplatePart[] = [];
  let literal = "";
  const group = (at: number, position: number) => {
    if (at > groups) raiseRegexError(vm, `invalid group reference ${at}`, text, position);
    parts.push(literal, at);
    literal = "";
  };
  for (let i = 0; i < text.length; i++) {
    const ch = text[i] as string;
    if (ch !== "\\") {
      literal += ch;
      continue;
    }
    const next = text[++i];
    if (next === undefined) return raiseRegexError(vm, "bad escape (end of pattern)", text, i - 1);
    if (next === "g") {
      const match = /^<([^>]*)>/.exec(text.slice(i + 1));
      if (match === null)
        return raiseRegexError(vm, text[i + 1] === "<" ? "missing >, unterminated name" : "missing <", text, i + 1);
      const name = match[1] ?? "";
      if (name === "") raiseRegexError(vm, "missing group name", text, i + 2);
      const at = /^\d+$/.test(name) ? Number(name) : names.get(name);
      if (at === undefined) {
        if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name))
          raiseRegexError(vm, `bad character in group name '${name}'`, text, i + 2);
        return raise(vm, IndexErrorType, `unknown group name '${name}'`);
      }
      group(at, i + 2);
      i += match[0].length;
    } else if (next === "0" || /^[0-3][0-7]{2}/.test(text.slice(i))) {
      const digits = /^[0-7]{1,3}/.exec(text.slice(i))?.[0] ?? "0";
      literal += String.fromCharCode(Number.parseInt(digits, 8) & 255);
      i += digits.length - 1;
    } else if (/[1-9]/.test(next)) {
      const digits = /^\d{1,2}/.exec(text.slice(i))?.[0] ?? next;
      group(Number(digits), i);
      i += digits.length - 1;
    } else if (ESCAPES[next] !== undefined) literal += ESCAPES[next];
    else if (/[A-Za-z]/.test(next)) return raiseRegexError(vm, `bad escape \\${next}`, text, i - 1);
    else literal += `\\${next}`;
  }
  parts.push(literal);
  return parts;
}
