/** Tensors inside `torch.vmap`: between what the mapped function sees and the whole ones. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { BoundCall } from "../../ops/bind.ts";
import { opTable } from "../../ops/table.ts";
import type { OpInput } from "../../ops/types.ts";
import type { SymInt } from "../../shapes/types.ts";
import { torchState } from "../state.ts";
import { dispatchTarget, levelOf, tensorOp } from "../tensor/dispatch.ts";
import { tensorType } from "../tensor/factory.ts";
import { BatchedTensor, PyTensor, TensorStorage } from "../tensor/tensor.ts";

/** The tensor as the mapped function sees it. */
export function batched(vm: Interpreter, inner: PyTensor, level: number): BatchedTensor {
  const state = torchState(vm);
  const { shape, strides } = inner.meta;
  const meta: TensorMeta = { ...inner.meta, shape: shape.slice(1), strides: strides.slice(1) };
  const reason = "the tensor is mapped over by torch.vmap: it stands for many";
  const storage = new TensorStorage(state.valueOf(meta, { kind: "absent", reason }));
  return new BatchedTensor(tensorType(state), meta, storage, inner, level);
}

/** The tensor if it is batched at this level. */
export function batchedAt(input: OpInput | PyValue | undefined, level: number): BatchedTensor | null {
  return input instanceof BatchedTensor && input.level === level ? input : null;
}

/** The results of an operator on whole tensors, as the mapped function sees them. */
export function wrapBatched(vm: Interpreter, result: PyValue, level: number): PyValue {
  if (result instanceof PyTensor) return batched(vm, result, level);
  if (result instanceof PyTuple) {
    return new PyTuple(
      result.items.map((item) => wrapBatched(vm, item, level)),
      result.type,
    );
  }
  return result;
}

export function sizeInput(size: SymInt): OpInput {
  return typeof size === "number" ? size : { kind: "symint", expr: size };
}

/** The whole tensor, with dimensions of size 1 behind the mapped one until it has `rank` others. */
export function aligned(vm: Interpreter, tensor: BatchedTensor, rank: number): PyTensor {
  let whole = tensor.inner;
  for (let have = tensor.meta.shape.length; have < rank; have++) {
    whole = tensorOp(vm, "aten.unsqueeze.default", [whole, 1]);
  }
  return whole;
}

/** The whole tensor of one argument: an unbatched one is repeated along a first dimension of that size. */
export function whole(vm: Interpreter, tensor: PyTensor, level: number, size: SymInt): PyTensor {
  const mapped = batchedAt(tensor, level);
  if (mapped !== null) return mapped.inner;
  const sizes = [size, ...tensor.meta.shape].map(sizeInput);
  return tensorOp(vm, "aten.expand.default", [tensorOp(vm, "aten.unsqueeze.default", [tensor, 0]), sizes]);
}

/** The size of the mapped dimension, from the first argument that has it. */
export function mappedSize(inputs: readonly OpInput[], level: number): SymInt {
  for (const input of inputs) {
    const found = batchedAt(input, level);
    if (found !== null) return found.size;
    if (Array.isArray(input) && levelOf(input as readonly OpInput[]) >= level) {
      return mappedSize(input as readonly OpInput[], level);
    }
  }
  throw new Error("no argument is mapped over");
}

/** The arguments by the names of the schema, with others in their place. */
export function replaced(call: BoundCall, values: Readonly<Record<string, OpInput>>): readonly OpInput[] {
  return call.entry.schema.args.map((arg, i) => {
    const value = values[arg.name];
    return value === undefined ? (call.args[i] ?? null) : value;
  });
}

/** The overload with arguments in the order of its schema. */
export function callWith(vm: Interpreter, target: string, args: readonly OpInput[]): PyValue {
  const { schema } = opTable.require(target);
  const named = new Map<string, OpInput>();
  const positional: OpInput[] = [];
  for (const [i, arg] of schema.args.entries()) {
    const value = args[i] ?? null;
    if (!arg.kwargOnly) positional.push(value);
    else if (value !== null) named.set(arg.name, value);
  }
  return dispatchTarget(vm, target, positional, named);
}
