/** Instance normalisation layers. */

import { ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { callMethod } from "../../../dynamo/protocols/call.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { Call } from "../functional/define.ts";
import { defineLayers, type Layer, type LayerSpec } from "../layer.ts";
import { byName } from "./attributes.ts";
import { checksRank, setupNorm } from "./batchnorm.ts";

function apply(layer: Layer, input: PyValue): PyValue {
  const training = layer.truth(layer.get("training"));
  const tracked = layer.truth(layer.get("track_running_stats"));
  return layer.F(
    "instance_norm",
    input,
    ...["running_mean", "running_var", "weight", "bias"].map((n) => layer.get(n)),
    training || !tracked,
    layer.get("momentum") ?? layer.float(0),
    layer.get("eps"),
  );
}

/** `spatial + 1` dimensions are one sample without its batch. */
function forward(layer: Layer, input: PyValue): PyValue {
  const f = new Call(layer.vm);
  callMethod(layer.vm, layer.self, "_check_input_dim", [input]);
  const unbatched = f.int(callMethod(layer.vm, layer.self, "_get_no_batch_dim", []));
  const dim = f.rank(input) - unbatched;
  const features = layer.get("num_features");
  if (layer.truth(layer.get("affine")) && f.test(f.dim(input, dim), "!=", features)) {
    raise(
      layer.vm,
      ValueErrorType,
      `expected input's size at dim=${dim} to match num_features (${f.repr(features)}), but got: ${f.repr(f.dim(input, dim))}.`,
    );
  }
  if (dim !== 0) return apply(layer, input);
  return f.op("squeeze", apply(layer, f.op("unsqueeze", input, 0)), 0);
}

function instanceNorm(n: number): LayerSpec {
  return {
    name: `InstanceNorm${n}d`,
    file: "instancenorm",
    base: "_InstanceNorm",
    methods: { ...checksRank([n + 1, n + 2]), "_get_no_batch_dim()": () => n + 1 },
  };
}

defineLayers(
  {
    name: "_InstanceNorm",
    file: "instancenorm",
    base: "_NormBase",
    isPublic: false,
    ...byName(
      "num_features, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False, device=None, dtype=None, *, bias=True",
      setupNorm,
    ),
    forward: (layer, input = null) => forward(layer, input),
  },
  ...[1, 2, 3].map(instanceNorm),
);
