/** The built-in functions that run code: `__build_class__`, `__import__`, `compile`, `eval`, `exec`. */

import type { CompileMode } from "../../python/compile_source.ts";
import { runCode, syntaxError } from "../importer/importer.ts";
import type { Interpreter } from "../interpreter.ts";
import { PyCode } from "../objects/code.ts";
import { PyDict } from "../objects/dict.ts";
import { SystemErrorType, TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { fn, type PyNative } from "../objects/native.ts";
import type { Attrs, PyValue } from "../objects/object.ts";
import { asBytesLike, asStr } from "../objects/unbox.ts";
import { getAttr } from "../protocols/attribute.ts";
import { raise, raiseException } from "../protocols/errors.ts";
import { typeName } from "../protocols/type_of.ts";
import { enter } from "./call_value.ts";
import { buildClassNative } from "./class_statement.ts";
import { compileTree } from "./compile_tree.ts";
import { Frame } from "./frame.ts";
import { importWithin } from "./imports.ts";
import { type Evaluator, evaluator } from "./state.ts";

/** `ast.PyCF_ONLY_AST`. */
const ONLY_AST = 1024;
const MODES: readonly CompileMode[] = ["exec", "eval", "single"];

function compileText(vm: Evaluator, value: PyValue, filename: string, mode: CompileMode, what: string): PyCode {
  if (value instanceof PyCode) return value;
  const bytes = asBytesLike(value);
  const text = bytes === undefined ? asStr(value) : new TextDecoder("utf-8").decode(bytes);
  if (text === undefined) raise(vm, TypeErrorType, `${what} must be a string, bytes or code object`);
  const source = mode === "eval" ? text.trim() : text;
  const result = vm.compileSource(source, filename, mode);
  if ("code" in result) return new PyCode(result);
  return raiseException(vm, syntaxError(result, filename, source));
}

/** The namespaces of `eval` and `exec`: the caller's own by default. */
function namespaces(
  vm: Evaluator,
  what: string,
  globals: PyValue,
  locals: PyValue,
): { readonly globals: Attrs; readonly locals: PyValue } {
  const caller = vm.frame;
  if (globals === null) {
    if (caller === null) raise(vm, SystemErrorType, "globals and locals cannot be NULL");
    const own = vm.call(vm.builtins.get("locals") ?? null, []);
    return { globals: caller.globals, locals: locals === null ? own : locals };
  }
  if (!(globals instanceof PyDict))
    raise(vm, TypeErrorType, `${what}() globals must be a dict, not ${typeName(globals)}`);
  if (globals.getStr("__builtins__") === undefined) globals.setStr("__builtins__", PyDict.wrap(vm.builtins));
  return { globals: globals.attrMap, locals: locals === null ? globals : locals };
}

function refuseFreeVariables(vm: Evaluator, code: PyCode, what: string): void {
  if (code.source.freevars.length > 0)
    raise(vm, TypeErrorType, `code object passed to ${what}() may not contain free variables`);
}

function runIn(vm: Evaluator, code: PyCode, globals: Attrs, locals: PyValue): PyValue {
  if (locals instanceof PyDict && !locals.type.heap) return runCode(vm, code, globals, locals.attrMap);
  const frame = new Frame(code, globals, vm.builtins, null);
  frame.localsObject = locals;
  return enter(vm, frame);
}

const evalNative = fn(
  "eval(source, globals=None, locals=None, /)",
  (interpreter: Interpreter, source: PyValue, g: PyValue, l: PyValue) => {
    const vm = evaluator(interpreter);
    const code = compileText(vm, source, "<string>", "eval", "eval() arg 1");
    refuseFreeVariables(vm, code, "eval");
    const spaces = namespaces(vm, "eval", g, l);
    return runIn(vm, code, spaces.globals, spaces.locals);
  },
);

const execNative = fn(
  "exec(source, globals=None, locals=None, /)",
  (interpreter: Interpreter, source: PyValue, g: PyValue, l: PyValue) => {
    const vm = evaluator(interpreter);
    const code = compileText(vm, source, "<string>", "exec", "exec() arg 1");
    refuseFreeVariables(vm, code, "exec");
    const spaces = namespaces(vm, "exec", g, l);
    runIn(vm, code, spaces.globals, spaces.locals);
    return null;
  },
);

const compileNative = fn(
  "compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
  (interpreter: Interpreter, source: PyValue, filename: PyValue, mode: PyValue, flags: PyValue) => {
    const vm = evaluator(interpreter);
    const known = MODES.find((m) => m === asStr(mode));
    if (known === undefined) raise(vm, ValueErrorType, "compile() mode must be 'exec', 'eval' or 'single'");
    const isTree = !(source instanceof PyCode) && typeof source !== "string";
    if (typeof flags === "number" && (flags & ONLY_AST) !== 0)
      return vm.call(getAttr(vm, vm.importModule("ast"), "parse"), [source, filename, mode]);
    const compiled = isTree ? compileTree(vm, source, asStr(filename) ?? "<string>", known) : undefined;
    if (compiled !== undefined) return compiled;
    return compileText(vm, source, asStr(filename) ?? "<string>", known, "compile() arg 1");
  },
);

const importNative = fn(
  "__import__(name, globals=None, locals=None, fromlist=(), level=0)",
  (interpreter: Interpreter, name: PyValue, globals: PyValue, _locals: PyValue, fromlist: PyValue, level: PyValue) => {
    const vm = evaluator(interpreter);
    const text = asStr(name);
    if (text === undefined) raise(vm, TypeErrorType, `__import__() argument 1 must be str, not ${typeName(name)}`);
    const namespace = globals instanceof PyDict ? globals.attrMap : (vm.frame?.globals ?? new Map<string, PyValue>());
    return importWithin(vm, namespace, text, fromlist, Number(level ?? 0));
  },
);

export const evaluationBuiltins: readonly PyNative[] = [
  buildClassNative,
  evalNative,
  execNative,
  compileNative,
  importNative,
];
