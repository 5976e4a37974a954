/** Comparisons, logical and bitwise operators. */

import { DTYPES, type DType, isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { metaOfScalar } from "./binary.ts";
import { commonType, computeType, elementwise, predicate, promoted } from "./meta.ts";

type Compare = (g: LoweringBuilder, a: Value, b: Value) => Value;

const COMPARISONS: Readonly<Record<string, Compare>> = {
  eq: (g, a, b) => g.op("Equal", [a, b]),
  ne: (g, a, b) => g.op("Not", [g.op("Equal", [a, b])]),
  lt: (g, a, b) => g.op("Less", [a, b]),
  le: (g, a, b) => g.op("LessOrEqual", [a, b]),
  gt: (g, a, b) => g.op("Greater", [a, b]),
  ge: (g, a, b) => g.op("GreaterOrEqual", [a, b]),
};
const COMPARISON_SYNONYMS: Readonly<Record<string, string>> = {
  not_equal: "ne",
  less: "lt",
  less_equal: "le",
  greater: "gt",
  greater_equal: "ge",
};

/** Operands in the type they are compared in; ONNX does not order booleans. */
function compared(g: LoweringBuilder, a: TensorOperand, b: TensorOperand): readonly [Value, Value] {
  const common = computeType(commonType(a, b));
  const dtype: DType = common === "bool" ? "int32" : common;
  return [g.as(a, dtype), g.as(b, dtype)];
}

function comparison(name: string, f: Compare): readonly OpEntry[] {
  return [
    op(
      `aten::${name}.Tensor(Tensor self, Tensor other) -> Tensor` as "aten::f.Tensor(Tensor self, Tensor other) -> Tensor",
      {
        meta: (ctx, { self, other }) => predicate(ctx, self, other),
        lower: (g, { self, other }) => f(g, ...compared(g, self, other)),
      },
    ),
    op(
      `aten::${name}.Scalar(Tensor self, Scalar other) -> Tensor` as "aten::f.Scalar(Tensor self, Scalar other) -> Tensor",
      {
        meta: (ctx, { self, other }) => predicate(ctx, self, metaOfScalar(other)),
        lower: (g, { self, other }) => g.call(`aten.${name}.Tensor`, [self, other]),
      },
    ),
  ];
}

/** Any number as a truth value. */
export function truth(g: LoweringBuilder, t: TensorOperand): Value {
  return g.as(t, "bool");
}

function logical(name: string, opType: string): OpEntry {
  return op(`aten::${name}(Tensor self, Tensor other) -> Tensor` as "aten::f(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => elementwise(ctx, ctx.promote("truth", [self, other]), [self, other]),
    lower: (g, { self, other }) => g.op(opType, [truth(g, self), truth(g, other)]),
  });
}

type BitwiseRow = { readonly bool: string; readonly int: string };
const BITWISE: Readonly<Record<string, BitwiseRow>> = {
  bitwise_and: { bool: "And", int: "BitwiseAnd" },
  bitwise_or: { bool: "Or", int: "BitwiseOr" },
  bitwise_xor: { bool: "Xor", int: "BitwiseXor" },
  __and__: { bool: "And", int: "BitwiseAnd" },
  __or__: { bool: "Or", int: "BitwiseOr" },
  __xor__: { bool: "Xor", int: "BitwiseXor" },
};

function bitwiseMeta(ctx: MetaContext, name: string, a: TensorMeta, b: TensorMeta): TensorMeta {
  const result = promoted(ctx, a, b);
  ctx.check(
    DTYPES[result.dtype].category === "int" || result.dtype === "bool",
    () =>
      `"${name}_cpu" not implemented for '${isFloating(result.dtype) ? result.dtype.replace("float32", "Float").replace("float64", "Double").replace("float16", "Half") : result.dtype}'`,
    "NotImplementedError",
  );
  return result;
}

function bitwise(name: string, row: BitwiseRow): readonly OpEntry[] {
  const lower = (g: LoweringBuilder, self: TensorOperand, other: TensorOperand) => {
    const { dtype } = g.out;
    return g.op(dtype === "bool" ? row.bool : row.int, [g.as(self, dtype), g.as(other, dtype)]);
  };
  return [
    op(
      `aten::${name}.Tensor(Tensor self, Tensor other) -> Tensor` as "aten::f.Tensor(Tensor self, Tensor other) -> Tensor",
      {
        meta: (ctx, { self, other }) => bitwiseMeta(ctx, name, self, other),
        lower: (g, { self, other }) => lower(g, self, other),
      },
    ),
    op(
      `aten::${name}.Scalar(Tensor self, Scalar other) -> Tensor` as "aten::f.Scalar(Tensor self, Scalar other) -> Tensor",
      {
        meta: (ctx, { self, other }) => bitwiseMeta(ctx, name, self, metaOfScalar(other)),
        lower: (g, { self, other }) => g.call(`aten.${name}.Tensor`, [self, other]),
      },
    ),
  ];
}

