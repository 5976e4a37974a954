/** `torch.cond`: both branches are captured, and the data choose one when the model runs. */

import { isCallable } from "../../dynamo/builtins/functions_objects.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { RuntimeErrorType } from "../../dynamo/objects/exception_types.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { call } from "../../dynamo/protocols/call.ts";
import { repr, str, truth } from "../../dynamo/protocols/convert.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import type { Argument, NodeValue } from "../../fx/graph.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { isTensorMeta } from "../../ops/lowering.ts";
import { contiguous } from "../../ops/strides.ts";
import type { ShapeEnv } from "../../shapes/env.ts";
import type { SymInt } from "../../shapes/types.ts";
import { raiseUncaptured, torchRuntimeErrorType } from "../export/errors.ts";
import { flatten } from "../export/pytree.ts";
import { PySymBool } from "../objects/symbolic.ts";
import { torchState } from "../state.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { arrangeInputs, type Body, captureBody, outputValue, tensorLeaves } from "./body.ts";
import { isSize, mergedOrder, resultsOf } from "./results.ts";
import { sourceNames } from "./source_names.ts";

const USE = "torch.cond";

/** `torch.cond(pred, true_fn, false_fn, operands)`. */
export function cond(vm: Interpreter, pred: PyValue, yes: PyValue, no: PyValue, operands: PyValue): PyValue {
  const { tracer } = torchState(vm);
  const given = checkArguments(vm, pred, yes, no, operands);
  if (tracer === null || typeof pred === "boolean") return call(vm, truth(vm, pred) ? yes : no, given);
  const condition: Argument =
    pred instanceof PyTensor ? tracer.nodeOf(pred) : { kind: "symbool", expr: (pred as PySymBool).expr };
  // Operands are handed in as they are: a branch lifts what it uses of them, as it does what it takes from outside.
  const branch = (fn: PyValue): Body => captureBody(vm, tracer, USE, fn, [], () => given);
  const bodies = [branch(yes), branch(no)] as const;
  const [first, second] = bodies;
  if (JSON.stringify(first.spec) !== JSON.stringify(second.spec))
    raiseUncaptured(
      vm,
      `torch.cond: differing branch outputs\n  Higher Order Operator: ${USE}\n` +
        "  Explanation: Expected branches to return the same pytree structure.",
    );
  const values = first.outputs.map((output, i) => merged(vm, tracer.shapes, output, second.outputs[i] ?? null));
  const tensors = operandOrder(vm, bodies, [yes, no], operands);
  const nodes = tensors.map((tensor) => tracer.nodeOf(tensor));
  for (const body of bodies)
    arrangeInputs(
      body,
      tensors,
      nodes.map((node) => node.name),
    );
  const graphs = bodies.map((body): Argument => ({ kind: "graph", graph: body.graph }));
  const node = tracer.record("higher_order.cond", [condition, ...graphs, nodes], {}, values, "cond");
  return resultsOf(vm, tracer, node, first.value, values);
}

function checkArguments(
  vm: Interpreter,
  pred: PyValue,
  yes: PyValue,
  no: PyValue,
  operands: PyValue,
): readonly PyValue[] {
  const isPred = typeof pred === "boolean" || pred instanceof PySymBool || pred instanceof PyTensor;
  if (!isPred) raise(vm, RuntimeErrorType, `Expected pred to be bool or tensor, but got ${str(vm, pred)}.`);
  if (pred instanceof PyTensor && pred.meta.shape.some((size) => size !== 1))
    raise(vm, RuntimeErrorType, `Expected pred to be bool or single-element tensor, but got ${str(vm, pred)}.`);
  if (!isCallable(yes) || !isCallable(no)) raise(vm, RuntimeErrorType, "Expect both branches to be callable.");
  const refuse = (): never =>
    raise(
      vm,
      RuntimeErrorType,
      `Expect operands to be a tuple of possibly nested dict/list/tuple that only consists of tensor leaves, but got ${repr(vm, operands)}.`,
    );
  if (!(operands instanceof PyTuple || operands instanceof PyList)) return refuse();
  tensorLeaves(vm, operands, refuse);
  return operands.items;
}

/** Operands as TorchDynamo orders them: those that both branches use, then those of one, each sorted by the source's name. */
function operandOrder(
  vm: Interpreter,
  bodies: readonly [Body, Body],
  functions: readonly [PyValue, PyValue],
  operands: PyValue,
): readonly PyTensor[] {
  const names = new Map<PyTensor, string>();
  const add = (found: ReadonlyMap<PyTensor, string>): void => {
    for (const [tensor, name] of found) if (!names.has(tensor)) names.set(tensor, name);
  };
  add(
    new Map(
      flatten(vm, operands).leaves.flatMap(({ value, path }) =>
        value instanceof PyTensor ? [[value, `l_args_3_${path.join("_")}_`] as const] : [],
      ),
    ),
  );
  functions.forEach((fn, i) => {
    add(sourceNames(vm, fn, `l_args_${i + 1}`));
  });
  return mergedOrder(bodies, names);
}

/** What a result is known to be, whichever branch made it. */
function merged(vm: Interpreter, shapes: ShapeEnv, a: Argument, b: Argument): NodeValue {
  const [x, y] = [outputValue(a), outputValue(b)];
  if (isTensorMeta(x) && isTensorMeta(y)) return mergedTensor(vm, shapes, x, y);
  if (isSize(x) && isSize(y)) return { kind: "symint", expr: mergedSize(shapes, x.expr, y.expr) };
  if (a === null && b === null) return null;
  return raiseUncaptured(
    vm,
    `torch.cond: unsupported branch return type\n  Higher Order Operator: ${USE}\n` +
      "  Explanation: Expected branches to return a possibly nested pytree of tensors or constant ints.",
  );
}

function mergedSize(shapes: ShapeEnv, a: SymInt, b: SymInt): SymInt {
  if (shapes.same(a, b)) return a;
  const [x, y] = [shapes.range(a), shapes.range(b)];
  return shapes.fresh(Math.min(x.min, y.min), Math.max(x.max, y.max));
}

function mergedTensor(vm: Interpreter, shapes: ShapeEnv, a: TensorMeta, b: TensorMeta): TensorMeta {
  const differ = (what: string, x: string | number, y: string | number): never =>
    raise(
      vm,
      torchRuntimeErrorType,
      `When merging two branches' output in torch.cond,  expected same ${what} but got ${x} and ${y}.`,
      { ruleId: "DYN2004" },
    );
  if (a.dtype !== b.dtype) differ("dtype", `torch.${a.dtype}`, `torch.${b.dtype}`);
  if (a.device !== b.device) differ("device", a.device, b.device);
  if (a.shape.length !== b.shape.length) differ("dim", a.shape.length, b.shape.length);
  const shape = a.shape.map((size, i) => mergedSize(shapes, size, b.shape[i] ?? 1));
  const same = shape.every((size, i) => size === a.shape[i]);
  return same ? a : contiguous(a.dtype, shape, a.device);
}
