/** Linear layers. */

import type { PyValue } from "../../../dynamo/objects/object.ts";
import { fans, kaimingUniform, uniform } from "../init.ts";
import { defineLayers, type Layer } from "../layer.ts";

/** PyTorch's default for weights and biases: U(-1/sqrt(fan_in), 1/sqrt(fan_in)) both. */
export function resetWeightAndBias(layer: Layer): void {
  const weight = layer.tensor("weight");
  const bias = layer.tensor("bias");
  if (weight === null) return;
  kaimingUniform(layer.vm, weight, { a: Math.sqrt(5) });
  if (bias === null) return;
  const { fanIn } = fans(layer.vm, weight);
  const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
  uniform(layer.vm, bias, -bound, bound);
}

export function biasParameter(layer: Layer, bias: PyValue, size: number, factory: ReturnType<Layer["factory"]>): void {
  if (layer.truth(bias)) layer.parameter("bias", [size], factory);
  else layer.noParameter("bias");
}

defineLayers(
  {
    name: "Identity",
    file: "linear",
    init: "*args, **kwargs",
    setup: () => {},
    forward: (_layer, input = null) => input,
  },
  {
    name: "Linear",
    file: "linear",
    init: "in_features, out_features, bias=True, device=None, dtype=None",
    setup: (layer, inFeatures = null, outFeatures = null, bias = null, device = null, dtype = null) => {
      const factory = layer.factory(device, dtype);
      layer.set({ in_features: inFeatures, out_features: outFeatures });
      layer.parameter("weight", [layer.int(outFeatures), layer.int(inFeatures)], factory);
      biasParameter(layer, bias, layer.int(outFeatures), factory);
      layer.reset();
    },
    reset: resetWeightAndBias,
    forward: (layer, input = null) => layer.F("linear", input, layer.get("weight"), layer.get("bias")),
    extra: (layer) =>
      `${layer.text("in_features={in_features}, out_features={out_features}")}, bias=${layer.get("bias") === null ? "False" : "True"}`,
  },
  {
    name: "NonDynamicallyQuantizableLinear",
    file: "linear",
    base: "Linear",
    isPublic: false,
  },
  {
    name: "Bilinear",
    file: "linear",
    init: "in1_features, in2_features, out_features, bias=True, device=None, dtype=None",
    setup: (layer, in1 = null, in2 = null, out = null, bias = null, device = null, dtype = null) => {
      const factory = layer.factory(device, dtype);
      layer.set({ in1_features: in1, in2_features: in2, out_features: out });
      layer.parameter("weight", [layer.int(out), layer.int(in1), layer.int(in2)], factory);
      biasParameter(layer, bias, layer.int(out), factory);
      layer.reset();
    },
    reset: (layer) => {
      const weight = layer.tensor("weight");
      const bias = layer.tensor("bias");
      const bound = 1 / Math.sqrt(Number(weight?.meta.shape[1] ?? 1));
      if (weight !== null) uniform(layer.vm, weight, -bound, bound);
      if (bias !== null) uniform(layer.vm, bias, -bound, bound);
    },
    input: "input1, input2",
    forward: (layer, a = null, b = null) => layer.F("bilinear", a, b, layer.get("weight"), layer.get("bias")),
    extra: (layer) =>
      `${layer.text("in1_features={in1_features}, in2_features={in2_features}, out_features={out_features}")}, bias=${layer.get("bias") === null ? "False" : "True"}`,
  },
);
