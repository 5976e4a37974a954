/** Connectionist temporal classification: the probability of a target over all its alignments, by the forward recursion. */

import type { DType } from "../../fx/dtype.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import type { SymInt } from "../../shapes/types.ts";
import { arithmetic } from "../arithmetic.ts";
import { type MetaContext, type OpEntry, op } from "../define.ts";
import { loop, nth } from "../loop.ts";
import type { LoweringBuilder, TensorOperand } from "../lowering.ts";
import { contiguous } from "../strides.ts";
import { reduceLoss } from "./loss.ts";

interface Lengths {
  readonly inputs: Value;
  readonly targets: Value;
}

const column = (g: LoweringBuilder, v: Value) => g.op("Unsqueeze", [v, g.ints([1])]);

/** Targets as rows [N, S]; rows that come one behind the other in a vector are cut out. */
function targetRows(g: LoweringBuilder, targets: TensorOperand, lengths: Value, batched: boolean): Value {
  const all = g.as(targets, "int64");
  if (targets.meta.shape.length === 2) return all;
  if (!batched) return g.op("Unsqueeze", [all, g.ints([0])]);
  const zero = g.const(0, "int64");
  const longest = g.op("ReduceMax", [lengths], { keepdims: 0 });
  const starts = g.op("CumSum", [lengths, zero], { exclusive: 1 });
  const places = g.op("Range", [zero, longest, g.const(1, "int64")]);
  const at = g.op("Add", [column(g, starts), places]);
  // Places behind the last target are not read.
  const padded = g.op("Concat", [all, g.ints([0])], { axis: 0 });
  return g.op("Gather", [padded, g.op("Min", [at, g.op("Size", [all])])]);
}

/** Targets with blanks before, between and behind: [N, 2·S + 1]. */
function withBlanks(g: LoweringBuilder, rows: Value, blank: number): Value {
  const blanks = g.op("Expand", [g.const(blank, "int64"), g.op("Shape", [rows])]);
  const wide = (v: Value) => g.op("Unsqueeze", [v, g.ints([2])]);
  const pairs = g.op("Concat", [wide(blanks), wide(rows)], { axis: 2 });
  const twice = g.op("Mul", [g.op("Shape", [rows]), g.ints([1, 2])]);
  const lead = g.op("Concat", [g.op("Shape", [rows], { start: 0, end: 1 }), g.ints([1])], { axis: 0 });
  const last = g.op("Expand", [g.const(blank, "int64"), lead]);
  return g.op("Concat", [g.op("Reshape", [pairs, twice], { allowzero: 1 }), last], { axis: 1 });
}

/** Moves rows by `by` places behind, filling the front. */
function shifted(g: LoweringBuilder, v: Value, by: number, fill: number, dtype: DType): Value {
  return g.op("Slice", [
    g.op("Pad", [v, g.ints([0, by, 0, 0]), g.const(fill, dtype)]),
    g.ints([0]),
    g.ints([-by]),
    g.ints([1]),
  ]);
}

/** -log of the targets' probabilities, [N]. */
function negativeLog(
  g: LoweringBuilder,
  logProbs: TensorOperand,
  targets: TensorOperand,
  lengths: Lengths,
  blank: number,
): Value {
  const { dtype, shape } = logProbs.meta;
  const a = arithmetic(g, dtype);
  const none = Number.NEGATIVE_INFINITY;
  const batched = shape.length === 3;
  const x = batched ? logProbs.value : column(g, logProbs.value);
  const labels = withBlanks(g, targetRows(g, targets, lengths.targets, batched), blank);
  const classes = g.op("Sub", [g.op("Shape", [x], { start: 2, end: 3 }), g.ints([1])]);
  const safe = g.op("Min", [g.op("Max", [labels, g.const(0, "int64")]), classes]);
  const steps = g.op("Shape", [x], { start: 0, end: 1 });
  const index = g.op("Expand", [
    g.op("Unsqueeze", [safe, g.ints([0])]),
    g.op("Concat", [steps, g.op("Shape", [safe])], { axis: 0 }),
  ]);
  const emitted = g.op("GatherElements", [x, index], { axis: 2 });
  const first = g.op("Gather", [emitted, g.const(0, "int64")]);
  const places = g.op("Range", [
    g.const(0, "int64"),
    g.op("Squeeze", [g.op("Shape", [labels], { start: 1 })]),
    g.const(1, "int64"),
  ]);
  const start = a.where(g.op("Less", [places, g.const(2, "int64")]), first, none);
  // A blank may be left out between two labels that differ.
  const skip = g.op("Not", [
    g.op("Or", [
      g.op("Equal", [labels, g.const(blank, "int64")]),
      g.op("Equal", [labels, shifted(g, labels, 2, blank, "int64")]),
    ]),
  ]);
  const rounds = g.op("Sub", [g.op("Squeeze", [steps]), g.const(1, "int64")]);
  const [end] = loop(g, rounds, [{ value: start, dtype }], (round, values) => {
    const before = nth(values, 0);
    const t = g.op("Add", [round, g.const(1, "int64")]);
    const ways = [before, shifted(g, before, 1, none, dtype), a.where(skip, shifted(g, before, 2, none, dtype), none)];
    const next = a.add(logSum(g, ways, dtype), g.op("Gather", [emitted, t]));
    return [a.where(g.op("Less", [t, column(g, lengths.inputs)]), next, before)];
  });
  if (!end) throw new Error("a loop without result");
  const twice = g.op("Mul", [lengths.targets, g.const(2, "int64")]);
  const empty = g.op("Equal", [lengths.targets, g.const(0, "int64")]);
  const pick = (at: Value) => g.op("Squeeze", [g.op("GatherElements", [end, column(g, at)], { axis: 1 }), g.ints([1])]);
  const onLabel = pick(g.op("Max", [g.op("Sub", [twice, g.const(1, "int64")]), g.const(0, "int64")]));
  const loss = a.neg(logSum(g, [pick(twice), a.where(empty, none, onLabel)], dtype));
  // Without input only the empty target is possible.
  const noInput = g.op("Equal", [lengths.inputs, g.const(0, "int64")]);
  return a.where(noInput, a.where(empty, 0, Number.POSITIVE_INFINITY), loss);
}

