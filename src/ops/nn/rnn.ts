/** Recurrent networks: whole sequences as ONNX's LSTM, GRU and RNN, and single cells. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import type { SymInt } from "../../shapes/types.ts";
import { type OpEntry, op } from "../define.ts";
import { range } from "../dims.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { contiguous } from "../strides.ts";
import { permuted } from "../tensor/view_meta.ts";
import { OpError } from "../types.ts";

interface Kind {
  readonly opType: "LSTM" | "GRU" | "RNN";
  /** Where ONNX's gates are among PyTorch's. */
  readonly gates: readonly number[];
  readonly activation?: string;
}

const KINDS = {
  lstm: { opType: "LSTM", gates: [0, 3, 1, 2] },
  gru: { opType: "GRU", gates: [1, 0, 2] },
  rnn_tanh: { opType: "RNN", gates: [0], activation: "Tanh" },
  rnn_relu: { opType: "RNN", gates: [0], activation: "Relu" },
} as const satisfies Record<string, Kind>;

interface Options {
  readonly hasBiases: boolean;
  readonly layers: number;
  readonly dropout: number;
  readonly bidirectional: boolean;
  readonly batchFirst: boolean;
}

/** Weights of one layer and direction. */
function weightsOf<T>(params: readonly T[], index: number, hasBiases: boolean): readonly T[] {
  const each = hasBiases ? 4 : 2;
  return params.slice(index * each, (index + 1) * each);
}

function sequenceMeta(input: TensorMeta, states: readonly TensorMeta[], o: Options): readonly TensorMeta[] {
  const [a = 1, b = 1] = input.shape;
  const [seq, batch]: [SymInt, SymInt] = o.batchFirst ? [b, a] : [a, b];
  const hidden = states[0]?.shape.at(-1) ?? 1;
  const width = typeof hidden === "number" ? hidden * (o.bidirectional ? 2 : 1) : hidden;
  const plain = contiguous(input.dtype, [seq, batch, width], input.device);
  const output = o.batchFirst ? permuted(plain, [1, 0, 2]) : plain;
  return [output, ...states.map((s) => contiguous(input.dtype, s.shape, input.device))];
}

/** [gates·H, …] in ONNX's order of gates, with a leading dimension for the direction. */
function reorder(g: LoweringBuilder, weight: TensorOperand, gates: readonly number[]): Value {
  const rest = weight.meta.shape.slice(1).map(Number);
  if (gates.length === 1) return g.op("Unsqueeze", [weight.value, g.ints([0])]);
  const split = g.op("Reshape", [weight.value, g.ints([gates.length, -1, ...rest])]);
  const picked = g.op("Gather", [split, g.ints(gates)], { axis: 0 });
  return g.op("Reshape", [picked, g.ints([1, -1, ...rest])]);
}

function joined(g: LoweringBuilder, values: readonly Value[], axis: number): Value {
  const [only] = values;
  return values.length === 1 && only ? only : g.op("Concat", values, { axis });
}

function sequenceLower(
  g: LoweringBuilder,
  kind: Kind,
  input: TensorOperand,
  states: readonly TensorOperand[],
  params: readonly TensorOperand[],
  train: boolean,
  o: Options,
): readonly Value[] {
  const directions = o.bidirectional ? 2 : 1;
  const hidden = Number(states[0]?.meta.shape.at(-1));
  if (!Number.isInteger(hidden))
    throw new OpError("NotImplementedError", "a recurrent network of symbolic width is not supported");
  let x = o.batchFirst ? g.op("Transpose", [input.value], { perm: [1, 0, 2] }) : input.value;
  const finals: Value[][] = states.map(() => []);
  for (let layer = 0; layer < o.layers; layer++) {
    const sets = range(directions).map((d) => weightsOf(params, layer * directions + d, o.hasBiases));
    const stack = (k: number) =>
      joined(
        g,
        sets.map((set) => reorder(g, need(set[k]), kind.gates)),
        0,
      );
    const bias = o.hasBiases
      ? joined(
          g,
          sets.map((set) =>
            g.op("Concat", [reorder(g, need(set[2]), kind.gates), reorder(g, need(set[3]), kind.gates)], { axis: 1 }),
          ),
          0,
        )
      : null;
    const initial = states.map((s) =>
      o.layers === 1
        ? s.value
        : g.op("Slice", [s.value, g.ints([layer * directions]), g.ints([(layer + 1) * directions]), g.ints([0])]),
    );
    const activations = kind.activation ? new Array<string>(directions).fill(kind.activation) : undefined;
    const [y, ...last] = g.ops(kind.opType, [x, stack(0), stack(1), bias, null, ...initial], 1 + states.length, {
      hidden_size: hidden,
      direction: o.bidirectional ? "bidirectional" : "forward",
      activations,
      linear_before_reset: kind.opType === "GRU" ? 1 : undefined,
    });
    if (!y) throw new Error(`${kind.opType} gave no output`);
    for (const [i, v] of last.entries()) finals[i]?.push(v);
    // [seq, directions, batch, hidden] → [seq, batch, directions·hidden]
    x = o.bidirectional
      ? g.op("Reshape", [g.op("Transpose", [y], { perm: [0, 2, 1, 3] }), g.ints([0, 0, -1])])
      : g.op("Squeeze", [y, g.ints([1])]);
    if (train && o.dropout > 0 && layer < o.layers - 1) x = dropped(g, x, o.dropout, input.meta);
  }
  const output = o.batchFirst ? g.op("Transpose", [x], { perm: [1, 0, 2] }) : x;
  return [output, ...finals.map((f) => joined(g, f, 0))];
}

