/** Batch normalisation, and the base that it shares with instance normalisation. */

import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { PyDict } from "../../../dynamo/objects/dict.ts";
import { NotImplementedErrorType, ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import { defineClassMethods } from "../../../dynamo/objects/native.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { PyObject } from "../../../dynamo/objects/object.ts";
import type { PyType } from "../../../dynamo/objects/type.ts";
import { getAttr } from "../../../dynamo/protocols/attribute.ts";
import { call, callMethod } from "../../../dynamo/protocols/call.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { torchState } from "../../state.ts";
import { Call } from "../functional/define.ts";
import { constant } from "../init.ts";
import { defineLayers, type Layer, type LayerSpec, layerType } from "../layer.ts";
import { addModule } from "../module_register.ts";
import { moduleType, registered } from "../module_type.ts";
import { bool, byName, factoryOf, type Named } from "./attributes.ts";

const ARGUMENTS = "num_features, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True";
const FACTORY = "device=None, dtype=None, *, bias=True";

export function setupNorm(layer: Layer, named: Named): void {
  const factory = factoryOf(layer, named);
  const is = (name: string): boolean => layer.truth(named[name] ?? false);
  const get = (name: string): PyValue => named[name] ?? null;
  const names = ["num_features", "eps", "momentum", "affine", "track_running_stats"];
  layer.set(Object.fromEntries(names.map((n) => [n, get(n)])));
  const size = layer.int(get("num_features"));
  if (is("affine")) layer.parameter("weight", [size], factory);
  else layer.noParameter("weight");
  if (is("affine") && is("bias")) layer.parameter("bias", [size], factory);
  else layer.noParameter("bias");
  const tracked = is("track_running_stats");
  layer.buffer("running_mean", tracked ? layer.empty([size], factory) : null);
  layer.buffer("running_var", tracked ? layer.empty([size], factory, 1) : null);
  layer.buffer("num_batches_tracked", tracked ? layer.empty([], { device: factory.device, dtype: "int64" }) : null);
  layer.reset();
}

/** The statistics that the operator gets: in training, only those that are kept up to date. */
function statistics(layer: Layer): [PyValue, PyValue] {
  const used = !layer.truth(layer.get("training")) || layer.truth(layer.get("track_running_stats"));
  return used ? [layer.get("running_mean"), layer.get("running_var")] : [null, null];
}

function normalise(layer: Layer, input: PyValue): PyValue {
  callMethod(layer.vm, layer.self, "_check_input_dim", [input]);
  const training = layer.truth(layer.get("training"));
  const momentum = layer.get("momentum");
  let factor: PyValue = momentum ?? layer.float(0);
  const count = layer.tensor("num_batches_tracked");
  if (training && layer.truth(layer.get("track_running_stats")) && count !== null) {
    new Call(layer.vm).op("add_", count, 1);
    // A cumulative average needs the count as a number: PyTorch can't export that either.
    if (momentum === null) factor = layer.float(1 / layer.number(count));
  }
  const [mean, variance] = statistics(layer);
  const batch = training || (layer.get("running_mean") === null && layer.get("running_var") === null);
  return layer.F(
    "batch_norm",
    input,
    mean,
    variance,
    layer.get("weight"),
    layer.get("bias"),
    batch,
    factor,
    layer.get("eps"),
  );
}

/** Checkpoints of old have no count of batches. */
function load(layer: Layer, ...args: PyValue[]): PyValue {
  const [state = null, prefix = null, metadata = null] = args;
  if (state instanceof PyDict && typeof prefix === "string" && layer.truth(layer.get("track_running_stats"))) {
    const version = metadata instanceof PyDict ? (metadata.getStr("version") ?? null) : null;
    const key = `${prefix}num_batches_tracked`;
    if ((version === null || layer.int(version) < 2) && state.getStr(key) === undefined) {
      state.setStr(key, layer.get("num_batches_tracked"));
    }
  }
  const inherited = moduleType(layer.state).lookup("_load_from_state_dict");
  return call(layer.vm, inherited ?? null, [layer.self, ...args]);
}

export function checksRank(ranks: readonly number[]): NonNullable<LayerSpec["methods"]> {
  const expected = ranks.map((r) => `${r}D`).join(" or ");
  return {
    "_check_input_dim(input)": (layer, input = null) => {
      const rank = new Call(layer.vm).rank(input);
      if (ranks.includes(rank)) return null;
      return raise(layer.vm, ValueErrorType, `expected ${expected} input (got ${rank}D input)`);
    },
  };
}

function batchNorm(n: number, ranks: readonly number[]): LayerSpec {
  return { name: `BatchNorm${n}d`, file: "batchnorm", base: "_BatchNorm", methods: checksRank(ranks) };
}

/** `convert_sync_batchnorm`: every batch norm in the tree as a synchronised one. */
function convertSync(vm: Interpreter, cls: PyType, module: PyObject, group: PyValue): PyValue {
  const state = torchState(vm);
  let result = module;
  if (module.type.isSubtypeOf(layerType(state, "_BatchNorm"))) {
    const get = (name: string): PyValue => getAttr(vm, module, name);
    const names = ["num_features", "eps", "momentum", "affine", "track_running_stats"];
    const made = call(
      vm,
      layerType(state, "SyncBatchNorm"),
      [...names.map(get), group],
      new Map<string, PyValue>([["bias", get("bias") !== null]]),
    );
    if (!(made instanceof PyObject)) throw new Error("SyncBatchNorm did not make a module");
    for (const name of ["weight", "bias", "running_mean", "running_var", "num_batches_tracked", "training"]) {
      callMethod(vm, made, "__setattr__", [name, get(name)]);
    }
    result = made;
  }
  for (const [name, child] of registered(module, "_modules")) {
    addModule(vm, result, name, convertSync(vm, cls, child, group));
  }
  return result;
}

defineLayers(
  {
    name: "_NormBase",
    file: "batchnorm",
    isPublic: false,
    ...byName(`${ARGUMENTS}, ${FACTORY}`, setupNorm),
    reset: (layer) => {
      callMethod(layer.vm, layer.self, "reset_running_stats", []);
      if (!layer.truth(layer.get("affine"))) return;
      layer.fill("weight", 1);
      layer.fill("bias", 0);
    },
    extra: (layer) =>
      layer.text(
        `{num_features}, eps={eps}, momentum={momentum}, affine={affine}, bias=${bool(layer.get("bias") !== null)}, track_running_stats={track_running_stats}`,
      ),
    methods: {
      "reset_running_stats()": (layer) => {
        if (!layer.truth(layer.get("track_running_stats"))) return null;
        for (const [name, value] of [
          ["running_mean", 0],
          ["running_var", 1],
          ["num_batches_tracked", 0],
        ] as const) {
          const tensor = layer.tensor(name);
          if (tensor !== null) constant(layer.vm, tensor, value);
        }
        return null;
      },
      "_check_input_dim(input)": (layer) => raise(layer.vm, NotImplementedErrorType, ""),
      "_load_from_state_dict(state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs)":
        load,
    },
    attributes: { _version: 2 },
  },
  {
    name: "_BatchNorm",
    file: "batchnorm",
    base: "_NormBase",
    isPublic: false,
    forward: (layer, input = null) => normalise(layer, input),
  },
  batchNorm(1, [2, 3]),
  batchNorm(2, [4]),
  batchNorm(3, [5]),
  {
    name: "SyncBatchNorm",
    file: "batchnorm",
    base: "_BatchNorm",
    ...byName(`${ARGUMENTS}, process_group=None, ${FACTORY}`, (layer, named) => {
      setupNorm(layer, named);
      layer.set({ process_group: named["process_group"] ?? null });
    }),
    methods: {
      "_check_input_dim(input)": (layer, input = null) => {
        const f = new Call(layer.vm);
        if (f.rank(input) < 2) {
          f.raise(ValueErrorType, `expected at least 2D input (got ${f.rank(input)}D input)`);
        }
        return null;
      },
    },
    define: (type) =>
      defineClassMethods(type, {
        "convert_sync_batchnorm(cls, module, process_group=None)": convertSync,
      }),
  },
);
