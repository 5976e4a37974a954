/** The module `numpy`: natives, and names that the Python modules define, imported when first used. */

import { type Lazy, lazy, type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { AttributeErrorType, NotImplementedErrorType } from "../../dynamo/objects/exception_types.ts";
import { float } from "../../dynamo/objects/float.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import { fn } from "../../dynamo/objects/native.ts";
import type { PyObject, PyValue } from "../../dynamo/objects/object.ts";
import { getAttr } from "../../dynamo/protocols/attribute.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { ndarrayType } from "./core/array.ts";
import "./core/attributes.ts";
import "./core/dtypes.ts";
import "./core/methods.ts";
import "./core/operators.ts";
import "./core/scalars.ts";
import { CREATION } from "./core/creation.ts";
import { dtypeNamed, dtypeType, SCALAR_ALIASES } from "./core/dtype.ts";
import { FUNCTIONS } from "./core/functions.ts";
import {
  characterType,
  complexFloatingType,
  FALSE,
  flexibleType,
  floatingType,
  genericType,
  inexactType,
  integerType,
  numberType,
  objectScalarType,
  scalarType,
  scalarTypes,
  signedType,
  TRUE,
  unsignedType,
} from "./core/scalar.ts";
import { makeUfuncs, ufuncType } from "./core/ufunc.ts";
import { definedNames, MODULES } from "./texts.ts";
import { UNMODELLED } from "./unmodelled.ts";

const UFUNC_ALIASES: Readonly<Record<string, string>> = {
  true_divide: "divide",
  mod: "remainder",
  abs: "absolute",
  conj: "conjugate",
  pow: "power",
  bitwise_not: "invert",
  bitwise_invert: "invert",
  bitwise_left_shift: "left_shift",
  bitwise_right_shift: "right_shift",
  degrees: "rad2deg",
  radians: "deg2rad",
  acos: "arccos",
  acosh: "arccosh",
  asin: "arcsin",
  asinh: "arcsinh",
  atan: "arctan",
  atan2: "arctan2",
  atanh: "arctanh",
};

const CONSTANTS: Readonly<Record<string, PyValue>> = {
  pi: float(Math.PI),
  e: float(Math.E),
  inf: float(Number.POSITIVE_INFINITY),
  nan: float(Number.NaN),
  euler_gamma: float(0.5772156649015329),
  newaxis: null,
  little_endian: true,
  True_: TRUE,
  False_: FALSE,
  __version__: "2.4.0",
};

const TYPES: Readonly<Record<string, PyValue>> = {
  ndarray: ndarrayType,
  dtype: dtypeType,
  ufunc: ufuncType,
  generic: genericType,
  number: numberType,
  integer: integerType,
  signedinteger: signedType,
  unsignedinteger: unsignedType,
  inexact: inexactType,
  floating: floatingType,
  complexfloating: complexFloatingType,
  flexible: flexibleType,
  character: characterType,
  object_: objectScalarType,
};

function attributes(vm: Interpreter): Record<string, PyValue | Lazy> {
  const out: Record<string, PyValue | Lazy> = { ...CONSTANTS, ...TYPES };
  for (const [type] of scalarTypes()) out[type.name] = type;
  for (const [alias, name] of Object.entries(SCALAR_ALIASES)) out[alias] = scalarType(dtypeNamed(name));
  const ufuncs = makeUfuncs();
  Object.assign(out, ufuncs);
  for (const [alias, name] of Object.entries(UFUNC_ALIASES)) out[alias] = ufuncs[name] as PyObject;
  for (const native of [...CREATION, ...FUNCTIONS]) out[native.name] = native;
  for (const { name, text, shared } of MODULES) {
    const short = name.slice("numpy.".length);
    if (!short.startsWith("_")) out[short] = lazy(() => vm.importModule(name));
    if (!shared) continue;
    for (const key of definedNames(text)) out[key] ??= lazy(() => getAttr(vm, vm.importModule(name), key));
  }
  out["__path__"] = new PyList([]);
  out["__getattr__"] = fn("__getattr__(name)", missing);
  return out;
}

/** A name that numpy has and this model has not is one clear error; any other is no attribute. */
function missing(vm: Interpreter, name: PyValue): PyValue {
  const text = String(name);
  if (UNMODELLED.has(text))
    return raise(
      vm,
      NotImplementedErrorType,
      `numpy.${text} is not modelled: numpy stands here as far as models use it while they are built`,
    );
  return raise(vm, AttributeErrorType, `module 'numpy' has no attribute '${text}'`);
}

export const numpyModule: NativeModule = nativeModule("numpy", attributes);
