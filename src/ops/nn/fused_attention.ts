/** Attention as devices' fused kernels compute it, and matrix products by groups. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { contiguous } from "../strides.ts";

const float = (value: number) => ({ kind: "float", value }) as const;

const NOTES = "without the results that only the backward pass reads";

function attention(
  g: LoweringBuilder,
  query: TensorOperand,
  key: TensorOperand,
  value: TensorOperand,
  mask: TensorOperand | null,
  dropout: number,
  causal: boolean,
  scale: number | null,
): TensorOperand {
  return g.call("aten.scaled_dot_product_attention.default", [query, key, value, mask, float(dropout), causal], {
    scale: scale === null ? null : float(scale),
  });
}

/** [batch, heads, queries, width of the values]; kernels lay heads out behind the queries. */
function attended(query: TensorMeta, value: TensorMeta): TensorMeta {
  const [batch = 1, heads = 1, length = 1] = query.shape;
  const width = value.shape.at(-1) ?? 1;
  const made = contiguous(query.dtype, [batch, length, heads, width], query.device);
  const [a = 1, b = 1, c = 1, d = 1] = made.strides;
  return { ...made, shape: [batch, heads, length, width], strides: [a, c, b, d] };
}

const perQuery = (query: TensorMeta) => contiguous("float32", query.shape.slice(0, -1), query.device);
const seed = (query: TensorMeta) => contiguous("int64", [], query.device);

/** Rows of `x` by groups, which `offs` ends: each row is multiplied with its group's matrix. Those past the last end are zero if told so. */
function rowGroups(g: LoweringBuilder, x: Value, matrices: Value, offs: TensorOperand, rest?: "zero"): Value {
  const rows = g.op("Squeeze", [g.op("Shape", [x], { start: 0, end: 1 })]);
  const places = g.op("Range", [g.const(0, "int64"), rows, g.const(1, "int64")]);
  const ended = g.op("LessOrEqual", [g.as(offs, "int64"), g.op("Unsqueeze", [places, g.ints([-1])])]);
  const group = g.op("ReduceSum", [g.cast(ended, "int64"), g.ints([-1])], { keepdims: 0 });
  const last = g.op("Sub", [g.op("Size", [offs.value]), g.const(1, "int64")]);
  const own = g.op("Gather", [matrices, g.op("Min", [group, last])]);
  const y = g.op("Squeeze", [g.op("MatMul", [g.op("Unsqueeze", [x, g.ints([1])]), own]), g.ints([1])]);
  if (rest === undefined) return y;
  const within = g.op("Unsqueeze", [g.op("LessOrEqual", [group, last]), g.ints([1])]);
  return g.op("Where", [within, y, g.op("CastLike", [g.const(0, "float32"), y])]);
}

export const fusedAttentionOps: readonly OpEntry[] = [
  op(
    "aten::_scaled_dot_product_efficient_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_bias, bool compute_log_sumexp, float dropout_p=0., bool is_causal=False, *, float? scale=None) -> (Tensor output, Tensor log_sumexp, Tensor philox_seed, Tensor philox_offset)",
    {
      meta: (_, { query, value }) => [attended(query, value), perQuery(query), seed(query), seed(query)],
      lower: (g, { query, key, value, attn_bias, dropout_p, is_causal, scale }) => [
        attention(g, query, key, value, attn_bias, dropout_p, is_causal, scale),
        null,
        null,
        null,
      ],
      notes: NOTES,
    },
  ),
  op(
    "aten::_scaled_dot_product_flash_attention(Tensor query, Tensor key, Tensor value, float dropout_p=0., bool is_causal=False, bool return_debug_mask=False, *, float? scale=None) -> (Tensor output, Tensor logsumexp, Tensor cum_seq_q, Tensor cum_seq_k, SymInt max_q, SymInt max_k, Tensor rng_state, Tensor unused, Tensor debug_attn_mask)",
    {
      meta: (_, { query, key, value }) => [
        attended(query, value),
        perQuery(query),
        null,
        null,
        { kind: "symint", expr: query.shape[2] ?? 1 },
        { kind: "symint", expr: key.shape[2] ?? 1 },
        contiguous("uint64", [2], query.device),
        contiguous("uint64", [], query.device),
        contiguous(query.dtype, [0], query.device),
      ],
      lower: (g, { query, key, value, dropout_p, is_causal, scale }) => [
        attention(g, query, key, value, null, dropout_p, is_causal, scale),
        null,
        null,
        null,
        g.size(query.meta.shape[2] ?? 1),
        g.size(key.meta.shape[2] ?? 1),
        null,
        null,
        null,
      ],
      notes: NOTES,
    },
  ),
  op(
    "aten::_grouped_mm(Tensor self, Tensor mat2, Tensor? offs=None, Tensor? bias=None, ScalarType? out_dtype=None) -> Tensor",
    {
      meta(ctx, { self, mat2, offs, bias, out_dtype }) {
        ctx.check(bias === null, () => "Bias not supported yet");
        const ranks = [self.shape.length, mat2.shape.length].join(" by ");
        if (ranks !== "3 by 3" && !(ranks === "2 by 3" && offs !== null))
          throw ctx.error(`_grouped_mm of ${ranks} dimensions is not supported`, "NotImplementedError");
        const shape = [...self.shape.slice(0, -1), mat2.shape.at(-1) ?? 1];
        return contiguous(out_dtype ?? self.dtype, shape, self.device);
      },
      lower(g, { self, mat2, offs }) {
        const { dtype } = g.out;
        const inner = self.meta.dtype === "bfloat16" ? "float32" : self.meta.dtype;
        const [x, w] = [g.as(self, inner), g.as(mat2, inner)];
        const y = offs && self.meta.shape.length === 2 ? rowGroups(g, x, w, offs) : g.op("MatMul", [x, w]);
        return inner === dtype ? y : g.cast(y, dtype);
      },
      notes: "groups of rows (2 by 3 dimensions) and of matrices (3 by 3)",
    },
  ),
  // The custom operator by which transformers' experts multiply where a compiler runs them: its function reads the offsets
  // as numbers, so that it can't be captured instead. Rows past the last offset stay zero.
  op("transformers::grouped_mm_fallback(Tensor input, Tensor weight, Tensor offs) -> Tensor", {
    meta: (_, { input, weight }) =>
      contiguous(input.dtype, [input.shape[0] ?? 1, weight.shape.at(-1) ?? 1], input.device),
    lower(g, { input, weight, offs }) {
      const { dtype } = g.out;
      const inner = dtype === "bfloat16" ? "float32" : dtype;
      const y = rowGroups(g, g.as(input, inner), g.as(weight, inner), offs, "zero");
      return inner === dtype ? y : g.cast(y, dtype);
    },
    notes: "of the library transformers",
  }),
];
