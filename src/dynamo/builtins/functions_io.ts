/** `print`, `input`, `open` and `__import__`. */

import type { Interpreter } from "../interpreter.ts";
import { PyException } from "../objects/exception.ts";
import {
  EOFErrorType,
  FileNotFoundErrorType,
  IsADirectoryErrorType,
  TypeErrorType,
  ValueErrorType,
} from "../objects/exception_types.ts";
import { PyModule } from "../objects/module.ts";
import { fn, type PyNative } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import type { PyType } from "../objects/type.ts";
import { asInt, asStr } from "../objects/unbox.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { lookupAttr } from "../protocols/attribute.ts";
import { call, callMethod } from "../protocols/call.ts";
import { repr, str, truth } from "../protocols/convert.ts";
import { raise, raiseException } from "../protocols/errors.ts";
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

/** The files that the program opened to write: nothing is written, so their content is no longer known. */
const WRITTEN = Symbol("files that the program writes");

function writtenFiles(vm: Interpreter): Set<string> {
  const known = vm.extensions.get(WRITTEN);
  if (known instanceof Set) return known;
  const made = new Set<string>();
  vm.extensions.set(WRITTEN, made);
  return made;
}

interface OpenOptions {
  readonly mode: PyValue;
  readonly encoding: PyValue;
  readonly errors: PyValue;
  readonly newline: PyValue;
}

/** A file for reading, where the interpreter may read files; whatever else is opened is unknown, and writes nothing. */
function open(vm: Interpreter, file: PyValue, { mode, encoding, errors, newline }: OpenOptions): PyValue {
  const how = asStr(mode) ?? raise(vm, TypeErrorType, `open() argument 'mode' must be str, not ${typeOf(mode).name}`);
  if (!/^(?!.*(.).*\1)[rwaxbt+U]*$/.test(how) || how.replace(/[^rwax]/g, "").length !== 1) {
    return raise(vm, ValueErrorType, `invalid mode: '${how}'`);
  }
  const path = vm.opensFiles ? absolutePath(vm, file) : null;
  const reads = how.includes("r") && !how.includes("+");
  if (path !== null && !reads) writtenFiles(vm).add(path);
  if (path === null || !reads || writtenFiles(vm).has(path)) return unknownFile(vm, `file ${repr(vm, file)}`);
  if (vm.host.isDirectory(path)) return raiseOSError(vm, IsADirectoryErrorType, 21, "Is a directory", file);
  if (!vm.host.isFile(path)) return raiseOSError(vm, FileNotFoundErrorType, 2, "No such file or directory", file);
  return callMethod(vm, vm.importModule("io"), "_open_file", [file, path, how, encoding, errors, newline]);
}

/** Null for what is no path: a file descriptor. */
function absolutePath(vm: Interpreter, file: PyValue): string | null {
  if (asInt(file) !== undefined) return null;
  const text = callMethod(vm, vm.importModule("os"), "fspath", [file]);
  return asStr(callMethod(vm, vm.importModule("os.path"), "abspath", [text])) ?? null;
}

/** Made by the class itself, which gives it `errno` and the text `[Errno 2] …`. */
function raiseOSError(vm: Interpreter, type: PyType, errno: number, text: string, file: PyValue): never {
  const exc = call(vm, type, [errno, text, file]);
  if (!(exc instanceof PyException)) throw new Error(`${type.name} made no exception`);
  return raiseException(vm, exc);
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
    (vm: Interpreter, file: PyValue, mode: PyValue, _buffering: PyValue, ...rest: PyValue[]) => {
      const [encoding = null, errors = null, newline = null] = rest;
      return open(vm, file, { mode, encoding, errors, newline });
    },
  ),
  fn(
    "__import__(name, globals=None, locals=None, fromlist=(), level=0)",
    (vm: Interpreter, name: PyValue, globals: PyValue, _locals: PyValue, fromlist: PyValue, level: PyValue) =>
      importModule(vm, name, globals, fromlist, level),
  ),
];
