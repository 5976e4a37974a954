/** Recognises the expressions of a damaged line, to find the token and the words for its syntax error. */

import { SyntaxFault } from "./fault.ts";
import { checkFields } from "./fstring_check.ts";
import type { LineToken } from "./tokens.ts";

/** What an expression is, as CPython's messages call it, and where. */
export interface Shape {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Of a tuple or list. */
  readonly items?: readonly Shape[];
}

export interface Check {
  readonly text: string;
  readonly tokens: readonly LineToken[];
  at: number;
  /** How many brackets are open around the current token. */
  depth: number;
}

export function peek(c: Check, offset = 0): LineToken {
  return c.tokens[Math.min(c.at + offset, c.tokens.length - 1)] as LineToken;
}

export function isNext(c: Check, ...texts: readonly string[]): boolean {
  const token = peek(c);
  return (token.type === "op" || token.type === "keyword") && texts.includes(token.text);
}

export function accept(c: Check, text: string): boolean {
  if (!isNext(c, text)) return false;
  c.at++;
  return true;
}

export function invalid(c: Check, message = "invalid syntax"): never {
  const token = peek(c);
  throw new SyntaxFault(message, token.start, token.end);
}

function expect(c: Check, text: string): void {
  if (!accept(c, text)) invalid(c);
}

function endOfPrevious(c: Check): number {
  return c.at > 0 ? (c.tokens[c.at - 1] as LineToken).end : 0;
}

function shape(c: Check, name: string, start: number): Shape {
  return { name, start, end: endOfPrevious(c) };
}

/** `a, *b, c` with or without commas: one shape, a tuple when there is a comma. */
export function checkExpressions(c: Check, named = false): Shape {
  const first = checkStarOr(c, named);
  if (!isNext(c, ",")) return first;
  const items = [first];
  while (accept(c, ",")) {
    if (!startsExpression(peek(c)) && !isNext(c, "*")) break;
    items.push(checkStarOr(c, named));
  }
  return { ...shape(c, "tuple", first.start), items };
}

function checkStarOr(c: Check, named: boolean): Shape {
  const { start } = peek(c);
  if (accept(c, "*")) {
    const inner = checkBinary(c);
    return { ...shape(c, "starred", start), items: [inner] };
  }
  return named ? checkNamed(c) : checkExpression(c);
}

export function checkNamed(c: Check): Shape {
  const left = checkExpression(c);
  if (!isNext(c, ":=")) return left;
  if (left.name !== "name") {
    throw new SyntaxFault(`cannot use assignment expressions with ${left.name}`, left.start, left.end);
  }
  c.at++;
  checkExpression(c);
  return shape(c, "named expression", left.start);
}

/** Words that begin an expression. */
const PREFIX_WORDS: ReadonlySet<string> = new Set(["lambda", "not", "await", "None", "True", "False"]);

export function startsExpression(token: LineToken): boolean {
  switch (token.type) {
    case "name":
    case "number":
    case "string":
      return true;
    case "keyword":
      return PREFIX_WORDS.has(token.text);
    case "op":
      return ["(", "[", "{", "-", "+", "~", "..."].includes(token.text);
    case "end":
      return false;
  }
}

export function checkExpression(c: Check): Shape {
  const { start } = peek(c);
  if (isNext(c, "lambda")) {
    checkLambda(c);
    return shape(c, "lambda", start);
  }
  const value = checkDisjunction(c);
  if (isNext(c, "if")) {
    c.at++;
    checkDisjunction(c);
    if (!isNext(c, "else")) {
      if (isNext(c, ":")) return invalid(c);
      throw new SyntaxFault("expected 'else' after 'if' expression", start, endOfPrevious(c));
    }
    c.at++;
    checkExpression(c);
    return shape(c, "conditional expression", start);
  }
  forgottenComma(c, value);
  return value;
}

/** Two expressions side by side inside brackets. */
function forgottenComma(c: Check, left: Shape): void {
  const next = peek(c);
  if (c.depth === 0 || !(next.type === "name" || next.type === "number" || next.type === "string")) return;
  if (left.name === "name" && next.type === "string") return;
  const { at } = c;
  let end = next.end;
  try {
    end = checkDisjunction(c).end;
  } catch {
    c.at = at;
    return;
  }
  throw new SyntaxFault("invalid syntax. Perhaps you forgot a comma?", left.start, end);
}

function checkDisjunction(c: Check): Shape {
  const first = checkConjunction(c);
  if (!isNext(c, "or")) return first;
  while (accept(c, "or")) checkConjunction(c);
  return shape(c, "expression", first.start);
}

function checkConjunction(c: Check): Shape {
  const first = checkInversion(c);
  if (!isNext(c, "and")) return first;
  while (accept(c, "and")) checkInversion(c);
  return shape(c, "expression", first.start);
}

