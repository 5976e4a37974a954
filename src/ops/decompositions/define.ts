/** How a decomposition into core ATen operators is declared, and what the files of decompositions share. */

import type { DType } from "../../fx/dtype.ts";
import type { FloatScalar } from "../../fx/graph.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { SymInt } from "../../shapes/types.ts";
import type { DecomposeBuilder, Decomposed, DecomposeInput, SymNode, TensorNode } from "../decomposition.ts";
import type { DecomposeArgs } from "../define.ts";
import { normalizeDim, range } from "../dims.ts";
import { isTensorMeta } from "../lowering.ts";
import { targetOf } from "../schema.ts";
import { viewStrides } from "../strides.ts";

/** Undefined when the call stays what it is: a case that the decomposition does not cover. */
export type Decompose = (d: DecomposeBuilder, args: Readonly<Record<string, unknown>>) => Decomposed | undefined;

export interface CoreDecomposition {
  readonly target: string;
  readonly schemaText: string;
  readonly run: Decompose;
}

/** One row of the table. The schema's text, which a test compares with the operator table's, types the arguments. */
export function core<const S extends string>(
  schemaText: S,
  run: (d: DecomposeBuilder, args: DecomposeArgs<S>) => Decomposed | undefined,
): CoreDecomposition {
  return { target: targetOf(schemaText), schemaText, run: (d, args) => run(d, args as DecomposeArgs<S>) };
}

export const float = (value: number): FloatScalar => ({ kind: "float", value });
export const dtypeArgument = (dtype: DType) => ({ kind: "dtype", dtype }) as const;

const size = (s: SymInt): DecomposeInput => (typeof s === "number" ? s : { kind: "symint", expr: s });
export const sizes = (list: readonly SymInt[]): readonly DecomposeInput[] => list.map(size);
export const exprOf = (s: SymNode): SymInt => (typeof s === "number" ? s : s.expr);
export const rankOf = (x: TensorNode): number => x.meta.shape.length;
export const sizeAt = (x: TensorNode, dim: number): SymInt => x.meta.shape.at(dim) ?? 1;

/** The meta of the one tensor that the replaced call returns. */
export function resultOf(d: DecomposeBuilder): TensorMeta {
  if (!isTensorMeta(d.result)) throw new Error("the decomposed call gives no single tensor");
  return d.result;
}

export function nth(values: readonly TensorNode[], index: number): TensorNode {
  const value = values[index];
  if (value === undefined) throw new Error(`a decomposition has no result ${index}`);
  return value;
}

const CONTIGUOUS = { kind: "memory_format", format: "contiguous_format" } as const;

export const dense = (d: DecomposeBuilder, x: TensorNode): TensorNode =>
  d.call("aten.clone.default", [x], { memory_format: CONTIGUOUS });

/** `view`, after a copy when the strides allow no view; `asked` is written as the caller has it, with a -1 perhaps. */
export function reshape(
  d: DecomposeBuilder,
  x: TensorNode,
  shape: readonly SymInt[],
  asked: readonly DecomposeInput[] = sizes(shape),
): TensorNode {
  const source = viewStrides(d.guards, x.meta, shape) === null ? dense(d, x) : x;
  return d.call("aten.view.default", [source, asked]);
}

export const permute = (d: DecomposeBuilder, x: TensorNode, order: readonly number[]): TensorNode =>
  d.call("aten.permute.default", [x, order]);

/** Exchanges two dimensions. */
export function transpose(d: DecomposeBuilder, x: TensorNode, a: number, b: number): TensorNode {
  const rank = rankOf(x);
  if (rank === 0) return d.call("aten.alias.default", [x]);
  const [p, q] = [normalizeDim(a, rank), normalizeDim(b, rank)];
  if (p === q) return d.call("aten.alias.default", [x]);
  return permute(
    d,
    x,
    range(rank).map((i) => (i === p ? q : i === q ? p : i)),
  );
}

export const convert = (d: DecomposeBuilder, x: TensorNode, dtype: DType): TensorNode =>
  d.call("aten._to_copy.default", [x], { dtype: dtypeArgument(dtype) });

/** A tensor without dimensions. */
export const constant = (d: DecomposeBuilder, value: DecomposeInput, dtype: DType): TensorNode =>
  d.call("aten.scalar_tensor.default", [value], { dtype: dtypeArgument(dtype) });

export const full = (d: DecomposeBuilder, shape: readonly SymInt[], value: DecomposeInput, dtype: DType): TensorNode =>
  d.call("aten.full.default", [sizes(shape), value], { dtype: dtypeArgument(dtype) });

export const countUp = (d: DecomposeBuilder, end: SymInt, dtype: DType | null = null): TensorNode =>
  d.call("aten.arange.start_step", [0, size(end)], dtype === null ? {} : { dtype: dtypeArgument(dtype) });

export const squeeze = (d: DecomposeBuilder, x: TensorNode, dims: readonly number[]): TensorNode =>
  d.call("aten.squeeze.dims", [x, dims]);

export const unsqueeze = (d: DecomposeBuilder, x: TensorNode, dim: number): TensorNode =>
  d.call("aten.unsqueeze.default", [x, dim]);

/** x[begin:end] along a dimension. */
export const slice = (d: DecomposeBuilder, x: TensorNode, dim: number, begin: SymInt, end: SymInt): TensorNode =>
  d.call("aten.slice.Tensor", [x, dim, size(begin), size(end)]);

/** The same operator under another name. */
export function renamed(schemaText: string, target: string): CoreDecomposition {
  return core(schemaText as "aten::f(Tensor self) -> Tensor", (d, args) => {
    const values = Object.values(args as Readonly<Record<string, DecomposeInput>>);
    return d.call(target, values);
  });
}

/** Mean, sum or nothing, as losses have it. */
export function reduceLoss(d: DecomposeBuilder, x: TensorNode, reduction: number): TensorNode {
  if (reduction === 0) return x;
  return reduction === 1 ? d.call("aten.mean.default", [x]) : sumAll(d, x);
}

export const sumAll = (d: DecomposeBuilder, x: TensorNode): TensorNode => d.call("aten.sum.dim_IntList", [x, []]);
