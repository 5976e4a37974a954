/** Linear maps, embeddings and dropout. */

import { RuntimeErrorType, ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import { PyFloat } from "../../../dynamo/objects/float.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { repr } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { defineFunctional, type FunctionalImpl } from "./define.ts";

function dropout(op: string): FunctionalImpl {
  return (f, input = null, p = null, training = null, inplace = null) => {
    const probability = p instanceof PyFloat ? p.value : Number(p);
    if (!(probability >= 0 && probability <= 1)) {
      raise(f.vm, ValueErrorType, `dropout probability has to be between 0 and 1, but got ${repr(f.vm, p)}`);
    }
    return f.op(f.truth(inplace) ? `${op}_` : op, input, f.float(probability), f.truth(training));
  };
}

/** Without its batch dimension (`rank` dimensions), the input gets one for the while. */
function channelDropout(name: string, rank: number): FunctionalImpl {
  return (f, input = null, ...rest) => {
    const given = f.rank(input);
    const run = dropout("feature_dropout");
    if (given === rank) return f.op("squeeze", run(f, f.op("unsqueeze", input, 0), ...rest), 0);
    if (name === "dropout1d" && given !== rank + 1) {
      f.raise(
        RuntimeErrorType,
        `dropout1d: Expected 2D or 3D input, but received a ${given}D input. Note that dropout1d exists to provide channel-wise dropout on inputs with 1 spatial dimension, a channel dimension, and an optional batch dimension (i.e. 2D or 3D inputs).`,
      );
    }
    return run(f, input, ...rest);
  };
}

export const linearFunctions = defineFunctional({
  "linear(input, weight, bias=None)": (f, ...args) => f.op("linear", ...args),
  "bilinear(input1, input2, weight, bias=None)": (f, ...args) => f.op("bilinear", ...args),
  "dropout(input, p=0.5, training=True, inplace=False)": dropout("dropout"),
  "alpha_dropout(input, p=0.5, training=False, inplace=False)": dropout("alpha_dropout"),
  "feature_alpha_dropout(input, p=0.5, training=False, inplace=False)": dropout("feature_alpha_dropout"),
  "dropout1d(input, p=0.5, training=True, inplace=False)": channelDropout("dropout1d", 2),
  "dropout2d(input, p=0.5, training=True, inplace=False)": dropout("feature_dropout"),
  "dropout3d(input, p=0.5, training=True, inplace=False)": channelDropout("dropout3d", 4),
  "embedding(input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False)": (
    f,
    input = null,
    weight = null,
    paddingIdx = null,
    _maxNorm = null,
    _normType = null,
    scale: PyValue = false,
    sparse: PyValue = false,
  ) => {
    let padding = paddingIdx === null ? -1 : f.int(paddingIdx);
    if (paddingIdx !== null && padding < 0) padding += Number(f.size(weight, 0));
    return f.op("embedding", weight, input, padding, f.truth(scale), f.truth(sparse));
  },
});
