/** `scan` and `map`: a function over the rows of tensors, with values carried from row to row or without. */

import { isCallable } from "../../dynamo/builtins/functions_objects.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { RuntimeErrorType } from "../../dynamo/objects/exception_types.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { call } from "../../dynamo/protocols/call.ts";
import { repr } from "../../dynamo/protocols/convert.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import type { Argument, Node, NodeValue } from "../../fx/graph.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { isTensorMeta } from "../../ops/lowering.ts";
import { contiguous } from "../../ops/strides.ts";
import { eq } from "../../shapes/bool.ts";
import { raiseUncaptured } from "../export/errors.ts";
import { flatten, mapLeaves } from "../export/pytree.ts";
import { decide, specialise } from "../objects/symbolic.ts";
import { torchState } from "../state.ts";
import { dispatchTarget, tensorOp } from "../tensor/dispatch.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { arrangeInputs, captureBody, outputValue, tensorLeaves } from "./body.ts";
import { metadataDifferences } from "./metadata.ts";
import { resultsOf } from "./results.ts";

/** The meta of `x[0]`. */
function rowOf(meta: TensorMeta): TensorMeta {
  return { ...meta, shape: meta.shape.slice(1), strides: meta.strides.slice(1) };
}

const rowsOf = (row: TensorMeta, steps: TensorMeta["shape"][number]): TensorMeta =>
  contiguous(row.dtype, [steps, ...row.shape], row.device);

/** The number of rows, which all tensors must have. */
function stepsOf(vm: Interpreter, use: string, tensors: readonly PyTensor[]): TensorMeta["shape"][number] {
  const [first, ...others] = tensors;
  if (first === undefined || tensors.some((t) => t.meta.shape.length === 0))
    raise(vm, RuntimeErrorType, `${use}: xs must be tensors with at least one dimension`);
  const steps = first?.meta.shape[0] ?? 1;
  for (const other of others) {
    if (!decide(vm, eq(steps, other.meta.shape[0] ?? 1), `${use}: the same number of rows`))
      raise(vm, RuntimeErrorType, `${use}: All xs leaves must have the same scan dimension size.`);
  }
  return steps;
}

export interface ScanOptions {
  readonly dim: number;
  readonly reverse: boolean;
}

/** `scan(combine_fn, init, xs, dim=0, reverse=False)`: gives the last carried values and the stacked outputs. */
export function scan(vm: Interpreter, fn: PyValue, init: PyValue, xs: PyValue, { dim, reverse }: ScanOptions): PyValue {
  const use = "torch.ops.higher_order.scan";
  if (!isCallable(fn)) raise(vm, RuntimeErrorType, `Combine_fn must be a callable, but got ${repr(vm, fn)}`);
  const states = tensorLeaves(vm, init, () =>
    raise(vm, RuntimeErrorType, `All init leaves must be a Tensor, but got ${repr(vm, init)}`),
  );
  const rows = tensorLeaves(vm, xs, () =>
    raise(vm, RuntimeErrorType, `All xs leaves must be a Tensor, but got ${repr(vm, xs)}`),
  );
  if (states.length === 0) raise(vm, RuntimeErrorType, "scan() operator requires init leaves.");
  const turned = rows.map((x) => {
    const axis = dim < 0 ? dim + x.meta.shape.length : dim;
    const first = axis === 0 ? x : tensorOp(vm, "aten.movedim.int", [x, axis, 0]);
    return reverse ? tensorOp(vm, "aten.flip.default", [first, [0]]) : first;
  });
  const steps = stepsOf(vm, "scan", turned);
  const [carry, ys] = scanRows(vm, use, fn, { init, states, xs, rows: turned, steps });
  const back = mapLeaves(vm, ys, ({ value }) => {
    if (!(value instanceof PyTensor)) return value;
    const flipped = reverse ? tensorOp(vm, "aten.flip.default", [value, [0]]) : value;
    const axis = dim < 0 ? dim + flipped.meta.shape.length : dim;
    return axis === 0 ? flipped : dispatchTarget(vm, "aten.movedim.int", [flipped, 0, axis]);
  });
  return new PyTuple([carry, back]);
}

interface ScanOperands {
  readonly init: PyValue;
  readonly states: readonly PyTensor[];
  readonly xs: PyValue;
  readonly rows: readonly PyTensor[];
  readonly steps: TensorMeta["shape"][number];
}

