/** ONNX's own operators as PyTorch offers them to programs (`torch.onnx.ops`): from opset 23 on they are single nodes. */

import type { Value } from "../../onnx/ir.ts";
import { add, floordiv, mul } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { contiguous } from "../strides.ts";
import { OpError } from "../types.ts";

/** The rotation in nodes, for opsets without the operator: [batch, length, heads, width] in and out. */
function rotate(
  g: LoweringBuilder,
  x: Value,
  width: SymInt,
  [cos, sin]: readonly [Value, Value],
  rotated: number,
  interleaved: boolean,
): Value {
  const slice = (v: Value, from: SymInt, to: SymInt, step = 1) =>
    g.op("Slice", [v, g.sizes([from]), g.sizes([to]), g.ints([-1]), g.ints([step])]);
  const whole = rotated === 0 || rotated === width;
  const size = whole ? width : rotated;
  const turning = whole ? x : slice(x, 0, size);
  const half = floordiv(size, 2);
  const first = interleaved ? slice(turning, 0, size, 2) : slice(turning, 0, half);
  const second = interleaved ? slice(turning, 1, size, 2) : slice(turning, half, size);
  const times = (a: Value, b: Value) => g.op("Mul", [a, b]);
  const real = g.op("Sub", [times(cos, first), times(sin, second)]);
  const imaginary = g.op("Add", [times(sin, first), times(cos, second)]);
  const last = g.ints([-1]);
  const turned = interleaved
    ? g.op("Reshape", [
        g.op("Concat", [g.op("Unsqueeze", [real, last]), g.op("Unsqueeze", [imaginary, last])], { axis: -1 }),
        g.op("Shape", [turning]),
      ])
    : g.op("Concat", [real, imaginary], { axis: -1 });
  return whole ? turned : g.op("Concat", [turned, slice(x, rotated, width)], { axis: -1 });
}

interface Rotation {
  readonly cos: TensorOperand;
  readonly sin: TensorOperand;
  readonly positions: TensorOperand | null;
  readonly interleaved: boolean;
  readonly heads: number;
  readonly width: number;
}

function rotaryEmbedding(g: LoweringBuilder, x: TensorOperand, r: Rotation): Value {
  const { shape } = x.meta;
  const flat = shape.length === 3;
  if (g.opset >= 23) {
    const attributes = {
      interleaved: r.interleaved ? 1 : 0,
      num_heads: flat ? r.heads : undefined,
      rotary_embedding_dim: r.width,
    };
    const inputs = [x.value, r.cos.value, r.sin.value, r.positions && g.as(r.positions, "int64")];
    return g.op("RotaryEmbedding", inputs, attributes);
  }
  const [batch = 1, second = 1, third = 1, fourth = 1] = shape;
  const width = flat ? floordiv(third, r.heads) : fourth;
  const perm = [0, 2, 1, 3];
  const rows = flat
    ? g.op("Reshape", [x.value, g.sizes([batch, second, r.heads, width])])
    : g.op("Transpose", [x.value], { perm });
  const table = (cache: TensorOperand) => {
    const at = r.positions === null ? cache.value : g.op("Gather", [cache.value, g.as(r.positions, "int64")]);
    return g.op("Unsqueeze", [at, g.ints([2])]);
  };
  const turned = rotate(g, rows, width, [table(r.cos), table(r.sin)], r.width, r.interleaved);
  return flat ? g.op("Reshape", [turned, g.sizes(shape)]) : g.op("Transpose", [turned], { perm });
}

interface Heads {
  readonly batch: SymInt;
  readonly queries: SymInt;
  readonly keys: SymInt;
  readonly queryHeads: SymInt;
  readonly keyHeads: SymInt;
  readonly width: SymInt;
  readonly valueWidth: SymInt;
}

/** Sizes of attention's operands with 4 dimensions, or with heads beside each other in the last of 3. */
function headsOf(
  q: readonly SymInt[],
  k: readonly SymInt[],
  v: readonly SymInt[],
  queryHeads: number,
  keyHeads: number,
): Heads {
  const [batch = 1, q1 = 1, q2 = 1, q3 = 1] = q;
  const [, k1 = 1, k2 = 1] = k;
  if (q.length === 4)
    return { batch, queries: q2, keys: k2, queryHeads: q1, keyHeads: k1, width: q3, valueWidth: v[3] ?? 1 };
  const width = floordiv(q2, queryHeads);
  return { batch, queries: q1, keys: k1, queryHeads, keyHeads, width, valueWidth: floordiv(v[2] ?? 1, keyHeads) };
}

