/** Views outside a capture: how a view's value is read from its base, and how a write to it is put back. */

import type { NodeValue } from "../../fx/graph.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { BoundCall } from "../../ops/bind.ts";
import { isContiguous, viewStrides } from "../../ops/strides.ts";
import { OpError, type OpInput } from "../../ops/types.ts";
import type { SymInt } from "../../shapes/types.ts";
import type { TorchState } from "../state.ts";
import { asValue, compute } from "./eager.ts";
import { tensorType } from "./factory.ts";
import { PyTensor } from "./tensor.ts";
import type { LazyValue } from "./value.ts";

/** Makes the tensor for one output of a view operator; null when the result is no view after all. */
export type ViewMaker = (output: number | null, meta: TensorMeta) => PyTensor | null;

/** These return their input itself when there is nothing to do, and a copy otherwise. */
const MAYBE = new Set(["to", "contiguous", "reshape", "flatten", "reshape_as", "type_as", "float", "expand_as"]);

export function viewOf(state: TorchState, call: BoundCall, self: PyTensor, value: NodeValue): ViewMaker | null {
  const name = call.entry.schema.name;
  if (MAYBE.has(name) && !Array.isArray(value) && !aliases(state, name, self.meta, value as TensorMeta)) return null;
  const rest = call.args.slice(1).map(asValue);
  return (output, meta) => {
    const tensor = new PyTensor(tensorType(state), meta, self.storage);
    const outputs = output === null ? {} : { outputs: value };
    tensor.view = {
      base: self,
      read: (base) =>
        state.valueOf(meta, {
          kind: "recipe",
          recipe: { call: { ...call, args: [base, ...rest] }, output, ...outputs },
        }),
      write: (base, written) => writeBack(state, call, rest, output, base, written),
    };
    return tensor;
  };
}

function aliases(state: TorchState, name: string, from: TensorMeta, to: TensorMeta): boolean {
  if (from.dtype !== to.dtype || from.device !== to.device) return false;
  switch (name) {
    case "reshape":
    case "reshape_as":
    case "flatten":
      return viewStrides(state.shapes, from, to.shape) !== null;
    case "contiguous":
      return isContiguous(state.shapes, from);
    default:
      return true;
  }
}

const sizes = (shape: readonly SymInt[]): OpInput =>
  shape.map((s): OpInput => (typeof s === "number" ? s : { kind: "symint", expr: s }));

function writeBack(
  state: TorchState,
  call: BoundCall,
  rest: readonly OpInput[],
  output: number | null,
  base: LazyValue,
  value: LazyValue,
): LazyValue {
  const run = (target: string, args: readonly OpInput[]): LazyValue => compute(state, target, args);
  const { name } = call.entry.schema;
  const sameShape = (): LazyValue => run("aten.reshape.default", [value, sizes(base.meta.shape)]);
  switch (name) {
    case "alias":
    case "detach":
    case "to":
    case "contiguous":
    case "type_as":
    case "float":
      return value;
    case "view":
    case "reshape":
    case "reshape_as":
    case "view_as":
    case "flatten":
    case "unflatten":
    case "squeeze":
    case "unsqueeze":
    case "_unsafe_view":
      return sameShape();
    case "expand":
    case "expand_as":
    case "broadcast_to":
      if (numelOf(base.meta) === numelOf(value.meta)) return sameShape();
      throw new OpError(
        "RuntimeError",
        "unsupported operation: more than one element of the written-to tensor refers to a single memory location. " +
          "Please clone() the tensor before performing the operation.",
      );
    case "t":
      return run("aten.t.default", [value]);
    case "numpy_T":
    case "mT":
    case "adjoint":
      return run("aten.transpose.int", [value, -2, -1]);
    case "transpose":
    case "swapaxes":
    case "swapdims":
      return run("aten.transpose.int", [value, rest[0] ?? 0, rest[1] ?? 0]);
    case "permute":
      return run("aten.permute.default", [value, inverse(rest[0] ?? null, base.meta.shape.length)]);
    case "select":
      return run("aten.select_scatter.default", [base, value, rest[0] ?? 0, rest[1] ?? 0]);
    case "slice":
      return run("aten.slice_scatter.default", [base, value, ...rest]);
    case "narrow": {
      const [dim = 0, start = 0, length = 0] = rest;
      return run("aten.slice_scatter.default", [base, value, dim, start, Number(start) + Number(length), 1]);
    }
    case "diagonal":
      return run("aten.diagonal_scatter.default", [base, value, ...rest]);
    case "unbind":
      return run("aten.select_scatter.default", [base, value, rest[0] ?? 0, output ?? 0]);
    case "split":
    case "chunk":
    case "tensor_split":
    case "split_with_sizes":
      return intoPart(state, call, rest, output ?? 0, base, value);
    case "as_strided":
      return run("aten.as_strided_scatter.default", [base, value, ...rest]);
    default:
      throw new OpError("NotImplementedError", `writing to the result of aten.${name} is not supported`);
  }
}

function numelOf({ shape }: TensorMeta): number {
  return shape.reduce((n: number, s) => n * Number(s), 1);
}

function inverse(dims: OpInput, rank: number): OpInput {
  const order = Array.isArray(dims) ? (dims as readonly OpInput[]).map(Number) : [];
  const back = new Array<number>(rank).fill(0);
  for (const [i, d] of order.entries()) back[(d + rank) % rank] = i;
  return back;
}

function intoPart(
  state: TorchState,
  call: BoundCall,
  rest: readonly OpInput[],
  output: number,
  base: LazyValue,
  value: LazyValue,
): LazyValue {
  const rank = base.meta.shape.length;
  const dim = (Number(rest[1] ?? 0) + rank) % rank;
  const size = Number(base.meta.shape[dim]);
  const [parts = 0] = rest;
  let start: number;
  if (Array.isArray(parts)) {
    start = (parts as readonly OpInput[]).slice(0, output).reduce((a: number, b) => a + Number(b), 0);
  } else if (call.entry.schema.name === "split") {
    start = Number(parts) * output;
  } else start = Math.ceil(size / Number(parts)) * output;
  const end = start + Number(value.meta.shape[dim]);
  return compute(state, "aten.slice_scatter.default", [base, value, dim, start, end, 1]);
}
