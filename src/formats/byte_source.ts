/** Files as the format readers see them: a size, and any range of bytes. Nothing is read before it is asked for. */

export interface ByteSource {
  /** How messages name it. */
  readonly name: string;
  readonly size: number;
  /** `length` bytes from `offset`; throws `FormatError` when they can't be had. */
  read(offset: number, length: number): Uint8Array;
}

/** A file that is damaged, not what it should be, or of a kind that is not read. The message names the file. */
export class FormatError extends Error {
  override readonly name = "FormatError";
  constructor(source: { readonly name: string }, problem: string) {
    super(`${source.name}: ${problem}`);
  }
}

export function bytesSource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    read: (offset, length) => {
      if (offset < 0 || length < 0 || offset + length > bytes.length)
        throw ended({ name }, offset, length, bytes.length);
      return bytes.subarray(offset, offset + length);
    },
  };
}

/** What of a machine a file source needs; `Host` is one. */
export interface RangeReader {
  size(path: string): number | null;
  readRange(path: string, offset: number, length: number): Uint8Array | null;
}

/** Null when there is no such file. */
export function fileSource(host: RangeReader, path: string, name: string = path): ByteSource | null {
  const size = host.size(path);
  if (size === null) return null;
  return {
    name,
    size,
    read: (offset, length) => {
      if (offset < 0 || length < 0 || offset + length > size) throw ended({ name }, offset, length, size);
      const bytes = host.readRange(path, offset, length);
      if (bytes === null || bytes.length !== length) {
        throw new FormatError({ name }, "the file can't be read; it may have been changed or removed meanwhile");
      }
      return bytes;
    },
  };
}

function ended(source: { readonly name: string }, offset: number, length: number, size: number): FormatError {
  return new FormatError(source, `the file ends early: bytes ${offset} to ${offset + length} of ${size} are needed`);
}

/** Part of a source, as a source of its own. */
export function section(source: ByteSource, offset: number, size: number, name = source.name): ByteSource {
  return {
    name,
    size,
    read: (at, length) => {
      if (at < 0 || length < 0 || at + length > size) throw ended({ name }, at, length, size);
      return source.read(offset + at, length);
    },
  };
}

const WINDOW = 1 << 16;

/** Reads a source from front to back through a window, so that a large file is never in memory whole. */
export class ByteReader {
  readonly source: ByteSource;
  private at: number;
  private window: Uint8Array = new Uint8Array(0);
  private windowStart = 0;

  constructor(source: ByteSource, offset = 0) {
    this.source = source;
    this.at = offset;
  }

  get position(): number {
    return this.at;
  }

  skip(length: number): void {
    this.at += length;
  }

  byte(): number {
    return this.bytes(1)[0] ?? 0;
  }

  bytes(length: number): Uint8Array {
    const start = this.at - this.windowStart;
    if (start < 0 || start + length > this.window.length) {
      if (this.at + length > this.source.size) throw ended(this.source, this.at, length, this.source.size);
      const size = Math.min(Math.max(length, WINDOW), this.source.size - this.at);
      this.window = this.source.read(this.at, size);
      this.windowStart = this.at;
    }
    const from = this.at - this.windowStart;
    this.at += length;
    return this.window.subarray(from, from + length);
  }

  /** Up to and without the next newline, which is skipped. */
  line(limit = 1 << 16): Uint8Array {
    const bytes: number[] = [];
    for (let b = this.byte(); b !== 10; b = this.byte()) {
      bytes.push(b);
      if (bytes.length > limit) throw new FormatError(this.source, "a line of the pickle has no end");
    }
    return Uint8Array.from(bytes);
  }

  view(length: number): DataView {
    const bytes = this.bytes(length);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}
