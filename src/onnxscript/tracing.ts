/** Calls of onnx-script operators from a Python function that runs at translation time: each adds its nodes to the model. */

import type { Interpreter } from "../dynamo/interpreter.ts";
import { nativeType } from "../dynamo/objects/core_types.ts";
import { RuntimeErrorType, TypeErrorType } from "../dynamo/objects/exception_types.ts";
import { defineMethods, defineRawMethods, type Kwargs } from "../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../dynamo/objects/object.ts";
import { PyTuple } from "../dynamo/objects/tuple.ts";
import { repr } from "../dynamo/protocols/convert.ts";
import { raise } from "../dynamo/protocols/errors.ts";
import { operatorSchema } from "../onnx/checker/operator_schemas.ts";
import type { Attribute, FunctionDef, TensorContent, Value } from "../onnx/ir.ts";
import { castConstants, parametersOf, separate } from "./call.ts";
import { attributeOf, constantContent } from "./python_constant.ts";
import { onnxFunctionType, opType, type PyOnnxFunction, PyOp, PyOpset } from "./script_function.ts";

/** Where traced calls go: implemented by whoever makes the model. */
export interface Recorder {
  readonly opset: number;
  node(
    opType: string,
    domain: string,
    version: number,
    inputs: readonly (Value | null)[],
    attributes: ReadonlyMap<string, Attribute>,
    outputs: number,
  ): readonly Value[];
  constant(content: TensorContent): Value;
  define(def: FunctionDef): void;
}

const RECORDER: unique symbol = Symbol("onnx-script recorder");

/** Runs `work` with calls of operators going to `recorder`. */
export function withRecorder<T>(vm: Interpreter, recorder: Recorder, work: () => T): T {
  const outer = vm.extensions.get(RECORDER);
  vm.extensions.set(RECORDER, recorder);
  try {
    return work();
  } finally {
    vm.extensions.set(RECORDER, outer);
  }
}

function recorderOf(vm: Interpreter, name: string): Recorder {
  const recorder = vm.extensions.get(RECORDER) as Recorder | undefined;
  if (recorder !== undefined) return recorder;
  return raise(
    vm,
    RuntimeErrorType,
    `${name} is called outside of an export: onnx-script functions are translated here, and not run eagerly`,
  );
}

const tracedType = nativeType("SymbolicTensor", { module: "onnxscript" });

/** A value of the model that is being made. */
export class PyTraced extends PyObject {
  readonly value: Value;
  constructor(value: Value) {
    super(tracedType);
    this.value = value;
  }
}

export function invoke(
  vm: Interpreter,
  callee: PyOp | PyOnnxFunction,
  args: readonly PyValue[],
  kwargs: Kwargs | null,
): PyValue {
  const name = callee instanceof PyOp ? callee.name : callee.script.def.name;
  const recorder = recorderOf(vm, name);
  const outputs = kwargs?.get("_outputs");
  const named = new Map(kwargs ?? []);
  named.delete("_outputs");
  const parts = separate(callee, args, named);
  if (typeof parts === "string") return raise(vm, TypeErrorType, `this call of ${name} is wrong: ${parts}`);
  const constants = new Set<Value>();
  const inputs = parts.inputs.map((arg) => {
    if (arg === null) return null;
    if (arg instanceof PyTraced) return arg.value;
    const content = constantContent(arg);
    if (content === undefined) return raise(vm, TypeErrorType, `${repr(vm, arg)} can't be an input of ${name}`);
    const value = recorder.constant(content);
    constants.add(value);
    return value;
  });
  const types = parametersOf(callee)?.attributes;
  const attributes = new Map<string, Attribute>();
  for (const [key, value] of parts.attributes) {
    if (value === null) continue;
    const attribute = attributeOf(value, types?.get(key));
    if (attribute === undefined) return raise(vm, TypeErrorType, `${name}.${key} can't be ${repr(vm, value)}`);
    attributes.set(key, attribute);
  }
  const cast = castConstants(
    callee,
    inputs,
    (value) => constants.has(value),
    (constant, like) => recorder.node("CastLike", "", recorder.opset, [constant, like], new Map(), 1)[0] ?? constant,
  );
  if (callee instanceof PyOp) {
    const { domain, version } = callee.opset;
    const count = typeof outputs === "number" ? outputs : outputCount(callee, recorder.opset);
    return wrap(recorder.node(callee.name, domain, version, cast, attributes, count));
  }
  const { def, callees } = callee.script;
  for (const inner of [...callees, def]) recorder.define(inner);
  return wrap(recorder.node(def.name, def.domain, 1, inputs, attributes, def.outputs.length));
}

function outputCount(op: PyOp, opset: number): number {
  return op.opset.domain === "" ? Math.max(1, operatorSchema(op.name, opset)?.minOutputs ?? 1) : 1;
}

function wrap(values: readonly Value[]): PyValue {
  const [only] = values;
  return values.length === 1 && only !== undefined
    ? new PyTraced(only)
    : new PyTuple(values.map((v) => new PyTraced(v)));
}

const BINARY: Readonly<Record<string, string>> = {
  add: "Add",
  sub: "Sub",
  mul: "Mul",
  truediv: "Div",
  matmul: "MatMul",
  mod: "Mod",
  pow: "Pow",
  and: "And",
  or: "Or",
};
const COMPARE: Readonly<Record<string, string>> = {
  lt: "Less",
  le: "LessOrEqual",
  gt: "Greater",
  ge: "GreaterOrEqual",
  eq: "Equal",
};

function operator(vm: Interpreter, name: string, args: readonly PyValue[]): PyValue {
  return invoke(vm, new PyOp(new PyOpset("", recorderOf(vm, name).opset), name), args, null);
}

for (const [method, name] of Object.entries({ ...BINARY, ...COMPARE })) {
  defineMethods(tracedType, {
    [`__${method}__(self, other)`]: (vm, self: PyValue, other: PyValue) => operator(vm, name, [self, other]),
  });
  if (!(method in BINARY)) continue;
  defineMethods(tracedType, {
    [`__r${method}__(self, other)`]: (vm, self: PyValue, other: PyValue) => operator(vm, name, [other, self]),
  });
}
defineMethods(tracedType, {
  "__neg__(self)": (vm, self: PyValue) => operator(vm, "Neg", [self]),
  "__invert__(self)": (vm, self: PyValue) => operator(vm, "Not", [self]),
  "__ne__(self, other)": (vm, self: PyValue, other: PyValue) =>
    operator(vm, "Not", [operator(vm, "Equal", [self, other])]),
  "__bool__(self)": (vm) =>
    raise(
      vm,
      RuntimeErrorType,
      "a value of the model decides here: only a @script function can have control flow on it",
    ),
});

defineRawMethods(opType, { __call__: (vm, [self, ...args], kwargs) => invoke(vm, self as PyOp, args, kwargs) });
defineRawMethods(onnxFunctionType, {
  __call__: (vm, [self, ...args], kwargs) => invoke(vm, self as PyOnnxFunction, args, kwargs),
});
