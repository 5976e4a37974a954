/** Multi-head attention. */

import { AssertionErrorType, ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { PyObject } from "../../../dynamo/objects/object.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import { getAttr } from "../../../dynamo/protocols/attribute.ts";
import { callMethod } from "../../../dynamo/protocols/call.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { PyTensor } from "../../tensor/tensor.ts";
import { canonicalMask } from "../functional/attention.ts";
import { Call } from "../functional/define.ts";
import { constant, xavierNormal, xavierUniform } from "../init.ts";
import { defineLayers, type Layer } from "../layer.ts";
import { byName, factoryOf, type Named } from "./attributes.ts";

const PROJECTIONS = ["q_proj_weight", "k_proj_weight", "v_proj_weight"];

function setup(layer: Layer, named: Named): void {
  const get = (name: string): PyValue => named[name] ?? null;
  const width = layer.int(get("embed_dim"));
  const heads = layer.int(get("num_heads"));
  if (width <= 0 || heads <= 0) {
    raise(
      layer.vm,
      ValueErrorType,
      `embed_dim and num_heads must be greater than 0, got embed_dim=${width} and num_heads=${heads} instead`,
    );
  }
  const factory = factoryOf(layer, named);
  const kdim = get("kdim") === null ? width : layer.int(get("kdim"));
  const vdim = get("vdim") === null ? width : layer.int(get("vdim"));
  const packed = kdim === width && vdim === width;
  layer.set({
    embed_dim: get("embed_dim"),
    kdim,
    vdim,
    _qkv_same_embed_dim: packed,
    num_heads: get("num_heads"),
    dropout: get("dropout"),
    batch_first: get("batch_first"),
    head_dim: Math.floor(width / heads),
  });
  if (width % heads !== 0) raise(layer.vm, AssertionErrorType, "embed_dim must be divisible by num_heads");
  if (packed) {
    layer.parameter("in_proj_weight", [3 * width, width], factory);
    for (const name of PROJECTIONS) layer.noParameter(name);
  } else {
    for (const [i, name] of PROJECTIONS.entries()) {
      layer.parameter(name, [width, [width, kdim, vdim][i] ?? width], factory);
    }
    layer.noParameter("in_proj_weight");
  }
  if (layer.truth(get("bias"))) layer.parameter("in_proj_bias", [3 * width], factory);
  else layer.noParameter("in_proj_bias");
  layer.set({
    out_proj: layer.make("NonDynamicallyQuantizableLinear", [get("embed_dim"), get("embed_dim")], {
      bias: get("bias"),
      device: get("device"),
      dtype: get("dtype"),
    }),
  });
  if (layer.truth(get("add_bias_kv"))) {
    for (const name of ["bias_k", "bias_v"]) layer.parameter(name, [1, 1, width], factory);
  } else layer.set({ bias_k: null, bias_v: null });
  layer.set({ add_zero_attn: get("add_zero_attn") });
  callMethod(layer.vm, layer.self, "_reset_parameters", []);
}

function resetParameters(layer: Layer): PyValue {
  for (const name of ["in_proj_weight", ...PROJECTIONS]) {
    const weight = layer.tensor(name);
    if (weight !== null) xavierUniform(layer.vm, weight);
  }
  const bias = layer.tensor("in_proj_bias");
  if (bias !== null) {
    constant(layer.vm, bias, 0);
    const out = getAttr(layer.vm, layer.get("out_proj"), "bias");
    if (out instanceof PyTensor) constant(layer.vm, out, 0);
  }
  for (const name of ["bias_k", "bias_v"]) {
    const extra = layer.tensor(name);
    if (extra !== null) xavierNormal(layer.vm, extra);
  }
  return null;
}

/** Length first, equal inputs staying the very same tensor: they are then projected together. */
function lengthFirst(f: Call, query: PyValue, key: PyValue, value: PyValue): [PyValue, PyValue, PyValue] {
  const turned = (t: PyValue): PyValue => f.op("transpose", t, 1, 0);
  const q = turned(query);
  if (key === value && query === key) return [q, q, q];
  const k = turned(key);
  return [q, k, key === value ? k : turned(value)];
}

function forward(layer: Layer, ...args: PyValue[]): PyValue {
  const [query = null, key = null, value = null, keyPadding = null, needWeights = true, mask = null, ...rest] = args;
  const [average = true, causal = false] = rest;
  const f = new Call(layer.vm);
  const isBatched = f.rank(query) === 3;
  const keyMask = canonicalMask(f, keyPadding, "key_padding_mask", query);
  const attnMask = canonicalMask(f, mask, "attn_mask", query);
  const turns = layer.truth(layer.get("batch_first")) && isBatched;
  const [q, k, v] = turns ? lengthFirst(f, query, key, value) : [query, key, value];
  const out = layer.get("out_proj");
  const packed = layer.truth(layer.get("_qkv_same_embed_dim"));
  const get = (name: string): PyValue => layer.get(name);
  const result = layer.FK(
    "multi_head_attention_forward",
    [
      q,
      k,
      v,
      ...[
        "embed_dim",
        "num_heads",
        "in_proj_weight",
        "in_proj_bias",
        "bias_k",
        "bias_v",
        "add_zero_attn",
        "dropout",
      ].map(get),
      out instanceof PyObject ? getAttr(layer.vm, out, "weight") : null,
      out instanceof PyObject ? getAttr(layer.vm, out, "bias") : null,
    ],
    {
      training: get("training"),
      key_padding_mask: keyMask,
      need_weights: needWeights,
      attn_mask: attnMask,
      use_separate_proj_weight: !packed,
      ...(packed ? {} : Object.fromEntries(PROJECTIONS.map((name) => [name, get(name)]))),
      average_attn_weights: average,
      is_causal: causal,
    },
  );
  const [output = null, weights = null] = f.items(result);
  return new PyTuple([turns ? f.op("transpose", output, 1, 0) : output, weights]);
}

defineLayers({
  name: "MultiheadAttention",
  file: "activation",
  ...byName(
    "embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None, vdim=None, batch_first=False, device=None, dtype=None",
    setup,
  ),
  methods: { "_reset_parameters()": resetParameters },
  input:
    "query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None, average_attn_weights=True, is_causal=False",
  forward,
});
