/** Finds what is wrong with the indentation and the order of clauses, from logical lines alone. */

import type { Fault } from "./fault.ts";
import { firstWord, type LogicalLine } from "./logical_lines.ts";
import { lineFault } from "./statement_check.ts";

/** The lines `from..to` (exclusive) cannot be read; a placeholder takes the indentation of line `like`. */
export interface DamagedLines {
  readonly from: number;
  readonly to: number;
  readonly like: number;
  readonly fault: Fault;
}

/** CPython's MAXINDENT. */
const MAX_INDENTS = 100;

const OPENERS: Readonly<Record<string, string>> = {
  if: "'if' statement",
  elif: "'elif' statement",
  else: "'else' statement",
  for: "'for' statement",
  while: "'while' statement",
  try: "'try' statement",
  except: "'except' statement",
  finally: "'finally' statement",
  with: "'with' statement",
  def: "function definition",
  class: "class definition",
  match: "'match' statement",
  case: "'case' statement",
};

/** Whether the line is the header of a block on the lines below. */
export function opensBlock(text: string, line: LogicalLine): boolean {
  return line.endsWithColon && Object.hasOwn(OPENERS, firstWord(text, line));
}

/** Faults of indentation, in order; each region is reported once. */
export function indentationDamage(
  text: string,
  lines: readonly LogicalLine[],
  lineNumber: (offset: number) => number,
): DamagedLines[] {
  const out: DamagedLines[] = [];
  /** The line that opened each block, by its indentation. */
  const stack: { line: number; indent: number; altIndent: number }[] = [{ line: 0, indent: 0, altIndent: 0 }];
  let opener = -1;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as LogicalLine;
    let top = stack[stack.length - 1] as (typeof stack)[number];
    const at = (message: string): Fault => ({ message, start: line.start, end: line.end });
    if (opener >= 0 && line.indent <= top.indent) {
      const header = lines[opener] as LogicalLine;
      const word = firstWord(text, header);
      const star = word === "except" && /^except\s*\*/.test(text.slice(header.start, header.end));
      const what = star ? "'except*' statement" : OPENERS[word];
      const message = `expected an indented block after ${what} on line ${lineNumber(header.start)}`;
      out.push({ from: opener, to: i, like: opener, fault: at(message) });
    } else if (opener < 0 && line.indent > top.indent) {
      const to = endOfRun(lines, i, top.indent);
      const header =
        i > 0 && (lines[i - 1] as LogicalLine).indent === top.indent ? damagedHeader(text, lines[i - 1]) : null;
      if (header !== null) out.push({ from: i - 1, to, like: i - 1, fault: header });
      else out.push({ from: i, to, like: Math.max(0, lastAt(lines, i, top.indent)), fault: at("unexpected indent") });
      i = to - 1;
      continue;
    }
    if (line.indent > top.indent) {
      if (line.altIndent <= top.altIndent) {
        const to = endOfRun(lines, i, top.indent);
        out.push({ from: i, to, like: i, fault: at("inconsistent use of tabs and spaces in indentation") });
      }
      if (stack.length > MAX_INDENTS) {
        out.push({ from: i, to: endOfRun(lines, i, top.indent), like: i, fault: at("too many levels of indentation") });
        return out;
      }
      stack.push({ line: i, indent: line.indent, altIndent: line.altIndent });
    } else {
      while (stack.length > 1 && line.indent < top.indent) {
        stack.pop();
        top = stack[stack.length - 1] as (typeof stack)[number];
      }
      if (line.indent !== top.indent) {
        const to = endOfRun(lines, i, top.indent);
        const like = Math.max(0, lastAt(lines, i, top.indent));
        out.push({ from: i, to, like, fault: at("unindent does not match any outer indentation level") });
        opener = -1;
        i = to - 1;
        continue;
      }
      if (line.altIndent !== top.altIndent) {
        out.push({ from: i, to: i + 1, like: i, fault: at("inconsistent use of tabs and spaces in indentation") });
      }
    }
    opener = line.fault === null && opensBlock(text, line) ? i : -1;
  }
  const header = lines[opener];
  if (header !== undefined) {
    const message = `expected an indented block after ${OPENERS[firstWord(text, header)]} on line ${lineNumber(header.start)}`;
    out.push({
      from: opener,
      to: lines.length,
      like: opener,
      fault: { message, start: header.start, end: header.end },
    });
  }
  return out;
}

