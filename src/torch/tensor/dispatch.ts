/**
 * The one way from a Python call to an operator: overload resolution, shapes and dtypes, then a node of the graph being
 * captured, or a tensor with the recipe that would compute it.
 */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import {
  IndexErrorType,
  NotImplementedErrorType,
  RuntimeErrorType,
  TypeErrorType,
  ValueErrorType,
} from "../../dynamo/objects/exception_types.ts";
import type { Kwargs } from "../../dynamo/objects/native.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { isComplex, isFloating } from "../../fx/dtype.ts";
import type { Argument, NodeValue } from "../../fx/graph.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { type BoundCall, bindTarget, fxArguments, inferMeta, resolveCall } from "../../ops/bind.ts";
import { isTensorMeta } from "../../ops/lowering.ts";
import { OpError, type OpInput } from "../../ops/types.ts";
import { pySymBool, pySymInt, raiseShapeError } from "../objects/symbolic.ts";
import { type TorchState, torchState } from "../state.ts";
import type { Tracer } from "../tracer.ts";
import { gradFnName } from "./autograd.ts";
import { runEagerly } from "./eager.ts";
import { tensorType } from "./factory.ts";
import { toInput } from "./inputs.ts";
import { checkOperands } from "./operand_checks.ts";
import { returnType } from "./return_types.ts";
import { BatchedTensor, PyTensor, TensorStorage } from "./tensor.ts";

export const EXCEPTIONS: Readonly<Record<OpError["exception"], PyType>> = {
  RuntimeError: RuntimeErrorType,
  TypeError: TypeErrorType,
  ValueError: ValueErrorType,
  IndexError: IndexErrorType,
  NotImplementedError: NotImplementedErrorType,
};

/** Raises an operator's refusal as the Python exception that PyTorch raises. */
export function raiseOpError(vm: Interpreter, e: unknown): never {
  if (!(e instanceof OpError)) return raiseShapeError(vm, e);
  const ruleId = e.exception === "NotImplementedError" ? "DYN1004" : "DYN2004";
  return raise(vm, EXCEPTIONS[e.exception], e.message, { ruleId });
}

/** Calls an operator by name (`aten.add`) with Python arguments, as `torch.add(...)` does. */
export function dispatch(
  vm: Interpreter,
  base: string,
  args: readonly PyValue[],
  kwargs: Kwargs | null = null,
): PyValue {
  const inputs = args.map((a, i) => toInput(vm, base, a, `argument ${i + 1}`));
  const named = new Map<string, OpInput>();
  for (const [key, value] of kwargs ?? []) named.set(key, toInput(vm, base, value, `argument '${key}'`));
  return dispatchInputs(vm, base, inputs, named);
}

const NO_KWARGS: ReadonlyMap<string, OpInput> = new Map();

export function dispatchInputs(
  vm: Interpreter,
  base: string,
  inputs: readonly OpInput[],
  named: ReadonlyMap<string, OpInput> = NO_KWARGS,
): PyValue {
  try {
    return execute(vm, resolveCall(base, inputs, named));
  } catch (e) {
    return raiseOpError(vm, e);
  }
}

/** Calls one overload: `torch.ops.aten.add.Tensor(...)`. */
export function dispatchTarget(
  vm: Interpreter,
  target: string,
  args: readonly OpInput[],
  named: ReadonlyMap<string, OpInput> = NO_KWARGS,
): PyValue {
  try {
    return execute(vm, bindTarget(target, args, named));
  } catch (e) {
    return raiseOpError(vm, e);
  }
}

/** Calls one overload that gives one tensor. */
export function tensorOp(
  vm: Interpreter,
  target: string,
  args: readonly OpInput[],
  named: ReadonlyMap<string, OpInput> = NO_KWARGS,
): PyTensor {
  const result = dispatchTarget(vm, target, args, named);
  if (!(result instanceof PyTensor)) throw new Error(`${target} did not give a tensor`);
  return result;
}

function execute(vm: Interpreter, call: BoundCall): PyValue {
  const state = torchState(vm);
  if (state.batching !== null && levelOf(call.args) > 0) return state.batching.call(call);
  checkOperands(call, state.shapes);
  const value = inferMeta(call, state.shapes, state.defaultDtype);
  const { tracer } = state;
  const result = tracer === null ? runEagerly(state, call, value) : record(state, tracer, call, value);
  setRequiresGrad(state, call, result);
  return result;
}

/** The innermost `torch.vmap` that an argument is mapped over by; 0 when none is. */
export function levelOf(inputs: readonly OpInput[]): number {
  let level = 0;
  for (const t of tensorsOf(inputs)) if (t instanceof BatchedTensor) level = Math.max(level, t.level);
  return level;
}

