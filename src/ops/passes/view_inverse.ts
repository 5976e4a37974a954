/** Views replayed on new content, and written through: the inverse of each view operator puts a part back into the whole. */

import { isComplex } from "../../fx/dtype.ts";
import { type Argument, Node } from "../../fx/graph.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { add } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { normalizeDim, normalizeDims, range } from "../dims.ts";
import { isTensorMeta } from "../lowering.ts";
import { OpError } from "../types.ts";
import { type GraphWriter, tensorMetaOf } from "./graph_writer.ts";

/** One view operator: `target(parent, ...rest)`, and the item when it gives several. */
export interface ViewStep {
  readonly target: string;
  readonly rest: readonly Argument[];
  readonly kwargs: Readonly<Record<string, Argument>>;
  readonly index: number | null;
  /** The parent's meta. */
  readonly from: TensorMeta;
}

/** The view of `parent`. */
export function replayView(writer: GraphWriter, step: ViewStep, parent: Node): Node {
  const made = writer.call(step.target, [parent, ...step.rest], step.kwargs);
  return step.index === null ? made : writer.getItem(made, step.index);
}

/** The storage's content after `value` was written through the views. */
export function writeThrough(writer: GraphWriter, steps: readonly ViewStep[], base: Node, value: Node): Node {
  const [first, ...rest] = steps;
  if (!first) return value;
  const inner = rest.length === 0 ? value : writeThrough(writer, rest, replayView(writer, first, base), value);
  return putBack(writer, first, base, inner);
}

const argument = (size: SymInt): Argument => (typeof size === "number" ? size : { kind: "symint", expr: size });

function putBack(writer: GraphWriter, step: ViewStep, parent: Node, value: Node): Node {
  const name = step.target.split(".")[1] ?? "";
  const rank = step.from.shape.length;
  const dim = (i: number, or: number) => normalizeDim(Number(step.rest[i] ?? or), rank);
  switch (name) {
    case "alias":
    case "detach":
    case "contiguous":
    case "to":
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
      return writer.call("aten.reshape.default", [value, step.from.shape.map(argument)]);
    case "permute":
      return inversePermute(writer, value, normalizeDims(intList(step.rest[0]), rank));
    case "transpose":
    case "swapaxes":
    case "swapdims":
      return writer.call("aten.transpose.int", [value, ...step.rest]);
    case "t":
    case "mT":
      return rank < 2 ? value : writer.call("aten.transpose.int", [value, -2, -1]);
    case "mH":
    case "adjoint":
    case "matrix_H": {
      const turned = rank < 2 ? value : writer.call("aten.transpose.int", [value, -2, -1]);
      return isComplex(step.from.dtype) ? writer.call("aten.conj_physical.default", [turned]) : turned;
    }
    case "conj":
    case "_conj":
      return isComplex(step.from.dtype) ? writer.call("aten.conj_physical.default", [value]) : value;
    case "view_as_real":
      return writer.call("aten.view_as_complex.default", [value]);
    case "view_as_complex":
      return writer.call("aten.view_as_real.default", [value]);
    case "real":
      if (!isComplex(step.from.dtype)) return value;
      return writer.call("aten.complex.default", [value, writer.call("aten.imag.default", [parent])]);
    case "imag":
      return writer.call("aten.complex.default", [writer.call("aten.real.default", [parent]), value]);
    case "numpy_T":
      return inversePermute(writer, value, [...range(rank)].reverse());
    case "movedim":
    case "moveaxis": {
      const [source = null, destination = null] = step.rest;
      return writer.call(step.target, [value, destination, source]);
    }
    case "select":
      return writer.call("aten.select_scatter.default", [parent, value, ...step.rest]);
    case "slice":
      return writer.call("aten.slice_scatter.default", [parent, value, ...step.rest]);
    case "diagonal":
      return writer.call("aten.diagonal_scatter.default", [parent, value, ...step.rest]);
    case "as_strided":
      return writer.call("aten.as_strided_scatter.default", [parent, value, ...step.rest]);
    case "narrow": {
      const [, start = 0, length = 0] = step.rest;
      const end = argument(add(sizeOf(start), sizeOf(length)));
      return writer.call("aten.slice_scatter.default", [parent, value, dim(0, 0), start, end]);
    }
    case "unbind":
      return writer.call("aten.select_scatter.default", [parent, value, dim(0, 0), step.index ?? 0]);
    case "split":
    case "split_with_sizes":
    case "chunk":
    case "tensor_split":
      return putPieceBack(writer, step, parent, value, dim(1, 0));
    case "expand":
    case "expand_as":
    case "broadcast_to":
      if (sameNumber(step.from.shape, tensorMetaOf(value).shape))
        return writer.call("aten.reshape.default", [value, step.from.shape.map(argument)]);
      throw new OpError(
        "NotImplementedError",
        "writing into a part of an expanded tensor is not supported; clone() the tensor before the write",
      );
    default:
      throw new OpError(
        "NotImplementedError",
        `writing through the view ${step.target} is not supported; clone() the tensor before the write`,
      );
  }
}

/** Whether nothing was repeated by an expansion. */
function sameNumber(from: readonly SymInt[], to: readonly SymInt[]): boolean {
  const sizes = (shape: readonly SymInt[]) => shape.filter((size) => size !== 1);
  const [a, b] = [sizes(from), sizes(to)];
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

function inversePermute(writer: GraphWriter, value: Node, perm: readonly number[]): Node {
  return writer.call("aten.permute.default", [value, perm.map((_, i) => perm.indexOf(i))]);
}

/** A piece of a split lies behind the pieces before it. */
function putPieceBack(writer: GraphWriter, step: ViewStep, parent: Node, value: Node, dim: number): Node {
  const all = writer.call(step.target, [parent, ...step.rest], step.kwargs).meta.value;
  const metas = Array.isArray(all)
    ? (all as readonly unknown[]).filter((m): m is TensorMeta => isTensorMeta(m as TensorMeta))
    : [];
  const sizes = metas.slice(0, step.index ?? 0).map((m) => m.shape[dim] ?? 1);
  const start = add(...sizes, 0);
  const end = add(start, tensorMetaOf(value).shape[dim] ?? 1);
  return writer.call("aten.slice_scatter.default", [parent, value, dim, argument(start), argument(end)]);
}

function sizeOf(arg: Argument): SymInt {
  if (typeof arg === "number") return arg;
  if (arg instanceof Node) {
    const { value } = arg.meta;
    if (value !== null && !Array.isArray(value) && "kind" in value && value.kind === "symint") return value.expr;
  }
  if (typeof arg === "object" && arg !== null && "kind" in arg && arg.kind === "symint") return arg.expr;
  throw new Error("a size was expected");
}

function intList(arg: Argument | undefined): readonly number[] {
  return Array.isArray(arg) ? (arg as readonly Argument[]).map(Number) : [];
}
