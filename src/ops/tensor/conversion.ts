/** Type and device conversions, copies, and the sizes and assertions that torch.export writes down. */

import { DTYPES, type DType, isFloating } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { product } from "../../shapes/expr.ts";
import { broadcastShapes } from "../broadcast.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { normalizeDim } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { contiguous, isContiguous } from "../strides.ts";
import { preservedStrides } from "./layout.ts";
import { unwrapped } from "./view_meta.ts";
import { inFormat } from "./views.ts";

interface Target {
  readonly dtype: DType | null;
  readonly device: string | null;
  readonly format: string | null;
  readonly copy: boolean;
}

/** `to`: the tensor itself when nothing changes. */
function converted(ctx: MetaContext, self: TensorMeta, to: Target): TensorMeta {
  const dtype = to.dtype ?? self.dtype;
  const device = to.device ?? self.device;
  const made = to.format === null || to.format === "preserve_format" ? unwrapped(self) : inFormat(ctx, self, to.format);
  if (!to.copy && dtype === self.dtype && device === self.device) return made;
  const strides = to.format === null || to.format === "preserve_format" ? preservedStrides(ctx, self) : made.strides;
  return { ...contiguous(dtype, self.shape, device), strides };
}

/** Casting to fewer bits keeps the low ones; from float it rounds towards zero, as ONNX's Cast. */
export function castLower(g: LoweringBuilder, self: TensorOperand) {
  const { dtype } = g.out;
  const from = self.meta.dtype;
  if (from === dtype) return self.value;
  const real = DTYPES[from].category === "complex" && DTYPES[dtype].category !== "complex";
  if (real) return g.cast(g.op("Gather", [self.value, g.const(0, "int64")], { axis: -1 }), dtype);
  const toComplex = DTYPES[dtype].category === "complex" && DTYPES[from].category !== "complex";
  if (toComplex) {
    const re = g.op("Unsqueeze", [g.cast(self.value, dtype), g.ints([-1])]);
    return g.op("Concat", [re, g.op("Sub", [re, re])], { axis: -1 });
  }
  // A negative float has no defined unsigned or narrow value in ONNX; through int64 it wraps as PyTorch's does.
  if (isFloating(from) && /^(u?int8|u?int16|uint32|uint64)$/.test(dtype))
    return g.cast(g.cast(self.value, "int64"), dtype);
  return g.cast(self.value, dtype);
}

const nothing = (): null => null;

/** A tensor's only element as a Python number: sizes can hold integers only. */
const itemEntry = (name: string): OpEntry =>
  op(`aten::${name}(Tensor self) -> Scalar` as "aten::f(Tensor self) -> Scalar", {
    meta(ctx, { self }) {
      const { category } = DTYPES[self.dtype];
      // Python's float is a double; where it meets tensors it promotes weakly.
      if (category === "float") return { ...contiguous("float64", [], "cpu"), wrappedNumber: true };
      if (category !== "int") {
        throw ctx.error(
          `the value of a ${self.dtype} tensor is not known before the model runs`,
          "NotImplementedError",
        );
      }
      return { kind: "symint", expr: ctx.guards.fresh(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY) };
    },
    lower: (g, { self }) =>
      g.op("Reshape", [g.as(self, isFloating(self.meta.dtype) ? "float64" : "int64"), g.ints([])]),
    notes: "integers and floats",
  });

