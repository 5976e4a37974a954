/** Conversions of dtype and device: `to`, `float`, `type`, `cpu`, `new_tensor`, … */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { TypeErrorType, ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import { defineMethods, defineRawMethods, type Kwargs, type NativeImpl } from "../../../dynamo/objects/native.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { PyType } from "../../../dynamo/objects/type.ts";
import { truth } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import type { DType } from "../../../fx/dtype.ts";
import type { OpInput } from "../../../ops/types.ts";
import { legacyDType, legacyTensorName } from "../../nn/type_name.ts";
import { deviceFrom, PyDevice } from "../../objects/device.ts";
import { PyDType } from "../../objects/dtype.ts";
import { torchState } from "../../state.ts";
import { dispatchTarget } from "../dispatch.ts";
import { tryInput } from "../inputs.ts";
import { lifted, tensorFromData } from "../lifted.ts";
import { PyTensor, tensorBaseType } from "../tensor.ts";

/** The check that PyTorch records before a conversion: what the tensor was when the program was captured. */
function assertMetadata(vm: Interpreter, self: PyTensor): void {
  const { tracer } = torchState(vm);
  if (tracer === null) return;
  const { dtype, device } = self.meta;
  tracer.record(
    "aten._assert_tensor_metadata.default",
    [tracer.nodeOf(self)],
    {
      dtype: { kind: "dtype", dtype },
      device: { kind: "device", device },
      layout: { kind: "layout", layout: "strided" },
    },
    null,
    "_assert_tensor_metadata_default",
  );
}

interface Conversion {
  readonly dtype: DType | null;
  readonly device: string | null;
  readonly copy: boolean;
  readonly memoryFormat: OpInput;
}

export function convertTensor(vm: Interpreter, self: PyTensor, to: Conversion): PyValue {
  assertMetadata(vm, self);
  const named = new Map<string, OpInput>();
  if (to.copy) named.set("copy", true);
  if (to.memoryFormat !== null) named.set("memory_format", to.memoryFormat);
  const dtype: OpInput = { kind: "dtype", dtype: to.dtype ?? self.meta.dtype };
  if (to.device === null) return dispatchTarget(vm, "aten.to.dtype", [self, dtype], named);
  const device: OpInput = { kind: "device", device: to.device };
  if (to.dtype !== null) return dispatchTarget(vm, "aten.to.device", [self, device, dtype], named);
  named.set("dtype", dtype);
  named.set("layout", { kind: "layout", layout: "strided" });
  named.set("device", device);
  return dispatchTarget(vm, "aten.to.dtype_layout", [self], named);
}

const plain: Conversion = { dtype: null, device: null, copy: false, memoryFormat: null };

function dtypeMethod(dtype: DType): NativeImpl {
  return (vm: Interpreter, self: PyTensor) => convertTensor(vm, self, { ...plain, dtype });
}

function toMethod(vm: Interpreter, args: readonly PyValue[], kwargs: Kwargs | null): PyValue {
  const [self, ...rest] = args;
  if (!(self instanceof PyTensor)) throw new Error("Tensor.to without a tensor");
  let dtype: DType | null = null;
  let device: string | null = null;
  let copy = false;
  let memoryFormat: OpInput = null;
  const take = (value: PyValue): boolean => {
    if (value instanceof PyDType) dtype = value.dtype;
    else if (value instanceof PyDevice || typeof value === "string" || typeof value === "number") {
      device = deviceFrom(vm, value).name;
    } else if (value instanceof PyTensor) {
      dtype = value.meta.dtype;
      device = value.meta.device;
    } else {
      const input = tryInput(value);
      if (typeof input === "object" && input !== null && "kind" in input && input.kind === "dtype") dtype = input.dtype;
      else return value === null;
    }
    return true;
  };
  const flags: boolean[] = [];
  for (const value of rest) {
    if (typeof value === "boolean") flags.push(value);
    else if (!take(value)) raise(vm, TypeErrorType, "to() received an invalid combination of arguments");
  }
  copy = flags[1] ?? false;
  for (const [name, value] of kwargs ?? []) {
    if (name === "copy") copy = truth(vm, value);
    else if (name === "memory_format") memoryFormat = tryInput(value) ?? null;
    else if (name === "dtype" || name === "device" || name === "other") take(value);
    else if (name !== "non_blocking") {
      raise(vm, TypeErrorType, `to() got an unexpected keyword argument '${name}'`);
    }
  }
  return convertTensor(vm, self, { dtype, device, copy, memoryFormat });
}

function deviceMethod(kind: string): NativeImpl {
  return (vm: Interpreter, self: PyTensor, device?: PyValue) =>
    convertTensor(vm, self, {
      ...plain,
      device: device === undefined || device === null ? kind : deviceFrom(vm, device).name,
    });
}

defineRawMethods(tensorBaseType, { to: toMethod });
defineMethods(tensorBaseType, {
  "float(self, memory_format=None)": dtypeMethod("float32"),
  "double(self, memory_format=None)": dtypeMethod("float64"),
  "half(self, memory_format=None)": dtypeMethod("float16"),
  "bfloat16(self, memory_format=None)": dtypeMethod("bfloat16"),
  "int(self, memory_format=None)": dtypeMethod("int32"),
  "long(self, memory_format=None)": dtypeMethod("int64"),
  "short(self, memory_format=None)": dtypeMethod("int16"),
  "char(self, memory_format=None)": dtypeMethod("int8"),
  "byte(self, memory_format=None)": dtypeMethod("uint8"),
  "bool(self, memory_format=None)": dtypeMethod("bool"),
  "cfloat(self, memory_format=None)": dtypeMethod("complex64"),
  "cdouble(self, memory_format=None)": dtypeMethod("complex128"),
  "cpu(self, memory_format=None)": deviceMethod("cpu"),
  "cuda(self, device=None, non_blocking=False, memory_format=None)": deviceMethod("cuda"),
  "xpu(self, device=None, non_blocking=False, memory_format=None)": deviceMethod("xpu"),
  "pin_memory(self, device=None)": (_vm, self: PyTensor) => self,
  "type(self, dtype=None, non_blocking=False)": (vm, self: PyTensor, dtype: PyValue) => {
    if (dtype === null) return legacyTensorName(self);
    const named = typeof dtype === "string" ? dtype : dtype instanceof PyType ? dtype.name : null;
    const found = dtype instanceof PyDType ? dtype.dtype : legacyDType((named ?? "").replace(/^torch\./, ""));
    if (found === undefined) return raise(vm, ValueErrorType, `invalid type: '${String(named)}'`);
    return convertTensor(vm, self, { ...plain, dtype: found });
  },
  "new_tensor(self, data, *, dtype=None, device=None, requires_grad=False)": (
    vm,
    self: PyTensor,
    data: PyValue,
    dtype: PyValue,
    device: PyValue,
  ) => {
    const kind = dtype instanceof PyDType ? dtype.dtype : self.meta.dtype;
    const where = device === null ? self.meta.device : deviceFrom(vm, device).name;
    return lifted(torchState(vm), tensorFromData(vm, data, kind, where), true);
  },
});
