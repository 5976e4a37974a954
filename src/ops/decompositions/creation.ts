/** Filled, counted and triangular tensors; scatters into a place. */

import type { DType } from "../../fx/dtype.ts";
import { isFloating } from "../../fx/dtype.ts";
import { add, sub } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import type { DecomposeBuilder, DecomposeInput, TensorNode } from "../decomposition.ts";
import { normalizeDim, range } from "../dims.ts";
import {
  type CoreDecomposition,
  constant,
  convert,
  core,
  countUp,
  exprOf,
  full,
  rankOf,
  resultOf,
  sizeAt,
  sizes,
  unsqueeze,
} from "./define.ts";

const OPTIONS = "ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None";
type Options = "ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None";
const LIKE = `${OPTIONS}, MemoryFormat? memory_format=None`;

/** Column less row, compared with the diagonal. */
function triangle(d: DecomposeBuilder, self: TensorNode, diagonal: SymInt, comparison: "le" | "ge"): TensorNode {
  const columns = unsqueeze(d, countUp(d, sizeAt(self, -1)), -2);
  const rows = unsqueeze(d, countUp(d, sizeAt(self, -2)), -1);
  const inside = d.call(`aten.${comparison}.Scalar`, [
    d.call("aten.sub.Tensor", [columns, rows]),
    ...sizes([diagonal]),
  ]);
  if (self.meta.dtype === "bool") return d.call("aten.logical_and.default", [inside, self]);
  return d.call("aten.where.self", [inside, self, constant(d, 0, self.meta.dtype)]);
}

export const lowerTriangle = (d: DecomposeBuilder, self: TensorNode, diagonal: SymInt) =>
  triangle(d, self, diagonal, "le");

function eye(d: DecomposeBuilder, rows: SymInt, columns: SymInt): TensorNode {
  const [down, across] = [countUp(d, rows, "uint8"), countUp(d, columns, "uint8")];
  const equal = d.call("aten.eq.Tensor", [unsqueeze(d, down, -1), across]);
  const { dtype } = resultOf(d);
  return dtype === "bool" ? equal : convert(d, equal, dtype);
}

function fills(): readonly CoreDecomposition[] {
  return (["zeros", "ones"] as const).flatMap((name) => {
    const value = (dtype: DType): DecomposeInput => (dtype === "bool" ? name === "ones" : name === "ones" ? 1 : 0);
    return [
      core(
        `aten::${name}(SymInt[] size, *, ${OPTIONS}) -> Tensor` as `aten::f(SymInt[] size, *, ${Options}) -> Tensor`,
        (d) => full(d, resultOf(d).shape, value(resultOf(d).dtype), resultOf(d).dtype),
      ),
      core(
        `aten::new_${name}(Tensor self, SymInt[] size, *, ${OPTIONS}) -> Tensor` as `aten::f(Tensor self, SymInt[] size, *, ${Options}) -> Tensor`,
        (d) => full(d, resultOf(d).shape, value(resultOf(d).dtype), resultOf(d).dtype),
      ),
      core(
        `aten::${name}_like(Tensor self, *, ${LIKE}) -> Tensor` as `aten::f(Tensor self, *, ${Options}) -> Tensor`,
        (d, { self, dtype }) =>
          d.call(
            "aten.full_like.default",
            [self, value(resultOf(d).dtype)],
            dtype === null ? {} : { dtype: { kind: "dtype", dtype } },
          ),
      ),
    ];
  });
}

/** The place of a dimension, as a column that broadcasts. */
function placeMask(d: DecomposeBuilder, self: TensorNode, axis: number, index: SymInt): TensorNode {
  const line = range(rankOf(self)).map((i): DecomposeInput => (i === axis ? -1 : 1));
  const places = d.call("aten.view.default", [countUp(d, sizeAt(self, axis)), line]);
  return d.call("aten.eq.Scalar", [places, ...sizes([index])]);
}

/** Writes along a dimension where an index says, as `index_put` has it. */
function put(
  d: DecomposeBuilder,
  self: TensorNode,
  dim: number,
  index: TensorNode,
  values: TensorNode,
  accumulate: boolean,
) {
  const axis = normalizeDim(dim, Math.max(1, rankOf(self)));
  const indices: DecomposeInput[] = [...range(axis).map(() => null), index];
  return d.call("aten.index_put.default", accumulate ? [self, indices, values, true] : [self, indices, values]);
}

