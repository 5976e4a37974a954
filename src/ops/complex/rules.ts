/** How operators without a complex lowering of their own treat complex operands: by the real lowering on parts, or by a formula. */

import type { ComplexArithmetic } from "./algebra.ts";
import { COMPOSED, type Composition } from "./composed.ts";
import type { Pair } from "./pair.ts";

export type Rule =
  /** The real lowering, once on the real parts and once on the imaginary ones. */
  | { readonly kind: "parts" }
  /** The same, with the imaginary parts negated. */
  | { readonly kind: "adjoint" }
  /** The result is real-valued whatever the operands: ones, the identity. */
  | { readonly kind: "real" }
  /** f(x, y) is linear in each of two arguments: four products. `conjugate` names one that is conjugated; `bias` is added. */
  | {
      readonly kind: "bilinear";
      readonly of: readonly [string, string];
      readonly conjugate?: string;
      readonly bias?: true;
    }
  /** A ring homomorphism takes complex matrices to real ones of twice the size: [[re, -im], [im, re]]. */
  | { readonly kind: "embedded"; readonly of: readonly string[] }
  /** Calls of other operators. */
  | { readonly kind: "composed"; readonly f: Composition }
  /** The operand's elements count as true where they are not 0. */
  | { readonly kind: "truth" }
  /** A predicate of both parts. */
  | { readonly kind: "predicate"; readonly join: "And" | "Or" }
  /** The real lowering on the absolute values. */
  | { readonly kind: "size" }
  /** A sum of the results of both parts. */
  | { readonly kind: "sum"; readonly root: boolean }
  /** beta·self + alpha·product, with the operator that makes the product. */
  | { readonly kind: "addProduct"; readonly product: string; readonly of: readonly [string, string] }
  | { readonly kind: "unary"; readonly f: (c: ComplexArithmetic, a: Pair) => Pair }
  /** The result is real. */
  | { readonly kind: "measure"; readonly f: (c: ComplexArithmetic, a: Pair) => Pair["re"] }
  | { readonly kind: "binary"; readonly f: (c: ComplexArithmetic, a: Pair, b: Pair) => Pair; readonly swapped?: true };

/** Families whose operators move, pick or copy elements. */
export const PARTS_FAMILIES: ReadonlySet<string> = new Set([
  "tensor/views",
  "tensor/slicing",
  "tensor/joining",
  "tensor/indexing",
  "tensor/advanced_index",
  "tensor/rearrange",
  "tensor/conversion",
  "tensor/creation",
  "nn/pad",
]);

const names = (text: string): readonly string[] => text.split(" ");
const rule = (text: string, make: Rule): readonly (readonly [string, Rule])[] => names(text).map((n) => [n, make]);
const unary = (text: string, f: (c: ComplexArithmetic, a: Pair) => Pair) => rule(text, { kind: "unary", f });
const bilinear = (text: string, a: string, b: string, conjugate?: string) =>
  rule(text, { kind: "bilinear", of: [a, b], ...(conjugate === undefined ? {} : { conjugate }) });

const untwist = (c: ComplexArithmetic, a: Pair) => c.neg(c.turned(a));
const asin = (c: ComplexArithmetic, a: Pair) => untwist(c, c.asinh(c.turned(a)));
const log1p = (c: ComplexArithmetic, a: Pair) => c.log(c.add(c.number(1), a));
const sigmoid = (c: ComplexArithmetic, a: Pair) => c.div(c.number(1), c.add(c.number(1), c.exp(c.neg(a))));

