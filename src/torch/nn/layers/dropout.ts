/** Dropout layers. */

import { ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import { repr } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { defineLayers, type LayerSpec } from "../layer.ts";

function dropout(name: string, func: string): LayerSpec {
  return {
    name,
    file: "dropout",
    init: "p=0.5, inplace=False",
    setup: (layer, p = null, inplace = null) => {
      const probability = layer.number(p);
      if (!(probability >= 0 && probability <= 1)) {
        raise(layer.vm, ValueErrorType, `dropout probability has to be between 0 and 1, but got ${repr(layer.vm, p)}`);
      }
      layer.set({ p, inplace });
    },
    forward: (layer, input = null) => layer.F(func, input, layer.get("p"), layer.get("training"), layer.get("inplace")),
    extra: "p={p}, inplace={inplace}",
  };
}

defineLayers(
  dropout("Dropout", "dropout"),
  dropout("Dropout1d", "dropout1d"),
  dropout("Dropout2d", "dropout2d"),
  dropout("Dropout3d", "dropout3d"),
  dropout("AlphaDropout", "alpha_dropout"),
  dropout("FeatureAlphaDropout", "feature_alpha_dropout"),
);
