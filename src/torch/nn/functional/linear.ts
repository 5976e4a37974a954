/** Linear maps, embeddings and dropout. */

import { ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
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

export const linearFunctions = defineFunctional({
  "linear(input, weight, bias=None)": (f, ...args) => f.op("linear", ...args),
  "bilinear(input1, input2, weight, bias=None)": (f, ...args) => f.op("bilinear", ...args),
  "dropout(input, p=0.5, training=True, inplace=False)": dropout("dropout"),
  "alpha_dropout(input, p=0.5, training=False, inplace=False)": dropout("alpha_dropout"),
  "feature_alpha_dropout(input, p=0.5, training=False, inplace=False)": dropout("feature_alpha_dropout"),
  "dropout1d(input, p=0.5, training=True, inplace=False)": dropout("feature_dropout"),
  "dropout2d(input, p=0.5, training=True, inplace=False)": dropout("feature_dropout"),
  "dropout3d(input, p=0.5, training=True, inplace=False)": dropout("feature_dropout"),
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
