/** Computes constant tensors: the calls that make one, as a graph, handed to whoever can run graphs. */

import type { TensorData } from "../../fx/exported_program.ts";
import { Graph, type Node, type NodeMeta, type NodeValue } from "../../fx/graph.ts";
import { fxArguments } from "../../ops/bind.ts";
import type { TensorLike } from "../../ops/types.ts";
import { toBytes } from "../compute/dense.ts";
import { type Computed, computeHere } from "../compute/evaluate.ts";
import { Pending } from "../compute/pending.ts";
import type { TorchServices } from "../services.ts";
import { isComputed, recipeOrder } from "./recipe_order.ts";
import { LazyValue } from "./value.ts";

const meta = (value: NodeValue): NodeMeta => ({ value, span: null, stack: [], modules: [] });

/** The graph that computes `values`, and the data of its placeholders. */
export function recipeGraph(
  values: readonly LazyValue[],
  known: ReadonlyMap<LazyValue, Uint8Array> = new Map(),
): {
  readonly graph: Graph;
  readonly inputs: readonly TensorData[];
} {
  const graph = new Graph();
  const inputs: TensorData[] = [];
  const nodes = new Map<LazyValue, Node>();
  const calls = new Map<object, Node>();

  const order = recipeOrder(values, (value) => isComputed(value) && !known.has(value));
  const isOperand = (value: LazyValue): boolean => !isComputed(value) || known.has(value);
  for (const value of order) {
    if (!isOperand(value)) continue;
    const bytes = known.get(value);
    inputs.push(bytes === undefined ? value : { meta: value.meta, identity: value, bytes: () => bytes });
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
    if (value.origin.kind !== "recipe" || isOperand(value)) continue;
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

/** The same in pieces, where the last operators are element by element: then the whole is never in memory. */
export function* recipePieces(services: TorchServices, value: LazyValue): Iterable<Uint8Array> {
  const here = computeHere(value);
  if (here.dense instanceof Pending) yield* here.dense.pieces();
  else yield finish(services, value, here);
}

/** On typed arrays where all operators have a kernel; the rest is handed on as a graph. */
export function computeRecipe(services: TorchServices, value: LazyValue): Uint8Array {
  return finish(services, value, computeHere(value));
}

function finish(services: TorchServices, value: LazyValue, here: Computed): Uint8Array {
  if (here.dense !== null) return toBytes(here.dense);
  const { graph, inputs } = recipeGraph([value], here.known);
  const [bytes] = services.compute(graph, inputs);
  if (bytes === undefined) throw new Error("the graph of a constant gave no result");
  return bytes;
}
