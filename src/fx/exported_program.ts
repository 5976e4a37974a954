/** A captured model: graph, signature, constraints and state, as `torch.export.ExportedProgram`. Every capture makes one. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Guard, SymExpr } from "../shapes/types.ts";
import type { Argument, Graph } from "./graph.ts";
import type { TensorMeta } from "./tensor_meta.ts";

/** Bytes of a tensor, on demand: contiguous, little-endian, in the meta's dtype. */
export interface TensorData {
  readonly meta: TensorMeta;
  /** Materialises if need be; throws `MaterializeError` when the data can't be had (fake mode, an Unknown source). */
  bytes(): Uint8Array;
  /** The same bytes piece by piece, without keeping them: each piece is there until the next is asked for. */
  pieces?(): Iterable<Uint8Array>;
  /** Tensors that share storage and view share this. */
  readonly identity: object;
}

export type InputSpec =
  | {
      readonly kind: "parameter" | "buffer" | "constant";
      readonly name: string;
      readonly target: string;
      readonly persistent: boolean;
    }
  | { readonly kind: "user_input"; readonly name: string }
  /** A Python constant baked in; it has no ONNX input. */
  | { readonly kind: "constant_input"; readonly name: string; readonly value: Argument };

export type OutputSpec =
  | { readonly kind: "user_output"; readonly name: string }
  | {
      readonly kind: "buffer_mutation" | "user_input_mutation" | "parameter_mutation";
      readonly name: string;
      readonly target: string;
    };

/** How nested Python inputs and outputs are flattened; leaves in order (PyTorch's pytree). */
export type TreeSpec =
  | { readonly kind: "leaf" }
  | { readonly kind: "none" }
  | { readonly kind: "list" | "tuple"; readonly children: readonly TreeSpec[] }
  | {
      readonly kind: "dict" | "object";
      readonly className?: string;
      readonly keys: readonly string[];
      readonly children: readonly TreeSpec[];
    };

export interface SymbolRange {
  readonly symbol: Extract<SymExpr, { kind: "symbol" }>;
  readonly min: number;
  /** Infinity when unbounded. */
  readonly max: number;
  /** The name the user gave (`Dim("batch")`), used as ONNX dim_param. */
  readonly userName: string | null;
  /** The size of the example input; null for an unbacked symbol. */
  readonly hint: number | null;
  /** The least size that the user's `Dim` allows, where the program asks for nothing more: sizes 0 and 1 are not analysed. */
  readonly declaredMin?: number;
}

export interface ExportedProgram {
  readonly modelName: string;
  readonly graph: Graph;
  /** One a placeholder, in order. */
  readonly inputs: readonly InputSpec[];
  /** One an element of the output node's list, in order. */
  readonly outputs: readonly OutputSpec[];
  readonly inTree: TreeSpec;
  readonly outTree: TreeSpec;
  /** Parameter names of forward, in the order of the flattened top level. */
  readonly argNames: readonly string[];
  readonly ranges: readonly SymbolRange[];
  readonly guards: readonly Guard[];
  /** Warnings of the capture: dimensions that it fixed or narrowed although they were declared dynamic. */
  readonly notices?: readonly Diagnostic[];
  /** Parameters, buffers and constants by `target`. */
  readonly state: ReadonlyMap<string, TensorData>;
  /** The example inputs' data, one a user input; null when the capture had none. */
  readonly exampleInputs: readonly (TensorData | null)[];
}
