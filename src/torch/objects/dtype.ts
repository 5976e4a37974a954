/** `torch.dtype` and the other enumerations that Python sees as constants of the torch module. */

import { nativeType } from "../../dynamo/objects/core_types.ts";
import { defineGetSet, defineMethods } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { DTYPES, type DType, isComplex, isFloating } from "../../fx/dtype.ts";

export const dtypeType: PyType = nativeType("dtype", { module: "torch" });

export class PyDType extends PyObject {
  readonly dtype: DType;
  constructor(dtype: DType) {
    super(dtypeType);
    this.dtype = dtype;
  }
}

const instances = new Map<DType, PyDType>();
for (const name of Object.keys(DTYPES) as DType[]) instances.set(name, new PyDType(name));

export function pyDType(dtype: DType): PyDType {
  const found = instances.get(dtype);
  if (found === undefined) throw new Error(`no dtype object for ${dtype}`);
  return found;
}

/** Names in the torch module: `torch.float` is `torch.float32`. */
export const DTYPE_ALIASES: Readonly<Record<string, DType>> = {
  float: "float32",
  double: "float64",
  half: "float16",
  short: "int16",
  int: "int32",
  long: "int64",
  chalf: "complex32",
  cfloat: "complex64",
  cdouble: "complex128",
};

function toReal(dtype: DType): DType {
  const real: Partial<Record<DType, DType>> = { complex32: "float16", complex64: "float32", complex128: "float64" };
  return real[dtype] ?? dtype;
}
function toComplex(dtype: DType): DType {
  const complex: Partial<Record<DType, DType>> = {
    float16: "complex32",
    bfloat16: "complex64",
    float32: "complex64",
    float64: "complex128",
  };
  return complex[dtype] ?? dtype;
}

const dtypeOf = (v: PyValue): DType => (v as PyDType).dtype;

defineGetSet(dtypeType, {
  is_floating_point: { get: (_vm, self) => isFloating(dtypeOf(self)) },
  is_complex: { get: (_vm, self) => isComplex(dtypeOf(self)) },
  is_signed: {
    get: (_vm, self) => !["bool", "uint8", "uint16", "uint32", "uint64", "quint8"].includes(dtypeOf(self)),
  },
  itemsize: { get: (_vm, self) => DTYPES[dtypeOf(self)].size },
});
defineMethods(dtypeType, {
  "__repr__(self, /)": (_vm, self: PyDType) => `torch.${self.dtype}`,
  "__reduce__(self, /)": (_vm, self: PyDType) => self.dtype,
  "to_complex(self, /)": (_vm, self: PyDType) => pyDType(toComplex(self.dtype)),
  "to_real(self, /)": (_vm, self: PyDType) => pyDType(toReal(self.dtype)),
});

export const memoryFormatType: PyType = nativeType("memory_format", { module: "torch" });
export const layoutType: PyType = nativeType("layout", { module: "torch" });

/** `torch.contiguous_format`, `torch.strided`: a name of its own type. */
export class PyNamed extends PyObject {
  readonly kind: "memory_format" | "layout";
  readonly name: string;
  constructor(kind: "memory_format" | "layout", name: string) {
    super(kind === "layout" ? layoutType : memoryFormatType);
    this.kind = kind;
    this.name = name;
  }
}

for (const type of [memoryFormatType, layoutType]) {
  defineMethods(type, { "__repr__(self, /)": (_vm, self: PyNamed) => `torch.${self.name}` });
}

export const MEMORY_FORMATS: ReadonlyMap<string, PyNamed> = new Map(
  ["contiguous_format", "preserve_format", "channels_last", "channels_last_3d"].map((name) => [
    name,
    new PyNamed("memory_format", name),
  ]),
);
export const LAYOUTS: ReadonlyMap<string, PyNamed> = new Map(
  ["strided", "sparse_coo", "sparse_csr", "sparse_csc", "sparse_bsr", "sparse_bsc", "jagged"].map((name) => [
    name,
    new PyNamed("layout", name),
  ]),
);
