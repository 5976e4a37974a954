/** What a character means to the tokenizer. */

export const enum Char {
  /** No character that a token begins with. */
  Other,
  Space,
  Newline,
  Comment,
  Backslash,
  Quote,
  Name,
  Digit,
  Dot,
  Open,
  Close,
  Operator,
}

/** By code below 128. */
export const CHAR_CLASS: Uint8Array = new Uint8Array(128);
/** By code below 128: letters, digits and the underscore. */
export const IS_WORD: Uint8Array = new Uint8Array(128);

for (const [kind, characters] of [
  [Char.Space, " \t\f"],
  [Char.Newline, "\n\r"],
  [Char.Comment, "#"],
  [Char.Backslash, "\\"],
  [Char.Quote, "'\""],
  [Char.Name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"],
  [Char.Digit, "0123456789"],
  [Char.Dot, "."],
  [Char.Open, "([{"],
  [Char.Close, ")]}"],
  [Char.Operator, "+-*/%@<>=!&|^~:,;"],
] as const) {
  for (const character of characters) {
    const code = character.charCodeAt(0);
    CHAR_CLASS[code] = kind;
    if (kind === Char.Name || kind === Char.Digit) IS_WORD[code] = 1;
  }
}

/** A character of an identifier, or one beyond ASCII, which is looked at later. */
export function isWordCode(code: number): boolean {
  return code < 128 ? IS_WORD[code] === 1 : code >= 128;
}

export function isDigitCode(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isNewlineCode(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

/** The offset after the line ending at `at`. */
export function afterNewline(text: string, at: number): number {
  return text.charCodeAt(at) === 0x0d && text.charCodeAt(at + 1) === 0x0a ? at + 2 : at + 1;
}

/** The first line ending from `at` on, or the end of the text. */
export function lineEnd(text: string, at: number): number {
  let i = at;
  while (i < text.length && !isNewlineCode(text.charCodeAt(i))) i++;
  return i;
}
