/**
 * The program `dynamo-onnx`: loads the command line's code, which V8 keeps compiled from run to run.
 *
 * The compiled code lies in the user's cache directory, one file a command, and is used only by the Node, the V8 flags
 * and the build that made it. Without a directory to write to, everything works, and starts slower.
 * `NODE_DISABLE_COMPILE_CACHE=1` switches it off and `NODE_COMPILE_CACHE=DIR` moves it, as with Node's own cache.
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";
import { cacheDirectory } from "../runtime/cache_directory.ts";
import { trimDirectory } from "../runtime/trim_directory.ts";

const MAIN = join(__dirname, "cli_main.js");

/** The SHA-256 of what the compiled code was made from, and of the compiled code itself. */
const HEADER_BYTES = 64;

const SUFFIX = ".bin";

/** Bytes that the compiled code of all builds and commands may have; one build's commands have about 20 MB. */
const LIMIT = 64 * 2 ** 20;

/**
 * How much of a function must have run, in bytes of V8's bytecode, before V8 thinks of optimising it: an export is over in
 * a few seconds, most of its code runs a few times, and with the default (66 thousand) V8 spends as long on optimising as
 * everything else takes.
 */
const INTERRUPT_BUDGET = 4_000_000;

function start(): void {
  // V8 checks kept code against its flags, so this comes first. A program that is evaluated may well run long.
  if (commandName() !== "eval") setFlagsFromString(`--interrupt-budget=${INTERRUPT_BUDGET}`);
  const directory = cacheDirectory();
  if (directory === null) {
    createRequire(MAIN)(MAIN);
    return;
  }
  const file = join(directory, `${digest(MAIN).toString("hex").slice(0, 16)}-${commandName()}${SUFFIX}`);
  const origin = originOf(MAIN);
  const cachedData = readCache(file, origin);
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(MAIN, "latin1")}\n})`;
  const script = new Script(source, { filename: MAIN, ...cachedData });
  const main = script.runInThisContext() as (...args: readonly unknown[]) => void;
  if (cachedData === null || script.cachedDataRejected === true)
    process.once("exit", () => writeCache(directory, file, origin, script));
  const module = { exports: {} };
  main.call(module.exports, module.exports, createRequire(MAIN), module, MAIN, dirname(MAIN));
}

/** Each command has code of its own; the name is part of a file's name. */
function commandName(): string {
  const name = process.argv[2] ?? "";
  return /^[a-z]{1,16}$/.test(name) ? name : "help";
}

/** The build and the Node that compiles it; V8 itself checks its own version and flags. */
function originOf(path: string): Buffer {
  const { size, mtimeMs } = statSync(path);
  return digest(`${path}\n${size}\n${mtimeMs}\n${process.version}\n${process.arch}`);
}

function digest(data: string | Buffer): Buffer {
  return createHash("sha256").update(data).digest();
}

/** The options that hand the compiled code to V8; null when there is none for this build, or it is damaged. */
function readCache(file: string, origin: Buffer): { readonly cachedData: Buffer } | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return null;
  }
  const cachedData = bytes.subarray(HEADER_BYTES);
  const fits = bytes.subarray(0, 32).equals(origin) && bytes.subarray(32, HEADER_BYTES).equals(digest(cachedData));
  return fits ? { cachedData } : null;
}

/** Whole or not at all. A directory that can't be written is no failure: the next run compiles again. */
function writeCache(directory: string, file: string, origin: Buffer, script: Script): void {
  const compiled = script.createCachedData();
  const temporary = `${file}.${process.pid}`;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(temporary, Buffer.concat([origin, digest(compiled), compiled]), { mode: 0o600 });
    renameSync(temporary, file);
    trimDirectory(directory, SUFFIX, LIMIT);
  } catch {
    if (existsSync(temporary)) rmSync(temporary);
  }
}

start();
