/** `_source`: the lines of a program's files and what tracebacks show of them, for `linecache`, `inspect` and `traceback`. */

import { caretLine } from "../../python/carets.ts";
import { positionOf } from "../../python/code_object.ts";
import type { Frame } from "../eval/frame.ts";
import { evaluator } from "../eval/state.ts";
import { suggestionText } from "../eval/suggestion.ts";
import { nativeModule } from "../importer/native_module.ts";
import type { Interpreter } from "../interpreter.ts";
import { PyException, PyTraceback } from "../objects/exception.ts";
import { TypeErrorType } from "../objects/exception_types.ts";
import { PyList } from "../objects/list.ts";
import { fn } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";
import { asStr } from "../objects/unbox.ts";
import { raise } from "../protocols/errors.ts";

export const sourceLinesModule = nativeModule("_source", () => ({
  lines: fn("lines(filename, /)", (vm: Interpreter, filename: PyValue) => {
    const text = vm.host.readText(asStr(filename) ?? "");
    return new PyList(text === null ? [] : (text.match(/[^\n]*\n|[^\n]+$/g) ?? []));
  }),
  position: fn("position(tb, /)", (vm: Interpreter, tb: PyValue) => {
    if (!(tb instanceof PyTraceback)) return raise(vm, TypeErrorType, "a traceback is required");
    const p = positionOf((tb.frame as Frame).code.source, tb.lasti);
    return new PyTuple([p.line, p.endLine, p.column, p.endColumn]);
  }),
  carets: fn("carets(line, lineno, end_lineno, colno, end_colno, /)", (vm: Interpreter, ...args: PyValue[]) => {
    const line = (asStr(args[0] ?? null) ?? "").replace(/[\r\n]+$/, "");
    const [lineno, endLine, column, endColumn] = args.slice(1).map(Number);
    const position = { line: lineno ?? 0, endLine: endLine ?? 0, column: column ?? 0, endColumn: endColumn ?? 0 };
    return caretLine(line, position, evaluator(vm).parseSource);
  }),
  suggestion: fn("suggestion(exc, /)", (vm: Interpreter, exc: PyValue) =>
    exc instanceof PyException ? suggestionText(vm, exc) : "",
  ),
}));
