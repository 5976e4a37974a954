/** Dropout outside of a graph, in training: the mask is drawn from the generator, as PyTorch draws it on the CPU. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { BoundCall } from "../../ops/bind.ts";
import { contiguous } from "../../ops/strides.ts";
import type { OpInput } from "../../ops/types.ts";
import type { TorchState } from "../state.ts";
import { randomValue, staticNumel } from "./factory.ts";
import { PyTensor } from "./tensor.ts";
import type { LazyValue } from "./value.ts";

/** The feature dropouts leave out whole channels: one draw each. */
const channels = ({ dtype, shape, device }: TensorMeta): TensorMeta =>
  contiguous(
    dtype,
    shape.map((size, i) => (i < 2 ? size : 1)),
    device,
  );

const MASKS: Readonly<Record<string, (meta: TensorMeta) => TensorMeta>> = {
  "aten.dropout.default": (meta) => meta,
  "aten.feature_dropout.default": channels,
  "aten.alpha_dropout.default": (meta) => meta,
  "aten.feature_alpha_dropout.default": channels,
};

/** What SELU tends to: alpha dropout puts it in the place of what it leaves out (Klambauer et al., 2017). */
const SATURATION = 1.7580993408473766;

/** The result's content; null for any other call, and where nothing is drawn. */
export function drawnDropout(
  state: TorchState,
  call: BoundCall,
  compute: (state: TorchState, target: string, args: readonly OpInput[]) => LazyValue,
): LazyValue | null {
  const mask = MASKS[call.entry.target];
  const [input, probability, train] = call.args;
  if (mask === undefined || train !== true || !(input instanceof PyTensor)) return null;
  const p =
    typeof probability === "object" && probability !== null && "kind" in probability && probability.kind === "float"
      ? probability.value
      : Number(probability);
  if (!(p > 0 && p < 1) || staticNumel(input.meta.shape) === 0) return null;
  const kept = randomValue(state, mask(input.meta), { kind: "bernoulli", p: 1 - p });
  if (call.entry.target.includes("alpha")) {
    const scale = 1 / Math.sqrt((SATURATION * SATURATION * p + 1) * (1 - p));
    const times = (value: LazyValue, by: number) =>
      compute(state, "aten.mul.Scalar", [value, { kind: "float", value: by }]);
    const plus = (value: LazyValue, by: number) =>
      compute(state, "aten.add.Scalar", [value, { kind: "float", value: by }]);
    const shift = plus(times(plus(kept, -1), SATURATION * scale), SATURATION * scale * p);
    const product = compute(state, "aten.mul.Tensor", [input.value, times(kept, scale)]);
    return compute(state, "aten.add.Tensor", [product, shift]);
  }
  const scaled = compute(state, "aten.div.Scalar", [kept, { kind: "float", value: 1 - p }]);
  return compute(state, "aten.mul.Tensor", [input.value, scaled]);
}