export const conversionOps: readonly OpEntry[] = [
  op("aten::chalf(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor", {
    meta: (ctx, { self }) => ({
      ...contiguous("complex32", self.shape, self.device),
      strides: preservedStrides(ctx, self),
    }),
    lower: (g, { self }) => castLower(g, self),
    lowerComplex: "same",
  }),
  itemEntry("item"),
  itemEntry("_local_scalar_dense"),
  op(
    "aten::to.dtype(Tensor(a) self, ScalarType dtype, bool non_blocking=False, bool copy=False, MemoryFormat? memory_format=None) -> Tensor(a)",
    {
      meta: (ctx, { self, dtype, copy, memory_format }) =>
        converted(ctx, self, { dtype, device: null, format: memory_format, copy }),
      lower: (g, { self }) => castLower(g, self),
      lowerComplex: "same",
    },
  ),
  op(
    "aten::to.device(Tensor(a) self, Device device, ScalarType dtype, bool non_blocking=False, bool copy=False, MemoryFormat? memory_format=None) -> Tensor(a)",
    {
      meta: (ctx, { self, device, dtype, copy, memory_format }) =>
        converted(ctx, self, { dtype, device, format: memory_format, copy }),
      lower: (g, { self }) => castLower(g, self),
      lowerComplex: "same",
    },
  ),
  op(
    "aten::to.dtype_layout(Tensor(a) self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, bool non_blocking=False, bool copy=False, MemoryFormat? memory_format=None) -> Tensor(a)",
    {
      meta: (ctx, { self, dtype, device, copy, memory_format }) =>
        converted(ctx, self, { dtype, device, format: memory_format, copy }),
      lower: (g, { self }) => castLower(g, self),
      lowerComplex: "same",
    },
  ),
  op(
    "aten::to.other(Tensor(a) self, Tensor other, bool non_blocking=False, bool copy=False, MemoryFormat? memory_format=None) -> Tensor(a)",
    {
      meta: (ctx, { self, other, copy, memory_format }) =>
        converted(ctx, self, { dtype: other.dtype, device: other.device, format: memory_format, copy }),
      lower: (g, { self }) => castLower(g, self),
      lowerComplex: "same",
    },
  ),
  op(
    "aten::_to_copy(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, bool non_blocking=False, MemoryFormat? memory_format=None) -> Tensor",
    {
      meta: (ctx, { self, dtype, device, memory_format }) =>
        converted(ctx, self, { dtype, device, format: memory_format, copy: true }),
      lower: (g, { self }) => castLower(g, self),
      lowerComplex: "same",
    },
  ),
  op("aten::type_as(Tensor self, Tensor other) -> Tensor", {
    meta: (ctx, { self, other }) =>
      converted(ctx, self, { dtype: other.dtype, device: other.device, format: null, copy: false }),
    lower: (g, { self }) => castLower(g, self),
    lowerComplex: "same",
  }),
  op("aten::copy(Tensor self, Tensor src, bool non_blocking=False) -> Tensor", {
    meta(ctx, { self, src }) {
      const shape = broadcastShapes(ctx.guards, [self.shape, src.shape]);
      ctx.check(
        shape.length === self.shape.length,
        () => `output with shape ${self.shape.length} dimensions doesn't match the broadcast shape`,
      );
      return { ...contiguous(self.dtype, self.shape, self.device), strides: preservedStrides(ctx, self) };
    },
    lower(g, { self, src }) {
      const { dtype } = self.meta;
      const value =
        src.scalar === undefined && src.meta.dtype !== dtype
          ? g.call("aten._to_copy.default", [src], { dtype: { kind: "dtype", dtype } }).value
          : g.as(src, dtype);
      const { shape } = self.meta;
      if (shape.length === src.meta.shape.length && shape.every((d, i) => d === src.meta.shape[i]))
        return g.op("Identity", [value]);
      return g.op("Expand", [value, g.shapeOf(self)]);
    },
  }),
  op(
    "aten::_assert_tensor_metadata(Tensor a, SymInt[]? size=None, SymInt[]? stride=None, ScalarType? dtype=None, *, Device? device=None, Layout? layout=None) -> ()",
    {
      meta: nothing,
      lower: nothing,
    },
  ),
  op("aten::_assert_async(Tensor self) -> ()", { meta: nothing, lower: nothing }),
  op("aten::_assert_async.msg(Tensor self, str assert_msg) -> ()", { meta: nothing, lower: nothing }),
  op("aten::_assert_scalar(Scalar self, str assert_msg) -> ()", { meta: nothing, lower: nothing }),
  op("aten::sym_constrain_range(Scalar size, *, int? min=None, int? max=None) -> ()", {
    meta: nothing,
    lower: nothing,
  }),
  op("aten::sym_constrain_range_for_size(Scalar size, *, int? min=None, int? max=None) -> ()", {
    meta: nothing,
    lower: nothing,
  }),
  op("aten::sym_size.int(Tensor self, int dim) -> SymInt", {
    meta: (_, { self, dim }) => ({ kind: "symint", expr: self.shape[normalizeDim(dim, self.shape.length)] ?? 1 }),
    lower: (g, { self, dim }) => {
      const axis = normalizeDim(dim, self.meta.shape.length);
      return g.op("Squeeze", [g.op("Shape", [self.value], { start: axis, end: axis + 1 }), g.ints([0])]);
    },
  }),
  op("aten::sym_numel(Tensor self) -> SymInt", {
    meta: (_, { self }) => ({ kind: "symint", expr: product(self.shape) }),
    lower: (g, { self }) => g.op("Size", [self.value]),
  }),
  op("aten::sym_stride.int(Tensor self, int dim) -> SymInt", {
    meta: (_, { self, dim }) => ({ kind: "symint", expr: self.strides[normalizeDim(dim, self.shape.length)] ?? 1 }),
    lower: (g, { self, dim }) => g.size(self.meta.strides[normalizeDim(dim, self.meta.shape.length)] ?? 1),
  }),
  op("aten::sym_is_contiguous(Tensor self, MemoryFormat memory_format=0) -> SymBool", {
    meta: (ctx, { self }) => ({ kind: "symbool", expr: isContiguous(ctx.guards, self) }),
    lower: (g, { self }) => g.const(isContiguous(g.guards, self.meta), "bool"),
  }),
  op("aten::sym_storage_offset(Tensor self) -> SymInt", {
    meta: (_, { self }) => ({ kind: "symint", expr: self.storageOffset }),
    lower: (g, { self }) => g.size(self.meta.storageOffset),
  }),
];
