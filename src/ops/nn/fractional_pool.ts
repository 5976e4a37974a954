/** Fractional max pooling: windows of one size at places that random samples, handed in, decide. */

import type { Value } from "../../onnx/ir.ts";
import { type OpEntry, op } from "../define.ts";
import { range } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { contiguous } from "../strides.ts";

/** Where the windows of one dimension begin, for each plane: ⌊(i + u)·α⌋ - ⌊u·α⌋, the last at the end. [planes…, outputs] */
function starts(g: LoweringBuilder, sample: Value, size: Value, kernel: number, outputs: number): Value {
  const last = g.op("Sub", [size, g.const(kernel, "int64")]);
  const u = g.op("Unsqueeze", [g.cast(sample, "float32"), g.ints([-1])]);
  const span = g.cast(last, "float32");
  const alpha = g.op("Div", [span, g.const(Math.max(outputs - 1, 1), "float32")]);
  const i = g.tensor(range(outputs), [outputs], "float32");
  const whole = (v: Value) => g.cast(v, "int64");
  const at = g.op("Sub", [whole(g.op("Mul", [g.op("Add", [i, u]), alpha])), whole(g.op("Mul", [u, alpha]))]);
  const isLast = g.tensor(
    range(outputs).map((k) => k === outputs - 1),
    [outputs],
    "bool",
  );
  return g.op("Where", [isLast, last, at]);
}

/** The largest of each window and its place in the plane. */
function pool(
  g: LoweringBuilder,
  self: TensorOperand,
  kernel: readonly number[],
  outputs: readonly number[],
  samples: TensorOperand,
  order: readonly number[],
): readonly Value[] {
  const n = kernel.length;
  const rank = self.meta.shape.length;
  const planes = g.op("Shape", [self.value], { start: 0, end: rank - n });
  const shape = (tail: readonly number[]) => {
    const batched = samples.meta.shape.length > rank - n + 1;
    // Samples always have a batch dimension; an input without one takes its first.
    if (batched) throw new Error("samples of another rank");
    return g.op("Concat", [planes, g.ints(tail)], { axis: 0 });
  };
  const sizeOf = (d: number) => g.size(self.meta.shape[rank - n + d] ?? 1);
  let place: Value | null = null;
  for (const d of range(n)) {
    const sample = g.op("Gather", [samples.value, g.const(order[d] ?? d, "int64")], { axis: -1 });
    const begin = starts(g, sample, sizeOf(d), kernel[d] ?? 1, outputs[d] ?? 1);
    const inner = g.tensor(range(kernel[d] ?? 1), [kernel[d] ?? 1], "int64");
    const one = g.op("Add", [g.op("Unsqueeze", [begin, g.ints([-1])]), inner]);
    // [planes…, 1…, outputs, 1…, 1…, kernel, 1…]
    const ones = (list: readonly number[]) => range(n).map((k) => (k === d ? (list[d] ?? 1) : 1));
    const spread = g.op("Reshape", [one, shape([...ones(outputs), ...ones(kernel)])]);
    place = place === null ? spread : g.op("Add", [g.op("Mul", [place, sizeOf(d)]), spread]);
  }
  if (place === null) throw new Error("pooling without dimensions");
  const windows = outputs.reduce((a, b) => a * b, 1);
  const taken = kernel.reduce((a, b) => a * b, 1);
  const flat = g.op("Reshape", [self.value, shape([-1])]);
  const index = g.op("Reshape", [place, shape([windows * taken])]);
  const elements = g.op("Reshape", [g.op("GatherElements", [flat, index], { axis: -1 }), shape([windows, taken])]);
  const best = g.op("ArgMax", [elements], { axis: -1, keepdims: 1 });
  const at = g.op("GatherElements", [g.op("Reshape", [index, shape([windows, taken])]), best], { axis: -1 });
  const value = g.op("GatherElements", [elements, best], { axis: -1 });
  return [value, at].map((v) => g.op("Reshape", [v, shape(outputs)]));
}

function entry(n: 2 | 3): OpEntry {
  return op(
    `aten::fractional_max_pool${n}d(Tensor self, int[${n}] kernel_size, int[${n}] output_size, Tensor random_samples) -> (Tensor, Tensor)` as "aten::f(Tensor self, int[2] kernel_size, int[2] output_size, Tensor random_samples) -> (Tensor, Tensor)",
    {
      meta(_, { self, output_size }) {
        const shape = [...self.shape.slice(0, -n), ...output_size];
        return [contiguous(self.dtype, shape, self.device), contiguous("int64", shape, self.device)];
      },
      lower(g, { self, kernel_size, output_size, random_samples }) {
        const batched = self.meta.shape.length === n + 2;
        const samples = batched
          ? random_samples
          : {
              value: g.op("Gather", [random_samples.value, g.const(0, "int64")], { axis: 0 }),
              meta: { ...random_samples.meta, shape: random_samples.meta.shape.slice(1) },
            };
        // The samples of a plane are for the width first, in two dimensions.
        return pool(g, self, kernel_size, output_size, samples, n === 2 ? [1, 0] : [0, 1, 2]);
      },
    },
  );
}

export const fractionalPoolOps: readonly OpEntry[] = [entry(2), entry(3)];
