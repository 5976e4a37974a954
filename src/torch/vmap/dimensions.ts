/** Operators whose arguments name dimensions, inside `torch.vmap`: each dimension is one further. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import type { BoundCall } from "../../ops/bind.ts";
import type { OpEntry } from "../../ops/define.ts";
import type { OpInput } from "../../ops/types.ts";
import { dispatchTarget, levelOf, packetName, tensorOp } from "../tensor/dispatch.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { batchedAt, callWith, mappedSize, whole, wrapBatched } from "./batched.ts";

export type BatchingRule = (vm: Interpreter, call: BoundCall, level: number) => PyValue;

const DIMENSION_ARGUMENTS: ReadonlySet<string> = new Set(
  "dim dims dim0 dim1 dim2 axis axis0 axis1 start_dim end_dim source destination".split(" "),
);

/** Not along the dimensions that they name, or with more dimensions in the result. */
const OTHERS: ReadonlySet<string> = new Set(["unflatten", "tensordot", "cross", "cdist", "renorm", "stft", "istft"]);
/** Their dimension may be the one behind the last. */
const INSERTS: ReadonlySet<string> = new Set(["unsqueeze", "stack"]);
/** They work along the last dimensions; a dimension in front is one of a batch. */
const BATCHES: ReadonlySet<string> = new Set(["triu", "tril"]);
/** The overload that takes the dimensions, of one that works over all of them. */
const OVER_ALL: Readonly<Record<string, string>> = {
  "aten.sum.default": "aten.sum.dim_IntList",
  "aten.mean.default": "aten.mean.dim",
  "aten.any.default": "aten.any.dims",
  "aten.all.default": "aten.all.dims",
  "aten.max.default": "aten.amax.default",
  "aten.min.default": "aten.amin.default",
};

export function takesDimensions(entry: OpEntry): boolean {
  return entry.schema.args.some((arg) => DIMENSION_ARGUMENTS.has(arg.name));
}

/** The rule for an operator on tensors of one rank along dimensions of it; null when it is none. */
export function dimensionRule(call: BoundCall, level: number): BatchingRule | null {
  const { entry, args } = call;
  const name = packetName(entry.target);
  if (OVER_ALL[entry.target] !== undefined) return overAll;
  if (name.endsWith("_") || OTHERS.has(name)) return null;
  if (BATCHES.has(name)) return along;
  if (!takesDimensions(entry)) return null;
  const tensors = args.flatMap((a) => (Array.isArray(a) ? (a as readonly OpInput[]) : [a])).filter(isTensor);
  const rank = tensors[0]?.meta.shape.length ?? 0;
  // Indices of `index_select` and the like have a rank of their own.
  if (tensors.some((t) => t.meta.shape.length !== rank || rank === 0) && !onlyFirst(call, level)) return null;
  return along;
}

function isTensor(value: OpInput): value is PyTensor {
  return value instanceof PyTensor;
}

/** Only the first argument is mapped over. */
function onlyFirst(call: BoundCall, level: number): boolean {
  return (
    batchedAt(call.args[0], level) !== null &&
    levelOf(call.args.slice(1)) < level &&
    call.args.slice(1).every((a) => !Array.isArray(a) || !(a as readonly OpInput[]).some(isTensor))
  );
}

function along(vm: Interpreter, call: BoundCall, level: number): PyValue {
  const { schema } = call.entry;
  const name = packetName(call.entry.target);
  const size = mappedSize(call.args, level);
  const first = call.args.flatMap((a) => (Array.isArray(a) ? (a as readonly OpInput[]) : [a])).find(isTensor);
  const rank = first?.meta.shape.length ?? 0;
  const shift = (dim: OpInput): OpInput => {
    if (typeof dim !== "number") return dim;
    return dim >= 0 ? dim + 1 : dim + rank + (INSERTS.has(name) ? 1 : 0) + 1;
  };
  const single = onlyFirst(call, level);
  const args: OpInput[] = [];
  for (const [i, arg] of schema.args.entries()) {
    const value = call.args[i] ?? null;
    if (DIMENSION_ARGUMENTS.has(arg.name)) {
      if (value === null || (Array.isArray(value) && value.length === 0)) {
        // All dimensions: the ones that the mapped function sees.
        const all = Array.from({ length: rank }, (_, d) => d + 1);
        if (arg.type.list === undefined) return null;
        args.push(all);
      } else args.push(Array.isArray(value) ? (value as readonly OpInput[]).map(shift) : shift(value));
    } else if (value instanceof PyTensor && !(single && i > 0)) args.push(whole(vm, value, level, size));
    else if (Array.isArray(value) && (value as readonly OpInput[]).some(isTensor)) {
      args.push((value as readonly OpInput[]).map((v) => (isTensor(v) ? whole(vm, v, level, size) : v)));
    } else args.push(value);
  }
  return wrapBatched(vm, callWith(vm, call.entry.target, args), level);
}

function overAll(vm: Interpreter, call: BoundCall, level: number): PyValue {
  const self = batchedAt(call.args[0], level);
  const target = OVER_ALL[call.entry.target];
  if (self === null || target === undefined) return null;
  const rank = self.meta.shape.length;
  const dims = Array.from({ length: rank }, (_, d) => d + 1);
  // Over no dimension at all these would take all of them.
  const inner = rank > 0 ? self.inner : tensorOp(vm, "aten.unsqueeze.default", [self.inner, 1]);
  const dtype = call.args[call.entry.schema.args.findIndex((a) => a.name === "dtype")];
  const options = new Map<string, OpInput>(dtype === undefined || dtype === null ? [] : [["dtype", dtype]]);
  return wrapBatched(vm, dispatchTarget(vm, target, [inner, rank > 0 ? dims : [1]], options), level);
}
