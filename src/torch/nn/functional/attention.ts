/** Attention: the fused operator, and the multi-head form around it. */

import { AssertionErrorType, RuntimeErrorType } from "../../../dynamo/objects/exception_types.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import { callMethod } from "../../../dynamo/protocols/call.ts";
import { isFloating } from "../../../fx/dtype.ts";
import { MEMORY_FORMATS, pyDType } from "../../objects/dtype.ts";
import { torchState } from "../../state.ts";
import { type Call, defineFunctional } from "./define.ts";

const list = (...items: PyValue[]): PyList => new PyList(items);

/** A mask to be added: a boolean one becomes 0 and -inf. */
export function canonicalMask(f: Call, mask: PyValue, name: string, like: PyValue): PyValue {
  if (mask === null) return null;
  const { dtype } = f.tensor(mask).meta;
  if (isFloating(dtype)) return mask;
  if (dtype !== "bool") f.raise(AssertionErrorType, `only bool and floating types of ${name} are supported`);
  const kwargs: Record<string, PyValue> = { dtype: pyDType(f.tensor(like).meta.dtype) };
  if (torchState(f.vm).tracer !== null) kwargs["pin_memory"] = false;
  return f.op("masked_fill_", f.opk("zeros_like", [mask], kwargs), mask, f.float(Number.NEGATIVE_INFINITY));
}

function checkRanks(f: Call, a: HeadArguments): boolean {
  const fail = (message: string): never => f.raise(AssertionErrorType, message);
  const rank = f.rank(a.query);
  if (rank !== 2 && rank !== 3) {
    fail(`query should be unbatched 2D or batched 3D tensor but received ${rank}-D query tensor`);
  }
  const kind = rank === 3 ? "batched (3-D)" : "unbatched (2-D)";
  const [k, v] = [f.rank(a.key), f.rank(a.value)];
  if (k !== rank || v !== rank) {
    fail(
      `For ${kind} \`query\`, expected \`key\` and \`value\` to be ${rank}-D but found ${k}-D and ${v}-D tensors respectively`,
    );
  }
  if (a.keyPaddingMask !== null && f.rank(a.keyPaddingMask) !== rank - 1) {
    fail(
      `For ${kind} \`query\`, expected \`key_padding_mask\` to be \`None\` or ${rank - 1}-D but found ${f.rank(a.keyPaddingMask)}-D tensor instead`,
    );
  }
  if (a.attnMask !== null && f.rank(a.attnMask) !== 2 && f.rank(a.attnMask) !== 3) {
    fail(
      `For ${kind} \`query\`, expected \`attn_mask\` to be \`None\`, 2-D or 3-D but found ${f.rank(a.attnMask)}-D tensor instead`,
    );
  }
  return rank === 3;
}

/** One projection of all of `count` packed weights, taken apart again. */
function packed(f: Call, input: PyValue, weight: PyValue, bias: PyValue, width: PyValue, count: number): PyValue[] {
  let all = f.op("linear", input, weight, bias);
  all = f.op("unflatten", all, -1, list(count, width));
  all = f.op("contiguous", f.op("squeeze", f.op("transpose", f.op("unsqueeze", all, 0), 0, -2), -2));
  return Array.from({ length: count }, (_, i) => f.op("select", all, 0, i));
}

/** Query, key and value with the packed weight; equal inputs are projected together. */
function projectPacked(f: Call, a: HeadArguments): PyValue[] {
  const { query, key, value, weight, bias } = a;
  const width = f.dim(query, -1);
  if (key === value && query === key) return packed(f, query, weight, bias, width, 3);
  if (key === value) {
    const parts = list(width, f.math("*", width, 2));
    const [wq = null, wkv = null] = f.items(f.op("split_with_sizes", weight, parts));
    const [bq = null, bkv = null] = bias === null ? [] : f.items(f.op("split_with_sizes", bias, parts));
    const projected = f.op("linear", query, wq, bq);
    return [projected, ...packed(f, key, wkv, bkv, width, 2)];
  }
  const weights = f.items(f.op("chunk", weight, 3));
  return projectApart(f, a, weights);
}

function projectApart(f: Call, { query, key, value, bias }: HeadArguments, weights: readonly PyValue[]): PyValue[] {
  const biases = bias === null ? [] : f.items(f.op("chunk", bias, 3));
  return [query, key, value].map((t, i) => f.op("linear", t, weights[i] ?? null, biases[i] ?? null));
}

interface HeadArguments {
  readonly query: PyValue;
  readonly key: PyValue;
  readonly value: PyValue;
  readonly weight: PyValue;
  readonly bias: PyValue;
  readonly keyPaddingMask: PyValue;
  readonly attnMask: PyValue;
}

