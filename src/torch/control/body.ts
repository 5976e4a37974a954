/** Captures a Python function as the body of an operator of control flow, and checks what such a body may not do. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { call } from "../../dynamo/protocols/call.ts";
import type { TreeSpec } from "../../fx/exported_program.ts";
import { type Argument, type Graph, Node, type NodeValue } from "../../fx/graph.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { isTensorMeta } from "../../ops/lowering.ts";
import { isContiguous, viewStrides } from "../../ops/strides.ts";
import { opTable } from "../../ops/table.ts";
import type { ShapeEnv } from "../../shapes/env.ts";
import { raiseAliasing, raiseInputMutation } from "../export/errors.ts";
import { outputArgument } from "../export/output_argument.ts";
import { flatten } from "../export/pytree.ts";
import { pySymInt } from "../objects/symbolic.ts";
import { torchState } from "../state.ts";
import { graphTensor } from "../tensor/dispatch.ts";
import { PyTensor } from "../tensor/tensor.ts";
import type { Tracer } from "../tracer.ts";

export interface Body {
  readonly graph: Graph;
  /** What the function returned; tensors in it belong to the body's graph. */
  readonly value: PyValue;
  readonly spec: TreeSpec;
  /** The leaves of the returned value, as the graph's output has them. */
  readonly outputs: readonly Argument[];
  /** Tensors from outside that the function used, in order of use, with their placeholders. */
  readonly lifted: ReadonlyMap<PyTensor, Node>;
  /** The placeholders of the arguments. */
  readonly inputs: readonly Node[];
}

/** What a body's argument stands for: a tensor, or an integer that changes from round to round. */
export type BodyInput = TensorMeta | { readonly kind: "symint"; readonly expr: Parameters<typeof pySymInt>[1] };

/**
 * Runs `fn` once. `inputs` become its placeholders, in order; `args` makes its arguments from them (all else that it uses is lifted).
 * `use` names the operator in messages: `torch.cond`.
 */
export function captureBody(
  vm: Interpreter,
  tracer: Tracer,
  use: string,
  fn: PyValue,
  inputs: readonly BodyInput[],
  args: (inputs: readonly PyValue[]) => readonly PyValue[],
): Body {
  const state = torchState(vm);
  const placeholders: Node[] = [];
  const { graph, result, lifted } = tracer.nested(use, (own) => {
    const values = inputs.map((input, i): PyValue => {
      const value: NodeValue = input;
      const node = tracer.placeholder(`arg${i}_1`, value);
      placeholders.push(node);
      return isTensorMeta(input) ? graphTensor(state, tracer, input, node) : pySymInt(vm, input.expr);
    });
    const value = call(vm, fn, args(values));
    const { leaves, spec } = flatten(vm, value);
    const outputs = leaves.map((leaf) => outputArgument(vm, tracer, leaf.value));
    own.add("output", "output", [outputs], {}, { value: null, span: null, stack: [], modules: [] }, "output");
    return { value, spec, outputs };
  });
  checkBody(vm, use, graph, result.outputs, tracer.shapes);
  return { graph, ...result, lifted, inputs: placeholders };
}

/** A body may not write to what it was given, nor return it or a view of it. */
function checkBody(vm: Interpreter, use: string, graph: Graph, outputs: readonly Argument[], shapes: ShapeEnv): void {
  for (const node of graph.nodes) {
    const schema = opTable.get(node.target)?.schema;
    schema?.args.forEach((arg, i) => {
      const target = node.args[i];
      if (arg.alias?.write && target instanceof Node && aliasRoot(target, shapes).op === "placeholder")
        raiseInputMutation(vm, use);
    });
  }
  const roots = new Set<Node>();
  for (const output of outputs) {
    if (!(output instanceof Node)) continue;
    const root = aliasRoot(output, shapes);
    if (root.op === "placeholder") raiseAliasing(vm, use, "Input-to-output");
    if (roots.has(root)) raiseAliasing(vm, use, "Output-to-output");
    roots.add(root);
  }
}

/** The node that owns the memory of a node's tensor. */
function aliasRoot(node: Node, shapes: ShapeEnv): Node {
  const [from] = node.args;
  if (node.op !== "call_function" || !(from instanceof Node)) return node;
  if (node.target === "_operator.getitem") {
    const whole = aliasRoot(from, shapes);
    return whole === from ? node : whole;
  }
  const schema = opTable.get(node.target)?.schema;
  if (schema === undefined || schema.args[0]?.alias == null || schema.returns[0]?.alias == null) return node;
  return copies(node, from, shapes) ? node : aliasRoot(from, shapes);
}

/** Operators that give a view only where no copy is needed. */
function copies(node: Node, from: Node, shapes: ShapeEnv): boolean {
  const a = from.meta.value;
  const b = node.meta.value;
  if (!isTensorMeta(a) || !isTensorMeta(b)) return false;
  switch (node.target.split(".")[1]) {
    case "reshape":
    case "reshape_as":
    case "flatten":
    case "ravel":
      return viewStrides(shapes, a, b.shape) === null;
    case "contiguous":
      return !isContiguous(shapes, a);
    case "to":
    case "type_as":
      return a.dtype !== b.dtype || a.device !== b.device;
    default:
      return false;
  }
}

/** Puts the body's placeholders in this order, with these names; a tensor that it does not use gets one as well. */
export function arrangeInputs(body: Body, operands: readonly PyTensor[], names: readonly string[]): void {
  const named = body.inputs.map((node, i) => [node, names[i] ?? node.name] as const);
  const lifted = operands.map((tensor, i) => {
    const name = names[body.inputs.length + i] ?? `arg${body.inputs.length + i}_1`;
    const node =
      body.lifted.get(tensor) ??
      body.graph.add("placeholder", name, [], {}, { value: tensor.meta, span: null, stack: [], modules: [] }, name);
    return [node, name] as const;
  });
  body.graph.arrange([...named, ...lifted]);
}

/** What an output of a body is: a tensor or an integer; null for anything else. */
export function outputValue(output: Argument): NodeValue {
  if (output instanceof Node) return output.meta.value;
  if (typeof output === "number") return { kind: "symint", expr: output };
  if (typeof output === "object" && output !== null && "kind" in output && output.kind === "symint") return output;
  return null;
}

/** The leaves of a value that are tensors; any other leaf is refused by `refuse`. */
export function tensorLeaves(vm: Interpreter, value: PyValue, refuse: () => never): readonly PyTensor[] {
  return flatten(vm, value).leaves.map((leaf) => (leaf.value instanceof PyTensor ? leaf.value : refuse()));
}
