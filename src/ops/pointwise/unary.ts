/** Elementwise functions of one tensor. */

import { DTYPES, type DType, isFloating } from "../../fx/dtype.ts";
import type { Value } from "../../onnx/ir.ts";
import { arithmetic } from "../arithmetic.ts";
import { type OpEntry, op } from "../define.ts";
import type { LoweringBuilder } from "../lowering.ts";
import { realOf } from "../promotion.ts";
import { erfc as erfcOfDouble } from "./error_functions.ts";
import { mathematical } from "./mathematical.ts";
import { computed, elementwise, promotedFloat } from "./meta.ts";
import { digamma, erfinv, lgamma } from "./special.ts";

type Unary = (g: LoweringBuilder, x: Value, dtype: DType) => Value;

const direct =
  (opType: string): Unary =>
  (g, x, dtype) =>
    mathematical(g, opType, x, dtype);
const scaled =
  (inner: Unary, factor: number): Unary =>
  (g, x, dtype) =>
    g.op("Mul", [inner(g, x, dtype), g.const(factor, dtype)]);

const exp = direct("Exp");
const log = direct("Log");
const sqrt = direct("Sqrt");
const erf = direct("Erf");

const sinc: Unary = (g, x, dtype) => {
  const pix = g.op("Mul", [x, g.const(Math.PI, dtype)]);
  const zero = g.op("Equal", [x, g.const(0, dtype)]);
  const safe = g.op("Where", [zero, g.const(1, dtype), pix]);
  return g.op("Where", [zero, g.const(1, dtype), g.op("Div", [g.op("Sin", [safe]), safe])]);
};

/** exp(x) - 1 without cancellation near 0: tanh(x/2)·(exp(x) + 1). Exact enough where x is small; elsewhere exp(x) - 1. */
const expm1: Unary = (g, x, dtype) => {
  const one = g.const(1, dtype);
  const e = g.op("Exp", [x]);
  const small = g.op("Less", [g.op("Abs", [x]), g.const(0.5, dtype)]);
  const near = g.op("Mul", [g.op("Tanh", [g.op("Mul", [x, g.const(0.5, dtype)])]), g.op("Add", [e, one])]);
  return g.op("Where", [small, near, g.op("Sub", [e, one])]);
};

/** log(1 + x) with the rounding error of 1 + x made good: log(u)·x/(u - 1). */
const log1p: Unary = (g, x, dtype) => {
  const one = g.const(1, dtype);
  const u = g.op("Add", [x, one]);
  const d = g.op("Sub", [u, one]);
  const exact = g.op("Or", [g.op("Equal", [d, g.const(0, dtype)]), g.op("IsInf", [g.op("Cast", [u], { to: 1 })])]);
  const quotient = g.op("Div", [g.op("Mul", [g.op("Log", [u]), x]), g.op("Where", [exact, one, d])]);
  return g.op("Where", [exact, x, quotient]);
};

/** Functions with a float result. */
const FLOAT: Readonly<Record<string, Unary>> = {
  acos: direct("Acos"),
  acosh: direct("Acosh"),
  asin: direct("Asin"),
  asinh: direct("Asinh"),
  atan: direct("Atan"),
  atanh: direct("Atanh"),
  cos: direct("Cos"),
  cosh: direct("Cosh"),
  sin: direct("Sin"),
  sinh: direct("Sinh"),
  tan: direct("Tan"),
  tanh: direct("Tanh"),
  exp,
  exp2: (g, x, dtype) => g.op("Pow", [g.const(2, dtype), x]),
  expm1,
  log,
  log2: scaled(log, 1 / Math.LN2),
  log10: scaled(log, 1 / Math.LN10),
  log1p,
  sqrt,
  rsqrt: (g, x) => g.op("Reciprocal", [g.op("Sqrt", [x])]),
  reciprocal: direct("Reciprocal"),
  sigmoid: direct("Sigmoid"),
  erf,
  erfc: (g, x, dtype) =>
    dtype === "float64" ? erfcOfDouble(arithmetic(g, dtype), x) : g.op("Sub", [g.const(1, dtype), g.op("Erf", [x])]),
  erfinv,
  lgamma,
  digamma,
  sinc,
  deg2rad: (g, x, dtype) => g.op("Mul", [x, g.const(Math.PI / 180, dtype)]),
  rad2deg: (g, x, dtype) => g.op("Mul", [x, g.const(180 / Math.PI, dtype)]),
};

