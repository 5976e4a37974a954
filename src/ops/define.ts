/** Declares an operator: its schema, shape function, ONNX lowering and decomposition, all in one entry. */

import type { DType } from "../fx/dtype.ts";
import type { TensorMeta } from "../fx/tensor_meta.ts";
import type { SymInt } from "../shapes/types.ts";
import type { DecomposeBuilder, Decomposed, SymNode, TensorNode } from "./decomposition.ts";
import type { Lowered, LoweringBuilder, SymArg, TensorOperand } from "./lowering.ts";
import { PROMOTION_RULES, type Promotion, type PromotionRule, resultType } from "./promotion.ts";
import { type OpSchema, parseSchema, targetOf } from "./schema.ts";
import type { Args, ScalarOf } from "./schema_types.ts";
import { OpError, type OpResult, type ShapeGuards } from "./types.ts";

export interface MetaView {
  tensor: TensorMeta;
  symint: SymInt;
}
export interface LowerView {
  tensor: TensorOperand;
  symint: SymArg;
}
export interface DecomposeView {
  tensor: TensorNode;
  symint: SymNode;
}

export type MetaArgs<S extends string> = Args<S, MetaView>;
export type LowerArgs<S extends string> = Args<S, LowerView>;
export type DecomposeArgs<S extends string> = Args<S, DecomposeView>;
/** A `Scalar` argument as a shape function sees it. */
export type MetaScalar = ScalarOf<MetaView>;
export type LowerScalar = ScalarOf<LowerView>;

/** What a shape function works with. */
export class MetaContext {
  readonly guards: ShapeGuards;
  readonly schema: OpSchema;
  /** The dtype that creation functions make without one (`torch.get_default_dtype()`). */
  readonly defaultDtype: DType;
  /** What the shape function said of its operands; a pass over the FX graph makes the casts. */
  promotion: Promotion | null = null;

  constructor(guards: ShapeGuards, schema: OpSchema, defaultDtype: DType) {
    this.guards = guards;
    this.schema = schema;
    this.defaultDtype = defaultDtype;
  }

  /** The result's dtype by the rule; `asked` is the call's dtype argument. Throws for types that PyTorch does not promote. */
  promote(rule: PromotionRule, operands: readonly TensorMeta[], asked: DType | null = null): DType {
    const { compute, result } = PROMOTION_RULES[rule];
    const common = resultType(operands, this.defaultDtype);
    this.promotion = { rule, operands, dtype: compute(common, this.defaultDtype, asked) };
    return result(common, this.defaultDtype, asked);
  }

  /** The error to throw when the operator refuses the call. */
  error(message: string, exception: OpError["exception"] = "RuntimeError"): OpError {
    return new OpError(exception, message);
  }
  /** Raises unless the condition holds; `message` is only made then. */
  check(condition: boolean, message: () => string, exception: OpError["exception"] = "RuntimeError"): void {
    if (!condition) throw this.error(message(), exception);
  }
}

export interface OpDefinition<S extends string> {
  meta(ctx: MetaContext, args: MetaArgs<S>): OpResult;
  /** ONNX. Absent when the operator decomposes, or vanishes. */
  lower?(g: LoweringBuilder, args: LowerArgs<S>): Lowered;
  /** ONNX for complex operands or results, which are pairs in a last dimension; "same" when `lower` is right for pairs too. */
  lowerComplex?: ((g: LoweringBuilder, args: LowerArgs<S>) => Lowered) | "same";
  /** Other ATen operators that stand for this one; a pass over the FX graph runs it. */
  decompose?(d: DecomposeBuilder, args: DecomposeArgs<S>): Decomposed;
  /** What the lowering leaves out, for the coverage view. */
  notes?: string;
}

type Named = Readonly<Record<string, unknown>>;

export interface OpEntry {
  /** `aten.add.Tensor`. */
  readonly target: string;
  readonly schemaText: string;
  /** Parsed on first use. */
  readonly schema: OpSchema;
  readonly notes: string | null;
  readonly meta: (ctx: MetaContext, args: Named) => OpResult;
  readonly lower: ((g: LoweringBuilder, args: Named) => Lowered) | null;
  readonly lowerComplex: ((g: LoweringBuilder, args: Named) => Lowered) | null;
  readonly decompose: ((d: DecomposeBuilder, args: Named) => Decomposed) | null;
}

/** An entry of the table. The schema's text gives the functions' argument types; that the two agree is what makes the cast below sound. */
export function op<const S extends string>(schemaText: S, definition: OpDefinition<S>): OpEntry {
  let parsed: OpSchema | null = null;
  const complex = definition.lowerComplex === "same" ? definition.lower : definition.lowerComplex;
  return {
    target: targetOf(schemaText),
    schemaText,
    get schema() {
      parsed ??= parseSchema(schemaText);
      return parsed;
    },
    notes: definition.notes ?? null,
    meta: (ctx, args) => definition.meta(ctx, args as MetaArgs<S>),
    lower: definition.lower ? (g, args) => definition.lower?.(g, args as LowerArgs<S>) ?? null : null,
    lowerComplex: complex ? (g, args) => complex(g, args as LowerArgs<S>) : null,
    decompose: definition.decompose ? (d, args) => definition.decompose?.(d, args as DecomposeArgs<S>) ?? null : null,
  };
}
