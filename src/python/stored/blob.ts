/**
 * The container of stored code: 32-bit words and the strings that they name, each string once.
 *
 * Layout, in the machine's byte order: a header of `HEADER` words; the words; a table of two words a string (start with the
 * wide bit, length); the ASCII strings end to end; the other strings as UTF-16, so that lone surrogates survive. Everything
 * is laid out for reading: numbers are used where they lie, and a string is made when it is asked for.
 */

const MAGIC = 0x444e4f58;
/** Goes up with each change of what the words mean. */
const FORMAT = 1;

const enum Head {
  MAGIC,
  FORMAT,
  WORDS,
  STRINGS,
  ASCII_BYTES,
  WIDE_UNITS,
  ROOT,
}
const HEADER = 8;

const ASCII = /^[\0-\x7f]*$/;

export class BlobWriter {
  private words = new Int32Array(1 << 12);
  private end = HEADER;
  private readonly indices = new Map<string, number>();
  private readonly table: number[] = [];
  private readonly ascii: string[] = [];
  private asciiLength = 0;
  private readonly wide: string[] = [];
  private wideLength = 0;

  /** Where the next word will stand. */
  get offset(): number {
    return this.end;
  }

  push(value: number): void {
    if (this.end === this.words.length) this.grow(1);
    this.words[this.end++] = value;
  }

  pushAll(values: ArrayLike<number>): void {
    this.grow(values.length);
    this.words.set(values, this.end);
    this.end += values.length;
  }

  pushString(text: string): void {
    this.push(this.string(text));
  }

  /** The count, then the strings. */
  pushStrings(texts: readonly string[]): void {
    this.push(texts.length);
    for (const text of texts) this.push(this.string(text));
  }

  string(text: string): number {
    const known = this.indices.get(text);
    if (known !== undefined) return known;
    const index = this.indices.size;
    this.indices.set(text, index);
    if (ASCII.test(text)) {
      this.table.push(this.asciiLength << 1, text.length);
      this.ascii.push(text);
      this.asciiLength += text.length;
    } else {
      this.table.push((this.wideLength << 1) | 1, text.length);
      this.wide.push(text);
      this.wideLength += text.length;
    }
    return index;
  }

  /** `root` is where reading begins. */
  finish(root: number): Uint8Array {
    const words = this.end;
    this.pushAll(this.table);
    const wideAt = this.end * 4 + padded(this.asciiLength);
    const bytes = new Uint8Array(wideAt + padded(this.wideLength * 2));
    const all = new Int32Array(bytes.buffer, 0, this.end);
    all.set(this.words.subarray(0, this.end));
    all[Head.MAGIC] = MAGIC;
    all[Head.FORMAT] = FORMAT;
    all[Head.WORDS] = words;
    all[Head.STRINGS] = this.table.length >> 1;
    all[Head.ASCII_BYTES] = this.asciiLength;
    all[Head.WIDE_UNITS] = this.wideLength;
    all[Head.ROOT] = root;
    bytes.set(new TextEncoder().encode(this.ascii.join("")), this.end * 4);
    const units = new Uint16Array(bytes.buffer, wideAt, this.wideLength);
    const wide = this.wide.join("");
    for (let i = 0; i < wide.length; i++) units[i] = wide.charCodeAt(i);
    return bytes;
  }

  private grow(more: number): void {
    if (this.end + more <= this.words.length) return;
    const larger = new Int32Array(Math.max(this.words.length * 2, this.end + more));
    larger.set(this.words);
    this.words = larger;
  }
}

const padded = (length: number): number => (length + 3) & ~3;

export class Blob {
  readonly words: Int32Array;
  readonly root: number;
  private readonly table: number;
  private readonly ascii: string;
  private readonly wide: Uint16Array;
  private readonly made: string[] = [];

  constructor(words: Int32Array, root: number, table: number, ascii: string, wide: Uint16Array) {
    this.words = words;
    this.root = root;
    this.table = table;
    this.ascii = ascii;
    this.wide = wide;
  }

  string(index: number): string {
    const known = this.made[index];
    if (known !== undefined) return known;
    const place = this.words[this.table + index * 2] as number;
    const length = this.words[this.table + index * 2 + 1] as number;
    const start = place >> 1;
    let text: string;
    if ((place & 1) === 0) text = this.ascii.slice(start, start + length);
    else {
      text = "";
      for (let i = start; i < start + length; i++) text += String.fromCharCode(this.wide[i] as number);
    }
    this.made[index] = text;
    return text;
  }

  /** The strings named by the words from `at` on. */
  strings(at: number, count: number): readonly string[] {
    if (count === 0) return NO_STRINGS;
    const texts: string[] = [];
    for (let i = 0; i < count; i++) texts.push(this.string(this.words[at + i] as number));
    return texts;
  }
}

const NO_STRINGS: readonly string[] = [];

/** Null for bytes of another format, or cut off. Bytes that are damaged inside are for the caller to find, by a checksum. */
export function openBlob(given: Uint8Array): Blob | null {
  const bytes = given.byteOffset % 4 === 0 ? given : given.slice();
  if (bytes.length < HEADER * 4 || bytes.length % 4 !== 0) return null;
  const all = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  const head = (i: Head): number => all[i] as number;
  if (head(Head.MAGIC) !== MAGIC || head(Head.FORMAT) !== FORMAT) return null;
  const table = head(Head.WORDS);
  const asciiLength = head(Head.ASCII_BYTES);
  const wideLength = head(Head.WIDE_UNITS);
  const root = head(Head.ROOT);
  const asciiAt = (table + head(Head.STRINGS) * 2) * 4;
  const wideAt = asciiAt + padded(asciiLength);
  if (table < HEADER || root < HEADER || root >= table || wideAt + padded(wideLength * 2) !== bytes.length) return null;
  const ascii = new TextDecoder().decode(bytes.subarray(asciiAt, asciiAt + asciiLength));
  const wide = new Uint16Array(bytes.buffer, bytes.byteOffset + wideAt, wideLength);
  return new Blob(all, root, table, ascii, wide);
}
