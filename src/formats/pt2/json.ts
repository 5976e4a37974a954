/** Reading the JSON of an exported program: every access says what it expects, and names the file when it is not there. */

import { FormatError } from "../byte_source.ts";

export type Json = Readonly<Record<string, unknown>>;

/** Thrown through `Reader.fail`: the JSON is not what the schema says. */
export class Reader {
  readonly file: string;
  constructor(file: string) {
    this.file = file;
  }

  fail(problem: string): never {
    throw new FormatError({ name: this.file }, problem);
  }

  object(value: unknown, what: string): Json {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return this.fail(`${what} is no object`);
    return value as Json;
  }

  list(value: unknown, what: string): readonly unknown[] {
    return Array.isArray(value) ? value : this.fail(`${what} is no list`);
  }

  text(value: unknown, what: string): string {
    return typeof value === "string" ? value : this.fail(`${what} is no text`);
  }

  /** Beyond 2**53 JSON has lost the last digits: what is left of them is the largest 64-bit integer. */
  integer(value: unknown, what: string): number | bigint {
    if (typeof value !== "number" || !Number.isInteger(value)) return this.fail(`${what} is no integer`);
    if (Number.isSafeInteger(value)) return value;
    const limit = 2n ** 63n - 1n;
    return value >= 2 ** 63 ? limit : BigInt(value);
  }

  /** Infinities and NaN are written as texts. */
  float(value: unknown, what: string): number {
    if (typeof value === "number") return value;
    if (value === "Infinity") return Number.POSITIVE_INFINITY;
    if (value === "-Infinity") return Number.NEGATIVE_INFINITY;
    return value === "NaN" ? Number.NaN : this.fail(`${what} is no number`);
  }

  /** A union: an object with one key, which names the kind. */
  union(value: unknown, what: string): readonly [kind: string, value: unknown] {
    const entries = Object.entries(this.object(value, what)).filter(([, v]) => v !== undefined);
    const [only] = entries;
    return only === undefined || entries.length > 1 ? this.fail(`${what} is no union`) : only;
  }
}
