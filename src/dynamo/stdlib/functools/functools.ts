/** `functools`. What is written in Python stands in python/functools_extra.py.ts. */

import { lazy, nativeModule } from "../../importer/native_module.ts";
import type { Interpreter } from "../../interpreter.ts";
import { nativeType } from "../../objects/core_types.ts";
import { TypeErrorType } from "../../objects/exception_types.ts";
import { defineGetSet, defineMethods, fn } from "../../objects/native.ts";
import { PyObject, type PyValue } from "../../objects/object.ts";
import { PyTuple } from "../../objects/tuple.ts";
import type { PyType } from "../../objects/type.ts";
import { asStr } from "../../objects/unbox.ts";
import { getAttr } from "../../protocols/attribute.ts";
import { call } from "../../protocols/call.ts";
import { raise } from "../../protocols/errors.ts";
import { forEach, toArray } from "../../protocols/iterate.ts";
import { richCompare } from "../../protocols/operator.ts";
import { cache, cachedPropertyType, cacheInfoType, lruCache } from "./cache.ts";
import { partialType } from "./partial.ts";
import { updateWrapper, WRAPPER_ASSIGNMENTS, WRAPPER_UPDATES } from "./wraps.ts";

const assigned = new PyTuple(WRAPPER_ASSIGNMENTS);
const updated = new PyTuple(WRAPPER_UPDATES);

function names(vm: Interpreter, value: PyValue | undefined, otherwise: readonly string[]): readonly string[] {
  return value === undefined ? otherwise : toArray(vm, value).map((name) => asStr(name) ?? "");
}

const keyType: PyType = nativeType("KeyWrapper", { module: "functools" });

class PyCompareKey extends PyObject {
  readonly compare: PyValue;
  readonly value: PyValue;
  constructor(compare: PyValue, value: PyValue) {
    super(keyType);
    this.compare = compare;
    this.value = value;
  }
}
for (const [name, op] of [
  ["__lt__", "<"],
  ["__le__", "<="],
  ["__gt__", ">"],
  ["__ge__", ">="],
  ["__eq__", "=="],
] as const) {
  defineMethods(keyType, {
    [`${name}(self, other, /)`]: (vm: Interpreter, self: PyCompareKey, other: PyValue) => {
      if (!(other instanceof PyCompareKey)) return raise(vm, TypeErrorType, "other argument must be K instance");
      return richCompare(vm, call(vm, self.compare, [self.value, other.value]), op, 0);
    },
  });
}
keyType.setAttr("__hash__", null);
defineGetSet(keyType, { obj: { get: (_vm, self) => (self as PyCompareKey).value } });

const functions = [
  cache,
  lruCache,
  fn(
    "update_wrapper(wrapper, wrapped, assigned=<unset>, updated=<unset>)",
    (vm: Interpreter, wrapper: PyValue, wrapped: PyValue, assign: PyValue | undefined, update: PyValue | undefined) =>
      updateWrapper(vm, wrapper, wrapped, names(vm, assign, WRAPPER_ASSIGNMENTS), names(vm, update, WRAPPER_UPDATES)),
  ),
  fn(
    "wraps(wrapped, assigned=<unset>, updated=<unset>)",
    (vm: Interpreter, wrapped: PyValue, assign: PyValue | undefined, update: PyValue | undefined) => {
      const a = names(vm, assign, WRAPPER_ASSIGNMENTS);
      const u = names(vm, update, WRAPPER_UPDATES);
      return fn("wrap(wrapper, /)", (inner: Interpreter, wrapper: PyValue) =>
        updateWrapper(inner, wrapper, wrapped, a, u),
      );
    },
  ),
  fn(
    "reduce(function, iterable, initial=<unset>, /)",
    (vm: Interpreter, f: PyValue, iterable: PyValue, initial: PyValue | undefined) => {
      let total = initial;
      forEach(vm, iterable, (item) => {
        total = total === undefined ? item : call(vm, f, [total, item]);
      });
      return total === undefined ? raise(vm, TypeErrorType, "reduce() of empty iterable with no initial value") : total;
    },
  ),
  fn("cmp_to_key(mycmp)", (_vm: Interpreter, compare: PyValue) =>
    fn("K(obj)", (_inner: Interpreter, value: PyValue) => new PyCompareKey(compare, value)),
  ),
];

const EXTRA = [
  "total_ordering",
  "singledispatch",
  "singledispatchmethod",
  "partialmethod",
  "_c3_merge",
  "_c3_mro",
  "_compose_mro",
];

export const functoolsModule = nativeModule("functools", (vm) => ({
  ...Object.fromEntries(functions.map((native) => [native.name, native])),
  ...Object.fromEntries(
    EXTRA.map((name) => [name, lazy(() => getAttr(vm, vm.importModule("_functools_extra"), name))]),
  ),
  partial: partialType,
  _CacheInfo: cacheInfoType,
  cached_property: cachedPropertyType,
  WRAPPER_ASSIGNMENTS: assigned,
  WRAPPER_UPDATES: updated,
}));