/** log Σ exp, where all terms may be -∞. */
function logSum(g: LoweringBuilder, terms: readonly Value[], dtype: DType): Value {
  const a = arithmetic(g, dtype);
  const most = g.op("Max", [...terms]);
  const base = a.where(g.op("IsInf", [most]), 0, most);
  return a.add(a.log(a.add(...terms.map((t) => a.exp(a.sub(t, base))))), base);
}

function check(ctx: MetaContext, logProbs: TensorMeta, targets: TensorMeta): void {
  ctx.check(
    logProbs.dtype === "float32" || logProbs.dtype === "float64",
    () => `"ctc_loss_cpu" not implemented for '${logProbs.dtype}'`,
    "NotImplementedError",
  );
  ctx.check(targets.shape.length <= 2, () => "targets must be a vector or a matrix");
}

const batchOf = (logProbs: TensorMeta): readonly SymInt[] =>
  logProbs.shape.length === 3 ? [logProbs.shape[1] ?? 1] : [];

function lossMeta(ctx: MetaContext, logProbs: TensorMeta, targets: TensorMeta, reduction: number): TensorMeta {
  check(ctx, logProbs, targets);
  return contiguous(logProbs.dtype, reduction === 0 ? batchOf(logProbs) : [], logProbs.device);
}

function lossLower(
  g: LoweringBuilder,
  logProbs: TensorOperand,
  targets: TensorOperand,
  lengths: Lengths,
  blank: number,
  reduction: number,
  zeroInfinity: boolean,
): Value {
  const { dtype } = logProbs.meta;
  const a = arithmetic(g, dtype);
  const each = negativeLog(g, logProbs, targets, lengths, blank);
  const finite = zeroInfinity ? a.where(g.op("IsInf", [each]), 0, each) : each;
  if (reduction === 0) return logProbs.meta.shape.length === 3 ? finite : g.op("Squeeze", [finite, g.ints([0])]);
  if (reduction === 2) return reduceLoss(g, finite, 2);
  const counts = g.cast(g.op("Max", [lengths.targets, g.const(1, "int64")]), dtype);
  return reduceLoss(g, a.div(finite, counts), 1);
}

/** Lengths as a vector, one an element of the batch. */
const vector = (g: LoweringBuilder, t: TensorOperand) => g.op("Reshape", [g.as(t, "int64"), g.ints([-1])]);

export const ctcLossOps: readonly OpEntry[] = [
  op(
    "aten::ctc_loss.IntList(Tensor log_probs, Tensor targets, int[] input_lengths, int[] target_lengths, int blank=0, int reduction=1, bool zero_infinity=False) -> Tensor",
    {
      meta: (ctx, { log_probs, targets, reduction }) => lossMeta(ctx, log_probs, targets, reduction),
      lower(g, { log_probs, targets, input_lengths, target_lengths, blank, reduction, zero_infinity }) {
        const lengths = { inputs: g.ints(input_lengths), targets: g.ints(target_lengths) };
        return lossLower(g, log_probs, targets, lengths, blank, reduction, zero_infinity);
      },
    },
  ),
  op(
    "aten::ctc_loss.Tensor(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, int blank=0, int reduction=1, bool zero_infinity=False) -> Tensor",
    {
      meta: (ctx, { log_probs, targets, reduction }) => lossMeta(ctx, log_probs, targets, reduction),
      lower(g, { log_probs, targets, input_lengths, target_lengths, blank, reduction, zero_infinity }) {
        const lengths = { inputs: vector(g, input_lengths), targets: vector(g, target_lengths) };
        return lossLower(g, log_probs, targets, lengths, blank, reduction, zero_infinity);
      },
    },
  ),
];
