/** The modules that are part of the product, compiled whole: one blob of them all. */

import type { CodeObject } from "../code_object.ts";
import { type CompiledCode, compileSource } from "../compile_source.ts";
import { DeferredCode } from "../deferred_code.ts";
import { indexStatements, type TopLevelIndex } from "../top_level/index_statements.ts";
import { type Blob, BlobWriter, openBlob } from "./blob.ts";
import { StoredFile } from "./read_index.ts";
import { StoredCode } from "./stored_code.ts";
import { writeCode } from "./write_code.ts";
import { writeIndexInto } from "./write_index.ts";

export interface FrozenText {
  /** What its code objects are said to be in: `<frozen os>`. */
  readonly file: string;
  readonly text: string;
  /** Evaluated name by name, not from top to bottom. */
  readonly lazily: boolean;
}

/** A text that does not compile throws. */
export function writeFrozen(texts: readonly FrozenText[]): Uint8Array {
  const out = new BlobWriter();
  const places = texts.map((source) => (source.lazily ? writeStatements(out, source) : writeWhole(out, source)));
  const root = out.offset;
  out.push(texts.length);
  texts.forEach(({ file }, i) => {
    out.pushString(file);
    out.push(places[i] as number);
  });
  return out.finish(root);
}

function writeWhole(out: BlobWriter, { file, text }: FrozenText): number {
  const code = codeOf(file, compileSource(text, file, "frozen"));
  compileAll(code);
  return writeCode(out, code);
}

function writeStatements(out: BlobWriter, { file, text }: FrozenText): number {
  const index = indexStatements(text, file);
  if ("diagnostics" in index) throw new Error(`${file}: ${index.diagnostics[0]?.message}`);
  for (const statement of index.statements) compileAll(codeOf(file, statement.compile()));
  return writeIndexInto(out, index);
}

function codeOf(file: string, { code, diagnostics }: CompiledCode): CodeObject {
  if (code === null) throw new Error(`${file}: ${diagnostics[0]?.message}`);
  return code;
}

function compileAll(code: CodeObject): void {
  const whole = code instanceof DeferredCode ? code.whole : code;
  for (const constant of whole.consts) if (constant.type === "code") compileAll(constant.value);
}

/** The modules by what their code is said to be in; undefined for one that is not there. */
export interface FrozenModules {
  /** Of a text that is evaluated from top to bottom. */
  code(file: string): CodeObject | undefined;
  /** Of one that is evaluated name by name. */
  index(file: string, text: string): TopLevelIndex | undefined;
}

/** Null for bytes of another format, or cut off. */
export function readFrozen(bytes: Uint8Array): FrozenModules | null {
  const blob = openBlob(bytes);
  if (blob === null) return null;
  const places = placesOf(blob);
  return {
    code(file) {
      const at = places.get(file);
      return at === undefined ? undefined : new StoredCode(blob, at, file, notCompiled).whole;
    },
    index(file, text) {
      const at = places.get(file);
      return at === undefined ? undefined : new StoredFile(blob, at, text, file);
    },
  };
}

function placesOf(blob: Blob): ReadonlyMap<string, number> {
  const { words, root } = blob;
  const places = new Map<string, number>();
  const count = words[root] as number;
  for (let i = 0; i < count; i++) {
    const at = root + 1 + i * 2;
    places.set(blob.string(words[at] as number), words[at + 1] as number);
  }
  return places;
}

function notCompiled(ordinal: number): never {
  throw new Error(`the function ${ordinal} of a frozen module was stored without its code`);
}