/** By operator name, for all its overloads. */
export const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ...rule("ones ones_like new_ones eye", { kind: "real" }),
  ...rule(
    "positive neg negative _neg_view sum mean cumsum trace sum_to_size nanmean diff dropout feature_dropout alpha_dropout feature_alpha_dropout gradient upsample_nearest1d upsample_nearest2d sym_numel _chunk_cat combinations repeat_interleave resize resize_as convert_element_type",
    { kind: "parts" },
  ),
  ...rule("mH adjoint matrix_H", { kind: "adjoint" }),
  ...bilinear("mm bmm", "self", "mat2"),
  ...bilinear("matmul inner kron linalg_matmul tensordot", "self", "other"),
  ...bilinear("cross linalg_cross", "self", "other"),
  ...rule("conv1d conv2d conv3d convolution conv_transpose1d conv_transpose2d conv_transpose3d", {
    kind: "bilinear",
    of: ["input", "weight"],
    bias: true,
  }),
  ...bilinear("mv", "self", "vec"),
  ...bilinear("dot", "self", "tensor"),
  ...bilinear("vdot", "self", "other", "self"),
  ...bilinear("linalg_vecdot", "x", "y", "x"),
  ...bilinear("outer ger", "self", "vec2"),
  ...rule("addmm", { kind: "addProduct", product: "aten.mm.default", of: ["mat1", "mat2"] }),
  ...rule("addmv", { kind: "addProduct", product: "aten.mv.default", of: ["mat", "vec"] }),
  ...rule("baddbmm", { kind: "addProduct", product: "aten.bmm.default", of: ["batch1", "batch2"] }),
  ...rule("addr", { kind: "addProduct", product: "aten.outer.default", of: ["vec1", "vec2"] }),
  ...rule("addcmul", { kind: "addProduct", product: "aten.mul.Tensor", of: ["tensor1", "tensor2"] }),
  ...rule("addcdiv", { kind: "addProduct", product: "aten.div.Tensor", of: ["tensor1", "tensor2"] }),
  ...rule("linalg_inv inverse linalg_inv_ex linalg_pinv pinverse linalg_matrix_exp matrix_exp", {
    kind: "embedded",
    of: ["A", "self"],
  }),
  ...rule("linalg_solve linalg_solve_ex", { kind: "embedded", of: ["A", "B"] }),
  ...Object.entries(COMPOSED).map(([name, f]): readonly [string, Rule] => [name, { kind: "composed", f }]),
  ...rule(
    "any all count_nonzero nonzero nonzero_numpy nonzero_static argwhere logical_not logical_and logical_or logical_xor",
    { kind: "truth" },
  ),
  ...rule("isnan isinf ne not_equal", { kind: "predicate", join: "Or" }),
  ...rule("isfinite eq", { kind: "predicate", join: "And" }),
  ...rule("linalg_vector_norm norm frobenius_norm", { kind: "size" }),
  ...rule("var", { kind: "sum", root: false }),
  ...rule("std", { kind: "sum", root: true }),
  ...rule("abs absolute", { kind: "measure", f: (c, a) => c.abs(a) }),
  ...rule("angle", { kind: "measure", f: (c, a) => c.angle(a) }),
  ...rule("isreal", { kind: "measure", f: (c, a) => c.real.equal(a.im ?? c.real.mul(a.re, 0), 0) }),
  ...unary("conj _conj conj_physical _conj_physical", (c, a) => c.conj(a)),
  ...unary("exp", (c, a) => c.exp(a)),
  ...unary("exp2", (c, a) => c.exp(c.scale(a, Math.LN2))),
  ...unary("expm1 special_expm1", (c, a) => c.sub(c.exp(a), c.number(1))),
  ...unary("log", (c, a) => c.log(a)),
  ...unary("log2", (c, a) => c.scale(c.log(a), 1 / Math.LN2)),
  ...unary("log10", (c, a) => c.scale(c.log(a), 1 / Math.LN10)),
  ...unary("log1p special_log1p", log1p),
  ...unary("sqrt", (c, a) => c.sqrt(a)),
  ...unary("rsqrt", (c, a) => c.div(c.number(1), c.sqrt(a))),
  ...unary("reciprocal", (c, a) => c.div(c.number(1), a)),
  ...unary("square", (c, a) => c.mul(a, a)),
  ...unary("sin", (c, a) => c.sin(a)),
  ...unary("cos", (c, a) => c.cos(a)),
  ...unary("tan", (c, a) => untwist(c, c.tanh(c.turned(a)))),
  ...unary("sinh", (c, a) => c.sinh(a)),
  ...unary("cosh", (c, a) => c.cosh(a)),
  ...unary("tanh", (c, a) => c.tanh(a)),
  ...unary("asin arcsin", asin),
  ...unary("acos arccos", (c, a) => c.sub(c.number(Math.PI / 2), asin(c, a))),
  ...unary("atan arctan", (c, a) => untwist(c, c.atanh(c.turned(a)))),
  ...unary("asinh arcsinh", (c, a) => c.asinh(a)),
  ...unary("acosh arccosh", (c, a) => c.acosh(a)),
  ...unary("atanh arctanh", (c, a) => c.atanh(a)),
  ...unary("sigmoid special_expit", sigmoid),
  ...unary("silu", (c, a) => c.mul(a, sigmoid(c, a))),
  ...unary("sgn", (c, a) => {
    const size = c.abs(a);
    return c.where(c.real.equal(size, 0), c.number(0), c.div(a, { re: size, im: null }));
  }),
  ...rule("add", { kind: "binary", f: (c, a, b) => c.add(a, b) }),
  ...rule("sub subtract", { kind: "binary", f: (c, a, b) => c.sub(a, b) }),
  ...rule("rsub", { kind: "binary", f: (c, a, b) => c.sub(b, a), swapped: true }),
  ...rule("mul multiply", { kind: "binary", f: (c, a, b) => c.mul(a, b) }),
  ...rule("div divide true_divide", { kind: "binary", f: (c, a, b) => c.div(a, b) }),
  ...rule("pow float_power", { kind: "binary", f: (c, a, b) => c.pow(a, b) }),
]);
