/** Powers, exponentials and Vandermonde matrices, condition numbers, and least squares. */

import { type DType, isComplex } from "../../fx/dtype.ts";
import type { FloatScalar } from "../../fx/graph.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { gt } from "../../shapes/bool.ts";
import { min } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { broadcastShapes } from "../broadcast.ts";
import { type LowerScalar, type MetaContext, type OpEntry, op } from "../define.ts";
import { loop, nth } from "../loop.ts";
import type { LowerInput, LoweringBuilder, SymArg, TensorOperand } from "../lowering.ts";
import { realOf } from "../promotion.ts";
import { contiguous } from "../strides.ts";
import {
  batchOf,
  checkMatrix,
  checkSquare,
  columnMajor,
  columnsOf,
  type Matrices,
  matrices,
  narrow,
  rowsOf,
  WIDE,
  wide,
} from "./matrix.ts";

const float = (value: number): FloatScalar => ({ kind: "float", value });

/** Aᵏ by squaring: as many products as PyTorch makes. */
function matrixPower(g: LoweringBuilder, a: TensorOperand, k: number): TensorOperand {
  if (k === 0) return identityLike(g, a);
  let square: TensorOperand | null = k < 0 ? g.call("aten.linalg_inv.default", [a]) : a;
  let result: TensorOperand | null = null;
  for (let rest = Math.abs(k); square !== null && rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result === null ? square : g.call("aten.matmul.default", [square, result]);
    square = rest > 1 ? g.call("aten.matmul.default", [square, square]) : null;
  }
  return result ?? a;
}

function identityLike(g: LoweringBuilder, a: TensorOperand): TensorOperand {
  const real = realOf(a.meta.dtype);
  const n = g.op("Shape", [a.value], { start: a.meta.shape.length - 1, end: a.meta.shape.length });
  const numbers = g.op("Range", [g.const(0, "int64"), g.op("Squeeze", [n]), g.const(1, "int64")]);
  const eye = g.cast(g.op("Equal", [g.op("Unsqueeze", [numbers, g.ints([-1])]), numbers]), real);
  const full = g.op("Expand", [eye, g.op("Shape", [a.value], { start: 0, end: a.meta.shape.length })]);
  const made = g.operand(full, { ...contiguous(real, a.meta.shape, a.meta.device) });
  return isComplex(a.meta.dtype)
    ? g.call("aten._to_copy.default", [made], { dtype: { kind: "dtype", dtype: a.meta.dtype } })
    : made;
}

/** Taylor's polynomial is exact to double precision for a norm of at most a half. */
const DEGREE = 15;
/** Beyond 2^60 nothing is finite. */
const MAX_SQUARINGS = 60;

/** Each matrix is halved until its norm is small, and its exponential squared as often. */
function matrixExp(m: Matrices, a: Value): Value {
  const { g } = m;
  const sums = m.sum(m.transpose(m.abs(a)));
  const norm = m.fold(sums, 0, (x, y) => m.max(x, y));
  const halvings = m.floor(m.add(m.mul(m.log(m.max(norm, 0.25)), 1 / Math.LN2), 2));
  const count = m.min(m.max(halvings, 0), MAX_SQUARINGS);
  const block = (v: Value) => m.asColumn(m.asColumn(v));
  const small = m.div(a, m.pow(2, block(count)));
  const one = m.identity(m.rows(a), a);
  let sum = one;
  for (let k = DEGREE; k >= 1; k--) sum = m.add(one, m.mul(m.product(small, sum), 1 / k));
  const most = g.cast(
    g.op(
      "ReduceMax",
      [g.op("Concat", [g.op("Reshape", [count, g.ints([-1])]), g.tensor([0], [1], WIDE)], { axis: 0 })],
      { keepdims: 0 },
    ),
    "int64",
  );
  const [result] = loop(g, most, [{ value: sum, dtype: WIDE }], (round, values) => {
    const current = nth(values, 0);
    const open = g.op("Less", [g.cast(round, WIDE), block(count)]);
    return [g.op("Where", [open, m.product(current, current), current])];
  });
  if (!result) throw new Error("a loop without its value");
  return result;
}

