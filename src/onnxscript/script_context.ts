/** What the translation of a function asks of Python, and how it says that it can't translate. */

import type { PyValue } from "../dynamo/objects/object.ts";
import type { Expr, Position } from "../python/ast.ts";

/** A function that is outside of what onnx-script can translate; becomes a Python exception at that place. */
export class TranslationError extends Error {
  readonly pos: Position;
  constructor(message: string, pos: Position) {
    super(message);
    this.pos = pos;
  }
}

/** What the translation asks of Python. */
export interface ScriptContext {
  readonly domain: string;
  readonly version: number;
  /** ai.onnx version for operators, and for constructs that stand for operators. */
  readonly opset: number;
  /** The value of a name around the function; undefined when there is none. */
  lookup(name: string): PyValue | undefined;
  /** Evaluates an expression that needs nothing of the function; undefined when it can't be. */
  evaluate(expr: Expr): PyValue | undefined;
}
