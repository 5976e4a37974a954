/** Recurrent layers. */

import { RuntimeErrorType, TypeErrorType, ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import { PyFloat } from "../../../dynamo/objects/float.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import { defineGetSet } from "../../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../../dynamo/objects/object.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import { getAttr } from "../../../dynamo/protocols/attribute.ts";
import { call } from "../../../dynamo/protocols/call.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { typeName } from "../../../dynamo/protocols/type_of.ts";
import { Call } from "../functional/define.ts";
import { uniform } from "../init.ts";
import { defineLayers, Layer, type LayerSpec } from "../layer.ts";
import { tensorEntries } from "../module_type.ts";
import { byName, factoryOf, type Named, others } from "./attributes.ts";

const GATES: Readonly<Record<string, number>> = { LSTM: 4, GRU: 3, RNN_TANH: 1, RNN_RELU: 1 };

function checkArguments(layer: Layer, named: Named): void {
  const { vm } = layer;
  const get = (name: string): PyValue => named[name] ?? null;
  const value = (message: string): never => raise(vm, ValueErrorType, message);
  const dropout = get("dropout");
  const rate = typeof dropout === "number" ? dropout : dropout instanceof PyFloat ? dropout.value : Number.NaN;
  if (!(rate >= 0 && rate <= 1)) {
    value("dropout should be a number in range [0, 1] representing the probability of an element being zeroed");
  }
  for (const name of ["bias", "batch_first"]) {
    const given = get(name);
    if (typeof given !== "boolean") {
      raise(vm, TypeErrorType, `${name} should be of type bool, got: ${typeName(given)}`);
    }
  }
  for (const name of ["input_size", "hidden_size"]) {
    const given = get(name);
    if (typeof given !== "number" && typeof given !== "boolean") {
      raise(vm, TypeErrorType, `${name} should be of type int, got: ${typeName(given)}`);
    }
    if (Number(given) <= 0) value(`${name} must be greater than zero`);
  }
  if (layer.int(get("num_layers")) <= 0) value("num_layers must be greater than zero");
  const projected = layer.int(get("proj_size"));
  if (projected < 0) value("proj_size should be a positive integer or zero to disable projections");
  if (projected >= layer.int(get("hidden_size"))) value("proj_size has to be smaller than hidden_size");
}

const STORED = "mode input_size hidden_size num_layers bias batch_first dropout bidirectional proj_size".split(" ");

function setup(layer: Layer, named: Named): void {
  const get = (name: string): PyValue => named[name] ?? null;
  const mode = String(get("mode"));
  checkArguments(layer, named);
  const gates = GATES[mode] ?? raise(layer.vm, ValueErrorType, `Unrecognized RNN mode: ${mode}`);
  layer.set(Object.fromEntries(STORED.map((n) => [n, get(n)])));
  layer.set({ dropout: layer.float(layer.number(get("dropout"))) });
  const factory = factoryOf(layer, named);
  const [input, hidden, projected] = ["input_size", "hidden_size", "proj_size"].map((n) => layer.int(get(n)));
  const width = hidden ?? 0;
  const out = projected !== undefined && projected > 0 ? projected : width;
  const directions = layer.truth(get("bidirectional")) ? 2 : 1;
  const all: PyList[] = [];
  for (let i = 0; i < layer.int(get("num_layers")); i++) {
    for (let d = 0; d < directions; d++) {
      const names: string[] = [];
      const add = (name: string, shape: readonly number[]): void => {
        const full = `${name}_l${i}${d === 1 ? "_reverse" : ""}`;
        layer.parameter(full, shape, factory);
        names.push(full);
      };
      add("weight_ih", [gates * width, i === 0 ? (input ?? 0) : out * directions]);
      add("weight_hh", [gates * width, out]);
      if (layer.truth(get("bias"))) {
        add("bias_ih", [gates * width]);
        add("bias_hh", [gates * width]);
      }
      if (out !== width) add("weight_hr", [out, width]);
      all.push(new PyList(names));
    }
  }
  layer.set({ _flat_weights_names: new PyList(all.flatMap((names) => names.items)), _all_weights: new PyList(all) });
  layer.reset();
}

function resetUniform(layer: Layer): void {
  const hidden = layer.int(layer.get("hidden_size"));
  const bound = hidden > 0 ? 1 / Math.sqrt(hidden) : 0;
  for (const [, tensor] of tensorEntries(layer.self, "_parameters")) uniform(layer.vm, tensor, -bound, bound);
}

function flatWeights(layer: Layer): PyList {
  const names = layer.get("_flat_weights_names");
  return new PyList(names instanceof PyList ? names.items.map((n) => layer.get(String(n))) : []);
}

/** One run: the checks and shapes that all kinds share. */
class Run {
  readonly layer: Layer;
  readonly f: Call;
  readonly kind: string;
  readonly isBatched: boolean;
  readonly input: PyValue;
  private readonly batchDim: number;

  constructor(layer: Layer, kind: string, input: PyValue) {
    this.layer = layer;
    this.kind = kind;
    this.f = new Call(layer.vm);
    const rank = this.f.rank(input);
    if (rank !== 2 && rank !== 3) {
      const text = kind === "RNN" ? "D tensor instead" : "D instead";
      this.f.raise(ValueErrorType, `${kind}: Expected input to be 2D or 3D, got ${rank}${text}`);
    }
    this.isBatched = rank === 3;
    this.batchDim = layer.truth(layer.get("batch_first")) ? 0 : 1;
    this.input = this.isBatched ? input : this.f.op("unsqueeze", input, this.batchDim);
  }

  /** The shape of a hidden state of `width` features. */
  stateSize(width: PyValue): PyValue[] {
    const directions = this.layer.truth(this.layer.get("bidirectional")) ? 2 : 1;
    const layers = this.f.math("*", this.layer.get("num_layers"), directions);
    return [layers, this.f.dim(this.input, this.batchDim), width];
  }
  zeros(width: PyValue): PyValue {
    return this.f.make("zeros", [new PyList(this.stateSize(width))], this.input);
  }
  checkInput(): void {
    const { f, layer } = this;
    const [weight] = flatWeights(layer).items;
    const dtype = f.tensor(weight ?? null).meta.dtype;
    const given = f.tensor(this.input).meta.dtype;
    if (dtype !== given) {
      f.raise(
        ValueErrorType,
        `RNN input dtype (torch.${given}) does not match weight dtype (torch.${dtype}). Convert input: input.to(torch.${dtype}), or convert model: model.to(torch.${given})`,
      );
    }
    const expected = layer.get("input_size");
    const size = f.dim(this.input, -1);
    if (f.test(expected, "!=", size)) {
      f.raise(
        RuntimeErrorType,
        `input.size(-1) must be equal to input_size. Expected ${f.repr(expected)}, got ${f.repr(size)}`,
      );
    }
  }
  checkState(state: PyValue, width: PyValue, name: string): void {
    const { f } = this;
    const expected = this.stateSize(width);
    const given = f.sizes(state);
    if (given.length === expected.length && given.every((s, i) => f.test(s, "==", expected[i] ?? null))) return;
    f.raise(
      RuntimeErrorType,
      `Expected ${name} size ${f.repr(new PyTuple(expected))}, got ${f.repr(new PyList(given))}`,
    );
  }
  /** Without its batch dimension when the input had none. */
  output(value: PyValue): PyValue {
    return this.isBatched ? value : this.f.op("squeeze", value, this.batchDim);
  }
  state(value: PyValue): PyValue {
    return this.isBatched ? value : this.f.op("squeeze", value, 1);
  }
  call(op: string, hx: PyValue): PyValue[] {
    const names = ["bias", "num_layers", "dropout", "training", "bidirectional", "batch_first"];
    return this.f.items(this.f.op(op, this.input, hx, flatWeights(this.layer), ...names.map((n) => this.layer.get(n))));
  }
}

/** The layer's result on a `PackedSequence`; null for anything else. */
function packed({ vm, self }: Layer, input: PyValue, hx: PyValue): PyValue | null {
  if (!(input instanceof PyTuple) || input.type.name !== "PackedSequence") return null;
  return call(vm, getAttr(vm, vm.importModule("torch.nn.utils.rnn"), "run_packed"), [self, input, hx]);
}

function forwardSimple(layer: Layer, kind: string, op: string, input: PyValue, given: PyValue): PyValue {
  const run = new Run(layer, kind, input);
  const { f } = run;
  let hx = given;
  if (hx !== null) {
    const rank = f.rank(hx);
    const expected = run.isBatched ? 3 : 2;
    if (rank !== expected) {
      const batched = run.isBatched ? "batched 3-D" : "unbatched 2-D";
      f.raise(RuntimeErrorType, `For ${batched} input, hx should also be ${expected}-D but got ${rank}-D tensor`);
    }
    if (!run.isBatched) hx = f.op("unsqueeze", hx, 1);
  }
  const width = layer.get("hidden_size");
  hx ??= run.zeros(width);
  run.checkInput();
  run.checkState(hx, width, "hidden");
  const [output = null, hidden = null] = run.call(op, hx);
  return new PyTuple([run.output(output), run.state(hidden)]);
}

function forwardLstm(layer: Layer, input: PyValue, given: PyValue): PyValue {
  const run = new Run(layer, "LSTM", input);
  const { f } = run;
  const cell = layer.get("hidden_size");
  const projected = layer.get("proj_size");
  const width = layer.truth(f.test(projected, ">", 0)) ? projected : cell;
  let states: PyValue[];
  if (given === null) states = [run.zeros(width), run.zeros(cell)];
  else {
    states = [f.item(given, 0), f.item(given, 1)];
    const ranks = states.map((s) => f.rank(s));
    const expected = run.isBatched ? 3 : 2;
    if (ranks.some((r) => r !== expected)) {
      const batched = run.isBatched ? "batched 3-D" : "unbatched 2-D";
      f.raise(
        RuntimeErrorType,
        `For ${batched} input, hx and cx should also be ${expected}-D but got (${ranks.map((r) => `${r}-D`).join(", ")}) tensors`,
      );
    }
    if (!run.isBatched) states = states.map((s) => f.op("unsqueeze", s, 1));
  }
  run.checkInput();
  run.checkState(states[0] ?? null, width, "hidden[0]");
  run.checkState(states[1] ?? null, cell, "hidden[1]");
  const [output = null, h = null, c = null] = run.call("lstm", new PyList(states));
  return new PyTuple([run.output(output), new PyTuple([run.state(h), run.state(c)])]);
}

const REST = "bias=True, batch_first=False, dropout=0.0, bidirectional=False";
const FACTORY = "device=None, dtype=None";

function nonlinear(layer: Layer, named: Named): string {
  const given = named["nonlinearity"] ?? null;
  if (given === "tanh") return "RNN_TANH";
  if (given === "relu") return "RNN_RELU";
  return raise(layer.vm, ValueErrorType, `Unknown nonlinearity '${String(given)}'. Select from 'tanh' or 'relu'.`);
}

/** The input of a cell, with a batch dimension; and how to take it away again. */
function cellInput(f: Call, kind: string, input: PyValue): { readonly input: PyValue; readonly isBatched: boolean } {
  const rank = f.rank(input);
  if (rank !== 1 && rank !== 2) {
    f.raise(ValueErrorType, `${kind}: Expected input to be 1D or 2D, got ${rank}D instead`);
  }
  return { input: rank === 2 ? input : f.op("unsqueeze", input, 0), isBatched: rank === 2 };
}

function cellWeights(layer: Layer): PyValue[] {
  return ["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map((n) => layer.get(n));
}

function cellZeros(layer: Layer, f: Call, input: PyValue): PyValue {
  return f.make("zeros", [new PyList([f.dim(input, 0), layer.get("hidden_size")])], input);
}

function checkCellState(f: Call, kind: string, name: string, state: PyValue): void {
  const rank = f.rank(state);
  if (rank === 1 || rank === 2) return;
  f.raise(ValueErrorType, `${kind}: Expected ${name} to be 1D or 2D, got ${rank}D instead`);
}

function simpleCell(layer: Layer, kind: string, op: string, given: PyValue, state: PyValue): PyValue {
  const f = new Call(layer.vm);
  const { input, isBatched } = cellInput(f, kind, given);
  if (state !== null) checkCellState(f, kind, "hidden", state);
  const hx = state === null ? cellZeros(layer, f, input) : isBatched ? state : f.op("unsqueeze", state, 0);
  const result = f.op(op, input, hx, ...cellWeights(layer));
  return isBatched ? result : f.op("squeeze", result, 0);
}

function lstmCell(layer: Layer, given: PyValue, state: PyValue): PyValue {
  const f = new Call(layer.vm);
  const { input, isBatched } = cellInput(f, "LSTMCell", given);
  let states: PyValue[];
  if (state === null) {
    const zeros = cellZeros(layer, f, input);
    states = [zeros, zeros];
  } else {
    states = f.items(state);
    for (const [i, s] of states.entries()) checkCellState(f, "LSTMCell", `hx[${i}]`, s);
    if (!isBatched) states = states.map((s) => f.op("unsqueeze", s, 0));
  }
  const results = f.items(f.op("lstm_cell", input, new PyList(states), ...cellWeights(layer)));
  return new PyTuple(isBatched ? results : results.map((r) => f.op("squeeze", r, 0)));
}

function setupCell(layer: Layer, named: Named): void {
  const [input, hidden, chunks] = ["input_size", "hidden_size", "num_chunks"].map((n) => layer.int(named[n] ?? null));
  const rows = (chunks ?? 0) * (hidden ?? 0);
  layer.set(Object.fromEntries(["input_size", "hidden_size", "bias"].map((n) => [n, named[n] ?? null])));
  const factory = factoryOf(layer, named);
  layer.parameter("weight_ih", [rows, input ?? 0], factory);
  layer.parameter("weight_hh", [rows, hidden ?? 0], factory);
  for (const name of ["bias_ih", "bias_hh"]) {
    if (layer.truth(named["bias"] ?? null)) layer.parameter(name, [rows], factory);
    else layer.noParameter(name);
  }
  layer.reset();
}

function cell(name: string, chunks: number, more: Partial<LayerSpec>): LayerSpec {
  return {
    name,
    file: "rnn",
    base: "RNNCellBase",
    ...byName(`input_size, hidden_size, bias=True, ${FACTORY}`, (layer, named) =>
      setupCell(layer, { ...named, num_chunks: chunks }),
    ),
    input: "input, hx=None",
    ...more,
  };
}

defineLayers(
  {
    name: "RNNBase",
    file: "rnn",
    ...byName(`mode, input_size, hidden_size, num_layers=1, ${REST}, proj_size=0, ${FACTORY}`, setup),
    reset: resetUniform,
    extra: (layer) =>
      layer.text("{input_size}, {hidden_size}") +
      others(layer, {
        proj_size: 0,
        num_layers: 1,
        bias: true,
        batch_first: false,
        dropout: 0,
        bidirectional: false,
      }),
    methods: { "flatten_parameters()": () => null },
    define: (type) =>
      defineGetSet(type, {
        all_weights: {
          get: (vm, self) => {
            const layer = self instanceof PyObject ? new Layer(vm, self) : null;
            const names = layer?.get("_all_weights");
            if (layer === null || !(names instanceof PyList)) return new PyList([]);
            return new PyList(
              names.items.map((group) =>
                group instanceof PyList ? new PyList(group.items.map((n) => layer.get(String(n)))) : group,
              ),
            );
          },
        },
        _flat_weights: {
          get: (vm, self) => (self instanceof PyObject ? flatWeights(new Layer(vm, self)) : null),
        },
      }),
  },
  {
    name: "RNN",
    file: "rnn",
    base: "RNNBase",
    ...byName(`input_size, hidden_size, num_layers=1, nonlinearity='tanh', ${REST}, ${FACTORY}`, (layer, named) => {
      layer.set({ nonlinearity: named["nonlinearity"] ?? null });
      setup(layer, { ...named, proj_size: 0, mode: nonlinear(layer, named) });
    }),
    input: "input, hx=None",
    forward: (layer, input = null, hx = null) =>
      packed(layer, input, hx) ??
      forwardSimple(layer, "RNN", layer.get("mode") === "RNN_RELU" ? "rnn_relu" : "rnn_tanh", input, hx),
  },
  {
    name: "LSTM",
    file: "rnn",
    base: "RNNBase",
    ...byName(`input_size, hidden_size, num_layers=1, ${REST}, proj_size=0, ${FACTORY}`, (layer, named) =>
      setup(layer, { ...named, mode: "LSTM" }),
    ),
    input: "input, hx=None",
    forward: (layer, input = null, hx = null) => packed(layer, input, hx) ?? forwardLstm(layer, input, hx),
  },
  {
    name: "GRU",
    file: "rnn",
    base: "RNNBase",
    ...byName(`input_size, hidden_size, num_layers=1, ${REST}, ${FACTORY}`, (layer, named) =>
      setup(layer, { ...named, proj_size: 0, mode: "GRU" }),
    ),
    input: "input, hx=None",
    forward: (layer, input = null, hx = null) =>
      packed(layer, input, hx) ?? forwardSimple(layer, "GRU", "gru", input, hx),
  },
  {
    name: "RNNCellBase",
    file: "rnn",
    ...byName(`input_size, hidden_size, bias, num_chunks, ${FACTORY}`, setupCell),
    reset: resetUniform,
    extra: (layer) => {
      const text = layer.text("{input_size}, {hidden_size}") + others(layer, { bias: true });
      return layer.self.getOwn("nonlinearity") === undefined ? text : text + others(layer, { nonlinearity: "tanh" });
    },
  },
  cell("RNNCell", 1, {
    ...byName(`input_size, hidden_size, bias=True, nonlinearity='tanh', ${FACTORY}`, (layer, named) => {
      setupCell(layer, { ...named, num_chunks: 1 });
      layer.set({ nonlinearity: named["nonlinearity"] ?? null });
    }),
    forward: (layer, input = null, hx = null) => {
      const kind = layer.get("nonlinearity");
      if (kind !== "tanh" && kind !== "relu") {
        raise(layer.vm, RuntimeErrorType, `Unknown nonlinearity: ${String(kind)}`);
      }
      return simpleCell(layer, "RNNCell", `rnn_${kind}_cell`, input, hx);
    },
  }),
  cell("GRUCell", 3, {
    forward: (layer, input = null, hx = null) => simpleCell(layer, "GRUCell", "gru_cell", input, hx),
  }),
  cell("LSTMCell", 4, { forward: (layer, input = null, hx = null) => lstmCell(layer, input, hx) }),
);