function checkMask(f: Call, mask: PyValue, sizes: readonly PyValue[], rank: number): void {
  const given = f.sizes(mask);
  if (given.length === sizes.length && given.every((s, i) => f.test(s, "==", sizes[i] ?? null))) return;
  f.raise(
    RuntimeErrorType,
    `The shape of the ${rank}D attn_mask is ${f.sizeText(mask)}, but should be ${f.repr(new PyTuple([...sizes]))}.`,
  );
}

/** A column for the extra key; it is never masked. */
function widened(f: Call, mask: PyValue): PyValue {
  return mask === null ? null : f.op("pad", mask, list(0, 1));
}

const SIGNATURE =
  "multi_head_attention_forward(query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias, bias_k, bias_v, add_zero_attn, dropout_p, out_proj_weight, out_proj_bias, training=True, key_padding_mask=None, need_weights=True, attn_mask=None, use_separate_proj_weight=False, q_proj_weight=None, k_proj_weight=None, v_proj_weight=None, static_k=None, static_v=None, average_attn_weights=True, is_causal=False)";

const PARAMETERS = SIGNATURE.slice(SIGNATURE.indexOf("(") + 1, -1)
  .split(", ")
  .map((p) => p.split("=")[0] ?? "");

function multiHead(f: Call, ...args: PyValue[]): PyValue {
  const get = (name: string): PyValue => args[PARAMETERS.indexOf(name)] ?? null;
  const is = (name: string): boolean => f.truth(get(name));
  let a: HeadArguments = {
    query: get("query"),
    key: get("key"),
    value: get("value"),
    weight: get("in_proj_weight"),
    bias: get("in_proj_bias"),
    keyPaddingMask: get("key_padding_mask"),
    attnMask: get("attn_mask"),
  };
  const batched = checkRanks(f, a);
  if (!batched) {
    const wide = (t: PyValue, dim: number): PyValue => (t === null ? null : f.op("unsqueeze", t, dim));
    a = {
      ...a,
      query: wide(a.query, 1),
      key: wide(a.key, 1),
      value: wide(a.value, 1),
      keyPaddingMask: wide(a.keyPaddingMask, 0),
    };
  }
  const heads = get("num_heads");
  const needWeights = is("need_weights");
  let causal = is("is_causal");
  const [targets = null, batch = null, width = null] = f.sizes(a.query);
  let keyMask = canonicalMask(f, a.keyPaddingMask, "key_padding_mask", a.query);
  let mask = a.attnMask;
  if (causal && mask === null) {
    f.raise(
      RuntimeErrorType,
      "Need attn_mask if specifying the is_causal hint. You may use the Transformer module method `generate_square_subsequent_mask` to create this mask.",
    );
  }
  if (causal && keyMask === null && !needWeights) mask = null;
  else {
    mask = canonicalMask(f, mask, "attn_mask", a.query);
    if (keyMask !== null) causal = false;
  }
  const expected = get("embed_dim_to_check");
  if (!f.test(width, "==", expected)) {
    f.raise(AssertionErrorType, `was expecting embedding dimension of ${f.repr(expected)}, but got ${f.repr(width)}`);
  }
  const headWidth = f.math("//", width, heads);
  if (!f.test(f.math("*", headWidth, heads), "==", width)) {
    f.raise(AssertionErrorType, `embed_dim ${f.repr(width)} not divisible by num_heads ${f.repr(heads)}`);
  }
  const separate = is("use_separate_proj_weight");
  if (!separate && !f.sameSize(a.key, a.value)) {
    f.raise(AssertionErrorType, `key shape ${f.sizeText(a.key)} does not match value shape ${f.sizeText(a.value)}`);
  }
  let [q = null, k = null, v = null] = separate
    ? projectApart(f, a, ["q_proj_weight", "k_proj_weight", "v_proj_weight"].map(get))
    : projectPacked(f, a);
  const batchHeads = f.math("*", batch, heads);
  if (mask !== null) {
    const sources = f.dim(a.key, 0);
    if (f.rank(mask) === 2) {
      checkMask(f, mask, [targets, sources], 2);
      mask = f.op("unsqueeze", mask, 0);
    } else checkMask(f, mask, [batchHeads, targets, sources], 3);
  }
  const [biasK, biasV] = [get("bias_k"), get("bias_v")];
  if (biasK !== null && biasV !== null) {
    k = f.op("cat", list(k, f.op("repeat", biasK, list(1, batch, 1))));
    v = f.op("cat", list(v, f.op("repeat", biasV, list(1, batch, 1))));
    mask = widened(f, mask);
    keyMask = widened(f, keyMask);
  }
  const split = (t: PyValue, length: PyValue): PyValue =>
    f.op("transpose", f.op("view", t, list(length, batchHeads, headWidth)), 0, 1);
  q = split(q, targets);
  k = get("static_k") ?? split(k, f.dim(k, 0));
  v = get("static_v") ?? split(v, f.dim(v, 0));
  if (is("add_zero_attn")) {
    const zero = (t: PyValue): PyValue => f.op("cat", list(t, f.make("zeros", [list(batchHeads, 1, headWidth)], t)), 1);
    k = zero(k);
    v = zero(v);
    mask = widened(f, mask);
    keyMask = widened(f, keyMask);
  }
  const sources = f.dim(k, 1);
  if (keyMask !== null) {
    const spread = f.op("expand", f.op("view", keyMask, list(batch, 1, 1, sources)), list(-1, heads, -1, -1));
    keyMask = f.op("reshape", spread, list(batchHeads, 1, sources));
    mask = mask === null ? keyMask : f.op("add", mask, keyMask);
  }
  const dropout = is("training") ? f.number(get("dropout_p")) : 0;
  const rows = f.math("*", targets, batch);
  const out = (t: PyValue): PyValue => {
    const projected = f.op("linear", t, get("out_proj_weight"), get("out_proj_bias"));
    const shaped = f.op("view", projected, list(targets, batch, f.dim(projected, 1)));
    return shaped;
  };
  if (needWeights) {
    const scale = Math.sqrt(1 / Number(f.size(q, -1)));
    const scaled = f.op("mul", q, f.float(scale));
    const turned = f.op("transpose", k, -2, -1);
    let weights = mask === null ? f.op("bmm", scaled, turned) : f.op("baddbmm", mask, scaled, turned);
    weights = f.op("softmax", weights, -1);
    if (dropout > 0) weights = f.op("dropout", weights, f.float(dropout), true);
    const mixed = f.op("reshape", f.op("transpose", f.op("bmm", weights, v), 0, 1), list(rows, width));
    const output = out(mixed);
    weights = f.op("view", weights, list(batch, heads, targets, sources));
    if (is("average_attn_weights")) weights = f.op("mean", weights, list(1));
    return batched ? f.tuple(output, weights) : f.tuple(f.op("squeeze", output, 1), f.op("squeeze", weights, 0));
  }
  if (mask !== null) {
    const shared = f.rank(mask) === 3 && f.test(f.dim(mask, 0), "==", 1);
    mask = shared ? f.op("unsqueeze", mask, 0) : f.op("view", mask, list(batch, heads, -1, sources));
  }
  const headed = (t: PyValue, length: PyValue): PyValue => f.op("view", t, list(batch, heads, length, headWidth));
  const mixed = f.op(
    "scaled_dot_product_attention",
    headed(q, targets),
    headed(k, sources),
    headed(v, sources),
    mask,
    f.float(dropout),
    causal,
  );
  const output = out(f.op("reshape", f.op("permute", mixed, list(2, 0, 1, 3)), list(rows, width)));
  return f.tuple(batched ? output : f.op("squeeze", output, 1), null);
}

