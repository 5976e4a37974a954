/** Identifiers with characters beyond ASCII (PEP 3131). */

const IDENTIFIER_START = /^[\p{XID_Start}_]$/u;
const IDENTIFIER_PART = /^\p{XID_Continue}$/u;

/** The offset of the first character of `text[start..end]` that cannot stand in an identifier there, or -1. */
export function firstInvalid(text: string, start: number, end: number): number {
  for (let i = start; i < end; ) {
    const character = String.fromCodePoint(text.codePointAt(i) as number);
    if (!(i === start ? IDENTIFIER_START : IDENTIFIER_PART).test(character)) return i;
    i += character.length;
  }
  return -1;
}

/** Why the character at `at` is refused. */
export function invalidCharacter(text: string, at: number): { readonly message: string; readonly end: number } {
  const point = text.codePointAt(at) as number;
  const character = String.fromCodePoint(point);
  if (point === 0) return { message: "source code string cannot contain null bytes", end: at + 1 };
  const code = `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
  const printable = !/[\p{C}\p{Z}]/u.test(character);
  const message = printable ? `invalid character '${character}' (${code})` : `invalid non-printable character ${code}`;
  return { message, end: at + character.length };
}
