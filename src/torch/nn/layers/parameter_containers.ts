/** `ParameterList` and `ParameterDict`. */

import { dictType, PyDict } from "../../../dynamo/objects/dict.ts";
import { KeyErrorType } from "../../../dynamo/objects/exception_types.ts";
import { PyJsIterator } from "../../../dynamo/objects/iterator.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { PySlice } from "../../../dynamo/objects/slice.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import { getAttr, lookupAttr, setAttr } from "../../../dynamo/protocols/attribute.ts";
import { call, callMethod } from "../../../dynamo/protocols/call.ts";
import { repr } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { toArray } from "../../../dynamo/protocols/iterate.ts";
import { PyTensor } from "../../tensor/tensor.ts";
import { defineLayers, type Layer } from "../layer.ts";
import { isParameter, makeParameter } from "../parameter.ts";
import { legacyTensorName, typeName } from "../type_name.ts";
import { position, slicePositions } from "./containers.ts";

/** Plain tensors become parameters. */
function converted(layer: Layer, value: PyValue): PyValue {
  return value instanceof PyTensor && !isParameter(layer.state, value) ? makeParameter(layer.state, value) : value;
}

function size(layer: Layer): number {
  return layer.int(layer.get("_size"));
}

function append(layer: Layer, value: PyValue): void {
  const at = size(layer);
  layer.set({ _size: at + 1 });
  setAttr(layer.vm, layer.self, String(at), converted(layer, value));
}

function item(layer: Layer, i: number): PyValue {
  return getAttr(layer.vm, layer.self, String(i));
}

function items(layer: Layer): PyValue[] {
  return Array.from({ length: size(layer) }, (_, i) => item(layer, i));
}

function describe(layer: Layer, value: PyValue, dtypeName: (t: PyTensor) => string): string {
  if (!(value instanceof PyTensor)) return `Object of type: ${typeName(value)}`;
  const kind = isParameter(layer.state, value) ? "Parameter" : "Tensor";
  return `${kind} containing: [${dtypeName(value)} of size ${value.meta.shape.join("x")}]`;
}

function names(layer: Layer): PyDict {
  const keys = layer.get("_keys");
  return keys instanceof PyDict ? keys : new PyDict();
}

function put(layer: Layer, key: PyValue, value: PyValue): void {
  names(layer).set(layer.vm, key, null);
  setAttr(layer.vm, layer.self, String(key), converted(layer, value));
}

function entries(layer: Layer): [string, PyValue][] {
  return names(layer)
    .keys()
    .map((key): [string, PyValue] => [String(key), getAttr(layer.vm, layer.self, String(key))]);
}

function update(layer: Layer, parameters: PyValue): void {
  const { vm } = layer;
  const items = lookupAttr(vm, parameters, "items") === undefined ? null : callMethod(vm, parameters, "items", []);
  // PyTorch takes a plain mapping in the order of its keys.
  const sorted = parameters instanceof PyDict && items !== null && parameters.type === dictType;
  const pairs = sorted ? call(vm, vm.builtins.get("sorted") ?? null, [items]) : (items ?? parameters);
  for (const pair of toArray(vm, pairs)) {
    const [key = null, value = null] = toArray(vm, pair);
    put(layer, key, value);
  }
}

defineLayers(
  {
    name: "ParameterList",
    file: "container",
    init: "values=None",
    setup: (layer, values = null) => {
      layer.set({ _size: 0 });
      if (values !== null) for (const value of toArray(layer.vm, values)) append(layer, value);
    },
    methods: {
      "__len__()": (layer) => size(layer),
      "__iter__()": (layer) => new PyJsIterator(items(layer)[Symbol.iterator]()),
      "__getitem__(key)": (layer, key = null) => {
        if (key instanceof PySlice) {
          const picked = slicePositions(layer.vm, key, size(layer)).map((i) => item(layer, i));
          return call(layer.vm, layer.self.type, [new PyList(picked)]);
        }
        return item(layer, position(layer.vm, key, size(layer)));
      },
      "__setitem__(key, param)": (layer, key = null, param = null) => {
        setAttr(layer.vm, layer.self, String(position(layer.vm, key, size(layer))), converted(layer, param));
        return null;
      },
      "append(value)": (layer, value = null) => {
        append(layer, value);
        return layer.self;
      },
      "extend(values)": (layer, values = null) => {
        for (const value of toArray(layer.vm, values)) append(layer, value);
        return layer.self;
      },
      "__iadd__(values)": (layer, values = null) => {
        for (const value of toArray(layer.vm, values)) append(layer, value);
        return layer.self;
      },
    },
    extra: (layer) =>
      items(layer)
        .map((value, i) => `  (${i}): ${describe(layer, value, (t) => `torch.${t.meta.dtype}`)}`)
        .join("\n"),
  },
  {
    name: "ParameterDict",
    file: "container",
    init: "parameters=None",
    setup: (layer, parameters = null) => {
      layer.set({ _keys: new PyDict() });
      if (parameters !== null) update(layer, parameters);
    },
    methods: {
      "__getitem__(key)": (layer, key = null) =>
        names(layer).has(layer.vm, key)
          ? getAttr(layer.vm, layer.self, String(key))
          : raise(layer.vm, KeyErrorType, repr(layer.vm, key)),
      "__setitem__(key, value)": (layer, key = null, value = null) => {
        put(layer, key, value);
        return null;
      },
      "__delitem__(key)": (layer, key = null) => {
        names(layer).delete(layer.vm, key);
        callMethod(layer.vm, layer.self, "__delattr__", [String(key)]);
        return null;
      },
      "__len__()": (layer) => names(layer).size,
      "__iter__()": (layer) => new PyJsIterator(names(layer).keys()[Symbol.iterator]()),
      "__contains__(key)": (layer, key = null) => names(layer).has(layer.vm, key),
      "keys()": (layer) => callMethod(layer.vm, names(layer), "keys", []),
      "values()": (layer) =>
        new PyJsIterator(
          entries(layer)
            .map(([, v]) => v)
            [Symbol.iterator](),
        ),
      "items()": (layer) =>
        new PyJsIterator(
          entries(layer)
            .map(([k, v]) => new PyTuple([k, v]))
            [Symbol.iterator](),
        ),
      "update(parameters)": (layer, parameters = null) => {
        update(layer, parameters);
        return null;
      },
      "get(key, default=None)": (layer, key = null, otherwise = null) =>
        names(layer).has(layer.vm, key) ? getAttr(layer.vm, layer.self, String(key)) : otherwise,
    },
    extra: (layer) =>
      entries(layer)
        .map(([key, value]) => `  (${key}): ${describe(layer, value, legacyTensorName)}`)
        .join("\n"),
  },
);