/** Names under torch.special (and synonyms) for the same functions. */
const FLOAT_SYNONYMS: Readonly<Record<string, string>> = {
  arccos: "acos",
  arccosh: "acosh",
  arcsin: "asin",
  arcsinh: "asinh",
  arctan: "atan",
  arctanh: "atanh",
  special_digamma: "digamma",
  special_psi: "digamma",
  special_erf: "erf",
  special_erfc: "erfc",
  special_erfinv: "erfinv",
  special_exp2: "exp2",
  special_expit: "sigmoid",
  special_expm1: "expm1",
  special_gammaln: "lgamma",
  special_log1p: "log1p",
  special_sinc: "sinc",
};

function floatEntry(name: string, f: Unary): OpEntry {
  return op(`aten::${name}(Tensor self) -> Tensor` as "aten::f(Tensor self) -> Tensor", {
    meta: (ctx, { self }) => promotedFloat(ctx, self),
    lower: (g, { self }) => computed(g, g.out.dtype, [self], ([x], dtype) => f(g, present(x), dtype)),
  });
}

function present(x: Value | undefined): Value {
  if (!x) throw new Error("an operand is absent");
  return x;
}

/** Rounding leaves integers as they are. */
const rounding =
  (opType: string): Unary =>
  (g, x, dtype) =>
    isFloating(dtype) ? g.op(opType, [x]) : g.op("Identity", [x]);

const trunc: Unary = (g, x, dtype) =>
  isFloating(dtype) ? g.op("Mul", [g.op("Sign", [x]), g.op("Floor", [g.op("Abs", [x])])]) : g.op("Identity", [x]);

const sign: Unary = (g, x, dtype) => {
  if (dtype === "bool") return g.op("Identity", [x]);
  const s = g.op("Sign", [x]);
  // ONNX leaves the sign of NaN open; PyTorch's is 0.
  return isFloating(dtype) ? g.op("Where", [isNaNOf(g, x, dtype), g.const(0, dtype), s]) : s;
};

function isNaNOf(g: LoweringBuilder, x: Value, dtype: DType): Value {
  return g.op("IsNaN", [dtype === "bfloat16" ? g.cast(x, "float32") : x]);
}

/** Functions whose result has the operand's type. */
const SAME: Readonly<Record<string, Unary>> = {
  abs: (g, x, dtype) => (dtype === "bool" || isUnsigned(dtype) ? g.op("Identity", [x]) : g.op("Abs", [x])),
  neg: (g, x, dtype) => (isUnsigned(dtype) ? wrapNegative(g, x, dtype) : g.op("Neg", [x])),
  ceil: rounding("Ceil"),
  floor: rounding("Floor"),
  round: rounding("Round"),
  trunc,
  frac: (g, x, dtype) => g.op("Sub", [x, trunc(g, x, dtype)]),
  sign,
  sgn: sign,
  relu: (g, x, dtype) => (DTYPES[dtype].category === "int" ? g.op("Max", [x, g.const(0, dtype)]) : g.op("Relu", [x])),
  bitwise_not: (g, x, dtype) => (dtype === "bool" ? g.op("Not", [x]) : g.op("BitwiseNot", [x])),
};

const SAME_SYNONYMS: Readonly<Record<string, string>> = {
  absolute: "abs",
  negative: "neg",
  fix: "trunc",
};

export function isUnsigned(dtype: DType): boolean {
  return dtype.startsWith("uint");
}

