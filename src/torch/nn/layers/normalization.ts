/** Layer, group, RMS and local response normalisation. */

import { ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { defineLayers, type Layer } from "../layer.ts";
import { bool, byName, factoryOf, ints, type Named, storing, tupleOf } from "./attributes.ts";

/** Weights of ones and biases of zeros, where there are any. */
function affine(layer: Layer, named: Named, shape: readonly number[], hasWeight: boolean, hasBias: boolean): void {
  const factory = factoryOf(layer, named);
  if (hasWeight) layer.parameter("weight", shape, factory);
  else layer.noParameter("weight");
  if (hasWeight && hasBias) layer.parameter("bias", shape, factory);
  else layer.noParameter("bias");
  layer.reset();
}

function reset(layer: Layer): void {
  layer.fill("weight", 1);
  layer.fill("bias", 0);
}

const is = (layer: Layer, named: Named, name: string): boolean => layer.truth(named[name] ?? false);
const hasBias = (layer: Layer): string => bool(layer.get("bias") !== null);

defineLayers(
  {
    name: "LayerNorm",
    file: "normalization",
    ...byName(
      "normalized_shape, eps=1e-05, elementwise_affine=True, bias=True, device=None, dtype=None",
      (layer, named) => {
        const shape = tupleOf(layer, named["normalized_shape"], 1);
        layer.set({
          normalized_shape: shape,
          eps: named["eps"] ?? null,
          elementwise_affine: named["elementwise_affine"] ?? null,
        });
        const weighted = is(layer, named, "elementwise_affine");
        affine(layer, named, ints(layer, shape), weighted, is(layer, named, "bias"));
      },
    ),
    reset,
    forward: (layer, input = null) =>
      layer.F("layer_norm", input, ...["normalized_shape", "weight", "bias", "eps"].map((n) => layer.get(n))),
    extra: (layer) =>
      layer.text(`{normalized_shape}, eps={eps}, elementwise_affine={elementwise_affine}, bias=${hasBias(layer)}`),
  },
  {
    name: "GroupNorm",
    file: "normalization",
    ...byName(
      "num_groups, num_channels, eps=1e-05, affine=True, device=None, dtype=None, *, bias=True",
      (layer, named) => {
        const [groups, channels] = [layer.int(named["num_groups"] ?? null), layer.int(named["num_channels"] ?? null)];
        if (channels % groups !== 0) {
          raise(layer.vm, ValueErrorType, `num_channels (${channels}) must be divisible by num_groups (${groups})`);
        }
        const names = ["num_groups", "num_channels", "eps", "affine"];
        layer.set(Object.fromEntries(names.map((n) => [n, named[n] ?? null])));
        affine(layer, named, [channels], is(layer, named, "affine"), is(layer, named, "bias"));
      },
    ),
    reset,
    forward: (layer, input = null) =>
      layer.F("group_norm", input, ...["num_groups", "weight", "bias", "eps"].map((n) => layer.get(n))),
    extra: (layer) => layer.text(`{num_groups}, {num_channels}, eps={eps}, affine={affine}, bias=${hasBias(layer)}`),
  },
  {
    name: "RMSNorm",
    file: "normalization",
    ...byName("normalized_shape, eps=None, elementwise_affine=True, device=None, dtype=None", (layer, named) => {
      const shape = tupleOf(layer, named["normalized_shape"], 1);
      layer.set({
        normalized_shape: shape,
        eps: named["eps"] ?? null,
        elementwise_affine: named["elementwise_affine"] ?? null,
      });
      if (is(layer, named, "elementwise_affine")) {
        layer.parameter("weight", ints(layer, shape), factoryOf(layer, named));
      } else layer.noParameter("weight");
      layer.reset();
    }),
    reset: (layer) => layer.fill("weight", 1),
    input: "x",
    forward: (layer, input = null) =>
      layer.F("rms_norm", input, ...["normalized_shape", "weight", "eps"].map((n) => layer.get(n))),
    extra: "{normalized_shape}, eps={eps}, elementwise_affine={elementwise_affine}",
  },
  {
    name: "LocalResponseNorm",
    file: "normalization",
    ...storing("size, alpha=0.0001, beta=0.75, k=1.0"),
    forward: (layer, input = null) =>
      layer.F("local_response_norm", input, ...["size", "alpha", "beta", "k"].map((n) => layer.get(n))),
    extra: "{size}, alpha={alpha}, beta={beta}, k={k}",
  },
  {
    name: "CrossMapLRN2d",
    file: "normalization",
    ...storing("size, alpha=0.0001, beta=0.75, k=1"),
    forward: (layer, input = null) =>
      layer.F("local_response_norm", input, ...["size", "alpha", "beta", "k"].map((n) => layer.get(n))),
    extra: "{size}, alpha={alpha}, beta={beta}, k={k}",
  },
);
