/** Tensors by the names of a model's inputs or outputs: what running a model takes and gives. */

import type { DataType } from "./data_type.ts";

/** Row-major, little-endian bytes; strings instead of bytes for dtype "string". */
export interface RuntimeTensor {
  readonly dtype: DataType;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
  readonly strings?: readonly string[];
}

export type NamedTensors = Readonly<Record<string, RuntimeTensor>>;

/** Runs a model, given as a file's bytes. Throws with the runtime's own message. */
export type ModelRunner = (model: Uint8Array, feeds: NamedTensors) => NamedTensors;
