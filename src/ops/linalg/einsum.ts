/** Einstein sums, tensordot, Kronecker and cross products. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { mul } from "../../shapes/expr.ts";
import { printInt } from "../../shapes/print.ts";
import type { SymInt } from "../../shapes/types.ts";
import { broadcastShapes, sameSize } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { normalizeDim, normalizeDims, range } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { elementwise, promoted } from "../pointwise/meta.ts";
import { resultType } from "../promotion.ts";
import { contiguous } from "../strides.ts";
import { matmulValue } from "./matmul.ts";

interface TermLabels {
  readonly letters: readonly string[];
  /** How many dimensions `...` stands for. */
  readonly ellipsis: number;
}

/** Letters of one operand; `...` stands for the dimensions that are left, named `.2`, `.1` from the last one. */
function termLabels(term: string, rank: number): TermLabels {
  const clean = term.replaceAll(" ", "");
  const dots = clean.indexOf("...");
  const named = [...clean.replace("...", "")];
  const ellipsis = dots < 0 ? 0 : rank - named.length;
  const wide = range(ellipsis).map((i) => `.${ellipsis - i}`);
  return { letters: dots < 0 ? named : [...named.slice(0, dots), ...wide, ...named.slice(dots)], ellipsis };
}

/** The same, checked. */
function labels(ctx: MetaContext, term: string, rank: number): TermLabels {
  const named = term.replaceAll(" ", "").replace("...", "").length;
  ctx.check(
    term.includes("...") ? named <= rank : named === rank,
    () =>
      `einsum(): the number of subscripts in the equation (${named}) does not match the number of dimensions (${rank}) for an operand${term.includes("...") ? "" : " and no ellipsis was given"}`,
  );
  return termLabels(term, rank);
}

/** Without an output term: the ellipsis, then the letters that occur once, in alphabetical order. */
function implicitLabels(letters: readonly string[], ellipsis: readonly string[]): readonly string[] {
  const once = letters.filter((l) => !l.startsWith(".") && letters.indexOf(l) === letters.lastIndexOf(l));
  return [...ellipsis, ...once.sort()];
}

function einsumMeta(ctx: MetaContext, equation: string, tensors: readonly TensorMeta[]): TensorMeta {
  const [left = "", right] = equation.split("->");
  const terms = left.split(",");
  ctx.check(
    terms.length === tensors.length,
    () =>
      `einsum(): ${terms.length > tensors.length ? "fewer" : "more"} operands were provided than specified in the equation`,
  );
  const sizes = new Map<string, SymInt>();
  let widest = 0;
  const all: string[] = [];
  terms.forEach((term, k) => {
    const shape = tensors[k]?.shape ?? [];
    const { letters, ellipsis } = labels(ctx, term, shape.length);
    widest = Math.max(widest, ellipsis);
    letters.forEach((l, i) => {
      all.push(l);
      const size = shape[i] ?? 1;
      const known = sizes.get(l);
      if (known === undefined || known === 1) sizes.set(l, size);
      else if (size !== 1)
        ctx.check(
          sameSize(ctx.guards, known, size, "einsum"),
          () =>
            `einsum(): subscript ${l} has size ${String(size)} for operand ${k} which does not broadcast with previously seen size ${String(known)}`,
        );
    });
  });
  const ellipsis = range(widest).map((i) => `.${widest - i}`);
  const out = right === undefined ? implicitLabels(all, ellipsis) : outputLabels(right, ellipsis);
  const [first] = tensors;
  return contiguous(
    resultType(tensors, ctx.defaultDtype),
    out.map((l) => sizes.get(l) ?? 1),
    first?.device ?? "cpu",
  );
}

function outputLabels(term: string, ellipsis: readonly string[]): readonly string[] {
  const clean = term.replaceAll(" ", "");
  const dots = clean.indexOf("...");
  if (dots < 0) return [...clean];
  return [...clean.slice(0, dots), ...ellipsis, ...clean.slice(dots + 3)];
}

/**
 * The equation with letters in the place of ellipses: PyTorch's may stand for other numbers of dimensions in each operand,
 * ONNX's may not.
 */
