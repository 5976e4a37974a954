/** Views replayed on new content, and written through, in a graph. */

import { type Argument, Node } from "../../fx/graph.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { SymInt } from "../../shapes/types.ts";
import { isTensorMeta } from "../lowering.ts";
import { OpError } from "../types.ts";
import { isExpansion, putBack, type ViewCall } from "../view_inverse.ts";
import { type GraphWriter, tensorMetaOf } from "./graph_writer.ts";

export interface ViewStep extends ViewCall<Argument> {
  readonly kwargs: Readonly<Record<string, Argument>>;
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
  return putStepBack(writer, first, base, inner);
}

function putStepBack(writer: GraphWriter, step: ViewStep, parent: Node, value: Node): Node {
  const whole = putBack<Node, Argument>(
    {
      call: (target, args) => writer.call(target, args),
      shapeOf: (node) => tensorMetaOf(node).shape,
      sizeOf,
      partsOf: () => partsOf(writer, step, parent),
    },
    step,
    parent,
    value,
  );
  if (whole !== null) return whole;
  const what = isExpansion(step) ? "into a part of an expanded tensor" : `through the view ${step.target}`;
  throw new OpError("NotImplementedError", `writing ${what} is not supported; clone() the tensor before the write`);
}

function partsOf(writer: GraphWriter, step: ViewStep, parent: Node): readonly TensorMeta[] {
  const all = writer.call(step.target, [parent, ...step.rest], step.kwargs).meta.value;
  return Array.isArray(all)
    ? (all as readonly unknown[]).filter((m): m is TensorMeta => isTensorMeta(m as TensorMeta))
    : [];
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
