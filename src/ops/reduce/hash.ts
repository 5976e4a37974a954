/** Hashes of tensors: the exclusive or of their elements' bits. */

import { type DType, isFloating } from "../../fx/dtype.ts";
import type { Value } from "../../onnx/ir.ts";
import { type Arithmetic, arithmetic } from "../arithmetic.ts";
import { type OpEntry, op } from "../define.ts";
import { normalizeDim, range } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { magnitude } from "../pointwise/float_parts.ts";
import { contiguous } from "../strides.ts";
import { reducedShape } from "./reduction.ts";

const FRACTION = 2 ** 52;
const BITS = 64;

/** The bits of a double as an int64, by arithmetic: ONNX does not look into bits. */
function bitsOfDouble(m: Arithmetic, g: LoweringBuilder, x: Value): Value {
  const int = (v: number | bigint) => g.const(v, "int64");
  const size = m.abs(x);
  const nan = m.isNaN(x);
  const infinite = g.op("IsInf", [x]);
  // Below the smallest normal number the exponent's bits are 0 and the fraction counts steps of 2⁻¹⁰⁷⁴.
  const small = m.less(size, 2 ** -1022);
  const usual = m.not(m.or(m.or(nan, infinite), small));
  const { power, exponent } = magnitude(m, m.where(usual, x, 1));
  const fraction = m.mul(m.sub(m.div(m.where(usual, size, 1), power), 1), FRACTION);
  const exponents = g.op("Mul", [g.cast(m.add(exponent, 1023), "int64"), int(FRACTION)]);
  const normal = g.op("Add", [exponents, g.cast(fraction, "int64")]);
  const steps = g.cast(m.mul(m.mul(m.where(small, size, 0), 2 ** 537), 2 ** 537), "int64");
  const finite = g.op("Where", [small, steps, normal]);
  const unsigned = g.op("Where", [
    nan,
    int(0x7ff8000000000000n),
    g.op("Where", [infinite, int(0x7ff0000000000000n), finite]),
  ]);
  // The sign of zero shows in its reciprocal.
  const negative = m.less(m.where(m.equal(x, 0), m.div(1, x), x), 0);
  return g.op("Where", [negative, g.op("Add", [unsigned, int(-(2n ** 63n))]), unsigned]);
}

/** Elements as 64 bits: integers extended by their sign, floats as doubles. */
function words(g: LoweringBuilder, self: TensorOperand): Value {
  if (!isFloating(self.meta.dtype)) return g.as(self, "int64");
  return bitsOfDouble(arithmetic(g, "float64"), g, g.as(self, "float64"));
}

export const hashOps: readonly OpEntry[] = [
  op("aten::hash_tensor(Tensor self, int[1] dim=[], *, bool keepdim=False, int mode=0) -> Tensor", {
    meta(ctx, { self, dim, keepdim, mode }) {
      ctx.check(mode === 0, () => `hash_tensor: unknown mode ${mode}`);
      ctx.check(
        dim.length > 0 || !self.shape.includes(0),
        () =>
          "hash_tensor: Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.",
      );
      return contiguous("uint64", reducedShape(self.shape, dim.length === 0 ? null : dim, keepdim), self.device);
    },
    lower(g, { self, dim, keepdim }) {
      const rank = self.meta.shape.length;
      const unsigned: DType = "uint64";
      const places = g.tensor(range(BITS), [BITS], unsigned);
      const word = g.op("Unsqueeze", [g.cast(words(g, self), unsigned), g.ints([-1])]);
      const shifted = g.op("BitShift", [word, places], { direction: "RIGHT" });
      const bits = g.cast(g.op("BitwiseAnd", [shifted, g.const(1, unsigned)]), "int64");
      const axes = dim.length === 0 ? range(rank) : dim.map((d) => normalizeDim(d, rank));
      const counts = rank === 0 ? bits : g.op("ReduceSum", [bits, g.ints(axes)], { keepdims: keepdim ? 1 : 0 });
      const odd = g.op("Mod", [counts, g.const(2, "int64")]);
      const weights = g.tensor(
        range(BITS).map((i) => BigInt.asIntN(BITS, 1n << BigInt(i))),
        [BITS],
        "int64",
      );
      // ONNX Runtime's ReduceSum of int64 goes through doubles, its MatMul does not.
      return g.cast(g.op("MatMul", [odd, weights]), unsigned);
    },
  }),
];
