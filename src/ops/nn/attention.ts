/** Scaled dot product attention. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { floordiv } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { broadcastShapes, printShape, sameSize } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { range } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { full } from "../shape_nodes.ts";
import { contiguous } from "../strides.ts";
import { uniform } from "../tensor/random.ts";

function attentionMeta(
  ctx: MetaContext,
  query: TensorMeta,
  key: TensorMeta,
  value: TensorMeta,
  gqa: boolean,
): TensorMeta {
  for (const t of [query, key, value]) {
    ctx.check(
      t.shape.length >= 2,
      () =>
        `scaled_dot_product_attention: Expected query, key, and value to all be  at least 2 dimensional, but got Query dim: ${query.shape.length}, Key dim: ${key.shape.length}, Value dim: ${value.shape.length} instead.`,
    );
    ctx.check(
      t.dtype === query.dtype,
      () =>
        `Expected query, key, and value to have the same dtype, but got query.dtype: ${query.dtype} key.dtype: ${key.dtype} and value.dtype: ${value.dtype} instead.`,
    );
  }
  ctx.check(
    sameSize(ctx.guards, query.shape.at(-1) ?? 1, key.shape.at(-1) ?? 1, "attention"),
    () => `mat1 and mat2 shapes cannot be multiplied: query ${printShape(query.shape)}, key ${printShape(key.shape)}`,
  );
  const batch = gqa
    ? query.shape.slice(0, -2)
    : broadcastShapes(ctx.guards, [query.shape.slice(0, -2), key.shape.slice(0, -2), value.shape.slice(0, -2)]);
  return contiguous(query.dtype, [...batch, query.shape.at(-2) ?? 1, value.shape.at(-1) ?? 1], query.device);
}

/** 1 where a query may see a key: on and below the diagonal. */
function causalMask(g: LoweringBuilder, rows: SymInt, columns: SymInt): Value {
  return g.op("Trilu", [full(g, [rows, columns], true, "bool"), null], { upper: 0 });
}

/** Grouped queries: each key head serves several query heads. */
function repeatHeads(g: LoweringBuilder, t: TensorOperand, query: TensorMeta): TensorOperand {
  const [have, want] = [t.meta.shape.at(-3), query.shape.at(-3)];
  if (have === undefined || want === undefined || have === want) return t;
  const rank = t.meta.shape.length;
  if (typeof have === "number" && typeof want === "number")
    return g.call("aten.repeat_interleave.self_int", [t, want / have, rank - 3]);
  const [batch, rest] = [t.meta.shape.slice(0, -3), t.meta.shape.slice(-2)];
  const apart = g.op("Unsqueeze", [t.value, g.ints([rank - 2])]);
  const spread = g.op("Expand", [apart, g.sizes([...batch, have, floordiv(want, have), ...rest])]);
  const shape = [...batch, want, ...rest];
  return g.operand(g.op("Reshape", [spread, g.sizes(shape)]), { ...t.meta, shape });
}

interface AttentionOptions {
  readonly dropout: number;
  readonly causal: boolean;
  /** Null: 1/√width. */
  readonly scale: number | null;
}

/**
 * ONNX's own Attention, from opset 23 on; null where its definition or ONNX Runtime's kernel does not fit: it takes 4
 * dimensions, batches of one size and a positive scale, and it drops nothing. Grouped queries are its own affair.
 */
function attentionNode(
  g: LoweringBuilder,
  [query, key, value]: readonly [TensorOperand, TensorOperand, TensorOperand],
  mask: TensorOperand | null,
  o: AttentionOptions,
): Value | null {
  const metas = [query.meta, key.meta, value.meta];
  const batches = new Set(metas.map((m) => m.shape[0]));
  if (g.opset < 23 || metas.some((m) => m.shape.length !== 4) || batches.size > 1) return null;
  if (o.dropout > 0 || (o.scale !== null && o.scale <= 0) || key.meta.shape[1] !== value.meta.shape[1]) return null;
  const attributes = {
    is_causal: o.causal ? 1 : undefined,
    scale: o.scale === null ? undefined : { float: o.scale },
  };
  return g.op("Attention", [query.value, key.value, value.value, mask && wholeMask(g, mask, query, key)], attributes);
}

/** The mask with a row for every query: ONNX Runtime broadcasts batches and heads only. */
function wholeMask(g: LoweringBuilder, mask: TensorOperand, query: TensorOperand, key: TensorOperand): Value {
  const { dtype, shape } = mask.meta;
  const value = dtype === "bool" ? mask.value : g.as(mask, query.meta.dtype);
  const ends = [query.meta.shape[2] ?? 1, key.meta.shape[2] ?? 1];
  if (ends.every((d, i) => shape.at(i - 2) === d)) return value;
  return g.op("Expand", [value, g.sizes([...shape.slice(0, -2), ...ends])]);
}

