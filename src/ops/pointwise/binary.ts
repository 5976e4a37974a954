/** Elementwise arithmetic of two tensors. */

import { DTYPES, type DType, isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { scalarMeta } from "../arguments.ts";
import { type LowerScalar, type MetaContext, type MetaScalar, type OpEntry, op } from "../define.ts";
import type { LowerInput, LoweringBuilder, TensorOperand } from "../lowering.ts";
import { OpError, type OpInput } from "../types.ts";
import { mathematical } from "./mathematical.ts";
import { computed, elementwise, promoted, promotedFloat } from "./meta.ts";

type Binary = (g: LoweringBuilder, a: Value, b: Value, dtype: DType) => Value;

const direct =
  (opType: string): Binary =>
  (g, a, b) =>
    g.op(opType, [a, b]);

/** The meta of a `Scalar` argument, as a wrapped number. */
export function metaOfScalar(value: MetaScalar): TensorMeta {
  const input: OpInput =
    typeof value === "object" && value.kind !== "float" && value.kind !== "complex"
      ? { kind: "symint", expr: value }
      : value;
  const meta = scalarMeta(input);
  if (!meta) throw new OpError("TypeError", "a number was expected");
  return meta;
}

function scalarOf(value: LowerScalar): LowerInput {
  return value;
}

function pair(g: LoweringBuilder, a: TensorOperand, b: TensorOperand, f: Binary): Value {
  return computed(g, g.out.dtype, [a, b], ([x, y], dtype) => {
    if (!x || !y) throw new Error("an operand is absent");
    return f(g, x, y, dtype);
  });
}

const isInt = (dtype: DType) => DTYPES[dtype].category === "int";

const add: Binary = (g, a, b, dtype) => (dtype === "bool" ? g.op("Or", [a, b]) : g.op("Add", [a, b]));
const mul: Binary = (g, a, b, dtype) => (dtype === "bool" ? g.op("And", [a, b]) : g.op("Mul", [a, b]));
const sub = direct("Sub");
const div = direct("Div");

/** ONNX's integer Div truncates; floor is one less where the signs differ and there is a rest. */
export const floorDivide: Binary = (g, a, b, dtype) => {
  if (isFloating(dtype)) return floatFloorDivide(g, a, b, dtype);
  const q = g.op("Div", [a, b]);
  if (dtype.startsWith("uint")) return q;
  const rest = g.op("Sub", [a, g.op("Mul", [q, b])]);
  const zero = g.const(0, dtype);
  const inexact = g.op("Not", [g.op("Equal", [rest, zero])]);
  const differ = g.op("Xor", [g.op("Less", [a, zero]), g.op("Less", [b, zero])]);
  return g.op("Sub", [q, g.cast(g.op("And", [inexact, differ]), dtype)]);
};

/** As Python's float floor division: from the remainder, so that (a // b)·b + a % b = a. */
const floatFloorDivide: Binary = (g, a, b, dtype) => {
  const zero = g.const(0, dtype);
  const rest = g.op("Mod", [a, b], { fmod: 1 });
  const differ = g.op("And", [
    g.op("Not", [g.op("Equal", [rest, zero])]),
    g.op("Xor", [g.op("Less", [b, zero]), g.op("Less", [rest, zero])]),
  ]);
  const q = g.op("Div", [g.op("Sub", [a, rest]), b]);
  const floored = g.op("Where", [differ, g.op("Sub", [q, g.const(1, dtype)]), q]);
  const rounded = g.op("Round", [floored]);
  return g.op("Where", [g.op("Equal", [b, zero]), g.op("Div", [a, b]), rounded]);
};

const truncDivide: Binary = (g, a, b, dtype) => {
  const q = g.op("Div", [a, b]);
  return isFloating(dtype) ? g.op("Mul", [g.op("Sign", [q]), g.op("Floor", [g.op("Abs", [q])])]) : q;
};

/** Sign of the divisor; ONNX's integer Mod is that, its float Mod has the dividend's. */
const remainder: Binary = (g, a, b, dtype) => {
  if (!isFloating(dtype)) return g.op("Mod", [a, b]);
  const zero = g.const(0, dtype);
  const rest = g.op("Mod", [a, b], { fmod: 1 });
  const differ = g.op("And", [
    g.op("Not", [g.op("Equal", [rest, zero])]),
    g.op("Xor", [g.op("Less", [b, zero]), g.op("Less", [rest, zero])]),
  ]);
  return g.op("Where", [differ, g.op("Add", [rest, b]), rest]);
};

const fmod: Binary = (g, a, b) => g.op("Mod", [a, b], { fmod: 1 });

const pow: Binary = (g, a, b, dtype) => {
  if (!isInt(dtype)) return g.op("Pow", [a, b]);
  // Narrow integers are not in Pow's types; wrapping in int64 and back is the same.
  const direct = dtype === "int32" || dtype === "int64";
  const [x, y] = direct ? [a, b] : [g.cast(a, "int64"), g.cast(b, "int64")];
  const inner = direct ? dtype : "int64";
  const [zero, one] = [g.const(0, inner), g.const(1, inner)];
  const power = g.op("Pow", [x, g.op("Max", [y, zero])]);
  // 1/xⁿ rounded towards zero: ±1 for ±1, else 0.
  const odd = g.op("Equal", [g.op("Mod", [y, g.const(2, inner)]), one]);
  const sign = g.op("Where", [odd, g.const(-1, inner), one]);
  const isOne = (v: Value) => g.op("Equal", [x, v]);
  const inverse = g.op("Where", [isOne(one), one, g.op("Where", [isOne(g.const(-1, inner)), sign, zero])]);
  const value = dtype.startsWith("uint") ? power : g.op("Where", [g.op("Less", [y, zero]), inverse, power]);
  return direct ? value : g.cast(value, dtype);
};

/** Max and Min spread NaN as PyTorch does; bool is or, and. */
const maximum: Binary = (g, a, b, dtype) => (dtype === "bool" ? g.op("Or", [a, b]) : g.op("Max", [a, b]));
const minimum: Binary = (g, a, b, dtype) => (dtype === "bool" ? g.op("And", [a, b]) : g.op("Min", [a, b]));

/** The other operand where one is NaN. */
const ignoringNaN =
  (f: Binary): Binary =>
  (g, a, b, dtype) => {
    if (!isFloating(dtype)) return f(g, a, b, dtype);
    const left = g.op("Where", [g.op("IsNaN", [a]), b, a]);
    const right = g.op("Where", [g.op("IsNaN", [b]), a, b]);
    return f(g, left, right, dtype);
  };

export const atan2: Binary = (g, y, x, dtype) => {
  const zero = g.const(0, dtype);
  const pi = g.const(Math.PI, dtype);
  const base = mathematical(g, "Atan", g.op("Div", [y, x]), dtype);
  // The sign of y counts -0.0 as negative, which 1/y tells.
  const yNegative = g.op("Less", [g.op("Where", [g.op("Equal", [y, zero]), g.op("Reciprocal", [y]), y]), zero]);
  const xNegative = g.op("Less", [g.op("Where", [g.op("Equal", [x, zero]), g.op("Reciprocal", [x]), x]), zero]);
  const turn = g.op("Where", [yNegative, g.const(-Math.PI, dtype), pi]);
  const general = g.op("Where", [xNegative, g.op("Add", [base, turn]), base]);
  const bothZero = g.op("And", [g.op("Equal", [x, zero]), g.op("Equal", [y, zero])]);
  const onAxis = g.op("Where", [xNegative, turn, y]);
  const bothInf = g.op("And", [
    g.op("IsInf", [g.op("Cast", [x], { to: 1 })]),
    g.op("IsInf", [g.op("Cast", [y], { to: 1 })]),
  ]);
  const quarter = g.op("Where", [xNegative, g.const((3 * Math.PI) / 4, dtype), g.const(Math.PI / 4, dtype)]);
  const corner = g.op("Where", [yNegative, g.op("Neg", [quarter]), quarter]);
  return g.op("Where", [bothZero, onAxis, g.op("Where", [bothInf, corner, general])]);
};

const hypot: Binary = (g, a, b, dtype) => {
  const x = g.op("Abs", [a]);
  const y = g.op("Abs", [b]);
  const big = g.op("Max", [x, y]);
  const safe = g.op("Where", [g.op("Equal", [big, g.const(0, dtype)]), g.const(1, dtype), big]);
  const ratio = g.op("Div", [g.op("Min", [x, y]), safe]);
  const root = g.op("Sqrt", [g.op("Add", [g.const(1, dtype), g.op("Mul", [ratio, ratio])])]);
  return g.op("Mul", [big, root]);
};

const copysign: Binary = (g, a, b, dtype) => {
  const zero = g.const(0, dtype);
  const negative = g.op("Less", [g.op("Where", [g.op("Equal", [b, zero]), g.op("Reciprocal", [b]), b]), zero]);
  const size = g.op("Abs", [a]);
  return g.op("Where", [negative, g.op("Neg", [size]), size]);
};

const logaddexp: Binary = (g, a, b, dtype) => {
  const big = g.op("Max", [a, b]);
  const gap = g.op("Neg", [g.op("Abs", [g.op("Sub", [a, b])])]);
  const soft = g.op("Add", [big, g.op("Log", [g.op("Add", [g.const(1, dtype), g.op("Exp", [gap])])])]);
  return g.op("Where", [g.op("Equal", [a, b]), g.op("Add", [a, g.const(Math.LN2, dtype)]), soft]);
};

const logaddexp2: Binary = (g, a, b, dtype) => {
  const ln2 = g.const(Math.LN2, dtype);
  return g.op("Div", [logaddexp(g, g.op("Mul", [a, ln2]), g.op("Mul", [b, ln2]), dtype), ln2]);
};

/** x·log(y), 0 where x is 0 and y is no NaN. */
const xlogy: Binary = (g, x, y, dtype) => {
  const zero = g.op("And", [g.op("Equal", [x, g.const(0, dtype)]), g.op("Not", [g.op("IsNaN", [y])])]);
  return g.op("Where", [zero, g.const(0, dtype), g.op("Mul", [x, g.op("Log", [y])])]);
};

/** Refused by PyTorch for bool operands. */
const SUBTRACT_BOOL =
  "Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.";

/** `alpha` scales the second operand of add and sub. */
function scaleByAlpha(g: LoweringBuilder, other: TensorOperand, alpha: LowerScalar, dtype: DType): TensorOperand {
  if (alpha === 1 || (typeof alpha === "object" && alpha.kind === "float" && alpha.value === 1)) return other;
  const scaled = mul(g, g.as(other, dtype), g.scalar(alpha, dtype), dtype);
  return { value: scaled, meta: { ...other.meta, dtype } };
}

function checkAlpha(ctx: MetaContext, alpha: MetaScalar, dtype: DType): void {
  const isFloat = typeof alpha === "object" && alpha.kind === "float";
  ctx.check(
    !isFloat || isFloating(dtype) || DTYPES[dtype].category === "complex",
    () => "For integral input tensors, argument alpha must not be a floating point number.",
  );
  ctx.check(typeof alpha !== "boolean" || dtype === "bool", () => "Boolean alpha only supported for Boolean results.");
}

function sumEntries(name: "add" | "sub" | "subtract", f: Binary): readonly OpEntry[] {
  const meta = (ctx: MetaContext, self: TensorMeta, other: TensorMeta, alpha: MetaScalar) => {
    if (name !== "add")
      ctx.check((self.dtype !== "bool" && other.dtype !== "bool") || self.dtype !== other.dtype, () => SUBTRACT_BOOL);
    const result = promoted(ctx, self, other);
    checkAlpha(ctx, alpha, result.dtype);
    return result;
  };
  return [
    op(
      `aten::${name}.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor` as "aten::f.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor",
      {
        meta: (ctx, { self, other, alpha }) => meta(ctx, self, other, alpha),
        lower: (g, { self, other, alpha }) => pair(g, self, scaleByAlpha(g, other, alpha, g.out.dtype), f),
      },
    ),
    op(
      `aten::${name}.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor` as "aten::f.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor",
      {
        meta: (ctx, { self, other, alpha }) => meta(ctx, self, metaOfScalar(other), alpha),
        lower: (g, { self, other, alpha }) =>
          g.call(`aten.${name}.Tensor`, [self, scalarOf(other)], { alpha: scalarOf(alpha) }),
      },
    ),
  ];
}

type Meta = (ctx: MetaContext, self: TensorMeta, other: TensorMeta) => TensorMeta;

/** `f.Tensor` and `f.Scalar`. */
function tensorAndScalar(name: string, meta: Meta, f: Binary): readonly OpEntry[] {
  return [
    op(
      `aten::${name}.Tensor(Tensor self, Tensor other) -> Tensor` as "aten::f.Tensor(Tensor self, Tensor other) -> Tensor",
      {
        meta: (ctx, { self, other }) => meta(ctx, self, other),
        lower: (g, { self, other }) => pair(g, self, other, f),
      },
    ),
    op(
      `aten::${name}.Scalar(Tensor self, Scalar other) -> Tensor` as "aten::f.Scalar(Tensor self, Scalar other) -> Tensor",
      {
        meta: (ctx, { self, other }) => meta(ctx, self, metaOfScalar(other)),
        lower: (g, { self, other }) => g.call(`aten.${name}.Tensor`, [self, scalarOf(other)]),
      },
    ),
  ];
}

function plain(name: string, meta: Meta, f: Binary): OpEntry {
  return op(`aten::${name}(Tensor self, Tensor other) -> Tensor` as "aten::f(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => meta(ctx, self, other),
    lower: (g, { self, other }) => pair(g, self, other, f),
  });
}

