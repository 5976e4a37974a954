/** Operators on complex tensors as calls of others that know them. */

import type { FloatScalar } from "../../fx/graph.ts";
import type { Value } from "../../onnx/ir.ts";
import { isOperand, scalarOperand } from "../arguments.ts";
import { loop, nth } from "../loop.ts";
import type { Lowered, LowerInput, LoweringBuilder, TensorOperand } from "../lowering.ts";
import { realOf } from "../promotion.ts";
import { contiguous } from "../strides.ts";
import { OpError } from "../types.ts";
import { complexArithmetic } from "./algebra.ts";
import { embed } from "./embedding.ts";
import { imaginary, pack, pairOf } from "./pair.ts";

/** What a composition reads: arguments by name, in the schema's defaults. */
export interface CompositionCall {
  readonly g: LoweringBuilder;
  arg(name: string): LowerInput;
  tensor(name: string): TensorOperand;
}

export type Composition = (call: CompositionCall) => Lowered;

const float = (value: number): FloatScalar => ({ kind: "float", value });

const tensorFirst = (g: LoweringBuilder, t: LowerInput) => (isOperand(t) ? t : scalarOperand(t, g));

function lerp({ g, arg, tensor }: CompositionCall): Lowered {
  const [from, weight] = [tensor("self"), arg("weight")];
  const way = g.call("aten.sub.Tensor", [tensor("end"), from]);
  return g.call("aten.add.Tensor", [from, g.call("aten.mul.Tensor", [way, weight])]);
}

function isClose({ g, arg, tensor }: CompositionCall): Lowered {
  const [a, b] = [tensor("self"), tensor("other")];
  const gap = g.call("aten.abs.default", [g.call("aten.sub.Tensor", [a, b])]);
  const relative = g.call("aten.mul.Tensor", [g.call("aten.abs.default", [b]), arg("rtol")]);
  const near = g.call("aten.le.Tensor", [gap, g.call("aten.add.Tensor", [relative, arg("atol")])]);
  return g.call("aten.logical_or.default", [g.call("aten.eq.Tensor", [a, b]), near]);
}

function spreadAndMean(kind: "var" | "std"): Composition {
  return ({ g, arg, tensor }) => {
    const self = tensor("self");
    const unbiased = arg("unbiased");
    const correction = typeof unbiased === "boolean" ? (unbiased ? 1 : 0) : arg("correction");
    const dims = arg("dim");
    const keepdim = arg("keepdim") ?? false;
    const mean =
      dims === null && keepdim === false
        ? g.call("aten.mean.default", [self])
        : g.call("aten.mean.dim", [self, dims, keepdim]);
    return [g.call(`aten.${kind}.correction`, [self, dims], { correction, keepdim }), mean];
  };
}

/** Products of three and more matrices, from the left. */
const chain =
  (name: string): Composition =>
  ({ g, arg }) => {
    const list = arg(name);
    const items: readonly LowerInput[] = Array.isArray(list) ? (list as readonly LowerInput[]) : [];
    return items.map((item) => tensorFirst(g, item)).reduce((a, b) => g.call("aten.matmul.default", [a, b]));
  };

function linear({ g, arg, tensor }: CompositionCall): Lowered {
  const weight = tensor("weight");
  const turned = weight.meta.shape.length === 1 ? weight : g.call("aten.t.default", [weight]);
  const product = g.call("aten.matmul.default", [tensor("input"), turned]);
  const bias = arg("bias");
  return bias === null ? product : g.call("aten.add.Tensor", [product, bias]);
}

function addbmm({ g, arg, tensor }: CompositionCall): Lowered {
  const products = g.call("aten.bmm.default", [tensor("batch1"), tensor("batch2")]);
  const total = g.call("aten.mul.Tensor", [g.call("aten.sum.dim_IntList", [products, [0]]), arg("alpha")]);
  if (arg("beta") === 0) return total;
  return g.call("aten.add.Tensor", [g.call("aten.mul.Tensor", [tensor("self"), arg("beta")]), total]);
}

/** Singular values of the real form come in equal pairs. */
function everySecond(g: LoweringBuilder, values: Value): Value {
  const end = g.tensor([9223372036854775807n], [1], "int64");
  return g.op("Slice", [values, g.ints([0]), end, g.ints([-1]), g.ints([2])]);
}

