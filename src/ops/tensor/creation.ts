/** Tensors made from sizes and numbers. */

import { DTYPES, type DType, isComplex, isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { ge } from "../../shapes/bool.ts";
import { ceildiv, isExpr, max, sub } from "../../shapes/expr.ts";
import type { SymInt } from "../../shapes/types.ts";
import { printShape } from "../broadcast.ts";
import { type LowerScalar, type MetaContext, type MetaScalar, type OpEntry, op } from "../define.ts";
import type { LoweringBuilder, SymArg, TensorOperand } from "../lowering.ts";
import { metaOfScalar } from "../pointwise/binary.ts";
import { complexOf } from "../promotion.ts";
import { full } from "../shape_nodes.ts";
import { contiguous, denseOrder, stridesInOrder } from "../strides.ts";

function sized(ctx: MetaContext, size: readonly SymInt[], dtype: DType | null, device: string | null): TensorMeta {
  for (const d of size) {
    if (typeof d === "number" ? d < 0 : ctx.guards.prove(ge(d, 0)) === false) {
      throw ctx.error(
        `Trying to create tensor with negative dimension ${typeof d === "number" ? d : ""}: ${printShape(size)}`,
      );
    }
  }
  return contiguous(dtype ?? ctx.defaultDtype, size, device ?? "cpu");
}

/** `*_like`: the layout of a dense operand is kept. */
function like(
  ctx: MetaContext,
  self: TensorMeta,
  dtype: DType | null,
  device: string | null,
  format: string | null = null,
): TensorMeta {
  const order = format === "contiguous_format" ? null : denseOrder(ctx.guards, self);
  const made = contiguous(dtype ?? self.dtype, self.shape, device ?? self.device);
  return order ? { ...made, strides: stridesInOrder(self.shape, order) } : made;
}

/** The dtype that a fill value asks for: bool, int64 or the default float. */
function fillType(ctx: MetaContext, value: MetaScalar): DType {
  const { dtype } = metaOfScalar(value);
  return isFloating(dtype)
    ? ctx.defaultDtype
    : DTYPES[dtype].category === "complex"
      ? complexOf(ctx.defaultDtype)
      : dtype;
}

const OPTIONS = "ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None";
type Options = "ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None";
const FORMAT = ", MemoryFormat? memory_format=None";

function filled(name: string, fill: number): readonly OpEntry[] {
  const lower = (g: LoweringBuilder, size: readonly (SymArg | SymInt)[]) => full(g, size, fill, g.out.dtype);
  return [
    op(`aten::${name}(SymInt[] size, *, ${OPTIONS}) -> Tensor` as `aten::f(SymInt[] size, *, ${Options}) -> Tensor`, {
      meta: (ctx, { size, dtype, device }) => sized(ctx, size, dtype, device),
      lower: (g, { size }) => lower(g, size),
    }),
    op(
      `aten::${name}_like(Tensor self, *, ${OPTIONS}${FORMAT}) -> Tensor` as `aten::f(Tensor self, *, ${Options}, MemoryFormat? memory_format=None) -> Tensor`,
      {
        meta: (ctx, { self, dtype, device, memory_format }) => like(ctx, self, dtype, device, memory_format),
        lower: (g, { self }) => likeFill(g, self, fill),
      },
    ),
    op(
      `aten::new_${name}(Tensor self, SymInt[] size, *, ${OPTIONS}) -> Tensor` as `aten::f(Tensor self, SymInt[] size, *, ${Options}) -> Tensor`,
      {
        meta: (ctx, { self, size, dtype, device }) => sized(ctx, size, dtype ?? self.dtype, device ?? self.device),
        lower: (g, { size }) => lower(g, size),
      },
    ),
  ];
}

/** A fill in the shape of a tensor. */
export function likeFill(g: LoweringBuilder, self: TensorOperand, fill: LowerScalar): Value {
  const { shape } = self.meta;
  if (shape.every((d) => typeof d === "number")) return full(g, shape, fill, g.out.dtype);
  return g.op("Expand", [g.scalar(fill, g.out.dtype), g.shapeOf(self)]);
}

function scalarNumber(value: MetaScalar): number | null {
  if (typeof value === "object") return value.kind === "float" ? value.value : null;
  return Number(value);
}

/** The number of steps of arange: ceil((end - start) / step). */
function arangeLength(ctx: MetaContext, start: MetaScalar, end: MetaScalar, step: MetaScalar): SymInt {
  const [a, b, s] = [scalarNumber(start), scalarNumber(end), scalarNumber(step)];
  if (s === 0) throw ctx.error("step must be nonzero");
  if (a !== null && b !== null && s !== null) {
    if (s > 0 ? b < a : b > a) throw ctx.error("upper bound and lower bound inconsistent with step sign");
    return Math.ceil((b - a) / s);
  }
  const [x, y, z] = [sizeOf(ctx, start), sizeOf(ctx, end), sizeOf(ctx, step)];
  if (ctx.guards.prove(ge(y, x)) === true || typeof z !== "number") return ceildiv(sub(y, x), z);
  return max(ceildiv(sub(y, x), z), 0);
}

function sizeOf(ctx: MetaContext, value: MetaScalar): SymInt {
  if (typeof value === "object") {
    if (value.kind === "float") {
      if (Number.isInteger(value.value)) return value.value;
      throw ctx.error("arange over a symbolic size with a fractional bound is not supported", "NotImplementedError");
    }
    if (value.kind === "complex") throw ctx.error("arange does not take complex numbers");
    return value;
  }
  return Number(value);
}

function arangeMeta(
  ctx: MetaContext,
  start: MetaScalar,
  end: MetaScalar,
  step: MetaScalar,
  dtype: DType | null,
  device: string | null,
): TensorMeta {
  const floats = [start, end, step].some((s) => typeof s === "object" && s.kind === "float");
  const whole = (s: MetaScalar) => (dtype !== null && !isFloating(dtype) ? truncated(s) : s);
  return contiguous(
    dtype ?? (floats ? ctx.defaultDtype : "int64"),
    [arangeLength(ctx, whole(start), whole(end), whole(step))],
    device ?? "cpu",
  );
}

/** A float bound of a range of integers counts without its fraction. */
function truncated<T>(s: T): T | number {
  return typeof s === "object" && s !== null && "kind" in s && s.kind === "float" && "value" in s
    ? Math.trunc(Number(s.value))
    : s;
}

function arange(g: LoweringBuilder, from: LowerScalar, to: LowerScalar, by: LowerScalar): Value {
  const { dtype } = g.out;
  const [start, end, step] = [from, to, by].map((s) => (isFloating(dtype) ? s : truncated(s)));
  if (start === undefined || end === undefined || step === undefined) throw new Error("a range without bounds");
  const [length] = g.out.shape;
  const allInts = [start, end, step].every(
    (s) => typeof s === "number" || (typeof s === "object" && s.kind === "symint"),
  );
  // ONNX's Range takes these types; others are computed as start + i·step and cast.
  if (["float32", "float64", "int16", "int32", "int64"].includes(dtype) && (allInts || isFloating(dtype))) {
    if (allInts) {
      const range = g.op("Range", [g.scalar(start, "int64"), g.scalar(end, "int64"), g.scalar(step, "int64")]);
      return dtype === "int64" ? range : g.cast(range, dtype);
    }
  }
  const index = g.op("Range", [g.const(0, "int64"), g.size(length ?? 0), g.const(1, "int64")]);
  const inner: DType =
    isFloating(dtype) && dtype !== "bfloat16" && dtype !== "float16" ? dtype : allInts ? "int64" : "float64";
  const scaled = g.op("Mul", [g.cast(index, inner), g.scalar(step, inner)]);
  const y = g.op("Add", [scaled, g.scalar(start, inner)]);
  return inner === dtype ? y : g.cast(y, dtype);
}

function triangle(name: "tril" | "triu"): OpEntry {
  return op(
    `aten::${name}(Tensor self, SymInt diagonal=0) -> Tensor` as "aten::f(Tensor self, SymInt diagonal=0) -> Tensor",
    {
      meta(ctx, { self }) {
        ctx.check(self.shape.length >= 2, () => `${name}: input tensor must have at least 2 dimensions`);
        return contiguous(self.dtype, self.shape, self.device);
      },
      lower(g, { self, diagonal }) {
        const { dtype } = self.meta;
        const inner: DType =
          dtype === "bfloat16"
            ? "float32"
            : ["float32", "float64", "int64", "bool", "float16"].includes(dtype)
              ? dtype
              : "int64";
        const k = diagonal === 0 ? null : g.size(diagonal);
        const y = g.op("Trilu", [g.as(self, inner), k], { upper: name === "triu" ? 1 : 0 });
        return inner === dtype ? y : g.cast(y, dtype);
      },
    },
  );
}

function triangleCount(row: number, col: number, offset: number, upper: boolean): number {
  let n = 0;
  for (let i = 0; i < row; i++) {
    const lower = Math.min(Math.max(i + offset + (upper ? 0 : 1), 0), col);
    n += upper ? col - lower : lower;
  }
  return n;
}

function triangleIndices(name: "tril" | "triu"): OpEntry {
  return op(
    `aten::${name}_indices(int row, int col, int offset=0, *, ScalarType? dtype=long, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor` as "aten::f(int row, int col, int offset=0, *, ScalarType? dtype=long, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor",
    {
      meta: (_, { row, col, offset, dtype, device }) =>
        contiguous(dtype ?? "int64", [2, triangleCount(row, col, offset, name === "triu")], device ?? "cpu"),
      lower(g, { row, col, offset }) {
        const rows: number[] = [];
        const cols: number[] = [];
        for (let i = 0; i < row; i++) {
          for (let j = 0; j < col; j++) {
            if (name === "triu" ? j - i >= offset : j - i <= offset) {
              rows.push(i);
              cols.push(j);
            }
          }
        }
        return g.tensor([...rows, ...cols], [2, rows.length], g.out.dtype);
      },
    },
  );
}

/** start + i·(end - start)/(steps - 1), counted from both ends as PyTorch does. */
function linspace(g: LoweringBuilder, start: Value, end: Value, steps: number, inner: DType): Value {
  if (steps === 1) return g.op("Reshape", [start, g.ints([1])]);
  const i = g.cast(g.op("Range", [g.const(0, "int64"), g.const(steps, "int64"), g.const(1, "int64")]), inner);
  const step = g.op("Div", [g.op("Sub", [end, start]), g.const(steps - 1, inner)]);
  const forward = g.op("Add", [start, g.op("Mul", [i, step])]);
  const backward = g.op("Sub", [end, g.op("Mul", [g.op("Sub", [g.const(steps - 1, inner), i]), step])]);
  return g.op("Where", [g.op("Less", [i, g.const(Math.floor(steps / 2), inner)]), forward, backward]);
}

function spaceMeta(ctx: MetaContext, steps: number, dtype: DType | null, device: string | null): TensorMeta {
  ctx.check(steps >= 0, () => "number of steps must be non-negative");
  return contiguous(dtype ?? ctx.defaultDtype, [steps], device ?? "cpu");
}

function spaceLower(
  g: LoweringBuilder,
  start: LowerScalar | TensorOperand,
  end: LowerScalar | TensorOperand,
  steps: number,
  base: number | null,
): Value {
  const { dtype } = g.out;
  const whole = !isFloating(dtype) && !isComplex(dtype);
  // Ends of integers are whole, and the step is a float.
  const inner: DType = dtype === "float32" || whole ? "float32" : "float64";
  const value = (end: LowerScalar | TensorOperand) =>
    typeof end === "object" && "meta" in end
      ? g.as(whole ? { value: g.as(end, dtype), meta: { ...end.meta, dtype } } : end, inner)
      : g.scalar(whole && base === null ? truncated(end) : end, inner);
  const points = linspace(g, value(start), value(end), steps, inner);
  const y = base === null ? points : g.op("Pow", [g.const(base, inner), points]);
  return inner === dtype ? y : g.cast(y, dtype);
}

/** The overloads whose ends are tensors without dimensions. */
function spaceEntries(name: string, base: string): readonly OpEntry[] {
  return (["Tensor_Tensor", "Tensor_Scalar", "Scalar_Tensor"] as const).map((overload) => {
    const [start, end] = overload.split("_");
    return op(
      `aten::${name}.${overload}(${start} start, ${end} end, int steps${base}, *, ${OPTIONS}) -> Tensor` as `aten::f.Tensor_Tensor(Tensor start, Tensor end, int steps, float base=10., *, ${Options}) -> Tensor`,
      {
        meta: (ctx, { steps, dtype, device }) => spaceMeta(ctx, steps, dtype, device),
        lower: (g, { start: a, end: b, steps, base: power }) =>
          spaceLower(g, a, b, steps, name === "logspace" ? power : null),
      },
    );
  });
}

export const creationOps: readonly OpEntry[] = [
  ...filled("zeros", 0),
  ...filled("ones", 1),
  op(
    `aten::empty.memory_format(SymInt[] size, *, ${OPTIONS}${FORMAT}) -> Tensor` as `aten::f.memory_format(SymInt[] size, *, ${Options}, MemoryFormat? memory_format=None) -> Tensor`,
    {
      meta: (ctx, { size, dtype, device }) => sized(ctx, size, dtype, device),
      lower: (g, { size }) => full(g, size, 0, g.out.dtype),
      notes: "zeros stand for uninitialised memory",
    },
  ),
  op(
    `aten::empty_like(Tensor self, *, ${OPTIONS}${FORMAT}) -> Tensor` as `aten::f(Tensor self, *, ${Options}, MemoryFormat? memory_format=None) -> Tensor`,
    {
      meta: (ctx, { self, dtype, device, memory_format }) => like(ctx, self, dtype, device, memory_format),
      lower: (g, { self }) => likeFill(g, self, 0),
    },
  ),
  op(
    `aten::new_empty(Tensor self, SymInt[] size, *, ${OPTIONS}) -> Tensor` as `aten::f(Tensor self, SymInt[] size, *, ${Options}) -> Tensor`,
    {
      meta: (ctx, { self, size, dtype, device }) => sized(ctx, size, dtype ?? self.dtype, device ?? self.device),
      lower: (g, { size }) => full(g, size, 0, g.out.dtype),
    },
  ),
  op(
    `aten::empty_strided(SymInt[] size, SymInt[] stride, *, ${OPTIONS}) -> Tensor` as `aten::f(SymInt[] size, SymInt[] stride, *, ${Options}) -> Tensor`,
    {
      meta: (ctx, { size, stride, dtype, device }) => ({ ...sized(ctx, size, dtype, device), strides: stride }),
      lower: (g, { size }) => full(g, size, 0, g.out.dtype),
    },
  ),
  op(
    `aten::new_empty_strided(Tensor self, SymInt[] size, SymInt[] stride, *, ${OPTIONS}) -> Tensor` as `aten::f(Tensor self, SymInt[] size, SymInt[] stride, *, ${Options}) -> Tensor`,
    {
      meta: (ctx, { self, size, stride, dtype, device }) => ({
        ...sized(ctx, size, dtype ?? self.dtype, device ?? self.device),
        strides: stride,
      }),
      lower: (g, { size }) => full(g, size, 0, g.out.dtype),
    },
  ),
  op(
    `aten::empty_permuted(SymInt[] size, int[] physical_layout, *, ${OPTIONS}) -> Tensor` as `aten::f(SymInt[] size, int[] physical_layout, *, ${Options}) -> Tensor`,
    {
      meta: (ctx, { size, physical_layout, dtype, device }) => ({
        ...sized(ctx, size, dtype, device),
        strides: stridesInOrder(size, physical_layout),
      }),
      lower: (g, { size }) => full(g, size, 0, g.out.dtype),
    },
  ),
  op(
    `aten::full(SymInt[] size, Scalar fill_value, *, ${OPTIONS}) -> Tensor` as `aten::f(SymInt[] size, Scalar fill_value, *, ${Options}) -> Tensor`,
    {
      meta: (ctx, { size, fill_value, dtype, device }) => sized(ctx, size, dtype ?? fillType(ctx, fill_value), device),
      lower: (g, { size, fill_value }) => full(g, size, fill_value, g.out.dtype),
    },
  ),
  op(
    `aten::full_like(Tensor self, Scalar fill_value, *, ${OPTIONS}${FORMAT}) -> Tensor` as `aten::f(Tensor self, Scalar fill_value, *, ${Options}, MemoryFormat? memory_format=None) -> Tensor`,
    {
      meta: (ctx, { self, dtype, device, memory_format }) => like(ctx, self, dtype, device, memory_format),
      lower: (g, { self, fill_value }) => likeFill(g, self, fill_value),
    },
  ),
  op(
    `aten::new_full(Tensor self, SymInt[] size, Scalar fill_value, *, ${OPTIONS}) -> Tensor` as `aten::f(Tensor self, SymInt[] size, Scalar fill_value, *, ${Options}) -> Tensor`,
    {
      meta: (ctx, { self, size, dtype, device }) => sized(ctx, size, dtype ?? self.dtype, device ?? self.device),
      lower: (g, { size, fill_value }) => full(g, size, fill_value, g.out.dtype),
    },
  ),
  op(`aten::scalar_tensor(Scalar s, *, ${OPTIONS}) -> Tensor` as `aten::f(Scalar s, *, ${Options}) -> Tensor`, {
    meta: (ctx, { dtype, device }) => contiguous(dtype ?? ctx.defaultDtype, [], device ?? "cpu"),
    lower: (g, { s }) => g.scalar(s, g.out.dtype),
  }),
  op(`aten::arange(Scalar end, *, ${OPTIONS}) -> Tensor` as `aten::f(Scalar end, *, ${Options}) -> Tensor`, {
    meta: (ctx, { end, dtype, device }) => arangeMeta(ctx, 0, end, 1, dtype, device),
    lower: (g, { end }) => arange(g, 0, end, 1),
  }),
  op(
    `aten::arange.start(Scalar start, Scalar end, *, ${OPTIONS}) -> Tensor` as `aten::f.start(Scalar start, Scalar end, *, ${Options}) -> Tensor`,
    {
      meta: (ctx, { start, end, dtype, device }) => arangeMeta(ctx, start, end, 1, dtype, device),
      lower: (g, { start, end }) => arange(g, start, end, 1),
    },
  ),
  op(
    `aten::arange.start_step(Scalar start, Scalar end, Scalar step=1, *, ${OPTIONS}) -> Tensor` as `aten::f.start_step(Scalar start, Scalar end, Scalar step=1, *, ${Options}) -> Tensor`,
    {
      meta: (ctx, { start, end, step, dtype, device }) => arangeMeta(ctx, start, end, step, dtype, device),
      lower: (g, { start, end, step }) => arange(g, start, end, step),
    },
  ),
  op(
    `aten::linspace(Scalar start, Scalar end, int steps, *, ${OPTIONS}) -> Tensor` as `aten::f(Scalar start, Scalar end, int steps, *, ${Options}) -> Tensor`,
    {
      meta: (ctx, { steps, dtype, device }) => spaceMeta(ctx, steps, dtype, device),
      lower: (g, { start, end, steps }) => spaceLower(g, start, end, steps, null),
    },
  ),
  op(
    `aten::logspace(Scalar start, Scalar end, int steps, float base=10., *, ${OPTIONS}) -> Tensor` as `aten::f(Scalar start, Scalar end, int steps, float base=10., *, ${Options}) -> Tensor`,
    {
      meta: (ctx, { steps, dtype, device }) => spaceMeta(ctx, steps, dtype, device),
      lower: (g, { start, end, steps, base }) => spaceLower(g, start, end, steps, base),
    },
  ),
  ...spaceEntries("linspace", ""),
  ...spaceEntries("logspace", ", float base=10."),
  ...eyes(),
  triangle("tril"),
  triangle("triu"),
  triangleIndices("tril"),
  triangleIndices("triu"),
  op("aten::fill.Scalar(Tensor self, Scalar value) -> Tensor", {
    meta: (ctx, { self }) => like(ctx, self, null, null),
    lower: (g, { self, value }) => likeFill(g, self, value),
  }),
  op("aten::fill.Tensor(Tensor self, Tensor value) -> Tensor", {
    meta: (ctx, { self }) => like(ctx, self, null, null),
    lower: (g, { self, value }) => g.op("Expand", [g.as(value, g.out.dtype), g.shapeOf(self)]),
  }),
  op("aten::zero(Tensor self) -> Tensor", {
    meta: (ctx, { self }) => like(ctx, self, null, null),
    lower: (g, { self }) => likeFill(g, self, 0),
  }),
];

function eyes(): readonly OpEntry[] {
  const eye = (g: LoweringBuilder, n: SymArg, m: SymArg) => {
    const { dtype } = g.out;
    const rows = g.op("Range", [g.const(0, "int64"), g.size(n), g.const(1, "int64")]);
    const cols = g.op("Range", [g.const(0, "int64"), g.size(m), g.const(1, "int64")]);
    return g.cast(g.op("Equal", [g.op("Unsqueeze", [rows, g.ints([1])]), cols]), dtype);
  };
  const check = (ctx: MetaContext, n: SymInt) =>
    ctx.check(isExpr(n) || n >= 0, () => `n must be greater or equal to 0, got ${String(n)}`);
  return [
    op(`aten::eye(SymInt n, *, ${OPTIONS}) -> Tensor` as `aten::f(SymInt n, *, ${Options}) -> Tensor`, {
      meta(ctx, { n, dtype, device }) {
        check(ctx, n);
        return contiguous(dtype ?? ctx.defaultDtype, [n, n], device ?? "cpu");
      },
      lower: (g, { n }) => eye(g, n, n),
    }),
    op(
      `aten::eye.m(SymInt n, SymInt m, *, ${OPTIONS}) -> Tensor` as `aten::f.m(SymInt n, SymInt m, *, ${Options}) -> Tensor`,
      {
        meta(ctx, { n, m, dtype, device }) {
          check(ctx, n);
          check(ctx, m);
          return contiguous(dtype ?? ctx.defaultDtype, [n, m], device ?? "cpu");
        },
        lower: (g, { n, m }) => eye(g, n, m),
      },
    ),
  ];
}
