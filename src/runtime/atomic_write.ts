/** Writes files whole or not at all: into a temporary file beside the target, then renamed over it. */

import { closeSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Says which path could not be written and why, in words for the user. */
export class WriteError extends Error {
  override readonly name = "WriteError";
  readonly path: string;
  constructor(path: string, reason: string) {
    super(`can't write ${path}: ${reason}`);
    this.path = path;
  }
}

let counter = 0;

/** The parts are taken one by one, so that a file larger than memory can be written. An existing file is replaced. */
export function writeAtomically(path: string, parts: Iterable<Uint8Array>): void {
  const directory = dirname(path);
  const info = statSync(directory, { throwIfNoEntry: false });
  if (info === undefined) throw new WriteError(path, `the directory ${directory} does not exist`);
  if (!info.isDirectory()) throw new WriteError(path, `${directory} is not a directory`);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new WriteError(path, "it is a directory");
  const temporary = join(directory, `.${basename(path)}.${process.pid}.${counter++}.tmp`);
  let made = false;
  try {
    const file = openSync(temporary, "wx");
    made = true;
    try {
      for (const part of parts) writeAll(file, part);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    made = false;
  } catch (error) {
    if (isSystemError(error)) throw new WriteError(path, REASONS[error.code] ?? error.message);
    throw error;
  } finally {
    if (made) rmSync(temporary, { force: true });
  }
}

export function writeTextAtomically(path: string, text: string): void {
  writeAtomically(path, [new TextEncoder().encode(text)]);
}

/** Makes a directory and those above it. (Node's own recursive form never returns where a file system refuses entries, as /proc.) */
export function ensureDirectory(path: string): void {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
    const parent = dirname(path);
    if (parent !== path) ensureDirectory(parent);
    mkdirSync(path);
  } catch (error) {
    if (isSystemError(error)) throw new WriteError(path, REASONS[error.code] ?? error.message);
    throw error;
  }
}

function writeAll(file: number, part: Uint8Array): void {
  // Systems write at most 2 GB at once.
  for (let at = 0; at < part.byteLength; ) at += writeSync(file, part, at, Math.min(part.byteLength - at, 1 << 30));
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  ENOENT: "the directory above it takes no new entries",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left",
  EDQUOT: "the disk quota is used up",
  EISDIR: "it is a directory",
  ENOTDIR: "a part of the path is no directory",
  ENAMETOOLONG: "the name is too long",
  EEXIST: "a file is in the way",
};

function isSystemError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}