function singularValues({ g, tensor }: CompositionCall): Lowered {
  return everySecond(g, g.call("aten.linalg_svdvals.default", [embed(g, tensor("A"))]).value);
}

/** The Hermitian matrix that one triangle tells, as LAPACK reads it. */
export function hermitian(g: LoweringBuilder, self: TensorOperand, upper: boolean): TensorOperand {
  const f = upper ? "aten.triu.default" : "aten.tril.default";
  const add = (a: TensorOperand, b: TensorOperand) => g.call("aten.add.Tensor", [a, b]);
  const strict = g.call(f, [self, upper ? 1 : -1]);
  // Only the real part of the diagonal counts.
  const diagonal = g.call("aten.mul.Tensor", [g.call("aten.sub.Tensor", [g.call(f, [self]), strict]), float(0.5)]);
  const half = add(strict, diagonal);
  return add(half, g.call("aten.mH.default", [half]));
}

function hermitianValues({ g, arg, tensor }: CompositionCall): Lowered {
  const whole = hermitian(g, tensor("self"), String(arg("UPLO")).toUpperCase() === "U");
  return everySecond(g, g.call("aten.linalg_eigvalsh.default", [embed(g, whole)]).value);
}

function matrixNorm({ g, arg, tensor }: CompositionCall): Lowered {
  const order = arg("ord");
  const [self, dims, keepdim] = [tensor("self"), arg("dim"), arg("keepdim")];
  const p =
    typeof order === "object" && order !== null && "kind" in order && order.kind === "float" ? order.value : order;
  if (p !== "nuc" && p !== 2 && p !== -2) {
    const target = `aten.linalg_matrix_norm.${typeof p === "string" ? "str_ord" : "default"}`;
    return g.call(target, [g.call("aten.abs.default", [self]), order, dims, keepdim]);
  }
  const moved = g.call("aten.movedim.intlist", [self, dims, [-2, -1]]);
  const values = g.call("aten.linalg_svdvals.default", [moved]);
  const norm =
    p === "nuc"
      ? g.call("aten.sum.dim_IntList", [values, [-1]])
      : g.call(p === 2 ? "aten.amax.default" : "aten.amin.default", [values, [-1]]);
  if (keepdim !== true) return norm;
  const rank = self.meta.shape.length;
  const axes = (Array.isArray(dims) ? dims.map(Number) : []).map((d) => (d < 0 ? d + rank : d)).sort((a, b) => a - b);
  return g.op("Unsqueeze", [norm.value, g.ints(axes)]);
}

function norm({ g, arg, tensor }: CompositionCall): Lowered {
  const self = tensor("self");
  const [order, dim, keepdim] = [arg("ord"), arg("dim"), arg("keepdim")];
  const count = Array.isArray(dim) ? dim.length : self.meta.shape.length;
  if (order === null || count !== 2) return g.call("aten.linalg_vector_norm.default", [self, order ?? 2, dim, keepdim]);
  const target = `aten.linalg_matrix_norm.${typeof order === "string" ? "str_ord" : "default"}`;
  return g.call(target, [self, order, dim ?? [-2, -1], keepdim]);
}

