/** Indexing by tensors inside `torch.vmap`: `table[i, j]`, where the table, the indices or both are mapped over. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import type { BoundCall } from "../../ops/bind.ts";
import type { OpInput } from "../../ops/types.ts";
import { tensorOp } from "../tensor/dispatch.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { aligned, batchedAt, mappedSize, sizeInput, wrapBatched } from "./batched.ts";
import type { BatchingRule } from "./dimensions.ts";

/** The rule for `aten.index.Tensor` with integer indices; null for anything else. */
export function indexRule(call: BoundCall): BatchingRule | null {
  if (call.entry.target !== "aten.index.Tensor") return null;
  const [, indices] = call.args;
  const masks =
    Array.isArray(indices) && (indices as readonly OpInput[]).some((i) => isTensor(i) && i.meta.dtype === "bool");
  return masks ? null : indexed;
}

function isTensor(value: OpInput): value is PyTensor {
  return value instanceof PyTensor;
}

function indexed(vm: Interpreter, call: BoundCall, level: number): PyValue {
  const [self, given] = call.args;
  if (!(self instanceof PyTensor) || !Array.isArray(given)) return null;
  const indices = given as readonly OpInput[];
  const tensors = indices.filter(isTensor);
  const rank = Math.max(...tensors.map((t) => t.meta.shape.length));
  const places = indices.flatMap((index, i) => (isTensor(index) ? [i] : []));
  const first = places[0] ?? 0;
  const adjacent = places.every((place, i) => place === first + i);
  const table = batchedAt(self, level);
  const whole = indices.map((index): OpInput => {
    const batched = batchedAt(index, level);
    return batched === null ? index : aligned(vm, batched, rank);
  });
  if (table === null) {
    const result = tensorOp(vm, "aten.index.Tensor", [self, whole]);
    // The dimensions of the indices stand where the indexed ones stood, the mapped one first among them.
    const at = adjacent ? first : 0;
    return wrapBatched(vm, at === 0 ? result : tensorOp(vm, "aten.movedim.int", [result, at, 0]), level);
  }
  const items = tensorOp(vm, "aten.arange.default", [sizeInput(mappedSize(call.args, level))]);
  const own = tensorOp(vm, "aten.reshape.default", [items, [-1, ...Array<number>(rank).fill(1)]]);
  let result = tensorOp(vm, "aten.index.Tensor", [table.inner, [own, ...whole]]);
  // With the items' own index in front, dimensions between would be separated from where they stood.
  if (adjacent && first > 0 && rank > 0) {
    const from = Array.from({ length: rank }, (_, i) => i + 1);
    result = tensorOp(vm, "aten.movedim.intlist", [result, from, from.map((d) => d + first)]);
  }
  return wrapBatched(vm, result, level);
}
