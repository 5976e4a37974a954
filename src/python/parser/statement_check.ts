/** Says what is wrong with one damaged logical line, in CPython's words. */

import {
  accept,
  type Check,
  checkArguments,
  checkExpression,
  checkExpressions,
  checkNamed,
  checkParameters,
  checkTarget,
  checkTargets,
  checkYield,
  invalid,
  isNext,
  peek,
  type Shape,
  startsExpression,
  wrongEqual,
} from "./expression_check.ts";
import { type Fault, SyntaxFault } from "./fault.ts";
import { tokenize } from "./tokens.ts";

/** The fault of the logical line `start..end`, or null when this grammar finds none. */
export function lineFault(text: string, start: number, end: number): Fault | null {
  try {
    const c: Check = { text, tokens: tokenize(text, start, end), at: 0, depth: 0 };
    checkLine(c);
    return null;
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    return error;
  }
}

function checkLine(c: Check): void {
  if (checkHeader(c)) {
    // `if x: a; b` has its statements on the same line.
    if (peek(c).type === "end") return;
  }
  checkSimpleStatements(c);
}

function checkSimpleStatements(c: Check): void {
  do {
    if (peek(c).type === "end") return;
    checkSimple(c);
  } while (accept(c, ";"));
  if (peek(c).type !== "end") invalid(c);
}

/** Reads a compound statement's header through its colon; false for a simple statement. */
function checkHeader(c: Check): boolean {
  const first = peek(c);
  if (first.text === "@" && first.type === "op") {
    c.at++;
    checkNamed(c);
    if (peek(c).type !== "end") invalid(c);
    return true;
  }
  accept(c, "async");
  const word = peek(c).text;
  switch (word) {
    case "if":
    case "elif":
    case "while": {
      c.at++;
      const test = checkNamed(c);
      wrongEqual(c, test);
      break;
    }
    case "else":
    case "try":
    case "finally":
      c.at++;
      break;
    case "for":
      c.at++;
      checkTarget(checkTargets(c), "assign to");
      if (!accept(c, "in")) invalid(c);
      checkExpressions(c);
      break;
    case "with":
      c.at++;
      checkWith(c);
      break;
    case "except":
      c.at++;
      accept(c, "*");
      checkExcept(c);
      break;
    case "def":
      c.at++;
      expectName(c);
      if (isNext(c, "[")) skipTypeParameters(c);
      if (!isNext(c, "(")) invalid(c, "expected '('");
      c.at++;
      c.depth++;
      checkParameters(c, ")", true);
      if (!accept(c, ")")) invalid(c);
      c.depth--;
      if (accept(c, "->")) checkExpressions(c);
      break;
    case "class":
      c.at++;
      expectName(c);
      if (isNext(c, "[")) skipTypeParameters(c);
      if (isNext(c, "(")) checkArguments(c);
      break;
    default:
      if (peek(c).type === "keyword" && first.text === "async") invalid(c);
      return softHeader(c, word);
  }
  if (!accept(c, ":")) {
    invalid(c, startsExpression(peek(c)) || isNext(c, ",", "=") ? "invalid syntax" : "expected ':'");
  }
  return true;
}

function softHeader(c: Check, word: string): boolean {
  const { at } = c;
  if (word !== "match" && word !== "case") return false;
  const closed = c.tokens.at(-2)?.text === ":";
  if (!closed && !(word === "match" && peek(c, 1).type === "name")) return false;
  c.at++;
  if (!startsExpression(peek(c)) && !isNext(c, "*")) {
    c.at = at;
    return false;
  }
  if (word === "match") {
    checkExpressions(c, true);
    if (!accept(c, ":")) invalid(c, peek(c).type === "end" ? "expected ':'" : "invalid syntax");
    return true;
  }
  // Patterns are not read here: the place is what tree-sitter says.
  return invalid(c);
}

function expectName(c: Check): void {
  if (peek(c).type !== "name") invalid(c);
  c.at++;
}

function skipTypeParameters(c: Check): void {
  if (peek(c, 1).text === "]") {
    c.at++;
    invalid(c, "Type parameter list cannot be empty");
  }
  let depth = 0;
  do {
    if (isNext(c, "(", "[", "{")) depth++;
    else if (isNext(c, ")", "]", "}")) depth--;
    c.at++;
  } while (depth > 0 && peek(c).type !== "end");
}

function checkWith(c: Check): void {
  const { at } = c;
  if (accept(c, "(")) {
    try {
      checkWithItems(c, ")");
      if (accept(c, ")") && isNext(c, ":")) return;
    } catch (error) {
      if (!(error instanceof SyntaxFault)) throw error;
    }
    c.at = at;
  }
  checkWithItems(c, ":");
}

function checkWithItems(c: Check, close: string): void {
  do {
    if (isNext(c, close)) return;
    checkExpression(c);
    if (accept(c, "as")) checkTarget(checkTargetItem(c), "assign to");
  } while (accept(c, ","));
}

function checkTargetItem(c: Check): Shape {
  return checkExpression(c);
}

function checkExcept(c: Check): void {
  if (isNext(c, ":")) return;
  checkExpression(c);
  if (isNext(c, ",")) invalid(c, "multiple exception types must be parenthesized");
  if (accept(c, "as")) {
    const target = checkExpression(c);
    if (target.name !== "name") {
      throw new SyntaxFault("invalid syntax", target.start, target.end);
    }
  }
}