function dropped(g: LoweringBuilder, x: Value, p: number, like: TensorMeta): Value {
  const draws = g.op("RandomUniformLike", [x], {});
  const kept = g.op("GreaterOrEqual", [draws, g.const(p, like.dtype)]);
  return g.op("Where", [kept, g.op("Mul", [x, g.const(1 / (1 - p), like.dtype)]), g.const(0, like.dtype)]);
}

function need<T>(value: T | undefined): T {
  if (value === undefined)
    throw new OpError("NotImplementedError", "a recurrent network with projections is not supported");
  return value;
}

const TAIL =
  "Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first";
type OneState =
  "aten::f.input(Tensor input, Tensor hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first) -> (Tensor, Tensor)";

function oneState(name: "gru" | "rnn_tanh" | "rnn_relu"): OpEntry {
  return op(`aten::${name}.input(Tensor input, Tensor hx, ${TAIL}) -> (Tensor, Tensor)` as OneState, {
    meta: (_, { input, hx, has_biases, num_layers, dropout, bidirectional, batch_first }) =>
      sequenceMeta(input, [hx], {
        hasBiases: has_biases,
        layers: num_layers,
        dropout,
        bidirectional,
        batchFirst: batch_first,
      }),
    lower: (g, { input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first }) =>
      sequenceLower(g, KINDS[name], input, [hx], params, train, {
        hasBiases: has_biases,
        layers: num_layers,
        dropout,
        bidirectional,
        batchFirst: batch_first,
      }),
  });
}

/** x·Wᵀ + b. */
function affine(g: LoweringBuilder, x: TensorOperand, w: TensorOperand, b: TensorOperand | null): Value {
  return g.call("aten.linear.default", [x, w, b]).value;
}

function gatesOf(g: LoweringBuilder, value: Value, n: number): readonly Value[] {
  return g.ops("Split", [value], n, { axis: -1, num_outputs: n });
}

const CELL = "Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None";
type Cell =
  "aten::f(Tensor input, Tensor hx, Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None) -> Tensor";

const plainCell = (name: string, activation: string) =>
  op(`aten::${name}(Tensor input, Tensor hx, ${CELL}) -> Tensor` as Cell, {
    meta: (_, { hx }) => contiguous(hx.dtype, hx.shape, hx.device),
    lower: (g, { input, hx, w_ih, w_hh, b_ih, b_hh }) =>
      g.op(activation, [g.op("Add", [affine(g, input, w_ih, b_ih), affine(g, hx, w_hh, b_hh)])]),
  });

export const rnnOps: readonly OpEntry[] = [
  op(
    `aten::lstm.input(Tensor input, Tensor[] hx, ${TAIL}) -> (Tensor, Tensor, Tensor)` as "aten::f.input(Tensor input, Tensor[] hx, Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first) -> (Tensor, Tensor, Tensor)",
    {
      meta: (_, { input, hx, has_biases, num_layers, dropout, bidirectional, batch_first }) =>
        sequenceMeta(input, hx, {
          hasBiases: has_biases,
          layers: num_layers,
          dropout,
          bidirectional,
          batchFirst: batch_first,
        }),
      lower(g, { input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first }) {
        if (params.length !== num_layers * (bidirectional ? 2 : 1) * (has_biases ? 4 : 2)) need(undefined);
        return sequenceLower(g, KINDS.lstm, input, hx, params, train, {
          hasBiases: has_biases,
          layers: num_layers,
          dropout,
          bidirectional,
          batchFirst: batch_first,
        });
      },
      notes: "without projections",
    },
  ),
  oneState("gru"),
  oneState("rnn_tanh"),
  oneState("rnn_relu"),
  plainCell("rnn_tanh_cell", "Tanh"),
  plainCell("rnn_relu_cell", "Relu"),
  op(`aten::gru_cell(Tensor input, Tensor hx, ${CELL}) -> Tensor` as Cell, {
    meta: (_, { hx }) => contiguous(hx.dtype, hx.shape, hx.device),
    lower(g, { input, hx, w_ih, w_hh, b_ih, b_hh }) {
      const [xr, xz, xn] = gatesOf(g, affine(g, input, w_ih, b_ih), 3);
      const [hr, hz, hn] = gatesOf(g, affine(g, hx, w_hh, b_hh), 3);
      const r = g.op("Sigmoid", [g.op("Add", [need(xr), need(hr)])]);
      const z = g.op("Sigmoid", [g.op("Add", [need(xz), need(hz)])]);
      const n = g.op("Tanh", [g.op("Add", [need(xn), g.op("Mul", [r, need(hn)])])]);
      return g.op("Add", [n, g.op("Mul", [z, g.op("Sub", [hx.value, n])])]);
    },
  }),
  op(
    `aten::lstm_cell(Tensor input, Tensor[] hx, ${CELL}) -> (Tensor, Tensor)` as "aten::f(Tensor input, Tensor[] hx, Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None) -> (Tensor, Tensor)",
    {
      meta: (_, { hx }) => hx.map((h) => contiguous(h.dtype, h.shape, h.device)),
      lower(g, { input, hx, w_ih, w_hh, b_ih, b_hh }) {
        const [h, c] = hx;
        const sum = g.op("Add", [affine(g, input, w_ih, b_ih), affine(g, need(h), w_hh, b_hh)]);
        const [i, f, cell, o] = gatesOf(g, sum, 4);
        const kept = g.op("Mul", [g.op("Sigmoid", [need(f)]), need(c).value]);
        const added = g.op("Mul", [g.op("Sigmoid", [need(i)]), g.op("Tanh", [need(cell)])]);
        const next = g.op("Add", [kept, added]);
        return [g.op("Mul", [g.op("Sigmoid", [need(o)]), g.op("Tanh", [next])]), next];
      },
    },
  ),
];
