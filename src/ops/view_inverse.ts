/** The inverse of each view operator: what was written to a view is put back into what it views. */

import { isComplex } from "../fx/dtype.ts";
import type { Literal, SymbolicArgument } from "../fx/graph.ts";
import type { TensorMeta } from "../fx/tensor_meta.ts";
import { add } from "../shapes/expr.ts";
import type { SymInt } from "../shapes/types.ts";
import { normalizeDim, normalizeDims, range } from "./dims.ts";

/** One view operator: `target(parent, ...rest)`, and the item when it gives several. */
export interface ViewCall<A> {
  readonly target: string;
  readonly rest: readonly A[];
  readonly index: number | null;
  /** The parent's meta. */
  readonly from: TensorMeta;
}

type Plain = Literal | SymbolicArgument | readonly Plain[];

/** Calls operators on what stands for a tensor: nodes in a graph, values outside of one. `A`: an operator's arguments. */
export interface ViewRunner<V extends A, A> {
  call(target: string, args: readonly (A | Plain)[]): V;
  shapeOf(value: V): readonly SymInt[];
  /** The size that an argument is. */
  sizeOf(argument: A | Plain): SymInt;
  /** The metas of all that a view gives which gives several. */
  partsOf(view: ViewCall<A>, parent: V): readonly TensorMeta[];
}

/**
 * `parent` with `value` where `view` looks; null when that can't be said: the operator is no view that is known here, or it
 * shows one element in several places.
 */
export function putBack<V extends A, A>(run: ViewRunner<V, A>, view: ViewCall<A>, parent: V, value: V): V | null {
  const name = view.target.split(".")[1] ?? "";
  const { rest } = view;
  const { shape, dtype } = view.from;
  const rank = shape.length;
  const dim = (i: number): number => normalizeDim(Number(rest[i] ?? 0), rank);
  const turned = (): V => (rank < 2 ? value : run.call("aten.transpose.int", [value, -2, -1]));
  const conjugate = (of: V): V => (isComplex(dtype) ? run.call("aten.conj_physical.default", [of]) : of);
  switch (name) {
    case "alias":
    case "detach":
    case "contiguous":
    case "to":
    case "type_as":
    case "float":
    case "lift_fresh":
      return value;
    case "view":
    case "_unsafe_view":
    case "reshape":
    case "reshape_as":
    case "view_as":
    case "flatten":
    case "ravel":
    case "unflatten":
    case "squeeze":
    case "unsqueeze":
      return run.call("aten.reshape.default", [value, shape.map(sizeArgument)]);
    case "permute":
      return unpermuted(run, value, normalizeDims(intList(rest[0]), rank));
    case "transpose":
    case "swapaxes":
    case "swapdims":
      return run.call("aten.transpose.int", [value, ...rest]);
    case "t":
    case "mT":
      return turned();
    case "mH":
    case "adjoint":
    case "matrix_H":
      return conjugate(turned());
    case "conj":
    case "_conj":
      return conjugate(value);
    case "view_as_real":
      return run.call("aten.view_as_complex.default", [value]);
    case "view_as_complex":
      return run.call("aten.view_as_real.default", [value]);
    case "real":
      if (!isComplex(dtype)) return value;
      return run.call("aten.complex.default", [value, run.call("aten.imag.default", [parent])]);
    case "imag":
      return run.call("aten.complex.default", [run.call("aten.real.default", [parent]), value]);
    case "numpy_T":
      return unpermuted(run, value, [...range(rank)].reverse());
    case "movedim":
    case "moveaxis": {
      const [source = null, destination = null] = rest;
      return run.call(view.target, [value, destination, source]);
    }
    case "select":
      return run.call("aten.select_scatter.default", [parent, value, ...rest]);
    case "slice":
      return run.call("aten.slice_scatter.default", [parent, value, ...rest]);
    case "diagonal":
      return run.call("aten.diagonal_scatter.default", [parent, value, ...rest]);
    case "as_strided":
      return run.call("aten.as_strided_scatter.default", [parent, value, ...rest]);
    case "narrow": {
      const [, start = 0, length = 0] = rest;
      const end = sizeArgument(add(run.sizeOf(start), run.sizeOf(length)));
      return run.call("aten.slice_scatter.default", [parent, value, dim(0), start, end]);
    }
    case "unbind":
      return run.call("aten.select_scatter.default", [parent, value, dim(0), view.index ?? 0]);
    case "split":
    case "split_with_sizes":
    case "chunk":
    case "tensor_split":
      return pieceBack(run, view, parent, value, dim(1));
    case "expand":
    case "expand_as":
    case "broadcast_to":
      if (!sameNumber(shape, run.shapeOf(value))) return null;
      return run.call("aten.reshape.default", [value, shape.map(sizeArgument)]);
    default:
      return null;
  }
}

/** Whether the view repeats elements of what it views. */
export function isExpansion({ target }: ViewCall<unknown>): boolean {
  return /^aten\.(expand|expand_as|broadcast_to)\./.test(target);
}

function sizeArgument(size: SymInt): Plain {
  return typeof size === "number" ? size : { kind: "symint", expr: size };
}

/** Whether nothing was repeated by an expansion. */
function sameNumber(from: readonly SymInt[], to: readonly SymInt[]): boolean {
  const sizes = (shape: readonly SymInt[]) => shape.filter((size) => size !== 1);
  const [a, b] = [sizes(from), sizes(to)];
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

function unpermuted<V extends A, A>(run: ViewRunner<V, A>, value: V, perm: readonly number[]): V {
  return run.call("aten.permute.default", [value, perm.map((_, i) => perm.indexOf(i))]);
}

/** A piece of a split lies behind the pieces before it. */
function pieceBack<V extends A, A>(run: ViewRunner<V, A>, view: ViewCall<A>, parent: V, value: V, dim: number): V {
  const before = run.partsOf(view, parent).slice(0, view.index ?? 0);
  const start = add(...before.map(({ shape }) => shape[dim] ?? 1), 0);
  const end = add(start, run.shapeOf(value)[dim] ?? 1);
  return run.call("aten.slice_scatter.default", [parent, value, dim, sizeArgument(start), sizeArgument(end)]);
}

function intList(list: unknown): readonly number[] {
  return Array.isArray(list) ? list.map(Number) : [];
}
