/** Activation layers: each calls its function with the attributes that the constructor stored. */

import { defineLayers, type Layer, type LayerSpec } from "../layer.ts";

/** A layer that stores its arguments and hands them to a function after the input. */
function activation(
  name: string,
  func: string,
  init: string,
  extra: LayerSpec["extra"],
  more: Partial<LayerSpec> = {},
): LayerSpec {
  const names = init === "" ? [] : init.split(",").map((p) => (p.split("=")[0] ?? "").trim());
  return {
    name,
    file: "activation",
    init,
    setup: (layer, ...args) => {
      layer.set(Object.fromEntries(names.map((n, i) => [n, args[i] ?? null])));
    },
    forward: (layer, input = null) => layer.F(func, input, ...names.map((n) => layer.get(n))),
    ...(extra === undefined ? {} : { extra }),
    ...more,
  };
}

/** `inplace=True` only when it is set, after what else there is. */
function withInplace(template: string): (layer: Layer) => string {
  return (layer) => {
    const text = layer.text(template);
    if (!layer.truth(layer.get("inplace"))) return text;
    return text === "" ? "inplace=True" : `${text}, inplace=True`;
  };
}

const NONE = "";

defineLayers(
  activation("ReLU", "relu", "inplace=False", withInplace(NONE)),
  activation("SELU", "selu", "inplace=False", withInplace(NONE)),
  activation("SiLU", "silu", "inplace=False", withInplace(NONE)),
  activation("Mish", "mish", "inplace=False", withInplace(NONE)),
  activation("Hardswish", "hardswish", "inplace=False", undefined),
  activation("Hardsigmoid", "hardsigmoid", "inplace=False", undefined),
  activation("ELU", "elu", "alpha=1.0, inplace=False", withInplace("alpha={alpha}")),
  activation("CELU", "celu", "alpha=1.0, inplace=False", withInplace("alpha={alpha}")),
  activation(
    "LeakyReLU",
    "leaky_relu",
    "negative_slope=0.01, inplace=False",
    withInplace("negative_slope={negative_slope}"),
  ),
  activation(
    "Threshold",
    "threshold",
    "threshold, value, inplace=False",
    withInplace("threshold={threshold}, value={value}"),
  ),
  activation(
    "Hardtanh",
    "hardtanh",
    "min_val=-1.0, max_val=1.0, inplace=False, min_value=None, max_value=None",
    withInplace("min_val={min_val}, max_val={max_val}"),
    {
      // min_value and max_value are the older names.
      setup: (layer, min = null, max = null, inplace = null, older = null, olderMax = null) =>
        layer.set({ min_val: older ?? min, max_val: olderMax ?? max, inplace }),
      forward: (layer, input = null) =>
        layer.F("hardtanh", input, ...["min_val", "max_val", "inplace"].map((n) => layer.get(n))),
    },
  ),
  activation("ReLU6", "relu6", "inplace=False", withInplace(NONE), {
    base: "Hardtanh",
    setup: (layer, inplace = null) => layer.set({ min_val: layer.float(0), max_val: layer.float(6), inplace }),
  }),
  activation("GELU", "gelu", "approximate='none'", "approximate={approximate!r}", {
    forward: (layer, input = null) => layer.FK("gelu", [input], { approximate: layer.get("approximate") }),
  }),
  activation("Sigmoid", "sigmoid", NONE, undefined),
  activation("Tanh", "tanh", NONE, undefined),
  activation("LogSigmoid", "logsigmoid", NONE, undefined),
  activation("Softsign", "softsign", NONE, undefined),
  activation("Tanhshrink", "tanhshrink", NONE, undefined),
  activation("Softplus", "softplus", "beta=1.0, threshold=20.0", "beta={beta}, threshold={threshold}"),
  activation("Hardshrink", "hardshrink", "lambd=0.5", "{lambd}"),
  activation("Softshrink", "softshrink", "lambd=0.5", "{lambd}"),
  activation("GLU", "glu", "dim=-1", "dim={dim}"),
  activation("Softmax", "softmax", "dim=None", "dim={dim}"),
  activation("LogSoftmax", "log_softmax", "dim=None", "dim={dim}"),
  activation("Softmin", "softmin", "dim=None", "dim={dim}"),
  activation("Softmax2d", "softmax", NONE, undefined, {
    forward: (layer, input = null) => layer.F("softmax", input, -3),
  }),
  {
    name: "RReLU",
    file: "activation",
    init: "lower=0.125, upper=0.3333333333333333, inplace=False",
    setup: (layer, lower = null, upper = null, inplace = null) => layer.set({ lower, upper, inplace }),
    forward: (layer, input = null) =>
      layer.F("rrelu", input, layer.get("lower"), layer.get("upper"), layer.get("training"), layer.get("inplace")),
    extra: withInplace("lower={lower}, upper={upper}"),
  },
  {
    name: "PReLU",
    file: "activation",
    init: "num_parameters=1, init=0.25, device=None, dtype=None",
    setup: (layer, count = null, init = null, device = null, dtype = null) => {
      layer.set({ num_parameters: count, init });
      layer.parameter("weight", [layer.int(count)], layer.factory(device, dtype), layer.number(init));
    },
    reset: (layer) => {
      layer.fill("weight", layer.number(layer.get("init")));
    },
    forward: (layer, input = null) => layer.F("prelu", input, layer.get("weight")),
    extra: "num_parameters={num_parameters}",
  },
);