/** 1, x, x², … along a new last dimension; a number is a list of one. */
function vander(g: LoweringBuilder, given: TensorOperand, n: SymArg | SymInt): TensorOperand {
  const x = given.meta.shape.length === 0 ? g.call("aten.unsqueeze.default", [given, 0]) : given;
  const shape = [...x.meta.shape, typeof n === "object" && n.kind === "symint" ? n.expr : n];
  const { dtype } = g.out;
  const ones = g.op("Expand", [g.const(1, dtype), g.sizes([...x.meta.shape, 1])]);
  const places = g.op("Sub", [g.sizes([n]), g.ints([1])]);
  const repeated = g.op("Expand", [
    g.op("Unsqueeze", [g.as(x, dtype), g.ints([-1])]),
    g.op("Concat", [g.sizes([...x.meta.shape]), places], { axis: 0 }),
  ]);
  const factors = g.op("Concat", [ones, repeated], { axis: -1 });
  return g.call("aten.cumprod.default", [g.operand(factors, contiguous(dtype, shape, x.meta.device)), -1]);
}

function vanderMeta(x: TensorMeta, n: SymInt | null): TensorMeta {
  const shape = x.shape.length === 0 ? [1] : x.shape;
  return contiguous(vanderType(x.dtype), [...shape, n ?? shape.at(-1) ?? 1], x.device);
}

const vanderType = (dtype: DType): DType => (dtype === "bool" ? "int64" : dtype);

/** The norm's order as the arguments of linalg.matrix_norm. */
function matrixNorm(g: LoweringBuilder, a: TensorOperand, p: LowerScalar | string): TensorOperand {
  const order: LowerInput = p;
  return g.call(`aten.linalg_matrix_norm.${typeof p === "string" ? "str_ord" : "default"}`, [a, order]);
}

function condition(g: LoweringBuilder, a: TensorOperand, p: LowerScalar | string | null): Value {
  const order = p === null ? 2 : typeof p === "object" && p.kind === "float" ? p.value : p;
  if (order === 2 || order === -2) {
    const values = g.call("aten.linalg_svdvals.default", [a]);
    const [largest, smallest] = ["aten.amax.default", "aten.amin.default"].map((f) => g.call(f, [values, [-1]]));
    if (!largest || !smallest) throw new Error("no singular values");
    return g.call("aten.div.Tensor", order === 2 ? [largest, smallest] : [smallest, largest]).value;
  }
  const inverse = g.call("aten.linalg_inv.default", [a]);
  return g.call("aten.mul.Tensor", [matrixNorm(g, a, p ?? 2), matrixNorm(g, inverse, p ?? 2)]).value;
}

function conditionMeta(ctx: MetaContext, a: TensorMeta, spectral: boolean): TensorMeta {
  if (spectral) checkMatrix(ctx, a, "linalg.cond");
  else checkSquare(ctx, a, "linalg.cond");
  return contiguous(realOf(a.dtype), batchOf(a), a.device);
}

const isSpectral = (p: unknown): boolean =>
  p === null || p === 2 || p === -2 || (typeof p === "object" && "value" in p && Math.abs(Number(p.value)) === 2);

/** Whether `b` is one vector a matrix rather than columns. */
const isVector = (a: TensorMeta, b: TensorMeta) => b.shape.length === a.shape.length - 1;

function lstsqMetas(ctx: MetaContext, a: TensorMeta, b: TensorMeta, driver: string): readonly TensorMeta[] {
  checkMatrix(ctx, a, "torch.linalg.lstsq", "input");
  const vector = isVector(a, b);
  const columns = vector ? [] : [columnsOf(b)];
  const batch = broadcastShapes(ctx.guards, [batchOf(a), vector ? b.shape.slice(0, -1) : batchOf(b)]);
  const [rows, unknowns] = [rowsOf(a), columnsOf(a)];
  // PyTorch gives no residuals for gelsy, its default.
  const over =
    driver !== "gelsy" && ctx.guards.decide(gt(rows, unknowns), "linalg.lstsq: more equations than unknowns");
  const solution = [...batch, unknowns, ...columns];
  return [
    vector ? contiguous(a.dtype, solution, a.device) : columnMajor(a.dtype, solution, a.device),
    contiguous(a.dtype, over ? [...batch, ...columns] : [0], a.device),
    contiguous("int64", driver === "gels" ? [0] : batchOf(a), a.device),
    contiguous(
      a.dtype,
      driver === "gelss" || driver === "gelsd" ? [...batchOf(a), min(rows, unknowns)] : [0],
      a.device,
    ),
  ];
}

