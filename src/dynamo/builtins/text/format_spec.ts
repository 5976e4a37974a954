/** The format specification mini-language: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`. */

import type { Interpreter } from "../../interpreter.ts";
import { ValueErrorType } from "../../objects/exception_types.ts";
import { raise } from "../../protocols/errors.ts";
import { codePointLength } from "./code_points.ts";

export type Align = "<" | ">" | "=" | "^";

export interface FormatSpec {
  readonly fill: string;
  /** Null: the type's own default. */
  readonly align: Align | null;
  readonly sign: "+" | "-" | " " | null;
  readonly coerceZero: boolean;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: "," | "_" | null;
  readonly precision: number | null;
  /** One character, or the empty string. */
  readonly type: string;
}

const SPEC =
  /^(?:(?<fill>[\s\S])?(?<align>[<>=^]))?(?<sign>[-+ ])?(?<z>z)?(?<alt>#)?(?<zero>0)?(?<width>\d+)?(?<group>[,_]+)?(?:\.(?<precision>\d+)?)?(?<type>[\s\S])?$/u;

type Groups = Partial<
  Record<"fill" | "align" | "sign" | "z" | "alt" | "zero" | "width" | "group" | "precision" | "type", string>
>;

/** Parses `text`; `typeName` names the formatted object in errors. */
export function parseFormatSpec(vm: Interpreter, text: string, typeName: string): FormatSpec {
  const groups = SPEC.exec(text)?.groups as Groups | undefined;
  if (groups === undefined) {
    return raise(vm, ValueErrorType, `Invalid format specifier '${text}' for object of type '${typeName}'`);
  }
  const grouping = groups.group ?? null;
  if (grouping !== null && grouping.length > 1) {
    if (grouping.includes(",") && grouping.includes("_")) raise(vm, ValueErrorType, "Cannot specify both ',' and '_'.");
    raise(vm, ValueErrorType, `Cannot specify '${grouping[0]}' with '${grouping[1]}'.`);
  }
  if (groups.precision === undefined && /\.[^\d]?$/u.test(text) && !(groups.fill === "." && text.length === 2)) {
    const type = groups.type ?? "";
    if (text.endsWith(`.${type}`)) raise(vm, ValueErrorType, "Format specifier missing precision");
  }
  const zero = groups.zero !== undefined && groups.fill === undefined;
  const align = (groups.align ?? (zero ? "=" : null)) as Align | null;
  return {
    fill: groups.fill ?? (groups.zero !== undefined ? "0" : " "),
    align,
    sign: (groups.sign ?? null) as FormatSpec["sign"],
    coerceZero: groups.z !== undefined,
    alternate: groups.alt !== undefined,
    width: groups.width === undefined ? 0 : Number(groups.width),
    grouping: grouping as FormatSpec["grouping"],
    precision: groups.precision === undefined ? null : Number(groups.precision),
    type: groups.type ?? "",
  };
}

export function unknownCode(vm: Interpreter, code: string, typeName: string): never {
  const shown = code > " " && code < "\x7f" ? code : `\\x${(code.codePointAt(0) ?? 0).toString(16)}`;
  return raise(vm, ValueErrorType, `Unknown format code '${shown}' for object of type '${typeName}'`);
}

/** Pads to the width; "=" is the caller's business. */
export function pad(text: string, fill: string, align: Align, width: number): string {
  const missing = width - codePointLength(text);
  if (missing <= 0) return text;
  if (align === "<") return text + fill.repeat(missing);
  if (align === "^") {
    const left = Math.floor(missing / 2);
    return fill.repeat(left) + text + fill.repeat(missing - left);
  }
  return fill.repeat(missing) + text;
}

/** `str.__format__`. */
export function formatString(vm: Interpreter, value: string, text: string): string {
  if (text === "") return value;
  const spec = parseFormatSpec(vm, text, "str");
  if (spec.type !== "" && spec.type !== "s") unknownCode(vm, spec.type, "str");
  if (spec.sign === " ") raise(vm, ValueErrorType, "Space not allowed in string format specifier");
  if (spec.sign !== null) raise(vm, ValueErrorType, "Sign not allowed in string format specifier");
  if (spec.coerceZero) raise(vm, ValueErrorType, "Negative zero coercion (z) not allowed in string format specifier");
  if (spec.alternate) raise(vm, ValueErrorType, "Alternate form (#) not allowed in string format specifier");
  if (spec.grouping !== null) raise(vm, ValueErrorType, `Cannot specify '${spec.grouping}' with 's'.`);
  const zeroFlag = spec.align === "=" && spec.fill === "0" && !text.includes("=");
  if (spec.align === "=" && !zeroFlag) {
    raise(vm, ValueErrorType, "'=' alignment not allowed in string format specifier");
  }
  const cut = spec.precision === null ? value : Array.from(value).slice(0, spec.precision).join("");
  return pad(cut, spec.fill, zeroFlag ? "<" : (spec.align ?? "<"), spec.width);
}
