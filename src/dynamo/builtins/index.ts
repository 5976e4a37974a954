/** The `builtins` namespace. Loading this file gives the built-in classes their methods. */

import "./bytes.ts";
import "./complex.ts";
import "./dict.ts";
import "./exception_groups.ts";
import "./exceptions.ts";
import "./float.ts";
import "./int.ts";
import "./list.ts";
import "./range.ts";
import "./set.ts";
import "./singletons.ts";
import "./str.ts";
import "./str_case.ts";
import "./tuple.ts";
import type { Interpreter } from "../interpreter.ts";
import { byteArrayType, bytesType } from "../objects/bytes.ts";
import { complexType } from "../objects/complex.ts";
import { objectType, typeType } from "../objects/core_types.ts";
import { dictType } from "../objects/dict.ts";
import { exceptionTypes } from "../objects/exception_types.ts";
import { floatType } from "../objects/float.ts";
import { boolType, intType } from "../objects/int.ts";
import { listType } from "../objects/list.ts";
import type { PyNative } from "../objects/native.ts";
import type { Attrs } from "../objects/object.ts";
import { classMethodType, propertyType, staticMethodType } from "../objects/property.ts";
import { rangeType } from "../objects/range.ts";
import { frozenSetType, setType } from "../objects/set.ts";
import { Ellipsis, NotImplemented } from "../objects/singletons.ts";
import { sliceType } from "../objects/slice.ts";
import { strType } from "../objects/str.ts";
import { superType } from "../objects/super.ts";
import { tupleType } from "../objects/tuple.ts";
import { ioFunctions } from "./functions_io.ts";
import { objectFunctions } from "./functions_objects.ts";
import { valueFunctions } from "./functions_values.ts";
import { enumerateType, filterType, mapType, reversedType, zipType } from "./iterators.ts";
import "./memoryview.ts";
import { memoryViewType } from "../objects/memoryview.ts";

const TYPES = [
  boolType,
  byteArrayType,
  bytesType,
  classMethodType,
  complexType,
  dictType,
  enumerateType,
  filterType,
  floatType,
  frozenSetType,
  intType,
  listType,
  mapType,
  memoryViewType,
  objectType,
  propertyType,
  rangeType,
  reversedType,
  setType,
  sliceType,
  staticMethodType,
  strType,
  superType,
  tupleType,
  typeType,
  zipType,
];

const FUNCTIONS: readonly PyNative[] = [...valueFunctions, ...objectFunctions, ...ioFunctions];
for (const native of FUNCTIONS) native.module = "builtins";

/**
 * A fresh `builtins` namespace for one interpreter. What needs frames (`__build_class__`, `compile`, `eval`, `exec`)
 * is added by the evaluator.
 */
export function createBuiltins(_vm: Interpreter): Attrs {
  const attrs: Attrs = new Map();
  attrs.set("__name__", "builtins");
  attrs.set("__doc__", null);
  attrs.set("__debug__", true);
  for (const native of FUNCTIONS) {
    native.module ??= "builtins";
    attrs.set(native.name, native);
  }
  for (const type of TYPES) attrs.set(type.name, type);
  for (const [name, type] of exceptionTypes) attrs.set(name, type);
  attrs.set("NotImplemented", NotImplemented);
  attrs.set("Ellipsis", Ellipsis);
  return attrs;
}