function checkInversion(c: Check): Shape {
  const { start } = peek(c);
  if (accept(c, "not")) {
    checkInversion(c);
    return shape(c, "expression", start);
  }
  const left = checkBinary(c);
  let compared = false;
  while (acceptComparison(c)) {
    checkBinary(c);
    compared = true;
  }
  return compared ? shape(c, "comparison", left.start) : left;
}

function acceptComparison(c: Check): boolean {
  if (isNext(c, "<", ">", "==", "!=", "<=", ">=", "in")) c.at++;
  else if (isNext(c, "is")) {
    c.at++;
    accept(c, "not");
  } else if (isNext(c, "not") && peek(c, 1).text === "in") c.at += 2;
  else return false;
  return true;
}

const BINARY = ["+", "-", "*", "@", "/", "%", "//", "**", "|", "&", "^", "<<", ">>"];

export function checkBinary(c: Check): Shape {
  const left = checkUnary(c);
  let binary = false;
  while (isNext(c, ...BINARY)) {
    c.at++;
    checkUnary(c);
    binary = true;
  }
  return binary ? shape(c, "expression", left.start) : left;
}

function checkUnary(c: Check): Shape {
  const { start } = peek(c);
  if (isNext(c, "-", "+", "~")) {
    while (isNext(c, "-", "+", "~")) c.at++;
    checkUnary(c);
    return shape(c, "expression", start);
  }
  if (accept(c, "await")) {
    checkPrimary(c);
    return shape(c, "await expression", start);
  }
  return checkPrimary(c);
}

function checkPrimary(c: Check): Shape {
  let value = checkAtom(c);
  for (;;) {
    if (accept(c, ".")) {
      if (peek(c).type !== "name") invalid(c);
      c.at++;
      value = shape(c, "attribute", value.start);
    } else if (isNext(c, "(")) {
      checkArguments(c);
      value = shape(c, "function call", value.start);
    } else if (isNext(c, "[")) {
      brackets(c, "]", () => checkSlices(c));
      value = shape(c, "subscript", value.start);
    } else return value;
  }
}

function brackets<T>(c: Check, close: string, inner: () => T): T {
  c.at++;
  c.depth++;
  const result = inner();
  expect(c, close);
  c.depth--;
  return result;
}

function checkAtom(c: Check): Shape {
  const token = peek(c);
  const { start } = token;
  switch (token.type) {
    case "name":
      c.at++;
      return shape(c, token.text === "__debug__" ? "__debug__" : "name", start);
    case "number":
      c.at++;
      checkNumber(token, peek(c));
      return shape(c, "literal", start);
    case "string": {
      let formatted = false;
      for (; peek(c).type === "string"; c.at++) {
        if (!/^[a-z]*f/i.test(peek(c).text)) continue;
        formatted = true;
        checkFields(c.text, peek(c), (tokens) => checkField(c.text, tokens));
      }
      return shape(c, formatted ? "f-string expression" : "literal", start);
    }
    case "keyword":
      if (token.text !== "None" && token.text !== "True" && token.text !== "False") invalid(c);
      c.at++;
      return shape(c, token.text, start);
    case "op":
      if (token.text === "...") {
        c.at++;
        return shape(c, "ellipsis", start);
      }
      if (token.text === "(") return brackets2(c, start, ")", () => checkParenthesised(c));
      if (token.text === "[") return brackets2(c, start, "]", () => checkListItems(c));
      if (token.text === "{") return brackets2(c, start, "}", () => checkBraces(c));
      return invalid(c);
    case "end":
      return invalid(c);
  }
}

/** A number that runs into letters, or has digits or underscores where none may be. */
function checkNumber(token: LineToken, next: LineToken): void {
  const based = /^0([xob])/i.exec(token.text)?.[1]?.toLowerCase() ?? /^([xob])/i.exec(next.text)?.[1]?.toLowerCase();
  const touches =
    next.start === token.end && (next.type === "name" || next.type === "keyword" || next.type === "number");
  const radix = based === "x" ? "hexadecimal" : based === "o" ? "octal" : "binary";
  if (based !== undefined && (token.text === "0" ? touches : /^0[xob]/i.test(token.text))) {
    const digit = based === "x" ? undefined : /[0-9]/.exec(token.text === "0" ? next.text.slice(1) : next.text);
    if (touches && digit?.index === 0) {
      const at = next.start + (token.text === "0" ? 1 : 0);
      throw new SyntaxFault(`invalid digit '${digit[0]}' in ${radix} literal`, at, at + 1);
    }
    if (touches || token.text.endsWith("_")) {
      const end = token.text === "0" ? token.end + 1 : token.end;
      throw new SyntaxFault(`invalid ${radix} literal`, end - 1, end);
    }
  } else if (/__|_$|_[.eE]/.test(token.text)) {
    const at = token.start + token.text.search(/__|_$|_[.eE]/);
    throw new SyntaxFault("invalid decimal literal", at, at + 1);
  } else if (touches && next.type !== "number" && !isOperatorWord(next)) {
    throw new SyntaxFault("invalid decimal literal", token.end - 1, token.end);
  }
}

