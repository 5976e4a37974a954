/** Operators and delimiters, brackets apart. */

import type { Scanner } from "./scanner.ts";
import { Token } from "./token.ts";

const EQUAL = 0x3d;

/** By the first character: the operator of one character, doubled, with `=` behind it, and both. */
const OPERATORS: Readonly<Record<string, readonly [one: Token, withEqual?: Token, twice?: Token, twiceEqual?: Token]>> =
  {
    "+": [Token.Plus, Token.PlusEqual],
    "-": [Token.Minus, Token.MinusEqual],
    "*": [Token.Star, Token.StarEqual, Token.DoubleStar, Token.DoubleStarEqual],
    "/": [Token.Slash, Token.SlashEqual, Token.DoubleSlash, Token.DoubleSlashEqual],
    "%": [Token.Percent, Token.PercentEqual],
    "@": [Token.At, Token.AtEqual],
    "<": [Token.Less, Token.LessEqual, Token.LeftShift, Token.LeftShiftEqual],
    ">": [Token.Greater, Token.GreaterEqual, Token.RightShift, Token.RightShiftEqual],
    "=": [Token.Equal, Token.EqualEqual],
    "!": [Token.Exclamation, Token.NotEqual],
    "&": [Token.Amper, Token.AmperEqual],
    "|": [Token.Bar, Token.BarEqual],
    "^": [Token.Caret, Token.CaretEqual],
    "~": [Token.Tilde],
    ":": [Token.Colon, Token.ColonEqual],
    ",": [Token.Comma],
    ";": [Token.Semicolon],
  };

/** The four columns of `OPERATORS` by character code; 0 where there is none. */
const ONE = new Uint8Array(128);
const WITH_EQUAL = new Uint8Array(128);
const TWICE = new Uint8Array(128);
const TWICE_EQUAL = new Uint8Array(128);

for (const [character, [one, withEqual, twice, twiceEqual]] of Object.entries(OPERATORS)) {
  const code = character.charCodeAt(0);
  ONE[code] = one;
  WITH_EQUAL[code] = withEqual ?? 0;
  TWICE[code] = twice ?? 0;
  TWICE_EQUAL[code] = twiceEqual ?? 0;
}

/** Writes the longest operator at `start`, whose first character is `code`. */
export function operatorAt(s: Scanner, start: number, code: number): void {
  const { text } = s;
  const second = text.charCodeAt(start + 1);
  if (second === EQUAL && WITH_EQUAL[code] !== 0) {
    s.push(WITH_EQUAL[code] as Token, start, start + 2, 0);
  } else if (second === code && TWICE[code] !== 0) {
    if (text.charCodeAt(start + 2) === EQUAL) s.push(TWICE_EQUAL[code] as Token, start, start + 3, 0);
    else s.push(TWICE[code] as Token, start, start + 2, 0);
  } else if (code === 0x3c && second === 0x3e) {
    // `<>`, as Python 2 had it.
    s.push(Token.Unknown, start, start + 2, 0);
  } else if (code === 0x2d && second === 0x3e) {
    s.push(Token.Arrow, start, start + 2, 0);
  } else {
    s.push(ONE[code] as Token, start, start + 1, 0);
  }
}
