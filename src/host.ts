/** What the core may ask of the machine. The core itself knows no file system; a host is handed in. */

export interface DirectoryEntry {
  readonly name: string;
  readonly isDirectory: boolean;
}

/** Read-only by design: evaluating a program has no way to write, to start a process or to reach the network. */
export interface Host {
  /** The file's text as UTF-8, or null when it can't be read. Paths are absolute, with forward slashes. */
  readText(path: string): string | null;
  readBytes(path: string): Uint8Array | null;
  /** The file's length in bytes; null when there is none. */
  size(path: string): number | null;
  /** Part of a large file: `length` bytes from `offset`, fewer at its end; null when it can't be read. */
  readRange(path: string, offset: number, length: number): Uint8Array | null;
  isFile(path: string): boolean;
  isDirectory(path: string): boolean;
  /** Empty when the directory can't be read. */
  readDirectory(path: string): readonly DirectoryEntry[];
  /** Changes whenever the file's content may have changed (size and mtime); null when there is none. */
  stamp(path: string): string | null;
  /** Milliseconds since the epoch. */
  now(): number;
}