export const attentionFunctions = defineFunctional({
  "scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False)":
    (f, query = null, key = null, value = null, mask = null, dropout = 0, causal = false, scale = null, gqa = false) =>
      f.opk("scaled_dot_product_attention", [query, key, value, mask, dropout, causal], {
        ...(scale === null ? {} : { scale }),
        ...(f.truth(gqa) ? { enable_gqa: true } : {}),
      }),
  "gumbel_softmax(logits, tau=1, hard=False, eps=1e-10, dim=-1)": (
    f,
    logits = null,
    tau = null,
    hard = false,
    _eps = null,
    dim = null,
  ) => {
    const format = MEMORY_FORMATS.get("contiguous_format") ?? null;
    const traced = torchState(f.vm).tracer !== null ? { pin_memory: false, memory_format: format } : {};
    // The method: outside of a graph it draws from the generator.
    const drawn = callMethod(f.vm, f.opk("empty_like", [logits], traced), "exponential_");
    const noise = f.op("neg", f.op("log", drawn));
    const soft = f.op("softmax", f.op("div", f.op("add", logits, noise), tau), dim);
    if (!f.truth(hard)) return soft;
    const best = f.item(f.op("max", soft, dim, true), 1);
    const chosen = f.op("scatter_", f.opk("zeros_like", [logits], traced), dim, best, f.float(1));
    return f.op("add", f.op("sub", chosen, f.op("detach", soft)), soft);
  },
  [SIGNATURE]: multiHead,
  "_canonical_mask(mask, mask_name, other_type, other_name, target_type, check_other=True)": (
    f,
    mask = null,
    name = null,
    _otherType = null,
    _otherName = null,
    dtype = null,
  ) => (mask === null ? null : canonicalMask(f, mask, String(name), f.opk("empty", [list(0)], { dtype }))),
  "_none_or_dtype(input)": (f, input = null) => (input === null ? null : pyDType(f.tensor(input).meta.dtype)),
});