/** `1if x else y` is allowed. */
function isOperatorWord(token: LineToken): boolean {
  return ["and", "else", "for", "if", "in", "is", "not", "or"].includes(token.text);
}

/** The expression of an f-string's replacement field. */
function checkField(text: string, tokens: readonly LineToken[]): void {
  const c: Check = { text, tokens, at: 0, depth: 1 };
  if (isNext(c, "yield")) checkYield(c);
  else checkExpressions(c);
  if (peek(c).type !== "end") invalid(c, "f-string: expecting '=', or '!', or ':', or '}'");
}

/** A display: the brackets belong to the shape, except those around a lone expression. */
function brackets2(c: Check, start: number, close: string, inner: () => Shape): Shape {
  const value = brackets(c, close, inner);
  if (close === ")" && value.items === undefined && value.name !== "generator expression") return value;
  return { ...value, start, end: endOfPrevious(c) };
}

function checkParenthesised(c: Check): Shape {
  const { start } = peek(c);
  if (isNext(c, ")")) return { name: "tuple", start, end: start, items: [] };
  if (isNext(c, "yield")) return checkYield(c);
  const value = checkExpressions(c, true);
  if (isNext(c, "for", "async")) {
    checkGenerators(c, value, ")");
    return shape(c, "generator expression", start);
  }
  if (value.name === "starred") throw new SyntaxFault("cannot use starred expression here", value.start, value.end);
  wrongEqual(c, value);
  return value;
}

function checkListItems(c: Check): Shape {
  const { start } = peek(c);
  if (isNext(c, "]")) return { name: "list", start, end: start, items: [] };
  const value = checkExpressions(c, true);
  if (isNext(c, "for", "async")) {
    checkGenerators(c, value);
    return shape(c, "list comprehension", start);
  }
  wrongEqual(c, value);
  return { ...value, name: "list", items: value.name === "tuple" ? (value.items ?? []) : [value] };
}

/** `=` where only an expression can stand. */
export function wrongEqual(c: Check, left: Shape): void {
  if (!isNext(c, "=")) return;
  if (left.name === "name") {
    const end = peek(c, 1).end;
    throw new SyntaxFault("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", left.start, end);
  }
  if (!["tuple", "list", "generator expression", "True", "False", "None", "starred"].includes(left.name)) {
    const message = `cannot assign to ${left.name} here. Maybe you meant '==' instead of '='?`;
    throw new SyntaxFault(message, left.start, left.end);
  }
}

function checkBraces(c: Check): Shape {
  const { start } = peek(c);
  let name = "";
  while (!isNext(c, "}")) {
    if (accept(c, "**")) {
      const { start: from } = c.tokens[c.at - 1] as LineToken;
      checkBinary(c);
      name ||= "dict literal";
      if (isNext(c, "for", "async")) {
        throw new SyntaxFault("dict unpacking cannot be used in dict comprehension", from, from + 2);
      }
    } else {
      const key = checkStarOr(c, true);
      if (accept(c, ":")) {
        if (isNext(c, "}", ",")) invalid(c, "expression expected after dictionary key and ':'");
        checkExpression(c);
        name ||= "dict literal";
      } else {
        if (name === "dict literal") invalid(c, "':' expected after dictionary key");
        name ||= "set display";
      }
      if (isNext(c, "for", "async")) {
        checkGenerators(c, key);
        return shape(c, name === "dict literal" ? "dict comprehension" : "set comprehension", start);
      }
      wrongEqual(c, key);
    }
    if (!accept(c, ",")) break;
  }
  return shape(c, name || "dict literal", start);
}

function checkGenerators(c: Check, element: Shape, close = ""): void {
  if (element.name === "starred") {
    throw new SyntaxFault("iterable unpacking cannot be used in comprehension", element.start, element.end);
  }
  if (element.name === "tuple" && element.start === element.items?.[0]?.start) {
    const comma = c.tokens.find((token) => token.text === "," && token.start >= (element.items?.[0]?.end ?? 0));
    if (close === ")" && comma !== undefined) throw new SyntaxFault("invalid syntax", comma.start, comma.end);
    throw new SyntaxFault("did you forget parentheses around the comprehension target?", element.start, element.end);
  }
  while (isNext(c, "for", "async")) {
    accept(c, "async");
    expect(c, "for");
    checkTarget(checkTargets(c), "assign to");
    if (!isNext(c, "in")) invalid(c);
    c.at++;
    checkDisjunction(c);
    if (isNext(c, "if")) {
      while (accept(c, "if")) checkDisjunction(c);
    }
  }
}

