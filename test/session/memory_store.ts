/** A store of compiled code that lies in memory. */

import type { CodeStore } from "../../src/session/code_store.ts";

export interface MemoryStore extends CodeStore {
  /** Paths, in the order in which they were written. */
  readonly written: readonly string[];
}

export function memoryStore(): MemoryStore {
  const entries = new Map<string, { readonly text: string; readonly code: Uint8Array }>();
  const written: string[] = [];
  return {
    written,
    read(path, text) {
      const entry = entries.get(path);
      return entry?.text === text ? entry.code : null;
    },
    write(path, text, code) {
      written.push(path);
      entries.set(path, { text, code });
    },
    trim() {},
  };
}
