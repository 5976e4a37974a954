/** `list[int]` and `int | None`. */

import type { Interpreter } from "../../interpreter.ts";
import { typeType } from "../../objects/core_types.ts";
import { dictType } from "../../objects/dict.ts";
import { AttributeErrorType, TypeErrorType } from "../../objects/exception_types.ts";
import { genericAliasType, PyGenericAlias, PyUnionType, unionTypeType } from "../../objects/generic_alias.ts";
import { listType } from "../../objects/list.ts";
import { defineClassMethods, defineGetSet, defineMethods, defineRawMethods } from "../../objects/native.ts";
import type { PyValue } from "../../objects/object.ts";
import { frozenSetType, setType } from "../../objects/set.ts";
import { Ellipsis, NotImplemented } from "../../objects/singletons.ts";
import { PyTuple, tupleType } from "../../objects/tuple.ts";
import { PyType } from "../../objects/type.ts";
import { asStr } from "../../objects/unbox.ts";
import { getAttr, lookupAttr, setAttr } from "../../protocols/attribute.ts";
import { hash, isInstance, isSubclass, repr } from "../../protocols/convert.ts";
import { isRaised, raise } from "../../protocols/errors.ts";
import { combineHashes } from "../../protocols/hash.ts";
import { getIter } from "../../protocols/iterate.ts";
import { binaryOp, equals } from "../../protocols/operator.ts";
import { unionOf } from "../union_type.ts";

/** `Class[args]`. */
export function genericAlias(origin: PyValue, args: PyValue, type: PyType = genericAliasType): PyGenericAlias {
  return new PyGenericAlias(origin, args instanceof PyTuple ? args : new PyTuple([args]), type);
}

for (const type of [listType, dictType, tupleType, setType, frozenSetType]) {
  defineClassMethods(type, {
    "__class_getitem__(cls, item, /)": (_vm: Interpreter, cls: PyType, item: PyValue) => genericAlias(cls, item),
  });
}
// `type[int]` alone: a class of another metaclass is not generic by that.
defineClassMethods(typeType, {
  "__class_getitem__(cls, item, /)": (vm: Interpreter, cls: PyType, item: PyValue) =>
    cls === typeType ? genericAlias(cls, item) : raise(vm, TypeErrorType, `type '${cls.name}' is not subscriptable`),
});

function argumentRepr(vm: Interpreter, v: PyValue): string {
  if (v === Ellipsis) return "...";
  if (v === null) return "None";
  if (v instanceof PyType)
    return v.module === "builtins" && v.attrs.get("__module__") === undefined ? v.qualname : typeRepr(v);
  return repr(vm, v);
}

function typeRepr(v: PyType): string {
  const module = v.attrs.get("__module__") ?? v.module;
  return typeof module === "string" && module !== "builtins" ? `${module}.${v.qualname}` : v.qualname;
}

const alias = (v: PyValue): PyGenericAlias => v as PyGenericAlias;