function wrapNegative(g: LoweringBuilder, x: Value, dtype: DType): Value {
  return g.cast(g.op("Neg", [g.cast(x, "int64")]), dtype);
}

/** Refused for bool as PyTorch does. */
const NO_BOOL: ReadonlySet<string> = new Set(["neg", "negative"]);

function sameEntry(name: string, f: Unary): OpEntry {
  return op(`aten::${name}(Tensor self) -> Tensor` as "aten::f(Tensor self) -> Tensor", {
    meta(ctx, { self }) {
      if (NO_BOOL.has(name)) {
        ctx.check(
          self.dtype !== "bool",
          () =>
            "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.",
        );
      }
      // The size of a complex number is real.
      return elementwise(ctx, name === "abs" || name === "absolute" ? realOf(self.dtype) : self.dtype, [self]);
    },
    lower: (g, { self }) => computed(g, self.meta.dtype, [self], ([x], dtype) => f(g, present(x), dtype)),
  });
}

/** Functions with a boolean result. */
const PREDICATES: Readonly<Record<string, Unary>> = {
  isnan: (g, x, dtype) => (isFloating(dtype) ? g.op("IsNaN", [x]) : never(g, x)),
  isinf: (g, x, dtype) => (isFloating(dtype) ? g.op("IsInf", [forInf(g, x, dtype)]) : never(g, x)),
  isposinf: (g, x, dtype) =>
    isFloating(dtype) ? g.op("IsInf", [forInf(g, x, dtype)], { detect_negative: 0 }) : never(g, x),
  isneginf: (g, x, dtype) =>
    isFloating(dtype) ? g.op("IsInf", [forInf(g, x, dtype)], { detect_positive: 0 }) : never(g, x),
  isfinite: (g, x, dtype) =>
    isFloating(dtype)
      ? g.op("Not", [g.op("Or", [g.op("IsNaN", [x]), g.op("IsInf", [forInf(g, x, dtype)])])])
      : g.op("Not", [never(g, x)]),
  isreal: (g, x) => g.op("Not", [never(g, x)]),
  logical_not: (g, x, dtype) => (dtype === "bool" ? g.op("Not", [x]) : g.op("Equal", [x, g.const(0, dtype)])),
  signbit: (g, x, dtype) => {
    if (dtype === "bool" || isUnsigned(dtype)) return never(g, x);
    if (!isFloating(dtype)) return g.op("Less", [x, g.const(0, dtype)]);
    // -0.0 has the sign bit too, which 1/x tells.
    const zero = g.op("Equal", [x, g.const(0, dtype)]);
    return g.op("Less", [g.op("Where", [zero, g.op("Reciprocal", [x]), x]), g.const(0, dtype)]);
  },
};

/** IsInf takes float and double until opset 20. */
function forInf(g: LoweringBuilder, x: Value, dtype: DType): Value {
  return dtype === "float16" && g.opset < 20 ? g.cast(x, "float32") : x;
}

/** False everywhere, in the operand's shape. */
function never(g: LoweringBuilder, x: Value): Value {
  return g.op("Expand", [g.const(false, "bool"), g.op("Shape", [x])]);
}

function predicateEntry(name: string, f: Unary): OpEntry {
  return op(`aten::${name}(Tensor self) -> Tensor` as "aten::f(Tensor self) -> Tensor", {
    meta: (ctx, { self }) => elementwise(ctx, "bool", [self]),
    lower(g, { self }) {
      const inner: DType = self.meta.dtype === "bfloat16" ? "float32" : self.meta.dtype;
      return f(g, g.as(self, inner), inner);
    },
  });
}

const rows = (table: Readonly<Record<string, Unary>>, make: (name: string, f: Unary) => OpEntry) =>
  Object.entries(table).map(([name, f]) => make(name, f));
const synonyms = (
  names: Readonly<Record<string, string>>,
  table: Readonly<Record<string, Unary>>,
  make: (name: string, f: Unary) => OpEntry,
) =>
  Object.entries(names).map(([name, of]) => {
    const f = table[of];
    if (!f) throw new Error(`${name} stands for ${of}, which is not there`);
    return make(name, f);
  });

