/** Exceptions as text, as CPython prints them, and as diagnostics. */

import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span, StackFrame } from "../../diagnostics/span.ts";
import type { Interpreter } from "../interpreter.ts";
import { type PyException, PyRaise, type PyTraceback } from "../objects/exception.ts";
import { BaseExceptionGroupType, SyntaxErrorType } from "../objects/exception_types.ts";
import type { PyValue } from "../objects/object.ts";
import { str } from "../protocols/convert.ts";
import { membersOf } from "./exception_groups.ts";
import { evaluator } from "./state.ts";

const CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n";

/** The whole traceback text, chained exceptions first; ends with a newline. */
export function tracebackText(vm: Interpreter, exc: PyException): string {
  return chained(vm, exc, new Set());
}

function chained(vm: Interpreter, exc: PyException, seen: Set<PyException>): string {
  seen.add(exc);
  let out = "";
  if (exc.cause !== null && !seen.has(exc.cause)) out += chained(vm, exc.cause, seen) + CAUSE;
  else if (exc.context !== null && !exc.suppressContext && !seen.has(exc.context))
    out += chained(vm, exc.context, seen) + CONTEXT;
  return out + single(vm, exc, "");
}

function single(vm: Interpreter, exc: PyException, indent: string): string {
  const lines: string[] = [];
  if (exc.traceback !== null) {
    lines.push("Traceback (most recent call last):");
    let last = "";
    let repeated = 0;
    for (let tb: PyTraceback | null = exc.traceback; tb !== null; tb = tb.next) {
      const where = `  File "${tb.span.file}", line ${tb.span.line}, in ${tb.name}`;
      repeated = where === last ? repeated + 1 : 0;
      last = where;
      if (repeated < 3) {
        lines.push(where);
        const source = sourceLine(vm, tb.span);
        if (source !== "") lines.push(`    ${source}`);
      } else if (
        tb.next === null ||
        `  File "${tb.next.span.file}", line ${tb.next.span.line}, in ${tb.next.name}` !== where
      ) {
        const n = repeated - 2;
        lines.push(`  [Previous line repeated ${n} more time${n === 1 ? "" : "s"}]`);
      }
    }
  }
  lines.push(...exceptionLines(vm, exc));
  let out = lines.map((l) => `${indent}${l}\n`).join("");
  if (exc.type.isSubtypeOf(BaseExceptionGroupType)) {
    const members = membersOf(evaluator(vm), exc);
    for (const [i, member] of members.entries()) {
      out += `${indent}  +-${"-".repeat(15)} ${i + 1} ${"-".repeat(16)}\n`;
      out += single(vm, member, `${indent}    | `);
    }
    out += `${indent}    +${"-".repeat(36)}\n`;
  }
  return out;
}

function sourceLine(vm: Interpreter, span: Span): string {
  const text = vm.host.readText(span.file);
  return text === null ? "" : (text.split(/\r\n|\r|\n/)[span.line - 1] ?? "").trim();
}

/** `Type: message`, for a SyntaxError its place before that, notes after. */
export function exceptionLines(vm: Interpreter, exc: PyException): string[] {
  const lines: string[] = [];
  if (exc.type.isSubtypeOf(SyntaxErrorType)) {
    const [file, line] = [exc.attrs?.get("filename"), exc.attrs?.get("lineno")];
    if (typeof file === "string") lines.push(`  File "${file}", line ${String(line)}`);
  }
  lines.push(...`${typeLabel(exc)}${messageOf(vm, exc)}`.split("\n"));
  for (const note of exc.notes ?? []) lines.push(...safeStr(vm, note).split("\n"));
  return lines;
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
export function diagnosticFromException(vm: Interpreter, exc: PyException): Diagnostic {
  const stack: StackFrame[] = [];
  for (let tb = exc.traceback; tb !== null; tb = tb.next) stack.unshift({ span: tb.span, name: tb.name });
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
  return {
    ruleId: "DYN1003",
    level: "error",
    message: `${typeLabel(exc)}${messageOf(vm, exc)}`,
    span: stack[0]?.span ?? null,
    stack,
  };
}

function numberOr(v: PyValue | undefined, fallback: number): number {
  return typeof v === "number" ? v : fallback;
}
