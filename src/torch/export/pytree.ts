/** Nested Python values as a list of leaves and the tree that holds them (PyTorch's pytree). */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { getAttr } from "../../dynamo/protocols/attribute.ts";
import { str } from "../../dynamo/protocols/convert.ts";
import { toArray } from "../../dynamo/protocols/iterate.ts";
import type { TreeSpec } from "../../fx/exported_program.ts";
import { isReturnType } from "../tensor/return_types.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { type Entry, registeredNode } from "./registered_nodes.ts";

export interface Leaf {
  readonly value: PyValue;
  /** Keys and positions from the root. */
  readonly path: readonly string[];
  /** Positions alone. */
  readonly positions: readonly number[];
}

export interface Flattened {
  readonly leaves: readonly Leaf[];
  readonly spec: TreeSpec;
}

const LEAF: TreeSpec = { kind: "leaf" };

/** The named fields of a namedtuple or dataclass; null for anything else. */
function fieldsOf(vm: Interpreter, value: PyObject): readonly Entry[] | null {
  const names = value instanceof PyTuple ? "_fields" : "__dataclass_fields__";
  const fields = value.type.lookup(names);
  if (fields === undefined) return null;
  const keys = fields instanceof PyDict ? fields.keys() : toArray(vm, fields);
  return keys.map((key) => ({ key: str(vm, key), value: getAttr(vm, value, str(vm, key)) }));
}

export function flatten(vm: Interpreter, root: PyValue): Flattened {
  const leaves: Leaf[] = [];
  const visit = (value: PyValue, path: readonly string[], positions: readonly number[]): TreeSpec => {
    const children = (entries: readonly Entry[]): readonly TreeSpec[] =>
      entries.map((e, i) => visit(e.value, [...path, e.key], [...positions, i]));
    if (value instanceof PyTensor || !(value instanceof PyObject)) {
      leaves.push({ value, path, positions });
      return LEAF;
    }
    if (value instanceof PyList || (value instanceof PyTuple && plainTuple(value))) {
      const kind = value instanceof PyList ? "list" : "tuple";
      return { kind, children: children(value.items.map((v, i) => ({ key: String(i), value: v }))) };
    }
    const parts = registeredNode(vm, value)?.parts;
    if (parts !== undefined) {
      return {
        kind: "object",
        className: value.type.name,
        keys: parts.map((e) => e.key),
        children: children(parts),
      };
    }
    const fields = fieldsOf(vm, value);
    if (value instanceof PyDict) {
      // An output dataclass that is a dictionary as well (transformers' ModelOutput) holds only what is not None.
      const entries = value.entries().map(([k, v]) => ({ key: str(vm, k), value: v }));
      const plain = value.type.module === "builtins" || value.type.module === "collections";
      const spec = { keys: entries.map((e) => e.key), children: children(entries) };
      return plain ? { kind: "dict", ...spec } : { kind: "object", className: value.type.name, ...spec };
    }
    if (fields !== null) {
      return { kind: "object", className: value.type.name, keys: fields.map((f) => f.key), children: children(fields) };
    }
    leaves.push({ value, path, positions });
    return LEAF;
  };
  const spec = visit(root, [], []);
  return { leaves, spec };
}

function plainTuple(value: PyTuple): boolean {
  return value.type.lookup("_fields") === undefined || isReturnType(value.type);
}

/** The same nesting with other leaves, which are taken in order. Named classes are made again from `like`. */
export function mapLeaves(vm: Interpreter, root: PyValue, map: (leaf: Leaf, index: number) => PyValue): PyValue {
  let next = 0;
  const visit = (value: PyValue, path: readonly string[], positions: readonly number[]): PyValue => {
    const child = (key: string, i: number, item: PyValue): PyValue => visit(item, [...path, key], [...positions, i]);
    if (value instanceof PyTensor || !(value instanceof PyObject)) return map({ value, path, positions }, next++);
    if (value instanceof PyList) return new PyList(value.items.map((v, i) => child(String(i), i, v)));
    if (value instanceof PyTuple && plainTuple(value)) {
      return new PyTuple(
        value.items.map((v, i) => child(String(i), i, v)),
        value.type,
      );
    }
    const node = registeredNode(vm, value);
    if (node !== null) return node.rebuild(node.parts.map((e, i) => child(e.key, i, e.value)));
    if (value instanceof PyTuple) {
      return new PyTuple(
        value.items.map((v, i) => child(String(i), i, v)),
        value.type,
      );
    }
    if (value instanceof PyDict) {
      const copy = new PyDict(value.type);
      if (value.attrs !== null) copy.attrs = new Map(value.attrs);
      for (const [i, [k, v]] of value.entries().entries()) copy.set(vm, k, child(str(vm, k), i, v));
      return copy;
    }
    const fields = fieldsOf(vm, value);
    if (fields !== null) {
      const copy = new PyObject(value.type);
      copy.attrs = new Map(value.attrs ?? []);
      for (const [i, f] of fields.entries()) copy.attrs.set(f.key, child(f.key, i, f.value));
      return copy;
    }
    return map({ value, path, positions }, next++);
  };
  return visit(root, [], []);
}

/** Python values in the nesting of `spec`; objects come back as dictionaries. */
export function unflatten(leaves: readonly PyValue[], spec: TreeSpec): PyValue {
  let next = 0;
  const build = (node: TreeSpec): PyValue => {
    switch (node.kind) {
      case "leaf":
        return leaves[next++] ?? null;
      case "none":
        return null;
      case "list":
        return new PyList(node.children.map(build));
      case "tuple":
        return new PyTuple(node.children.map(build));
      case "dict":
      case "object":
        return PyDict.fromStrings(node.keys.map((key, i) => [key, build(node.children[i] ?? LEAF)]));
    }
  };
  return build(spec);
}