export function* tensorsOf(inputs: readonly OpInput[]): Iterable<PyTensor> {
  for (const input of inputs) {
    if (input instanceof PyTensor) yield input;
    else if (isList(input)) yield* tensorsOf(input);
  }
}

function isList(input: OpInput): input is readonly OpInput[] {
  return Array.isArray(input);
}

function setRequiresGrad(state: TorchState, call: BoundCall, result: PyValue): void {
  if (!state.gradEnabled || state.inferenceMode) return;
  let needed = false;
  for (const t of tensorsOf(call.args)) needed ||= t.requiresGrad;
  if (!needed) return;
  const name = gradFnName(call.entry.target);
  if (name === null) return;
  for (const r of result instanceof PyTuple ? result.items : [result]) {
    if (!(r instanceof PyTensor) || !(isFloating(r.meta.dtype) || isComplex(r.meta.dtype))) continue;
    r.requiresGrad = true;
    r.gradFn = name;
  }
}

/** The overload packet's name: `add_` for `aten.add_.Tensor`. */
export function packetName(target: string): string {
  return target.split(".")[1] ?? target;
}

function record(state: TorchState, tracer: Tracer, call: BoundCall, value: NodeValue): PyValue {
  const { entry } = call;
  const { args, kwargs } = fxArguments(call, (t) => {
    if (!(t instanceof PyTensor)) throw new Error("a tensor that Python does not know");
    return tracer.nodeOf(t);
  });
  const name = packetName(entry.target);
  const node = tracer.record(entry.target, args, kwargs, value, name);
  const [self] = call.args;
  const written = entry.schema.args[0]?.alias?.write === true;
  if (written && self instanceof PyTensor && isTensorMeta(value)) {
    tracer.bind(self, node);
    self.meta = value;
    return self;
  }
  if (self instanceof PyTensor && isTensorMeta(value) && returnsSelf(call, self.meta, value)) {
    tracer.bind(self, node);
    return self;
  }
  return wrapResult(state, value, entry.schema, (item, path) => {
    let at = node;
    for (const i of path) at = tracer.record("_operator.getitem", [at, i], {}, item, "getitem");
    return graphTensor(state, tracer, item, at);
  });
}

/** A conversion to what the tensor is already gives the very same object; so do some operators that have nothing to do. */
export function returnsSelf(call: BoundCall, from: TensorMeta, to: TensorMeta): boolean {
  switch (call.entry.schema.name) {
    case "to":
    case "type_as":
      return from.dtype === to.dtype && from.device === to.device;
    case "flatten":
      return from.shape.length === to.shape.length && from.shape.length > 0;
    case "alpha_dropout":
    case "feature_dropout":
    case "feature_alpha_dropout":
      return call.args[2] === false;
    default:
      return false;
  }
}

/** A tensor that a node of the graph gives. */
export function graphTensor(
  state: TorchState,
  tracer: Tracer,
  meta: TensorMeta,
  node: Parameters<Tracer["bind"]>[1],
): PyTensor {
  const value = state.valueOf(meta, { kind: "absent", reason: "the tensor is computed in the exported graph" });
  const tensor = new PyTensor(tensorType(state), meta, new TensorStorage(value));
  tracer.bind(tensor, node);
  return tensor;
}

/** An operator's result as Python sees it: a tensor, a number, or a (named) tuple of them. */
export function wrapResult(
  state: TorchState,
  value: NodeValue,
  schema: BoundCall["entry"]["schema"],
  make: (meta: TensorMeta, path: readonly number[]) => PyTensor,
  path: readonly number[] = [],
): PyValue {
  if (value === null) return null;
  if (isTensorMeta(value)) return make(value, path);
  if (isValueList(value)) {
    const items = value.map((v, i) => wrapResult(state, v, schema, make, [...path, i]));
    const type = path.length === 0 ? returnType(schema) : null;
    return type === null ? new PyTuple(items) : new PyTuple(items, type);
  }
  if (!("kind" in value)) throw new Error("an operator gave a result of no kind");
  switch (value.kind) {
    case "symint":
      return pySymInt(state.vm, value.expr);
    case "symbool":
      return pySymBool(value.expr);
    case "constant":
      return constantValue(value.value);
  }
}

function isValueList(value: NodeValue): value is readonly NodeValue[] {
  return Array.isArray(value);
}

function constantValue(value: Argument): PyValue {
  if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string") {
    return value;
  }
  throw new Error("an operator gave a constant that Python has no value for");
}
