/** Source positions: where in a user's file a value, a node or a diagnostic comes from. */

/** A region of a text file. Lines and columns count from 1; columns are UTF-16 code units; the end is exclusive. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One level of a Python call stack, as a traceback shows it. */
export interface StackFrame {
  readonly span: Span;
  /** The code object's qualified name, `<module>` for a file's top level. */
  readonly name: string;
}
