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

/** Directories as they were when first looked into, for the time of one evaluation. */
export class DirectoryCache {
  private readonly known = new Map<string, ReadonlyMap<string, boolean>>();

  /** The names in it, each with whether it is a directory. */
  entries(host: Host, directory: string): ReadonlyMap<string, boolean> {
    let entries = this.known.get(directory);
    if (entries === undefined) {
      entries = new Map(host.readDirectory(directory).map((entry) => [entry.name, entry.isDirectory]));
      this.known.set(directory, entries);
    }
    return entries;
  }
}

/** Looks for the last part of a module's name in the given directories. */
export function findModule(host: Host, name: string, path: readonly string[], cache: DirectoryCache): Found | null {
  const namespace: string[] = [];
  for (const entry of path) {
    const base = entry === "" ? name : `${entry.replace(/\/+$/, "")}/${name}`;
    if (host.isFile(`${base}/__init__.py`)) return { kind: "package", file: `${base}/__init__.py`, directory: base };
    if (host.isFile(`${base}.py`)) return { kind: "module", file: `${base}.py` };
    const compiled = compiledFile(host, entry, name, cache);
    if (compiled !== null) return { kind: "compiled", file: compiled };
    if (host.isDirectory(base)) namespace.push(base);
  }
  return namespace.length > 0 ? { kind: "namespace", directories: namespace } : null;
}

function compiledFile(host: Host, directory: string, name: string, cache: DirectoryCache): string | null {
  for (const [entry, isDirectory] of cache.entries(host, directory === "" ? "." : directory)) {
    if (!isDirectory && entry.startsWith(`${name}.`) && EXTENSION.test(entry)) return `${directory}/${entry}`;
  }
  return null;
}