/** Products along a dimension, one after the other; all of them are kept for cumprod. */
function products(self: TensorOperand, g: LoweringBuilder, dim: number): { last: Value; all: Value } {
  const real = realOf(g.out.dtype);
  const rank = self.meta.shape.length;
  const axis = dim < 0 ? dim + rank : dim;
  const c = complexArithmetic(g, real);
  const whole = pairOf(g, self, real);
  const size = g.op("Squeeze", [g.op("Shape", [whole.re], { start: axis, end: axis + 1 })]);
  const numbers = g.op("Range", [g.const(0, "int64"), size, g.const(1, "int64")]);
  const places = g.op("Reshape", [numbers, g.ints([-1, ...new Array<number>(rank - 1 - axis).fill(1)])]);
  const im = imaginary(g, whole, real);
  const at = (v: Value, k: Value) => g.op("Gather", [v, g.op("Reshape", [k, g.ints([1])])], { axis });
  // One place along the dimension; the sum has its shape even where there is nothing to multiply.
  const unit = g.op("Expand", [
    g.const(1, real),
    g.op("Shape", [g.op("ReduceSum", [whole.re, g.ints([axis])], { keepdims: 1 })]),
  ]);
  const start = [unit, c.real.mul(unit, 0), whole.re, im].map((value) => ({ value, dtype: real }));
  const results = loop(g, size, start, (k, values) => {
    const step = c.mul({ re: nth(values, 0), im: nth(values, 1) }, { re: at(whole.re, k), im: at(im, k) });
    const here = g.op("Equal", [places, k]);
    const stepIm = imaginary(g, step, real);
    return [
      step.re,
      stepIm,
      g.op("Where", [here, step.re, nth(values, 2)]),
      g.op("Where", [here, stepIm, nth(values, 3)]),
    ];
  });
  return {
    last: pack(g, { re: nth(results, 0), im: nth(results, 1) }),
    all: pack(g, { re: nth(results, 2), im: nth(results, 3) }),
  };
}

function prod({ g, arg, tensor }: CompositionCall): Lowered {
  const self = tensor("self");
  const dim = arg("dim");
  if (self.meta.shape.length === 0) return self;
  if (typeof dim !== "number") {
    const flat = g.call("aten.flatten.using_ints", [self]);
    return g.op("Squeeze", [products(flat, g, 0).last, g.ints([0])]);
  }
  const axis = dim < 0 ? dim + self.meta.shape.length : dim;
  const { last } = products(self, g, axis);
  return arg("keepdim") === true ? last : g.op("Squeeze", [last, g.ints([axis])]);
}

function cumprod({ g, arg, tensor }: CompositionCall): Lowered {
  const self = tensor("self");
  return self.meta.shape.length === 0 ? self : products(self, g, Number(arg("dim"))).all;
}

/** Both parts with half the variance each. */
function normal(target: string): Composition {
  return ({ g, arg }) => {
    const { dtype, shape, device } = g.out;
    const real = realOf(dtype);
    const isReal = real === dtype;
    const options = { dtype: { kind: "dtype", dtype: real } } as const;
    const draw = () => {
      const self = target === "aten.randn_like.default" ? arg("self") : arg("size");
      const like = isOperand(self) ? g.call("aten.abs.default", [self]) : self;
      const made = g.call(target, [like], options);
      return isReal ? made.value : g.op("Mul", [made.value, g.const(Math.SQRT1_2, real)]);
    };
    if (isReal) return draw();
    return g.operand(pack(g, { re: draw(), im: draw() }), contiguous(dtype, shape, device));
  };
}

function trapezoid(target: string): Composition {
  return ({ g, arg, tensor }) => {
    const y = tensor("y");
    const dim = Number(arg("dim"));
    const part = (start: number, end: number | null) => g.call("aten.slice.Tensor", [y, dim, start, end]);
    const sums = g.call("aten.add.Tensor", [part(1, null), part(0, -1)]);
    const x = arg("x");
    if (isOperand(x) && x.meta.shape.length !== y.meta.shape.length && x.meta.shape.length !== 1)
      throw new OpError("NotImplementedError", `${target} of complex values needs points along one dimension`);
    let steps: LowerInput = arg("dx");
    if (isOperand(x)) {
      const along = x.meta.shape.length === 1 ? 0 : dim;
      const piece = (start: number, end: number | null) => g.call("aten.slice.Tensor", [x, along, start, end]);
      let gaps = g.call("aten.sub.Tensor", [piece(1, null), piece(0, -1)]);
      const behind = dim < 0 ? -dim - 1 : y.meta.shape.length - 1 - dim;
      if (x.meta.shape.length === 1)
        for (let i = 0; i < behind; i++) gaps = g.call("aten.unsqueeze.default", [gaps, -1]);
      steps = gaps;
    }
    const areas = g.call("aten.mul.Tensor", [g.call("aten.mul.Tensor", [sums, steps]), float(0.5)]);
    return target === "trapezoid"
      ? g.call("aten.sum.dim_IntList", [areas, [dim]])
      : g.call("aten.cumsum.default", [areas, dim]);
  };
}

