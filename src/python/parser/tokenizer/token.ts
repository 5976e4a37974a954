/** The kinds of token (Python reference, "Lexical analysis"), and what operators and keywords mean. */

import type { CmpOperator, Operator } from "../../ast.ts";

/** Keywords stand in the order of `KEYWORDS`, operators and their assignments in the order of `OPERATORS`. */
export const enum Token {
  End,
  Newline,
  Indent,
  /** An indentation that is a fault; a Dedent follows as after an Indent. */
  BadIndent,
  Dedent,
  /** Text that is no token; `value` is the index of its lexical fault. */
  Fault,
  /** A character that no rule of the grammar mentions. */
  Unknown,
  Name,
  Number,
  String,
  FStringStart,
  FStringMiddle,
  FStringEnd,
  LeftParen,
  RightParen,
  LeftBracket,
  RightBracket,
  LeftBrace,
  RightBrace,
  Colon,
  Comma,
  Semicolon,
  Dot,
  Ellipsis,
  Arrow,
  Exclamation,
  ColonEqual,
  Equal,
  Tilde,
  // binary operators
  Plus,
  Minus,
  Star,
  At,
  Slash,
  Percent,
  DoubleStar,
  LeftShift,
  RightShift,
  Bar,
  Caret,
  Amper,
  DoubleSlash,
  // augmented assignments
  PlusEqual,
  MinusEqual,
  StarEqual,
  AtEqual,
  SlashEqual,
  PercentEqual,
  DoubleStarEqual,
  LeftShiftEqual,
  RightShiftEqual,
  BarEqual,
  CaretEqual,
  AmperEqual,
  DoubleSlashEqual,
  // comparisons
  EqualEqual,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  // keywords
  False,
  None,
  True,
  And,
  As,
  Assert,
  Async,
  Await,
  Break,
  Class,
  Continue,
  Def,
  Del,
  Elif,
  Else,
  Except,
  Finally,
  For,
  From,
  Global,
  If,
  Import,
  In,
  Is,
  Lambda,
  Nonlocal,
  Not,
  Or,
  Pass,
  Raise,
  Return,
  Try,
  While,
  With,
  Yield,
}

export const KEYWORDS: readonly string[] = (
  "False None True and as assert async await break class continue def del elif else except finally for from global " +
  "if import in is lambda nonlocal not or pass raise return try while with yield"
).split(" ");

/** From `Token.Plus` on, and once more from `Token.PlusEqual` on. */
export const OPERATORS: readonly Operator[] = [
  "Add",
  "Sub",
  "Mult",
  "MatMult",
  "Div",
  "Mod",
  "Pow",
  "LShift",
  "RShift",
  "BitOr",
  "BitXor",
  "BitAnd",
  "FloorDiv",
];

/** From `Token.EqualEqual` on. */
export const COMPARISONS: readonly CmpOperator[] = ["Eq", "NotEq", "Lt", "LtE", "Gt", "GtE"];

/** How tightly operators bind (Python reference, "Operator precedence"). */
export const enum Precedence {
  None,
  Or,
  And,
  Not,
  Comparison,
  BitOr,
  BitXor,
  BitAnd,
  Shift,
  Sum,
  Product,
  Unary,
  Power,
}

const KINDS = Token.Yield + 1;

/** By kind, of what follows an operand; None where no operator of an expression begins. */
export const PRECEDENCE: Uint8Array = table([
  [Precedence.Or, [Token.Or]],
  [Precedence.And, [Token.And]],
  [Precedence.Comparison, [Token.In, Token.Is, Token.Not]],
  [Precedence.Comparison, [Token.EqualEqual, Token.NotEqual, Token.Less]],
  [Precedence.Comparison, [Token.LessEqual, Token.Greater, Token.GreaterEqual]],
  [Precedence.BitOr, [Token.Bar]],
  [Precedence.BitXor, [Token.Caret]],
  [Precedence.BitAnd, [Token.Amper]],
  [Precedence.Shift, [Token.LeftShift, Token.RightShift]],
  [Precedence.Sum, [Token.Plus, Token.Minus]],
  [Precedence.Product, [Token.Star, Token.Slash, Token.DoubleSlash, Token.Percent, Token.At]],
  [Precedence.Power, [Token.DoubleStar]],
]);

/** By kind: whether an expression may begin so. */
export const STARTS_EXPRESSION: Uint8Array = table([
  [1, [Token.Name, Token.Number, Token.String, Token.FStringStart, Token.Ellipsis]],
  [1, [Token.LeftParen, Token.LeftBracket, Token.LeftBrace, Token.Minus, Token.Plus, Token.Tilde]],
  [1, [Token.None, Token.True, Token.False, Token.Not, Token.Lambda, Token.Await]],
]);

/** By kind: keywords that begin a statement or clause and stand in no expression. */
export const STARTS_STATEMENT: Uint8Array = table([
  [1, [Token.Assert, Token.Break, Token.Class, Token.Continue, Token.Def, Token.Del, Token.Elif, Token.Except]],
  [1, [Token.Finally, Token.Global, Token.Import, Token.Nonlocal, Token.Pass, Token.Raise, Token.Return]],
  [1, [Token.Try, Token.While, Token.With]],
]);

function table(rows: readonly (readonly [number, readonly Token[]])[]): Uint8Array {
  const out = new Uint8Array(KINDS);
  for (const [value, kinds] of rows) for (const kind of kinds) out[kind] = value;
  return out;
}
