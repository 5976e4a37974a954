/** The graph that is being built, or a subgraph inside it, and the sizes that are known there. */

import type { GraphBuilder } from "../onnx/builder.ts";
import type { Value } from "../onnx/ir.ts";
import type { SymExpr } from "../shapes/types.ts";

/** Where a size can be read: a dimension of a value, or an int64 scalar. */
export type SizeSource =
  | { readonly value: Value; readonly dim: number }
  | { readonly value: Value; readonly dim: null };

/** A symbol that only shows in a size `coefficient·symbol + constant`. */
export interface LinearSource {
  readonly size: SymExpr;
  readonly coefficient: number;
  readonly constant: number;
}

export class Scope {
  readonly builder: GraphBuilder;
  readonly outer: Scope | null;
  private readonly sources = new Map<SymExpr, SizeSource>();
  private readonly linear = new Map<SymExpr, LinearSource>();
  private readonly sizes = new Map<SymExpr, Value>();

  constructor(builder: GraphBuilder, outer: Scope | null) {
    this.builder = builder;
    this.outer = outer;
  }

  /** The scope, from here outwards, that knows where `expr` can be read, and where. */
  findSource(expr: SymExpr): { scope: Scope; source: SizeSource } | null {
    const source = this.sources.get(expr);
    return source === undefined ? (this.outer?.findSource(expr) ?? null) : { scope: this, source };
  }

  addSource(expr: SymExpr, source: SizeSource): void {
    if (this.findSource(expr) === null) this.sources.set(expr, source);
  }

  /** Here `expr` is this scalar, whatever it is outside. */
  shadow(expr: SymExpr, value: Value): void {
    this.sources.set(expr, { value, dim: null });
  }

  findLinear(symbol: SymExpr): LinearSource | null {
    return this.linear.get(symbol) ?? this.outer?.findLinear(symbol) ?? null;
  }

  addLinear(symbol: SymExpr, source: LinearSource): void {
    if (this.findLinear(symbol) === null) this.linear.set(symbol, source);
  }

  /** The scalar that was already made for `expr`. */
  findSize(expr: SymExpr): { scope: Scope; value: Value } | null {
    const value = this.sizes.get(expr);
    return value === undefined ? (this.outer?.findSize(expr) ?? null) : { scope: this, value };
  }

  setSize(expr: SymExpr, value: Value): void {
    this.sizes.set(expr, value);
  }

  get depth(): number {
    return this.outer === null ? 0 : this.outer.depth + 1;
  }
}