export const creationDecompositions: readonly CoreDecomposition[] = [
  ...fills(),
  core(
    `aten::new_full(Tensor self, SymInt[] size, Scalar fill_value, *, ${OPTIONS}) -> Tensor` as `aten::f(Tensor self, SymInt[] size, Scalar fill_value, *, ${Options}) -> Tensor`,
    (d, { fill_value }) => full(d, resultOf(d).shape, fill_value, resultOf(d).dtype),
  ),
  core(
    `aten::empty_like(Tensor self, *, ${LIKE}) -> Tensor` as `aten::f(Tensor self, *, ${Options}) -> Tensor`,
    (d) => {
      const { shape, dtype } = resultOf(d);
      return d.call("aten.empty_permuted.default", [sizes(shape), range(shape.length)], {
        dtype: { kind: "dtype", dtype },
      });
    },
  ),
  core(
    `aten::arange(Scalar end, *, ${OPTIONS}) -> Tensor` as `aten::f(Scalar end, *, ${Options}) -> Tensor`,
    (d, { end, dtype }) =>
      d.call("aten.arange.start_step", [0, end], dtype === null ? {} : { dtype: { kind: "dtype", dtype } }),
  ),
  core(
    `aten::arange.start(Scalar start, Scalar end, *, ${OPTIONS}) -> Tensor` as `aten::f(Scalar start, Scalar end, *, ${Options}) -> Tensor`,
    (d, { start, end, dtype }) =>
      d.call("aten.arange.start_step", [start, end], dtype === null ? {} : { dtype: { kind: "dtype", dtype } }),
  ),
  core(`aten::eye(SymInt n, *, ${OPTIONS}) -> Tensor` as `aten::f(SymInt n, *, ${Options}) -> Tensor`, (d, { n }) =>
    isSmall(n) ? eye(d, exprOf(n), exprOf(n)) : undefined,
  ),
  core(
    `aten::eye.m(SymInt n, SymInt m, *, ${OPTIONS}) -> Tensor` as `aten::f(SymInt n, SymInt m, *, ${Options}) -> Tensor`,
    (d, { n, m }) => (isSmall(n) && isSmall(m) ? eye(d, exprOf(n), exprOf(m)) : undefined),
  ),
  core("aten::tril(Tensor self, SymInt diagonal=0) -> Tensor", (d, { self, diagonal }) =>
    triangle(d, self, exprOf(diagonal), "le"),
  ),
  core("aten::triu(Tensor self, SymInt diagonal=0) -> Tensor", (d, { self, diagonal }) =>
    triangle(d, self, exprOf(diagonal), "ge"),
  ),
  core(
    `aten::linspace(Scalar start, Scalar end, int steps, *, ${OPTIONS}) -> Tensor` as `aten::f(Scalar start, Scalar end, int steps, *, ${Options}) -> Tensor`,
    (d, { start, end, steps }) => {
      const { dtype } = resultOf(d);
      const [a, b] = [numberOf(start), numberOf(end)];
      if (a === null || b === null || steps < 2 || !isFloating(dtype)) return undefined;
      const step = { kind: "float", value: (b - a) / (steps - 1) } as const;
      const places = countUp(d, steps);
      // From both ends, so that each end is exact.
      const early = d.call("aten.lt.Scalar", [places, { kind: "float", value: steps / 2 }]);
      const up = d.call("aten.add.Tensor", [d.call("aten.mul.Tensor", [convert(d, places, dtype), step]), start]);
      const rest = convert(d, d.call("aten.rsub.Scalar", [places, steps - 1]), dtype);
      const down = d.call("aten.rsub.Scalar", [d.call("aten.mul.Tensor", [rest, step]), end]);
      return d.call("aten.where.self", [early, up, down]);
    },
  ),
  core("aten::block_diag(Tensor[] tensors) -> Tensor", (d, { tensors }) => {
    if (tensors.some((t) => rankOf(t) !== 2)) return undefined;
    const { dtype, shape } = resultOf(d);
    let before: SymInt = 0;
    const rows = tensors.map((t) => {
      const [height, width] = [sizeAt(t, 0), sizeAt(t, 1)];
      const left = full(d, [height, before], dtype === "bool" ? false : 0, dtype);
      before = add(before, width);
      const right = full(d, [height, sub(shape[1] ?? 0, before)], dtype === "bool" ? false : 0, dtype);
      return d.call("aten.cat.default", [[left, t, right], 1]);
    });
    return d.call("aten.cat.default", [rows]);
  }),
  core("aten::fill.Scalar(Tensor self, Scalar value) -> Tensor", (d, { self, value }) =>
    d.call("aten.full_like.default", [self, value]),
  ),
  core("aten::fill.Tensor(Tensor self, Tensor value) -> Tensor", (d, { self, value }) =>
    d.call("aten.copy.default", [self, value]),
  ),
  core(
    "aten::select_scatter(Tensor self, Tensor src, int dim, SymInt index) -> Tensor",
    (d, { self, src, dim, index }) => {
      const axis = normalizeDim(dim, rankOf(self));
      const [place, n] = [exprOf(index), sizeAt(self, axis)];
      if (typeof place !== "number" || (place < 0 && typeof n !== "number")) return undefined;
      const mask = placeMask(d, self, axis, place < 0 ? place + Number(n) : place);
      const wide = d.call("aten.expand.default", [unsqueeze(d, src, axis), sizes(self.meta.shape)]);
      return d.call("aten.where.self", [mask, wide, self]);
    },
  ),
  core(
    "aten::index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor",
    (d, { self, dim, index, source, alpha }) => {
      if (rankOf(self) === 0) return undefined;
      const values = alpha === 1 ? source : d.call("aten.mul.Tensor", [source, alpha]);
      return put(d, self, dim, index, values, true);
    },
  ),
  core(
    "aten::index_copy(Tensor self, int dim, Tensor index, Tensor source) -> Tensor",
    (d, { self, dim, index, source }) => (rankOf(self) === 0 ? undefined : put(d, self, dim, index, source, false)),
  ),
  core(
    "aten::index_fill.int_Scalar(Tensor self, int dim, Tensor index, Scalar value) -> Tensor",
    (d, { self, dim, index, value }) => {
      if (rankOf(self) === 0) return undefined;
      const axis = normalizeDim(dim, rankOf(self));
      const count = rankOf(index) === 0 ? 1 : sizeAt(index, 0);
      const shape = self.meta.shape.map((n, i) => (i === axis ? count : n));
      const values = d.call("aten.expand.default", [constant(d, value, self.meta.dtype), sizes(shape)]);
      return rankOf(index) === 0 ? undefined : put(d, self, dim, index, values, false);
    },
  ),
];

/** uint8 counts up to here. */
function isSmall(n: unknown): n is number {
  return typeof n === "number" && n <= 256;
}

function numberOf(scalar: unknown): number | null {
  if (typeof scalar === "number") return scalar;
  if (
    typeof scalar === "object" &&
    scalar !== null &&
    "kind" in scalar &&
    scalar.kind === "float" &&
    "value" in scalar
  ) {
    return Number(scalar.value);
  }
  return null;
}
