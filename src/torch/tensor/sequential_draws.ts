/** Draws whose number depends on the data, made at once from the generator as PyTorch's CPU kernels make them, element by element. */

import { lgamma } from "../../dynamo/stdlib/math/special.ts";
import type { BoundCall } from "../../ops/bind.ts";
import { contiguous } from "../../ops/strides.ts";
import type { OpInput } from "../../ops/types.ts";
import type { Generator } from "../rng/generator.ts";
import { resolveOffset } from "../rng/generator.ts";
import { DrawReader } from "../rng/mt19937.ts";
import type { TorchState } from "../state.ts";
import { allocateElements, type ElementArray, elementToNumber, viewElements } from "./elements.ts";
import { PyTensor } from "./tensor.ts";
import type { LazyValue } from "./value.ts";

/** Elements of a result by those of the input, in row-major order; the generator goes on by what was drawn. */
export function drawEach(
  generator: Generator,
  input: ElementArray,
  out: ElementArray,
  length: number,
  sample: (value: number, reader: DrawReader) => number,
): void {
  const { stream, offset } = generator.snapshot();
  const start = resolveOffset(offset);
  const reader = new DrawReader(stream, start, 2 * length);
  for (let i = 0; i < length; i++) out.set(i, sample(elementToNumber(input.get(i)), reader));
  generator.skip(reader.offset - start);
}

/** One Poisson sample: Knuth's products for small rates, Hörmann's transformed rejection (PTRS, 1993) from 10 on. */
export function poissonSample(rate: number, reader: DrawReader): number {
  if (rate === 0) return 0;
  if (rate < 10) {
    const limit = Math.exp(-rate);
    let product = 1;
    for (let count = 0; ; count++) {
      product *= reader.unit(53);
      if (!(product > limit)) return count;
    }
  }
  const [root, log] = [Math.sqrt(rate), Math.log(rate)];
  const b = 0.931 + 2.53 * root;
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const sure = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = reader.unit(53) - 0.5;
    const v = reader.unit(53);
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + rate + 0.43);
    if (us >= 0.07 && v <= sure) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const bound = -rate + k * log - (lgamma(k + 1) ?? Number.POSITIVE_INFINITY);
    if (Math.log(v) + Math.log(inverseAlpha) - Math.log(a / (us * us) + b) <= bound) return k;
  }
}

const floatOf = (input: OpInput | undefined): number =>
  typeof input === "object" && input !== null && "kind" in input && input.kind === "float"
    ? input.value
    : Number(input);

/** The content of `rrelu` in training: one slope for each element that is not positive. Null for any other call. */
export function drawnRrelu(state: TorchState, call: BoundCall): LazyValue | null {
  const { target } = call.entry;
  const [input, lower, upper, training] = call.args;
  if (target !== "aten.rrelu.default" || training !== true || !(input instanceof PyTensor)) return null;
  // Without the data (while a program is only looked at) the draws can't be counted: an operator stands for them.
  if (state.fakeReason !== null || (state.services === null && input.value.origin.kind === "recipe")) return null;
  const { dtype, shape, device } = input.meta;
  const elements = viewElements(dtype, input.value.bytes());
  const length = shape.reduce((n: number, size) => n * Number(size), 1);
  const out = allocateElements(dtype, length);
  const [low, high] = [floatOf(lower), floatOf(upper)];
  const single = dtype === "float64" ? (x: number) => x : Math.fround;
  drawEach(state.generator, elements, out, length, (x, reader) =>
    x > 0 ? x : x * single(reader.unit(53) * (high - low) + low),
  );
  return state.valueOf(contiguous(dtype, shape, device), { kind: "data", bytes: out.bytes });
}
