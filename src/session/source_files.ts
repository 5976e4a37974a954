/** Reads a program's file, or says in one diagnostic why it can't be one. */

import { readFileSync, statSync } from "node:fs";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";

/** Source beyond this is no program that a person wrote. */
const MAX_SOURCE_BYTES = 32 * 1024 * 1024;

/** The file's text, or the diagnostic: missing, a directory, unreadable, binary, not UTF-8, too large. */
export function readProgram(path: string): string | Diagnostic {
  const failure = (reason: string): Diagnostic => ({
    ruleId: "DYN6001",
    level: "error",
    message: `${path}: ${reason}`,
    span: null,
  });
  let bytes: Uint8Array;
  try {
    const info = statSync(path, { throwIfNoEntry: false });
    if (info === undefined) return failure("there is no such file");
    if (info.isDirectory()) return failure("it is a directory; name a Python file");
    if (!info.isFile()) return failure("it is not a regular file");
    if (info.size > MAX_SOURCE_BYTES)
      return failure(`it has ${info.size} bytes; a program may have ${MAX_SOURCE_BYTES}`);
    bytes = readFileSync(path);
  } catch (error) {
    return failure(`it can't be read (${error instanceof Error ? error.message : String(error)})`);
  }
  if (bytes.includes(0)) return failure("it is a binary file, not Python source");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return failure("it is not UTF-8 text; save it as UTF-8");
  }
}
