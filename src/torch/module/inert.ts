/** Names that programs pass on or compare, and that mean nothing here: enumerations, classes, functions without effect. */

import { nativeType } from "../../dynamo/objects/core_types.ts";
import { type PyNative, rawFn } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";

/** A class whose attributes are its members' names. */
export function inertNamespace(name: string, members: readonly string[]): PyValue {
  const type = nativeType(name, { module: "torch" });
  for (const [i, member] of members.entries()) type.setAttr(member, i);
  return type;
}

/** A function that gives the same whatever it is called with. */
export function constantFunction(name: string, value: PyValue): PyNative {
  return rawFn(name, () => value);
}

export function constantFunctions(values: Readonly<Record<string, PyValue>>): Record<string, PyValue> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, constantFunction(name, value)]));
}

/** A decorator that gives back what it decorates, with or without arguments of its own. */
export function transparentDecorator(name: string): PyNative {
  return rawFn(name, (_vm, args) => {
    const [first] = args;
    if (args.length === 1 && first instanceof PyObject) return first;
    return rawFn(name, (_v, [f = null]) => f);
  });
}
