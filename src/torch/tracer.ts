/** What the rest of the torch layer sees of a capture in progress. */

import type { PyDict } from "../dynamo/objects/dict.ts";
import type { Argument, ModuleFrame, Node, NodeValue } from "../fx/graph.ts";
import type { ShapeEnv } from "../shapes/env.ts";
import type { PyTensor } from "./tensor/tensor.ts";

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
  /** Runs `work` and takes the calls that it recorded out of the graph again. */
  speculate<T>(work: () => T): T;
  /** Enters a module call; returns what ends it. */
  enterModule(module: object, className: string): () => void;
}
