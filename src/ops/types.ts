/** The shape of an operator's entry in the table, and how callers hand arguments to it. */

import type { Span } from "../diagnostics/span.ts";
import type { Literal, NodeValue, SymbolicArgument } from "../fx/graph.ts";
import type { TensorMeta } from "../fx/tensor_meta.ts";
import type { SymBool, SymExpr, SymInt } from "../shapes/types.ts";

/** A tensor argument in whatever form the caller holds it (a Python tensor, an FX node). */
export interface TensorLike {
  readonly meta: TensorMeta;
}

/** An argument before binding. Python's `1` is a number and `1.0` a FloatScalar. */
export type OpInput = TensorLike | Literal | SymbolicArgument | readonly OpInput[];

/** Where symbolic sizes are compared: a decision on one is recorded as a guard. */
export interface ShapeGuards {
  /** The truth of `condition`: proved, or decided by the hints and recorded as a guard for `reason`. */
  decide(condition: SymBool, reason: string): boolean;
  /** The truth of `condition` when it can be proved, else null; records nothing. */
  prove(condition: SymBool): boolean | null;
  /** Records that `condition` must hold; throws when it is provably false. */
  require(condition: SymBool, reason: string): void;
  /** A fresh unbacked size in [min, max], for outputs whose size depends on data. */
  fresh(min: number, max: number): SymExpr;
  /** The value at the example input; null for an unbacked one. */
  hint(value: SymInt): number | null;
  /** Whether the example's size stands for all: it is neither unbacked nor made of sizes 0 and 1. */
  representative(value: SymInt): boolean;
  /** The value at the example input, with 2 for the sizes of which the example is not representative. */
  typical(value: SymInt): number;
  readonly span: Span | null;
}

/** Thrown by binding and by meta functions; the torch layer raises it as the Python exception named. */
export class OpError extends Error {
  readonly exception: "RuntimeError" | "TypeError" | "ValueError" | "IndexError" | "NotImplementedError";
  constructor(exception: OpError["exception"], message: string) {
    super(message);
    this.exception = exception;
  }
}

export type OpResult = NodeValue;