function explicitEquation(equation: string, tensors: readonly TensorOperand[]): string {
  const plain = equation.replaceAll(" ", "");
  if (!plain.includes("...")) return plain;
  const [left = "", right] = plain.split("->");
  const terms = left.split(",").map((term, k) => termLabels(term, tensors[k]?.meta.shape.length ?? 0));
  const widest = Math.max(...terms.map(({ ellipsis }) => ellipsis));
  const wide = range(widest).map((i) => `.${widest - i}`);
  const out =
    right === undefined
      ? implicitLabels(
          terms.flatMap(({ letters }) => letters),
          wide,
        )
      : outputLabels(right, wide);
  const free = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"].filter((l) => !plain.includes(l));
  const spelt = (letters: readonly string[]) =>
    letters.map((l) => (l.startsWith(".") ? free[Number(l.slice(1)) - 1] : l)).join("");
  return `${terms.map(({ letters }) => spelt(letters)).join(",")}->${spelt(out)}`;
}

function tensordotShape(
  a: readonly SymInt[],
  b: readonly SymInt[],
  da: readonly number[],
  db: readonly number[],
): readonly SymInt[] {
  return [...a.filter((_, i) => !da.includes(i)), ...b.filter((_, i) => !db.includes(i))];
}

function tensordotLower(
  g: LoweringBuilder,
  self: TensorOperand,
  other: TensorOperand,
  dimsSelf: readonly number[],
  dimsOther: readonly number[],
) {
  const da = dimsSelf.length === 0 ? [] : normalizeDims(dimsSelf, self.meta.shape.length);
  const db = dimsOther.length === 0 ? [] : normalizeDims(dimsOther, other.meta.shape.length);
  const restA = range(self.meta.shape.length).filter((d) => !da.includes(d));
  const restB = range(other.meta.shape.length).filter((d) => !db.includes(d));
  const sizes = (shape: readonly SymInt[], dims: readonly number[]) =>
    dims.reduce<SymInt>((acc, d) => mul(acc, shape[d] ?? 1), 1);
  const inner = da.reduce<SymInt>((acc, d, i) => {
    const [a, b] = [self.meta.shape[d] ?? 1, other.meta.shape[db[i] ?? 0] ?? 1];
    return mul(acc, a === 1 || b === 1 ? 1 : a);
  }, 1);
  const summed = (t: TensorOperand, own: readonly number[], theirs: readonly SymInt[]) => {
    const axes = own.filter((d, i) => theirs[i] === 1 && t.meta.shape[d] !== 1);
    return axes.length === 0 ? t.value : g.op("ReduceSum", [t.value, g.ints(axes)]);
  };
  const [x, y] = [
    summed(
      self,
      da,
      db.map((d) => other.meta.shape[d] ?? 1),
    ),
    summed(
      other,
      db,
      da.map((d) => self.meta.shape[d] ?? 1),
    ),
  ];
  const left = g.op("Reshape", [
    g.op("Transpose", [x], { perm: [...restA, ...da] }),
    g.sizes([sizes(self.meta.shape, restA), inner]),
  ]);
  const right = g.op("Reshape", [
    g.op("Transpose", [y], { perm: [...db, ...restB] }),
    g.sizes([inner, sizes(other.meta.shape, restB)]),
  ]);
  return g.op("Reshape", [matmulValue(g, left, right, g.out.dtype), g.sizes(g.out.shape)]);
}

function crossLower(g: LoweringBuilder, self: TensorOperand, other: TensorOperand, dim: number) {
  const { dtype } = g.out;
  const rank = g.out.shape.length;
  const axis = normalizeDim(dim, rank);
  const roll = (t: TensorOperand, order: readonly number[]) =>
    g.op("Gather", [g.as(t, dtype), g.ints(order)], { axis });
  const first = g.op("Mul", [roll(self, [1, 2, 0]), roll(other, [2, 0, 1])]);
  const second = g.op("Mul", [roll(self, [2, 0, 1]), roll(other, [1, 2, 0])]);
  return g.op("Sub", [first, second]);
}

function crossDim(ctx: MetaContext, self: TensorMeta, dim: number | null): number {
  if (dim !== null) return dim;
  const at = self.shape.findIndex((d) => sameSize(ctx.guards, d, 3, "cross"));
  ctx.check(at >= 0, () => "no dimension of size 3 in input");
  return at;
}

