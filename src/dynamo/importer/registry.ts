/** A library's table of definitions: looking an entry up first makes the definition that enters itself. */

import type { Evaluator } from "../eval/state.ts";
import { PyModule } from "../objects/module.ts";
import { rawFn } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { asStr } from "../objects/unbox.ts";
import { LazyNamespace } from "./lazy_namespace.ts";
import type { Library, Registry } from "./library.ts";
import { moduleText, packageDirectories } from "./module_text.ts";

/** Puts the making of definitions in front of a registry's function, once it exists. */
export function withRegistry(
  vm: Evaluator,
  libraries: readonly Library[],
  module: PyModule,
  attrs: LazyNamespace,
  name: string,
): void {
  for (const { registries } of libraries) {
    for (const registry of registries) {
      if (registry.module !== module.name) continue;
      const listing = registry.listings.includes(name);
      if (!listing && !registry.lookups.includes(name)) continue;
      const original = attrs.get(name);
      if (original === undefined) continue;
      attrs.put(
        name,
        rawFn(name, (_vm, args, kwargs) => {
          const key = args[0] ?? kwargs?.values().next().value;
          makeEntries(vm, registry, listing || key === undefined ? null : (asStr(key) ?? null), key);
          return vm.call(original, args, kwargs);
        }),
      );
    }
  }
}

function makeEntries(vm: Evaluator, registry: Registry, key: string | null, value: PyValue | undefined): void {
  // A lookup by something that is no name (a function) needs no entry made.
  if (key === null && value !== undefined && value !== null && asStr(value) === undefined && typeof value === "object")
    return;
  const wanted = key === null ? null : registry.definition(key);
  for (const name of registry.packages.flatMap((p) => modulesOf(vm, p))) {
    const text = moduleText(vm, name);
    if (text === null || (wanted !== null && !text.includes(`def ${wanted}(`))) continue;
    const module = vm.importer.load(vm, name);
    if (!(module instanceof PyModule) || !(module.attrs instanceof LazyNamespace)) continue;
    if (wanted === null) module.attrs.runDecorated();
    else if (module.attrs.bindsOwn(wanted)) module.getOwn(wanted);
  }
}

function modulesOf(vm: Evaluator, name: string): string[] {
  const files = (packageDirectories(vm, name) ?? []).flatMap((directory) => vm.host.readDirectory(directory));
  return files.flatMap((f) =>
    !f.isDirectory && f.name.endsWith(".py") && f.name !== "__init__.py" ? [`${name}.${f.name.slice(0, -3)}`] : [],
  );
}
