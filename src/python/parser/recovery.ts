/**
 * Makes a damaged text readable: lines that cannot be read become placeholders, lines that tree-sitter-python wrongly
 * rejects are rewritten; everything else keeps its place, so that undamaged functions come out whole.
 */

import {
  clauseDamage,
  type DamagedLines,
  endOfRun,
  indentationDamage,
  isClause,
  opensBlock,
} from "./block_structure.ts";
import type { Cst } from "./cst.ts";
import type { Fault } from "./fault.ts";
import { NECESSARY_REPAIRS, REPAIRS, type Repair } from "./line_repair.ts";
import { firstWord, type LogicalLine } from "./logical_lines.ts";
import type { Repairs } from "./repairs.ts";
import { lineFault } from "./statement_check.ts";

/** How recovery asks tree-sitter. */
export interface TextParser {
  /** The first error's offset, or -1 when the text parses. */
  firstError(text: string): number;
  /** The expression `text`, with offsets as if it stood at `offset`. */
  expression(text: string, offset: number): Cst;
}

export interface Recovered {
  /** As long as the source. */
  readonly text: string;
  readonly repairs: Repairs;
  readonly faults: readonly Fault[];
}

interface State {
  readonly source: string;
  readonly lines: readonly LogicalLine[];
  readonly parser: TextParser;
  readonly chars: string[];
  readonly damaged: Map<number, Fault>;
  readonly stars: Map<number, number>;
  readonly holes: Map<number, Cst>;
  readonly typeDefaults: Map<number, Cst>;
  readonly faults: Fault[];
  /** Lines that are placeholders now. */
  readonly gone: Uint8Array;
}

/** `suspect(from, to)` tells whether something in the text between two offsets is in doubt. */
export function recover(
  source: string,
  lines: readonly LogicalLine[],
  lineNumber: (offset: number) => number,
  suspect: (from: number, to: number) => boolean,
  parser: TextParser,
): Recovered {
  const state: State = {
    source,
    lines,
    parser,
    chars: [source],
    damaged: new Map(),
    stars: new Map(),
    holes: new Map(),
    typeDefaults: new Map(),
    faults: [],
    gone: new Uint8Array(lines.length),
  };
  const damage: DamagedLines[] = [];
  for (const [i, line] of lines.entries()) {
    if (line.fault !== null) damage.push({ from: i, to: endOfRun(lines, i, line.indent), like: i, fault: line.fault });
  }
  damage.push(...indentationDamage(source, lines, lineNumber), ...clauseDamage(source, lines));
  apply(state, damage);
  const chunks = topLevelChunks(state);
  for (const [from, to] of chunks) {
    const first = lines[from] as LogicalLine;
    const last = lines[to - 1] as LogicalLine;
    if (!suspect(first.start, last.end)) continue;
    for (let i = from; i < to; i++) if (state.gone[i] === 0) checkLine(state, i);
    const error = parser.firstError(current(state).slice(first.lineStart, last.end));
    if (error < 0) continue;
    // Nothing wrong in any one line, yet not in order together.
    const at = Math.min(first.lineStart + error, last.end - 1);
    apply(state, [{ from, to, like: from, fault: { message: "invalid syntax", start: at, end: at + 1 } }]);
  }
  const { damaged, stars, holes, typeDefaults } = state;
  const faults = state.faults.sort((a, b) => a.start - b.start);
  return { text: current(state), repairs: { damaged, stars, holes, typeDefaults }, faults };
}

function current(state: State): string {
  if (state.chars.length > 1) state.chars.splice(0, state.chars.length, state.chars.join(""));
  return state.chars[0] ?? "";
}

function replace(state: State, start: number, text: string): void {
  const whole = current(state);
  state.chars.splice(0, 1, whole.slice(0, start), text, whole.slice(start + text.length));
}

/** Turns damaged lines into placeholders; a region inside another is not reported again. */
function apply(state: State, damage: readonly DamagedLines[]): void {
  const { lines } = state;
  for (const region of [...damage].sort((a, b) => a.from - b.from || b.to - a.to)) {
    let { from, to, like } = region;
    if (state.gone[from] === 1) continue;
    const own = lines[from] as LogicalLine;
    if (like === from) {
      [from, to] = statementExtent(state, from, to);
      like = from;
    }
    const first = lines[from] as LogicalLine;
    const last = lines[to - 1] as LogicalLine;
    const model = lines[like] as LogicalLine;
    let prefix =
      like === from
        ? state.source.slice(first.lineStart, first.start)
        : state.source.slice(model.lineStart, model.start);
    if (first.lineStart + prefix.length >= last.end) prefix = "";
    const length = last.end - first.lineStart;
    replace(state, first.lineStart, `${prefix}_`.padEnd(length, " "));
    const start = first.lineStart + prefix.length;
    for (const key of state.damaged.keys()) if (key >= first.lineStart && key < last.end) state.damaged.delete(key);
    state.damaged.set(start, { message: region.fault.message, start: first.start, end: last.end });
    // Neighbouring lines that cannot be read are one region, told by its first fault.
    const goesOn = from > 0 && state.gone[from - 1] === 1 && (lines[from - 1] as LogicalLine).indent >= first.indent;
    if (!goesOn && (own === first || !state.gone.subarray(from, to).includes(1))) state.faults.push(region.fault);
    state.gone.fill(1, from, to);
  }
}

