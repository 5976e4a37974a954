/** Exceptions as text, as CPython prints them, and as diagnostics. */

import type { Diagnostic, Fix } from "../../diagnostics/diagnostic.ts";
import type { Span, StackFrame } from "../../diagnostics/span.ts";
import { caretLine } from "../../python/carets.ts";
import { positionOf } from "../../python/code_object.ts";
import type { Interpreter } from "../interpreter.ts";
import { type PyException, PyRaise, type PyTraceback } from "../objects/exception.ts";
import { exceptionDetails } from "../objects/exception_details.ts";
import { BaseExceptionGroupType, NameErrorType, SyntaxErrorType } from "../objects/exception_types.ts";
import type { PyValue } from "../objects/object.ts";
import { str } from "../protocols/convert.ts";
import { membersOf } from "./exception_groups.ts";
import type { Frame } from "./frame.ts";
import { evaluator } from "./state.ts";
import { suggestedName, suggestionText } from "./suggestion.ts";

const CAUSE = "The above exception was the direct cause of the following exception:";
const CONTEXT = "During handling of the above exception, another exception occurred:";

/** The text that is being written, and how deep in exception groups it is. */
interface Writer {
  out: string;
  depth: number;
  needsClose: boolean;
}

/** The whole traceback text, chained exceptions first; ends with a newline. */
export function tracebackText(vm: Interpreter, exc: PyException): string {
  const w: Writer = { out: "", depth: 0, needsClose: false };
  writeChain(vm, w, exc, new Set());
  return w.out;
}

const indent = (w: Writer): string => "  ".repeat(w.depth);

/** Writes lines behind the margin of the group that they belong to. */
function emit(w: Writer, lines: readonly string[], margin = "|"): void {
  const prefix = w.depth === 0 ? "" : `${indent(w)}${margin} `;
  for (const line of lines) w.out += `${prefix}${line}\n`;
}

function writeChain(vm: Interpreter, w: Writer, exc: PyException, seen: Set<PyException>): void {
  seen.add(exc);
  const before = exc.cause ?? (exc.suppressContext ? null : exc.context);
  if (before !== null && !seen.has(before)) {
    writeChain(vm, w, before, seen);
    emit(w, ["", exc.cause !== null ? CAUSE : CONTEXT, ""]);
  }
  if (exc.type.isSubtypeOf(BaseExceptionGroupType)) writeGroup(vm, w, exc, seen);
  else {
    if (exc.traceback !== null) emit(w, ["Traceback (most recent call last):", ...frameLines(vm, exc.traceback)]);
    emit(w, exceptionLines(vm, exc));
  }
}

function writeGroup(vm: Interpreter, w: Writer, group: PyException, seen: Set<PyException>): void {
  const isTop = w.depth === 0;
  if (isTop) w.depth++;
  if (group.traceback !== null) {
    emit(w, ["Exception Group Traceback (most recent call last):"], isTop ? "+" : "|");
    emit(w, frameLines(vm, group.traceback));
  }
  emit(w, exceptionLines(vm, group));
  const members = membersOf(evaluator(vm), group);
  for (const [i, member] of members.entries()) {
    const last = i === members.length - 1;
    if (last) w.needsClose = true;
    w.out += `${indent(w)}${i === 0 ? "+-" : "  "}+---------------- ${i + 1} ----------------\n`;
    w.depth++;
    writeChain(vm, w, member, seen);
    if (last && w.needsClose) {
      w.out += `${indent(w)}+------------------------------------\n`;
      w.needsClose = false;
    }
    w.depth--;
  }
  if (isTop) w.depth--;
}

/** The frames of a traceback, a run of equal ones cut short. */
function frameLines(vm: Interpreter, traceback: PyTraceback): string[] {
  const lines: string[] = [];
  let last = "";
  let repeated = 0;
  const flush = (): void => {
    const n = repeated - 2;
    if (n > 0) lines.push(`  [Previous line repeated ${n} more time${n === 1 ? "" : "s"}]`);
  };
  for (let tb: PyTraceback | null = traceback; tb !== null; tb = tb.next) {
    const where = `  File "${tb.span.file}", line ${tb.span.line}, in ${(tb.frame as Frame).code.source.name}`;
    if (where !== last) {
      flush();
      repeated = 0;
    } else repeated++;
    last = where;
    if (repeated >= 3) continue;
    lines.push(where);
    lines.push(...sourceLines(vm, tb));
  }
  flush();
  return lines;
}

/** The line that raised, and the marks under the expression. */
function sourceLines(vm: Interpreter, tb: PyTraceback): string[] {
  const text = vm.host.readText(tb.span.file);
  const line = text?.split(/\r\n|\r|\n/)[tb.span.line - 1] ?? "";
  if (line.trim() === "") return [];
  const marks = caretLine(line, positionOf((tb.frame as Frame).code.source, tb.lasti), evaluator(vm).parseSource);
  return [`    ${line.trim()}`, ...(marks === null ? [] : [`    ${marks}`])];
}

