/** Convolution layers. */

import { ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import { callMethod } from "../../../dynamo/protocols/call.ts";
import { repr } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { Call } from "../functional/define.ts";
import { defineLayers, type Layer, type LayerSpec } from "../layer.ts";
import { byName, differs, factoryOf, ints, type Named, tupleOf } from "./attributes.ts";
import { biasParameter, resetWeightAndBias } from "./linear.ts";

const MODES = ["zeros", "reflect", "replicate", "circular"];

interface Sizes {
  readonly kernel: PyTuple;
  readonly stride: PyTuple;
  readonly padding: PyTuple | string;
  readonly dilation: PyTuple;
  readonly outputPadding: PyTuple;
}

function fail(layer: Layer, message: string): never {
  return raise(layer.vm, ValueErrorType, message);
}

/** The widths as `F.pad` takes them: last dimension first, each twice. */
function paddingWidths(layer: Layer, s: Sizes): PyList {
  if (s.padding instanceof PyTuple) {
    return new PyList([...s.padding.items].reverse().flatMap((p) => [p, p]));
  }
  if (s.padding === "valid") return new PyList(s.kernel.items.flatMap(() => [0, 0]));
  const kernel = ints(layer, s.kernel).reverse();
  const dilation = ints(layer, s.dilation).reverse();
  return new PyList(
    kernel.flatMap((k, i) => {
      const total = (dilation[i] ?? 1) * (k - 1);
      const left = Math.floor(total / 2);
      return [left, total - left];
    }),
  );
}

function setup(layer: Layer, named: Named, s: Sizes, transposed: boolean): void {
  const number = (name: string): number => layer.int(named[name] ?? null);
  const [input, output, groups] = [number("in_channels"), number("out_channels"), number("groups")];
  if (groups <= 0) fail(layer, "groups must be a positive integer");
  if (input % groups !== 0) fail(layer, "in_channels must be divisible by groups");
  if (output % groups !== 0) fail(layer, "out_channels must be divisible by groups");
  if (typeof s.padding === "string") {
    if (s.padding !== "same" && s.padding !== "valid") {
      fail(layer, `Invalid padding string ${repr(layer.vm, s.padding)}, should be one of {'same', 'valid'}`);
    }
    if (s.padding === "same" && ints(layer, s.stride).some((i) => i !== 1)) {
      fail(layer, "padding='same' is not supported for strided convolutions");
    }
  }
  const mode = named["padding_mode"] ?? null;
  if (!MODES.includes(String(mode))) {
    const names = MODES.map((m) => `'${m}'`).join(", ");
    fail(layer, `padding_mode must be one of {${names}}, but got padding_mode='${String(mode)}'`);
  }
  layer.set({
    in_channels: named["in_channels"] ?? null,
    out_channels: named["out_channels"] ?? null,
    kernel_size: s.kernel,
    stride: s.stride,
    padding: s.padding,
    dilation: s.dilation,
    transposed,
    output_padding: s.outputPadding,
    groups: named["groups"] ?? null,
    padding_mode: mode,
    _reversed_padding_repeated_twice: paddingWidths(layer, s),
  });
  const factory = factoryOf(layer, named);
  const [first, second] = transposed ? [input, output] : [output, input];
  layer.parameter("weight", [first, second / groups, ...ints(layer, s.kernel)], factory);
  biasParameter(layer, named["bias"] ?? null, output, factory);
  layer.reset();
}

function repeated(n: number, value: number): PyTuple {
  return new PyTuple(new Array<PyValue>(n).fill(value));
}

function describe(layer: Layer): string {
  const padding = layer.get("padding");
  const dims = layer.get("kernel_size");
  const n = dims instanceof PyTuple ? dims.items.length : 0;
  const usual: [string, PyValue][] = [
    ["padding", typeof padding === "string" ? null : repeated(n, 0)],
    ["dilation", repeated(n, 1)],
    ["output_padding", repeated(n, 0)],
    ["groups", 1],
  ];
  let text = layer.text("{in_channels}, {out_channels}, kernel_size={kernel_size}, stride={stride}");
  for (const [name, value] of usual) if (differs(layer, name, value)) text += layer.text(`, ${name}={${name}}`);
  if (layer.get("bias") === null) text += ", bias=False";
  if (layer.get("padding_mode") !== "zeros") text += layer.text(", padding_mode={padding_mode}");
  return text;
}

function convolve(layer: Layer, n: number, input: PyValue, weight: PyValue, bias: PyValue): PyValue {
  const rest = [layer.get("stride"), layer.get("padding"), layer.get("dilation"), layer.get("groups")];
  const mode = layer.get("padding_mode");
  if (mode === "zeros") return layer.F(`conv${n}d`, input, weight, bias, ...rest);
  const padded = layer.F("pad", input, layer.get("_reversed_padding_repeated_twice"), mode);
  rest[1] = repeated(n, 0);
  return layer.F(`conv${n}d`, padded, weight, bias, ...rest);
}

const FORWARD =
  "in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', device=None, dtype=None";
const TRANSPOSED =
  "in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros', device=None, dtype=None";

function forwardConv(n: number): LayerSpec {
  return {
    name: `Conv${n}d`,
    file: "conv",
    base: "_ConvNd",
    ...byName(FORWARD, (layer, named) => {
      const padding = named["padding"];
      const sizes: Sizes = {
        kernel: tupleOf(layer, named["kernel_size"], n),
        stride: tupleOf(layer, named["stride"], n),
        padding: typeof padding === "string" ? padding : tupleOf(layer, padding, n),
        dilation: tupleOf(layer, named["dilation"], n),
        outputPadding: repeated(n, 0),
      };
      setup(layer, named, sizes, false);
    }),
    methods: {
      "_conv_forward(input, weight, bias)": (layer, input = null, weight = null, bias = null) =>
        convolve(layer, n, input, weight, bias),
    },
    forward: (layer, input = null) =>
      callMethod(layer.vm, layer.self, "_conv_forward", [input, layer.get("weight"), layer.get("bias")]),
  };
}

/** The padding of the output that makes it the size asked for. */
function outputPadding(layer: Layer, ...args: PyValue[]): PyValue {
  const [input = null, outputSize = null, stride = null, padding = null, kernel = null, dims = null, dilations = null] =
    args;
  const f = new Call(layer.vm);
  const n = f.int(dims);
  if (outputSize === null) return tupleOf(layer, layer.get("output_padding"), n);
  const rank = f.rank(input);
  const others = rank === n + 2 ? 2 : 1;
  let wanted = f.items(outputSize);
  if (wanted.length === others + n) wanted = wanted.slice(others);
  if (wanted.length !== n) {
    fail(
      layer,
      `ConvTranspose${n}D: for ${rank}D input, output_size must have ${n} or ${others + n} elements (got ${wanted.length})`,
    );
  }
  const at = (list: PyValue, i: number): PyValue => f.items(list)[i] ?? null;
  const lows = wanted.map((_, i) => {
    const spread = f.math("*", f.math("-", f.dim(input, i + others), 1), at(stride, i));
    const dilated = f.math("*", dilations === null ? 1 : at(dilations, i), f.math("-", at(kernel, i), 1));
    return f.math("+", f.math("+", f.math("-", spread, f.math("*", 2, at(padding, i))), dilated), 1);
  });
  const highs = lows.map((low, i) => f.math("-", f.math("+", low, at(stride, i)), 1));
  for (const [i, size] of wanted.entries()) {
    if (!f.test(size, "<", lows[i] ?? null) && !f.test(size, ">", highs[i] ?? null)) continue;
    const shown = (list: PyValue[]): string => f.repr(new PyList(list));
    fail(
      layer,
      `requested an output size of ${shown(wanted)}, but valid sizes range from ${shown(lows)} to ${shown(highs)} (for an input of torch.Size(${shown(f.sizes(input).slice(2))}))`,
    );
  }
  return new PyList(wanted.map((size, i) => f.math("-", size, lows[i] ?? null)));
}

function transposedConv(n: number): LayerSpec {
  return {
    name: `ConvTranspose${n}d`,
    file: "conv",
    base: "_ConvTransposeNd",
    ...byName(TRANSPOSED, (layer, named) => {
      if (named["padding_mode"] !== "zeros") {
        fail(layer, `Only "zeros" padding mode is supported for ${layer.self.type.name}`);
      }
      const sizes: Sizes = {
        kernel: tupleOf(layer, named["kernel_size"], n),
        stride: tupleOf(layer, named["stride"], n),
        padding: tupleOf(layer, named["padding"], n),
        dilation: tupleOf(layer, named["dilation"], n),
        outputPadding: tupleOf(layer, named["output_padding"], n),
      };
      setup(layer, named, sizes, true);
    }),
    input: "input, output_size=None",
    forward: (layer, input = null, outputSize = null) => {
      const get = (name: string): PyValue => layer.get(name);
      const extra = callMethod(layer.vm, layer.self, "_output_padding", [
        input,
        outputSize,
        ...["stride", "padding", "kernel_size"].map(get),
        n,
        get("dilation"),
      ]);
      const [stride = null, padding = null] = ["stride", "padding"].map(get);
      const [weight = null, bias = null, groups = null, dilation = null] = ["weight", "bias", "groups", "dilation"].map(
        get,
      );
      return layer.F(`conv_transpose${n}d`, input, weight, bias, stride, padding, extra, groups, dilation);
    },
  };
}

const BASE =
  "in_channels, out_channels, kernel_size, stride, padding, dilation, transposed, output_padding, groups, bias, padding_mode, device=None, dtype=None";

defineLayers(
  {
    name: "_ConvNd",
    file: "conv",
    isPublic: false,
    ...byName(BASE, (layer, named) => {
      const tuple = (name: string): PyTuple => tupleOf(layer, named[name], 1);
      const padding = named["padding"];
      const sizes: Sizes = {
        kernel: tuple("kernel_size"),
        stride: tuple("stride"),
        padding: typeof padding === "string" ? padding : tuple("padding"),
        dilation: tuple("dilation"),
        outputPadding: tuple("output_padding"),
      };
      setup(layer, named, sizes, layer.truth(named["transposed"] ?? false));
    }),
    reset: resetWeightAndBias,
    extra: describe,
  },
  {
    name: "_ConvTransposeNd",
    file: "conv",
    base: "_ConvNd",
    isPublic: false,
    methods: {
      "_output_padding(input, output_size, stride, padding, kernel_size, num_spatial_dims, dilation=None)":
        outputPadding,
    },
  },
  ...[1, 2, 3].flatMap((n) => [forwardConv(n), transposedConv(n)]),
);
