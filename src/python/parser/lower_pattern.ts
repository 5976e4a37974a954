/** The patterns of `case` clauses. */

import type { Expr, MatchAs, MatchStar, Pattern } from "../ast.ts";
import { lowerExpr } from "./lower_expression.ts";
import { lowerStrings } from "./lower_string.ts";
import {
  after,
  childOfKind,
  children,
  endOf,
  fault,
  identifier,
  kindOf,
  type Lowering,
  type Node,
  nameExpr,
  positionOf,
  sourceText,
  span,
  startOf,
  unexpected,
} from "./lowering.ts";
import { Kind } from "./syntax_kind.ts";

/** The pattern of a `case` clause: several `case_pattern` children are a sequence without brackets. */
export function lowerCasePatterns(c: Lowering, clause: Node): Pattern {
  const patterns: Pattern[] = [];
  let comma = false;
  let first = -1;
  let last = -1;
  for (let child = clause + 1; child < after(c, clause); child = after(c, child)) {
    const kind = kindOf(c, child);
    if (kind === Kind.Colon || kind === Kind.IfClause) break;
    if (kind === Kind.Comma) comma = true;
    else if (kind === Kind.CasePattern) patterns.push(lowerPattern(c, child));
    else continue;
    if (first < 0) first = child;
    last = child;
  }
  const only = patterns[0];
  if (only === undefined) throw unexpected(c, clause);
  if (!comma && patterns.length === 1) {
    if (only.kind === "MatchStar") throw unexpected(c, first);
    return only;
  }
  checkStars(c, patterns, first);
  return { kind: "MatchSequence", patterns, pos: span(c, startOf(c, first), endOf(c, last)) };
}

/** A `case_pattern` node. */
function lowerPattern(c: Lowering, n: Node): Pattern {
  const parts = children(c, n);
  const [pattern, next] = readSimple(c, parts, 0, n);
  if (next !== parts.length) throw unexpected(c, n);
  return pattern;
}

/** Reads one simple pattern from a child list, where a minus sign and its number are two children. */
function readSimple(c: Lowering, parts: readonly Node[], at: number, parent: Node): [Pattern, number] {
  const n = parts[at];
  if (n === undefined) throw unexpected(c, parent);
  switch (kindOf(c, n)) {
    case Kind.CasePattern:
      return [lowerPattern(c, n), at + 1];
    case Kind.AsPattern:
      return [lowerAs(c, n), at + 1];
    case Kind.UnionPattern:
      return [lowerUnion(c, n), at + 1];
    case Kind.DottedName:
      return [lowerName(c, n), at + 1];
    case Kind.Underscore:
      return [wildcard(c, n), at + 1];
    case Kind.True:
    case Kind.False:
      return [{ kind: "MatchSingleton", value: kindOf(c, n) === Kind.True, pos: positionOf(c, n) }, at + 1];
    case Kind.None:
      return [{ kind: "MatchSingleton", value: null, pos: positionOf(c, n) }, at + 1];
    case Kind.Integer:
    case Kind.Float:
      return [{ kind: "MatchValue", value: lowerExpr(c, n), pos: positionOf(c, n) }, at + 1];
    case Kind.String:
    case Kind.ConcatenatedString: {
      const value = lowerStrings(c, n, kindOf(c, n) === Kind.String ? [n] : children(c, n));
      if (value.kind === "JoinedStr") throw fault(c, n, "patterns may only match literals and attribute lookups");
      return [{ kind: "MatchValue", value, pos: positionOf(c, n) }, at + 1];
    }
    case Kind.ComplexPattern:
      return [lowerComplex(c, n), at + 1];
    case Kind.ListPattern:
      return [lowerSequence(c, n), at + 1];
    case Kind.TuplePattern:
      return [lowerGroup(c, n), at + 1];
    case Kind.DictPattern:
      return [lowerMapping(c, n), at + 1];
    case Kind.ClassPattern:
      return [lowerClass(c, n), at + 1];
    case Kind.SplatPattern:
      return [lowerStar(c, n), at + 1];
    case Kind.Token: {
      const number = parts[at + 1];
      if (sourceText(c, n) !== "-" || number === undefined) throw unexpected(c, n);
      const pos = span(c, startOf(c, n), endOf(c, number));
      const value: Expr = { kind: "UnaryOp", op: "USub", operand: numberOf(c, number), pos };
      return [{ kind: "MatchValue", value, pos }, at + 2];
    }
    default:
      throw unexpected(c, n);
  }
}

