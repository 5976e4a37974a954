/** Operators outside a capture: results are recipes, views share storage, and writes give the storage a new value. */

import type { PyValue } from "../../dynamo/objects/object.ts";
import { DTYPES, type DType } from "../../fx/dtype.ts";
import type { NodeValue } from "../../fx/graph.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { type BoundCall, bindTarget, inferMeta } from "../../ops/bind.ts";
import { functionalTarget } from "../../ops/inplace.ts";
import { isTensorMeta } from "../../ops/lowering.ts";
import { contiguous } from "../../ops/strides.ts";
import { opTable } from "../../ops/table.ts";
import { OpError, type OpInput } from "../../ops/types.ts";
import type { TorchState } from "../state.ts";
import { returnsSelf, wrapResult } from "./dispatch.ts";
import { drawnDropout } from "./dropout.ts";
import { tensorOfValue, tensorType } from "./factory.ts";
import { drawnMultinomial } from "./multinomial.ts";
import { nativeValue } from "./native_values.ts";
import { drawnRrelu } from "./sequential_draws.ts";
import { PyTensor } from "./tensor.ts";
import { LazyValue, MaterializeError } from "./value.ts";
import { viewOf } from "./views.ts";

export function runEagerly(state: TorchState, call: BoundCall, value: NodeValue): PyValue {
  const { schema } = call.entry;
  const [self] = call.args;
  const first = schema.args[0];
  if (first?.alias?.write === true && self instanceof PyTensor) {
    self.value = conformed(state, self.meta, writtenValue(state, call, self.meta));
    return self;
  }
  if (self instanceof PyTensor && isTensorMeta(value) && returnsSelf(call, self.meta, value)) return self;
  const drawn = drawnDropout(state, call, compute) ?? drawnMultinomial(state, call, compute) ?? drawnRrelu(state, call);
  if (drawn !== null) return wrapResult(state, value, schema, () => tensorOfValue(state, drawn, tensorType(state)));
  const args = call.args.map(asValue);
  const onValues: BoundCall = { ...call, args };
  const single = isTensorMeta(value);
  const view = first?.alias && !first.alias.write && self instanceof PyTensor ? viewOf(state, call, self, value) : null;
  return wrapResult(state, value, schema, (meta, path) => {
    const output = single ? null : (path.at(-1) ?? 0);
    if (path.length > 1) throw new Error(`${call.entry.target} gives nested results`);
    const made = view?.(output, meta);
    if (made !== undefined && made !== null) return made;
    const known = single ? nativeValue(call, args, meta) : null;
    const content = state.valueOf(
      meta,
      known ?? { kind: "recipe", recipe: { call: onValues, output, ...(single ? {} : { outputs: value }) } },
    );
    return tensorOfValue(state, withKnownSize(state, content), tensorType(state));
  });
}

/** A result whose size depends on the data (`nonzero`, `unique`) is computed at once: outside a graph sizes are known. */
function withKnownSize(state: TorchState, value: LazyValue): LazyValue {
  const { dtype, shape, device } = value.meta;
  const open = shape.filter((size) => typeof size !== "number").length;
  if (open === 0) return value;
  const { target } = value.origin.kind === "recipe" ? value.origin.recipe.call.entry : { target: "a result" };
  if (open > 1) throw new OpError("NotImplementedError", `the sizes of ${target} outside a graph are not computed`);
  const bytes = bytesOrError(value);
  const rest = shape.reduce((n: number, size) => (typeof size === "number" ? n * size : n), DTYPES[dtype].size);
  const sizes = shape.map((size) => (typeof size === "number" ? size : rest === 0 ? 0 : bytes.length / rest));
  return state.valueOf(contiguous(dtype, sizes, device), { kind: "data", bytes });
}

function bytesOrError(value: LazyValue): Uint8Array {
  try {
    return value.bytes();
  } catch (error) {
    if (!(error instanceof MaterializeError)) throw error;
    throw new OpError("RuntimeError", error.message);
  }
}

/** Tensors as their contents at this moment. */
export function asValue(input: OpInput): OpInput {
  if (input instanceof PyTensor) return input.value;
  return isList(input) ? input.map(asValue) : input;
}

function isList(input: OpInput): input is readonly OpInput[] {
  return Array.isArray(input);
}

/** A recipe's value of one operator on values. */
export function compute(state: TorchState, target: string, args: readonly OpInput[]): LazyValue {
  return computeCall(state, bindTarget(target, args));
}

function computeCall(state: TorchState, call: BoundCall): LazyValue {
  const meta = inferMeta(call, state.shapes, state.defaultDtype);
  if (!isTensorMeta(meta)) throw new Error(`${call.entry.target} does not give one tensor`);
  const known = nativeValue(call, call.args, meta);
  return state.valueOf(meta, known ?? { kind: "recipe", recipe: { call, output: null } });
}

/** What an in-place operator writes, by its functional form. */
function writtenValue(state: TorchState, call: BoundCall, meta: TensorMeta): LazyValue {
  const { target } = call.entry;
  const args = call.args.map(asValue);
  if (target === "aten.copy_.default")
    return args[1] instanceof LazyValue ? args[1] : scalarValue(state, meta, args[1]);
  if (target === "aten.zero_.default") return state.valueOf(meta, { kind: "full", element: 0 });
  if (target === "aten.fill_.Scalar") return scalarValue(state, meta, args[1]);
  if (target === "aten.fill_.Tensor" && args[1] instanceof LazyValue) return args[1];
  const functional = functionalTarget(target);
  if (functional === null) throw new OpError("NotImplementedError", `${target} outside a graph is not supported`);
  // The functional form has the same arguments in the same order.
  return computeCall(state, { ...call, entry: opTable.require(functional), args });
}

function scalarValue(state: TorchState, meta: TensorMeta, input: OpInput | undefined): LazyValue {
  if (typeof input === "number" || typeof input === "bigint" || typeof input === "boolean") {
    return state.valueOf(meta, { kind: "full", element: input });
  }
  if (typeof input === "object" && input !== null && "kind" in input) {
    if (input.kind === "float") return state.valueOf(meta, { kind: "full", element: input.value });
    if (input.kind === "complex") return state.valueOf(meta, { kind: "full", element: { re: input.re, im: input.im } });
  }
  throw new OpError("TypeError", "a number was expected");
}

/** The value in the shape and dtype of the tensor that it is written to. */
export function conformed(state: TorchState, meta: TensorMeta, value: LazyValue): LazyValue {
  let result = value;
  if (result.meta.dtype !== meta.dtype) result = cast(state, result, meta.dtype);
  const same = result.meta.shape.length === meta.shape.length && result.meta.shape.every((d, i) => d === meta.shape[i]);
  if (!same) {
    const wide = compute(state, "aten.expand.default", [result, meta.shape.map(sizeInput)]);
    result = compute(state, "aten.clone.default", [wide]);
  }
  return result;
}

function sizeInput(size: TensorMeta["shape"][number]): OpInput {
  return typeof size === "number" ? size : { kind: "symint", expr: size };
}

function cast(state: TorchState, value: LazyValue, dtype: DType): LazyValue {
  if (value.origin.kind === "full") {
    return state.valueOf(contiguous(dtype, value.meta.shape, value.meta.device), value.origin);
  }
  return compute(state, "aten.to.dtype", [value, { kind: "dtype", dtype }]);
}
