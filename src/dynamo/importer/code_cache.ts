/** Compiled files by path, kept as long as the file's stamp is the same. One cache may serve many evaluations. */

import type { Host } from "../../host.ts";
import type { CodeObject } from "../../python/code_object.ts";

export interface CodeCache {
  get(path: string, stamp: string): CodeObject | undefined;
  set(path: string, stamp: string, code: CodeObject): void;
}

export function createCodeCache(): CodeCache {
  const entries = new Map<string, { readonly stamp: string; readonly code: CodeObject }>();
  return {
    get(path, stamp) {
      const entry = entries.get(path);
      return entry?.stamp === stamp ? entry.code : undefined;
    },
    set(path, stamp, code) {
      entries.set(path, { stamp, code });
    },
  };
}

/** The cached code, or what `compile` makes of the file's text; a result that is no code is not kept. */
export function cachedCode<Fault>(
  cache: CodeCache,
  host: Host,
  path: string,
  compile: (text: string) => { readonly code: CodeObject } | { readonly fault: Fault },
): { readonly code: CodeObject } | { readonly fault: Fault } | null {
  const stamp = host.stamp(path);
  const known = stamp === null ? undefined : cache.get(path, stamp);
  if (known !== undefined) return { code: known };
  const text = host.readText(path);
  if (text === null) return null;
  const result = compile(text);
  if ("code" in result && stamp !== null) cache.set(path, stamp, result.code);
  return result;
}