/** `Type: message`, for a SyntaxError its place before that, notes after. */
export function exceptionLines(vm: Interpreter, exc: PyException): string[] {
  const lines: string[] = [];
  if (exc.type.isSubtypeOf(SyntaxErrorType)) {
    const [file, line] = [exc.attrs?.get("filename"), exc.attrs?.get("lineno")];
    if (typeof file === "string") lines.push(`  File "${file}", line ${String(line)}`, ...markedText(exc));
  }
  lines.push(...`${typeLabel(exc)}${messageOf(vm, exc)}${suggestionText(vm, exc)}`.split("\n"));
  for (const note of exc.notes ?? []) lines.push(...safeStr(vm, note).split("\n"));
  return lines;
}

/** The text of a SyntaxError with marks under the fault. */
function markedText({ attrs }: PyException): string[] {
  const [text, offset] = [attrs?.get("text"), attrs?.get("offset")];
  if (typeof text !== "string") return [];
  const line = text.replace(/\n+$/, "");
  const shown = line.replace(/^[ \n\f]+/, "");
  const start = numberOr(offset, 0) - 1 - (line.length - shown.length);
  if (start < 0) return [`    ${shown}`];
  const last = Math.max(1, numberOr(attrs?.get("end_offset"), 0) - numberOr(offset, 0));
  return [`    ${shown}`, `    ${shown.slice(0, start).replace(/\S/g, " ").padEnd(start)}${"^".repeat(last)}`];
}

/** The class as tracebacks name it: with its module unless that is builtins or the main program. */
function typeLabel(exc: PyException): string {
  const module = exc.type.attrs.get("__module__") ?? exc.type.module;
  const plain = module === "builtins" || module === "__main__" || typeof module !== "string";
  return plain ? exc.type.qualname : `${module}.${exc.type.qualname}`;
}

function messageOf(vm: Interpreter, exc: PyException): string {
  const msg = exc.type.isSubtypeOf(SyntaxErrorType) ? exc.attrs?.get("msg") : undefined;
  const text = typeof msg === "string" ? msg : safeStr(vm, exc);
  return text === "" ? "" : `: ${text}`;
}

function safeStr(vm: Interpreter, v: PyValue): string {
  try {
    return str(vm, v);
  } catch (e) {
    if (e instanceof PyRaise) return "<exception str() failed>";
    throw e;
  }
}

/** An uncaught exception as a diagnostic: at the raising expression of the innermost frame that has a user's file. */
export function diagnosticFromException(
  vm: Interpreter,
  exc: PyException,
  callers: readonly StackFrame[] = [],
): Diagnostic {
  const stack: StackFrame[] = [...callers];
  for (let tb = exc.traceback; tb !== null; tb = tb.next) stack.unshift({ span: tb.span, name: tb.name });
  const { subject } = exceptionDetails(exc);
  if (subject !== undefined) return diagnosticFromException(vm, subject, stack);
  const attrs = exc.attrs;
  const file = attrs?.get("filename");
  const line = attrs?.get("lineno");
  if (exc.type.isSubtypeOf(SyntaxErrorType) && typeof file === "string" && typeof line === "number") {
    const column = numberOr(attrs?.get("offset"), 1);
    const endLine = numberOr(attrs?.get("end_lineno"), line);
    const endColumn = numberOr(attrs?.get("end_offset"), column + 1);
    const span: Span = { file, line, column, endLine, endColumn };
    return { ruleId: "DYN1001", level: "error", message: `${exc.type.name}${messageOf(vm, exc)}`, span, stack };
  }
  const { ruleId = "DYN1003", fixes, related, span: blamed } = exceptionDetails(exc);
  const raised = stack[0]?.span ?? null;
  const meant = fixes === undefined && blamed === undefined ? spellingFix(vm, exc, raised) : undefined;
  return {
    ruleId,
    level: "error",
    message: `${typeLabel(exc)}${messageOf(vm, exc)}`,
    span: blamed ?? raised,
    stack,
    ...(fixes === undefined ? (meant === undefined ? {} : { fixes: [meant] }) : { fixes }),
    ...(related === undefined ? {} : { related }),
  };
}

/** Puts the name that was meant in the place of the misspelt one: an expression of one line ends with it. */
function spellingFix(vm: Interpreter, exc: PyException, span: Span | null): Fix | undefined {
  const names = suggestedName(vm, exc);
  if (names === null || span === null || span.line !== span.endLine) return undefined;
  const isName = exc.type.isSubtypeOf(NameErrorType);
  const line = vm.host.readText(span.file)?.split(/\r?\n/)[span.line - 1] ?? "";
  const at = line.slice(span.column - 1, span.endColumn - 1).lastIndexOf(names.wrong);
  if (at < 0 || (isName && at !== 0)) return undefined;
  const column = span.column + at;
  const replaced: Span = { ...span, column, endColumn: column + names.wrong.length };
  return { title: `Change to '${names.found}'`, edits: [{ span: replaced, newText: names.found }] };
}

function numberOr(v: PyValue | undefined, fallback: number): number {
  return typeof v === "number" ? v : fallback;
}
