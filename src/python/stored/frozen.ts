/** The modules that are part of the product, compiled whole: one blob of them all. */

import type { CodeObject } from "../code_object.ts";
import { compileSource } from "../compile_source.ts";
import { DeferredCode } from "../deferred_code.ts";
import { type Blob, BlobWriter, openBlob } from "./blob.ts";
import { StoredCode } from "./stored_code.ts";
import { writeCode } from "./write_code.ts";

export interface FrozenText {
  /** What its code objects are said to be in: `<frozen os>`. */
  readonly file: string;
  readonly text: string;
}

/** A text that does not compile throws. */
export function writeFrozen(texts: readonly FrozenText[]): Uint8Array {
  const out = new BlobWriter();
  const codes = texts.map(({ file, text }) => {
    const { code, diagnostics } = compileSource(text, file, "frozen");
    if (code === null) throw new Error(`${file}: ${diagnostics[0]?.message}`);
    compileAll(code);
    return writeCode(out, code);
  });
  const root = out.offset;
  out.push(texts.length);
  texts.forEach(({ file }, i) => {
    out.pushString(file);
    out.push(codes[i] as number);
  });
  return out.finish(root);
}

function compileAll(code: CodeObject): void {
  const whole = code instanceof DeferredCode ? code.whole : code;
  for (const constant of whole.consts) if (constant.type === "code") compileAll(constant.value);
}

/** The code of a module by its file; undefined for one that is not there. */
export interface FrozenModules {
  get(file: string): CodeObject | undefined;
}

/** Null for bytes of another format, or cut off. */
export function readFrozen(bytes: Uint8Array): FrozenModules | null {
  const blob = openBlob(bytes);
  if (blob === null) return null;
  const places = placesOf(blob);
  return {
    get(file) {
      const at = places.get(file);
      return at === undefined ? undefined : new StoredCode(blob, at, file, notCompiled).whole;
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
