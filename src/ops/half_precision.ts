/**
 * Operators that PyTorch computes in single precision when their operands are halves, rounding once at the end. Where ONNX
 * takes several nodes for one of them, each would round; the whole lowering is made in single precision instead.
 *
 * Operators that are one ONNX node are not here: how a node computes is the runtime's business.
 */

import type { DType } from "../fx/dtype.ts";
import type { NodeValue } from "../fx/graph.ts";
import type { OpEntry } from "./define.ts";
import { hasDtype } from "./has_dtype.ts";
import { isTensorMeta, type Lowered, type LowerInput, type LoweringBuilder } from "./lowering.ts";

const words = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean);

const OPERATORS: ReadonlySet<string> = new Set(
  words(`
    sinc special_sinc lerp soft_margin_loss cosine_similarity cosine_embedding_loss bilinear pairwise_distance
    triplet_margin_loss linspace logspace upsample_linear1d upsample_bilinear2d upsample_trilinear3d upsample_bicubic2d
    _upsample_bilinear2d_aa _upsample_bicubic2d_aa grid_sampler grid_sampler_2d grid_sampler_3d
    adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d _adaptive_avg_pool2d _adaptive_avg_pool3d
    var std var_mean std_mean logcumsumexp cumprod addr baddbmm addbmm hinge_embedding_loss logit special_logit
    lgamma special_gammaln digamma special_digamma special_psi polygamma special_polygamma mvlgamma special_multigammaln
    special_ndtr special_log_ndtr special_ndtri erfinv special_erfinv i0 special_i0 special_i0e special_i1 special_i1e
  `),
);

/** These compute statistics of their own when they train; else they are one node. */
const IN_TRAINING: ReadonlySet<string> = new Set(
  words(
    "batch_norm native_batch_norm _native_batch_norm_legit _native_batch_norm_legit_functional _batch_norm_with_update instance_norm",
  ),
);
const TRAINING_FLAGS: ReadonlySet<string> = new Set(["training", "use_input_stats"]);

export const isHalf = (dtype: DType): boolean => dtype === "float16" || dtype === "bfloat16";

const hasHalf = (value: LowerInput | NodeValue): boolean => hasDtype(value, isHalf);

/** Whether the call's lowering is to be made in single precision. */
export function computesInSingle(entry: OpEntry, args: readonly LowerInput[], result: NodeValue): boolean {
  const { name, args: parameters } = entry.schema;
  if (IN_TRAINING.has(name)) {
    const flag = parameters.findIndex((p) => TRAINING_FLAGS.has(p.name));
    if (flag >= 0 && args[flag] === false) return false;
  } else if (!OPERATORS.has(name)) return false;
  return hasHalf(args) || hasHalf(result);
}

/** The operands in single precision. */
export function widened(g: LoweringBuilder, input: LowerInput): LowerInput {
  if (isInputList(input)) return input.map((item) => widened(g, item));
  if (typeof input !== "object" || input === null || !("meta" in input) || !isHalf(input.meta.dtype)) return input;
  const meta = { ...input.meta, dtype: "float32" as const };
  return input.scalar === undefined ? { value: g.cast(input.value, "float32"), meta } : { ...input, meta };
}

/** The result's metas in single precision. */
export function widenedResult(result: NodeValue): NodeValue {
  if (Array.isArray(result)) return (result as readonly NodeValue[]).map(widenedResult);
  return isTensorMeta(result) && isHalf(result.dtype) ? { ...result, dtype: "float32" } : result;
}

/** The values of a lowering that was made for `widenedResult(result)`, in the result's own types. */
export function narrowed(g: LoweringBuilder, lowered: Lowered, result: NodeValue): Lowered {
  if (isLoweredList(lowered)) {
    const metas = Array.isArray(result) ? (result as readonly NodeValue[]) : [result];
    return lowered.map((item, i) => narrowed(g, item, metas[i] ?? null));
  }
  if (lowered === null || !isTensorMeta(result) || !isHalf(result.dtype)) return lowered;
  const value = "value" in lowered ? lowered.value : lowered;
  return g.cast(value, result.dtype);
}

function isInputList(input: LowerInput): input is readonly LowerInput[] {
  return Array.isArray(input);
}
function isLoweredList(lowered: Lowered): lowered is readonly Lowered[] {
  return Array.isArray(lowered);
}
