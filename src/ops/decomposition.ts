/** What a decomposition works with: calls to other operators that are put before the node it replaces. */

import type { Argument, Node, NodeValue } from "../fx/graph.ts";
import type { TensorMeta } from "../fx/tensor_meta.ts";
import type { SymExpr, SymInt } from "../shapes/types.ts";
import type { ShapeGuards } from "./types.ts";

/** A tensor in a graph that is being rewritten. */
export interface TensorNode {
  readonly node: Node;
  readonly meta: TensorMeta;
}

/** A size: a number, the node that gives it, or an expression that the graph has no node for yet. */
export type SymNode =
  | number
  | { readonly node: Node; readonly expr: SymInt }
  | { readonly kind: "symint"; readonly expr: SymExpr };

export type DecomposeInput =
  | TensorNode
  | SymNode
  | Exclude<Argument, Node | readonly Argument[]>
  | readonly DecomposeInput[];

export interface DecomposeBuilder {
  /** The value that the replaced node has. */
  readonly result: NodeValue;
  readonly guards: ShapeGuards;
  /** Calls an operator that returns one tensor. */
  call(target: string, args: readonly DecomposeInput[], kwargs?: Readonly<Record<string, DecomposeInput>>): TensorNode;
  /** Calls an operator that returns several, or nothing. */
  callMany(
    target: string,
    args: readonly DecomposeInput[],
    kwargs?: Readonly<Record<string, DecomposeInput>>,
  ): readonly TensorNode[];
  /** The size of a dimension, as a number or an `aten.sym_size.int` node. */
  size(tensor: TensorNode, dim: number): SymNode;
}

export type Decomposed = TensorNode | readonly (TensorNode | null)[] | null;
