/** What is recorded of one PyTorch operator sample: the ATen graph, its inputs, and the eager results. */

import type { DType } from "../../../src/fx/dtype.ts";

export type RecordedSize = number | string;

export interface RecordedMeta {
  readonly dtype: DType;
  /** A name for a size that depends on data. */
  readonly shape: readonly RecordedSize[];
  readonly strides: readonly RecordedSize[];
  readonly offset: RecordedSize;
}

export interface RecordedTensor extends RecordedMeta {
  /** Base64 of the elements, row-major, little-endian; complex ones as pairs. */
  readonly data: string;
}

export interface RecordedResult extends RecordedTensor {
  /** The elements that double precision gives (base64), where `data` is in half precision: eager rounds those at each step. */
  readonly exact?: string;
}

export type RecordedValue =
  | RecordedMeta
  | { readonly sym: string; readonly kind: "SymInt" | "SymBool" | "SymFloat" }
  | { readonly constant: RecordedArgument }
  | null
  | readonly RecordedValue[];

export type RecordedArgument =
  | null
  | boolean
  | number
  | string
  | { readonly node: string }
  | { readonly int: string }
  | { readonly float: number | string }
  | { readonly complex: readonly [number, number] }
  | { readonly dtype: DType }
  | { readonly device: string }
  | { readonly memory_format: string }
  | { readonly layout: string }
  | readonly RecordedArgument[];

export interface RecordedNode {
  readonly name: string;
  readonly target: string;
  readonly args: readonly RecordedArgument[];
  readonly kwargs: Readonly<Record<string, RecordedArgument>>;
  readonly meta: RecordedValue;
}

/**
 * Which sizes stay symbols in PyTorch when every input size above 1 is one: 0 or 1 for each dimension, a list for each tensor.
 * Absent where PyTorch can't tell.
 */
export type FreeSizes = readonly (readonly (0 | 1)[])[];

export interface RecordedPlaceholder extends RecordedTensor {
  readonly name: string;
  readonly kind: "input" | "constant";
  readonly free?: FreeSizes;
}

export interface RecordedCase {
  /** Place in the operator's list of samples. */
  readonly index: number;
  readonly placeholders: readonly RecordedPlaceholder[];
  readonly nodes: readonly RecordedNode[];
  readonly outputs: readonly RecordedArgument[];
  readonly expected: readonly (RecordedResult | { readonly constant: RecordedArgument })[];
  /** The graph draws random numbers: shape, dtype and moments are compared. */
  readonly random: boolean;
  /** The result's elements are undefined: shape and dtype are compared. */
  readonly uninitialised: boolean;
  /** The graph was recorded with real tensors: its sizes are numbers, also those that data decides. */
  readonly real?: boolean;
  /** What PyTorch's own tests allow for this operator against a reference, when that is not the usual. */
  readonly tolerance?: { readonly rtol: number; readonly atol: number };
}

export interface RecordedVariant {
  readonly variant: string;
  readonly dtype: string;
  readonly samples: readonly RecordedCase[];
  /** Some of the samples with larger tensors, where the operator takes those and its graph is the same. */
  readonly resized: readonly RecordedCase[];
  /** Samples that PyTorch could not export. */
  readonly failures: readonly { readonly index: number; readonly error: string }[];
}

export function isRecordedMeta(value: RecordedValue): value is RecordedMeta {
  return typeof value === "object" && value !== null && "shape" in value;
}

export function isRecordedTensor(value: RecordedCase["expected"][number]): value is RecordedTensor {
  return "data" in value;
}

export function decoded(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, "base64"));
}

export function dataBytes(tensor: RecordedTensor): Uint8Array {
  return decoded(tensor.data);
}
