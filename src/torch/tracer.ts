/** What the rest of the torch layer sees of a capture in progress. */

import type { PyDict } from "../dynamo/objects/dict.ts";
import type { Argument, Graph, ModuleFrame, Node, NodeValue } from "../fx/graph.ts";
import type { ShapeEnv } from "../shapes/env.ts";
import type { PyTensor } from "./tensor/tensor.ts";

/** A graph inside another one, and what its operator must hand in. */
export interface NestedGraph<T> {
  readonly graph: Graph;
  readonly result: T;
  readonly lifted: ReadonlyMap<PyTensor, Node>;
}

export interface Tracer {
  readonly shapes: ShapeEnv;
  /** The `nn.Module` calls that are running, outermost first. */
  readonly modules: ModuleFrame[];
  /** Adds a call of an operator. */
  record(
    target: string,
    args: readonly Argument[],
    kwargs: Readonly<Record<string, Argument>>,
    value: NodeValue,
    name: string,
  ): Node;
  /** The tensor's node; a tensor from outside becomes an input of the graph. */
  nodeOf(tensor: PyTensor): Node;
  /** From now on the tensor is what `node` gives. */
  bind(tensor: PyTensor, node: Node): void;
  /** True when the tensor was made in this capture, or is one of its inputs. */
  owns(tensor: PyTensor): boolean;
  /** A buffer of a module was replaced: the program leaves the new value in it. */
  assignBuffer(buffers: PyDict, name: string, old: PyTensor): void;
  /**
   * Runs `work` with its calls in a graph of their own: the body of an operator of control flow. Tensors from outside become
   * placeholders of it when they are used; `lifted` has them in that order. `use` names the operator in messages.
   */
  nested<T>(use: string, work: (graph: Graph) => T): NestedGraph<T>;
  /** A placeholder of the graph that calls go to now. */
  placeholder(name: string, value: NodeValue): Node;
  /** Runs `work` and takes the calls that it recorded out of the graph again. */
  speculate<T>(work: () => T): T;
  /** Enters a module call; returns what ends it. */
  enterModule(module: object, className: string): () => void;
}
