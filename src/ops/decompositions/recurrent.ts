/** Recurrent layers, unrolled over their steps. */

import type { DecomposeBuilder, TensorNode } from "../decomposition.ts";
import { range } from "../dims.ts";
import { type CoreDecomposition, core, nth, rankOf, sizeAt, slice, squeeze, unsqueeze } from "./define.ts";

type Cell = (
  d: DecomposeBuilder,
  step: TensorNode,
  state: readonly TensorNode[],
  hidden: (x: TensorNode) => TensorNode,
) => readonly TensorNode[];

const add = (d: DecomposeBuilder, a: TensorNode, b: TensorNode) => d.call("aten.add.Tensor", [a, b]);
const mul = (d: DecomposeBuilder, a: TensorNode, b: TensorNode) => d.call("aten.mul.Tensor", [a, b]);
const one = (d: DecomposeBuilder, name: string, x: TensorNode) => d.call(`aten.${name}.default`, [x]);

/** The gates of one step, each a part of the last dimension. */
function gates(d: DecomposeBuilder, x: TensorNode, count: number, dim: number): readonly TensorNode[] {
  const n = sizeAt(x, -1);
  if (typeof n !== "number") throw new Error("a cell of a free size");
  return d.callMany("aten.split_with_sizes.default", [x, range(count).map(() => n / count), dim]);
}

const plainCell =
  (activation: "tanh" | "relu"): Cell =>
  (d, step, [state], hidden) => [one(d, activation, add(d, hidden(nth(state === undefined ? [] : [state], 0)), step))];

const lstmCell: Cell = (d, step, state, hidden) => {
  const all = add(d, hidden(nth(state, 0)), step);
  const parts = gates(d, all, 4, rankOf(all) - 1);
  const input = one(d, "sigmoid", nth(parts, 0));
  const forget = one(d, "sigmoid", nth(parts, 1));
  const fresh = one(d, "tanh", nth(parts, 2));
  const output = one(d, "sigmoid", nth(parts, 3));
  const kept = mul(d, forget, nth(state, 1));
  const cell = add(d, kept, mul(d, input, fresh));
  return [mul(d, output, one(d, "tanh", cell)), cell];
};

const gruCell: Cell = (d, step, state, hidden) => {
  const before = nth(state, 0);
  const fromInput = gates(d, step, 3, rankOf(step) - 1);
  const inner = hidden(before);
  const fromState = gates(d, inner, 3, rankOf(inner) - 1);
  const reset = one(d, "sigmoid", add(d, nth(fromState, 0), nth(fromInput, 0)));
  const update = one(d, "sigmoid", add(d, nth(fromState, 1), nth(fromInput, 1)));
  const fresh = one(d, "tanh", add(d, nth(fromInput, 2), mul(d, nth(fromState, 2), reset)));
  const change = d.call("aten.sub.Tensor", [before, fresh]);
  return [add(d, mul(d, change, update), fresh)];
};

interface Layer {
  readonly weights: readonly TensorNode[];
  readonly initial: readonly TensorNode[];
  readonly backwards: boolean;
}

const linear = (d: DecomposeBuilder, x: TensorNode, weight: TensorNode, bias: TensorNode | null) =>
  d.call("aten.linear.default", bias === null ? [x, weight] : [x, weight, bias]);

/** One direction of one layer: all steps' outputs, one tensor a step, and the last state. */
function run(d: DecomposeBuilder, input: TensorNode, layer: Layer, hasBiases: boolean, cell: Cell) {
  const [wi, wh] = [nth(layer.weights, 0), nth(layer.weights, 1)];
  const [bi, bh] = hasBiases ? [nth(layer.weights, 2), nth(layer.weights, 3)] : [null, null];
  const steps = sizeAt(input, 0);
  if (typeof steps !== "number") throw new Error("a free number of steps");
  const wide = () => layer.initial.map((t) => unsqueeze(d, t, 0));
  // A cell with memory makes its state ready before the inputs.
  const early = layer.initial.length > 1 ? wide() : null;
  const plain = linear(d, input, wi, bi);
  const fromInput = layer.backwards ? d.call("aten.flip.default", [plain, [0]]) : plain;
  let state: readonly TensorNode[] = early ?? wide();
  const pieces = range(steps).map((i) => slice(d, fromInput, 0, i, i + 1));
  const each = pieces.map((piece) => squeeze(d, piece, [0]));
  const outputs = each.map((step) => {
    state = cell(d, step, state, (x) => linear(d, x, wh, bh));
    return nth(state, 0);
  });
  if (layer.backwards) outputs.reverse();
  return { output: d.call("aten.cat.default", [outputs]), state: state.map((t) => squeeze(d, t, [0])) };
}

