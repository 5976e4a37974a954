/** Library modules, evaluated name by name. */

import type { TopLevelStatement } from "../../python/top_level/index_statements.ts";
import type { Evaluator } from "../eval/state.ts";
import { PyCode } from "../objects/code.ts";
import { PyModule } from "../objects/module.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { raiseException } from "../protocols/errors.ts";
import { toArray } from "../protocols/iterate.ts";
import { newModule, runCode, syntaxError } from "./importer.ts";
import { LazyNamespace, type NamespaceActions } from "./lazy_namespace.ts";
import type { Library } from "./library.ts";
import { moduleText } from "./module_text.ts";
import { withRegistry } from "./registry.ts";
import { resolveRelative } from "./relative_name.ts";

const INSTALLED = /\/(?:site|dist)-packages\//;

/** Decorators that touch nothing but what they decorate. */
const HARMLESS = new Set([
  ...["dataclass", "property", "staticmethod", "classmethod", "abstractmethod", "contextmanager", "wraps"],
  ...["lru_cache", "cache", "cached_property", "total_ordering", "singledispatch", "partial", "unique", "overload"],
  ...["final", "runtime_checkable", "no_type_check", "deprecated", "no_grad", "inference_mode", "enable_grad"],
  ...["ignore", "unused", "export", "script", "script_if_tracing", "compile", "disable", "custom_fwd", "custom_bwd"],
]);

export interface LazyModule {
  readonly module: PyModule;
  /** Runs the statements that act on something else than the module's names. */
  runActing(): void;
}

/** Null for a file that is to be evaluated as a whole: the user's own, and the standard library's. */
export function installedModule(
  vm: Evaluator,
  libraries: readonly Library[],
  name: string,
  file: string,
  path: readonly string[] | null,
): LazyModule | null {
  if (vm.indexSource === null || !INSTALLED.test(file)) return null;
  const text = vm.host.readText(file);
  if (text === null) return null;
  const index = vm.indexSource(text, file);
  if (!("statements" in index)) raiseException(vm, syntaxError(index, file, text));
  const library = libraries.find((l) => l.name === name.split(".")[0]);
  const statements = withDefinitions(vm, index.statements, name, library?.definitions?.[name]);
  return lazyModule(vm, libraries, {
    name,
    file,
    path,
    source: file,
    text,
    statements,
    deferred: library?.deferred === true,
  });
}

/** A module of the product that is written in Python; null where modules are evaluated as a whole. */
export function frozenModule(vm: Evaluator, name: string, source: string, text: string): LazyModule | null {
  if (vm.indexSource === null) return null;
  const index = vm.indexSource(text, source);
  if (!("statements" in index)) throw new Error(`${source}:${index.line}: ${index.message}`);
  const { statements } = index;
  return lazyModule(vm, [], { name, file: null, path: null, source, text, statements, deferred: true });
}

interface LazySource {
  readonly name: string;
  /** As the module's attributes have it. */
  readonly file: string | null;
  readonly path: readonly string[] | null;
  /** As its code has it. */
  readonly source: string;
  readonly text: string;
  readonly statements: readonly TopLevelStatement[];
  /** Its decorated definitions and imports may wait. */
  readonly deferred: boolean;
}

