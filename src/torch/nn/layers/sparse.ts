/** Embeddings. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { AssertionErrorType } from "../../../dynamo/objects/exception_types.ts";
import { defineClassMethods } from "../../../dynamo/objects/native.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import type { PyType } from "../../../dynamo/objects/type.ts";
import { getAttr } from "../../../dynamo/protocols/attribute.ts";
import { call } from "../../../dynamo/protocols/call.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { equals } from "../../../dynamo/protocols/operator.ts";
import { PyTensor } from "../../tensor/tensor.ts";
import { Call } from "../functional/define.ts";
import { normal } from "../init.ts";
import { defineLayers, type Layer, type LayerSpec } from "../layer.ts";
import { makeParameter } from "../parameter.ts";
import { byName, factoryOf, type Named } from "./attributes.ts";

/** A negative index counts from the end. */
function paddingIndex(layer: Layer, named: Named, what: string): PyValue {
  const given = named["padding_idx"] ?? null;
  if (given === null) return null;
  const rows = layer.int(named["num_embeddings"] ?? null);
  const index = layer.int(given);
  if (index >= rows || index < -rows) {
    raise(layer.vm, AssertionErrorType, `${what} must be within num_embeddings`);
  }
  return index < 0 ? index + rows : index;
}

function weight(layer: Layer, named: Named, requiresGrad: boolean): void {
  const shape = [layer.int(named["num_embeddings"] ?? null), layer.int(named["embedding_dim"] ?? null)];
  const given = named["_weight"] ?? null;
  if (!(given instanceof PyTensor)) {
    layer.parameter("weight", shape, factoryOf(layer, named)).requiresGrad = requiresGrad;
    layer.reset();
    return;
  }
  const { shape: own } = given.meta;
  if (own.length !== 2 || own.some((s, i) => s !== shape[i])) {
    raise(layer.vm, AssertionErrorType, "Shape of weight does not match num_embeddings and embedding_dim");
  }
  layer.set({ weight: makeParameter(layer.state, given, requiresGrad) });
}

/** Standard normal, the row of the padding zero. */
function reset(layer: Layer): void {
  const table = layer.tensor("weight");
  if (table === null) return;
  normal(layer.vm, table, 0, 1);
  const padding = layer.get("padding_idx");
  if (padding === null) return;
  const { state } = layer;
  const { gradEnabled } = state;
  state.gradEnabled = false;
  try {
    const f = new Call(layer.vm);
    f.op("fill_", f.op("select", table, 0, padding), 0);
  } finally {
    state.gradEnabled = gradEnabled;
  }
}

function describe(layer: Layer, quote: boolean): string {
  const shown = (name: string): string => `{${name}${quote ? "!r" : ""}}`;
  const parts = ["{num_embeddings}", "{embedding_dim}"];
  const add = (name: string): number => parts.push(`${name}=${shown(name)}`);
  const padding = (): void => {
    if (layer.get("padding_idx") !== null) add("padding_idx");
  };
  if (!quote) padding();
  if (layer.get("max_norm") !== null) add("max_norm");
  if (!equals(layer.vm, layer.get("norm_type"), 2)) add("norm_type");
  if (layer.get("scale_grad_by_freq") !== false) add("scale_grad_by_freq");
  if (quote) {
    add("mode");
    padding();
  } else if (layer.get("sparse") !== false) parts.push("sparse=True");
  return layer.text(parts.join(", "));
}

const SHARED = ["num_embeddings", "embedding_dim", "max_norm", "norm_type", "scale_grad_by_freq"];

/** `from_pretrained`: the class called with a weight. */
function fromPretrained(names: readonly string[], freeze: (vm: Interpreter, made: PyValue, frozen: boolean) => void) {
  return (vm: Interpreter, cls: PyType, embeddings: PyValue, frozen: PyValue, ...rest: PyValue[]): PyValue => {
    const f = new Call(vm);
    const { shape } = f.tensor(embeddings).meta;
    if (shape.length !== 2) {
      raise(vm, AssertionErrorType, "Embeddings parameter is expected to be 2-dimensional");
    }
    const kwargs = new Map<string, PyValue>([
      ["num_embeddings", f.dim(embeddings, 0)],
      ["embedding_dim", f.dim(embeddings, 1)],
      ["_weight", embeddings],
      ...names.map((n, i): [string, PyValue] => [n, rest[i] ?? null]),
    ]);
    if (!names.includes("mode")) kwargs.set("_freeze", f.truth(frozen));
    const made = call(vm, cls, [], kwargs);
    freeze(vm, made, f.truth(frozen));
    return made;
  };
}

const embedding: LayerSpec = {
  name: "Embedding",
  file: "sparse",
  ...byName(
    "num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False, _weight=None, _freeze=False, device=None, dtype=None",
    (layer, named) => {
      layer.set(Object.fromEntries(SHARED.slice(0, 2).map((n) => [n, named[n] ?? null])));
      layer.set({ padding_idx: paddingIndex(layer, named, "Padding_idx") });
      layer.set(Object.fromEntries(SHARED.slice(2).map((n) => [n, named[n] ?? null])));
      weight(layer, named, !layer.truth(named["_freeze"] ?? false));
      layer.set({ sparse: named["sparse"] ?? null });
    },
  ),
  reset,
  forward: (layer, input = null) =>
    layer.F(
      "embedding",
      input,
      ...["weight", "padding_idx", "max_norm", "norm_type", "scale_grad_by_freq", "sparse"].map((n) => layer.get(n)),
    ),
  extra: (layer) => describe(layer, false),
  define: (type) =>
    defineClassMethods(type, {
      "from_pretrained(cls, embeddings, freeze=True, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False)":
        fromPretrained(["padding_idx", "max_norm", "norm_type", "scale_grad_by_freq", "sparse"], () => {}),
    }),
};

const embeddingBag: LayerSpec = {
  name: "EmbeddingBag",
  file: "sparse",
  ...byName(
    "num_embeddings, embedding_dim, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, mode='mean', sparse=False, _weight=None, include_last_offset=False, padding_idx=None, device=None, dtype=None",
    (layer, named) => {
      layer.set(Object.fromEntries(SHARED.map((n) => [n, named[n] ?? null])));
      layer.set({ padding_idx: paddingIndex(layer, named, "padding_idx") });
      weight(layer, named, true);
      layer.set(Object.fromEntries(["mode", "sparse", "include_last_offset"].map((n) => [n, named[n] ?? null])));
    },
  ),
  reset,
  input: "input, offsets=None, per_sample_weights=None",
  forward: (layer, input = null, offsets = null, perSample = null) => {
    const get = (n: string): PyValue => layer.get(n);
    return layer.F(
      "embedding_bag",
      input,
      get("weight"),
      offsets,
      ...["max_norm", "norm_type", "scale_grad_by_freq", "mode", "sparse"].map(get),
      perSample,
      get("include_last_offset"),
      get("padding_idx"),
    );
  },
  extra: (layer) => describe(layer, true),
  define: (type) =>
    defineClassMethods(type, {
      "from_pretrained(cls, embeddings, freeze=True, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, mode='mean', sparse=False, include_last_offset=False, padding_idx=None)":
        fromPretrained(
          ["max_norm", "norm_type", "scale_grad_by_freq", "mode", "sparse", "include_last_offset", "padding_idx"],
          (vm, made, frozen) => {
            const table = getAttr(vm, made, "weight");
            if (table instanceof PyTensor) table.requiresGrad = !frozen;
          },
        ),
    }),
};

defineLayers(embedding, embeddingBag);
