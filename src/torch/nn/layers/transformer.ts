/** Transformer layers and stacks. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { RuntimeErrorType } from "../../../dynamo/objects/exception_types.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import { defineStaticMethods } from "../../../dynamo/objects/native.ts";
import type { PyObject, PyValue } from "../../../dynamo/objects/object.ts";
import { getAttr } from "../../../dynamo/protocols/attribute.ts";
import { call, callMethod } from "../../../dynamo/protocols/call.ts";
import { isInstance } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { toArray } from "../../../dynamo/protocols/iterate.ts";
import { FACTORIES } from "../../module/factories.ts";
import { canonicalMask } from "../functional/attention.ts";
import { Call } from "../functional/define.ts";
import { functional } from "../functional.ts";
import { xavierUniform } from "../init.ts";
import { defineLayers, type Layer, type LayerSpec, layerType } from "../layer.ts";
import { walkTensors } from "../module_type.ts";
import { byName, type Named } from "./attributes.ts";

const LAYER =
  "d_model, nhead, dim_feedforward=2048, dropout=0.1, activation=<unset>, layer_norm_eps=1e-05, batch_first=False, norm_first=False, bias=True, device=None, dtype=None";

function activationOf(layer: Layer, given: PyValue): PyValue {
  if (given === null) return functional("relu");
  if (typeof given !== "string") return given;
  if (given === "relu" || given === "gelu") return functional(given);
  return raise(layer.vm, RuntimeErrorType, `activation should be relu/gelu, not ${given}`);
}

/** 1 and 2 for the activations that PyTorch has a fused kernel for. */
function fusedKind(layer: Layer, activation: PyValue): number {
  const is = (func: string, name: string): boolean =>
    activation === functional(func) || isInstance(layer.vm, activation, layerType(layer.state, name));
  return is("relu", "ReLU") ? 1 : is("gelu", "GELU") ? 2 : 0;
}

/** The submodules of an encoder or decoder layer, in PyTorch's order. */
function setupLayer(layer: Layer, named: Named, attentions: readonly string[], norms: number): void {
  const get = (name: string): PyValue => named[name] ?? null;
  const common = { bias: get("bias"), device: get("device"), dtype: get("dtype") };
  const [width, wide] = [get("d_model"), get("dim_feedforward")];
  for (const name of attentions) {
    layer.set({
      [name]: layer.make("MultiheadAttention", [width, get("nhead")], {
        dropout: get("dropout"),
        batch_first: get("batch_first"),
        ...common,
      }),
    });
  }
  const dropout = (): PyObject => layer.make("Dropout", [get("dropout")]);
  layer.set({ linear1: layer.make("Linear", [width, wide], common) });
  layer.set({ dropout: dropout() });
  layer.set({ linear2: layer.make("Linear", [wide, width], common) });
  layer.set({ norm_first: get("norm_first") });
  for (let i = 1; i <= norms; i++) {
    layer.set({ [`norm${i}`]: layer.make("LayerNorm", [width], { eps: get("layer_norm_eps"), ...common }) });
  }
  for (let i = 1; i <= norms; i++) layer.set({ [`dropout${i}`]: dropout() });
}

function module(layer: Layer, name: string, ...args: PyValue[]): PyValue {
  return call(layer.vm, layer.get(name), args);
}

function block(layer: Layer, name: string, ...args: PyValue[]): PyValue {
  return callMethod(layer.vm, layer.self, name, args);
}

/** Adds what each block makes of the input, with the norm before the block or after the sum. */
function residual(layer: Layer, input: PyValue, blocks: readonly ((x: PyValue) => PyValue)[]): PyValue {
  const f = new Call(layer.vm);
  const first = layer.truth(layer.get("norm_first"));
  return blocks.reduce((x: PyValue, run, i) => {
    const norm = (t: PyValue): PyValue => module(layer, `norm${i + 1}`, t);
    return first ? f.math("+", x, run(norm(x))) : norm(f.math("+", x, run(x)));
  }, input);
}

function attend(
  layer: Layer,
  name: string,
  dropout: string,
  q: PyValue,
  kv: PyValue,
  rest: readonly PyValue[],
): PyValue {
  const [mask = null, padding = null, causal = false] = rest;
  const result = call(
    layer.vm,
    layer.get(name),
    [q, kv, kv],
    new Map<string, PyValue>([
      ["attn_mask", mask],
      ["key_padding_mask", padding],
      ["need_weights", false],
      ["is_causal", causal],
    ]),
  );
  return module(layer, dropout, new Call(layer.vm).item(result, 0));
}

function feedForward(dropout: string): NonNullable<LayerSpec["methods"]> {
  return {
    "_ff_block(x)": (layer, x = null) => {
      const hidden = call(layer.vm, layer.get("activation"), [module(layer, "linear1", x)]);
      return module(layer, dropout, module(layer, "linear2", module(layer, "dropout", hidden)));
    },
  };
}

const SELF_ATTENTION: NonNullable<LayerSpec["methods"]> = {
  "_sa_block(x, attn_mask, key_padding_mask, is_causal=False)": (layer, x = null, ...rest) =>
    attend(layer, "self_attn", "dropout1", x, x, rest),
};

