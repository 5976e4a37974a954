/** The text of a module's file, found without importing the module itself. */

import type { Evaluator } from "../eval/state.ts";
import { PyModule } from "../objects/module.ts";
import { lookupAttr } from "../protocols/attribute.ts";
import { toArray } from "../protocols/iterate.ts";
import { DirectoryCache, findModule } from "./finder.ts";

const TEXTS = Symbol("texts of library modules");

/** Null when it has no source file. */
export function moduleText(vm: Evaluator, name: string): string | null {
  let texts = vm.extensions.get(TEXTS) as Map<string, string | null> | undefined;
  if (texts === undefined) {
    texts = new Map();
    vm.extensions.set(TEXTS, texts);
  }
  let text = texts.get(name);
  if (text === undefined) {
    text = readModule(vm, name);
    texts.set(name, text);
  }
  return text;
}

function readModule(vm: Evaluator, name: string): string | null {
  const dot = name.lastIndexOf(".");
  const path = dot < 0 ? vm.path : packageDirectories(vm, name.slice(0, dot));
  const found = path === null ? null : findModule(vm.host, name.slice(dot + 1), path, new DirectoryCache());
  return found !== null && (found.kind === "package" || found.kind === "module") ? vm.host.readText(found.file) : null;
}

/** The directories of a package, which is imported. */
export function packageDirectories(vm: Evaluator, name: string): string[] | null {
  const parent = vm.importer.load(vm, name);
  const path = parent instanceof PyModule ? lookupAttr(vm, parent, "__path__") : undefined;
  return path === undefined ? null : toArray(vm, path).filter((p): p is string => typeof p === "string");
}
