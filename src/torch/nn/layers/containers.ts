/** `Sequential`, `ModuleList` and `ModuleDict`. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { PyDict } from "../../../dynamo/objects/dict.ts";
import { IndexErrorType, KeyErrorType, TypeErrorType } from "../../../dynamo/objects/exception_types.ts";
import { PyJsIterator } from "../../../dynamo/objects/iterator.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { PySlice } from "../../../dynamo/objects/slice.ts";
import { lookupAttr, setAttr } from "../../../dynamo/protocols/attribute.ts";
import { call, callMethod } from "../../../dynamo/protocols/call.ts";
import { index, repr } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { sliceIndices } from "../../../dynamo/protocols/item.ts";
import { toArray } from "../../../dynamo/protocols/iterate.ts";
import { defineLayers, type Layer, type LayerSpec } from "../layer.ts";
import { addModule } from "../module_register.ts";
import { indentRest } from "../module_repr.ts";
import { isModule, registry } from "../module_type.ts";
import { typeName } from "../type_name.ts";

export function children(layer: Layer): PyDict {
  return registry(layer.self, "_modules") ?? new PyDict();
}

function add(layer: Layer, name: string, module: PyValue): void {
  addModule(layer.vm, layer.self, name, module);
}

/** A position counted from either end, as a number in range. */
export function position(vm: Interpreter, key: PyValue, size: number): number {
  const i = Number(index(vm, key));
  if (i < -size || i >= size) raise(vm, IndexErrorType, `index ${i} is out of range`);
  return i < 0 ? i + size : i;
}

function replaceAll(layer: Layer, modules: readonly PyValue[]): void {
  const dict = children(layer);
  dict.clear();
  for (const [i, module] of modules.entries()) dict.setStr(String(i), module);
}

/** A new container of the same class. */
function sameClass(layer: Layer, argument: readonly PyValue[]): PyValue {
  return call(layer.vm, layer.self.type, argument);
}

type Methods = NonNullable<LayerSpec["methods"]>;

/** What Sequential and ModuleList have in common. */
const sequence: Methods = {
  "__len__()": (layer) => children(layer).size,
  "__iter__()": (layer) => new PyJsIterator(children(layer).values()[Symbol.iterator]()),
  "__setitem__(key, module)": (layer, key = null, module = null) => {
    const dict = children(layer);
    const name = dict.keys()[position(layer.vm, key, dict.size)];
    setAttr(layer.vm, layer.self, String(name), module);
    return null;
  },
  "__delitem__(key)": (layer, key = null) => {
    const modules = children(layer).values();
    const removed = new Set(
      key instanceof PySlice
        ? slicePositions(layer.vm, key, modules.length)
        : [position(layer.vm, key, modules.length)],
    );
    replaceAll(
      layer,
      modules.filter((_, i) => !removed.has(i)),
    );
    return null;
  },
  "append(module)": (layer, module = null) => {
    add(layer, String(children(layer).size), module);
    return layer.self;
  },
  "insert(index, module)": (layer, at = null, module = null) => {
    const modules = children(layer).values();
    if (!isModule(layer.vm, module)) raise(layer.vm, TypeErrorType, `${typeName(module)} is not a Module subclass`);
    modules.splice(layer.int(at), 0, module);
    replaceAll(layer, modules);
    return layer.self;
  },
  "extend(modules)": (layer, modules = null) => {
    for (const module of toArray(layer.vm, modules)) add(layer, String(children(layer).size), module);
    return layer.self;
  },
  "pop(key)": (layer, key = null) => {
    const modules = children(layer).values();
    const at = position(layer.vm, key, modules.length);
    replaceAll(
      layer,
      modules.filter((_, i) => i !== at),
    );
    return modules[at] ?? null;
  },
};

export function slicePositions(vm: Interpreter, slice: PySlice, size: number): number[] {
  const { start, step, count } = sliceIndices(vm, slice, size);
  return Array.from({ length: count }, (_, i) => start + i * step);
}