/** The targets of a `for`: they stop before `in`. */
export function checkTargets(c: Check): Shape {
  const { start } = peek(c);
  const items: Shape[] = [];
  let comma = false;
  do {
    if (isNext(c, "in", "=")) break;
    const at = peek(c).start;
    if (accept(c, "*")) items.push({ name: "starred", items: [checkBinary(c)], start: at, end: endOfPrevious(c) });
    else items.push(checkBinary(c));
    comma ||= isNext(c, ",");
  } while (accept(c, ","));
  const only = items[0];
  if (only === undefined) return invalid(c);
  return comma ? { ...shape(c, "tuple", start), items } : only;
}

/** Throws unless the shape is a target. `hint` follows the message for the shape itself. */
export function checkTarget(target: Shape, verb: string, hint = ""): void {
  switch (target.name) {
    case "name":
    case "attribute":
    case "subscript":
      return;
    case "tuple":
    case "list":
    case "starred":
      for (const item of target.items ?? []) checkTarget(item, verb);
      return;
    default: {
      const plain = ["None", "True", "False", "__debug__", "generator expression"].includes(target.name);
      throw new SyntaxFault(`cannot ${verb} ${target.name}${plain ? "" : hint}`, target.start, target.end);
    }
  }
}

function checkSlices(c: Check): void {
  do {
    if (isNext(c, "]")) return;
    if (!isNext(c, ":")) checkStarOr(c, true);
    for (let colons = 0; colons < 2 && accept(c, ":"); colons++) {
      if (!isNext(c, ":", ",", "]")) checkExpression(c);
    }
  } while (accept(c, ","));
}

export function checkArguments(c: Check): void {
  brackets(c, ")", () => {
    for (let count = 1; !isNext(c, ")"); count++) {
      if (accept(c, "**") || accept(c, "*")) checkExpression(c);
      else {
        const value = checkNamed(c);
        if (isNext(c, "for", "async")) {
          checkGenerators(c, value);
          if (count > 1 || (isNext(c, ",") && !isEndOfArguments(c))) {
            throw new SyntaxFault("Generator expression must be parenthesized", value.start, endOfPrevious(c));
          }
        } else if (isNext(c, "=")) checkKeyword(c, value);
      }
      if (!accept(c, ",")) break;
    }
  });
}

function isEndOfArguments(c: Check): boolean {
  return peek(c, 1).text === ")";
}

function checkKeyword(c: Check, name: Shape): void {
  const equal = peek(c);
  if (["True", "False", "None"].includes(name.name)) {
    throw new SyntaxFault(`cannot assign to ${name.name}`, name.start, equal.end);
  }
  if (name.name !== "name") {
    throw new SyntaxFault('expression cannot contain assignment, perhaps you meant "=="?', name.start, equal.end);
  }
  c.at++;
  if (isNext(c, ",", ")")) throw new SyntaxFault("expected argument value expression", name.start, equal.end);
  checkExpression(c);
}

export function checkYield(c: Check): Shape {
  const { start } = peek(c);
  expect(c, "yield");
  if (accept(c, "from")) checkExpression(c);
  else if (startsExpression(peek(c)) || isNext(c, "*")) checkExpressions(c);
  return shape(c, "yield expression", start);
}

function checkLambda(c: Check): void {
  expect(c, "lambda");
  checkParameters(c, ":", false);
  expect(c, ":");
  checkExpression(c);
}

/** Parameters up to `close`, with their defaults; with annotations for functions. */
export function checkParameters(c: Check, close: string, annotated: boolean): void {
  while (!isNext(c, close)) {
    const star = isNext(c, "*", "**") ? peek(c).text : "";
    if (star !== "") c.at++;
    if (peek(c).type === "name") {
      c.at++;
      if (annotated && accept(c, ":")) checkStarOr(c, false);
      if (isNext(c, "=")) {
        if (star !== "")
          invalid(c, `var-${star === "*" ? "positional" : "keyword"} argument cannot have default value`);
        c.at++;
        if (isNext(c, ",", close))
          invalid(c, annotated || isNext(c, ",") ? "expected default value expression" : "invalid syntax");
        checkExpression(c);
      }
    } else if (isNext(c, "(")) {
      invalid(c, `${annotated ? "Function" : "Lambda expression"} parameters cannot be parenthesized`);
    } else if (star === "*" && (isNext(c, ",", close) as boolean)) {
      if (isNext(c, close)) invalid(c, "named arguments must follow bare *");
    } else if (!(star === "" && accept(c, "/"))) {
      invalid(c);
    }
    if (!accept(c, ",")) break;
  }
}
