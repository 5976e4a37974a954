/** Greatest common divisors and least common multiples. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { loopWhile, nth } from "../loop.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { promoted } from "./meta.ts";

/** Euclid's algorithm on 64-bit numbers ends after fewer rounds than this. */
const MOST_ROUNDS = 100;

function integers(ctx: MetaContext, name: string, self: TensorMeta, other: TensorMeta): TensorMeta {
  const result = promoted(ctx, self, other);
  ctx.check(
    /^u?int/.test(result.dtype),
    () => `"${name}_cpu" not implemented for '${result.dtype}'`,
    "NotImplementedError",
  );
  return result;
}

/** Euclid's algorithm on whole tensors, until every remainder is 0. */
function gcd(g: LoweringBuilder, self: TensorOperand, other: TensorOperand): Value {
  const zero = g.const(0, "int64");
  const size = (t: TensorOperand) => g.op("Expand", [g.op("Abs", [g.as(t, "int64")]), g.sizes(g.out.shape)]);
  const carried = [self, other].map((t) => ({ value: size(t), dtype: "int64" }) as const);
  const result = loopWhile(g, g.const(MOST_ROUNDS, "int64"), carried, (_, values) => {
    const [a, b] = [nth(values, 0), nth(values, 1)];
    const done = g.op("Equal", [b, zero]);
    const rest = g.op("Mod", [a, g.op("Where", [done, g.const(1, "int64"), b])]);
    const open = g.op("Where", [done, zero, rest]);
    // With a 0 at the end, so that empty tensors have a maximum.
    const all = g.op("Concat", [g.op("Reshape", [open, g.ints([-1])]), g.ints([0])], { axis: 0 });
    const goOn = g.cast(g.op("ReduceMax", [all], { keepdims: 0 }), "bool");
    return { values: [g.op("Where", [done, a, b]), open], goOn };
  });
  return nth(result, 0);
}

const finish = (g: LoweringBuilder, y: Value) => (g.out.dtype === "int64" ? y : g.cast(y, g.out.dtype));

export const divisorOps: readonly OpEntry[] = [
  op("aten::gcd(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => integers(ctx, "gcd", self, other),
    lower: (g, { self, other }) => finish(g, gcd(g, self, other)),
  }),
  op("aten::lcm(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => integers(ctx, "lcm", self, other),
    lower(g, { self, other }) {
      const divisor = gcd(g, self, other);
      const one = g.op("Max", [divisor, g.const(1, "int64")]);
      const share = g.op("Div", [g.as(self, "int64"), one]);
      return finish(g, g.op("Abs", [g.op("Mul", [share, g.as(other, "int64")])]));
    },
  }),
];
