/** Computes constant tensors: the calls that make one, as a graph, handed to whoever can run graphs. */

import type { TensorData } from "../../fx/exported_program.ts";
import { Graph, type Node, type NodeMeta, type NodeValue } from "../../fx/graph.ts";
import { fxArguments } from "../../ops/bind.ts";
import type { OpInput, TensorLike } from "../../ops/types.ts";
import type { TorchServices } from "../services.ts";
import { LazyValue } from "./value.ts";

const meta = (value: NodeValue): NodeMeta => ({ value, span: null, stack: [], modules: [] });

/** The graph that computes `values`, and the data of its placeholders. */
export function recipeGraph(values: readonly LazyValue[]): {
  readonly graph: Graph;
  readonly inputs: readonly TensorData[];
} {
  const graph = new Graph();
  const inputs: TensorData[] = [];
  const nodes = new Map<LazyValue, Node>();
  const calls = new Map<object, Node>();

  // Placeholders first, then calls in dependency order; an explicit stack, since chains of in-place writes run deep.
  const order: LazyValue[] = [];
  const seen = new Set<LazyValue>();
  const stack: { readonly value: LazyValue; readonly expanded: boolean }[] = values.map((value) => ({
    value,
    expanded: false,
  }));
  stack.reverse();
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (top.expanded) {
      order.push(top.value);
      continue;
    }
    if (seen.has(top.value)) continue;
    seen.add(top.value);
    stack.push({ value: top.value, expanded: true });
    for (const input of recipeInputs(top.value)) stack.push({ value: input, expanded: false });
  }
  for (const value of order) {
    if (isComputed(value)) continue;
    inputs.push(value);
    nodes.set(
      value,
      graph.add("placeholder", `input_${inputs.length}`, [], {}, meta(value.meta), `input_${inputs.length}`),
    );
  }
  const nodeOf = (input: TensorLike): Node => {
    const node = input instanceof LazyValue ? nodes.get(input) : undefined;
    if (node === undefined) throw new Error("a recipe's input was not computed before it");
    return node;
  };
  for (const value of order) {
    if (value.origin.kind !== "recipe" || !isComputed(value)) continue;
    const { recipe } = value.origin;
    let call = calls.get(recipe.call);
    if (call === undefined) {
      const { target } = recipe.call.entry;
      const { args, kwargs } = fxArguments(recipe.call, nodeOf);
      const result: NodeValue = recipe.outputs ?? value.meta;
      call = graph.add("call_function", target, args, kwargs, meta(result), target.split(".")[1] ?? "op");
      calls.set(recipe.call, call);
    }
    nodes.set(
      value,
      recipe.output === null
        ? call
        : graph.add("call_function", "_operator.getitem", [call, recipe.output], {}, meta(value.meta), "getitem"),
    );
  }
  const outputs = values.map((v) => nodes.get(v) ?? null);
  graph.add("output", "output", [outputs], {}, meta(null), "output");
  return { graph, inputs };
}

const isComputed = (value: LazyValue): boolean => value.origin.kind === "recipe" && !value.isReady;

function* recipeInputs(value: LazyValue): Iterable<LazyValue> {
  if (value.origin.kind !== "recipe" || value.isReady) return;
  yield* tensorsIn(value.origin.recipe.call.args);
}

function* tensorsIn(input: OpInput): Iterable<LazyValue> {
  if (input instanceof LazyValue) yield input;
  else if (isList(input)) for (const item of input) yield* tensorsIn(item);
}

function isList(input: OpInput): input is readonly OpInput[] {
  return Array.isArray(input);
}

export function computeRecipe(services: TorchServices, value: LazyValue): Uint8Array {
  const { graph, inputs } = recipeGraph([value]);
  const [bytes] = services.compute(graph, inputs);
  if (bytes === undefined) throw new Error("the graph of a constant gave no result");
  return bytes;
}
