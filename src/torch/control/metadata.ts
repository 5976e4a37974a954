/** Whether what a loop's body returns has the types and shapes of what it was given, in PyTorch's words. */

import type { NodeValue } from "../../fx/graph.ts";
import { printTensor } from "../../fx/print.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { isTensorMeta } from "../../ops/lowering.ts";
import type { ShapeEnv } from "../../shapes/env.ts";
import { printInt } from "../../shapes/print.ts";
import type { SymInt } from "../../shapes/types.ts";

const sizes = (list: readonly SymInt[]): string => list.map((size) => printInt(size)).join(", ");
const text = (value: NodeValue): string => (isTensorMeta(value) ? printTensor(value) : "int");

/** Null when all is well. `names` are what the two sides are called. */
export function metadataDifferences(
  shapes: ShapeEnv,
  left: readonly NodeValue[],
  right: readonly NodeValue[],
  names: readonly [string, string],
): string | null {
  const [a, b] = names;
  if (left.length !== right.length) {
    const list = (values: readonly NodeValue[]): string => `[${values.map(text).join(", ")}]`;
    return `Expected ${a} and ${b} to have same number of outputs but got lhs:${list(left)} and rhs:${list(right)}`;
  }
  const pairs = left.flatMap((value, i): string[] => {
    const other = right[i] ?? null;
    const found = differences(shapes, value, other);
    if (found.length === 0) return [];
    return [`pair[${i}] differ in ${found.join(", ")}, where lhs is ${text(value)} and rhs is ${text(other)}`];
  });
  return pairs.length === 0 ? null : `Expected ${a} and ${b} to have same metadata but found:\n${pairs.join("\n")}`;
}

function differences(shapes: ShapeEnv, a: NodeValue, b: NodeValue): string[] {
  if (!isTensorMeta(a) || !isTensorMeta(b)) return isTensorMeta(a) === isTensorMeta(b) ? [] : ["'type'"];
  const found: string[] = [];
  if (!sameShape(shapes, a, b))
    found.push(`'shape: torch.Size([${sizes(a.shape)}]) vs torch.Size([${sizes(b.shape)}])'`);
  if (a.dtype !== b.dtype) found.push(`'dtype: torch.${a.dtype} vs torch.${b.dtype}'`);
  if (a.device !== b.device) found.push(`'device: ${a.device} vs ${b.device}'`);
  return found;
}

function sameShape(shapes: ShapeEnv, a: TensorMeta, b: TensorMeta): boolean {
  return a.shape.length === b.shape.length && a.shape.every((size, i) => shapes.same(size, b.shape[i] ?? 1));
}
