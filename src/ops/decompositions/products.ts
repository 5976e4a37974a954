/** Matrix products by `mm`, `addmm` and `bmm`. */

import { eq } from "../../shapes/bool.ts";
import { mul, product } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { broadcastShapes } from "../broadcast.ts";
import type { DecomposeBuilder, TensorNode } from "../decomposition.ts";
import { isContiguous } from "../strides.ts";
import {
  type CoreDecomposition,
  core,
  rankOf,
  reshape,
  sizeAt,
  sizes,
  squeeze,
  sumAll,
  transpose,
  unsqueeze,
} from "./define.ts";

const mm = (d: DecomposeBuilder, a: TensorNode, b: TensorNode) => d.call("aten.mm.default", [a, b]);
const times = (d: DecomposeBuilder, a: TensorNode, b: TensorNode) => d.call("aten.mul.Tensor", [a, b]);

/** A matrix by a vector. */
const mv = (d: DecomposeBuilder, a: TensorNode, b: TensorNode) => d.call("aten.sum.dim_IntList", [times(d, a, b), [1]]);

/** Whether the leading dimensions can be made one without a copy. */
function folds(d: DecomposeBuilder, x: TensorNode): boolean {
  const { shape, strides } = x.meta;
  return shape.slice(0, -2).every((_, i) => {
    const [outer, inner] = [strides[i] ?? 1, mul(strides[i + 1] ?? 1, shape[i + 1] ?? 1)];
    return outer === inner || d.guards.prove(eq(outer, inner)) === true;
  });
}

/** Many matrices by one: the leading dimensions become rows. */
function folded(d: DecomposeBuilder, a: TensorNode, b: TensorNode): TensorNode {
  const lead = a.meta.shape.slice(0, -1);
  const rows = d.call("aten.view.default", [a, sizes([product(lead), sizeAt(a, -1)])]);
  if (rankOf(b) === 1) return d.call("aten.view.default", [mv(d, rows, b), sizes(lead)]);
  return d.call("aten.view.default", [mm(d, rows, b), sizes([...lead, sizeAt(b, -1)])]);
}

/** Both operands broadcast to the same batch. */
function batched(d: DecomposeBuilder, a: TensorNode, b: TensorNode): TensorNode {
  const left = rankOf(a) === 1 ? unsqueeze(d, a, 0) : a;
  const right = rankOf(b) === 1 ? unsqueeze(d, b, 1) : b;
  const lead = broadcastShapes(d.guards, [left.meta.shape.slice(0, -2), right.meta.shape.slice(0, -2)]);
  const count = product(lead);
  const flat = (x: TensorNode) => {
    const last = x.meta.shape.slice(-2);
    const wide = d.call("aten.expand.default", [x, sizes([...lead, ...last])]);
    return reshape(d, wide, [count, ...last]);
  };
  const flatLeft = flat(left);
  const result = d.call("aten.bmm.default", [flatLeft, flat(right)]);
  const shape: SymInt[] = [...lead];
  if (rankOf(a) > 1) shape.push(sizeAt(a, -2));
  if (rankOf(b) > 1) shape.push(sizeAt(b, -1));
  return d.call("aten.view.default", [result, sizes(shape)]);
}

export function matmul(d: DecomposeBuilder, a: TensorNode, b: TensorNode): TensorNode {
  const [p, q] = [rankOf(a), rankOf(b)];
  if (p === 1 && q === 1) return sumAll(d, times(d, a, b));
  if (p === 2 && q === 1) return mv(d, a, b);
  if (p === 1 && q === 2) return squeeze(d, mm(d, unsqueeze(d, a, 0), b), [0]);
  if (p === 2 && q === 2) return mm(d, a, b);
  if (p >= 3 && q <= 2 && folds(d, a)) return folded(d, a, b);
  if (q >= 3 && p === 1 && folds(d, b)) return folded(d, transpose(d, b, -2, -1), a);
  return batched(d, a, b);
}

function linear(d: DecomposeBuilder, input: TensorNode, weight: TensorNode, bias: TensorNode | null): TensorNode {
  const rank = rankOf(input);
  if (rankOf(weight) !== 2 || bias === null) {
    const product_ = matmul(d, input, rankOf(weight) === 2 ? transpose(d, weight, 0, 1) : weight);
    return bias === null ? product_ : d.call("aten.add.Tensor", [product_, bias]);
  }
  if (rank === 2) return d.call("aten.addmm.default", [bias, input, transpose(d, weight, 0, 1)]);
  if (rank > 2 && isContiguous(d.guards, input.meta)) {
    const lead = input.meta.shape.slice(0, -1);
    const rows = d.call("aten.view.default", [input, sizes([product(lead), sizeAt(input, -1)])]);
    const result = d.call("aten.addmm.default", [bias, rows, transpose(d, weight, 0, 1)]);
    return d.call("aten.view.default", [result, sizes([...lead, sizeAt(weight, 0)])]);
  }
  return d.call("aten.add.Tensor", [matmul(d, input, transpose(d, weight, 0, 1)), bias]);
}

export const productDecompositions: readonly CoreDecomposition[] = [
  core("aten::linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor", (d, { input, weight, bias }) =>
    linear(d, input, weight, bias),
  ),
  core("aten::matmul(Tensor self, Tensor other) -> Tensor", (d, { self, other }) => matmul(d, self, other)),
  core("aten::dot(Tensor self, Tensor tensor) -> Tensor", (d, { self, tensor }) => sumAll(d, times(d, self, tensor))),
  core("aten::mv(Tensor self, Tensor vec) -> Tensor", (d, { self, vec }) => mv(d, self, vec)),
  core("aten::outer(Tensor self, Tensor vec2) -> Tensor", (d, { self, vec2 }) =>
    times(d, reshape(d, self, [sizeAt(self, 0), 1]), vec2),
  ),
  core(
    "aten::baddbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor",
    (d, { self, batch1, batch2, beta, alpha }) => {
      let result = d.call("aten.bmm.default", [batch1, batch2]);
      if (alpha !== 1) result = d.call("aten.mul.Tensor", [result, alpha]);
      if (beta === 0) return result;
      const start = beta === 1 ? self : d.call("aten.mul.Tensor", [self, beta]);
      return d.call("aten.add.Tensor", [start, result]);
    },
  ),
  core(
    "aten::tensordot(Tensor self, Tensor other, int[] dims_self, int[] dims_other) -> Tensor",
    (d, { self, other, dims_self, dims_other }) => {
      const [p, q] = [rankOf(self), rankOf(other)];
      const gone = dims_self.map((i) => (i < 0 ? i + p : i));
      const goneToo = dims_other.map((i) => (i < 0 ? i + q : i));
      const rest = self.meta.shape.map((_, i) => i).filter((i) => !gone.includes(i));
      const restToo = other.meta.shape.map((_, i) => i).filter((i) => !goneToo.includes(i));
      const shape = [...rest.map((i) => sizeAt(self, i)), ...restToo.map((i) => sizeAt(other, i))];
      const inner = product(gone.map((i) => sizeAt(self, i)));
      const left = d.call("aten.permute.default", [self, [...rest, ...gone]]);
      const rows = reshape(d, left, [product(rest.map((i) => sizeAt(self, i))), inner]);
      const right = d.call("aten.permute.default", [other, [...goneToo, ...restToo]]);
      const columns = reshape(d, right, [inner, product(restToo.map((i) => sizeAt(other, i)))]);
      return d.call("aten.view.default", [mm(d, rows, columns), sizes(shape)]);
    },
  ),
];
