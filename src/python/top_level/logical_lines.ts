/** The logical lines of a text: those that begin outside of brackets, strings and continued lines. */

export interface LogicalLine {
  /** Offset of the line's beginning, and of its first character that is no space. */
  readonly start: number;
  readonly first: number;
  /** The line's number, from 1. */
  readonly line: number;
  /** Offset of the line break that ends it, or the text's length. */
  readonly end: number;
  /** Offset of the last character outside of comments that is no space. */
  readonly last: number;
}

const enum Char {
  TAB = 9,
  NEWLINE = 10,
  FORM_FEED = 12,
  RETURN = 13,
  SPACE = 32,
  QUOTE = 34,
  HASH = 35,
  APOSTROPHE = 39,
  OPEN_ROUND = 40,
  CLOSE_ROUND = 41,
  OPEN_SQUARE = 91,
  BACKSLASH = 92,
  CLOSE_SQUARE = 93,
  OPEN_CURLY = 123,
  CLOSE_CURLY = 125,
}

/** Calls `visit` for each line with something in it but a comment. */
export function eachLogicalLine(text: string, visit: (line: LogicalLine) => void): void {
  const length = text.length;
  let at = 0;
  let number = 1;
  while (at < length) {
    const start = at;
    const line = number;
    let first = -1;
    let last = -1;
    let depth = 0;
    for (; at < length; at++) {
      const c = text.charCodeAt(at);
      if (c === Char.SPACE || c === Char.TAB || c === Char.FORM_FEED || c === Char.RETURN) continue;
      if (c === Char.NEWLINE) {
        number++;
        if (depth === 0) break;
        continue;
      }
      if (c === Char.HASH) {
        const end = text.indexOf("\n", at);
        at = (end < 0 ? length : end) - 1;
        continue;
      }
      if (first < 0) first = at;
      switch (c) {
        case Char.OPEN_ROUND:
        case Char.OPEN_SQUARE:
        case Char.OPEN_CURLY:
          depth++;
          break;
        case Char.CLOSE_ROUND:
        case Char.CLOSE_SQUARE:
        case Char.CLOSE_CURLY:
          if (depth > 0) depth--;
          break;
        case Char.BACKSLASH:
          if (text.charCodeAt(at + 1) === Char.RETURN) at++;
          at++;
          number++;
          break;
        case Char.QUOTE:
        case Char.APOSTROPHE: {
          const end = stringEnd(text, at, c);
          for (let n = text.indexOf("\n", at); n >= 0 && n < end; n = text.indexOf("\n", n + 1)) number++;
          at = end - 1;
          break;
        }
      }
      last = at;
    }
    if (first >= 0) visit({ start, first, line, end: Math.min(at, length), last: Math.min(last, length - 1) });
    at++;
  }
}

/** The offset after a string's closing quotes; a string of one line that does not close ends with the line. */
function stringEnd(text: string, at: number, quote: number): number {
  const { length } = text;
  const triple = text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote;
  for (let i = at + (triple ? 3 : 1); i < length; i++) {
    const c = text.charCodeAt(i);
    if (c === Char.BACKSLASH) i++;
    else if (c === quote) {
      if (!triple) return i + 1;
      if (text.charCodeAt(i + 1) === quote && text.charCodeAt(i + 2) === quote) return i + 3;
    } else if (c === Char.NEWLINE && !triple) return i;
  }
  return length;
}
