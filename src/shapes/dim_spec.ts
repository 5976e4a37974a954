/** What a user declares of input sizes (`torch.export.Dim` and its like), turned into symbols. */

import type { ShapeEnv } from "./env.ts";
import { evaluate, freeSymbols, isExpr, mapLeaves, symbol } from "./expr.ts";
import type { SymExpr, SymInt } from "./types.ts";

export interface NamedDim {
  readonly kind: "named";
  readonly name: string;
  /** As declared; null when left out. */
  readonly min: number | null;
  readonly max: number | null;
}

/** `2*dim + 1`: an expression over one named dimension, whose symbol is `dimSymbol(root.name)`. */
export interface DerivedDim {
  readonly kind: "derived";
  readonly root: NamedDim;
  readonly expr: SymInt;
}

export type DimSpec =
  | NamedDim
  | DerivedDim
  /** `Dim.DYNAMIC`, also with a range; a string in dynamic_shapes has a name too. */
  | { readonly kind: "dynamic"; readonly name: string | null; readonly min: number | null; readonly max: number | null }
  | { readonly kind: "auto"; readonly min: number | null; readonly max: number | null }
  | { readonly kind: "static" };

/** A size of an input with what was declared for it. */
export interface DeclaredDim {
  readonly spec: DimSpec;
  /** The size as text: `x.size()[0]`. */
  readonly source: string;
  readonly hint: number;
  /** The symbol or expression it became; a number when it is static. */
  readonly size: SymInt;
  /** Why it is static although it was declared dynamic; null otherwise. */
  readonly problem: string | null;
}

/** The placeholder that derived expressions are written over. */
export function dimSymbol(name: string): SymExpr {
  return symbol(`Dim(${name})`);
}

/** Turns declarations into sizes; dimensions of one name share a symbol. */
export class DimResolver {
  readonly declared: DeclaredDim[] = [];
  private readonly env: ShapeEnv;
  private readonly named = new Map<string, { symbol: SymExpr; hint: number; source: string }>();

  constructor(env: ShapeEnv) {
    this.env = env;
  }

  /** The size of one dimension, whose example value is `hint`. */
  resolve(spec: DimSpec, hint: number, source: string): SymInt {
    const { size, problem } = this.sizeOf(spec, hint, source);
    this.declared.push({ spec, source, hint, size, problem });
    return size;
  }

  private sizeOf(spec: DimSpec, hint: number, source: string): { size: SymInt; problem: string | null } {
    switch (spec.kind) {
      case "static":
        return { size: hint, problem: null };
      case "auto":
        return hint < 2 ? { size: hint, problem: null } : { size: this.fresh(spec, hint, source, null), problem: null };
      case "dynamic":
        if (hint < 2) return { size: hint, problem: smallExample(hint) };
        return { size: this.fresh(spec, hint, source, spec.name), problem: null };
      case "named":
        return this.namedSize(spec, hint, source);
      case "derived":
        return this.derivedSize(spec, hint, source);
    }
  }

  private fresh(
    spec: { min: number | null; max: number | null },
    hint: number,
    source: string,
    userName: string | null,
  ): SymExpr {
    // Sizes 0 and 1 are cases of their own, so the analysis starts at 2.
    const min = Math.max(spec.min ?? 2, 2);
    return this.env.backedSymbol({ hint, source, userName, min, ...(spec.max === null ? {} : { max: spec.max }) });
  }

  private namedSize(spec: NamedDim, hint: number, source: string): { size: SymInt; problem: string | null } {
    const known = this.named.get(spec.name);
    if (known) {
      if (known.hint === hint) return { size: known.symbol, problem: null };
      return {
        size: hint,
        problem: `it is ${hint} in the example, but ${known.source}, which has the same Dim, is ${known.hint}`,
      };
    }
    if ((spec.min !== null && hint < spec.min) || (spec.max !== null && hint > spec.max)) {
      return {
        size: hint,
        problem: `its example size ${hint} is outside the declared range [${spec.min ?? 0}, ${spec.max ?? "inf"}]`,
      };
    }
    if (hint < 2) return { size: hint, problem: smallExample(hint) };
    const made = this.fresh(spec, hint, source, spec.name);
    this.named.set(spec.name, { symbol: made, hint, source });
    return { size: made, problem: null };
  }

  private derivedSize(spec: DerivedDim, hint: number, source: string): { size: SymInt; problem: string | null } {
    const root = dimSymbol(spec.root.name);
    let known = this.named.get(spec.root.name);
    if (!known) {
      const rootHint = solve(spec.expr, root, hint);
      if (rootHint === null) return { size: hint, problem: `no ${spec.root.name} gives the example size ${hint}` };
      const { size, problem } = this.namedSize(spec.root, rootHint, `${spec.root.name} of ${source}`);
      if (problem !== null || !isExpr(size)) return { size: hint, problem };
      known = { symbol: size, hint: rootHint, source };
    }
    const { symbol: to, hint: rootHint } = known;
    const expected = evaluate(spec.expr, (e) => (e === root ? rootHint : null));
    if (expected !== hint)
      return {
        size: hint,
        problem: `it is ${hint} in the example, but ${spec.root.name} = ${rootHint} makes it ${expected}`,
      };
    return { size: mapLeaves(spec.expr, (e) => (e === root ? to : e)), problem: null };
  }
}

const smallExample = (hint: number) =>
  `its example size is ${hint}; sizes 0 and 1 are special cases, so give an example input of size 2 or more`;

/** The root's value for which a linear expression has the value. */
function solve(expr: SymInt, root: SymExpr, value: number): number | null {
  const at = (x: number) => evaluate(expr, (e) => (e === root ? x : null));
  const [zero, one] = [at(0), at(1)];
  if (zero === null || one === null || one === zero || freeSymbols(expr).size !== 1) return null;
  const x = (value - zero) / (one - zero);
  return Number.isInteger(x) && at(x) === value ? x : null;
}
