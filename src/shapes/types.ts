/** Symbolic integers and booleans as the other layers see them. Expressions are frozen and interned: equal means identical. */

import type { Span } from "../diagnostics/span.ts";

export type BinaryIntOp = "add" | "mul" | "floordiv" | "mod" | "min" | "max" | "pow";
export type CompareOp = "eq" | "ne" | "lt" | "le" | "gt" | "ge";

/** An integer expression that is no constant. Constants are plain numbers: `SymInt = number | SymExpr`. */
export type SymExpr =
  | { readonly kind: "symbol"; readonly name: string; readonly id: number }
  | { readonly kind: "add"; readonly terms: readonly SymInt[]; readonly id: number }
  | { readonly kind: "mul"; readonly factors: readonly SymInt[]; readonly id: number }
  | { readonly kind: "floordiv" | "mod" | "pow"; readonly left: SymInt; readonly right: SymInt; readonly id: number }
  | { readonly kind: "min" | "max"; readonly args: readonly SymInt[]; readonly id: number }
  /** An integer that depends on tensor data or on floats in a way the algebra does not look into. */
  | { readonly kind: "opaque"; readonly name: string; readonly args: readonly SymInt[]; readonly id: number };

export type SymInt = number | SymExpr;

export type BoolExpr =
  | { readonly kind: CompareOp; readonly left: SymInt; readonly right: SymInt; readonly id: number }
  | { readonly kind: "and" | "or"; readonly args: readonly SymBool[]; readonly id: number }
  | { readonly kind: "not"; readonly arg: SymBool; readonly id: number };

export type SymBool = boolean | BoolExpr;

/** A condition that the captured program relies on, and the expression that asked for it. */
export interface Guard {
  readonly condition: SymBool;
  readonly span: Span | null;
  /** What the program did: "branch", "specialised to a constant", "broadcast", … */
  readonly reason: string;
}