function attention(
  g: LoweringBuilder,
  query: TensorOperand,
  key: TensorOperand,
  value: TensorOperand,
  mask: TensorOperand | null,
  o: AttentionOptions,
): Value {
  const { dtype, shape } = query.meta;
  const rank = key.meta.shape.length;
  const width = shape.at(-1) ?? 1;
  const scale = o.scale ?? (typeof width === "number" ? 1 / Math.sqrt(width) : null);
  const perm = [...range(rank - 2), rank - 1, rank - 2];
  const keys = g.op("Transpose", [key.value], { perm });
  const scaled = (v: Value): Value => {
    if (scale !== null) return scale >= 0 ? g.op("Mul", [v, g.const(Math.sqrt(scale), dtype)]) : v;
    // Dynamic head width: width^(-1/4) on both sides.
    const root = g.op("Sqrt", [g.op("Sqrt", [g.cast(g.size(width), dtype)])]);
    return g.op("Div", [v, root]);
  };
  let scores = g.op("MatMul", [scaled(query.value), scaled(keys)]);
  if (scale !== null && scale < 0) scores = g.op("Mul", [scores, g.const(scale, dtype)]);
  const never = g.const(Number.NEGATIVE_INFINITY, dtype);
  if (o.causal) scores = g.op("Where", [causalMask(g, shape.at(-2) ?? 1, key.meta.shape.at(-2) ?? 1), scores, never]);
  const isBool = mask?.meta.dtype === "bool";
  if (mask) scores = isBool ? g.op("Where", [mask.value, scores, never]) : g.op("Add", [scores, g.as(mask, dtype)]);
  let weights = g.op("Softmax", [scores], { axis: -1 });
  // A row without any key to see gives 0, not NaN.
  if (mask)
    weights = g.op("Where", [
      g.op("IsNaN", [dtype === "bfloat16" ? g.cast(weights, "float32") : weights]),
      g.const(0, dtype),
      weights,
    ]);
  if (o.dropout > 0) {
    const size = [
      ...broadcastShapes(g.guards, [shape.slice(0, -2), key.meta.shape.slice(0, -2)]),
      shape.at(-2) ?? 1,
      key.meta.shape.at(-2) ?? 1,
    ];
    const keep = g.op("GreaterOrEqual", [uniform(g, size, "float32"), g.const(o.dropout, "float32")]);
    weights = g.op("Where", [keep, g.op("Mul", [weights, g.const(1 / (1 - o.dropout), dtype)]), g.const(0, dtype)]);
  }
  return g.op("MatMul", [weights, value.value]);
}

export const attentionOps: readonly OpEntry[] = [
  op(
    "aten::scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, float dropout_p=0., bool is_causal=False, *, float? scale=None, bool enable_gqa=False) -> Tensor",
    {
      meta(ctx, { query, key, value, attn_mask, is_causal, enable_gqa }) {
        ctx.check(
          attn_mask === null || !is_causal,
          () => "scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True",
        );
        ctx.check(
          attn_mask === null ||
            attn_mask.dtype === "bool" ||
            attn_mask.dtype === query.dtype ||
            attn_mask.dtype === "float32",
          () =>
            `Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: ${attn_mask?.dtype} and  query.dtype: ${query.dtype} instead.`,
        );
        return attentionMeta(ctx, query, key, value, enable_gqa);
      },
      lower(g, { query, key, value, attn_mask, dropout_p, is_causal, scale, enable_gqa }) {
        const options = { dropout: dropout_p, causal: is_causal, scale };
        const heads = enable_gqa || query.meta.shape.at(-3) === key.meta.shape.at(-3);
        const node = heads ? attentionNode(g, [query, key, value], attn_mask, options) : null;
        if (node !== null) return node;
        const k = enable_gqa ? repeatHeads(g, key, query.meta) : key;
        const v = enable_gqa ? repeatHeads(g, value, query.meta) : value;
        return attention(g, query, k, v, attn_mask, options);
      },
    },
  ),
  op(
    "aten::_scaled_dot_product_flash_attention_for_cpu(Tensor query, Tensor key, Tensor value, float dropout_p=0., bool is_causal=False, *, Tensor? attn_mask=None, float? scale=None) -> (Tensor output, Tensor logsumexp)",
    {
      meta(ctx, { query, key, value }) {
        const out = attentionMeta(ctx, query, key, value, false);
        return [
          out,
          contiguous(query.dtype === "float64" ? "float64" : "float32", query.shape.slice(0, -1), query.device),
        ];
      },
      lower(g, { query, key, value, dropout_p, is_causal, attn_mask, scale }) {
        return [attention(g, query, key, value, attn_mask, { dropout: dropout_p, causal: is_causal, scale }), null];
      },
      notes: "without logsumexp, which only the backward pass reads",
    },
  ),
];