export const unaryOps: readonly OpEntry[] = [
  ...rows(FLOAT, floatEntry),
  ...synonyms(FLOAT_SYNONYMS, FLOAT, floatEntry),
  ...rows(SAME, sameEntry),
  ...synonyms(SAME_SYNONYMS, SAME, sameEntry),
  ...rows(PREDICATES, predicateEntry),
  op("aten::square(Tensor self) -> Tensor", {
    meta: (ctx, { self }) => elementwise(ctx, self.dtype === "bool" ? "int64" : self.dtype, [self]),
    lower(g, { self }) {
      const x = g.as(self, g.out.dtype);
      return g.op("Mul", [x, x]);
    },
  }),
  op("aten::positive(Tensor(a) self) -> Tensor(a)", {
    meta(ctx, { self }) {
      ctx.check(self.dtype !== "bool", () => "The `+` operator, on a bool tensor is not supported.");
      return { ...self, wrappedNumber: false };
    },
    lower: (_, { self }) => self.value,
  }),
  op("aten::special_round(Tensor self, *, int decimals=0) -> Tensor", {
    meta: (ctx, { self }) => elementwise(ctx, self.dtype, [self]),
    lower: (g, { self, decimals }) => g.call("aten.round.decimals", [self], { decimals }),
  }),
  op("aten::round.decimals(Tensor self, *, int decimals) -> Tensor", {
    meta: (ctx, { self }) => elementwise(ctx, self.dtype, [self]),
    lower: (g, { self, decimals }) =>
      computed(g, self.meta.dtype, [self], ([x], dtype) => {
        const value = present(x);
        if (!isFloating(dtype)) return g.op("Identity", [value]);
        const scale = g.const(10 ** Math.abs(decimals), dtype);
        const [up, down] = decimals >= 0 ? ["Mul", "Div"] : ["Div", "Mul"];
        return g.op(down ?? "", [g.op("Round", [g.op(up ?? "", [value, scale])]), scale]);
      }),
  }),
  op("aten::logit(Tensor self, float? eps=None) -> Tensor", {
    meta: (ctx, { self }) => promotedFloat(ctx, self),
    lower: (g, { self, eps }) =>
      computed(g, g.out.dtype, [self], ([x], dtype) => {
        let z = present(x);
        if (eps !== null) z = g.op("Min", [g.op("Max", [z, g.const(eps, dtype)]), g.const(1 - eps, dtype)]);
        return g.op("Log", [g.op("Div", [z, g.op("Sub", [g.const(1, dtype), z])])]);
      }),
  }),
  op("aten::special_logit(Tensor self, float? eps=None) -> Tensor", {
    meta: (ctx, { self }) => promotedFloat(ctx, self),
    lower: (g, { self, eps }) =>
      g.call("aten.logit.default", [self, eps === null ? null : { kind: "float", value: eps }]),
  }),
  op("aten::nan_to_num(Tensor self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor", {
    meta: (ctx, { self }) => elementwise(ctx, self.dtype, [self]),
    lower: (g, { self, nan, posinf, neginf }) =>
      computed(g, self.meta.dtype, [self], ([v], dtype) => {
        const x = present(v);
        if (!isFloating(dtype)) return g.op("Identity", [x]);
        const limit = dtype === "float16" ? 65504 : dtype === "float64" ? Number.MAX_VALUE : 3.4028234663852886e38;
        const inf = forInf(g, x, dtype);
        const a = g.op("Where", [g.op("IsNaN", [x]), g.const(nan ?? 0, dtype), x]);
        const b = g.op("Where", [g.op("IsInf", [inf], { detect_negative: 0 }), g.const(posinf ?? limit, dtype), a]);
        return g.op("Where", [g.op("IsInf", [inf], { detect_positive: 0 }), g.const(neginf ?? -limit, dtype), b]);
      }),
  }),
];
