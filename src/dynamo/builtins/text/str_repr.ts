/** `repr(str)`, `ascii(str)` and `repr(bytes)`. */

const PLAIN = /^[\x20-\x26\x28-\x5b\x5d-\x7e]*$/;
const UNPRINTABLE = /[\p{C}\p{Z}]/u;

/** `str.isprintable` of one character. */
export function isPrintable(ch: string): boolean {
  return ch === " " || !UNPRINTABLE.test(ch);
}

function escapeCode(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}

function quoteFor(s: string): string {
  return s.includes("'") && !s.includes('"') ? '"' : "'";
}

function quoted(s: string, escapes: (ch: string) => boolean): string {
  const quote = quoteFor(s);
  let out = quote;
  for (const ch of s) {
    if (ch === quote || ch === "\\") out += `\\${ch}`;
    else if (ch === "\n") out += "\\n";
    else if (ch === "\r") out += "\\r";
    else if (ch === "\t") out += "\\t";
    else if (escapes(ch)) out += escapeCode(ch.codePointAt(0) ?? 0);
    else out += ch;
  }
  return out + quote;
}

export function strRepr(s: string): string {
  return PLAIN.test(s) ? `'${s}'` : quoted(s, (ch) => !isPrintable(ch));
}

/** Escapes the non-ASCII characters of a repr text, as `ascii()` does. */
export function asciiEscape(text: string): string {
  let out = "";
  for (const ch of text) {
    const code = ch.codePointAt(0) ?? 0;
    out += code < 0x80 ? ch : escapeCode(code);
  }
  return out;
}

export function bytesRepr(bytes: Uint8Array): string {
  const text = Array.from(bytes, (b) => String.fromCharCode(b)).join("");
  return `b${quoted(text, (ch) => ch < " " || ch > "~")}`;
}
