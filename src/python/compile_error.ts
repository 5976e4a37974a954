/** An error that the program's text shows without running it; Python raises it as SyntaxError. */

import type { Position } from "./ast.ts";

export class CompileError extends Error {
  readonly position: Position;

  constructor(message: string, position: Position) {
    super(message);
    this.name = "CompileError";
    this.position = position;
  }
}