function checkHeads(ctx: MetaContext, rank: number, queryHeads: SymInt, keyHeads: SymInt): void {
  ctx.check(rank === 3 || rank === 4, () => `Attention takes tensors of 3 or 4 dimensions, not of ${rank}`);
  ctx.check(
    rank === 4 || (queryHeads !== 0 && keyHeads !== 0),
    () => "q_num_heads and kv_num_heads must be given for tensors of 3 dimensions",
  );
}

export const onnxOperatorOps: readonly OpEntry[] = [
  op(
    "onnx::RotaryEmbedding.opset23(Tensor x, Tensor cos_cache, Tensor sin_cache, Tensor? position_ids=None, *, bool interleaved=False, SymInt num_heads=0, SymInt rotary_embedding_dim=0) -> Tensor",
    {
      meta(ctx, { x, num_heads }) {
        ctx.check(
          x.shape.length === 4 || (x.shape.length === 3 && num_heads !== 0),
          () => "RotaryEmbedding takes 4 dimensions, or 3 and num_heads",
        );
        return contiguous(x.dtype, x.shape, x.device);
      },
      lower: (g, { x, cos_cache, sin_cache, position_ids, interleaved, num_heads, rotary_embedding_dim }) =>
        rotaryEmbedding(g, x, {
          cos: cos_cache,
          sin: sin_cache,
          positions: position_ids,
          interleaved,
          heads: Number(num_heads),
          width: Number(rotary_embedding_dim),
        }),
    },
  ),
  op(
    "onnx::Attention.opset23(Tensor Q, Tensor K, Tensor V, Tensor? attn_mask=None, Tensor? past_key=None, Tensor? past_value=None, *, bool is_causal=False, SymInt kv_num_heads=0, SymInt q_num_heads=0, SymInt qk_matmul_output_mode=0, float? scale=None, float softcap=0., SymInt? softmax_precision=None) -> (Tensor, Tensor, Tensor, Tensor)",
    {
      meta(ctx, { Q, K, V, past_key, kv_num_heads, q_num_heads }) {
        checkHeads(ctx, Q.shape.length, q_num_heads, kv_num_heads);
        const h = headsOf(Q.shape, K.shape, V.shape, Number(q_num_heads), Number(kv_num_heads));
        const keys = add(h.keys, past_key?.shape[2] ?? 0);
        const result =
          Q.shape.length === 4
            ? [h.batch, h.queryHeads, h.queries, h.valueWidth]
            : [h.batch, h.queries, mul(h.queryHeads, h.valueWidth)];
        const make = (shape: readonly SymInt[]) => contiguous(Q.dtype, shape, Q.device);
        return [
          make(result),
          make([h.batch, h.keyHeads, keys, h.width]),
          make([h.batch, h.keyHeads, keys, h.valueWidth]),
          make([h.batch, h.queryHeads, h.queries, keys]),
        ];
      },
      lower(g, a) {
        if (g.opset < 23)
          throw new OpError("NotImplementedError", `ONNX has Attention from opset 23 on, the model's is ${g.opset}`);
        const flat = a.Q.meta.shape.length === 3;
        const precision = a.softmax_precision;
        return g.ops(
          "Attention",
          [a.Q, a.K, a.V, a.attn_mask, a.past_key, a.past_value].map((t) => t?.value ?? null),
          4,
          {
            is_causal: a.is_causal ? 1 : undefined,
            kv_num_heads: flat ? Number(a.kv_num_heads) : undefined,
            q_num_heads: flat ? Number(a.q_num_heads) : undefined,
            qk_matmul_output_mode: Number(a.qk_matmul_output_mode) || undefined,
            scale: a.scale === null ? undefined : { float: a.scale },
            softcap: a.softcap === 0 ? undefined : { float: a.softcap },
            softmax_precision: typeof precision === "number" ? precision : undefined,
          },
        );
      },
      notes: "from opset 23 on",
    },
  ),
];
