/** The tokens of a text, in columns: one typed array for each property. */

import type { Token } from "./token.ts";

/** Offsets count UTF-16 code units of the text; lines count from 1, columns from 0. */
export class Tokens {
  count = 0;
  kind = new Uint8Array(INITIAL);
  start = new Int32Array(INITIAL);
  end = new Int32Array(INITIAL);
  line = new Int32Array(INITIAL);
  column = new Int32Array(INITIAL);
  endLine = new Int32Array(INITIAL);
  endColumn = new Int32Array(INITIAL);
  /** Names: index into the name table. Strings: `StringFlag`s. Faults: index into the lexical faults. */
  value = new Int32Array(INITIAL);

  push(
    kind: Token,
    start: number,
    end: number,
    line: number,
    column: number,
    endLine: number,
    endColumn: number,
    value: number,
  ): void {
    const i = this.count;
    if (i === this.kind.length) this.grow();
    this.kind[i] = kind;
    this.start[i] = start;
    this.end[i] = end;
    this.line[i] = line;
    this.column[i] = column;
    this.endLine[i] = endLine;
    this.endColumn[i] = endColumn;
    this.value[i] = value;
    this.count = i + 1;
  }

  private grow(): void {
    const capacity = this.kind.length * 2;
    const kind = new Uint8Array(capacity);
    kind.set(this.kind);
    this.kind = kind;
    const grown = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const fresh = new Int32Array(capacity);
      fresh.set(old);
      return fresh;
    };
    this.start = grown(this.start);
    this.end = grown(this.end);
    this.line = grown(this.line);
    this.column = grown(this.column);
    this.endLine = grown(this.endLine);
    this.endColumn = grown(this.endColumn);
    this.value = grown(this.value);
  }
}

const INITIAL = 4096;

/** What stands before the text of a literal: `value` of a String or FStringStart. */
export const enum StringFlag {
  Raw = 1,
  Bytes = 2,
  Formatted = 4,
  Triple = 8,
}

/** The flags' width: the prefix's length is above them. */
export const PREFIX_SHIFT = 4;

/** A fault that the tokenizer found. Offsets are into the text; the end is exclusive. */
export interface LexicalFault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** For a bracket that is never closed its line, else 0: an error of the grammar on that line comes first. */
  readonly bracketLine: number;
}
