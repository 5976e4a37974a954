/** Special functions that ONNX does not have, by series and rational approximations; accuracy is that of float32. */

import type { DType } from "../../fx/dtype.ts";
import type { Value } from "../../onnx/ir.ts";
import type { LoweringBuilder } from "../lowering.ts";
import { mathematical } from "./mathematical.ts";

/** Horner's scheme; coefficients from the highest power. */
export function polynomial(g: LoweringBuilder, x: Value, coefficients: readonly number[], dtype: DType): Value {
  const [first = 0, ...rest] = coefficients;
  return rest.reduce<Value>((acc, c) => g.op("Add", [g.op("Mul", [acc, x]), g.const(c, dtype)]), g.const(first, dtype));
}

/** Giles' approximation of the inverse error function, and one Newton step on erf. */
export function erfinv(g: LoweringBuilder, x: Value, dtype: DType): Value {
  const one = g.const(1, dtype);
  const w = g.op("Neg", [g.op("Log", [g.op("Mul", [g.op("Sub", [one, x]), g.op("Add", [one, x])])])]);
  const central = polynomial(
    g,
    g.op("Sub", [w, g.const(2.5, dtype)]),
    [
      2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
      0.246640727, 1.50140941,
    ],
    dtype,
  );
  const tail = polynomial(
    g,
    g.op("Sub", [g.op("Sqrt", [w]), g.const(3, dtype)]),
    [
      -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
      1.00167406, 2.83297682,
    ],
    dtype,
  );
  const p = g.op("Where", [g.op("Less", [w, g.const(5, dtype)]), central, tail]);
  const y = g.op("Mul", [p, x]);
  const slope = g.op("Mul", [
    g.const(2 / Math.sqrt(Math.PI), dtype),
    g.op("Exp", [g.op("Neg", [g.op("Mul", [y, y])])]),
  ]);
  const better = g.op("Sub", [y, g.op("Div", [g.op("Sub", [mathematical(g, "Erf", y, dtype), x]), slope])]);
  const inside = g.op("Less", [g.op("Abs", [x]), g.const(0.99, dtype)]);
  const finite = g.op("Where", [inside, better, y]);
  const edge = g.op("Equal", [g.op("Abs", [x]), one]);
  return g.op("Where", [edge, g.op("Mul", [x, g.const(Number.POSITIVE_INFINITY, dtype)]), finite]);
}

/** Lanczos' coefficients for g = 7, n = 9. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** log|Γ(x)|: Lanczos' sum for x ≥ 1/2, reflection below. */
export function lgamma(g: LoweringBuilder, x: Value, dtype: DType): Value {
  const half = g.const(0.5, dtype);
  const one = g.const(1, dtype);
  const reflect = g.op("Less", [x, half]);
  const z = g.op("Sub", [g.op("Where", [reflect, g.op("Sub", [one, x]), x]), one]);
  let sum: Value = g.const(LANCZOS[0], dtype);
  for (const [i, c] of LANCZOS.entries()) {
    if (i > 0) sum = g.op("Add", [sum, g.op("Div", [g.const(c, dtype), g.op("Add", [z, g.const(i, dtype)])])]);
  }
  const t = g.op("Add", [z, g.const(7.5, dtype)]);
  const log = g.op("Sub", [g.op("Mul", [g.op("Add", [z, half]), g.op("Log", [t])]), t]);
  const positive = g.op("Add", [g.op("Add", [log, g.const(0.9189385332046727, dtype)]), g.op("Log", [sum])]);
  // Γ(x)·Γ(1-x) = π / sin(πx); the fraction of x keeps the sine exact for large |x|.
  const fraction = g.op("Sub", [x, g.op("Floor", [x])]);
  const sine = g.op("Abs", [g.op("Sin", [g.op("Mul", [fraction, g.const(Math.PI, dtype)])])]);
  const pole = g.op("Equal", [fraction, g.const(0, dtype)]);
  const reflected = g.op("Sub", [g.op("Sub", [g.const(Math.log(Math.PI), dtype), g.op("Log", [sine])]), positive]);
  const below = g.op("Where", [pole, g.const(Number.POSITIVE_INFINITY, dtype), reflected]);
  const infinite = g.op("IsInf", [g.op("Cast", [x], { to: 1 })]);
  return g.op("Where", [infinite, g.op("Abs", [x]), g.op("Where", [reflect, below, positive])]);
}

/** ψ(x): six steps of the recurrence, then the asymptotic series; reflection for x < 0. */
export function digamma(g: LoweringBuilder, x: Value, dtype: DType): Value {
  const zero = g.const(0, dtype);
  const one = g.const(1, dtype);
  const reflect = g.op("Less", [x, zero]);
  let z = g.op("Where", [reflect, g.op("Sub", [one, x]), x]);
  let shift: Value = zero;
  const ten = g.const(10, dtype);
  for (let i = 0; i < 10; i++) {
    const small = g.op("Less", [z, ten]);
    shift = g.op("Sub", [shift, g.op("Where", [small, g.op("Reciprocal", [z]), zero])]);
    z = g.op("Where", [small, g.op("Add", [z, one]), z]);
  }
  const inv = g.op("Reciprocal", [z]);
  const inv2 = g.op("Mul", [inv, inv]);
  const series = g.op("Mul", [
    inv2,
    polynomial(g, inv2, [1 / 12, -691 / 32760, 1 / 132, -1 / 240, 1 / 252, -1 / 120, 1 / 12], dtype),
  ]);
  const log = g.op("Sub", [g.op("Log", [z]), g.op("Mul", [inv, g.const(0.5, dtype)])]);
  const positive = g.op("Add", [g.op("Sub", [log, series]), shift]);
  const fraction = g.op("Sub", [x, g.op("Floor", [x])]);
  const cot = g.op("Div", [
    g.const(Math.PI, dtype),
    mathematical(g, "Tan", g.op("Mul", [fraction, g.const(Math.PI, dtype)]), dtype),
  ]);
  const reflected = g.op("Where", [
    g.op("Equal", [fraction, zero]),
    g.const(Number.NaN, dtype),
    g.op("Sub", [positive, cot]),
  ]);
  const pole = g.op("Mul", [g.const(-1, dtype), g.op("Reciprocal", [x])]);
  return g.op("Where", [g.op("Equal", [x, zero]), pole, g.op("Where", [reflect, reflected, positive])]);
}