const refuseComplexOrder =
  (name: string): Meta =>
  (ctx, a, b) => {
    const result = promoted(ctx, a, b);
    ctx.check(DTYPES[result.dtype].category !== "complex", () => `${name} not implemented for complex tensors.`);
    return result;
  };

const ROUNDED: Readonly<Record<string, Binary>> = { floor: floorDivide, trunc: truncDivide };

/** `rounding_mode` decides between true division and the two integer ones. */
function divModeEntries(name: "div" | "divide"): readonly OpEntry[] {
  const meta = (ctx: MetaContext, self: TensorMeta, other: TensorMeta, mode: string | null) => {
    ctx.check(
      mode === null || mode in ROUNDED,
      () => `div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '${mode}'`,
    );
    return mode === null ? promotedFloat(ctx, self, other) : promoted(ctx, self, other);
  };
  return [
    op(
      `aten::${name}.Tensor_mode(Tensor self, Tensor other, *, str? rounding_mode) -> Tensor` as "aten::f.Tensor_mode(Tensor self, Tensor other, *, str? rounding_mode) -> Tensor",
      {
        meta: (ctx, { self, other, rounding_mode }) => meta(ctx, self, other, rounding_mode),
        lower: (g, { self, other, rounding_mode }) =>
          pair(g, self, other, (rounding_mode === null ? undefined : ROUNDED[rounding_mode]) ?? div),
      },
    ),
    op(
      `aten::${name}.Scalar_mode(Tensor self, Scalar other, *, str? rounding_mode) -> Tensor` as "aten::f.Scalar_mode(Tensor self, Scalar other, *, str? rounding_mode) -> Tensor",
      {
        meta: (ctx, { self, other, rounding_mode }) => meta(ctx, self, metaOfScalar(other), rounding_mode),
        lower: (g, { self, other, rounding_mode }) =>
          g.call(`aten.${name}.Tensor_mode`, [self, scalarOf(other)], { rounding_mode }),
      },
    ),
  ];
}

