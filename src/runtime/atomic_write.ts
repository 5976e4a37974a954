/** Writes files whole or not at all: into a temporary file beside the target, then renamed over it. */

import { closeSync, mkdirSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Says which path could not be written and why, in words for the user. */
export class WriteError extends Error {
  override readonly name = "WriteError";
  readonly path: string;
  /** Whether the directory is what is missing. */
  readonly noDirectory: boolean;
  constructor(path: string, reason: string, noDirectory = false) {
    super(`can't write ${path}: ${reason}`);
    this.path = path;
    this.noDirectory = noDirectory;
  }
}

let counter = 0;

/**
 * The parts are taken one by one, so that a file larger than memory can be written. An existing file is replaced, where a
 * symbolic link leads; a device or a pipe (`/dev/stdout`) is written into, since a rename would take its place.
 */
export function writeAtomically(path: string, parts: Iterable<Uint8Array>): void {
  const directory = dirname(path);
  const info = statSync(directory, { throwIfNoEntry: false });
  if (info === undefined) throw new WriteError(path, `the directory ${directory} does not exist`, true);
  if (!info.isDirectory()) throw new WriteError(path, `${directory} is not a directory`);
  const existing = statSync(path, { throwIfNoEntry: false });
  if (existing?.isDirectory()) throw new WriteError(path, "it is a directory");
  if (existing === undefined) replaceFile(path, parts);
  else if (existing.isFile()) replaceFile(realpathSync(path), parts);
  else writeInto(path, parts);
}

function writeInto(path: string, parts: Iterable<Uint8Array>): void {
  withReasons(path, () => writeParts(openSync(path, "w"), parts));
}

function replaceFile(path: string, parts: Iterable<Uint8Array>): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.${counter++}.tmp`);
  let made = false;
  try {
    withReasons(path, () => {
      const file = openSync(temporary, "wx");
      made = true;
      writeParts(file, parts);
      renameSync(temporary, path);
      made = false;
    });
  } finally {
    if (made) rmSync(temporary, { force: true });
  }
}

export function writeTextAtomically(path: string, text: string): void {
  writeAtomically(path, [new TextEncoder().encode(text)]);
}

/** Makes a directory and those above it. (Node's own recursive form never returns where a file system refuses entries, as /proc.) */
export function ensureDirectory(path: string): void {
  withReasons(path, () => {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
    const parent = dirname(path);
    if (parent !== path) ensureDirectory(parent);
    mkdirSync(path);
  });
}

/** A refusal of the system becomes a `WriteError` that names the path. */
function withReasons(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (isSystemError(error)) throw new WriteError(path, REASONS[error.code] ?? error.message);
    throw error;
  }
}

/** Closes the file in any case. */
function writeParts(file: number, parts: Iterable<Uint8Array>): void {
  try {
    for (const part of parts) writeAll(file, part);
  } finally {
    closeSync(file);
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
