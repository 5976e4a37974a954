/**
 * Compiled code of library files on disk, so that the next run need not parse them: one file a source file.
 *
 * It begins with two SHA-256 sums: of what the code was made from (the front end, the path, the text) and of the code. What
 * does not fit is as if it were not there. Evaluation itself can't write; the session saves afterwards, and only for a
 * caller that exports.
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureDirectory, WriteError, writeAtomically } from "../runtime/atomic_write.ts";
import { trimDirectory } from "../runtime/trim_directory.ts";

export interface CodeStore {
  /** Null when there is nothing for this text of the file. */
  read(path: string, text: string): Uint8Array | null;
  write(path: string, text: string, code: Uint8Array): void;
  /** Removes what was written longest ago when there is too much. */
  trim(): void;
}

const HEADER_BYTES = 64;
const SUFFIX = ".pycode";

export interface CodeStoreOptions {
  /** What the front end that compiles is known by. */
  readonly frontEnd: string;
  /** Bytes that all files together may have. */
  readonly limit?: number;
}

export function openCodeStore(directory: string, { frontEnd, limit = 128 * 2 ** 20 }: CodeStoreOptions): CodeStore {
  const fileOf = (path: string): string => join(directory, `${digest(path).toString("hex").slice(0, 32)}${SUFFIX}`);
  const origin = (path: string, text: string): Buffer => digest(`${frontEnd}\n${path}\n${text}`);
  let changed = false;
  return {
    read(path, text) {
      const bytes = readOrNull(fileOf(path));
      if (bytes === null || bytes.length < HEADER_BYTES) return null;
      const code = bytes.subarray(HEADER_BYTES);
      const fits = bytes.subarray(0, 32).equals(origin(path, text)) && bytes.subarray(32, 64).equals(digest(code));
      return fits ? code : null;
    },
    write(path, text, code) {
      changed = true;
      ignoringWriteErrors(() => {
        ensureDirectory(directory);
        writeAtomically(fileOf(path), [origin(path, text), digest(code), code]);
      });
    },
    trim() {
      if (changed) trimDirectory(directory, SUFFIX, limit);
    },
  };
}

/** A directory that can't be written is no failure: the next run compiles again. */
function ignoringWriteErrors(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
  }
}

function digest(data: string | Uint8Array): Buffer {
  return createHash("sha256").update(data).digest();
}

function readOrNull(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}
