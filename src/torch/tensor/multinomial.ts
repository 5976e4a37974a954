/** `multinomial` outside of a graph: drawn from the generator as PyTorch draws it on the CPU. */

import type { BoundCall } from "../../ops/bind.ts";
import { contiguous } from "../../ops/strides.ts";
import type { OpInput } from "../../ops/types.ts";
import type { TorchState } from "../state.ts";
import { randomValue } from "./factory.ts";
import { PyTensor } from "./tensor.ts";
import type { LazyValue } from "./value.ts";

/** The result's content; null for any other call. */
export function drawnMultinomial(
  state: TorchState,
  call: BoundCall,
  compute: (state: TorchState, target: string, args: readonly OpInput[]) => LazyValue,
): LazyValue | null {
  const [weights, samples, replacement] = call.args;
  if (call.entry.target !== "aten.multinomial.default") return null;
  if (!(weights instanceof PyTensor) || typeof samples !== "number") return null;
  const { dtype, shape, device } = weights.meta;
  const last = shape.length - 1;
  const size = shape[last];
  if (typeof size !== "number") return null;
  if (replacement !== true || samples === 1) {
    // The largest quotients of weights and exponential draws: one draw a weight, whatever is taken of them.
    const draws = randomValue(state, contiguous(dtype, shape, device), { kind: "exponential", rate: 1 });
    const quotients = compute(state, "aten.div.Tensor", [weights.value, draws]);
    if (samples === 1) return compute(state, "aten.argmax.default", [quotients, last, true]);
    const order = compute(state, "aten.argsort.default", [quotients, last, true]);
    return compute(state, "aten.slice.Tensor", [order, last, 0, samples]);
  }
  const drawn = contiguous("float64", [...shape.slice(0, last), samples], device);
  const draws = randomValue(state, drawn, { kind: "uniform", from: 0, to: 1 });
  const sums = compute(state, "aten.cumsum.default", [weights.value, last]);
  const total = compute(state, "aten.slice.Tensor", [sums, last, size - 1, size]);
  const cumulative = compute(state, "aten.div.Tensor", [sums, total]);
  const wide = compute(state, "aten.to.dtype", [cumulative, { kind: "dtype", dtype: "float64" }]);
  return compute(state, "aten.searchsorted.Tensor", [wide, draws]);
}
