/** Turns offsets of a text into lines and columns. */

import type { Position } from "../ast.ts";

/** Lines end at "\n", "\r\n" or "\r", as in CPython's universal newlines. */
export class LineIndex {
  private readonly starts: Int32Array;
  private readonly count: number;
  /** Lookups come nearly in document order, so the last line is the best guess. */
  private hint = 0;

  constructor(text: string) {
    let starts = new Int32Array(Math.max(16, text.length >> 4));
    let count = 1;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 13) continue;
      if (code === 13 && text.charCodeAt(i + 1) === 10) continue;
      if (code !== 10 && code !== 13) continue;
      if (count === starts.length) {
        const grown = new Int32Array(count * 2);
        grown.set(starts);
        starts = grown;
      }
      starts[count++] = i + 1;
    }
    this.starts = starts;
    this.count = count;
    this.end = text.length;
  }

  private readonly end: number;

  /** The line of an offset, counted from 1. */
  line(offset: number): number {
    let line = this.hint;
    if (offset < (this.starts[line] ?? 0) || offset >= this.startOf(line + 1)) {
      if (offset >= this.startOf(line + 1) && offset < this.startOf(line + 2)) line++;
      else line = this.search(offset);
      this.hint = line;
    }
    return line + 1;
  }

  column(offset: number): number {
    return offset - (this.starts[this.line(offset) - 1] ?? 0);
  }

  /** The offset at which a line (from 1) begins; past the last line, the end of the text. */
  lineStart(line: number): number {
    return line <= this.count ? (this.starts[line - 1] ?? 0) : this.end;
  }

  /** The offset of a line and column, clipped to the text. */
  offset(line: number, column: number): number {
    return Math.min(this.lineStart(line) + column, this.end);
  }

  position(start: number, end: number): Position {
    const line = this.line(start);
    const column = start - (this.starts[line - 1] ?? 0);
    const endLine = this.line(end);
    return { line, column, endLine, endColumn: end - (this.starts[endLine - 1] ?? 0) };
  }

  private startOf(line: number): number {
    return line < this.count ? (this.starts[line] ?? 0) : Number.POSITIVE_INFINITY;
  }

  private search(offset: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
