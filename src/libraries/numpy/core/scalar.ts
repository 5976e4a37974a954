/** numpy's scalar types, and elements as their instances. */

import { PyBoxed, PyForeignNumber } from "../../../dynamo/objects/boxed.ts";
import { complexType, PyComplex } from "../../../dynamo/objects/complex.ts";
import { nativeType, objectType } from "../../../dynamo/objects/core_types.ts";
import { float, floatType, PyFloat } from "../../../dynamo/objects/float.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { strType } from "../../../dynamo/objects/str.ts";
import type { PyType } from "../../../dynamo/objects/type.ts";
import { BOOL, COMPLEX64, COMPLEX128, dtypeNamed, FLOAT64, INT64, OBJECT, type PyDType, textDType } from "./dtype.ts";

function abstract(name: string, ...bases: PyType[]): PyType {
  return nativeType(name, {
    module: "numpy",
    bases: bases.length === 0 ? [objectType] : bases,
  });
}

export const genericType: PyType = abstract("generic");
export const numberType: PyType = abstract("number", genericType);
export const integerType: PyType = abstract("integer", numberType);
export const signedType: PyType = abstract("signedinteger", integerType);
export const unsignedType: PyType = abstract("unsignedinteger", integerType);
export const inexactType: PyType = abstract("inexact", numberType);
export const floatingType: PyType = abstract("floating", inexactType);
export const complexFloatingType: PyType = abstract("complexfloating", inexactType);
export const flexibleType: PyType = abstract("flexible", genericType);
export const characterType: PyType = abstract("character", flexibleType);

const types = new Map<PyDType, PyType>();
const dtypes = new Map<PyType, PyDType>();

function concrete(dtype: PyDType, bases: readonly PyType[], payload: PyValue): void {
  const own = bases.some((b) => b === floatType || b === strType);
  const type: PyType = nativeType(dtype.kind === "U" ? "str_" : dtype.name, {
    module: "numpy",
    bases,
    allocate:
      dtype.kind === "c"
        ? (t) => new PyComplex(0, 0, t)
        : (t) => (own ? new PyBoxed(payload, t) : new PyForeignNumber(payload, t)),
  });
  types.set(dtype, type);
  dtypes.set(type, dtype);
}

concrete(BOOL, [genericType], false);
for (const bits of [8, 16, 32, 64]) {
  concrete(dtypeNamed(`int${bits}`), [signedType], 0);
  concrete(dtypeNamed(`uint${bits}`), [unsignedType], 0);
}
concrete(dtypeNamed("float16"), [floatingType], float(0));
concrete(dtypeNamed("float32"), [floatingType], float(0));
concrete(FLOAT64, [floatingType, floatType], float(0));
concrete(COMPLEX64, [complexFloatingType], null);
concrete(COMPLEX128, [complexFloatingType, complexType], null);
concrete(textDType(0), [strType, characterType], "");
export const objectScalarType: PyType = abstract("object_", genericType);
dtypes.set(objectScalarType, OBJECT);
types.set(OBJECT, objectScalarType);

/** The scalar class of a dtype. */
export function scalarType(d: PyDType): PyType {
  const found = types.get(d.kind === "U" ? textDType(0) : d);
  if (found === undefined) throw new Error(`no scalar class for ${d.name}`);
  return found;
}

/** The scalar classes, with their dtypes. */
export function scalarTypes(): ReadonlyMap<PyType, PyDType> {
  return dtypes;
}

/** The dtype of a scalar class; of a subclass too. */
export function dtypeOfType(type: PyType): PyDType | undefined {
  const direct = dtypes.get(type);
  if (direct !== undefined) return direct;
  for (const base of type.mro) {
    const d = dtypes.get(base);
    if (d !== undefined) return d;
  }
  return undefined;
}

/** The dtype of a scalar; undefined for any other value. */
export function scalarDType(v: PyValue): PyDType | undefined {
  if (v instanceof PyBoxed) {
    const d = dtypeOfType(v.type);
    return d?.kind === "U" ? textDType(Array.from(v.payload as string).length) : d;
  }
  return v instanceof PyComplex && v.type !== complexType ? dtypeOfType(v.type) : undefined;
}

/** The element that a scalar holds, as stores hold it. */
export function scalarElement(v: PyValue): PyValue {
  if (v instanceof PyBoxed) {
    const { payload } = v;
    return payload instanceof PyFloat ? payload.value : typeof payload === "boolean" ? Number(payload) : payload;
  }
  return v;
}

/** An element as a scalar of numpy's; text and objects come out as they are. */
export function box(d: PyDType, element: PyValue): PyValue {
  switch (d.kind) {
    case "O":
      return element;
    case "c": {
      const c = element as PyComplex;
      return new PyComplex(c.re, c.im, scalarType(d));
    }
    case "U":
      return new PyBoxed(element, scalarType(d));
    case "b":
      return element ? TRUE : FALSE;
    case "f":
      return d === FLOAT64
        ? new PyBoxed(float(element as number), float64Type)
        : new PyForeignNumber(float(element as number), scalarType(d));
    default:
      return new PyForeignNumber(element, d === INT64 ? int64Type : scalarType(d));
  }
}

/** An element as Python's own number, text or object: what `item` and `tolist` give. */
export function plain(d: PyDType, element: PyValue): PyValue {
  if (d.kind === "f") return float(element as number);
  if (d.kind === "b") return Boolean(element);
  return element;
}

export const boolScalarType: PyType = scalarType(BOOL);
export const int64Type: PyType = scalarType(INT64);
export const float64Type: PyType = scalarType(FLOAT64);
export const TRUE: PyForeignNumber = new PyForeignNumber(true, boolScalarType);
export const FALSE: PyForeignNumber = new PyForeignNumber(false, boolScalarType);
