/** Views outside a capture: how a view's value is read from its base, and how a write to it is put back. */

import type { NodeValue } from "../../fx/graph.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { type BoundCall, inferMeta } from "../../ops/bind.ts";
import { isTensorMeta } from "../../ops/lowering.ts";
import { isContiguous, viewStrides } from "../../ops/strides.ts";
import { OpError, type OpInput } from "../../ops/types.ts";
import { isExpansion, putBack, type ViewCall } from "../../ops/view_inverse.ts";
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

function writeBack(
  state: TorchState,
  call: BoundCall,
  rest: readonly OpInput[],
  output: number | null,
  base: LazyValue,
  value: LazyValue,
): LazyValue {
  const { target } = call.entry;
  const view: ViewCall<OpInput> = { target, rest, index: output, from: base.meta };
  const whole = putBack<LazyValue, OpInput>(
    {
      call: (name, args) => compute(state, name, args),
      shapeOf: ({ meta }) => meta.shape,
      sizeOf,
      partsOf: (_, parent) => partsOf(state, { ...call, args: [parent, ...rest] }),
    },
    view,
    base,
    value,
  );
  if (whole !== null) return whole;
  if (!isExpansion(view))
    throw new OpError("NotImplementedError", `writing to the result of ${target} is not supported`);
  throw new OpError(
    "RuntimeError",
    "unsupported operation: more than one element of the written-to tensor refers to a single memory location. " +
      "Please clone() the tensor before performing the operation.",
  );
}

function partsOf(state: TorchState, call: BoundCall): readonly TensorMeta[] {
  const metas = inferMeta(call, state.shapes, state.defaultDtype);
  return Array.isArray(metas) ? (metas as readonly NodeValue[]).filter(isTensorMeta) : [];
}

function sizeOf(input: OpInput): SymInt {
  if (typeof input === "number") return input;
  if (typeof input === "object" && input !== null && "kind" in input && input.kind === "symint") return input.expr;
  throw new Error("a size was expected");
}