defineLayers(
  {
    name: "Sequential",
    file: "container",
    init: "*args",
    setup: (layer, ...all) => {
      const args = all[0] as unknown as readonly PyValue[];
      const [first] = args;
      if (args.length === 1 && first instanceof PyDict) {
        for (const [name, module] of first.entries()) add(layer, String(name), module);
      } else for (const [i, module] of args.entries()) add(layer, String(i), module);
    },
    forward: (layer, input = null) => {
      let value = input;
      for (const module of children(layer).values()) value = call(layer.vm, module, [value]);
      return value;
    },
    methods: {
      ...sequence,
      "__getitem__(key)": (layer, key = null) => {
        const dict = children(layer);
        if (key instanceof PySlice) {
          const entries = dict.entries();
          const picked = slicePositions(layer.vm, key, entries.length).map((i) => entries[i] ?? [null, null]);
          const chosen = new PyDict();
          for (const [name, module] of picked) chosen.setStr(String(name), module);
          return sameClass(layer, [chosen]);
        }
        return dict.values()[position(layer.vm, key, dict.size)] ?? null;
      },
      "__add__(other)": (layer, other = null) =>
        sameClass(layer, [...children(layer).values(), ...toArray(layer.vm, other)]),
    },
  },
  {
    name: "ModuleList",
    file: "container",
    init: "modules=None",
    setup: (layer, modules = null) => {
      if (modules === null) return;
      for (const module of toArray(layer.vm, modules)) add(layer, String(children(layer).size), module);
    },
    methods: {
      ...sequence,
      "__getitem__(key)": (layer, key = null) => {
        const modules = children(layer).values();
        if (key instanceof PySlice) {
          const picked = slicePositions(layer.vm, key, modules.length).map((i) => modules[i] ?? null);
          return sameClass(layer, [new PyList(picked)]);
        }
        return modules[position(layer.vm, key, modules.length)] ?? null;
      },
      "__add__(other)": (layer, other = null) =>
        sameClass(layer, [new PyList([...children(layer).values(), ...toArray(layer.vm, other)])]),
      "__iadd__(modules)": (layer, modules = null) => {
        for (const module of toArray(layer.vm, modules)) add(layer, String(children(layer).size), module);
        return layer.self;
      },
      "__repr__()": moduleListRepr,
    },
  },
  {
    name: "ModuleDict",
    file: "container",
    init: "modules=None",
    setup: (layer, modules = null) => {
      if (modules !== null) update(layer, modules);
    },
    methods: {
      "__getitem__(key)": (layer, key = null) => {
        const found = children(layer).get(layer.vm, key);
        return found ?? raiseKey(layer.vm, key);
      },
      "__setitem__(key, module)": (layer, key = null, module = null) => {
        add(layer, String(key), module);
        return null;
      },
      "__delitem__(key)": (layer, key = null) => {
        children(layer).delete(layer.vm, key);
        return null;
      },
      "__len__()": (layer) => children(layer).size,
      "__iter__()": (layer) => new PyJsIterator(children(layer).keys()[Symbol.iterator]()),
      "__contains__(key)": (layer, key = null) => children(layer).has(layer.vm, key),
      "clear()": (layer) => {
        children(layer).clear();
        return null;
      },
      "pop(key)": (layer, key = null) => {
        const found = children(layer).get(layer.vm, key) ?? raiseKey(layer.vm, key);
        children(layer).delete(layer.vm, key);
        return found;
      },
      "keys()": (layer) => view(layer, "keys"),
      "values()": (layer) => view(layer, "values"),
      "items()": (layer) => view(layer, "items"),
      "update(modules)": (layer, modules = null) => {
        update(layer, modules);
        return null;
      },
    },
  },
);

function raiseKey(vm: Interpreter, key: PyValue): never {
  return raise(vm, KeyErrorType, typeof key === "string" ? key : repr(vm, key));
}

function view(layer: Layer, method: string): PyValue {
  return callMethod(layer.vm, children(layer), method, []);
}

/** From a mapping, a module dictionary, or pairs. */
function update(layer: Layer, modules: PyValue): void {
  const { vm } = layer;
  const items = lookupAttr(vm, modules, "items") === undefined ? modules : callMethod(vm, modules, "items", []);
  for (const item of toArray(vm, items)) {
    const [name = null, module = null] = toArray(vm, item);
    add(layer, String(name), module);
  }
}

/** Runs of equal entries are written once: `(0-2): 3 x Linear(…)`. */
function moduleListRepr(layer: Layer): PyValue {
  const { vm, self } = layer;
  const texts = children(layer)
    .values()
    .map((m) => repr(vm, m));
  const name = self.type.name;
  if (texts.length === 0) return `${name}()`;
  const runs: { first: number; last: number; readonly text: string }[] = [];
  for (const [i, text] of texts.entries()) {
    const run = runs.at(-1);
    if (run !== undefined && run.text === text) run.last = i;
    else runs.push({ first: i, last: i, text });
  }
  const lines = runs.map(({ first, last, text }) =>
    first === last
      ? `(${first}): ${indentRest(text)}`
      : `(${first}-${last}): ${last - first + 1} x ${indentRest(text)}`,
  );
  return `${name}(\n  ${lines.join("\n  ")}\n)`;
}
