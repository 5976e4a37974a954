/** `unicodedata`: categories, normal forms and the values of digits, from the JavaScript engine's own tables. */

import { nativeModule } from "../importer/native_module.ts";
import type { Interpreter } from "../interpreter.ts";
import { TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { float } from "../objects/float.ts";
import { fn } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { asStr } from "../objects/unbox.ts";
import { raise } from "../protocols/errors.ts";
import { typeName } from "../protocols/type_of.ts";

interface Category {
  readonly name: string;
  readonly pattern: RegExp;
}

let known: readonly Category[] | null = null;

/** Their patterns take a while to make. */
function categories(): readonly Category[] {
  known ??= "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co"
    .split(" ")
    .map((name) => ({ name, pattern: new RegExp(`^\\p{${name}}$`, "u") }));
  return known;
}
const FORMS = ["NFC", "NFD", "NFKC", "NFKD"] as const;

function character(vm: Interpreter, what: string, v: PyValue): string {
  const text = asStr(v);
  if (text === undefined)
    raise(vm, TypeErrorType, `${what}() argument 1 must be a unicode character, not ${typeName(v)}`);
  if (Array.from(text).length !== 1)
    raise(vm, TypeErrorType, `${what}(): argument must be a unicode character, not a string of length ${text.length}`);
  return text;
}

/** The value of a decimal digit of any script: the digits of one script follow each other from zero. */
function decimalValue(ch: string): number | null {
  if (!/^\p{Nd}$/u.test(ch)) return null;
  const code = ch.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1)) && (zero & 15) !== 0 && (zero & 15) !== 6)
    zero--;
  return code - zero;
}

/** The value of a digit, also of one that is raised, lowered or in a circle. */
function digitValue(ch: string): number | null {
  const plain = ch.normalize("NFKC");
  return decimalValue(ch) ?? (/^[0-9]$/.test(plain) ? Number(plain) : null);
}

/** The value of a digit or a fraction. */
function numericValue(ch: string): number | null {
  const digit = digitValue(ch);
  if (digit !== null) return digit;
  const plain = ch.normalize("NFKC");
  const fraction = /^(\d+)\u2044(\d+)$/.exec(plain);
  if (fraction !== null) return Number(fraction[1]) / Number(fraction[2]);
  return /^\d+$/.test(plain) ? Number(plain) : null;
}

const valued = (name: string, message: string, value: (ch: string) => number | null, asFloat: boolean) =>
  fn(`${name}(chr, default=<unset>, /)`, (vm: Interpreter, chr: PyValue, fallback: PyValue | undefined) => {
    const found = value(character(vm, name, chr));
    if (found !== null) return asFloat ? float(found) : found;
    return fallback === undefined ? raise(vm, ValueErrorType, message) : fallback;
  });

function normalForm(vm: Interpreter, form: PyValue): (typeof FORMS)[number] {
  return FORMS.find((f) => f === form) ?? raise(vm, ValueErrorType, "invalid normalization form");
}

export const unicodedataModule = nativeModule("unicodedata", () => ({
  unidata_version: "15.1.0",
  category: fn("category(chr, /)", (vm: Interpreter, chr: PyValue) => {
    const ch = character(vm, "category", chr);
    return categories().find(({ pattern }) => pattern.test(ch))?.name ?? "Cn";
  }),
  normalize: fn("normalize(form, unistr, /)", (vm: Interpreter, form: PyValue, text: PyValue) =>
    (asStr(text) ?? raise(vm, TypeErrorType, `normalize() argument 2 must be str, not ${typeName(text)}`)).normalize(
      normalForm(vm, form),
    ),
  ),
  is_normalized: fn("is_normalized(form, unistr, /)", (vm: Interpreter, form: PyValue, text: PyValue) => {
    const s = asStr(text) ?? raise(vm, TypeErrorType, `is_normalized() argument 2 must be str, not ${typeName(text)}`);
    return s.normalize(normalForm(vm, form)) === s;
  }),
  decimal: valued("decimal", "not a decimal", decimalValue, false),
  digit: valued("digit", "not a digit", digitValue, false),
  numeric: valued("numeric", "not a numeric character", numericValue, true),
}));
