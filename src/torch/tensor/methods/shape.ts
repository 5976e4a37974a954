/** What can be asked of a tensor without its data: sizes, strides, dtype, device. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { IndexErrorType, TypeErrorType } from "../../../dynamo/objects/exception_types.ts";
import { defineGetSet, defineMethods, type GetSet, type NativeImpl } from "../../../dynamo/objects/native.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import { index } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { DTYPES, isComplex, isFloating } from "../../../fx/dtype.ts";
import { denseOrder, isContiguous, numel, stridesInOrder } from "../../../ops/strides.ts";
import { eq } from "../../../shapes/bool.ts";
import type { SymInt } from "../../../shapes/types.ts";
import { isParameter } from "../../nn/parameter.ts";
import { PyDevice } from "../../objects/device.ts";
import { LAYOUTS, PyNamed, pyDType } from "../../objects/dtype.ts";
import { pySize } from "../../objects/size.ts";
import { pySymInt } from "../../objects/symbolic.ts";
import { torchState } from "../../state.ts";
import { type PyTensor, tensorBaseType } from "../tensor.ts";

/** A dimension counted from either end. */
export function dimension(vm: Interpreter, value: PyValue, rank: number): number {
  const d = Number(index(vm, value));
  const range = Math.max(rank, 1);
  if (d < -range || d >= range) {
    raise(
      vm,
      IndexErrorType,
      `Dimension out of range (expected to be in range of [${-range}, ${range - 1}], but got ${d})`,
    );
  }
  return d < 0 ? d + range : d;
}

const count: NativeImpl = (vm: Interpreter, self: PyTensor) => pySymInt(vm, numel(self.meta));
const rank: NativeImpl = (_vm: Interpreter, self: PyTensor) => self.meta.shape.length;

function contiguousIn(vm: Interpreter, self: PyTensor, format: PyValue): boolean {
  const { shapes } = torchState(vm);
  if (format instanceof PyNamed && format.name.startsWith("channels_last")) {
    const { shape } = self.meta;
    if (shape.length < 4) return false;
    // Channels innermost: 0, 2, 3, …, 1.
    const order = [0, ...shape.slice(2).map((_, i) => i + 2), 1];
    const expected = stridesInOrder(shape, order);
    return self.meta.strides.every((s, i) => shape[i] === 1 || s === expected[i]);
  }
  return isContiguous(shapes, self.meta);
}

defineMethods(tensorBaseType, {
  "size(self, dim=None)": (vm, self: PyTensor, dim: PyValue) => {
    if (dim === null) return pySize(vm, self.meta.shape);
    return pySymInt(vm, self.meta.shape[dimension(vm, dim, self.meta.shape.length)] ?? 1);
  },
  "dim(self)": rank,
  "ndimension(self)": rank,
  "numel(self)": count,
  "nelement(self)": count,
  "stride(self, dim=None)": (vm, self: PyTensor, dim: PyValue) => {
    if (dim === null) return new PyTuple(self.meta.strides.map((s) => pySymInt(vm, s)));
    return pySymInt(vm, self.meta.strides[dimension(vm, dim, self.meta.shape.length)] ?? 1);
  },
  "storage_offset(self)": (vm, self: PyTensor) => pySymInt(vm, self.meta.storageOffset),
  "element_size(self)": (_vm, self: PyTensor) => DTYPES[self.meta.dtype].size,
  "is_contiguous(self, *, memory_format=None)": contiguousIn,
  "is_floating_point(self)": (_vm, self: PyTensor) => isFloating(self.meta.dtype),
  "is_complex(self)": (_vm, self: PyTensor) => isComplex(self.meta.dtype),
  "is_signed(self)": (_vm, self: PyTensor) => !/^(u|bool|quint)/.test(self.meta.dtype),
  "is_conj(self)": () => false,
  "is_neg(self)": () => false,
  "is_inference(self)": () => false,
  "is_pinned(self)": () => false,
  "is_shared(self)": () => false,
  "is_coalesced(self)": () => false,
  "get_device(self)": (_vm, self: PyTensor) => new PyDevice(self.meta.device).index ?? -1,
  "__len__(self)": (vm, self: PyTensor) => {
    const [first] = self.meta.shape;
    if (first === undefined) return raise(vm, TypeErrorType, "len() of a 0-d tensor");
    return pySymInt(vm, first);
  },
  "is_same_size(self, other)": (vm, self: PyTensor, other: PyTensor) =>
    self.meta.shape.length === other.meta.shape.length &&
    self.meta.shape.every((s, i) => torchState(vm).shapes.prove(eq(s, other.meta.shape[i] as SymInt)) === true),
  "dim_order(self)": (vm, self: PyTensor) =>
    new PyTuple([...(denseOrder(torchState(vm).shapes, self.meta) ?? self.meta.shape.map((_, i) => i))]),
});

function readOnly(get: (vm: Interpreter, self: PyTensor) => PyValue): GetSet {
  return { get: (vm, self) => get(vm, self as PyTensor) };
}

const never = readOnly(() => false);
const deviceIs = (kind: string): GetSet => readOnly((_vm, self) => self.meta.device.split(":")[0] === kind);

defineGetSet(tensorBaseType, {
  shape: readOnly((vm, self) => pySize(vm, self.meta.shape)),
  ndim: readOnly((_vm, self) => self.meta.shape.length),
  dtype: readOnly((_vm, self) => pyDType(self.meta.dtype)),
  device: readOnly((_vm, self) => new PyDevice(self.meta.device)),
  layout: readOnly(() => LAYOUTS.get("strided") ?? null),
  itemsize: readOnly((_vm, self) => DTYPES[self.meta.dtype].size),
  nbytes: readOnly((vm, self) => {
    const total = numel(self.meta);
    return typeof total === "number" ? total * DTYPES[self.meta.dtype].size : pySymInt(vm, total);
  }),
  names: readOnly((_vm, self) => new PyTuple(self.meta.shape.map(() => null))),
  name: readOnly(() => null),
  is_cpu: deviceIs("cpu"),
  is_cuda: deviceIs("cuda"),
  is_meta: deviceIs("meta"),
  is_mps: deviceIs("mps"),
  is_xpu: deviceIs("xpu"),
  is_xla: deviceIs("xla"),
  is_sparse: never,
  is_sparse_csr: never,
  is_quantized: never,
  is_nested: never,
  is_mkldnn: never,
  is_leaf: readOnly((_vm, self) => self.isLeaf),
  is_parameter: readOnly((vm, self) => isParameter(torchState(vm), self)),
  _is_view: readOnly((_vm, self) => self.view !== null),
  _version: readOnly((_vm, self) => self.storage.generation),
});
