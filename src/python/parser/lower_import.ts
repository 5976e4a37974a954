/** `import` and `from … import`. */

import type { Alias, Stmt } from "../ast.ts";
import {
  children,
  fault,
  identifier,
  kindOf,
  type Lowering,
  lastChild,
  type Node,
  positionOf,
  sourceText,
  unexpected,
} from "./lowering.ts";
import { Kind } from "./syntax_kind.ts";

export function lowerImport(c: Lowering, n: Node): Stmt {
  const names = aliases(c, children(c, n).slice(1));
  if (kindOf(c, lastChild(c, n)) === Kind.Comma) throw unexpected(c, lastChild(c, n));
  return { kind: "Import", names, pos: positionOf(c, n) };
}

export function lowerImportFrom(c: Lowering, n: Node): Stmt {
  const parts = children(c, n);
  const source = parts[1];
  if (source === undefined) throw unexpected(c, n);
  const last = lastChild(c, n);
  if (kindOf(c, last) === Kind.Comma) {
    throw fault(c, last, "trailing comma not allowed without surrounding parentheses");
  }
  const { module, level } = moduleOf(c, source);
  const rest = parts.slice(3);
  const pos = positionOf(c, n);
  const star = rest[0];
  if (star !== undefined && kindOf(c, star) === Kind.WildcardImport) {
    if (c.scope.kind !== "module") throw fault(c, n, "import * only allowed at module level");
    return { kind: "ImportFrom", module, names: [{ name: "*", asname: null, pos: positionOf(c, star) }], level, pos };
  }
  return { kind: "ImportFrom", module, names: aliases(c, rest), level, pos };
}

function moduleOf(c: Lowering, n: Node): { module: string | null; level: number } {
  if (kindOf(c, n) === Kind.KwFuture) return { module: "__future__", level: 0 };
  if (kindOf(c, n) === Kind.DottedName) return { module: dottedText(c, n), level: 0 };
  const [prefix, name] = children(c, n);
  if (prefix === undefined) throw unexpected(c, n);
  const level = sourceText(c, prefix).replace(/[^.]/g, "").length;
  return { module: name === undefined ? null : dottedText(c, name), level };
}

function aliases(c: Lowering, nodes: readonly Node[]): Alias[] {
  const out: Alias[] = [];
  for (const node of nodes) {
    const kind = kindOf(c, node);
    if (kind === Kind.DottedName) {
      out.push({ name: dottedText(c, node), asname: null, pos: positionOf(c, node) });
    } else if (kind === Kind.AliasedImport) {
      const [name, , alias] = children(c, node);
      if (name === undefined || alias === undefined) throw unexpected(c, node);
      out.push({ name: dottedText(c, name), asname: identifier(c, alias), pos: positionOf(c, node) });
    } else if (kind !== Kind.Comma && kind !== Kind.Token) {
      throw unexpected(c, node);
    }
  }
  return out;
}

function dottedText(c: Lowering, n: Node): string {
  const parts: string[] = [];
  for (const child of children(c, n)) if (kindOf(c, child) === Kind.Identifier) parts.push(identifier(c, child));
  return parts.join(".");
}
