/** Classes that `torch.utils._pytree` was told of, by the program or on behalf of the library that defines them. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { getAttr } from "../../dynamo/protocols/attribute.ts";
import { call } from "../../dynamo/protocols/call.ts";
import { str } from "../../dynamo/protocols/convert.ts";
import { toArray } from "../../dynamo/protocols/iterate.ts";

export interface Entry {
  readonly key: string;
  readonly value: PyValue;
}

export interface RegisteredNode {
  readonly parts: readonly Entry[];
  /** The same object with other parts. */
  rebuild(parts: readonly PyValue[]): PyValue;
}

/** What `register_pytree_node` was told of the value's class; null when nothing. */
export function registeredNode(vm: Interpreter, value: PyObject): RegisteredNode | null {
  const node = nodeOf(vm, value.type) ?? (registerForLibrary(vm, value.type) ? nodeOf(vm, value.type) : undefined);
  if (node === undefined) return null;
  const [parts = null, context = null] = toArray(vm, call(vm, getAttr(vm, node, "flatten_fn"), [value]));
  const values = toArray(vm, parts);
  const keys = keysOf(vm, node, value, context, values.length);
  return {
    parts: values.map((v, i) => ({ key: keys[i] ?? String(i), value: v })),
    rebuild: (items) => call(vm, getAttr(vm, node, "unflatten_fn"), [new PyList([...items]), context]),
  };
}

function nodeOf(vm: Interpreter, type: PyType): PyValue | undefined {
  const module = vm.modules.get("torch.utils._pytree");
  const nodes = module instanceof PyObject ? module.attrs?.get("SUPPORTED_NODES") : undefined;
  return nodes instanceof PyDict ? nodes.get(vm, type) : undefined;
}

function keysOf(vm: Interpreter, node: PyValue, value: PyObject, context: PyValue, count: number): readonly string[] {
  const withKeys = getAttr(vm, node, "flatten_with_keys_fn");
  if (withKeys !== null) {
    const [pairs = null] = toArray(vm, call(vm, withKeys, [value]));
    return toArray(vm, pairs).map((pair) => {
      const [entry = null] = toArray(vm, pair);
      return str(vm, getAttr(vm, entry, "key"));
    });
  }
  return context instanceof PyList && context.items.length === count ? context.items.map((k) => str(vm, k)) : [];
}

/**
 * Asks the stand-in module `_pytree_nodes` of each library that the class comes from; its `register(cls)` registers what
 * the library knows as a container of tensors.
 */
function registerForLibrary(vm: Interpreter, type: PyType): boolean {
  for (const base of type.mro) {
    const name = `${base.module.split(".", 1)[0] ?? ""}._pytree_nodes`;
    if (!vm.isNativeModule(name)) continue;
    call(vm, getAttr(vm, vm.importModule(name), "register"), [type]);
    return true;
  }
  return false;
}