interface Options {
  readonly has_biases: boolean;
  readonly num_layers: number;
  readonly dropout: number;
  readonly train: boolean;
  readonly bidirectional: boolean;
  readonly batch_first: boolean;
}

function unrolled(
  d: DecomposeBuilder,
  given: TensorNode,
  states: readonly TensorNode[],
  params: readonly TensorNode[],
  options: Options,
  cell: Cell,
): readonly TensorNode[] | undefined {
  const { has_biases, num_layers, dropout, train, bidirectional, batch_first } = options;
  const each = has_biases ? 4 : 2;
  const directions = bidirectional ? 2 : 1;
  const steps = sizeAt(given, batch_first ? 1 : 0);
  // Projections have one weight more; steps without an end can't be unrolled.
  if (params.length !== each * num_layers * directions || rankOf(given) !== 3) return undefined;
  if (typeof steps !== "number" || (train && dropout > 0) || typeof sizeAt(nth(params, 0), 0) !== "number")
    return undefined;
  const count = num_layers * directions;
  const unbound = states.map((state) => {
    const parts = range(count).map((i) => slice(d, state, 0, i, i + 1));
    return parts.map((part) => squeeze(d, part, [0]));
  });
  let input = batch_first ? d.call("aten.permute.default", [given, [1, 0, 2]]) : given;
  const last: (readonly TensorNode[])[] = [];
  for (let layer = 0; layer < num_layers; layer++) {
    const outputs = range(directions).map((direction) => {
      const at = layer * directions + direction;
      const weights = params.slice(at * each, (at + 1) * each);
      const initial = unbound.map((parts) => nth(parts, at));
      const result = run(d, input, { weights, initial, backwards: direction === 1 }, has_biases, cell);
      last.push(result.state);
      return result.output;
    });
    input = outputs.length === 1 ? nth(outputs, 0) : d.call("aten.cat.default", [outputs, 2]);
  }
  const output = batch_first ? d.call("aten.permute.default", [input, [1, 0, 2]]) : input;
  const final = states.map((_, i) => d.call("aten.stack.default", [last.map((state) => nth(state, i))]));
  return [output, ...final];
}

/** One step by itself. */
function step(
  d: DecomposeBuilder,
  input: TensorNode,
  state: readonly TensorNode[],
  weights: { w_ih: TensorNode; w_hh: TensorNode; b_ih: TensorNode | null; b_hh: TensorNode | null },
  cell: Cell,
): readonly TensorNode[] | undefined {
  if (typeof sizeAt(weights.w_ih, 0) !== "number") return undefined;
  const fromInput = linear(d, input, weights.w_ih, weights.b_ih);
  return cell(d, fromInput, state, (x) => linear(d, x, weights.w_hh, weights.b_hh));
}

const CELL_WEIGHTS = "Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None";
type CellWeights = "Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None";

function oneStateCell(name: string, cell: Cell): CoreDecomposition {
  return core(
    `aten::${name}(Tensor input, Tensor hx, ${CELL_WEIGHTS}) -> Tensor` as `aten::f(Tensor input, Tensor hx, ${CellWeights}) -> Tensor`,
    (d, { input, hx, ...weights }) => step(d, input, [hx], weights, cell)?.[0],
  );
}

const TAIL =
  "Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first";
type Tail =
  "Tensor[] params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first";

function oneState(name: string, cell: Cell): CoreDecomposition {
  return core(
    `aten::${name}.input(Tensor input, Tensor hx, ${TAIL}) -> (Tensor, Tensor)` as `aten::f(Tensor input, Tensor hx, ${Tail}) -> (Tensor, Tensor)`,
    (d, { input, hx, params, ...options }) => unrolled(d, input, [hx], params, options, cell),
  );
}

export const recurrentDecompositions: readonly CoreDecomposition[] = [
  oneState("rnn_tanh", plainCell("tanh")),
  oneState("rnn_relu", plainCell("relu")),
  oneState("gru", gruCell),
  oneStateCell("rnn_tanh_cell", plainCell("tanh")),
  oneStateCell("rnn_relu_cell", plainCell("relu")),
  oneStateCell("gru_cell", gruCell),
  core(
    `aten::lstm_cell(Tensor input, Tensor[] hx, ${CELL_WEIGHTS}) -> (Tensor, Tensor)` as `aten::f(Tensor input, Tensor[] hx, ${CellWeights}) -> (Tensor, Tensor)`,
    (d, { input, hx, ...weights }) => step(d, input, hx, weights, lstmCell),
  ),
  core(
    `aten::lstm.input(Tensor input, Tensor[] hx, ${TAIL}) -> (Tensor, Tensor, Tensor)` as `aten::f(Tensor input, Tensor[] hx, ${Tail}) -> (Tensor, Tensor, Tensor)`,
    (d, { input, hx, params, ...options }) => unrolled(d, input, hx, params, options, lstmCell),
  ),
];