const encoderLayer: LayerSpec = {
  name: "TransformerEncoderLayer",
  file: "transformer",
  ...byName(LAYER, (layer, named) => {
    setupLayer(layer, named, ["self_attn"], 2);
    const activation = activationOf(layer, named["activation"] ?? null);
    layer.set({ activation_relu_or_gelu: fusedKind(layer, activation) });
    layer.set({ activation });
  }),
  methods: { ...SELF_ATTENTION, ...feedForward("dropout2") },
  input: "src, src_mask=None, src_key_padding_mask=None, is_causal=False",
  forward: (layer, src = null, srcMask = null, srcPadding = null, causal = false) => {
    const f = new Call(layer.vm);
    const padding = canonicalMask(f, srcPadding, "src_key_padding_mask", src);
    const mask = canonicalMask(f, srcMask, "src_mask", src);
    return residual(layer, src, [
      (x) => block(layer, "_sa_block", x, mask, padding, causal),
      (x) => block(layer, "_ff_block", x),
    ]);
  },
};

const decoderLayer: LayerSpec = {
  name: "TransformerDecoderLayer",
  file: "transformer",
  ...byName(LAYER, (layer, named) => {
    setupLayer(layer, named, ["self_attn", "multihead_attn"], 3);
    layer.set({ activation: activationOf(layer, named["activation"] ?? null) });
  }),
  methods: {
    ...SELF_ATTENTION,
    "_mha_block(x, mem, attn_mask, key_padding_mask, is_causal=False)": (layer, x = null, memory = null, ...rest) =>
      attend(layer, "multihead_attn", "dropout2", x, memory, rest),
    ...feedForward("dropout3"),
  },
  input:
    "tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None, tgt_is_causal=False, memory_is_causal=False",
  forward: (layer, tgt = null, memory = null, tgtMask = null, memoryMask = null, ...rest) => {
    const [tgtPadding = null, memoryPadding = null, tgtCausal = false, memoryCausal = false] = rest;
    return residual(layer, tgt, [
      (x) => block(layer, "_sa_block", x, tgtMask, tgtPadding, tgtCausal),
      (x) => block(layer, "_mha_block", x, memory, memoryMask, memoryPadding, memoryCausal),
      (x) => block(layer, "_ff_block", x),
    ]);
  },
};

/** Copies of a layer, made as `copy.deepcopy` makes them. */
function clones(layer: Layer, original: PyValue, count: PyValue): PyObject {
  const { vm } = layer;
  const copy = getAttr(vm, vm.importModule("copy"), "deepcopy");
  const copies = Array.from({ length: layer.int(count) }, () => call(vm, copy, [original]));
  return layer.make("ModuleList", [new PyList(copies)]);
}

/** The layers one after the other, each called with the same keywords, and the norm at the end. */
function stack(layer: Layer, input: PyValue, more: readonly PyValue[], kwargs: Named): PyValue {
  const { vm } = layer;
  let output = input;
  for (const each of toArray(vm, layer.get("layers"))) {
    output = call(vm, each, [output, ...more], new Map(Object.entries(kwargs)));
  }
  return layer.get("norm") === null ? output : module(layer, "norm", output);
}

/**
 * PyTorch looks at the mask's values to tell whether it is causal, and can't export that. A mask that is passed is
 * applied as it is, which gives the same numbers.
 */
const isCausal = (given: PyValue): boolean => given === true;

const encoder: LayerSpec = {
  name: "TransformerEncoder",
  file: "transformer",
  ...byName("encoder_layer, num_layers, norm=None, enable_nested_tensor=True, mask_check=True", (layer, named) => {
    layer.set({ layers: clones(layer, named["encoder_layer"] ?? null, named["num_layers"] ?? null) });
    layer.set({ num_layers: named["num_layers"] ?? null });
    layer.set({ norm: named["norm"] ?? null });
    layer.set({
      enable_nested_tensor: named["enable_nested_tensor"] ?? null,
      use_nested_tensor: false,
      mask_check: named["mask_check"] ?? null,
    });
  }),
  input: "src, mask=None, src_key_padding_mask=None, is_causal=None",
  forward: (layer, src = null, srcMask = null, srcPadding = null, causal = null) => {
    const f = new Call(layer.vm);
    const padding = canonicalMask(f, srcPadding, "src_key_padding_mask", src);
    const mask = canonicalMask(f, srcMask, "mask", src);
    return stack(layer, src, [], { src_mask: mask, is_causal: isCausal(causal), src_key_padding_mask: padding });
  },
};

