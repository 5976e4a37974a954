/** Turns offsets of a text into lines and columns, and back. */

import type { Position } from "../ast.ts";

/** Lines end at "\n", "\r\n" or "\r", as in CPython's universal newlines. */
export class LineIndex {
  private readonly starts: Int32Array;
  private readonly count: number;
  /** The number of the text's first line. */
  private readonly first: number;

  constructor(text: string, first = 1) {
    this.first = first;
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

  /** The offset of a line and column, clipped to the text. */
  offset(line: number, column: number): number {
    const start = this.starts[line - this.first] ?? this.end;
    return Math.min(start + column, this.end);
  }

  position(start: number, end: number): Position {
    const line = this.search(start);
    const endLine = this.search(end);
    return {
      line: line + this.first,
      column: start - (this.starts[line] ?? 0),
      endLine: endLine + this.first,
      endColumn: end - (this.starts[endLine] ?? 0),
    };
  }

  /** The line of an offset, counted from 0. */
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
