/** `torch.finfo` and `torch.iinfo`. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { TypeErrorType } from "../../dynamo/objects/exception_types.ts";
import { float } from "../../dynamo/objects/float.ts";
import { normalizeInt } from "../../dynamo/objects/int.ts";
import { defineMethods } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { repr } from "../../dynamo/protocols/convert.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { DTYPES, type DType } from "../../fx/dtype.ts";
import { PyDType } from "../objects/dtype.ts";
import { torchState } from "../state.ts";

/** Mantissa bits, smallest normal exponent and largest exponent. */
const FLOATS: Partial<Record<DType, readonly [mantissa: number, min: number, max: number]>> = {
  float16: [10, -14, 15],
  bfloat16: [7, -126, 127],
  float32: [23, -126, 127],
  float64: [52, -1022, 1023],
  complex64: [23, -126, 127],
  complex128: [52, -1022, 1023],
  float8_e5m2: [2, -14, 15],
  float8_e4m3fn: [3, -6, 8],
};

export const finfoType: PyType = nativeType("finfo", { module: "torch", hasDict: true });
export const iinfoType: PyType = nativeType("iinfo", { module: "torch", hasDict: true });

function withAttributes(type: PyType, values: Readonly<Record<string, PyValue>>): PyObject {
  const made = new PyObject(type);
  made.attrs = new Map(Object.entries(values));
  return made;
}

defineMethods(finfoType, {
  "__new__(cls, type=None)": (vm: Interpreter, cls: PyType, given: PyValue) => {
    const dtype = given instanceof PyDType ? given.dtype : torchState(vm).defaultDtype;
    const spec = FLOATS[dtype];
    if (spec === undefined) {
      return raise(
        vm,
        TypeErrorType,
        `torch.finfo() requires a floating point input type. Use torch.iinfo to handle 'torch.finfo'`,
      );
    }
    const [mantissa, minExponent, maxExponent] = spec;
    // float8_e4m3fn has no infinity and gives up only the last code to NaN.
    const top = dtype === "float8_e4m3fn" ? 1.75 : 2 - 2 ** -mantissa;
    const max = top * 2 ** maxExponent;
    const eps = 2 ** -mantissa;
    const tiny = 2 ** minExponent;
    return withAttributes(cls, {
      bits: DTYPES[dtype].size * (dtype.startsWith("complex") ? 4 : 8),
      max: float(max),
      min: float(-max),
      eps: float(eps),
      tiny: float(tiny),
      smallest_normal: float(tiny),
      resolution: float(10 ** -Math.floor(mantissa * Math.log10(2))),
      dtype,
    });
  },
  "__init__(self, *args)": () => null,
  "__repr__(self)": (vm, self: PyObject) => {
    const show = (name: string): string => repr(vm, self.getOwn(name) ?? null);
    return `finfo(resolution=${show("resolution")}, min=${show("min")}, max=${show("max")}, eps=${show("eps")}, smallest_normal=${show("smallest_normal")}, tiny=${show("tiny")}, dtype=${String(self.getOwn("dtype"))})`;
  },
});

defineMethods(iinfoType, {
  "__new__(cls, type)": (vm: Interpreter, cls: PyType, given: PyValue) => {
    const dtype = given instanceof PyDType ? given.dtype : null;
    if (dtype === null || DTYPES[dtype].category !== "int") {
      return raise(
        vm,
        TypeErrorType,
        "torch.iinfo() requires an integer input type. Use torch.finfo to handle 'torch.iinfo'",
      );
    }
    const bits = BigInt(DTYPES[dtype].size * 8);
    const unsigned = dtype.startsWith("u");
    return withAttributes(cls, {
      bits: Number(bits),
      max: normalizeInt((1n << (unsigned ? bits : bits - 1n)) - 1n),
      min: unsigned ? 0 : normalizeInt(-(1n << (bits - 1n))),
      dtype,
    });
  },
  "__init__(self, *args)": () => null,
  "__repr__(self)": (vm, self: PyObject) => {
    const show = (name: string): string => repr(vm, self.getOwn(name) ?? null);
    return `iinfo(min=${show("min")}, max=${show("max")}, dtype=${String(self.getOwn("dtype"))})`;
  },
});
