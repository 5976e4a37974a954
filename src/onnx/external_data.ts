/** Lays weights out in one file beside the model (TensorProto.external_data), aligned so that they can be mapped. */

import type { ExternalReference, Model, TensorContent } from "./ir.ts";
import { piecesOf } from "./tensor_content.ts";

/** Windows maps files in steps of 64 KiB; a page elsewhere is 4 KiB. Large tensors get the former, small ones the latter. */
const LARGE_ALIGNMENT = 65536;
const SMALL_ALIGNMENT = 4096;
const LARGE = 1 << 20;

export interface ExternalPlan {
  readonly references: ReadonlyMap<TensorContent, ExternalReference>;
  readonly byteLength: number;
  /** The file's content in order, gaps included. A part stays until the next is asked for. */
  parts(): Iterable<Uint8Array>;
}

/** Initializers of at least `smallest` bytes; those that already lie in a file stay there. */
export function planExternalData(model: Model, location: string, smallest: number): ExternalPlan {
  const references = new Map<TensorContent, ExternalReference>();
  const placed: { content: TensorContent; offset: number }[] = [];
  let end = 0;
  for (const { content } of model.graph.initializers.values()) {
    if (content.byteLength < smallest || content.strings !== undefined || references.has(content)) continue;
    if (content.external !== undefined) {
      references.set(content, content.external);
      continue;
    }
    const alignment = content.byteLength >= LARGE ? LARGE_ALIGNMENT : SMALL_ALIGNMENT;
    const offset = Math.ceil(end / alignment) * alignment;
    references.set(content, { location, offset, length: content.byteLength });
    placed.push({ content, offset });
    end = offset + content.byteLength;
  }
  return {
    references,
    byteLength: end,
    *parts() {
      let at = 0;
      for (const { content, offset } of placed) {
        if (offset > at) yield new Uint8Array(offset - at);
        yield* piecesOf(content, location);
        at = offset + content.byteLength;
      }
    },
  };
}
