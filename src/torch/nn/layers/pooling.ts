/** Pooling layers. */

import { ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { repr } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { PyTensor } from "../../tensor/tensor.ts";
import { defineLayers, type LayerSpec } from "../layer.ts";
import { byName, storing, tupleOf } from "./attributes.ts";

const DIMS = [1, 2, 3];

function abstract(name: string, more: Partial<LayerSpec>): LayerSpec {
  return { name, file: "pooling", isPublic: false, ...more };
}

function maxPool(n: number): LayerSpec {
  return {
    name: `MaxPool${n}d`,
    file: "pooling",
    base: "_MaxPoolNd",
    forward: (layer, input = null) =>
      layer.F(
        `max_pool${n}d`,
        input,
        ...["kernel_size", "stride", "padding", "dilation", "ceil_mode", "return_indices"].map((a) => layer.get(a)),
      ),
  };
}

function avgPool(n: number): LayerSpec {
  const common = "kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True";
  const names = ["kernel_size", "stride", "padding", "ceil_mode", "count_include_pad"];
  if (n > 1) names.push("divisor_override");
  return {
    name: `AvgPool${n}d`,
    file: "pooling",
    base: "_AvgPoolNd",
    ...byName(n === 1 ? common : `${common}, divisor_override=None`, (layer, named) => {
      const stride = named["stride"] ?? named["kernel_size"] ?? null;
      if (n > 1) {
        layer.set({ ...named, stride });
        return;
      }
      const single = (value: PyValue | undefined): PyValue => tupleOf(layer, value, 1);
      layer.set({
        ...named,
        kernel_size: single(named["kernel_size"]),
        stride: single(stride),
        padding: single(named["padding"]),
      });
    }),
    forward: (layer, input = null) => layer.F(`avg_pool${n}d`, input, ...names.map((a) => layer.get(a))),
  };
}

function maxUnpool(n: number): LayerSpec {
  return {
    name: `MaxUnpool${n}d`,
    file: "pooling",
    base: "_MaxUnpoolNd",
    ...byName("kernel_size, stride=None, padding=0", (layer, named) => {
      layer.set({
        kernel_size: tupleOf(layer, named["kernel_size"], n),
        stride: tupleOf(layer, named["stride"] ?? named["kernel_size"], n),
        padding: tupleOf(layer, named["padding"], n),
      });
    }),
    input: "input, indices, output_size=None",
    forward: (layer, input = null, indices = null, size = null) =>
      layer.F(
        `max_unpool${n}d`,
        input,
        indices,
        layer.get("kernel_size"),
        layer.get("stride"),
        layer.get("padding"),
        size,
      ),
  };
}

function fractional(n: number): LayerSpec {
  const name = `FractionalMaxPool${n}d`;
  return {
    name,
    file: "pooling",
    ...byName(
      "kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None",
      (layer, named) => {
        const optional = (value: PyValue | undefined): PyValue =>
          value === undefined || value === null ? null : tupleOf(layer, value, n);
        const samples = named["_random_samples"];
        layer.set({
          kernel_size: tupleOf(layer, named["kernel_size"], n),
          return_indices: named["return_indices"] ?? false,
        });
        layer.buffer("_random_samples", samples instanceof PyTensor ? samples : null);
        const size = optional(named["output_size"]);
        const ratio = optional(named["output_ratio"]);
        layer.set({ output_size: size, output_ratio: ratio });
        const fail = (message: string): never => raise(layer.vm, ValueErrorType, message);
        if (size === null && ratio === null) {
          fail(`${name} requires specifying either an output size, or a pooling ratio`);
        }
        if (size !== null && ratio !== null) fail("only one of output_size and output_ratio may be specified");
        if (ratio === null) return;
        const ratios = tupleOf(layer, ratio, n).items.map((r) => layer.number(r));
        if (!ratios.every((r) => r > 0 && r < 1)) {
          fail(`output_ratio must be between 0 and 1 (got ${repr(layer.vm, named["output_ratio"] ?? null)})`);
        }
      },
    ),
    forward: (layer, input = null) =>
      layer.F(
        `fractional_max_pool${n}d`,
        input,
        ...["kernel_size", "output_size", "output_ratio", "return_indices", "_random_samples"].map((a) => layer.get(a)),
      ),
  };
}

function lpPool(n: number): LayerSpec {
  return {
    name: `LPPool${n}d`,
    file: "pooling",
    base: "_LPPoolNd",
    forward: (layer, input = null) =>
      layer.F(
        `lp_pool${n}d`,
        input,
        layer.float(layer.number(layer.get("norm_type"))),
        ...["kernel_size", "stride", "ceil_mode"].map((a) => layer.get(a)),
      ),
  };
}

function adaptive(kind: "Avg" | "Max", n: number): LayerSpec {
  const func = `adaptive_${kind.toLowerCase()}_pool${n}d`;
  return {
    name: `Adaptive${kind}Pool${n}d`,
    file: "pooling",
    base: `_Adaptive${kind}PoolNd`,
    forward: (layer, input = null) =>
      kind === "Avg"
        ? layer.F(func, input, layer.get("output_size"))
        : layer.F(func, input, layer.get("output_size"), layer.get("return_indices")),
  };
}

defineLayers(
  abstract("_MaxPoolNd", {
    ...byName(
      "kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False",
      (layer, named) => layer.set({ ...named, stride: named["stride"] ?? named["kernel_size"] ?? null }),
    ),
    extra: "kernel_size={kernel_size}, stride={stride}, padding={padding}, dilation={dilation}, ceil_mode={ceil_mode}",
  }),
  abstract("_AvgPoolNd", { extra: "kernel_size={kernel_size}, stride={stride}, padding={padding}" }),
  abstract("_MaxUnpoolNd", { extra: "kernel_size={kernel_size}, stride={stride}, padding={padding}" }),
  abstract("_LPPoolNd", {
    ...storing("norm_type, kernel_size, stride=None, ceil_mode=False"),
    extra: "norm_type={norm_type}, kernel_size={kernel_size}, stride={stride}, ceil_mode={ceil_mode}",
  }),
  abstract("_AdaptiveMaxPoolNd", {
    ...storing("output_size, return_indices=False"),
    extra: "output_size={output_size}",
  }),
  abstract("_AdaptiveAvgPoolNd", { ...storing("output_size"), extra: "output_size={output_size}" }),
  ...DIMS.flatMap((n) => [
    maxPool(n),
    avgPool(n),
    maxUnpool(n),
    lpPool(n),
    adaptive("Avg", n),
    adaptive("Max", n),
    ...(n > 1 ? [fractional(n)] : []),
  ]),
);
