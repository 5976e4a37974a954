/** Sizes as sympy's `srepr` writes them: `Mul(Integer(2), Symbol('s77', positive=True, integer=True))`. */

import { compare, not } from "../../shapes/bool.ts";
import { add, floordiv, isExpr, max, min, mod, mul, pow, symbol } from "../../shapes/expr.ts";
import type { CompareOp, SymBool, SymInt } from "../../shapes/types.ts";
import type { Reader } from "./json.ts";

type Value = SymInt | { readonly bool: SymBool };

const COMPARISONS: Readonly<Record<string, CompareOp>> = {
  Equality: "eq",
  Eq: "eq",
  Unequality: "ne",
  Ne: "ne",
  StrictLessThan: "lt",
  Lt: "lt",
  LessThan: "le",
  Le: "le",
  StrictGreaterThan: "gt",
  Gt: "gt",
  GreaterThan: "ge",
  Ge: "ge",
};

export function readSymInt(reader: Reader, text: string): SymInt {
  const value = new Parser(reader, text).whole();
  return typeof value === "object" && "bool" in value ? reader.fail(`the size ${text} is a condition`) : value;
}

export function readSymBool(reader: Reader, text: string): SymBool {
  const value = new Parser(reader, text).whole();
  return typeof value === "object" && "bool" in value ? value.bool : reader.fail(`the condition ${text} is a number`);
}

/** Nested calls are few in a size; a text made to exhaust the stack has many. */
const MAX_DEPTH = 200;

class Parser {
  private readonly reader: Reader;
  private readonly text: string;
  private at = 0;
  private depth = 0;

  constructor(reader: Reader, text: string) {
    this.reader = reader;
    this.text = text;
  }

  whole(): Value {
    const value = this.value();
    if (this.at !== this.text.length) this.unknown();
    return value;
  }

  private unknown(): never {
    return this.reader.fail(`the size ${this.text} is not understood`);
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) return null;
    this.at += match[0].length;
    return match[0];
  }

  private expect(token: string): void {
    if (!this.text.startsWith(token, this.at)) this.unknown();
    this.at += token.length;
  }

  private value(): Value {
    if (++this.depth > MAX_DEPTH) this.unknown();
    const head = this.take(/[A-Za-z_][\w.]*/y) ?? this.unknown();
    let result: Value;
    if (head === "true" || head === "True") result = { bool: true };
    else if (head === "false" || head === "False") result = { bool: false };
    else if (head === "Symbol") result = this.symbol();
    else if (head === "Integer") result = this.integer();
    else result = this.call(head);
    this.depth--;
    return result;
  }

  private symbol(): SymInt {
    this.expect("('");
    const name = this.take(/\w+/y) ?? this.unknown();
    this.expect("'");
    this.take(/(, \w+=(True|False))*/y);
    this.expect(")");
    return symbol(name);
  }

  private integer(): SymInt {
    this.expect("(");
    const digits = this.take(/-?\d+/y) ?? this.unknown();
    this.expect(")");
    return Number(digits);
  }

  private call(head: string): Value {
    this.expect("(");
    const args: Value[] = [];
    while (!this.text.startsWith(")", this.at)) {
      if (args.length > 0) this.expect(", ");
      args.push(this.value());
    }
    this.at++;
    const ints = (): SymInt[] => args.map((a) => (typeof a === "object" && "bool" in a ? this.unknown() : a));
    const pair = (): [SymInt, SymInt] => {
      const [a, b, ...more] = ints();
      return a === undefined || b === undefined || more.length > 0 ? this.unknown() : [a, b];
    };
    const op = COMPARISONS[head];
    if (op !== undefined) return { bool: compare(op, ...pair()) };
    switch (head) {
      case "Add":
        return add(...ints());
      case "Mul":
        return mul(...ints());
      case "Max":
        return max(...ints());
      case "Min":
        return min(...ints());
      case "FloorDiv":
      case "CleanDiv":
        return floordiv(...pair());
      case "Mod":
      case "PythonMod":
        return mod(...pair());
      case "Pow":
      case "PowByNatural": {
        const [base, exponent] = pair();
        // A negative power is a fraction, which no size is.
        if (typeof exponent === "number" && exponent < 0) return this.unknown();
        return pow(base, exponent);
      }
      case "ModularIndexing": {
        const [a, b, c] = ints();
        return a === undefined || b === undefined || c === undefined ? this.unknown() : mod(floordiv(a, b), c);
      }
      case "Identity":
        return ints()[0] ?? this.unknown();
      case "Not": {
        const [only] = args;
        return typeof only === "object" && !isExpr(only as SymInt) && "bool" in only
          ? { bool: not(only.bool) }
          : this.unknown();
      }
      default:
        return this.unknown();
    }
  }
}