/** Linear in each operand: a term for each choice of real and imaginary parts. */
function einsum({ g, arg }: CompositionCall): Lowered {
  const list = arg("tensors");
  const operands = (Array.isArray(list) ? (list as readonly LowerInput[]) : []).map((t) => tensorFirst(g, t));
  const real = realOf(g.out.dtype);
  const pairs = operands.map((t) => pairOf(g, t, real));
  const sums: { re: Value | null; im: Value | null } = { re: null, im: null };
  for (let choice = 0; choice < 2 ** operands.length; choice++) {
    const picked = pairs.map((pair, i) => (choice & (1 << i) ? pair.im : pair.re));
    if (picked.some((v) => v === null)) continue;
    const terms = picked.map((v, i) => {
      const t = operands[i];
      if (!v || !t) throw new Error("an operand is absent");
      return g.operand(v, { ...t.meta, dtype: real });
    });
    const turns = picked.filter((_, i) => choice & (1 << i)).length;
    const { value } = g.call("aten.einsum.default", [arg("equation"), terms]);
    const part = turns % 2 === 0 ? "re" : "im";
    const before = sums[part];
    const negative = turns % 4 >= 2;
    if (before === null) sums[part] = negative ? g.op("Neg", [value]) : value;
    else sums[part] = g.op(negative ? "Sub" : "Add", [before, value]);
  }
  if (sums.re === null) throw new Error("einsum without operands");
  return pack(g, { re: sums.re, im: sums.im });
}

/** By operator name, for all its overloads. */
export const COMPOSED: Readonly<Record<string, Composition>> = {
  lerp,
  isclose: isClose,
  var_mean: spreadAndMean("var"),
  std_mean: spreadAndMean("std"),
  linalg_multi_dot: chain("tensors"),
  chain_matmul: chain("matrices"),
  linear,
  addbmm,
  linalg_svdvals: singularValues,
  linalg_eigvalsh: hermitianValues,
  linalg_matrix_norm: matrixNorm,
  linalg_norm: norm,
  prod,
  cumprod,
  randn: normal("aten.randn.default"),
  randn_like: normal("aten.randn_like.default"),
  trapezoid: trapezoid("trapezoid"),
  trapz: trapezoid("trapezoid"),
  cumulative_trapezoid: trapezoid("cumulative_trapezoid"),
  logaddexp: ({ g, tensor }) => {
    const [a, b] = [tensor("self"), tensor("other")];
    const real = (t: TensorOperand) => g.call("aten.real.default", [t]);
    const first = g.call("aten.ge.Tensor", [real(a), real(b)]);
    const [big, small] = [
      [a, b],
      [b, a],
    ].map((pair) => g.call("aten.where.self", [first, ...pair]));
    if (!big || !small) throw new Error("two operands were expected");
    const ratio = g.call("aten.exp.default", [g.call("aten.sub.Tensor", [small, big])]);
    return g.call("aten.add.Tensor", [big, g.call("aten.log1p.default", [ratio])]);
  },
  einsum,
  pairwise_distance: ({ g, arg, tensor }) => {
    const gap = g.call("aten.sub.Tensor", [tensor("x1"), tensor("x2")]);
    const moved = g.call("aten.add.Tensor", [gap, arg("eps")]);
    return g.call("aten.linalg_vector_norm.default", [moved, arg("p"), [-1], arg("keepdim")]);
  },
  ldexp: ({ g, tensor }) => g.call("aten.mul.Tensor", [tensor("self"), g.call("aten.exp2.default", [tensor("other")])]),
  dist: ({ g, arg, tensor }) => {
    const gap = g.call("aten.abs.default", [g.call("aten.sub.Tensor", [tensor("self"), tensor("other")])]);
    return g.call("aten.linalg_vector_norm.default", [gap, arg("p")]);
  },
  sinc: ({ g, tensor }) => {
    const self = tensor("self");
    const real = realOf(self.meta.dtype);
    const c = complexArithmetic(g, real);
    const z = c.scale(pairOf(g, self, real), Math.PI);
    const zero = c.isZero(z);
    const pair = c.where(zero, c.number(1), c.div(c.sin(z), c.where(zero, c.number(1), z)));
    return pack(g, { re: pair.re, im: imaginary(g, pair, real) });
  },
};
