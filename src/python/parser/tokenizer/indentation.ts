/** Indentation (Python reference, "Indentation"): Indent and Dedent tokens, and what is wrong with them. */

import { afterNewline, isNewlineCode, lineEnd } from "./char_class.ts";
import type { Scanner } from "./scanner.ts";
import { Token } from "./token.ts";

/** CPython's MAXINDENT. */
const MAX_INDENTS = 100;

/** The widths of the blocks that are open, with tabs to multiples of eight, and with tabs as one. */
export class Indentation {
  private readonly widths: number[] = [0];
  private readonly altWidths: number[] = [0];

  /** Passes blank lines, and writes what the indentation of the next line means; false at the end of the text. */
  readLine(s: Scanner): boolean {
    const { text } = s;
    for (;;) {
      let i = s.at;
      let width = 0;
      let altWidth = 0;
      /** The width before the first backslash that continues the line. */
      let continued = 0;
      let altContinued = 0;
      for (; ; i++) {
        const code = text.charCodeAt(i);
        if (code === 0x20) {
          width++;
          altWidth++;
        } else if (code === 0x09) {
          width = (width & ~7) + 8;
          altWidth++;
        } else if (code === 0x0c) {
          width = 0;
          altWidth = 0;
        } else if (code === 0x5c && isNewlineCode(text.charCodeAt(i + 1)) && i + 2 < text.length) {
          continued ||= width;
          altContinued ||= altWidth;
          i = afterNewline(text, i + 1);
          s.newLine(i);
          i--;
        } else break;
      }
      if (text.charCodeAt(i) === 0x23) i = lineEnd(text, i);
      if (i >= text.length) {
        s.at = text.length;
        return false;
      }
      if (!isNewlineCode(text.charCodeAt(i))) {
        s.at = i;
        this.write(s, continued || width, altContinued || altWidth);
        return true;
      }
      s.newLine(afterNewline(text, i));
    }
  }

  /** At the end of the text every block ends. */
  closeAll(s: Scanner): void {
    for (; this.widths.length > 1; this.widths.pop()) s.push(Token.Dedent, s.at, s.at, 0);
  }

  private write(s: Scanner, width: number, altWidth: number): void {
    const { widths, altWidths } = this;
    const { lineStart, at } = s;
    const end = lineEnd(s.text, at);
    let last = widths.length - 1;
    const inconsistent = "inconsistent use of tabs and spaces in indentation";
    if (width > (widths[last] as number)) {
      if (altWidth <= (altWidths[last] as number)) this.bad(s, inconsistent, lineStart, end);
      else if (widths.length >= MAX_INDENTS) this.bad(s, "too many levels of indentation", at, end);
      else s.push(Token.Indent, lineStart, at, 0);
      widths.push(width);
      altWidths.push(altWidth);
      return;
    }
    while (width < (widths[last] as number)) {
      widths.pop();
      altWidths.pop();
      last--;
      s.push(Token.Dedent, at, at, 0);
    }
    if (width > (widths[last] as number)) {
      this.bad(s, "unindent does not match any outer indentation level", end, end);
      widths.push(width);
      altWidths.push(altWidth);
    } else if (altWidth !== altWidths[last]) {
      s.fail(inconsistent, lineStart, end, at);
    }
  }

  private bad(s: Scanner, message: string, start: number, end: number): void {
    const index = s.faults.push({ message, start, end, bracketLine: 0 }) - 1;
    s.push(Token.BadIndent, s.lineStart, s.at, index);
  }
}