function scalarFirst(name: string): OpEntry {
  return op(
    `aten::${name}.Scalar_Tensor(Scalar self, Tensor other) -> Tensor` as "aten::f.Scalar_Tensor(Scalar self, Tensor other) -> Tensor",
    {
      meta: (ctx, { self, other }) => bitwiseMeta(ctx, name, metaOfScalar(self), other),
      lower: (g, { self, other }) => g.call(`aten.${name}.Tensor`, [self, other]),
    },
  );
}

/** Shifts: a left one is a product with a power of two; a right one of signed numbers rounds down. */
function shift(g: LoweringBuilder, a: TensorOperand, b: TensorOperand, left: boolean): Value {
  const { dtype } = g.out;
  const wide = g.as(a, "int64");
  const power = g.op("Pow", [g.const(2, "int64"), g.as(b, "int64")]);
  if (left) return toType(g, g.op("Mul", [wide, power]), dtype);
  const q = g.op("Div", [wide, power]);
  const rest = g.op("Sub", [wide, g.op("Mul", [q, power])]);
  const below = g.cast(g.op("Less", [rest, g.const(0, "int64")]), "int64");
  return toType(g, g.op("Sub", [q, below]), dtype);
}

function toType(g: LoweringBuilder, value: Value, dtype: DType): Value {
  return dtype === "int64" ? value : g.cast(value, dtype);
}

function shiftEntries(name: string, left: boolean): readonly OpEntry[] {
  return [
    op(
      `aten::${name}.Tensor(Tensor self, Tensor other) -> Tensor` as "aten::f.Tensor(Tensor self, Tensor other) -> Tensor",
      {
        meta: (ctx, { self, other }) => bitwiseMeta(ctx, name, self, other),
        lower: (g, { self, other }) => shift(g, self, other, left),
      },
    ),
    op(
      `aten::${name}.${name.startsWith("__") ? "Scalar" : "Tensor_Scalar"}(Tensor self, Scalar other) -> Tensor` as "aten::f.Scalar(Tensor self, Scalar other) -> Tensor",
      {
        meta: (ctx, { self, other }) => bitwiseMeta(ctx, name, self, metaOfScalar(other)),
        lower: (g, { self, other }) => g.call(`aten.${name}.Tensor`, [self, other]),
      },
    ),
  ];
}

export const logicalOps: readonly OpEntry[] = [
  ...Object.entries(COMPARISONS).flatMap(([name, f]) => comparison(name, f)),
  ...Object.entries(COMPARISON_SYNONYMS).flatMap(([name, of]) => {
    const f = COMPARISONS[of];
    if (!f) throw new Error(`${name} stands for ${of}, which is not there`);
    return comparison(name, f);
  }),
  logical("logical_and", "And"),
  logical("logical_or", "Or"),
  logical("logical_xor", "Xor"),
  ...Object.entries(BITWISE).flatMap(([name, row]) => bitwise(name, row)),
  ...["bitwise_and", "bitwise_or", "bitwise_xor", "bitwise_left_shift", "bitwise_right_shift"].map(scalarFirst),
  ...shiftEntries("bitwise_left_shift", true),
  ...shiftEntries("bitwise_right_shift", false),
  ...shiftEntries("__lshift__", true),
  ...shiftEntries("__rshift__", false),
  op(
    "aten::isclose(Tensor self, Tensor other, float rtol=1.0000000000000001e-05, float atol=1e-08, bool equal_nan=False) -> Tensor",
    {
      meta: (ctx, { self, other }) => elementwise(ctx, "bool", [self, other]),
      lower(g, { self, other, rtol, atol, equal_nan }) {
        const dtype = computeType(self.meta.dtype);
        const [a, b] = [g.as(self, dtype), g.as(other, dtype)];
        const equal = g.op("Equal", [a, b]);
        const inner: DType = isFloating(dtype) ? dtype : "float32";
        const [x, y] = isFloating(dtype) ? [a, b] : [g.cast(a, inner), g.cast(b, inner)];
        const allowed = g.op("Add", [g.const(atol, inner), g.op("Mul", [g.const(rtol, inner), g.op("Abs", [y])])]);
        const error = g.op("Abs", [g.op("Sub", [x, y])]);
        const finite = g.op("Not", [g.op("IsInf", [g.op("Cast", [error], { to: 1 })])]);
        const near = g.op("And", [g.op("LessOrEqual", [error, allowed]), finite]);
        const close = g.op("Or", [equal, near]);
        if (!equal_nan || !isFloating(dtype)) return close;
        return g.op("Or", [close, g.op("And", [g.op("IsNaN", [a]), g.op("IsNaN", [b])])]);
      },
    },
  ),
];
