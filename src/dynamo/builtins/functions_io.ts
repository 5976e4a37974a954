/** `print`, `input`, `open` and `__import__`. */

import type { Interpreter } from "../interpreter.ts";
import { EOFErrorType, TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { PyModule } from "../objects/module.ts";
import { fn, type PyNative } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { asInt, asStr } from "../objects/unbox.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { lookupAttr } from "../protocols/attribute.ts";
import { callMethod } from "../protocols/call.ts";
import { repr, str, truth } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { typeOf } from "../protocols/type_of.ts";

function separator(vm: Interpreter, value: PyValue, name: string, otherwise: string): string {
  if (value === null) return otherwise;
  return asStr(value) ?? raise(vm, TypeErrorType, `${name} must be None or a string, not ${typeOf(value).name}`);
}

/** The stream that `print` writes to: what the program put into `sys.stdout`, else our own output. */
function currentStdout(vm: Interpreter): PyValue {
  const sys = vm.modules.get("sys");
  return sys instanceof PyModule ? (sys.getOwn("stdout") ?? null) : null;
}

function print(
  vm: Interpreter,
  values: readonly PyValue[],
  sep: PyValue,
  end: PyValue,
  file: PyValue,
  flush: PyValue,
): null {
  const text =
    values.map((value) => str(vm, value)).join(separator(vm, sep, "sep", " ")) + separator(vm, end, "end", "\n");
  const target = file ?? currentStdout(vm);
  if (target === null) vm.stdout(text);
  else {
    callMethod(vm, target, "write", [text]);
    if (truth(vm, flush)) callMethod(vm, target, "flush");
  }
  return null;
}

/** A file's content is not known while a program is analysed: the value is unknown, and that is said once here. */
export function unknownFile(vm: Interpreter, what: string): PyUnknown {
  const span = vm.currentSpan();
  vm.report({
    ruleId: "DYN1006",
    level: "note",
    message: `${what} is not opened during the analysis; what is read from it is unknown.`,
    span,
    stack: vm.stack(),
  });
  return new PyUnknown(what);
}

function importModule(vm: Interpreter, name: PyValue, globals: PyValue, fromlist: PyValue, level: PyValue): PyValue {
  const text = asStr(name);
  if (text === undefined) return raise(vm, TypeErrorType, "__import__() argument 1 must be str");
  const depth = Number(asInt(level) ?? 0);
  if (depth < 0) raise(vm, ValueErrorType, "level must be >= 0");
  let full = text;
  if (depth > 0) {
    const source = lookupAttr(vm, globals, "get");
    const parent = source === undefined ? null : callMethod(vm, globals, "get", ["__package__"]);
    const parts = (asStr(parent) ?? "").split(".");
    const base = parts.slice(0, parts.length - depth + 1).join(".");
    full = text === "" ? base : `${base}.${text}`;
  }
  const module = vm.importModule(full);
  if (fromlist !== null && truth(vm, fromlist)) return module;
  if (depth > 0 || !text.includes(".")) return module;
  return vm.modules.get(text.slice(0, text.indexOf("."))) ?? module;
}

export const ioFunctions: readonly PyNative[] = [
  fn("print(*args, sep=' ', end='\\n', file=None, flush=False)", print),
  fn("input(prompt='', /)", (vm: Interpreter, prompt: PyValue) => {
    const text = str(vm, prompt);
    if (text !== "") vm.stdout(text);
    return raise(vm, EOFErrorType, "EOF when reading a line");
  }),
  fn(
    "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
    (vm: Interpreter, file: PyValue) => unknownFile(vm, `file ${repr(vm, file)}`),
  ),
  fn(
    "__import__(name, globals=None, locals=None, fromlist=(), level=0)",
    (vm: Interpreter, name: PyValue, globals: PyValue, _locals: PyValue, fromlist: PyValue, level: PyValue) =>
      importModule(vm, name, globals, fromlist, level),
  ),
];