function powerEntries(name: "pow" | "float_power"): readonly OpEntry[] {
  const asDouble = name === "float_power";
  const meta: Meta = (ctx, a, b) =>
    elementwise(ctx, ctx.promote(asDouble ? "always_double" : "default", [a, b]), [a, b]);
  return [
    op(
      `aten::${name}.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor` as "aten::f.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor",
      {
        meta: (ctx, { self, exponent }) => meta(ctx, self, exponent),
        lower: (g, { self, exponent }) => pair(g, self, exponent, pow),
      },
    ),
    op(
      `aten::${name}.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor` as "aten::f.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor",
      {
        meta(ctx, { self, exponent }) {
          const result = meta(ctx, self, metaOfScalar(exponent));
          const negative = typeof exponent === "number" && exponent < 0;
          ctx.check(!negative || !isInt(result.dtype), () => "Integers to negative integer powers are not allowed.");
          return result;
        },
        lower: (g, { self, exponent }) => g.call(`aten.${name}.Tensor_Tensor`, [self, scalarOf(exponent)]),
      },
    ),
    op(
      `aten::${name}.Scalar(Scalar self, Tensor exponent) -> Tensor` as "aten::f.Scalar(Scalar self, Tensor exponent) -> Tensor",
      {
        meta: (ctx, { self, exponent }) => meta(ctx, metaOfScalar(self), exponent),
        lower: (g, { self, exponent }) => g.call(`aten.${name}.Tensor_Tensor`, [scalarOf(self), exponent]),
      },
    ),
  ];
}

