/** Decides whether tree-sitter's tree can be trusted, and if not, which parts of the text are in doubt. */

import { indentationDamage } from "./block_structure.ts";
import type { Cst } from "./cst.ts";
import type { LineIndex } from "./line_index.ts";
import { type LogicalLine, logicalLines } from "./logical_lines.ts";
import { Kind } from "./syntax_kind.ts";

export interface Doubts {
  readonly lines: readonly LogicalLine[];
  /** Whether something between the two offsets is in doubt. */
  suspect(from: number, to: number): boolean;
}

/** Null when the tree is sound. */
export function findDoubts(text: string, cst: Cst, hasError: boolean, index: LineIndex): Doubts | null {
  const lines = logicalLines(text);
  const ranges = [
    ...(hasError ? errorRanges(cst) : []),
    ...fusedLines(cst, lines),
    ...falseTypeStatements(cst),
    ...falseWalruses(cst),
  ];
  const sound =
    !hasError &&
    ranges.length === 0 &&
    lines.every((line) => line.fault === null) &&
    indentationDamage(text, lines, (offset) => index.line(offset)).length === 0;
  if (sound) return null;
  const everything = hasError && ranges.length === 0;
  return { lines, suspect: (from, to) => everything || ranges.some(([start, end]) => start <= to && end >= from) };
}

type Range = readonly [number, number];

function errorRanges(cst: Cst): Range[] {
  const out: Range[] = [];
  for (let n = 0; n < cst.count; n++) {
    if (cst.kind[n] === Kind.Error) out.push([cst.start[n] ?? 0, cst.end[n] ?? 0]);
  }
  return out;
}

/** The kinds of node that a logical line may begin with. */
const LINE_STARTERS = new Uint8Array(256);
for (const kind of [
  Kind.PassStatement,
  Kind.BreakStatement,
  Kind.ContinueStatement,
  Kind.ImportStatement,
  Kind.FutureImportStatement,
  Kind.ImportFromStatement,
  Kind.PrintStatement,
  Kind.ExecStatement,
  Kind.AssertStatement,
  Kind.ExpressionStatement,
  Kind.ReturnStatement,
  Kind.DeleteStatement,
  Kind.RaiseStatement,
  Kind.IfStatement,
  Kind.ElifClause,
  Kind.ElseClause,
  Kind.MatchStatement,
  Kind.CaseClause,
  Kind.ForStatement,
  Kind.WhileStatement,
  Kind.TryStatement,
  Kind.ExceptClause,
  Kind.FinallyClause,
  Kind.WithStatement,
  Kind.FunctionDefinition,
  Kind.GlobalStatement,
  Kind.NonlocalStatement,
  Kind.TypeAliasStatement,
  Kind.ClassDefinition,
  Kind.Decorator,
  Kind.TooDeep,
]) {
  LINE_STARTERS[kind] = 1;
}

/** Logical lines at which no statement begins: tree-sitter read them as part of the statement before. */
function fusedLines(cst: Cst, lines: readonly LogicalLine[]): Range[] {
  const out: Range[] = [];
  let at = 0;
  const skip = (to: number): void => {
    for (let line = lines[at]; line !== undefined && line.start < to; line = lines[++at]) {
      out.push([lines[Math.max(0, at - 1)]?.start ?? 0, line.end]);
    }
  };
  for (let n = 0; n < cst.count; n++) {
    if (LINE_STARTERS[cst.kind[n] ?? 0] === 0) continue;
    const start = cst.start[n] ?? 0;
    skip(start);
    if (lines[at]?.start === start) at++;
    // What was cut off has its lines inside.
    if (cst.kind[n] === Kind.TooDeep) while ((lines[at]?.start ?? Number.POSITIVE_INFINITY) < (cst.end[n] ?? 0)) at++;
  }
  skip(Number.POSITIVE_INFINITY);
  return out;
}

/** `type(x).y = z`, which tree-sitter-python reads as a `type` statement. */
function falseTypeStatements(cst: Cst): Range[] {
  const out: Range[] = [];
  for (
    let n = cst.kind.indexOf(Kind.TypeAliasStatement);
    n >= 0 && n < cst.count;
    n = cst.kind.indexOf(Kind.TypeAliasStatement, n + 1)
  ) {
    const inner = cst.kind[n + 3];
    if (inner !== Kind.Identifier && inner !== Kind.GenericType) out.push([cst.start[n] ?? 0, cst.end[n] ?? 0]);
  }
  return out;
}

/** `f"{x:=10}"`, where the `=` belongs to the format specification. */
function falseWalruses(cst: Cst): Range[] {
  const out: Range[] = [];
  for (
    let n = cst.kind.indexOf(Kind.NamedExpression);
    n >= 2 && n < cst.count;
    n = cst.kind.indexOf(Kind.NamedExpression, n + 1)
  ) {
    if (cst.kind[n - 2] === Kind.Interpolation) out.push([cst.start[n] ?? 0, cst.end[n] ?? 0]);
  }
  return out;
}
