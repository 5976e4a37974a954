/** Finds the module of a package tree that defines a public name, by its text: no module is imported for that. */

import { nativeModule } from "../../dynamo/importer/native_module.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { fn } from "../../dynamo/objects/native.ts";

/** `find_definition(directory, name)`: `bert.modeling_bert` for the class of that file, or None. */
export const findDefinitionModule = nativeModule("_find_definition", () => ({
  find_definition: fn("find_definition(directory, name)", (vm: Interpreter, directory: string, name: string) =>
    findDefinition(vm, directory, name),
  ),
}));

function findDefinition(vm: Interpreter, directory: string, name: string): string | null {
  const entries = vm.host.readDirectory(directory);
  const own = inFiles(vm, directory, entries, name);
  if (own !== null) return own;
  const folders = entries.filter((e) => e.isDirectory && !e.name.startsWith("_")).map((e) => e.name);
  // A class is nearly always named after its folder: the longest folder name that begins it comes first.
  const plain = lettersOf(name);
  const likely = folders.filter((f) => plain.startsWith(lettersOf(f))).sort((a, b) => b.length - a.length);
  for (const folder of [...likely, ...folders.filter((f) => !likely.includes(f))]) {
    const path = `${directory}/${folder}`;
    const found = inFiles(vm, path, vm.host.readDirectory(path), name);
    if (found !== null) return `${folder}.${found}`;
  }
  return null;
}

function lettersOf(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

/** Files that only convert checkpoints, or that others are made from, define nothing public. */
const PRIVATE = /^(?:__init__|convert_.*|modular_.*)\.py$/;

function inFiles(
  vm: Interpreter,
  directory: string,
  entries: readonly { readonly name: string; readonly isDirectory: boolean }[],
  name: string,
): string | null {
  const definition = new RegExp(`^(?:class|def) ${name}\\b|^${name}\\s*(?::[^=\\n]*)?=`, "m");
  for (const entry of entries) {
    if (entry.isDirectory || !entry.name.endsWith(".py") || PRIVATE.test(entry.name)) continue;
    const text = vm.host.readText(`${directory}/${entry.name}`);
    if (text?.includes(name) === true && definition.test(text)) return entry.name.slice(0, -3);
  }
  return null;
}
