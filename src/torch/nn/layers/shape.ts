/** Layers that rearrange: flatten, fold, shuffles, upsampling; and those that compare vectors. */

import { TypeErrorType } from "../../../dynamo/objects/exception_types.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import { callMethod } from "../../../dynamo/protocols/call.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { typeName } from "../../../dynamo/protocols/type_of.ts";
import { symIntOf } from "../../objects/symbolic.ts";
import { defineLayers, type Layer, type LayerSpec } from "../layer.ts";
import { byName, type Named, parameterNames, storing } from "./attributes.ts";

/** A layer that stores its arguments and hands them to a function after the inputs. */
function stored(name: string, file: string, func: string, init: string, extra?: string, input = "input"): LayerSpec {
  const names = parameterNames(init);
  return {
    name,
    file,
    ...storing(init),
    input,
    forward: (layer, ...inputs) => layer.F(func, ...inputs, ...names.map((n) => layer.get(n))),
    ...(extra === undefined ? {} : { extra }),
  };
}

function checkSizes(layer: Layer, sizes: PyValue): void {
  if (!(sizes instanceof PyTuple) && !(sizes instanceof PyList)) {
    raise(layer.vm, TypeErrorType, `unflattened_size must be a tuple of ints, but found type ${typeName(sizes)}`);
  }
  for (const [i, size] of sizes.items.entries()) {
    if (symIntOf(size) !== undefined) continue;
    raise(
      layer.vm,
      TypeErrorType,
      `unflattened_size must be tuple of ints, but found element of type ${typeName(size)} at pos ${i}`,
    );
  }
}

function setupUpsample(layer: Layer, named: Named): void {
  const factor = named["scale_factor"] ?? null;
  const number = (v: PyValue): PyValue => layer.float(layer.number(v));
  layer.set({
    name: layer.self.type.name,
    size: named["size"] ?? null,
    scale_factor:
      factor instanceof PyTuple ? new PyTuple(factor.items.map(number)) : layer.truth(factor) ? number(factor) : null,
    mode: named["mode"] ?? null,
    align_corners: named["align_corners"] ?? null,
    recompute_scale_factor: named["recompute_scale_factor"] ?? null,
  });
}

function upsampling(name: string, fixed: Named): LayerSpec {
  return {
    name,
    file: "upsampling",
    base: "Upsample",
    ...byName("size=None, scale_factor=None", (layer, named) => setupUpsample(layer, { ...named, ...fixed })),
  };
}

const WINDOW = "kernel_size={kernel_size}, dilation={dilation}, padding={padding}, stride={stride}";

defineLayers(
  {
    name: "Flatten",
    file: "flatten",
    ...storing("start_dim=1, end_dim=-1"),
    forward: (layer, input = null) =>
      callMethod(layer.vm, input, "flatten", [layer.get("start_dim"), layer.get("end_dim")]),
    extra: "start_dim={start_dim}, end_dim={end_dim}",
  },
  {
    name: "Unflatten",
    file: "flatten",
    ...byName("dim, unflattened_size", (layer, named) => {
      checkSizes(layer, named["unflattened_size"] ?? null);
      layer.set(named);
    }),
    forward: (layer, input = null) =>
      callMethod(layer.vm, input, "unflatten", [layer.get("dim"), layer.get("unflattened_size")]),
    extra: "dim={dim}, unflattened_size={unflattened_size}",
  },
  stored(
    "Fold",
    "fold",
    "fold",
    "output_size, kernel_size, dilation=1, padding=0, stride=1",
    `output_size={output_size}, ${WINDOW}`,
  ),
  stored("Unfold", "fold", "unfold", "kernel_size, dilation=1, padding=0, stride=1", WINDOW),
  stored("PixelShuffle", "pixelshuffle", "pixel_shuffle", "upscale_factor", "upscale_factor={upscale_factor}"),
  stored(
    "PixelUnshuffle",
    "pixelshuffle",
    "pixel_unshuffle",
    "downscale_factor",
    "downscale_factor={downscale_factor}",
  ),
  stored("ChannelShuffle", "channelshuffle", "channel_shuffle", "groups", "groups={groups}"),
  stored("CosineSimilarity", "distance", "cosine_similarity", "dim=1, eps=1e-08", undefined, "x1, x2"),
  {
    name: "PairwiseDistance",
    file: "distance",
    ...byName("p=2.0, eps=1e-06, keepdim=False", (layer, named) =>
      layer.set({ norm: named["p"] ?? null, eps: named["eps"] ?? null, keepdim: named["keepdim"] ?? null }),
    ),
    input: "x1, x2",
    forward: (layer, a = null, b = null) =>
      layer.F("pairwise_distance", a, b, layer.get("norm"), layer.get("eps"), layer.get("keepdim")),
  },
  {
    name: "Upsample",
    file: "upsampling",
    ...byName(
      "size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None",
      setupUpsample,
    ),
    forward: (layer, input = null) =>
      layer.F(
        "interpolate",
        input,
        ...["size", "scale_factor", "mode", "align_corners", "recompute_scale_factor"].map((n) => layer.get(n)),
      ),
    extra: (layer) =>
      layer.text(
        `${layer.get("scale_factor") === null ? "size={size!r}" : "scale_factor={scale_factor!r}"}, mode={mode!r}`,
      ),
  },
  upsampling("UpsamplingNearest2d", { mode: "nearest" }),
  upsampling("UpsamplingBilinear2d", { mode: "bilinear", align_corners: true }),
);