function numberOf(c: Lowering, n: Node): Expr {
  if (kindOf(c, n) !== Kind.Integer && kindOf(c, n) !== Kind.Float) throw unexpected(c, n);
  return lowerExpr(c, n);
}

function wildcard(c: Lowering, n: Node): MatchAs {
  return { kind: "MatchAs", pattern: null, name: null, pos: positionOf(c, n) };
}

/** A bare name captures; a dotted one is a value. */
function lowerName(c: Lowering, n: Node): Pattern {
  if (after(c, n) === n + 2) {
    const name = identifier(c, n + 1);
    return { kind: "MatchAs", pattern: null, name: name === "_" ? null : name, pos: positionOf(c, n) };
  }
  return { kind: "MatchValue", value: dottedExpr(c, n), pos: positionOf(c, n) };
}

function dottedExpr(c: Lowering, n: Node): Expr {
  let expr: Expr = nameExpr(c, n + 1, "Load");
  for (const part of children(c, n).slice(1)) {
    if (kindOf(c, part) !== Kind.Identifier) continue;
    const attr = identifier(c, part);
    const pos = span(c, startOf(c, n), endOf(c, part));
    expr = { kind: "Attribute", value: expr, attr, attrPos: positionOf(c, part), ctx: "Load", pos };
  }
  return expr;
}

/** `-1 + 2j`. */
function lowerComplex(c: Lowering, n: Node): Pattern {
  const parts = children(c, n);
  const negative = parts.length === 4;
  const [real, sign, imaginary] = negative ? parts.slice(1) : parts;
  if (real === undefined || sign === undefined || imaginary === undefined) throw unexpected(c, n);
  let left = numberOf(c, real);
  if (negative) left = { kind: "UnaryOp", op: "USub", operand: left, pos: span(c, startOf(c, n), endOf(c, real)) };
  const right = numberOf(c, imaginary);
  if (right.kind !== "Constant" || right.value.type !== "complex") {
    throw fault(c, imaginary, "imaginary number required in complex literal");
  }
  const op = sourceText(c, sign) === "+" ? "Add" : "Sub";
  const pos = positionOf(c, n);
  return { kind: "MatchValue", value: { kind: "BinOp", left, op, right, pos }, pos };
}

function lowerUnion(c: Lowering, n: Node): Pattern {
  const parts = children(c, n).filter((part) => sourceText(c, part) !== "|");
  const patterns: Pattern[] = [];
  for (let at = 0; at < parts.length; ) {
    const [pattern, next] = readSimple(c, parts, at, n);
    if (pattern.kind === "MatchStar") throw unexpected(c, n);
    patterns.push(pattern);
    at = next;
  }
  return { kind: "MatchOr", patterns, pos: positionOf(c, n) };
}

function lowerAs(c: Lowering, n: Node): Pattern {
  const [inner, , name] = children(c, n);
  if (inner === undefined || name === undefined) throw unexpected(c, n);
  const pattern = lowerPattern(c, inner);
  const target = identifier(c, name);
  if (target === "_") throw fault(c, name, "cannot use '_' as a target");
  if (pattern.kind === "MatchStar") throw unexpected(c, n);
  return { kind: "MatchAs", pattern, name: target, pos: positionOf(c, n) };
}

function lowerStar(c: Lowering, n: Node): MatchStar {
  const [star, name] = children(c, n);
  if (star === undefined || name === undefined || sourceText(c, star) !== "*") throw unexpected(c, n);
  const text = sourceText(c, name);
  return { kind: "MatchStar", name: text === "_" ? null : identifier(c, name), pos: positionOf(c, n) };
}

function items(c: Lowering, n: Node): Pattern[] {
  const out: Pattern[] = [];
  for (const child of children(c, n)) if (kindOf(c, child) === Kind.CasePattern) out.push(lowerPattern(c, child));
  return out;
}

function checkStars(c: Lowering, patterns: readonly Pattern[], n: Node): void {
  if (patterns.filter((pattern) => pattern.kind === "MatchStar").length > 1) {
    throw fault(c, n, "multiple starred expressions in sequence pattern");
  }
}

function lowerSequence(c: Lowering, n: Node): Pattern {
  const patterns = items(c, n);
  checkStars(c, patterns, n);
  return { kind: "MatchSequence", patterns, pos: positionOf(c, n) };
}

