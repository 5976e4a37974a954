/** What the words of stored code mean. */

/** A header's words; the names of the free variables follow. */
export const enum Header {
  NAME,
  QUALNAME,
  FIRSTLINENO,
  ARGCOUNT,
  POSONLYARGCOUNT,
  KWONLYARGCOUNT,
  DOCSTRING,
  ORDINAL,
  BODY,
  FREEVARS,
}

/** In place of a docstring's string. */
export const enum Docstring {
  NONE = -1,
  /** The function was not compiled, and nobody asked. */
  UNKNOWN = -2,
}

/** The function was not compiled. */
export const NO_BODY = -1;
/** Code that its compiler does not defer. */
export const NO_ORDINAL = -1;

/** A body's words; the code, positions, exception table, names and constants follow. */
export const enum Body {
  FLAGS,
  STACKSIZE,
  NLOCALS,
  CODE,
  HANDLERS,
  CONSTS,
  REST,
}

/** A top-level statement's words; its names, changes, decorators and import follow. */
export const enum Statement {
  FLAGS,
  START,
  END,
  LINE,
  HEAD,
  CODE,
  REST,
}

export const enum StatementFlag {
  ACTS = 1,
  IS_CLASS = 2,
  HAS_PLACE = 4,
  IMPORTS = 8,
}

/** The statement was not compiled. */
export const NO_CODE = -1;
/** In place of a name that is null. */
export const NO_NAME = -1;