function checkSimple(c: Check): void {
  const token = peek(c);
  if (token.type === "keyword") {
    switch (token.text) {
      case "pass":
      case "break":
      case "continue":
        c.at++;
        return;
      case "return":
        c.at++;
        if (startsExpression(peek(c)) || isNext(c, "*")) checkExpressions(c);
        return;
      case "raise":
        c.at++;
        if (startsExpression(peek(c))) {
          checkExpression(c);
          if (accept(c, "from")) checkExpression(c);
        }
        return;
      case "global":
      case "nonlocal":
        c.at++;
        do expectName(c);
        while (accept(c, ","));
        return;
      case "del": {
        c.at++;
        checkTarget(checkExpressions(c), "delete");
        return;
      }
      case "assert":
        c.at++;
        checkExpression(c);
        if (accept(c, ",")) checkExpression(c);
        return;
      case "import":
        c.at++;
        if (peek(c).type === "end") invalid(c, "Expected one or more names after 'import'");
        checkImportNames(c, true);
        return;
      case "from":
        checkFrom(c);
        return;
      default:
    }
  }
  if (token.type === "name" && token.text === "type" && peek(c, 1).type === "name") {
    c.at += 2;
    if (isNext(c, "[")) skipTypeParameters(c);
    if (!accept(c, "=")) invalid(c);
    checkExpression(c);
    return;
  }
  checkExpressionStatement(c);
}

const AUGMENTED: ReadonlySet<string> = new Set([
  "+=",
  "-=",
  "*=",
  "/=",
  "@=",
  "//=",
  "%=",
  "**=",
  ">>=",
  "<<=",
  "&=",
  "^=",
  "|=",
]);

function checkExpressionStatement(c: Check): void {
  const first = isNext(c, "yield") ? checkYield(c) : checkExpressions(c);
  const next = peek(c);
  if (next.type === "op" && AUGMENTED.has(next.text)) {
    if (!["name", "attribute", "subscript"].includes(first.name)) {
      const message = `'${first.name}' is an illegal expression for augmented assignment`;
      throw new SyntaxFault(message, first.start, first.end);
    }
    c.at++;
    checkRight(c);
    return;
  }
  if (accept(c, ":")) {
    if (first.name === "tuple" || first.name === "list") {
      throw new SyntaxFault(`only single target (not ${first.name}) can be annotated`, first.start, first.end);
    }
    if (!["name", "attribute", "subscript"].includes(first.name)) {
      throw new SyntaxFault("illegal target for annotation", first.start, first.end);
    }
    checkExpression(c);
    if (accept(c, "=")) checkRight(c);
    return;
  }
  const targets: Shape[] = [];
  let value = first;
  while (isNext(c, "=")) {
    c.at++;
    targets.push(value);
    value = checkRight(c);
  }
  const single = targets.length === 1;
  for (const target of targets) {
    if (target.name === "yield expression") {
      throw new SyntaxFault("assignment to yield expression not possible", target.start, target.end);
    }
    const lowest = ["comparison", "conditional expression", "lambda"].includes(target.name);
    const comparable = !lowest && !isLogical(c, target);
    checkTarget(target, "assign to", single && comparable ? " here. Maybe you meant '==' instead of '='?" : "");
  }
  if (targets.length === 0) printStatement(c, first);
}

/** Whether the shape has `and`, `or` or `not` outside brackets. */
function isLogical(c: Check, target: Shape): boolean {
  if (target.name !== "expression") return false;
  let depth = 0;
  for (const token of c.tokens) {
    if (token.start < target.start || token.end > target.end) continue;
    if (token.type === "op" && "([{".includes(token.text)) depth++;
    else if (token.type === "op" && ")]}".includes(token.text)) depth--;
    else if (depth === 0 && token.type === "keyword" && ["and", "or", "not"].includes(token.text)) return true;
  }
  return false;
}

function checkRight(c: Check): Shape {
  return isNext(c, "yield") ? checkYield(c) : checkExpressions(c);
}

/** `print x` and `exec x`. */
function printStatement(c: Check, callee: Shape): void {
  const word = c.tokens[c.at - 1];
  if (callee.name !== "name" || word === undefined || (word.text !== "print" && word.text !== "exec")) return;
  if (word.start !== callee.start || !startsExpression(peek(c))) return;
  const { at } = c;
  try {
    checkExpressions(c);
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    c.at = at;
    return;
  }
  const end = (c.tokens[c.at - 1] ?? word).end;
  const message = `Missing parentheses in call to '${word.text}'. Did you mean ${word.text}(...)?`;
  throw new SyntaxFault(message, word.start, end);
}

function checkImportNames(c: Check, dotted: boolean): void {
  do {
    expectName(c);
    while (dotted && accept(c, ".")) expectName(c);
    if (accept(c, "as")) expectName(c);
  } while (accept(c, ",") && !isNext(c, ")"));
}

function checkFrom(c: Check): void {
  c.at++;
  let dots = false;
  while (accept(c, ".") || accept(c, "...")) dots = true;
  if (!dots || !isNext(c, "import")) {
    expectName(c);
    while (accept(c, ".")) expectName(c);
  }
  if (!accept(c, "import")) invalid(c);
  if (accept(c, "*")) return;
  if (accept(c, "(")) {
    checkImportNames(c, false);
    if (!accept(c, ")")) invalid(c);
    return;
  }
  if (peek(c).type === "end") invalid(c, "Expected one or more names after 'import'");
  checkImportNames(c, false);
}
