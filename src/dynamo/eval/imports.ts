/** IMPORT_NAME, IMPORT_FROM and `import *`; a missing module that nothing catches becomes an unknown value. */

import { MissingModule } from "../importer/importer.ts";
import { resolveRelative } from "../importer/relative_name.ts";
import { PyRaise } from "../objects/exception.ts";
import { ImportErrorType, TypeErrorType } from "../objects/exception_types.ts";
import { PyModule } from "../objects/module.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { getAttr, lookupAttr } from "../protocols/attribute.ts";
import { raise, raiseImportError } from "../protocols/errors.ts";
import { toArray } from "../protocols/iterate.ts";
import type { Frame } from "./frame.ts";
import { storeName } from "./names.ts";
import { catchesImportError } from "./protected_region.ts";
import type { Evaluator } from "./state.ts";

/** `__import__(name, globals, …, fromlist, level)`: the top-level package, or with a fromlist the module itself. */
export function importName(vm: Evaluator, frame: Frame, name: string, fromlist: PyValue, level: PyValue): PyValue {
  const hook = frame.builtins.get("__import__");
  if (hook instanceof PyObject && hook.type.heap) return vm.call(hook, [name, null, null, fromlist, level]);
  return importWithin(vm, frame.globals, name, fromlist, Number(level ?? 0));
}

export function importWithin(
  vm: Evaluator,
  globals: Map<string, PyValue>,
  name: string,
  fromlist: PyValue,
  level: number,
): PyValue {
  try {
    const full = level > 0 ? resolveRelative(vm, globals, name, level) : name;
    const module = vm.importer.load(vm, full);
    const wanted = fromlist instanceof PyTuple ? fromlist.items : fromlist === null ? [] : toArray(vm, fromlist);
    if (wanted.length === 0) {
      if (level === 0) return vm.importer.load(vm, topLevel(full));
      return vm.importer.load(
        vm,
        name === "" ? full : full.slice(0, full.length - name.length + topLevel(name).length),
      );
    }
    loadSubmodules(vm, module, wanted);
    return module;
  } catch (e) {
    return unknownOrThrow(vm, e);
  }
}

function topLevel(name: string): string {
  const dot = name.indexOf(".");
  return dot < 0 ? name : name.slice(0, dot);
}

/** Binds an Unknown in place of a missing module, with one diagnostic, unless the program is ready for the error. */
function unknownOrThrow(vm: Evaluator, e: unknown): PyUnknown {
  if (!(e instanceof PyRaise) || !(e.value instanceof MissingModule) || catchesImportError(vm)) throw e;
  const { module, compiled } = e.value;
  const origin = `module '${module}'`;
  if (!vm.reportedModules.has(module)) {
    vm.reportedModules.add(module);
    const why = compiled ? "has only compiled code, which is not evaluated" : "was not found";
    vm.report({
      ruleId: "DYN1002",
      level: "note",
      message: `Module '${module}' ${why}; values that come from it are unknown. Select the Python environment that has it, or export through the Python interpreter.`,
      span: vm.currentSpan(),
    });
  }
  return new PyUnknown(origin);
}

/** `from package import submodule` imports the submodule when the package has no such attribute. */
function loadSubmodules(vm: Evaluator, module: PyValue, wanted: readonly PyValue[]): void {
  if (!(module instanceof PyModule)) return;
  const isPackage = module.getOwn("__path__") !== undefined;
  if (!isPackage) return;
  for (const item of wanted) {
    if (typeof item !== "string") raise(vm, TypeErrorType, "Item in ``from list'' must be str");
    if (item === "*") {
      const all = module.getOwn("__all__");
      if (all !== undefined) loadSubmodules(vm, module, toArray(vm, all));
      continue;
    }
    if (module.getOwn(item) !== undefined) continue;
    const full = `${module.name}.${item}`;
    try {
      vm.importer.load(vm, full);
    } catch (e) {
      // No such submodule: IMPORT_FROM says that the name can't be imported.
      if (e instanceof PyRaise && e.value instanceof MissingModule && e.value.module === full && !e.value.compiled)
        continue;
      throw e;
    }
  }
}

export function importFrom(vm: Evaluator, _frame: Frame, module: PyValue, name: string): PyValue {
  if (module instanceof PyUnknown) return new PyUnknown(module.origin);
  const value = lookupAttr(vm, module, name);
  if (value !== undefined) return value;
  const moduleName = lookupAttr(vm, module, "__name__");
  const own = typeof moduleName === "string" ? moduleName : "<unknown module name>";
  const submodule = vm.modules.get(`${own}.${name}`);
  if (submodule !== undefined) return submodule;
  const file = lookupAttr(vm, module, "__file__");
  const place = typeof file === "string" ? file : "unknown location";
  const partial = vm.importer.isExecuting(own)
    ? `cannot import name '${name}' from partially initialized module '${own}' (most likely due to a circular import) (${place})`
    : `cannot import name '${name}' from '${own}' (${place})`;
  return raiseImportError(vm, partial, own, ImportErrorType);
}

/** `from module import *`. */
export function importStar(vm: Evaluator, frame: Frame, module: PyValue): void {
  if (module instanceof PyUnknown) return;
  const all = lookupAttr(vm, module, "__all__");
  const names =
    all !== undefined
      ? toArray(vm, all)
      : module instanceof PyModule
        ? module.ownNames().filter((n) => !n.startsWith("_"))
        : [];
  for (const name of names) {
    if (typeof name !== "string") raise(vm, TypeErrorType, "Item in __all__ must be str");
    storeName(vm, frame, name, getAttr(vm, module, name));
  }
}
