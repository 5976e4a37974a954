/** `operator`. */

import { countOf, indexOf } from "../builtins/sequence_compare.ts";
import { nativeModule } from "../importer/native_module.ts";
import type { Interpreter } from "../interpreter.ts";
import { nativeType } from "../objects/core_types.ts";
import { TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { defineMethods, defineRawMethods, fn, type Kwargs, type PyNative } from "../objects/native.ts";
import { PyObject, type PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";
import type { PyType } from "../objects/type.ts";
import { asStr } from "../objects/unbox.ts";
import { getAttr } from "../protocols/attribute.ts";
import { call, callMethod, callSpecial } from "../protocols/call.ts";
import { index, repr, truth } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { contains, delItem, getItem, length, setItem } from "../protocols/item.ts";
import { toArray } from "../protocols/iterate.ts";
import {
  BINARY_DUNDERS,
  type BinaryOperator,
  binaryOp,
  identical,
  inplaceOp,
  richCompare,
  unaryOp,
} from "../protocols/operator.ts";

const BINARY: Readonly<Record<string, BinaryOperator>> = {
  add: "+",
  sub: "-",
  mul: "*",
  matmul: "@",
  truediv: "/",
  floordiv: "//",
  mod: "%",
  pow: "**",
  lshift: "<<",
  rshift: ">>",
  and_: "&",
  or_: "|",
  xor: "^",
};
const COMPARE = { lt: "<", le: "<=", eq: "==", ne: "!=", gt: ">", ge: ">=" } as const;
const UNARY = { neg: "-", pos: "+", invert: "~", inv: "~" } as const;

const functions: PyNative[] = [
  ...Object.entries(BINARY).map(([name, op]) =>
    fn(`${name}(a, b, /)`, (vm: Interpreter, a: PyValue, b: PyValue) => binaryOp(vm, op, a, b)),
  ),
  ...Object.values(BINARY).map((op) =>
    fn(`${BINARY_DUNDERS[op].inplace.replaceAll("__", "")}(a, b, /)`, (vm: Interpreter, a: PyValue, b: PyValue) =>
      inplaceOp(vm, op, a, b),
    ),
  ),
  ...Object.entries(COMPARE).map(([name, op]) =>
    fn(`${name}(a, b, /)`, (vm: Interpreter, a: PyValue, b: PyValue) => richCompare(vm, a, op, b)),
  ),
  ...Object.entries(UNARY).map(([name, op]) =>
    fn(`${name}(a, /)`, (vm: Interpreter, a: PyValue) => unaryOp(vm, op, a)),
  ),
  fn(
    "abs(a, /)",
    (vm: Interpreter, a: PyValue) =>
      callSpecial(vm, a, "__abs__") ?? raise(vm, TypeErrorType, "bad operand type for abs()"),
  ),
  fn("not_(a, /)", (vm: Interpreter, a: PyValue) => !truth(vm, a)),
  fn("truth(a, /)", (vm: Interpreter, a: PyValue) => truth(vm, a)),
  fn("is_(a, b, /)", (_vm: Interpreter, a: PyValue, b: PyValue) => identical(a, b)),
  fn("is_not(a, b, /)", (_vm: Interpreter, a: PyValue, b: PyValue) => !identical(a, b)),
  fn("index(a, /)", (vm: Interpreter, a: PyValue) => index(vm, a)),
  fn("concat(a, b, /)", (vm: Interpreter, a: PyValue, b: PyValue) => binaryOp(vm, "+", a, b)),
  fn("iconcat(a, b, /)", (vm: Interpreter, a: PyValue, b: PyValue) => inplaceOp(vm, "+", a, b)),
  fn("contains(a, b, /)", (vm: Interpreter, a: PyValue, b: PyValue) => contains(vm, a, b)),
  fn("countOf(a, b, /)", (vm: Interpreter, a: PyValue, b: PyValue) => countOf(vm, toArray(vm, a), b)),
  fn("indexOf(a, b, /)", (vm: Interpreter, a: PyValue, b: PyValue) => {
    const at = indexOf(vm, toArray(vm, a), b);
    return at >= 0 ? at : raise(vm, ValueErrorType, "sequence.index(x): x not in sequence");
  }),
  fn("getitem(a, b, /)", (vm: Interpreter, a: PyValue, b: PyValue) => getItem(vm, a, b)),
  fn("setitem(a, b, c, /)", (vm: Interpreter, a: PyValue, b: PyValue, c: PyValue) => {
    setItem(vm, a, b, c);
    return null;
  }),
  fn("delitem(a, b, /)", (vm: Interpreter, a: PyValue, b: PyValue) => {
    delItem(vm, a, b);
    return null;
  }),
  fn("length_hint(obj, default=0, /)", (vm: Interpreter, o: PyValue, otherwise: PyValue) => {
    if (callSpecial(vm, o, "__len__") !== undefined) return length(vm, o);
    return callSpecial(vm, o, "__length_hint__") ?? otherwise;
  }),
  fn("call(obj, /, *args, **kwargs)", (vm: Interpreter, f: PyValue, args: readonly PyValue[], kwargs: Kwargs) =>
    call(vm, f, args, kwargs),
  ),
];
for (const native of functions) native.module = "_operator";

/** `attrgetter`, `itemgetter` and `methodcaller`: callables that remember what to fetch. */
class PyGetter extends PyObject {
  readonly apply: (vm: Interpreter, o: PyValue) => PyValue;
  readonly shown: (vm: Interpreter) => string;
  constructor(type: PyType, apply: (vm: Interpreter, o: PyValue) => PyValue, shown: (vm: Interpreter) => string) {
    super(type);
    this.apply = apply;
    this.shown = shown;
  }
}

const attrGetterType: PyType = nativeType("attrgetter", { module: "operator" });
const itemGetterType: PyType = nativeType("itemgetter", { module: "operator" });
const methodCallerType: PyType = nativeType("methodcaller", { module: "operator" });

/** One fetch gives a value, several a tuple. */
function fetchAll(
  vm: Interpreter,
  keys: readonly PyValue[],
  fetch: (vm: Interpreter, key: PyValue) => PyValue,
): PyValue {
  if (keys.length === 1) return fetch(vm, keys[0] as PyValue);
  return new PyTuple(keys.map((key) => fetch(vm, key)));
}

defineMethods(itemGetterType, {
  "__new__(cls, item, /, *items)": (_vm: Interpreter, cls: PyType, item: PyValue, items: readonly PyValue[]) => {
    const keys = [item, ...items];
    return new PyGetter(
      cls,
      (vm, o) => fetchAll(vm, keys, (inner, key) => getItem(inner, o, key)),
      (vm) => `operator.itemgetter(${keys.map((key) => repr(vm, key)).join(", ")})`,
    );
  },
});
defineMethods(attrGetterType, {
  "__new__(cls, attr, /, *attrs)": (vm: Interpreter, cls: PyType, attr: PyValue, attrs: readonly PyValue[]) => {
    const names = [attr, ...attrs];
    for (const name of names)
      if (asStr(name) === undefined) raise(vm, TypeErrorType, "attribute name must be a string");
    const fetch = (inner: Interpreter, o: PyValue, path: PyValue) =>
      (asStr(path) ?? "").split(".").reduce((value, name) => getAttr(inner, value, name), o);
    return new PyGetter(
      cls,
      (inner, o) => fetchAll(inner, names, (nested, name) => fetch(nested, o, name)),
      (inner) => `operator.attrgetter(${names.map((name) => repr(inner, name)).join(", ")})`,
    );
  },
});
defineMethods(methodCallerType, {
  "__new__(cls, name, /, *args, **kwargs)": (
    vm: Interpreter,
    cls: PyType,
    name: PyValue,
    args: readonly PyValue[],
    kwargs: Kwargs,
  ) => {
    const method = asStr(name) ?? raise(vm, TypeErrorType, "method name must be a string");
    const named = kwargs.size === 0 ? null : kwargs;
    return new PyGetter(
      cls,
      (inner, o) => callMethod(inner, o, method, args, named),
      (inner) => {
        const shown = [...args.map((a) => repr(inner, a)), ...[...kwargs].map(([k, v]) => `${k}=${repr(inner, v)}`)];
        return `operator.methodcaller(${[repr(inner, name), ...shown].join(", ")})`;
      },
    );
  },
});
for (const type of [attrGetterType, itemGetterType, methodCallerType]) {
  defineRawMethods(type, {
    __call__: (vm, args) => {
      const [self, o] = args;
      if (o === undefined || args.length > 2) {
        return raise(vm, TypeErrorType, `${type.name} expected 1 argument, got ${args.length - 1}`);
      }
      return (self as PyGetter).apply(vm, o);
    },
  });
  defineMethods(type, { "__repr__(self, /)": (vm: Interpreter, self: PyGetter) => self.shown(vm) });
}

export const operatorModule = nativeModule("operator", () => {
  const entries: [string, PyValue][] = functions.map((native) => [native.name, native]);
  // Each operator is reachable by its special method's name, too.
  const dunder = entries.map(([name, native]): [string, PyValue] => [`__${name.replace(/_$/, "")}__`, native]);
  return {
    ...Object.fromEntries(entries),
    ...Object.fromEntries(dunder),
    attrgetter: attrGetterType,
    itemgetter: itemGetterType,
    methodcaller: methodCallerType,
  };
});