function lazyModule(vm: Evaluator, libraries: readonly Library[], made: LazySource): LazyModule {
  const { name, file, path, source, text, statements, deferred } = made;
  const top = name.split(".")[0] as string;
  const absolute = (s: TopLevelStatement): string | null => {
    if (s.imports === null) return null;
    return s.imports.level > 0 ? resolveRelative(vm, attrs, s.imports.module, s.imports.level) : s.imports.module;
  };

  const actions: NamespaceActions = {
    run(statement) {
      const { code, diagnostics } = statement.compile();
      const span = diagnostics[0]?.span;
      if (code === null) {
        if (span == null) throw new Error(`a statement of ${source} did not compile and no diagnostic says where`);
        raiseException(
          vm,
          syntaxError({ ...span, message: diagnostics[0]?.message ?? "invalid syntax" }, source, text),
        );
      }
      runCode(vm, new PyCode(code), attrs, attrs);
      for (const bound of statement.binds) withRegistry(vm, libraries, module, attrs, bound);
    },
    fromStar(statement, wanted) {
      const full = absolute(statement);
      return full === null || !mentioned(vm, full, wanted) ? undefined : starValue(vm, full, wanted);
    },
    starMentions(statement, wanted) {
      const full = absolute(statement);
      return full !== null && mentioned(vm, full, wanted);
    },
    submodule(wanted) {
      if (path === null || !vm.importer.exists(vm, `${name}.${wanted}`)) return undefined;
      return vm.importer.load(vm, `${name}.${wanted}`);
    },
    isBuiltin: (wanted) => vm.builtins.has(wanted),
  };
  const attrs = new LazyNamespace(statements, actions);
  for (const [key, value] of newModule(vm, name, file, path).attrs) if (!attrs.bindsOwn(key)) attrs.put(key, value);
  const module = new PyModule(name, attrs);

  const bound = new Set(statements.filter((s) => s.imports === null).flatMap((s) => s.binds));
  const asksSubclasses = text.includes("__subclasses__");
  const inTurn = (s: TopLevelStatement): boolean => {
    if (asksSubclasses && s.isClass) return true;
    if (s.acts || s.changes.some((changed) => !bound.has(changed))) return true;
    if (s.imports !== null) {
      const imported = absolute(s);
      const target = imported?.split(".")[0];
      if (s.imports.name !== "*") return !deferred && target === top;
      return libraries.find((l) => l.name === target)?.deferred !== true || vm.importer.isNative(imported ?? "");
    }
    return !deferred && s.decorators.some((d) => !HARMLESS.has(d));
  };
  return {
    module,
    runActing: () => attrs.runNow([...statements.keys()].filter((i) => inTurn(statements[i] as TopLevelStatement))),
  };
}

/** The module's statements, with others in place of those that bind the same names. */
function withDefinitions(
  vm: Evaluator,
  statements: readonly TopLevelStatement[],
  name: string,
  text: string | undefined,
): readonly TopLevelStatement[] {
  if (text === undefined || vm.indexSource === null) return statements;
  const own = vm.indexSource(text, `<stand-in for ${name}>`);
  if (!("statements" in own)) throw new Error(`the stand-in for ${name}: line ${own.line}: ${own.message}`);
  const replaced = new Set(own.statements.flatMap((s) => s.binds));
  const kept = statements.filter((s) => s.binds.length === 0 || !s.binds.every((b) => replaced.has(b)));
  return [...kept, ...own.statements];
}

/** Whether the text of a module may bind the name: it stands at the beginning of a line, or in an import. */
function mentioned(vm: Evaluator, module: string, name: string): boolean {
  const text = moduleText(vm, module);
  if (text === null) return true;
  if (!text.includes(name)) return text.includes(" import *");
  const word = `\\b${name}\\b`;
  return (
    new RegExp(
      `^(?:(?:async )?def |class )?${word}|^\\s*(?:from|import)\\b[^\\n]*${word}|^\\s*from\\b[^(\\n]*\\([^)]*${word}|^(?:if|try|else|except|for|with)\\b|^[\\w, ]+,\\s*${word}`,
      "m",
    ).test(text) || text.includes(" import *")
  );
}

/** A name of a star import: what `__all__` lists, or else what has no underscore in front. */
function starValue(vm: Evaluator, full: string, name: string): PyValue | undefined {
  const module = vm.importer.load(vm, full);
  if (!(module instanceof PyModule)) return undefined;
  // Its definition may be what adds it to `__all__`.
  const value = module.attrs instanceof LazyNamespace && !module.attrs.provides(name) ? undefined : module.getOwn(name);
  if (value === undefined) return undefined;
  const all = module.getOwn("__all__");
  if (all instanceof PyObject) return toArray(vm, all).includes(name) ? value : undefined;
  return name.startsWith("_") ? undefined : value;
}