const decoder: LayerSpec = {
  name: "TransformerDecoder",
  file: "transformer",
  ...byName("decoder_layer, num_layers, norm=None", (layer, named) => {
    layer.set({ layers: clones(layer, named["decoder_layer"] ?? null, named["num_layers"] ?? null) });
    layer.set({ num_layers: named["num_layers"] ?? null });
    layer.set({ norm: named["norm"] ?? null });
  }),
  input:
    "tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None, tgt_is_causal=None, memory_is_causal=False",
  forward: (layer, tgt = null, memory = null, tgtMask = null, memoryMask = null, ...rest) => {
    const [tgtPadding = null, memoryPadding = null, tgtCausal = null, memoryCausal = false] = rest;
    return stack(layer, tgt, [memory], {
      tgt_mask: tgtMask,
      memory_mask: memoryMask,
      tgt_key_padding_mask: tgtPadding,
      memory_key_padding_mask: memoryPadding,
      tgt_is_causal: isCausal(tgtCausal),
      memory_is_causal: memoryCausal,
    });
  },
};

function causalMask(vm: Interpreter, size: PyValue, device: PyValue, dtype: PyValue): PyValue {
  const f = new Call(vm);
  const full = FACTORIES.get("full");
  if (full === undefined) throw new Error("no factory full");
  const kwargs = new Map<string, PyValue>([
    ["dtype", dtype],
    ["device", device],
  ]);
  return f.op("triu", full.raw(vm, [new PyList([size, size]), f.float(Number.NEGATIVE_INFINITY)], kwargs), 1);
}

const transformer: LayerSpec = {
  name: "Transformer",
  file: "transformer",
  ...byName(
    "d_model=512, nhead=8, num_encoder_layers=6, num_decoder_layers=6, dim_feedforward=2048, dropout=0.1, activation=<unset>, custom_encoder=None, custom_decoder=None, layer_norm_eps=1e-05, batch_first=False, norm_first=False, bias=True, device=None, dtype=None",
    (layer, named) => {
      const get = (name: string): PyValue => named[name] ?? null;
      const factory = { device: get("device"), dtype: get("dtype") };
      const half = (kind: "Encoder" | "Decoder", count: string): PyObject => {
        const names = ["d_model", "nhead", "dim_feedforward", "dropout"];
        const after = ["layer_norm_eps", "batch_first", "norm_first", "bias"];
        const one = layer.make(
          `Transformer${kind}Layer`,
          [...names.map(get), get("activation") ?? functional("relu"), ...after.map(get)],
          factory,
        );
        const norm = layer.make("LayerNorm", [get("d_model")], {
          eps: get("layer_norm_eps"),
          bias: get("bias"),
          ...factory,
        });
        return layer.make(`Transformer${kind}`, [one, get(count), norm]);
      };
      layer.set({ encoder: get("custom_encoder") ?? half("Encoder", "num_encoder_layers") });
      layer.set({ decoder: get("custom_decoder") ?? half("Decoder", "num_decoder_layers") });
      callMethod(layer.vm, layer.self, "_reset_parameters", []);
      layer.set({ d_model: get("d_model"), nhead: get("nhead"), batch_first: get("batch_first") });
    },
  ),
  input:
    "src, tgt, src_mask=None, tgt_mask=None, memory_mask=None, src_key_padding_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None, src_is_causal=None, tgt_is_causal=None, memory_is_causal=False",
  forward: (layer, src = null, tgt = null, srcMask = null, tgtMask = null, memoryMask = null, ...rest) => {
    const [srcPadding = null, tgtPadding = null, memoryPadding = null, ...hints] = rest;
    const [srcCausal = null, tgtCausal = null, memoryCausal = false] = hints;
    const { vm } = layer;
    const f = new Call(vm);
    const batch = layer.truth(layer.get("batch_first")) ? 0 : 1;
    if (f.rank(src) === 3 && f.test(f.dim(src, batch), "!=", f.dim(tgt, batch))) {
      f.raise(RuntimeErrorType, "the batch number of src and tgt must be equal");
    }
    const width = layer.get("d_model");
    if (f.test(f.dim(src, -1), "!=", width) || f.test(f.dim(tgt, -1), "!=", width)) {
      f.raise(RuntimeErrorType, "the feature number of src and tgt must be equal to d_model");
    }
    const memory = call(
      vm,
      layer.get("encoder"),
      [src],
      new Map<string, PyValue>([
        ["mask", srcMask],
        ["src_key_padding_mask", srcPadding],
        ["is_causal", srcCausal],
      ]),
    );
    return call(
      vm,
      layer.get("decoder"),
      [tgt, memory],
      new Map<string, PyValue>([
        ["tgt_mask", tgtMask],
        ["memory_mask", memoryMask],
        ["tgt_key_padding_mask", tgtPadding],
        ["memory_key_padding_mask", memoryPadding],
        ["tgt_is_causal", tgtCausal],
        ["memory_is_causal", memoryCausal],
      ]),
    );
  },
  methods: {
    "_reset_parameters()": (layer) => {
      for (const [, tensor] of walkTensors(layer.self, "_parameters")) {
        if (tensor.meta.shape.length > 1) xavierUniform(layer.vm, tensor);
      }
      return null;
    },
  },
  define: (type) =>
    defineStaticMethods(type, {
      "generate_square_subsequent_mask(sz, device=None, dtype=None)": causalMask,
    }),
};

defineLayers(encoderLayer, decoderLayer, encoder, decoder, transformer);