function scanRows(
  vm: Interpreter,
  use: string,
  fn: PyValue,
  { init, states, xs, rows, steps }: ScanOperands,
): readonly [PyValue, PyValue] {
  const { tracer } = torchState(vm);
  const pair = (value: PyValue): readonly [PyValue, PyValue] => {
    if (!(value instanceof PyTuple || value instanceof PyList) || value.items.length !== 2)
      raise(
        vm,
        RuntimeErrorType,
        `combine_fn must return a pair of the next carry and an output, but got ${repr(vm, value)}`,
      );
    const [carry = null, y = null] = (value as PyTuple).items;
    return [carry, y];
  };
  if (tracer === null) {
    let carry = init;
    const outputs: PyValue[] = [];
    for (let i = 0; i < specialise(vm, steps, "the rounds of scan"); i++) {
      const row = mapLeaves(vm, xs, (_, j) => dispatchTarget(vm, "aten.select.int", [rows[j] ?? null, 0, i]));
      const [next, y] = pair(call(vm, fn, [carry, row]));
      carry = next;
      outputs.push(y);
    }
    return [carry, stacked(vm, outputs)];
  }
  const inputs = [...states.map((t) => t.meta), ...rows.map((t) => rowOf(t.meta))];
  const body = captureBody(vm, tracer, use, fn, inputs, (values) => [
    mapLeaves(vm, init, (_, i) => values[i] ?? null),
    mapLeaves(vm, xs, (_, i) => values[states.length + i] ?? null),
  ]);
  const [carry, y] = pair(body.value);
  const carried = flatten(vm, carry).leaves.length;
  const wrong = metadataDifferences(
    tracer.shapes,
    states.map((t) => t.meta),
    body.outputs.slice(0, carried).map(outputValue),
    ["init", "carry"],
  );
  if (wrong !== null) raiseUncaptured(vm, `${wrong}\n  Higher Order Operator: ${use}`);
  const extra = [...body.lifted.keys()];
  const operand = (t: PyTensor): Node => tracer.nodeOf(t);
  const lists = [states.map(operand), rows.map(operand), extra.map(operand)];
  arrangeInputs(body, extra, []);
  const values = body.outputs.map((output, i): NodeValue => {
    const value = outputValue(output);
    return i < carried || !isTensorMeta(value) ? value : rowsOf(value, steps);
  });
  const node = tracer.record("higher_order.scan", [{ kind: "graph", graph: body.graph }, ...lists], {}, values, "scan");
  const results = resultsOf(vm, tracer, node, new PyTuple([carry, y]), values);
  return pair(results);
}

/** Outputs of the rounds, one under the other. */
function stacked(vm: Interpreter, outputs: readonly PyValue[]): PyValue {
  const [first = null] = outputs;
  const leaves = outputs.map((y) => flatten(vm, y).leaves.map((leaf) => leaf.value));
  return mapLeaves(vm, first, (_, i) =>
    dispatchTarget(vm, "aten.stack.default", [
      leaves.map((row) => {
        const value = row[i];
        if (!(value instanceof PyTensor)) return raise(vm, RuntimeErrorType, "every output must be a Tensor");
        return value;
      }),
    ]),
  );
}

/** `map(f, xs, *args)`: `f(row, *args)` of every row, stacked. */
export function mapRows(vm: Interpreter, fn: PyValue, xs: PyValue, args: readonly PyValue[]): PyValue {
  const use = "torch.ops.higher_order.map_impl";
  const { tracer } = torchState(vm);
  const more = new PyTuple(args);
  const refuse = (): never =>
    raise(vm, RuntimeErrorType, `Mapped xs can only consist of tensors. Got xs ${repr(vm, xs)}.`);
  const rows = tensorLeaves(vm, xs, refuse);
  const steps = stepsOf(vm, "map", rows);
  if (tracer === null) {
    const outputs: PyValue[] = [];
    for (let i = 0; i < specialise(vm, steps, "the rounds of map"); i++) {
      const row = mapLeaves(vm, xs, (_, j) => dispatchTarget(vm, "aten.select.int", [rows[j] ?? null, 0, i]));
      outputs.push(call(vm, fn, [row, ...args]));
    }
    return stacked(vm, outputs);
  }
  const given = flatten(vm, more).leaves.flatMap(({ value }) => (value instanceof PyTensor ? [value] : []));
  const inputs = [...rows.map((t) => rowOf(t.meta)), ...given.map((t) => t.meta)];
  const body = captureBody(vm, tracer, use, fn, inputs, (values) => {
    let next = rows.length;
    const rest = mapLeaves(vm, more, ({ value }) => (value instanceof PyTensor ? (values[next++] ?? null) : value));
    return [mapLeaves(vm, xs, (_, i) => values[i] ?? null), ...(rest instanceof PyTuple ? rest.items : [])];
  });
  const extra = [...body.lifted.keys()];
  const nodes = rows.map((t) => tracer.nodeOf(t));
  const others = [...given, ...extra].map((t) => tracer.nodeOf(t));
  arrangeInputs(
    body,
    extra,
    [...nodes, ...others].map((n) => n.name),
  );
  const values = body.outputs.map((output): NodeValue => {
    const value = outputValue(output);
    return isTensorMeta(value) ? rowsOf(value, steps) : refuse();
  });
  const operands: readonly Argument[] = [{ kind: "graph", graph: body.graph }, nodes, others];
  const node = tracer.record("higher_order.map_impl", operands, {}, values, "map_impl");
  return resultsOf(vm, tracer, node, body.value, values);
}