export const binaryOps: readonly OpEntry[] = [
  ...sumEntries("add", add),
  ...sumEntries("sub", sub),
  ...sumEntries("subtract", sub),
  op("aten::rsub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor", {
    meta: (ctx, { self, other }) => promoted(ctx, self, other),
    lower: (g, { self, other, alpha }) => g.call("aten.sub.Tensor", [other, self], { alpha: scalarOf(alpha) }),
  }),
  op("aten::rsub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor", {
    meta: (ctx, { self, other }) => promoted(ctx, self, metaOfScalar(other)),
    lower: (g, { self, other, alpha }) =>
      g.call("aten.sub.Tensor", [scalarOf(other), self], { alpha: scalarOf(alpha) }),
  }),
  ...tensorAndScalar("mul", promoted, mul),
  ...tensorAndScalar("multiply", promoted, mul),
  ...tensorAndScalar("div", promotedFloat, div),
  ...tensorAndScalar("divide", promotedFloat, div),
  ...tensorAndScalar("true_divide", promotedFloat, div),
  ...divModeEntries("div"),
  ...divModeEntries("divide"),
  plain("floor_divide", promoted, floorDivide),
  op("aten::floor_divide.Scalar(Tensor self, Scalar other) -> Tensor", {
    meta: (ctx, { self, other }) => promoted(ctx, self, metaOfScalar(other)),
    lower: (g, { self, other }) => g.call("aten.floor_divide.default", [self, scalarOf(other)]),
  }),
  ...tensorAndScalar("remainder", promoted, remainder),
  op("aten::remainder.Scalar_Tensor(Scalar self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => promoted(ctx, metaOfScalar(self), other),
    lower: (g, { self, other }) => g.call("aten.remainder.Tensor", [scalarOf(self), other]),
  }),
  ...tensorAndScalar("fmod", promoted, fmod),
  ...powerEntries("pow"),
  ...powerEntries("float_power"),
  plain("maximum", refuseComplexOrder("maximum"), maximum),
  plain("minimum", refuseComplexOrder("minimum"), minimum),
  plain("fmax", promoted, ignoringNaN(maximum)),
  plain("fmin", promoted, ignoringNaN(minimum)),
  op("aten::max.other(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => promoted(ctx, self, other),
    lower: (g, { self, other }) => pair(g, self, other, maximum),
  }),
  op("aten::min.other(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => promoted(ctx, self, other),
    lower: (g, { self, other }) => pair(g, self, other, minimum),
  }),
  plain("atan2", promotedFloat, atan2),
  plain("arctan2", promotedFloat, atan2),
  plain("hypot", promoted, hypot),
  ...tensorAndScalar("copysign", promotedFloat, copysign),
  plain("logaddexp", promotedFloat, logaddexp),
  plain("logaddexp2", promotedFloat, logaddexp2),
  op("aten::xlogy.Tensor(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => promotedFloat(ctx, self, other),
    lower: (g, { self, other }) => pair(g, self, other, xlogy),
  }),
  op("aten::xlogy.Scalar_Self(Scalar self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => promotedFloat(ctx, metaOfScalar(self), other),
    lower: (g, { self, other }) => g.call("aten.xlogy.Tensor", [scalarOf(self), other]),
  }),
  op("aten::xlogy.Scalar_Other(Tensor self, Scalar other) -> Tensor", {
    meta: (ctx, { self, other }) => promotedFloat(ctx, self, metaOfScalar(other)),
    lower: (g, { self, other }) => g.call("aten.xlogy.Tensor", [self, scalarOf(other)]),
  }),
  op("aten::heaviside(Tensor self, Tensor values) -> Tensor", {
    meta: (ctx, { self, values }) => promoted(ctx, self, values),
    lower(g, { self, values }) {
      const { dtype } = g.out;
      // A truth value is its own step, and 0 only where it is false.
      if (dtype === "bool") return g.op("Or", [g.as(self, dtype), g.as(values, dtype)]);
      const x = g.as(self, dtype);
      const zero = g.const(0, dtype);
      const step = g.cast(g.op("Greater", [x, zero]), dtype);
      const nan = isFloating(dtype) ? g.op("Where", [g.op("IsNaN", [x]), x, step]) : step;
      return g.op("Where", [g.op("Equal", [x, zero]), g.as(values, dtype), nan]);
    },
  }),
  op("aten::lerp.Scalar(Tensor self, Tensor end, Scalar weight) -> Tensor", {
    meta: (ctx, { self, end }) => elementwise(ctx, self.dtype, [self, end]),
    lower: (g, { self, end, weight }) =>
      lerp(g, g.as(self, g.out.dtype), g.as(end, g.out.dtype), g.scalar(weight, g.out.dtype)),
  }),
  op("aten::lerp.Tensor(Tensor self, Tensor end, Tensor weight) -> Tensor", {
    meta: (ctx, { self, end, weight }) => elementwise(ctx, self.dtype, [self, end, weight]),
    lower: (g, { self, end, weight }) =>
      lerp(g, g.as(self, g.out.dtype), g.as(end, g.out.dtype), g.as(weight, g.out.dtype)),
  }),
  op("aten::addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor", {
    meta: (ctx, { self, tensor1, tensor2 }) => promoted(ctx, self, tensor1, tensor2),
    lower(g, { self, tensor1, tensor2, value }) {
      const { dtype } = g.out;
      const factor = g.op("Mul", [g.as(tensor1, dtype), g.as(tensor2, dtype)]);
      return g.op("Add", [g.as(self, dtype), value === 1 ? factor : g.op("Mul", [factor, g.scalar(value, dtype)])]);
    },
  }),
  op("aten::addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor", {
    meta: (ctx, { self, tensor1, tensor2 }) => promotedFloat(ctx, self, tensor1, tensor2),
    lower(g, { self, tensor1, tensor2, value }) {
      const { dtype } = g.out;
      const top = value === 1 ? g.as(tensor1, dtype) : g.op("Mul", [g.as(tensor1, dtype), g.scalar(value, dtype)]);
      return g.op("Add", [g.as(self, dtype), g.op("Div", [top, g.as(tensor2, dtype)])]);
    },
  }),
];

function lerp(g: LoweringBuilder, start: Value, end: Value, weight: Value): Value {
  return g.op("Add", [start, g.op("Mul", [weight, g.op("Sub", [end, start])])]);
}
