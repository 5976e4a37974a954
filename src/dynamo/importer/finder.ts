/** Finds a module's file on a search path, as Python's path finder would. */

import type { Host } from "../../host.ts";

export type Found =
  | { readonly kind: "package"; readonly file: string; readonly directory: string }
  | { readonly kind: "module"; readonly file: string }
  /** Directories without `__init__.py`, in path order. */
  | { readonly kind: "namespace"; readonly directories: readonly string[] }
  /** There is only an extension module, which can't be evaluated. */
  | { readonly kind: "compiled"; readonly file: string };

const EXTENSION = /\.(so|pyd|dylib)$/;

/** Looks for the last part of a module's name in the given directories. */
export function findModule(host: Host, name: string, path: readonly string[]): Found | null {
  const namespace: string[] = [];
  for (const entry of path) {
    const base = entry === "" ? name : `${entry.replace(/\/+$/, "")}/${name}`;
    if (host.isFile(`${base}/__init__.py`)) return { kind: "package", file: `${base}/__init__.py`, directory: base };
    if (host.isFile(`${base}.py`)) return { kind: "module", file: `${base}.py` };
    const compiled = compiledFile(host, entry, name);
    if (compiled !== null) return { kind: "compiled", file: compiled };
    if (host.isDirectory(base)) namespace.push(base);
  }
  return namespace.length > 0 ? { kind: "namespace", directories: namespace } : null;
}

function compiledFile(host: Host, directory: string, name: string): string | null {
  for (const entry of host.readDirectory(directory === "" ? "." : directory)) {
    if (!entry.isDirectory && entry.name.startsWith(`${name}.`) && EXTENSION.test(entry.name))
      return `${directory}/${entry.name}`;
  }
  return null;
}
