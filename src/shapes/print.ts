/** Symbolic values as text, in Python's notation. */

import type { CompareOp, SymBool, SymInt } from "./types.ts";

const PRECEDENCE = { add: 1, mul: 2, floordiv: 2, mod: 2, pow: 3 } as const;
const COMPARE_TEXT: Readonly<Record<CompareOp, string>> = { eq: "==", ne: "!=", lt: "<", le: "<=", gt: ">", ge: ">=" };

/** `rename` may give a symbol another name (a user's `Dim`). */
export function printInt(value: SymInt, rename: (name: string) => string = (n) => n): string {
  return print(value, 0, rename);
}

function print(value: SymInt, context: number, rename: (name: string) => string): string {
  if (typeof value === "number") return value < 0 && context > 1 ? `(${value})` : String(value);
  const go = (v: SymInt, level: number) => print(v, level, rename);
  const wrap = (level: number, text: string) => (level < context ? `(${text})` : text);
  switch (value.kind) {
    case "symbol":
      return rename(value.name);
    case "add": {
      const text = value.terms.reduce<string>((acc, t) => {
        const s = go(t, 1);
        return acc === "" ? s : s.startsWith("-") ? `${acc} - ${s.slice(1)}` : `${acc} + ${s}`;
      }, "");
      return wrap(PRECEDENCE.add, text);
    }
    case "mul": {
      const [first, ...others] = value.factors;
      const head =
        first === undefined ? "" : first === -1 ? "-" : typeof first === "number" ? `${first}*` : `${go(first, 2)}*`;
      return wrap(PRECEDENCE.mul, `${head}${others.map((f) => go(f, 3)).join("*")}`);
    }
    case "floordiv":
      return wrap(PRECEDENCE.floordiv, `${go(value.left, 2)}//${go(value.right, 3)}`);
    case "mod":
      return wrap(PRECEDENCE.mod, `${go(value.left, 2)}%${go(value.right, 3)}`);
    case "pow":
      return wrap(PRECEDENCE.pow, `${go(value.left, 4)}**${go(value.right, 3)}`);
    case "min":
    case "max":
      return `${value.kind}(${value.args.map((a) => go(a, 0)).join(", ")})`;
    case "opaque":
      return value.args.length === 0 ? value.name : `${value.name}(${value.args.map((a) => go(a, 0)).join(", ")})`;
  }
}

export function printBool(value: SymBool, rename: (name: string) => string = (n) => n): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  switch (value.kind) {
    case "not":
      return `not (${printBool(value.arg, rename)})`;
    case "and":
    case "or":
      return value.args.map((a) => `(${printBool(a, rename)})`).join(` ${value.kind} `);
    default:
      return `${print(value.left, 0, rename)} ${COMPARE_TEXT[value.kind]} ${print(value.right, 0, rename)}`;
  }
}
