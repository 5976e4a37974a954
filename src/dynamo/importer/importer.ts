/** `import`: native modules, source modules on the search path, packages and namespace packages, `sys.modules`. */

import { enter } from "../eval/call_value.ts";
import { Frame } from "../eval/frame.ts";
import type { Evaluator, SourceFault } from "../eval/state.ts";
import { PyCode } from "../objects/code.ts";
import { PyDict } from "../objects/dict.ts";
import { PyException, PyRaise } from "../objects/exception.ts";
import {
  ImportErrorType,
  IndentationErrorType,
  ModuleNotFoundErrorType,
  SyntaxErrorType,
  TabErrorType,
} from "../objects/exception_types.ts";
import { PyList } from "../objects/list.ts";
import { PyModule } from "../objects/module.ts";
import { type Attrs, PyObject, type PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";
import type { PyType } from "../objects/type.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { lookupAttr } from "../protocols/attribute.ts";
import { chainContext, makeException, raiseException, raiseImportError } from "../protocols/errors.ts";
import { toArray } from "../protocols/iterate.ts";
import { type CodeCache, cachedCode } from "./code_cache.ts";
import { DirectoryCache, type Found, findModule } from "./finder.ts";
import { installedModule } from "./lazy_module.ts";
import { LazyNamespace } from "./lazy_namespace.ts";
import type { Library } from "./library.ts";
import { makeSpec } from "./module_spec.ts";
import type { NativeModule } from "./native_module.ts";

/** Why a module could not be found, as data on the exception that says so. */
export class MissingModule extends PyException {
  readonly module: string;
  readonly compiled: boolean;
  constructor(module: string, message: string, compiled: boolean) {
    super(new PyTuple([message]), compiled ? ImportErrorType : ModuleNotFoundErrorType);
    this.module = module;
    this.compiled = compiled;
    this.attrs = new Map<string, PyValue>([
      ["name", module],
      ["path", null],
    ]);
  }
}

export interface Importer {
  /** Imports `name` and its parents; returns the module itself (not the top-level package). */
  load(vm: Evaluator, name: string): PyValue;
  /** Whether a module of that name could be imported: `importlib.util.find_spec`. */
  exists(vm: Evaluator, name: string): boolean;
  isNative(name: string): boolean;
  /** Whether the module's top level is running now (a circular import sees it unfinished). */
  isExecuting(name: string): boolean;
}

export function createImporter(
  modules: readonly NativeModule[],
  cache: CodeCache,
  libraries: readonly Library[],
): Importer {
  const natives = [...modules, ...libraries.flatMap((library) => library.modules)];
  const directories = new DirectoryCache();
  const byName = new Map<string, NativeModule>();
  const packages = new Set<string>();
  const executing = new Set<string>();
  for (const module of natives) {
    if (byName.has(module.name)) throw new Error(`two native modules are named ${module.name}`);
    byName.set(module.name, module);
    // A stand-in for a module of an installed library lies in that library's own packages.
    if (!modules.includes(module)) continue;
    for (let dot = module.name.lastIndexOf("."); dot > 0; dot = module.name.lastIndexOf(".", dot - 1))
      packages.add(module.name.slice(0, dot));
  }

  function load(vm: Evaluator, name: string): PyValue {
    const known = vm.modules.get(name);
    if (known !== undefined && known !== null) return known;
    if (known === null)
      raiseImportError(vm, `import of ${name} halted; None in sys.modules`, name, ModuleNotFoundErrorType);
    const dot = name.lastIndexOf(".");
    const parent = dot < 0 ? null : load(vm, name.slice(0, dot));
    if (parent instanceof PyUnknown) return new PyUnknown(parent.origin);
    // Importing the parent may have imported the module.
    const now = vm.modules.get(name);
    if (now !== undefined && now !== null) return now;
    const module = loadNew(vm, name, parent);
    // The module may have put something else in its place.
    const final = vm.modules.get(name) ?? module;
    if (parent instanceof PyModule && parent.attrs instanceof LazyNamespace) {
      // What the package's own text binds under that name was bound after its import of the submodule.
      if (!parent.attrs.provides(name.slice(dot + 1))) parent.attrs.put(name.slice(dot + 1), final);
    } else if (parent instanceof PyObject) {
      parent.attrs ??= new Map();
      parent.attrs.set(name.slice(dot + 1), final);
    }
    return final;
  }

  function loadNew(vm: Evaluator, name: string, parent: PyValue): PyValue {
    const native = byName.get(name);
    if (native !== undefined) {
      const module = native.create(vm);
      if (packages.has(name)) module.attrs.set("__path__", new PyList([]));
      module.attrs.set("__spec__", makeSpec(name, "built-in", packages.has(name) ? [] : null));
      vm.modules.set(name, module);
      return module;
    }
    if (packages.has(name)) {
      const module = newModule(vm, name, null, []);
      vm.modules.set(name, module);
      return module;
    }
    const path = parent === null ? vm.path : packagePath(vm, parent, name);
    const found = findModule(vm.host, name.slice(name.lastIndexOf(".") + 1), path, directories);
    if (found === null) throwMissing(vm, new MissingModule(name, `No module named '${name}'`, false));
    return loadFound(vm, name, found);
  }

  function loadFound(vm: Evaluator, name: string, found: Found): PyValue {
    switch (found.kind) {
      case "compiled":
        return throwMissing(vm, new MissingModule(name, `'${name}' has only compiled code (${found.file})`, true));
      case "namespace": {
        const module = newModule(vm, name, null, found.directories);
        vm.modules.set(name, module);
        return module;
      }
      case "package":
        return execute(vm, name, found.file, [found.directory]);
      case "module":
        return execute(vm, name, found.file, null);
    }
  }

  function execute(vm: Evaluator, name: string, file: string, path: readonly string[] | null): PyValue {
    const lazy = installedModule(vm, libraries, name, file, path);
    const module = lazy?.module ?? newModule(vm, name, file, path);
    vm.modules.set(name, module);
    executing.add(name);
    try {
      if (lazy === null) runModule(vm, module, compileFile(vm, cache, file));
      else lazy.runActing();
    } catch (e) {
      vm.modules.delete(name);
      throw e;
    } finally {
      executing.delete(name);
    }
    return module;
  }

  function exists(vm: Evaluator, name: string): boolean {
    if (vm.modules.has(name)) return vm.modules.get(name) !== null;
    if (byName.has(name) || packages.has(name)) return true;
    const dot = name.lastIndexOf(".");
    if (dot < 0) {
      const found = findModule(vm.host, name, vm.path, directories);
      return found !== null;
    }
    const parent = load(vm, name.slice(0, dot));
    if (!(parent instanceof PyModule)) return false;
    const path = lookupAttr(vm, parent, "__path__");
    return path !== undefined && findModule(vm.host, name.slice(dot + 1), strings(vm, path), directories) !== null;
  }

  return {
    load,
    exists,
    isNative: (name) => byName.has(name) || packages.has(name),
    isExecuting: (name) => executing.has(name),
  };
}

function throwMissing(vm: Evaluator, exc: MissingModule): never {
  chainContext(exc, vm.handledException());
  throw new PyRaise(exc);
}

function packagePath(vm: Evaluator, parent: PyValue, name: string): readonly string[] {
  const path = lookupAttr(vm, parent, "__path__");
  if (path !== undefined) return strings(vm, path);
  const parentName = name.slice(0, name.lastIndexOf("."));
  return throwMissing(
    vm,
    new MissingModule(name, `No module named '${name}'; '${parentName}' is not a package`, false),
  );
}

function strings(vm: Evaluator, list: PyValue): string[] {
  return toArray(vm, list).filter((s): s is string => typeof s === "string");
}

/** An empty source module with its import attributes. */
export function newModule(vm: Evaluator, name: string, file: string | null, path: readonly string[] | null): PyModule {
  const attrs: Attrs = new Map();
  const dot = name.lastIndexOf(".");
  attrs.set("__name__", name);
  attrs.set("__doc__", null);
  attrs.set("__package__", path !== null ? name : dot < 0 ? "" : name.slice(0, dot));
  attrs.set("__loader__", null);
  attrs.set("__spec__", makeSpec(name, file, path));
  if (path !== null) attrs.set("__path__", new PyList([...path]));
  if (file !== null) attrs.set("__file__", file);
  attrs.set("__builtins__", PyDict.wrap(vm.builtins));
  return new PyModule(name, attrs);
}

/** The file's code; a fault in it is raised as SyntaxError. */
export function compileFile(vm: Evaluator, cache: CodeCache, file: string): PyCode {
  const result = cachedCode(cache, vm.host, file, (text): { code: PyCode["source"] } | { fault: PyException } => {
    const compiled = vm.compileSource(text, file);
    return "code" in compiled ? { code: compiled } : { fault: syntaxError(compiled, file, text) };
  });
  if (result === null) return raiseImportError(vm, `can't read '${file}'`, null);
  if ("fault" in result) raiseException(vm, result.fault);
  return new PyCode(result.code);
}

/** A SyntaxError with its place in `source`. */
export function syntaxError(fault: SourceFault, file: string, source: string): PyException {
  const lines = source.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
  const text = (lines[fault.line - 1] ?? "").replace(/\r\n?$/, "\n");
  // On one line, the end is where the marks end; a fault that goes on below is marked to the line's end.
  const endOffset = fault.endLine > fault.line ? text.trimEnd().length + 1 : fault.endColumn;
  const place = new PyTuple([file, fault.line, fault.column, text, fault.endLine, endOffset]);
  const exc = makeException(syntaxErrorClass(fault.message), fault.message, place);
  exc.attrs = new Map<string, PyValue>([
    ["msg", fault.message],
    ["filename", file],
    ["lineno", fault.line],
    ["offset", fault.column],
    ["end_lineno", fault.endLine],
    ["end_offset", endOffset],
    ["text", text],
  ]);
  return exc;
}

function syntaxErrorClass(message: string): PyType {
  if (/^inconsistent use of tabs/.test(message)) return TabErrorType;
  return /^(expected an indented block|unexpected indent|unindent does not match)/.test(message)
    ? IndentationErrorType
    : SyntaxErrorType;
}

/** Evaluates a module's top level in the module's namespace. */
export function runModule(vm: Evaluator, module: PyModule, code: PyCode): void {
  runCode(vm, code, module.attrs, module.attrs);
}

/** `exec`: evaluates module-level code with the given globals and locals. */
export function runCode(
  vm: Evaluator,
  code: PyCode,
  globals: Map<string, PyValue>,
  locals: Map<string, PyValue>,
): PyValue {
  const frame = new Frame(code, globals, vm.builtins, null);
  frame.localsMap = locals;
  if (code.source.docstring !== null && globals === locals) globals.set("__doc__", code.source.docstring);
  return enter(vm, frame);
}
