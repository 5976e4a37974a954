/** torch.special's functions of one argument that ONNX does not have. */

import type { Value } from "../../onnx/ir.ts";
import { type Arithmetic, arithmetic } from "../arithmetic.ts";
import { type LowerScalar, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { airyAi, besselJ, besselY, i0, i0e, i1, i1e, k0, k1, sphericalJ0 } from "./bessel.ts";
import { metaOfScalar } from "./binary.ts";
import { erfcx, logNdtr, ndtr, ndtri } from "./error_functions.ts";
import { promotedFloat } from "./meta.ts";

type Special = (m: Arithmetic, x: Value) => Value;

/** Computes in double and gives the result in the node's type. */
export function inDouble(
  g: LoweringBuilder,
  operands: readonly TensorOperand[],
  f: (m: Arithmetic, values: readonly Value[]) => Value,
): Value {
  const value = f(
    arithmetic(g, "float64"),
    operands.map((t) => g.as(t, "float64")),
  );
  return g.out.dtype === "float64" ? value : g.cast(value, g.out.dtype);
}

/** -x·log(x): 0 at 0, -∞ below. */
const entr: Special = (m, x) => {
  const positive = m.less(0, x);
  const safe = m.where(positive, x, 1);
  const value = m.where(positive, m.neg(m.mul(safe, m.log(safe))), m.where(m.equal(x, 0), 0, Number.NEGATIVE_INFINITY));
  return m.where(m.isNaN(x), x, value);
};

const FUNCTIONS: Readonly<Record<string, Special>> = {
  i0,
  special_i0: i0,
  special_i0e: i0e,
  special_i1: i1,
  special_i1e: i1e,
  special_modified_bessel_i0: i0,
  special_modified_bessel_i1: i1,
  special_modified_bessel_k0: (m, x) => k0(m, x, false),
  special_modified_bessel_k1: (m, x) => k1(m, x, false),
  special_bessel_j0: (m, x) => besselJ(m, x, 0),
  special_bessel_j1: (m, x) => besselJ(m, x, 1),
  special_bessel_y0: (m, x) => besselY(m, x, 0),
  special_bessel_y1: (m, x) => besselY(m, x, 1),
  special_entr: entr,
  special_erfcx: erfcx,
  special_ndtr: ndtr,
  special_log_ndtr: logNdtr,
  special_ndtri: ndtri,
};

/** Those whose schema calls the argument x. */
const FUNCTIONS_OF_X: Readonly<Record<string, Special>> = {
  special_airy_ai: airyAi,
  special_spherical_bessel_j0: sphericalJ0,
  special_scaled_modified_bessel_k0: (m, x) => k0(m, x, true),
  special_scaled_modified_bessel_k1: (m, x) => k1(m, x, true),
};

function first(values: readonly Value[]): Value {
  const [x] = values;
  if (!x) throw new Error("an operand is absent");
  return x;
}

/** x·log(1 + y): 0 where x is 0, unless y is NaN. */
function xlog1py(g: LoweringBuilder, self: TensorOperand, other: TensorOperand): Value {
  const { dtype } = g.out;
  const [x, y] = [g.as(self, dtype), g.as(other, dtype)];
  const log = g.call("aten.log1p.default", [g.operand(y, { ...other.meta, dtype })]);
  const m = arithmetic(g, dtype);
  return m.where(m.isNaN(y), y, m.where(m.equal(x, 0), 0, m.mul(x, log.value)));
}

/** `f.self_scalar` and `f.other_scalar`, by the function of two tensors. */
function scalarForms(name: string, f: (g: LoweringBuilder, a: TensorOperand, b: TensorOperand) => Value): OpEntry[] {
  return [
    op(
      `aten::${name}.self_scalar(Scalar self, Tensor other) -> Tensor` as "aten::f(Scalar self, Tensor other) -> Tensor",
      {
        meta: (ctx, { self, other }) => promotedFloat(ctx, metaOfScalar(self), other),
        lower: (g, { self, other }) => f(g, scalarOperand(g, self), other),
      },
    ),
    op(
      `aten::${name}.other_scalar(Tensor self, Scalar other) -> Tensor` as "aten::f(Tensor self, Scalar other) -> Tensor",
      {
        meta: (ctx, { self, other }) => promotedFloat(ctx, self, metaOfScalar(other)),
        lower: (g, { self, other }) => f(g, self, scalarOperand(g, other)),
      },
    ),
  ];
}

const xlogy = (g: LoweringBuilder, a: TensorOperand, b: TensorOperand): Value =>
  g.call("aten.xlogy.Tensor", [a, b]).value;

function scalarOperand(g: LoweringBuilder, scalar: LowerScalar): TensorOperand {
  const { dtype, device } = g.out;
  return g.operand(g.scalar(scalar, dtype), { dtype, shape: [], strides: [], storageOffset: 0, device });
}

export const specialFunctionOps: readonly OpEntry[] = [
  ...Object.entries(FUNCTIONS).map(([name, f]) =>
    op(`aten::${name}(Tensor self) -> Tensor` as "aten::f(Tensor self) -> Tensor", {
      meta: (ctx, { self }) => promotedFloat(ctx, self),
      lower: (g, { self }) => inDouble(g, [self], (m, values) => f(m, first(values))),
    }),
  ),
  ...Object.entries(FUNCTIONS_OF_X).map(([name, f]) =>
    op(`aten::${name}(Tensor x) -> Tensor` as "aten::f(Tensor x) -> Tensor", {
      meta: (ctx, { x }) => promotedFloat(ctx, x),
      lower: (g, { x }) => inDouble(g, [x], (m, values) => f(m, first(values))),
    }),
  ),
  op("aten::special_xlog1py(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => promotedFloat(ctx, self, other),
    lower: (g, { self, other }) => xlog1py(g, self, other),
  }),
  ...scalarForms("special_xlog1py", xlog1py),
  op("aten::special_xlogy(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => promotedFloat(ctx, self, other),
    lower: (g, { self, other }) => xlogy(g, self, other),
  }),
  ...scalarForms("special_xlogy", xlogy),
];
