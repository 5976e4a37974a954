/** Products and layers inside `torch.vmap`: a dimension in front is one of a batch. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import type { BoundCall } from "../../ops/bind.ts";
import type { OpInput } from "../../ops/types.ts";
import { levelOf, packetName, tensorOp } from "../tensor/dispatch.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { batchedAt, callWith, mappedSize, replaced, sizeInput, whole, wrapBatched } from "./batched.ts";
import type { BatchingRule } from "./dimensions.ts";

const PRODUCTS: ReadonlySet<string> = new Set(["matmul", "mm", "bmm", "mv", "dot", "vdot"]);
/** They take any number of dimensions in front of the last. */
const ALONG_LAST: Readonly<Record<string, string>> = {
  linear: "input",
  layer_norm: "input",
  rms_norm: "input",
  embedding: "indices",
};
/** Of a batch of images or signals: two dimensions of batch are one that is as long as both. */
const OF_BATCHES: ReadonlySet<string> = new Set(
  [
    "conv1d",
    "conv2d",
    "conv3d",
    "max_pool1d",
    "max_pool2d",
    "max_pool3d",
    "avg_pool1d",
    "avg_pool2d",
    "avg_pool3d",
  ].concat(
    ["adaptive_avg_pool1d", "adaptive_avg_pool2d", "adaptive_max_pool2d", "group_norm", "instance_norm"],
    ["upsample_nearest2d", "upsample_bilinear2d", "conv_transpose1d", "conv_transpose2d", "pixel_shuffle"],
  ),
);
/** The rank of an input with its batch, where one without is allowed too. */
const RANKS: Readonly<Record<string, number>> = { "1d": 3, "2d": 4, "3d": 5 };

/** The rule for a product, or for a layer of which only the input is mapped over; null when it is neither. */
export function matrixRule(call: BoundCall, level: number): BatchingRule | null {
  const name = packetName(call.entry.target);
  if (PRODUCTS.has(name)) return product;
  const argument = ALONG_LAST[name] ?? (OF_BATCHES.has(name) ? call.entry.schema.args[0]?.name : undefined);
  if (argument === undefined) return null;
  const at = call.entry.schema.args.findIndex((a) => a.name === argument);
  const others = call.args.filter((_, i) => i !== at);
  if (batchedAt(call.args[at], level) === null || levelOf(others) >= level) return null;
  return ALONG_LAST[name] !== undefined ? (vm, c, l) => alongLast(vm, c, l, argument) : ofBatch;
}

function alongLast(vm: Interpreter, call: BoundCall, level: number, argument: string): PyValue {
  const at = call.entry.schema.args.findIndex((a) => a.name === argument);
  const input = batchedAt(call.args[at], level);
  if (input === null) return null;
  return wrapBatched(vm, callWith(vm, call.entry.target, replaced(call, { [argument]: input.inner })), level);
}

function ofBatch(vm: Interpreter, call: BoundCall, level: number): PyValue {
  const [self] = call.args;
  const input = batchedAt(self, level);
  const argument = call.entry.schema.args[0]?.name;
  if (input === null || argument === undefined) return null;
  const rank = RANKS[packetName(call.entry.target).slice(-2)];
  const one = input.meta.shape.length + 1 === rank;
  const items = one ? input.inner : tensorOp(vm, "aten.flatten.using_ints", [input.inner, 0, 1]);
  const result = callWith(vm, call.entry.target, replaced(call, { [argument]: items }));
  if (one) return wrapBatched(vm, result, level);
  if (!(result instanceof PyTensor)) return null;
  const sizes = [input.size, input.meta.shape[0] ?? 1].map(sizeInput);
  return wrapBatched(vm, tensorOp(vm, "aten.unflatten.int", [result, 0, sizes]), level);
}

function product(vm: Interpreter, call: BoundCall, level: number): PyValue {
  const size = mappedSize(call.args, level);
  const [left, right] = call.args;
  if (!(left instanceof PyTensor && right instanceof PyTensor)) return null;
  const [rows, columns] = [left.meta.shape.length, right.meta.shape.length];
  const rank = Math.max(rows, columns, 2);
  // A vector is a matrix of one row, or of one column.
  const matrix = (t: PyTensor, column: boolean): OpInput => {
    const vector = t.meta.shape.length === 1;
    if (batchedAt(t, level) === null) return vector ? tensorOp(vm, "aten.unsqueeze.default", [t, column ? 1 : 0]) : t;
    let all = whole(vm, t, level, size);
    if (vector) all = tensorOp(vm, "aten.unsqueeze.default", [all, column ? 2 : 1]);
    for (let have = Math.max(t.meta.shape.length, 2); have < rank; have++) {
      all = tensorOp(vm, "aten.unsqueeze.default", [all, 1]);
    }
    return all;
  };
  let result = tensorOp(vm, "aten.matmul.default", [matrix(left, false), matrix(right, true)]);
  if (columns === 1) result = tensorOp(vm, "aten.squeeze.dim", [result, -1]);
  if (rows === 1) result = tensorOp(vm, "aten.squeeze.dim", [result, columns === 1 ? -1 : -2]);
  return wrapBatched(vm, result, level);
}
