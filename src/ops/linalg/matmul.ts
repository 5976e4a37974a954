/** Matrix products. */

import { type DType, isComplex, isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { printInt } from "../../shapes/print.ts";
import type { SymInt } from "../../shapes/types.ts";
import { broadcastShapes, printShape, sameSize } from "../broadcast.ts";
import { type LowerScalar, type MetaContext, type OpEntry, op } from "../define.ts";
import { scalarTypeName } from "../inplace.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { resultType } from "../promotion.ts";
import { permute, unsqueeze } from "../shape_nodes.ts";
import { contiguous } from "../strides.ts";

function requireSameDtype(
  ctx: MetaContext,
  a: TensorMeta,
  b: TensorMeta,
  what = "expected m1 and m2 to have the same dtype, but got:",
): void {
  ctx.check(a.dtype === b.dtype, () => `${what} ${cppName(a.dtype)} != ${cppName(b.dtype)}`);
}

const CPP_NAMES: Readonly<Partial<Record<DType, string>>> = {
  float32: "float",
  float64: "double",
  float16: "c10::Half",
  bfloat16: "c10::BFloat16",
  int64: "long long",
  int32: "int",
  int16: "short",
  int8: "signed char",
  uint8: "unsigned char",
};
const cppName = (d: DType) => CPP_NAMES[d] ?? d;

const dim2 = (shape: readonly SymInt[]) => shape.map((d) => printInt(d)).join("x");

function checkInner(ctx: MetaContext, a: readonly SymInt[], b: readonly SymInt[], x: SymInt, y: SymInt): void {
  ctx.check(
    sameSize(ctx.guards, x, y, "matrix product"),
    () => `mat1 and mat2 shapes cannot be multiplied (${dim2(a)} and ${dim2(b)})`,
  );
}

/** Integer products are computed in types that ONNX multiplies in. */
function matrixType(dtype: DType): DType {
  if (isFloating(dtype) || isComplex(dtype)) return dtype;
  return dtype === "int64" || dtype === "uint64" || dtype === "uint32" || dtype === "int32" ? dtype : "int32";
}

/** MatMul in the operands' type. */
export function matmulValue(g: LoweringBuilder, a: Value, b: Value, dtype: DType): Value {
  const inner = matrixType(dtype);
  if (inner === dtype) return g.op("MatMul", [a, b]);
  return g.cast(g.op("MatMul", [g.cast(a, inner), g.cast(b, inner)]), dtype);
}

const isUnit = (s: LowerScalar) => s === 1 || (typeof s === "object" && s.kind === "float" && s.value === 1);
const isZero = (s: LowerScalar) => s === 0 || (typeof s === "object" && s.kind === "float" && s.value === 0);

function scale(g: LoweringBuilder, value: Value, by: LowerScalar, dtype: DType): Value {
  return isUnit(by) ? value : g.op("Mul", [value, g.scalar(by, dtype)]);
}

/** beta·self + alpha·product; a beta of 0 ignores self, NaN included. */
function addProduct(
  g: LoweringBuilder,
  self: TensorOperand,
  product: Value,
  beta: LowerScalar,
  alpha: LowerScalar,
): Value {
  const { dtype } = g.out;
  const scaled = scale(g, product, alpha, dtype);
  return isZero(beta) ? scaled : g.op("Add", [scale(g, g.as(self, dtype), beta, dtype), scaled]);
}

/** The shape of `torch.matmul`: vectors get a dimension that goes away again; batches broadcast. */
export function matmulShape(ctx: MetaContext, a: readonly SymInt[], b: readonly SymInt[]): readonly SymInt[] {
  if (a.length === 0 || b.length === 0) {
    throw ctx.error(`both arguments to matmul need to be at least 1D, but they are ${a.length}D and ${b.length}D`);
  }
  const inner = a.at(-1) ?? 1;
  const other = b.length === 1 ? b[0] : b.at(-2);
  if (a.length === 1 && b.length === 1) {
    ctx.check(
      sameSize(ctx.guards, inner, other ?? 1, "matrix product"),
      () =>
        `inconsistent tensor size, expected tensor ${printShape(a)} and src ${printShape(b)} to have the same number of elements, but got ${printInt(inner)} and ${printInt(other ?? 1)} elements respectively`,
    );
  } else if (a.length <= 2 && b.length === 1) {
    ctx.check(
      sameSize(ctx.guards, inner, other ?? 1, "matrix product"),
      () => `size mismatch, got input (${printInt(a[0] ?? 1)}), mat (${dim2(a)}), vec (${printInt(b[0] ?? 1)})`,
    );
  } else {
    const left = a.length === 1 ? [1, ...a] : a;
    ctx.check(sameSize(ctx.guards, inner, other ?? 1, "matrix product"), () => matmulMismatch(left, b));
  }
  const batch = broadcastShapes(ctx.guards, [a.slice(0, -2), b.slice(0, -2)]);
  return [...batch, ...(a.length > 1 ? [a.at(-2) ?? 1] : []), ...(b.length > 1 ? [b.at(-1) ?? 1] : [])];
}

function matmulMismatch(a: readonly SymInt[], b: readonly SymInt[]): string {
  if (a.length <= 2 || b.length <= 2) {
    const rows = a.slice(0, -1).reduce<string>((acc, d) => (acc === "" ? printInt(d) : multiplyText(acc, d)), "");
    const left = b.length <= 2 ? `${rows}x${printInt(a.at(-1) ?? 1)}` : dim2(a);
    return `mat1 and mat2 shapes cannot be multiplied (${left} and ${dim2(b)})`;
  }
  return `Expected size for first two dimensions of batch2 tensor to be: ${printShape([a[0] ?? 1, a.at(-1) ?? 1])} but got: ${printShape([b[0] ?? 1, b.at(-2) ?? 1])}.`;
}

function multiplyText(acc: string, d: SymInt): string {
  return typeof d === "number" && /^\d+$/.test(acc) ? String(Number(acc) * d) : `${acc}*${printInt(d)}`;
}

export const matmulOps: readonly OpEntry[] = [
  op("aten::mm(Tensor self, Tensor mat2) -> Tensor", {
    meta(ctx, { self, mat2 }) {
      ctx.check(self.shape.length === 2, () => "self must be a matrix");
      ctx.check(mat2.shape.length === 2, () => "mat2 must be a matrix");
      checkInner(ctx, self.shape, mat2.shape, self.shape[1] ?? 1, mat2.shape[0] ?? 1);
      requireSameDtype(ctx, self, mat2);
      return contiguous(self.dtype, [self.shape[0] ?? 1, mat2.shape[1] ?? 1], self.device);
    },
    lower: (g, { self, mat2 }) => matmulValue(g, self.value, mat2.value, g.out.dtype),
  }),
  op("aten::bmm(Tensor self, Tensor mat2) -> Tensor", {
    meta(ctx, { self, mat2 }) {
      ctx.check(self.shape.length === 3, () => "batch1 must be a 3D tensor");
      ctx.check(mat2.shape.length === 3, () => "batch2 must be a 3D tensor");
      const [b = 1, n = 1, k = 1] = self.shape;
      const [b2 = 1, k2 = 1, m = 1] = mat2.shape;
      const fits = sameSize(ctx.guards, b, b2, "batch") && sameSize(ctx.guards, k, k2, "matrix product");
      ctx.check(
        fits,
        () =>
          `Expected size for first two dimensions of batch2 tensor to be: ${printShape([b, k])} but got: ${printShape([b2, k2])}.`,
      );
      requireSameDtype(ctx, self, mat2);
      return contiguous(self.dtype, [b, n, m], self.device);
    },
    lower: (g, { self, mat2 }) => matmulValue(g, self.value, mat2.value, g.out.dtype),
  }),
  op("aten::matmul(Tensor self, Tensor other) -> Tensor", {
    meta(ctx, { self, other }) {
      const shape = matmulShape(ctx, self.shape, other.shape);
      requireSameDtype(ctx, self, other, "expected m1 and m2 to have the same dtype, but got:");
      return contiguous(self.dtype, shape, self.device);
    },
    lower: (g, { self, other }) => matmulValue(g, self.value, other.value, g.out.dtype),
  }),
  op("aten::linalg_matmul(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => contiguous(self.dtype, matmulShape(ctx, self.shape, other.shape), self.device),
    lower: (g, { self, other }) => matmulValue(g, self.value, other.value, g.out.dtype),
  }),
  op("aten::mv(Tensor self, Tensor vec) -> Tensor", {
    meta(ctx, { self, vec }) {
      ctx.check(
        self.shape.length === 2 && vec.shape.length === 1,
        () => `vector + matrix @ vector expected, got ${self.shape.length}, ${vec.shape.length}`,
      );
      return contiguous(self.dtype, matmulShape(ctx, self.shape, vec.shape), self.device);
    },
    lower: (g, { self, vec }) => matmulValue(g, self.value, vec.value, g.out.dtype),
  }),
  op("aten::dot(Tensor self, Tensor tensor) -> Tensor", {
    meta(ctx, { self, tensor }) {
      ctx.check(
        self.shape.length === 1 && tensor.shape.length === 1,
        () => `1D tensors expected, but got ${self.shape.length}D and ${tensor.shape.length}D tensors`,
      );
      requireSameDtype(ctx, self, tensor, "dot : expected both vectors to have same dtype, but found");
      return contiguous(self.dtype, matmulShape(ctx, self.shape, tensor.shape), self.device);
    },
    lower: (g, { self, tensor }) => matmulValue(g, self.value, tensor.value, g.out.dtype),
  }),
  op("aten::inner(Tensor self, Tensor other) -> Tensor", {
    meta(ctx, { self, other }) {
      if (self.shape.length === 0 || other.shape.length === 0)
        return contiguous(self.dtype, [...self.shape, ...other.shape], self.device);
      ctx.check(
        sameSize(ctx.guards, self.shape.at(-1) ?? 1, other.shape.at(-1) ?? 1, "inner product"),
        () =>
          `inner() the last dimension must match on both input tensors but got shapes ${printShape(self.shape)} and ${printShape(other.shape)}`,
      );
      return contiguous(self.dtype, [...self.shape.slice(0, -1), ...other.shape.slice(0, -1)], self.device);
    },
    lower(g, { self, other }) {
      if (self.meta.shape.length === 0 || other.meta.shape.length === 0) return g.op("Mul", [self.value, other.value]);
      const rank = other.meta.shape.length;
      // [a…, k] · [b…, k]ᵀ: the left gets unit dimensions so that batches multiply out.
      const n = self.meta.shape.length - 1;
      const left = g.op("Reshape", [
        self.value,
        g.op(
          "Concat",
          [
            g.op("Shape", [self.value], { end: n }),
            g.ints(new Array<number>(rank - 1).fill(1)),
            g.op("Shape", [self.value], { start: n }),
          ],
          { axis: 0 },
        ),
      ]);
      return g.op("ReduceSum", [g.op("Mul", [left, other.value]), g.ints([-1])], { keepdims: 0 });
    },
  }),
  ...["outer", "ger"].map((name) =>
    op(`aten::${name}(Tensor self, Tensor vec2) -> Tensor` as "aten::f(Tensor self, Tensor vec2) -> Tensor", {
      meta(ctx, { self, vec2 }) {
        ctx.check(self.shape.length === 1, () => `outer: Expected 1-D argument self, but got ${self.shape.length}-D`);
        ctx.check(vec2.shape.length === 1, () => `outer: Expected 1-D argument vec2, but got ${vec2.shape.length}-D`);
        return contiguous(resultType([self, vec2]), [self.shape[0] ?? 1, vec2.shape[0] ?? 1], self.device);
      },
      lower(g, { self, vec2 }) {
        const product = g.out.dtype === "bool" ? "And" : "Mul";
        return g.op(product, [unsqueeze(g, g.as(self, g.out.dtype), [1]), g.as(vec2, g.out.dtype)]);
      },
    }),
  ),
  op("aten::addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", {
    meta(ctx, { self, mat1, mat2 }) {
      ctx.check(mat1.shape.length === 2, () => `mat1 must be a matrix, got ${mat1.shape.length}-D tensor`);
      ctx.check(mat2.shape.length === 2, () => `mat2 must be a matrix, got ${mat2.shape.length}-D tensor`);
      checkInner(ctx, mat1.shape, mat2.shape, mat1.shape[1] ?? 1, mat2.shape[0] ?? 1);
      ctx.check(
        self.dtype === mat2.dtype,
        () =>
          `self and mat2 must have the same dtype, but got ${scalarTypeName(self.dtype)} and ${scalarTypeName(mat2.dtype)}`,
      );
      requireSameDtype(ctx, mat1, mat2);
      const shape = [mat1.shape[0] ?? 1, mat2.shape[1] ?? 1];
      broadcastShapes(ctx.guards, [shape, self.shape]);
      return contiguous(mat1.dtype, shape, mat1.device);
    },
    lower(g, { self, mat1, mat2, beta, alpha }) {
      const { dtype } = g.out;
      const b = numberOf(beta);
      const a = numberOf(alpha);
      // ONNX Runtime's Gemm forgets beta where there is nothing to multiply.
      const isProduct = mat1.meta.shape[1] !== 0;
      if (isFloating(dtype) && a !== null && b !== null && b !== 0 && isProduct) {
        return g.op("Gemm", [mat1.value, mat2.value, self.value], {
          ...(a === 1 ? {} : { alpha: { float: a } }),
          ...(b === 1 ? {} : { beta: { float: b } }),
        });
      }
      return addProduct(g, self, matmulValue(g, mat1.value, mat2.value, dtype), beta, alpha);
    },
  }),
  op("aten::addmv(Tensor self, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1) -> Tensor", {
    meta: (ctx, { mat, vec }) => contiguous(mat.dtype, matmulShape(ctx, mat.shape, vec.shape), mat.device),
    lower: (g, { self, mat, vec, beta, alpha }) =>
      addProduct(g, self, matmulValue(g, mat.value, vec.value, g.out.dtype), beta, alpha),
  }),
  op("aten::addr(Tensor self, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", {
    meta: (_, { vec1, vec2, self }) => contiguous(self.dtype, [vec1.shape[0] ?? 1, vec2.shape[0] ?? 1], self.device),
    lower(g, { self, vec1, vec2, beta, alpha }) {
      const column = unsqueeze(g, vec1.value, [1]);
      if (self.meta.dtype !== "bool") return addProduct(g, self, g.op("Mul", [column, vec2.value]), beta, alpha);
      const product = g.op("And", [g.op("And", [column, vec2.value]), g.scalar(alpha, "bool")]);
      return isZero(beta) || beta === false ? product : g.op("Or", [self.value, product]);
    },
  }),
  op("aten::baddbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", {
    meta: (ctx, { batch1, batch2 }) =>
      contiguous(batch1.dtype, matmulShape(ctx, batch1.shape, batch2.shape), batch1.device),
    lower: (g, { self, batch1, batch2, beta, alpha }) =>
      addProduct(g, self, matmulValue(g, batch1.value, batch2.value, g.out.dtype), beta, alpha),
  }),
  op("aten::addbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", {
    meta: (ctx, { batch1, batch2 }) =>
      contiguous(batch1.dtype, matmulShape(ctx, batch1.shape, batch2.shape).slice(1), batch1.device),
    lower(g, { self, batch1, batch2, beta, alpha }) {
      // The sum over the batches is long: in float it would lose digits.
      const { dtype } = g.out;
      const inner = dtype === "float32" ? "float64" : dtype;
      const products = matmulValue(g, g.as(batch1, inner), g.as(batch2, inner), inner);
      const sum = g.op("ReduceSum", [products, g.ints([0])], { keepdims: 0 });
      return addProduct(g, self, inner === dtype ? sum : g.cast(sum, dtype), beta, alpha);
    },
  }),
  op("aten::linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor", {
    meta(ctx, { input, weight, bias }) {
      const inner = input.shape.at(-1);
      const [outer = 1, k] = weight.shape.length === 1 ? [null, weight.shape[0]] : weight.shape;
      if (inner === undefined || k === undefined)
        throw ctx.error(
          `both arguments to linear need to be at least 1D, but they are ${input.shape.length}D and ${weight.shape.length}D`,
        );
      ctx.check(sameSize(ctx.guards, inner, k, "linear"), () => {
        const rows = input.shape.slice(0, -1).reduce<string>((acc, d) => multiplyText(acc, d), "1");
        const columns = outer === null ? "1" : printInt(outer);
        return `mat1 and mat2 shapes cannot be multiplied (${rows}x${printInt(inner)} and ${printInt(k)}x${columns})`;
      });
      ctx.check(
        input.dtype === weight.dtype,
        () =>
          `mat1 and mat2 must have the same dtype, but got ${scalarTypeName(input.dtype)} and ${scalarTypeName(weight.dtype)}`,
      );
      const shape = [...input.shape.slice(0, -1), ...(outer === null ? [] : [outer])];
      if (bias) broadcastShapes(ctx.guards, [shape, bias.shape]);
      return contiguous(input.dtype, shape, input.device);
    },
    lower(g, { input, weight, bias }) {
      const { dtype } = g.out;
      if (weight.meta.shape.length === 1) {
        const product = matmulValue(g, input.value, weight.value, dtype);
        return bias ? g.op("Add", [product, bias.value]) : product;
      }
      if (input.meta.shape.length === 2 && isFloating(dtype) && (bias === null || bias.meta.shape.length <= 2)) {
        return g.op("Gemm", [input.value, weight.value, bias?.value ?? null], { transB: 1 });
      }
      const product = matmulValue(g, input.value, permute(g, weight.value, [1, 0]), dtype);
      return bias ? g.op("Add", [product, bias.value]) : product;
    },
  }),
  op("aten::bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias=None) -> Tensor", {
    meta: (_, { input1, weight }) =>
      contiguous(input1.dtype, [...input1.shape.slice(0, -1), weight.shape[0] ?? 1], input1.device),
    lower(g, { input1, input2, weight, bias }) {
      const y = g.op("Einsum", [input1.value, weight.value, input2.value], { equation: "...i,oij,...j->...o" });
      return bias ? g.op("Add", [y, bias.value]) : y;
    },
  }),
  op("aten::chain_matmul(Tensor[] matrices) -> Tensor", {
    meta: (_, { matrices }) =>
      contiguous(
        matrices[0]?.dtype ?? "float32",
        [matrices[0]?.shape[0] ?? 1, matrices.at(-1)?.shape[1] ?? 1],
        matrices[0]?.device ?? "cpu",
      ),
    lower: (g, { matrices }) => matrices.map((m) => m.value).reduce((a, b) => matmulValue(g, a, b, g.out.dtype)),
  }),
  op("aten::linalg_multi_dot(Tensor[] tensors) -> Tensor", {
    meta(ctx, { tensors }) {
      const [first, ...rest] = tensors;
      if (!first || rest.length === 0)
        throw ctx.error(`multi_dot(): expected at least 2 tensors but got ${tensors.length}`);
      const shape = rest.reduce((acc, t) => matmulShape(ctx, acc, t.shape), first.shape);
      return contiguous(first.dtype, shape, first.device);
    },
    lower: (g, { tensors }) => tensors.map((m) => m.value).reduce((a, b) => matmulValue(g, a, b, g.out.dtype)),
  }),
  op("aten::vdot(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) => contiguous(self.dtype, matmulShape(ctx, self.shape, other.shape), self.device),
    lower: (g, { self, other }) => matmulValue(g, self.value, other.value, g.out.dtype),
  }),
];

function numberOf(s: LowerScalar): number | null {
  if (typeof s === "number") return s;
  return typeof s === "object" && s.kind === "float" ? s.value : null;
}