defineMethods(genericAliasType, {
  "__new__(cls, origin, args, /)": (_vm: Interpreter, cls: PyType, origin: PyValue, args: PyValue) =>
    genericAlias(origin, args, cls),
  "__repr__(self, /)": (vm: Interpreter, a: PyGenericAlias) => {
    const args = a.args.items.map((v) => argumentRepr(vm, v)).join(", ");
    return `${a.unpacked ? "*" : ""}${argumentRepr(vm, a.origin)}[${args === "" ? "()" : args}]`;
  },
  "__getitem__(self, item, /)": (vm: Interpreter, a: PyGenericAlias, item: PyValue) =>
    new PyGenericAlias(a.origin, substitute(vm, a, item), genericAliasType, a.unpacked),
  "__eq__(self, value, /)": (vm: Interpreter, a: PyGenericAlias, other: PyValue) =>
    other instanceof PyGenericAlias
      ? a.unpacked === other.unpacked && equals(vm, a.origin, other.origin) && equals(vm, a.args, other.args)
      : NotImplemented,
  "__hash__(self, /)": (vm: Interpreter, a: PyGenericAlias) => combineHashes([hash(vm, a.origin), hash(vm, a.args)]),
  "__or__(self, other, /)": (vm: Interpreter, a: PyValue, other: PyValue) => unionOf(vm, a, other),
  "__ror__(self, other, /)": (vm: Interpreter, a: PyValue, other: PyValue) => unionOf(vm, other, a),
  "__mro_entries__(self, bases, /)": (_vm: Interpreter, a: PyGenericAlias) => new PyTuple([a.origin]),
  "__iter__(self, /)": (vm: Interpreter, a: PyGenericAlias) =>
    getIter(vm, new PyTuple([new PyGenericAlias(a.origin, a.args, a.type, true)])),
  "__reduce__(self, /)": (vm: Interpreter, a: PyGenericAlias) => {
    const made = new PyTuple([a.origin, a.args]);
    if (!a.unpacked) return new PyTuple([genericAliasType, made]);
    const iterator = getIter(vm, new PyTuple([new PyGenericAlias(a.origin, a.args, a.type)]));
    return new PyTuple([vm.builtins.get("next") ?? null, new PyTuple([iterator])]);
  },
  "__instancecheck__(self, instance, /)": (vm: Interpreter) =>
    raise(vm, TypeErrorType, "isinstance() argument 2 cannot be a parameterized generic"),
  "__subclasscheck__(self, subclass, /)": (vm: Interpreter) =>
    raise(vm, TypeErrorType, "issubclass() argument 2 cannot be a parameterized generic"),
  "__getattr__(self, name, /)": (vm: Interpreter, a: PyGenericAlias, name: PyValue) =>
    getAttr(vm, a.origin, asStr(name) ?? ""),
});
defineRawMethods(genericAliasType, {
  __call__: (vm, args, kwargs) => {
    const a = alias(args[0] ?? null);
    const made = vm.call(a.origin, args.slice(1), kwargs);
    try {
      setAttr(vm, made, "__orig_class__", a);
    } catch (e) {
      if (!isRaised(e, AttributeErrorType) && !isRaised(e, TypeErrorType)) throw e;
    }
    return made;
  },
});
defineGetSet(genericAliasType, {
  __origin__: { get: (_vm, a) => alias(a).origin },
  __args__: { get: (_vm, a) => alias(a).args },
  __parameters__: { get: (vm, a) => new PyTuple(parameters(vm, alias(a).args.items)) },
  __unpacked__: { get: (_vm, a) => alias(a).unpacked },
  __typing_unpacked_tuple_args__: {
    get: (_vm, a) => (alias(a).unpacked && alias(a).origin === tupleType ? alias(a).args : null),
  },
});

/** The type variables among the arguments, each once. */
function parameters(vm: Interpreter, args: readonly PyValue[]): PyValue[] {
  const found: PyValue[] = [];
  const add = (p: PyValue): void => {
    if (!found.some((known) => equals(vm, known, p))) found.push(p);
  };
  for (const arg of args) {
    if (arg instanceof PyType) continue;
    if (arg instanceof PyTuple) for (const p of parameters(vm, arg.items)) add(p);
    else if (lookupAttr(vm, arg, "__typing_subst__") !== undefined) add(arg);
    else {
      const own = lookupAttr(vm, arg, "__parameters__");
      if (own instanceof PyTuple) for (const p of own.items) add(p);
    }
  }
  return found;
}

/** The arguments with type variables filled in (`dict[str, T][int]`): `typing` knows how each kind of variable takes its. */
function substitute(vm: Interpreter, a: PyValue, item: PyValue): PyTuple {
  const args = vm.call(getAttr(vm, vm.importModule("typing"), "_substitute"), [a, item]);
  if (!(args instanceof PyTuple)) throw new Error("substitution gives the arguments as a tuple");
  return args;
}

const members = (v: PyValue): readonly PyValue[] => (v as PyUnionType).args.items;

defineMethods(unionTypeType, {
  "__repr__(self, /)": (vm: Interpreter, u: PyUnionType) => u.args.items.map((v) => argumentRepr(vm, v)).join(" | "),
  "__or__(self, other, /)": (vm: Interpreter, u: PyValue, other: PyValue) => unionOf(vm, u, other),
  "__ror__(self, other, /)": (vm: Interpreter, u: PyValue, other: PyValue) => unionOf(vm, other, u),
  "__getitem__(self, item, /)": (vm: Interpreter, u: PyUnionType, item: PyValue) =>
    substitute(vm, u, item).items.reduce((left, right) => binaryOp(vm, "|", left, right)),
  "__eq__(self, value, /)": (vm: Interpreter, u: PyUnionType, other: PyValue) =>
    other instanceof PyUnionType
      ? members(u).length === members(other).length &&
        members(u).every((m) => members(other).some((o) => equals(vm, m, o)))
      : NotImplemented,
  "__hash__(self, /)": (vm: Interpreter, u: PyUnionType) =>
    members(u).reduce((sum: number, m) => (sum + combineHashes([hash(vm, m)])) % 2 ** 48, 0),
  "__instancecheck__(self, instance, /)": (vm: Interpreter, u: PyUnionType, v: PyValue) => isInstance(vm, v, u),
  "__subclasscheck__(self, subclass, /)": (vm: Interpreter, u: PyUnionType, c: PyValue) => isSubclass(vm, c, u),
});
defineGetSet(unionTypeType, {
  __args__: { get: (_vm, u) => (u as PyUnionType).args },
  __parameters__: { get: (vm, u) => new PyTuple(parameters(vm, members(u))) },
});