export const einsumOps: readonly OpEntry[] = [
  op("aten::einsum(str equation, Tensor[] tensors, *, int[]? path=None) -> Tensor", {
    meta: (ctx, { equation, tensors }) => einsumMeta(ctx, equation, tensors),
    lower: (g, { equation, tensors }) =>
      g.op(
        "Einsum",
        tensors.map((t) => g.as(t, g.out.dtype)),
        { equation: explicitEquation(equation, tensors) },
      ),
  }),
  op("aten::tensordot(Tensor self, Tensor other, int[] dims_self, int[] dims_other) -> Tensor", {
    meta(ctx, { self, other, dims_self, dims_other }) {
      ctx.check(dims_self.length === dims_other.length, () => "both dimension lists should have same length");
      const da = dims_self.length === 0 ? [] : normalizeDims(dims_self, self.shape.length);
      const db = dims_other.length === 0 ? [] : normalizeDims(dims_other, other.shape.length);
      da.forEach((d, i) => {
        // A size of 1 on one side sums the other.
        if (self.shape[d] === 1 || other.shape[db[i] ?? 0] === 1) return;
        const fits = sameSize(ctx.guards, self.shape[d] ?? 1, other.shape[db[i] ?? 0] ?? 1, "tensordot");
        ctx.check(
          fits,
          () =>
            `contracted dimensions need to match, but first has size ${printInt(self.shape[d] ?? 1)} in dim ${d} and second has size ${printInt(other.shape[db[i] ?? 0] ?? 1)} in dim ${db[i]}`,
        );
      });
      return contiguous(self.dtype, tensordotShape(self.shape, other.shape, da, db), self.device);
    },
    lower: (g, { self, other, dims_self, dims_other }) => tensordotLower(g, self, other, dims_self, dims_other),
  }),
  op("aten::kron(Tensor self, Tensor other) -> Tensor", {
    meta(ctx, { self, other }) {
      const rank = Math.max(self.shape.length, other.shape.length);
      const wide = (s: readonly SymInt[]) => [...new Array<SymInt>(rank - s.length).fill(1), ...s];
      const [a, b] = [wide(self.shape), wide(other.shape)];
      return contiguous(
        resultType([self, other], ctx.defaultDtype),
        a.map((d, i) => mul(d, b[i] ?? 1)),
        self.device,
      );
    },
    lower(g, { self, other }) {
      const { dtype, shape } = g.out;
      const rank = shape.length;
      const wide = (s: readonly SymInt[]) => [...new Array<SymInt>(rank - s.length).fill(1), ...s];
      const a = g.op("Reshape", [g.as(self, dtype), g.sizes(wide(self.meta.shape).flatMap((d) => [d, 1]))]);
      const b = g.op("Reshape", [g.as(other, dtype), g.sizes(wide(other.meta.shape).flatMap((d) => [1, d]))]);
      return g.op("Reshape", [g.op(dtype === "bool" ? "And" : "Mul", [a, b]), g.sizes(shape)]);
    },
  }),
  op("aten::cross(Tensor self, Tensor other, int? dim=None) -> Tensor", {
    meta(ctx, { self, other, dim }) {
      crossDim(ctx, self, dim);
      return promoted(ctx, self, other);
    },
    lower: (g, { self, other, dim }) =>
      crossLower(g, self, other, dim ?? self.meta.shape.findIndex((d) => sameSize(g.guards, d, 3, "cross"))),
  }),
  op("aten::linalg_cross(Tensor self, Tensor other, *, int dim=-1) -> Tensor", {
    meta(ctx, { self, other, dim }) {
      const d = normalizeDim(dim, self.shape.length);
      ctx.check(
        [self, other].every((t) => sameSize(ctx.guards, t.shape[d] ?? 0, 3, "linalg.cross")),
        () =>
          `linalg.cross: inputs dimension ${dim} must have length 3. Got ${printInt(self.shape[d] ?? 0)} and ${printInt(other.shape[d] ?? 0)}`,
      );
      return promoted(ctx, self, other);
    },
    lower: (g, { self, other, dim }) => crossLower(g, self, other, dim),
  }),
  op("aten::linalg_vecdot(Tensor x, Tensor y, *, int dim=-1) -> Tensor", {
    meta(ctx, { x, y, dim }) {
      const shape = broadcastShapes(ctx.guards, [x.shape, y.shape]);
      const d = normalizeDim(dim, shape.length);
      return contiguous(
        elementwise(ctx, x.dtype, [x, y]).dtype,
        shape.filter((_, i) => i !== d),
        x.device,
      );
    },
    lower: (g, { x, y, dim }) => g.call("aten.sum.dim_IntList", [g.call("aten.mul.Tensor", [x, y]), [dim]]),
  }),
];
