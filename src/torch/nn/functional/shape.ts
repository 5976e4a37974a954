/** Padding and rearranging. */

import { NotImplementedErrorType, ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { type Call, defineFunctional } from "./define.ts";

export const shapeFunctions = defineFunctional({
  "pad(input, pad, mode='constant', value=None)": (f, ...args) => f.op("pad", ...args),
  "pixel_shuffle(input, upscale_factor)": (f, ...args) => f.op("pixel_shuffle", ...args),
  "pixel_unshuffle(input, downscale_factor)": (f, ...args) => f.op("pixel_unshuffle", ...args),
  "channel_shuffle(input, groups)": (f, ...args) => f.op("channel_shuffle", ...args),
  "native_channel_shuffle(input, groups)": (f, ...args) => f.op("native_channel_shuffle", ...args),
  "one_hot(tensor, num_classes=-1)": (f, ...args) => f.op("one_hot", ...args),
  "embedding_bag(input, weight, offsets=None, max_norm=None, norm_type=2, scale_grad_by_freq=False, mode='mean', sparse=False, per_sample_weights=None, include_last_offset=False, padding_idx=None)":
    embeddingBag,
});

function checkBag(f: Call, input: PyValue, weights: PyValue, mode: string): void {
  if (weights === null) return;
  if (!f.sameSize(input, weights)) {
    f.raise(
      ValueErrorType,
      `embedding_bag: If per_sample_weights (${f.sizeText(weights)}) is not None, then it must have the same shape as the input (${f.sizeText(input)})`,
    );
  }
  if (mode !== "sum") {
    f.raise(
      NotImplementedErrorType,
      `embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for mode='sum' (got mode='${mode}'). Please open a feature request on GitHub.`,
    );
  }
}

function embeddingBag(f: Call, ...args: PyValue[]): PyValue {
  const [given = null, weight = null, at = null, maxNorm = null, , scale = false, modeValue = null, ...rest] = args;
  const [sparse = false, perSample = null, includeLast = false, paddingIdx = null] = rest;
  if (maxNorm !== null) {
    f.raise(NotImplementedErrorType, "embedding_bag with max_norm changes its weight; this is not supported");
  }
  const mode = String(modeValue);
  const number = ["sum", "mean", "max"].indexOf(mode);
  if (number < 0) f.raise(ValueErrorType, "mode has to be one of sum, mean or max");
  checkBag(f, given, perSample, mode);
  const rank = f.rank(given);
  if (rank === 2) {
    if (at !== null) {
      f.raise(
        ValueErrorType,
        "if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed length sequences. However, found offsets of type <class 'torch.Tensor'>",
      );
    }
    const [rows = 1, columns = 1] = f.sizes(given);
    const offsets = f.make("arange", [0, f.math("*", rows, columns), columns], given);
    const flat = (t: PyValue): PyValue => (t === null ? null : f.op("reshape", t, new PyList([-1])));
    const bags = [weight, flat(given), offsets, scale, number, sparse, flat(perSample), false, paddingIdx];
    return f.item(f.op("embedding_bag", ...bags), 0);
  }
  if (rank !== 1) {
    f.raise(ValueErrorType, `input has to be 1D or 2D Tensor, but got Tensor of dimension ${rank}`);
  }
  if (at === null) f.raise(ValueErrorType, "offsets has to be a 1D Tensor but got None");
  if (f.rank(at) !== 1) f.raise(ValueErrorType, "offsets has to be a 1D Tensor");
  const bags = [weight, given, at, scale, number, sparse, perSample, includeLast, paddingIdx];
  return f.item(f.op("embedding_bag", ...bags), 0);
}