/** `(p)` is `p`; with a comma, or empty, it is a sequence. */
function lowerGroup(c: Lowering, n: Node): Pattern {
  const patterns = items(c, n);
  const only = patterns[0];
  if (patterns.length === 1 && only !== undefined && childOfKind(c, n, Kind.Comma) < 0) {
    if (only.kind === "MatchStar") throw unexpected(c, n);
    return only;
  }
  checkStars(c, patterns, n);
  return { kind: "MatchSequence", patterns, pos: positionOf(c, n) };
}

function lowerMapping(c: Lowering, n: Node): Pattern {
  const keys: Expr[] = [];
  const patterns: Pattern[] = [];
  let rest: string | null = null;
  const parts = children(c, n);
  for (let at = 1; at < parts.length - 1; ) {
    const part = parts[at] as Node;
    if (kindOf(c, part) === Kind.Comma) {
      at++;
      continue;
    }
    if (rest !== null) throw unexpected(c, part);
    if (kindOf(c, part) === Kind.SplatPattern) {
      const name = children(c, part)[1];
      if (name === undefined || sourceText(c, part + 1) !== "**" || sourceText(c, name) === "_")
        throw unexpected(c, part);
      rest = identifier(c, name);
      at++;
      continue;
    }
    const [key, next] = readSimple(c, parts, at, n);
    const value = parts[next + 1];
    if (value === undefined || kindOf(c, value) !== Kind.CasePattern) throw unexpected(c, n);
    keys.push(mappingKey(c, key, part));
    patterns.push(lowerPattern(c, value));
    at = next + 2;
  }
  return { kind: "MatchMapping", keys, patterns, rest, pos: positionOf(c, n) };
}

function mappingKey(c: Lowering, key: Pattern, n: Node): Expr {
  if (key.kind === "MatchValue") return key.value;
  if (key.kind !== "MatchSingleton") {
    throw fault(c, n, "mapping pattern keys may only match literals and attribute lookups");
  }
  return {
    kind: "Constant",
    value: key.value === null ? { type: "None" } : { type: "bool", value: key.value },
    pos: key.pos,
  };
}

function lowerClass(c: Lowering, n: Node): Pattern {
  const cls = dottedExpr(c, n + 1);
  const patterns: Pattern[] = [];
  const kwdAttrs: string[] = [];
  const kwdPatterns: Pattern[] = [];
  for (const child of children(c, n)) {
    if (kindOf(c, child) !== Kind.CasePattern) continue;
    const keyword = keywordPattern(c, child);
    if (keyword !== null) {
      if (kwdAttrs.includes(keyword.name))
        throw fault(c, child, `attribute name repeated in class pattern: ${keyword.name}`);
      kwdAttrs.push(keyword.name);
      kwdPatterns.push(keyword.pattern);
    } else {
      if (kwdAttrs.length > 0) throw fault(c, child, "positional patterns follow keyword patterns");
      patterns.push(lowerPattern(c, child));
    }
  }
  return { kind: "MatchClass", cls, patterns, kwdAttrs, kwdPatterns, pos: positionOf(c, n) };
}

/** `name=pattern`; tree-sitter-python reads `name=1 as x` as `(name=1) as x`. */
function keywordPattern(c: Lowering, n: Node): { name: string; pattern: Pattern } | null {
  const inner = n + 1;
  if (kindOf(c, inner) === Kind.KeywordPattern) {
    const [name, , ...value] = children(c, inner);
    if (name === undefined) throw unexpected(c, inner);
    const [pattern, next] = readSimple(c, value, 0, inner);
    if (next !== value.length) throw unexpected(c, inner);
    return { name: identifier(c, name), pattern };
  }
  if (kindOf(c, inner) !== Kind.AsPattern) return null;
  const [source, , target] = children(c, inner);
  const keyword = source === undefined ? null : keywordPattern(c, source);
  if (keyword === null || target === undefined) return null;
  const name = identifier(c, target);
  if (name === "_") throw fault(c, target, "cannot use '_' as a target");
  const start = c.lines.offset(keyword.pattern.pos.line, keyword.pattern.pos.column);
  const pos = span(c, start, endOf(c, inner));
  return { name: keyword.name, pattern: { kind: "MatchAs", pattern: keyword.pattern, name, pos } };
}