/** The minimum-norm solution by the pseudo-inverse. */
function lstsq(g: LoweringBuilder, a: TensorOperand, b: TensorOperand, rcond: number | null, driver: string) {
  const vector = isVector(a.meta, b.meta);
  const columns = vector ? g.call("aten.unsqueeze.default", [b, -1]) : b;
  const tolerance = rcond === null || driver === "gels" ? null : float(Math.max(rcond, 0));
  const pinv = g.call("aten.linalg_pinv.atol_rtol_float", [a], { rtol: tolerance });
  const x = g.call("aten.matmul.default", [pinv, columns]);
  const flat = (t: TensorOperand) => (vector ? g.call("aten.squeeze.dim", [t, -1]) : t);
  const { dtype } = a.meta;
  // The shape function has decided it.
  const over = driver !== "gelsy" && g.guards.decide(gt(rowsOf(a.meta), columnsOf(a.meta)), "linalg.lstsq");
  const rest = g.call("aten.sub.Tensor", [g.call("aten.matmul.default", [a, x]), columns]);
  const square = g.call("aten.square.default", [rest]);
  const residuals = over ? flat(g.call("aten.sum.dim_IntList", [square, [-2], vector])) : null;
  const values = driver === "gelss" || driver === "gelsd" ? g.call("aten.linalg_svdvals.default", [a]) : null;
  return [
    flat(x).value,
    residuals?.value ?? g.tensor([], [0], dtype),
    driver === "gels"
      ? g.tensor([], [0], "int64")
      : g.call("aten.linalg_matrix_rank.atol_rtol_float", [a], { rtol: tolerance }).value,
    values?.value ?? g.tensor([], [0], dtype),
  ];
}

export const powerOps: readonly OpEntry[] = [
  ...["linalg_matrix_power", "matrix_power"].map((name) =>
    op(`aten::${name}(Tensor self, int n) -> Tensor` as "aten::f(Tensor self, int n) -> Tensor", {
      meta(ctx, { self }) {
        checkSquare(ctx, self, "linalg.matrix_power");
        return contiguous(self.dtype, self.shape, self.device);
      },
      lower: (g, { self, n }) => matrixPower(g, self, n).value,
      lowerComplex: "same",
    }),
  ),
  ...["linalg_matrix_exp", "matrix_exp"].map((name) =>
    op(`aten::${name}(Tensor self) -> Tensor` as "aten::f(Tensor self) -> Tensor", {
      meta(ctx, { self }) {
        checkSquare(ctx, self, "linalg.matrix_exp");
        return contiguous(self.dtype, self.shape, self.device);
      },
      lower: (g, { self }) => narrow(g, matrixExp(matrices(g, self.meta.shape), wide(g, self)), self.meta.dtype),
      notes: "in double, by scaling and squaring",
    }),
  ),
  op("aten::linalg_vander(Tensor x, *, SymInt? N=None) -> Tensor", {
    meta: (_, { x, N }) => vanderMeta(x, N),
    lower: (g, { x, N }) => vander(g, x, N ?? x.meta.shape.at(-1) ?? 1).value,
  }),
  op("aten::vander(Tensor x, int? N=None, bool increasing=False) -> Tensor", {
    meta: (_, { x, N }) => vanderMeta(x, N),
    lower(g, { x, N, increasing }) {
      const powers = vander(g, x, N ?? x.meta.shape.at(-1) ?? 1);
      return increasing ? powers.value : g.call("aten.flip.default", [powers, [-1]]).value;
    },
  }),
  op("aten::linalg_cond(Tensor self, Scalar? p=None) -> Tensor", {
    meta: (ctx, { self, p }) => conditionMeta(ctx, self, isSpectral(p)),
    lower: (g, { self, p }) => condition(g, self, p),
    lowerComplex: "same",
  }),
  op("aten::linalg_cond.p_str(Tensor self, str p) -> Tensor", {
    meta: (ctx, { self }) => conditionMeta(ctx, self, false),
    lower: (g, { self, p }) => condition(g, self, p),
    lowerComplex: "same",
  }),
  op(
    "aten::linalg_lstsq(Tensor self, Tensor b, float? rcond=None, *, str? driver=None) -> (Tensor solution, Tensor residuals, Tensor rank, Tensor singular_values)",
    {
      meta: (ctx, { self, b, driver }) => lstsqMetas(ctx, self, b, driver ?? "gelsy"),
      lower: (g, { self, b, rcond, driver }) => lstsq(g, self, b, rcond, driver ?? "gelsy"),
      notes: "residuals as of matrices of full rank",
    },
  ),
];