/** The whole statement that a damaged header, clause or decorator belongs to; a simple line stands for itself. */
function statementExtent(state: State, from: number, to: number): [number, number] {
  const { lines, source } = state;
  const { indent } = lines[from] as LogicalLine;
  const isDecorator = (i: number): boolean => source[(lines[i] as LogicalLine).start] === "@";
  let first = from;
  let base = indent;
  const word = firstWord(source, lines[from] as LogicalLine);
  if (word === "case" && opensBlock(source, lines[from] as LogicalLine)) {
    while (first > 0 && (lines[first] as LogicalLine).indent >= indent) first--;
    base = (lines[first] as LogicalLine).indent;
  }
  while (first > 0 && isClause(source, lines[first] as LogicalLine)) {
    let above = first - 1;
    while (above > 0 && (lines[above] as LogicalLine).indent > base) above--;
    if ((lines[above] as LogicalLine).indent !== base) break;
    first = above;
  }
  while (first > 0 && (lines[first - 1] as LogicalLine).indent === base && isDecorator(first - 1)) first--;
  let last = Math.max(to, first + 1);
  const more = (): boolean => {
    const next = lines[last];
    if (next === undefined || next.indent < base) return false;
    if (next.indent > base) return true;
    return isClause(source, next) || (isDecorator(last - 1) && (lines[last - 1] as LogicalLine).indent === base);
  };
  while (more()) last++;
  return [first, last];
}

/** Ranges of lines that begin at a statement without indentation, with its clauses and decorators. */
function topLevelChunks(state: State): [number, number][] {
  const { lines } = state;
  const out: [number, number][] = [];
  for (let i = 0; i < lines.length; ) {
    const [, to] = statementExtent({ ...state }, i, i + 1);
    out.push([i, Math.max(to, i + 1)]);
    i = Math.max(to, i + 1);
  }
  return out;
}

/** Repairs or condemns line `i`. */
function checkLine(state: State, i: number): void {
  const { source, parser } = state;
  const line = state.lines[i] as LogicalLine;
  const [before, after] = surroundings(source, line);
  const attempt = new Attempt(source, line);
  for (const makeRepair of NECESSARY_REPAIRS) attempt.add(makeRepair(source, line.start, line.end));
  const test = (): number => parser.firstError(before + attempt.text + after);
  const firstError = test();
  let error = firstError;
  for (const makeRepair of REPAIRS) {
    if (error < 0) break;
    if (attempt.add(makeRepair(source, line.start, line.end))) error = test();
  }
  const repaired = attempt.repairs.length > 0;
  if (error < 0 && !repaired) return;
  let fault = lineFault(source, line.start, line.end);
  if (error < 0 && fault === null) {
    commit(state, line, attempt);
    return;
  }
  const at = Math.min(Math.max(line.start, line.start + firstError - before.length), line.end - 1);
  fault ??= { message: "invalid syntax", start: at, end: at + 1 };
  apply(state, [{ from: i, to: endOfRun(state.lines, i, line.indent), like: i, fault }]);
}

/** One line with some repairs. */
class Attempt {
  readonly repairs: Repair[] = [];
  private readonly start: number;
  text: string;

  constructor(source: string, line: LogicalLine) {
    this.start = line.start;
    this.text = source.slice(line.start, line.end);
  }

  /** False when the repair changes nothing. */
  add(repair: Repair): boolean {
    if (repair.replacements.length === 0) return false;
    for (const { start, text } of repair.replacements) {
      const at = start - this.start;
      this.text = this.text.slice(0, at) + text + this.text.slice(at + text.length);
    }
    this.repairs.push(repair);
    return true;
  }
}

function commit(state: State, line: LogicalLine, attempt: Attempt): void {
  const { source, parser } = state;
  replace(state, line.start, attempt.text);
  for (const { stars, holes, typeDefaults } of attempt.repairs) {
    for (const [operand, star] of stars) state.stars.set(operand, star);
    for (const [from, to] of holes) state.holes.set(from, parser.expression(source.slice(from, to), from));
    for (const [key, from, to] of typeDefaults) {
      state.typeDefaults.set(key, parser.expression(source.slice(from, to), from));
    }
  }
}

/** Text around a line that makes it a program of its own. */
function surroundings(source: string, line: LogicalLine): [string, string] {
  const word = firstWord(source, line);
  if (source[line.start] === "@") return ["", "\ndef _(): pass\n"];
  if (!opensBlock(source, line)) {
    if (word === "elif" || word === "else") return ["if _: pass\n", "\n"];
    if (word === "except") return ["try: pass\n", "\n"];
    if (word === "finally") return ["try: pass\n", "\n"];
    if (word === "case" && /:/.test(source.slice(line.start, line.end))) return ["match _:\n ", "\n"];
    if (word === "try") return ["", "\nfinally: pass\n"];
    return ["", "\n"];
  }
  switch (word) {
    case "elif":
    case "else":
      return ["if _: pass\n", " pass\n"];
    case "except":
    case "finally":
      return ["try: pass\n", " pass\n"];
    case "try":
      return ["", " pass\nfinally: pass\n"];
    case "match":
      return ["", "\n case _: pass\n"];
    case "case":
      return ["match _:\n ", " pass\n"];
    default:
      return ["", " pass\n"];
  }
}
