/** Batches of matrices as ONNX values: the last two dimensions are rows and columns, everything before them is kept as it is. */

import type { DType } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { printInt } from "../../shapes/print.ts";
import type { SymInt } from "../../shapes/types.ts";
import { type Arithmetic, arithmetic } from "../arithmetic.ts";
import { sameSize } from "../broadcast.ts";
import type { MetaContext } from "../define.ts";
import { loop } from "../loop.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { contiguous, contiguousStrides } from "../strides.ts";

/** Factorisations are computed in double, whatever the type of the result. */
export const WIDE: DType = "float64";

export interface Matrices extends Arithmetic {
  readonly g: LoweringBuilder;
  /** The operand has no elements; ONNX Runtime's TopK then divides by zero. */
  readonly empty: boolean;
  transpose(a: Value): Value;
  product(a: Value, b: Value): Value;
  /** Column or row k, of a scalar index; the dimension goes away. */
  column(a: Value, k: Value): Value;
  row(a: Value, k: Value): Value;
  /** A vector as a column, or as a row. */
  asColumn(v: Value): Value;
  asRow(v: Value): Value;
  outer(a: Value, b: Value): Value;
  /** Sums over the last dimension, which goes away. */
  sum(a: Value): Value;
  /** 0 … n-1 as int64. */
  range(n: Value): Value;
  /** The matrix's numbers of rows and columns, as int64 scalars. */
  rows(a: Value): Value;
  columns(a: Value): Value;
  /** The identity of size n, in the batch shape of `like` (a batch of matrices). */
  identity(n: Value, like: Value): Value;
  /** The batch shape, as a 1-D tensor. */
  batch(a: Value): Value;
  /** Elements where `condition` (of row and column numbers) holds, else 0. */
  triangle(a: Value, upper: boolean, diagonal: number): Value;
  /** Goes along the last dimension. */
  fold(values: Value, start: number, step: (a: Value, b: Value) => Value): Value;
  /** The main diagonal of square matrices. */
  diagonal(a: Value): Value;
}

/** For matrices of the shape that `like` has. */
export function matrices(g: LoweringBuilder, like: readonly SymInt[]): Matrices {
  const dtype = WIDE;
  const rank = like.length;
  const m = arithmetic(g, dtype);
  const perm = Array.from({ length: rank }, (_, i) => (i < rank - 2 ? i : i === rank - 2 ? rank - 1 : rank - 2));
  const size = (a: Value, axis: number) =>
    g.op("Squeeze", [g.op("Shape", [a], { start: axis, ...(axis === -1 ? {} : { end: axis + 1 }) }), g.ints([0])]);
  const unit = g.const(1, "int64");
  const range = (n: Value) => g.op("Range", [g.const(0, "int64"), n, unit]);
  const asColumn = (v: Value) => g.op("Unsqueeze", [v, g.ints([-1])]);
  const asRow = (v: Value) => g.op("Unsqueeze", [v, g.ints([-2])]);
  const rows = (a: Value) => size(a, -2);
  const columns = (a: Value) => size(a, -1);
  const batch = (a: Value) => g.op("Shape", [a], { start: 0, end: -2 });
  // ONNX Runtime's reductions leave an empty tensor in its shape: a column of zeros keeps the dimension from being empty, and the
  // shape is put right for empty batches.
  const sum = (a: Value) => {
    const outer = g.op("Shape", [a], { start: 0, end: -1 });
    const zeros = g.op("Expand", [m.value(0), g.op("Concat", [outer, g.ints([1])], { axis: 0 })]);
    const total = g.op("ReduceSum", [g.op("Concat", [a, zeros], { axis: -1 }), g.ints([-1])], { keepdims: 0 });
    return g.op("Reshape", [total, outer], { allowzero: 1 });
  };
  const eye = (n: Value) => g.op("Equal", [asColumn(range(n)), range(n)]);
  return {
    ...m,
    g,
    empty: like.includes(0),
    transpose: (a) => g.op("Transpose", [a], { perm }),
    product: (a, b) => g.op("MatMul", [a, b]),
    column: (a, k) => g.op("Gather", [a, k], { axis: -1 }),
    row: (a, k) => g.op("Gather", [a, k], { axis: -2 }),
    asColumn,
    asRow,
    outer: (a, b) => m.mul(asColumn(a), asRow(b)),
    sum,
    range,
    rows,
    columns,
    batch,
    identity: (n, like) =>
      g.op("Expand", [
        m.where(eye(n), 1, 0),
        g.op("Concat", [batch(like), g.op("Reshape", [n, g.ints([1])]), g.op("Reshape", [n, g.ints([1])])], {
          axis: 0,
        }),
      ]),
    triangle: (a, upper, diagonal) => g.op("Trilu", [a, g.const(diagonal, "int64")], { upper: upper ? 1 : 0 }),
    diagonal: (a) => {
      const n = g.op("Concat", [batch(a), g.op("Shape", [a], { start: -1 }), g.ints([1])], { axis: 0 });
      const places = g.op("Expand", [asColumn(range(columns(a))), n]);
      return g.op("Squeeze", [g.op("GatherElements", [a, places], { axis: -1 }), g.ints([-1])]);
    },
    fold(values, start, step) {
      const first = g.op("Expand", [m.value(start), g.op("Shape", [values], { start: 0, end: -1 })]);
      const [result] = loop(g, size(values, -1), [{ value: first, dtype }], (k, [current]) => {
        if (!current) throw new Error("a loop without its value");
        return [step(current, g.op("Gather", [values, k], { axis: -1 }))];
      });
      if (!result) throw new Error("a loop without its value");
      return result;
    },
  };
}

/** An operand in double. */
export function wide(g: LoweringBuilder, t: TensorOperand): Value {
  return g.as(t, WIDE);
}

/** A double in the operand's type. */
export function narrow(g: LoweringBuilder, value: Value, dtype: DType): Value {
  return dtype === WIDE ? value : g.cast(value, dtype);
}

export const batchOf = (t: TensorMeta): readonly SymInt[] => t.shape.slice(0, -2);
export const rowsOf = (t: TensorMeta): SymInt => t.shape.at(-2) ?? 1;
export const columnsOf = (t: TensorMeta): SymInt => t.shape.at(-1) ?? 1;

/** At least a matrix. */
export function checkMatrix(ctx: MetaContext, t: TensorMeta, name: string, argument = "A"): void {
  ctx.check(t.shape.length >= 2, () => `${name}: The input tensor ${argument} must have at least 2 dimensions.`);
}

export function checkSquare(ctx: MetaContext, t: TensorMeta, name: string, argument = "A"): void {
  checkMatrix(ctx, t, name, argument);
  ctx.check(
    sameSize(ctx.guards, rowsOf(t), columnsOf(t), "square matrix"),
    () =>
      `${name}: ${argument} must be batches of square matrices, but they are ${printInt(rowsOf(t))} by ${printInt(columnsOf(t))} matrices`,
  );
}

/** LAPACK's layout: contiguous, but for the matrices, which lie column by column. */
export function columnMajor(dtype: DType, shape: readonly SymInt[], device: string): TensorMeta {
  const rank = shape.length;
  const swapped = [...shape.slice(0, -2), shape[rank - 1] ?? 1, shape[rank - 2] ?? 1];
  const strides = [...contiguousStrides(swapped)];
  return {
    ...contiguous(dtype, shape, device),
    strides: [...strides.slice(0, -2), strides[rank - 1] ?? 1, strides[rank - 2] ?? 1],
  };
}
