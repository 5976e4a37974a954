/** `__build_class__`: bases, metaclass and namespace of a class statement. */

import { PyCell } from "../objects/cell.ts";
import { typeType } from "../objects/core_types.ts";
import { dictType, PyDict } from "../objects/dict.ts";
import { TypeErrorType } from "../objects/exception_types.ts";
import { PyFunction } from "../objects/function.ts";
import { type Kwargs, type PyNative, rawFn } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";
import { PyType } from "../objects/type.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { lookupAttr } from "../protocols/attribute.ts";
import { raise } from "../protocols/errors.ts";
import { setItem } from "../protocols/item.ts";
import { typeName, typeOf } from "../protocols/type_of.ts";
import { bindCall } from "./bind_call.ts";
import { enter } from "./call_value.ts";
import { type Evaluator, evaluator } from "./state.ts";

export const buildClassNative: PyNative = rawFn("__build_class__", (interpreter, args, kwargs) => {
  const vm = evaluator(interpreter);
  const [body, name, ...bases] = args;
  if (!(body instanceof PyFunction)) raise(vm, TypeErrorType, "__build_class__: func must be a function");
  if (typeof name !== "string") raise(vm, TypeErrorType, "__build_class__: name is not a string");
  return buildClass(vm, body, name, bases, kwargs);
});

function buildClass(
  vm: Evaluator,
  body: PyFunction,
  name: string,
  original: readonly PyValue[],
  kwargs: Kwargs | null,
): PyValue {
  const resolved = resolveBases(vm, original);
  // A base that the analysis doesn't know leaves a class without it; what it would give is not found.
  const bases = resolved.filter((b) => !(b instanceof PyUnknown));
  const rest: Kwargs = new Map(kwargs ?? []);
  const given = rest.get("metaclass");
  rest.delete("metaclass");
  const passed = rest.size === 0 ? null : rest;
  let meta: PyValue = given ?? (bases[0] === undefined ? typeType : typeOf(bases[0]));
  if (meta instanceof PyUnknown) meta = typeType;
  if (meta instanceof PyType && meta.isSubtypeOf(typeType)) meta = bestMetaclass(vm, meta, bases);
  const basesTuple = new PyTuple(bases);

  const prepare = lookupAttr(vm, meta, "__prepare__");
  const namespace = prepare === undefined ? new PyDict() : vm.call(prepare, [name, basesTuple], passed);
  if (typeOf(namespace).lookup("__getitem__") === undefined && !(namespace instanceof PyDict)) {
    const label = meta instanceof PyType ? meta.name : "<metaclass>";
    raise(vm, TypeErrorType, `${label}.__prepare__() must return a mapping, not ${typeName(namespace)}`);
  }
  const frame = bindCall(vm, body, [], 0, 0, null);
  if (namespace instanceof PyDict && namespace.type === dictType) frame.localsMap = namespace.attrMap;
  else frame.localsObject = namespace;
  const cell = enter(vm, frame);
  if (resolved.length !== original.length || resolved.some((b, i) => b !== original[i]))
    setItem(vm, namespace, "__orig_bases__", new PyTuple(original));
  const cls = vm.call(meta, [name, basesTuple, namespace], passed);
  if (cls instanceof PyType && cell instanceof PyCell && cell.value !== cls) {
    raise(
      vm,
      TypeErrorType,
      cell.value === undefined
        ? `__class__ not set defining '${name}' as ${cls.name}. Was __classcell__ propagated to type.__new__?`
        : `__class__ set to ${typeName(cell.value)} defining '${name}' as ${cls.name}`,
    );
  }
  return cls;
}

/** Bases that are no classes may stand for some (`__mro_entries__`). */
function resolveBases(vm: Evaluator, bases: readonly PyValue[]): readonly PyValue[] {
  if (bases.every((b) => b instanceof PyType)) return bases;
  const out: PyValue[] = [];
  for (const base of bases) {
    const entries =
      base instanceof PyType || base instanceof PyUnknown ? undefined : lookupAttr(vm, base, "__mro_entries__");
    if (entries === undefined) {
      out.push(base);
      continue;
    }
    const replaced = vm.call(entries, [new PyTuple(bases)]);
    if (!(replaced instanceof PyTuple)) raise(vm, TypeErrorType, "__mro_entries__ must return a tuple");
    out.push(...replaced.items);
  }
  return out;
}

/** The most derived of the metaclass and the bases' metaclasses. */
export function bestMetaclass(vm: Evaluator, meta: PyType, bases: readonly PyValue[]): PyType {
  let winner = meta;
  for (const base of bases) {
    const type = typeOf(base);
    if (winner.isSubtypeOf(type)) continue;
    if (!type.isSubtypeOf(winner)) {
      raise(
        vm,
        TypeErrorType,
        "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
      );
    }
    winner = type;
  }
  return winner;
}
