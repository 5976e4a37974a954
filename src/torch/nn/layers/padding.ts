/** Padding layers. */

import { callMethod } from "../../../dynamo/protocols/call.ts";
import { defineLayers, type LayerSpec } from "../layer.ts";
import { byName, tupleOf } from "./attributes.ts";
import { checksRank } from "./batchnorm.ts";

const DIMS = [1, 2, 3];

function constantPad(n: number): LayerSpec {
  return {
    name: `ConstantPad${n}d`,
    file: "padding",
    base: "_ConstantPadNd",
    ...byName("padding, value", (layer, named) =>
      layer.set({ value: named["value"] ?? null, padding: tupleOf(layer, named["padding"], 2 * n) }),
    ),
  };
}

function zeroPad(n: number): LayerSpec {
  return {
    name: `ZeroPad${n}d`,
    file: "padding",
    base: `ConstantPad${n}d`,
    ...byName("padding", (layer, named) =>
      layer.set({ value: layer.float(0), padding: tupleOf(layer, named["padding"], 2 * n) }),
    ),
    extra: "{padding}",
  };
}

function modePad(kind: string, n: number, more: Partial<LayerSpec> = {}): LayerSpec {
  return {
    name: `${kind}Pad${n}d`,
    file: "padding",
    base: `_${kind}PadNd`,
    ...byName("padding", (layer, named) => layer.set({ padding: tupleOf(layer, named["padding"], 2 * n) })),
    ...more,
  };
}

defineLayers(
  {
    name: "_ConstantPadNd",
    file: "padding",
    isPublic: false,
    forward: (layer, input = null) => layer.F("pad", input, layer.get("padding"), "constant", layer.get("value")),
    extra: "padding={padding}, value={value}",
  },
  ...["Reflection", "Replication"].map(
    (kind): LayerSpec => ({
      name: `_${kind}PadNd`,
      file: "padding",
      isPublic: false,
      forward: (layer, input = null) =>
        layer.F("pad", input, layer.get("padding"), kind === "Reflection" ? "reflect" : "replicate"),
      extra: "{padding}",
    }),
  ),
  {
    name: "_CircularPadNd",
    file: "padding",
    isPublic: false,
    forward: (layer, input = null) => {
      callMethod(layer.vm, layer.self, "_check_input_dim", [input]);
      return layer.F("pad", input, layer.get("padding"), "circular");
    },
    extra: "{padding}",
  },
  ...DIMS.flatMap((n) => [
    constantPad(n),
    zeroPad(n),
    modePad("Reflection", n),
    modePad("Replication", n),
    modePad("Circular", n, { methods: checksRank([n + 1, n + 2]) }),
  ]),
);
