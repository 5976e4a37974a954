/** Methods of `str` about case and kinds of characters. */

import type { Interpreter } from "../interpreter.ts";
import { defineMethods, type NativeImpl } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { strType } from "../objects/str.ts";
import { strValue } from "./str.ts";
import { WHITESPACE_CLASS } from "./text/code_points.ts";
import { isPrintable } from "./text/str_repr.ts";

const UPPER = /\p{Uppercase}/u;
const LOWER = /\p{Lowercase}/u;
const TITLE = /\p{Lt}/u;

function cased(ch: string): boolean {
  return UPPER.test(ch) || LOWER.test(ch) || TITLE.test(ch);
}

function upperFirst(ch: string): string {
  const upper = ch.toUpperCase();
  // Title case: ß becomes Ss, digraphs their title form.
  return upper.length > ch.length ? upper[0] + upper.slice(1).toLowerCase() : upper;
}

function title(text: string): string {
  let out = "";
  let inWord = false;
  for (const ch of text) {
    out += inWord ? ch.toLowerCase() : upperFirst(ch);
    inWord = cased(ch);
  }
  return out;
}

function isTitle(text: string): boolean {
  let inWord = false;
  let any = false;
  for (const ch of text) {
    if (UPPER.test(ch) || TITLE.test(ch)) {
      if (inWord) return false;
      inWord = any = true;
    } else if (LOWER.test(ch)) {
      if (!inWord) return false;
      inWord = any = true;
    } else inWord = false;
  }
  return any;
}

function swap(text: string): string {
  let out = "";
  for (const ch of text) out += UPPER.test(ch) ? ch.toLowerCase() : LOWER.test(ch) ? ch.toUpperCase() : ch;
  return out;
}

/** A whole non-empty string of one kind of character. */
function all(pattern: string) {
  const regex = new RegExp(`^(?:${pattern})+$`, "u");
  return (_vm: Interpreter, self: PyValue): boolean => regex.test(strValue(self));
}

function map(change: (text: string) => PyValue): NativeImpl {
  return (_vm: Interpreter, self: PyValue) => change(strValue(self));
}

/** Characters whose Numeric_Type is Digit, beside the decimal digits. */
const DIGIT =
  "\\p{Nd}|[\\u00b2\\u00b3\\u00b9\\u1369-\\u1371\\u19da\\u2070\\u2074-\\u2079\\u2080-\\u2089\\u2460-\\u2468\\u2474-\\u247c\\u2488-\\u2490\\u24ea\\u24f5-\\u24fd\\u24ff\\u2776-\\u277e\\u2780-\\u2788\\u278a-\\u2792]";
const NUMERIC =
  "\\p{N}|[\\u3405\\u3483\\u382a\\u3b4d\\u4e00\\u4e03\\u4e07\\u4e09\\u4e24\\u4e5d\\u4e8c\\u4e94\\u4ebf\\u4ee8\\u4edf\\u5146\\u5169\\u516b\\u516d\\u5341\\u5343\\u5345\\u56db\\u58f1\\u58f9\\u5eff\\u5f0c-\\u5f0e\\u62fe\\u634c\\u67d2\\u767e\\u842c\\u8086\\u8cae\\u8cb3\\u9621\\u9646\\u964c\\u9678\\u96f6]";

defineMethods(strType, {
  "upper(self, /)": map((text) => text.toUpperCase()),
  "lower(self, /)": map((text) => text.toLowerCase()),
  "casefold(self, /)": map((text) =>
    text.toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ").replaceAll("ſ", "s"),
  ),
  "capitalize(self, /)": map((text) => {
    const first = text[Symbol.iterator]().next().value ?? "";
    return upperFirst(first) + text.slice(first.length).toLowerCase();
  }),
  "title(self, /)": map(title),
  "swapcase(self, /)": map(swap),
  "istitle(self, /)": map(isTitle),
  "isupper(self, /)": map((text) => {
    const chars = Array.from(text);
    return chars.some((ch) => UPPER.test(ch)) && !chars.some((ch) => LOWER.test(ch) || TITLE.test(ch));
  }),
  "islower(self, /)": map((text) => {
    const chars = Array.from(text);
    return chars.some((ch) => LOWER.test(ch)) && !chars.some((ch) => UPPER.test(ch) || TITLE.test(ch));
  }),
  "isalpha(self, /)": all("\\p{L}"),
  "isalnum(self, /)": all(`\\p{L}|${DIGIT}|${NUMERIC}`),
  "isdecimal(self, /)": all("\\p{Nd}"),
  "isdigit(self, /)": all(DIGIT),
  "isnumeric(self, /)": all(NUMERIC),
  "isspace(self, /)": all(`[${WHITESPACE_CLASS}]`),
  "isascii(self, /)": map((text) => !/[\u0080-\uffff]/.test(text)),
  "isprintable(self, /)": map((text) => Array.from(text).every(isPrintable)),
  "isidentifier(self, /)": map((text) => /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(text)),
});
