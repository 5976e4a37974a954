/** `while_loop(cond_fn, body_fn, carried_inputs)`: the loop runs in the model, as often as the data ask for. */

import { isCallable } from "../../dynamo/builtins/functions_objects.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { RuntimeErrorType } from "../../dynamo/objects/exception_types.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { call } from "../../dynamo/protocols/call.ts";
import { repr, truth } from "../../dynamo/protocols/convert.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { type Argument, Node, type NodeValue } from "../../fx/graph.ts";
import { isTensorMeta } from "../../ops/lowering.ts";
import { raiseUncaptured } from "../export/errors.ts";
import { flatten, mapLeaves } from "../export/pytree.ts";
import { PySymInt } from "../objects/symbolic.ts";
import { torchState } from "../state.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { arrangeInputs, type Body, type BodyInput, captureBody, outputValue } from "./body.ts";
import { metadataDifferences } from "./metadata.ts";
import { mergedOrder, resultsOf } from "./results.ts";
import { sourceNames } from "./source_names.ts";

const USE = "torch.while_loop";

export function whileLoop(vm: Interpreter, condFn: PyValue, bodyFn: PyValue, carried: PyValue): PyValue {
  const state = torchState(vm);
  const { tracer } = state;
  if (!isCallable(condFn) || !isCallable(bodyFn))
    raise(vm, RuntimeErrorType, "Expect cond_fn and body_fn to be callable.");
  const refuse = (): never =>
    raise(
      vm,
      RuntimeErrorType,
      `Expect carried_inputs to be a tuple of possibly nested dict/list/tuple that only consists of tensor or int leaves, but got ${repr(vm, carried)}.`,
    );
  if (!(carried instanceof PyTuple || carried instanceof PyList)) return refuse();
  if (tracer === null) return eagerly(vm, condFn, bodyFn, carried);
  const leaves = flatten(vm, carried).leaves.map(({ value }) =>
    value instanceof PyTensor || value instanceof PySymInt || typeof value === "number" ? value : refuse(),
  );
  // An integer changes from round to round: inside it is a number that only the running model knows.
  const inputs = leaves.map(
    (leaf): BodyInput =>
      leaf instanceof PyTensor
        ? leaf.meta
        : { kind: "symint", expr: tracer.shapes.fresh(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY) },
  );
  const capture = (fn: PyValue): Body =>
    captureBody(vm, tracer, USE, fn, inputs, (values) => {
      const args = mapLeaves(vm, carried, (_, i) => values[i] ?? null);
      return args instanceof PyTuple || args instanceof PyList ? args.items : [];
    });
  const condition = capture(condFn);
  checkCondition(vm, condition);
  const body = capture(bodyFn);
  const made = body.outputs.map(outputValue);
  const wrong = metadataDifferences(tracer.shapes, made, inputs, ["body_fn_output", "carried_inputs"]);
  if (wrong !== null) raiseUncaptured(vm, `${wrong}\n  Higher Order Operator: ${USE}`);
  const names = new Map([...sourceNames(vm, bodyFn, "l_args_1"), ...sourceNames(vm, condFn, "l_args_0")]);
  const extra = mergedOrder([condition, body], names);
  const operands = leaves.map(
    (leaf): Argument =>
      leaf instanceof PyTensor
        ? tracer.nodeOf(leaf)
        : leaf instanceof PySymInt
          ? { kind: "symint", expr: leaf.expr }
          : leaf,
  );
  const more = extra.map((tensor) => tracer.nodeOf(tensor));
  // A condition is one value, not a list of them.
  const output = condition.graph.nodes.at(-1);
  if (output !== undefined) output.args = [condition.outputs[0] ?? null];
  for (const part of [condition, body]) arrangeInputs(part, extra, []);
  const values = inputs.map((input): NodeValue => {
    if (isTensorMeta(input)) return input;
    return { kind: "symint", expr: tracer.shapes.fresh(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY) };
  });
  const graphs = [condition, body].map(({ graph }): Argument => ({ kind: "graph", graph }));
  const node = tracer.record("higher_order.while_loop", [...graphs, operands, more], {}, values, "while_loop");
  return resultsOf(vm, tracer, node, carried, values);
}

function checkCondition(vm: Interpreter, { outputs }: Body): void {
  const [only = null] = outputs;
  const symbolic = typeof only === "object" && only !== null && "kind" in only && only.kind === "symbool";
  if (outputs.length === 1 && (symbolic || typeof only === "boolean")) return;
  const value = only instanceof Node ? only.meta.value : null;
  if (outputs.length === 1 && isTensorMeta(value) && value.dtype === "bool" && value.shape.every((s) => s === 1))
    return;
  const got =
    outputs.length === 1 && isTensorMeta(value)
      ? `a tensor of shape [${value.shape.join(", ")}] and dtype torch.${value.dtype}`
      : `${outputs.length} values`;
  raiseUncaptured(
    vm,
    `Expected cond_fn to return a scalar tensor or a bool but got ${got}\n  Higher Order Operator: ${USE}`,
  );
}

/** Outside a capture the loop just runs. */
function eagerly(vm: Interpreter, condFn: PyValue, bodyFn: PyValue, carried: PyTuple | PyList): PyValue {
  let values: PyTuple | PyList = carried;
  for (;;) {
    vm.charge(10);
    if (!truth(vm, call(vm, condFn, values.items))) return values;
    const next = call(vm, bodyFn, values.items);
    if (!(next instanceof PyTuple || next instanceof PyList) || next.items.length !== carried.items.length)
      raise(
        vm,
        RuntimeErrorType,
        `body_fn should return the same number of elements as carried_inputs, but got ${repr(vm, next)}`,
      );
    values = next as PyTuple | PyList;
  }
}
