/** Statements back to text, as CPython's `ast.unparse` writes them. */

import type { Alias, ExceptHandler, Expr, Keyword, MatchCase, Pattern, Stmt, TypeParam, WithItem } from "./ast.ts";
import { BINARY, unparse, unparseAtom, unparseOpen, unparseParameters } from "./unparse.ts";

const INDENT = "    ";

/** The text of statements at the margin. */
export function unparseStatements(body: readonly Stmt[]): string {
  return body
    .flatMap((stmt, i) => statement(stmt, i === 0))
    .join("\n")
    .replace(/^\n+/, "");
}

function block(body: readonly Stmt[]): string[] {
  const [first, ...rest] = body;
  const docstring = first === undefined ? null : docstringOf(first);
  const lines =
    docstring === null
      ? body.flatMap((s) => statement(s, false))
      : [docstring, ...rest.flatMap((s) => statement(s, false))];
  return lines.map((line) => (line === "" ? "" : INDENT + line));
}

/** A docstring is written with three quotes. */
function docstringOf(stmt: Stmt): string | null {
  if (stmt.kind !== "Expr" || stmt.value.kind !== "Constant" || stmt.value.value.type !== "str") return null;
  const text = stmt.value.value.value;
  return /["\\\r\n]|[^\x20-\x7e]/.test(text) ? null : `"""${text}"""`;
}

function statement(stmt: Stmt, isFirst: boolean): string[] {
  switch (stmt.kind) {
    case "FunctionDef":
    case "AsyncFunctionDef": {
      const keyword = stmt.kind === "FunctionDef" ? "def" : "async def";
      const returns = stmt.returns === null ? "" : ` -> ${unparse(stmt.returns)}`;
      const head = `${keyword} ${stmt.name}${typeParams(stmt.typeParams)}(${unparseParameters(stmt.args)})${returns}:`;
      return [...(isFirst ? [] : [""]), ...decorators(stmt.decoratorList), head, ...block(stmt.body)];
    }
    case "ClassDef": {
      const bases = [...stmt.bases.map(unparse), ...stmt.keywords.map(keywordText)].join(", ");
      const head = `class ${stmt.name}${typeParams(stmt.typeParams)}${bases === "" ? "" : `(${bases})`}:`;
      return [...(isFirst ? [] : [""]), ...decorators(stmt.decoratorList), head, ...block(stmt.body)];
    }
    case "For":
    case "AsyncFor": {
      const keyword = stmt.kind === "For" ? "for" : "async for";
      const head = `${keyword} ${unparseOpen(stmt.target)} in ${unparse(stmt.iter)}:`;
      return [head, ...block(stmt.body), ...otherwise(stmt.orelse)];
    }
    case "While":
      return [`while ${unparse(stmt.test)}:`, ...block(stmt.body), ...otherwise(stmt.orelse)];
    case "If":
      return ifChain("if", stmt);
    case "With":
    case "AsyncWith": {
      const keyword = stmt.kind === "With" ? "with" : "async with";
      return [`${keyword} ${stmt.items.map(withItem).join(", ")}:`, ...block(stmt.body)];
    }
    case "Match":
      return [`match ${unparse(stmt.subject)}:`, ...stmt.cases.flatMap(matchCase).map((line) => INDENT + line)];
    case "Try":
    case "TryStar": {
      const star = stmt.kind === "TryStar" ? "*" : "";
      const last = stmt.finalbody.length === 0 ? [] : ["finally:", ...block(stmt.finalbody)];
      const handlers = stmt.handlers.flatMap((h) => handler(h, star));
      return ["try:", ...block(stmt.body), ...handlers, ...otherwise(stmt.orelse), ...last];
    }
    default:
      return [simple(stmt)];
  }
}

function simple(stmt: Stmt): string {
  switch (stmt.kind) {
    case "Return":
      return stmt.value === null ? "return" : `return ${unparse(stmt.value)}`;
    case "Delete":
      return `del ${stmt.targets.map(unparse).join(", ")}`;
    case "Assign":
      return `${stmt.targets.map((t) => `${unparseOpen(t)} = `).join("")}${unparse(stmt.value)}`;
    case "TypeAlias":
      return `type ${stmt.name.id}${typeParams(stmt.typeParams)} = ${unparse(stmt.value)}`;
    case "AugAssign":
      return `${unparse(stmt.target)} ${BINARY[stmt.op][0]}= ${unparse(stmt.value)}`;
    case "AnnAssign": {
      const target = !stmt.simple && stmt.target.kind === "Name" ? `(${stmt.target.id})` : unparse(stmt.target);
      const value = stmt.value === null ? "" : ` = ${unparse(stmt.value)}`;
      return `${target}: ${unparse(stmt.annotation)}${value}`;
    }
    case "Raise": {
      const cause = stmt.cause === null ? "" : ` from ${unparse(stmt.cause)}`;
      return stmt.exc === null ? "raise" : `raise ${unparse(stmt.exc)}${cause}`;
    }
    case "Assert":
      return `assert ${unparse(stmt.test)}${stmt.msg === null ? "" : `, ${unparse(stmt.msg)}`}`;
    case "Import":
      return `import ${stmt.names.map(alias).join(", ")}`;
    case "ImportFrom":
      return `from ${".".repeat(stmt.level)}${stmt.module ?? ""} import ${stmt.names.map(alias).join(", ")}`;
    case "Global":
      return `global ${stmt.names.join(", ")}`;
    case "Nonlocal":
      return `nonlocal ${stmt.names.join(", ")}`;
    case "Expr": {
      const text = unparse(stmt.value);
      const isYield = stmt.value.kind === "Yield" || stmt.value.kind === "YieldFrom";
      return isYield ? text.slice(1, -1) : text;
    }
    case "Pass":
      return "pass";
    case "Break":
      return "break";
    case "Continue":
      return "continue";
    default:
      throw new Error(`no text for a ${stmt.kind}`);
  }
}

function ifChain(keyword: string, stmt: Extract<Stmt, { kind: "If" }>): string[] {
  const head = [`${keyword} ${unparse(stmt.test)}:`, ...block(stmt.body)];
  const [only] = stmt.orelse;
  if (stmt.orelse.length === 1 && only?.kind === "If") return [...head, ...ifChain("elif", only)];
  return [...head, ...otherwise(stmt.orelse)];
}

function otherwise(body: readonly Stmt[]): string[] {
  return body.length === 0 ? [] : ["else:", ...block(body)];
}

function decorators(list: readonly Expr[]): string[] {
  return list.map((d) => `@${unparse(d)}`);
}

function keywordText(k: Keyword): string {
  return `${k.arg === null ? "**" : `${k.arg}=`}${unparse(k.value)}`;
}

function alias({ name, asname }: Alias): string {
  return asname === null ? name : `${name} as ${asname}`;
}

function withItem({ contextExpr, optionalVars }: WithItem): string {
  return optionalVars === null ? unparse(contextExpr) : `${unparse(contextExpr)} as ${unparse(optionalVars)}`;
}

function handler({ type, name, body }: ExceptHandler, star: string): string[] {
  const caught = type === null ? "" : ` ${unparse(type)}${name === null ? "" : ` as ${name}`}`;
  return [`except${star}${caught}:`, ...block(body)];
}

function matchCase({ pattern, guard, body }: MatchCase): string[] {
  return [`case ${patternText(pattern, false)}${guard === null ? "" : ` if ${unparse(guard)}`}:`, ...block(body)];
}

/** `inner`: stands inside another pattern, where `|` and `as` need parentheses. */
function patternText(p: Pattern, inner: boolean): string {
  const bracketed = (text: string): string => (inner ? `(${text})` : text);
  switch (p.kind) {
    case "MatchValue":
      return unparse(p.value);
    case "MatchSingleton":
      return p.value === null ? "None" : p.value ? "True" : "False";
    case "MatchSequence":
      return `[${p.patterns.map((item) => patternText(item, false)).join(", ")}]`;
    case "MatchStar":
      return `*${p.name ?? "_"}`;
    case "MatchMapping": {
      const items = p.keys.map((key, i) => `${unparse(key)}: ${patternAt(p.patterns, i)}`);
      return `{${[...items, ...(p.rest === null ? [] : [`**${p.rest}`])].join(", ")}}`;
    }
    case "MatchClass": {
      const keywords = p.kwdAttrs.map((attr, i) => `${attr}=${patternAt(p.kwdPatterns, i)}`);
      const items = [...p.patterns.map((item) => patternText(item, false)), ...keywords];
      return `${unparseAtom(p.cls)}(${items.join(", ")})`;
    }
    case "MatchAs":
      if (p.pattern === null) return p.name ?? "_";
      return bracketed(`${patternText(p.pattern, true)} as ${p.name ?? "_"}`);
    case "MatchOr":
      return bracketed(p.patterns.map((item) => patternText(item, true)).join(" | "));
  }
}

function patternAt(patterns: readonly Pattern[], i: number): string {
  const pattern = patterns[i];
  if (pattern === undefined) throw new Error("a pattern with fewer values than keys");
  return patternText(pattern, false);
}

function typeParams(params: readonly TypeParam[]): string {
  if (params.length === 0) return "";
  const texts = params.map((p) => {
    const star = p.kind === "TypeVarTuple" ? "*" : p.kind === "ParamSpec" ? "**" : "";
    const bound = p.kind === "TypeVar" && p.bound !== null ? `: ${unparse(p.bound)}` : "";
    return `${star}${p.name}${bound}${p.defaultValue === null ? "" : ` = ${unparse(p.defaultValue)}`}`;
  });
  return `[${texts.join(", ")}]`;
}