/** What is wrong with a header that lacks its colon. */
function damagedHeader(text: string, line: LogicalLine | undefined): Fault | null {
  if (line === undefined || !Object.hasOwn(OPENERS, firstWord(text, line))) return null;
  return lineFault(text, line.start, line.end);
}

/** The first line from `i` on that is not deeper than `indent`. */
export function endOfRun(lines: readonly LogicalLine[], i: number, indent: number): number {
  let to = i + 1;
  while (to < lines.length && (lines[to] as LogicalLine).indent > indent) to++;
  return to;
}

/** The last line before `i` with exactly this indentation, or -1. */
function lastAt(lines: readonly LogicalLine[], i: number, indent: number): number {
  for (let at = i - 1; at >= 0; at--) if ((lines[at] as LogicalLine).indent === indent) return at;
  return -1;
}

const CONTINUED_BY: Readonly<Record<string, readonly string[]>> = {
  if: ["elif", "else"],
  elif: ["elif", "else"],
  for: ["else"],
  while: ["else"],
  try: ["except", "finally"],
  except: ["except", "else", "finally"],
  else: ["finally"],
};

const CLAUSES: ReadonlySet<string> = new Set(["elif", "else", "except", "finally"]);

/** Whether the line continues a statement that a line above began. */
export function isClause(text: string, line: LogicalLine): boolean {
  return CLAUSES.has(firstWord(text, line));
}

/** Clauses without their statement, `try` without a handler, decorators without a definition. */
export function clauseDamage(text: string, lines: readonly LogicalLine[]): DamagedLines[] {
  const out: DamagedLines[] = [];
  /** The last header at each open indentation; `try` remembers whether the `else` belongs to it. */
  const stack: { indent: number; line: number; word: string; inTry: boolean }[] = [];
  const close = (entry: (typeof stack)[number], next: LogicalLine | undefined): void => {
    if (entry.word === "try") {
      const header = lines[entry.line] as LogicalLine;
      const start = next?.start ?? header.start;
      const fault = { message: "expected 'except' or 'finally' block", start, end: next?.end ?? header.end };
      out.push({ from: entry.line, to: endOfRun(lines, entry.line, entry.indent), like: entry.line, fault });
    } else if (entry.word === "@") {
      const header = lines[entry.line] as LogicalLine;
      const fault = { message: "invalid syntax", start: next?.start ?? header.start, end: next?.end ?? header.end };
      out.push({ from: entry.line, to: entry.line + 1, like: entry.line, fault });
    }
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as LogicalLine;
    const word = text[line.start] === "@" ? "@" : firstWord(text, line);
    while (stack.length > 0 && (stack[stack.length - 1] as (typeof stack)[number]).indent > line.indent) {
      close(stack.pop() as (typeof stack)[number], line);
    }
    const top = stack.at(-1);
    const previous = top !== undefined && top.indent === line.indent ? stack.pop() : undefined;
    let inTry = word === "try";
    if (CLAUSES.has(word)) {
      const allowed = previous === undefined ? [] : (CONTINUED_BY[previous.word] ?? []);
      inTry = previous?.inTry ?? false;
      if (!allowed.includes(word) || (previous?.word === "else" && !inTry)) {
        const fault = { message: "invalid syntax", start: line.start, end: line.start + word.length };
        const to = endOfRun(lines, i, line.indent);
        out.push({ from: i, to, like: i, fault });
        if (previous !== undefined) stack.push(previous);
        i = to - 1;
        continue;
      }
    } else if (
      previous !== undefined &&
      !(previous.word === "@" && (word === "@" || word === "def" || word === "class"))
    ) {
      close(previous, line);
    }
    stack.push({ indent: line.indent, line: i, word, inTry });
  }
  for (const entry of stack.reverse()) close(entry, undefined);
  return out;
}
