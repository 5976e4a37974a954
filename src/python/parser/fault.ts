/** A syntax error found while reading one statement; it becomes a diagnostic and a `Damaged` statement. */

/** Offsets are into the source text; the end is exclusive. */
export interface Fault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** Thrown inside the parser only; `parse` never throws it. */
export class SyntaxFault extends Error implements Fault {
  readonly start: number;
  readonly end: number;

  constructor(message: string, start: number, end: number) {
    super(message);
    this.start = start;
    this.end = end;
  }
}
