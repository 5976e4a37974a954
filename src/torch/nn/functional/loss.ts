/** Loss functions. */

import { RuntimeErrorType, ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import { PyFloat } from "../../../dynamo/objects/float.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { PyTensor } from "../../tensor/tensor.ts";
import { type Call, defineFunctional, type FunctionalImpl } from "./define.ts";

const NUMBERS: Readonly<Record<string, number>> = { none: 0, mean: 1, elementwise_mean: 1, sum: 2 };

/** What the retired arguments `size_average` and `reduce` mean. */
export function legacyReduction(f: Call, sizeAverage: PyValue, reduce: PyValue, reduction: PyValue): string {
  if (sizeAverage === null && reduce === null) return String(reduction);
  const average = sizeAverage === null || f.truth(sizeAverage);
  const reduces = reduce === null || f.truth(reduce);
  return reduces ? (average ? "mean" : "sum") : "none";
}

function reductionNumber(f: Call, name: string): number {
  return NUMBERS[name] ?? f.raise(ValueErrorType, `${name} is not a valid value for reduction`);
}

/** Gets the arguments by name, `reduction` settled and its number as `reductionNumber`. */
interface Arguments {
  readonly get: (name: string) => PyValue;
  readonly reduction: string;
  /** Throws for a name that the operator has no number for. */
  readonly number: number;
}

type LossImpl = (f: Call, a: Arguments) => PyValue;

const LEGACY = "size_average=None";

/** A loss by its signature; the retired arguments are read here. */
function loss(signature: string, run: LossImpl): readonly [string, FunctionalImpl] {
  const names = signature
    .slice(signature.indexOf("(") + 1, -1)
    .split(",")
    .map((p) => (p.split("=")[0] ?? "").trim())
    .filter((n) => n !== "*");
  return [
    signature,
    (f, ...args) => {
      const get = (name: string): PyValue => {
        const i = names.indexOf(name);
        if (i < 0) throw new Error(`${signature} has no ${name}`);
        return args[i] ?? null;
      };
      const legacy = signature.includes(LEGACY);
      const reduction = legacy
        ? legacyReduction(f, get("size_average"), get("reduce"), get("reduction"))
        : String(get("reduction"));
      return run(f, {
        get,
        reduction,
        get number() {
          return reductionNumber(f, reduction);
        },
      });
    },
  ];
}

/** An operator that takes `names` and then the reduction's number. */
function plain(op: string, names: readonly string[], after: readonly string[] = []): LossImpl {
  return (f, a) => f.op(op, ...names.map(a.get), a.number, ...after.map(a.get));
}

function broadcast(f: Call, a: Arguments): [PyValue, PyValue] {
  const both = f.op("broadcast_tensors", new PyList([a.get("input"), a.get("target")]));
  return [f.item(both, 0), f.item(both, 1)];
}

function checkWeight(f: Call, weight: PyValue, input: PyValue): void {
  if (!f.sameSize(weight, input)) f.raise(ValueErrorType, "Weights and input must have the same size.");
}

function reduced(f: Call, values: PyValue, reduction: string, mean: () => PyValue): PyValue {
  if (reduction === "none") return values;
  if (reduction === "sum") return f.op("sum", values);
  if (reduction === "mean") return mean();
  return f.raise(ValueErrorType, `Invalid reduction mode: ${reduction}. Expected one of 'none', 'mean', 'sum'.`);
}

/** `mse_loss` and `l1_loss`: weighted, the mean is over the weights. */
function elementwise(op: string, weighted: (f: Call, difference: PyValue) => PyValue): LossImpl {
  return (f, a) => {
    const [input, target] = broadcast(f, a);
    const weight = a.get("weight");
    if (weight === null) return f.op(op, input, target, a.number);
    checkWeight(f, weight, a.get("input"));
    const errors = f.op("mul", weighted(f, f.op("sub", input, target)), weight);
    return reduced(f, errors, a.reduction, () => f.op("div", f.op("sum", errors), f.op("sum", weight)));
  };
}

function crossEntropy(f: Call, a: Arguments): PyValue {
  return f.op(
    "cross_entropy_loss",
    ...["input", "target", "weight"].map(a.get),
    a.number,
    a.get("ignore_index"),
    a.get("label_smoothing"),
  );
}

function binaryCrossEntropy(f: Call, a: Arguments): PyValue {
  const [input, target] = [a.get("input"), a.get("target")];
  if (!f.sameSize(target, input)) {
    f.raise(
      ValueErrorType,
      `Using a target size (${f.sizeText(target)}) that is different to the input size (${f.sizeText(input)}) is deprecated. Please ensure they have the same size.`,
    );
  }
  let weight = a.get("weight");
  if (weight !== null) weight = f.op("expand", weight, new PyList(f.sizes(target)));
  return f.op("binary_cross_entropy", input, target, weight, a.number);
}

function withLogits(f: Call, a: Arguments): PyValue {
  const [input, target] = [a.get("input"), a.get("target")];
  if (!f.sameSize(target, input)) {
    f.raise(
      ValueErrorType,
      `Target size (${f.sizeText(target)}) must be the same as input size (${f.sizeText(input)})`,
    );
  }
  return f.op("binary_cross_entropy_with_logits", input, target, a.get("weight"), a.get("pos_weight"), a.number);
}

function smoothL1(f: Call, a: Arguments): PyValue {
  const [input, target] = broadcast(f, a);
  const beta = a.get("beta");
  return f.number(beta) === 0
    ? f.op("l1_loss", input, target, a.number)
    : f.op("smooth_l1_loss", input, target, a.number, beta);
}

function huber(f: Call, a: Arguments): PyValue {
  const [input, target] = broadcast(f, a);
  const weight = a.get("weight");
  if (weight === null) return f.op("huber_loss", input, target, a.number, a.get("delta"));
  checkWeight(f, weight, a.get("input"));
  const errors = f.op("mul", f.op("huber_loss", input, target, 0, a.get("delta")), weight);
  return reduced(f, errors, a.reduction, () => f.op("mean", errors));
}

function klDiv(f: Call, a: Arguments): PyValue {
  const input = a.get("input");
  const batch = a.reduction === "batchmean";
  const value = f.opk("kl_div", [input, a.get("target"), batch ? 2 : a.number], {
    log_target: f.truth(a.get("log_target")),
  });
  return batch && f.rank(input) > 0 ? f.op("div", value, f.dim(input, 0)) : value;
}

/** The condition on the variance's sign is a decision on data, as in PyTorch. */
function gaussian(f: Call, a: Arguments): PyValue {
  const [input, target] = [a.get("input"), a.get("target")];
  let variance = a.get("var");
  if (!(variance instanceof PyTensor)) {
    if (!(variance instanceof PyFloat) || variance.value < 0) {
      return f.raise(ValueErrorType, "var has negative entry/entries");
    }
    variance = f.op("mul", f.op("ones_like", input), variance);
  } else if (f.truth(f.op("any", f.op("lt", variance, 0)))) {
    f.raise(ValueErrorType, "var has negative entry/entries");
  }
  const [sizes, given] = [f.sizes(input), f.sizes(variance)];
  const equal = (x: readonly PyValue[], y: readonly PyValue[]): boolean =>
    x.length === y.length && x.every((s, i) => f.test(s, "==", y[i] ?? null));
  if (!equal(sizes, given)) {
    if (equal(sizes.slice(0, -1), given)) variance = f.op("unsqueeze", variance, -1);
    else {
      const others = given.filter((s, i) => !f.test(s, "==", sizes[i] ?? null));
      const ones = others.length === 1 && f.test(others[0] ?? null, "==", 1);
      if (sizes.length !== given.length || !ones) f.raise(ValueErrorType, "var is of incorrect size");
    }
  }
  if (!(a.reduction in NUMBERS)) f.raise(ValueErrorType, `${a.reduction} is not valid`);
  variance = f.op("clamp_", f.op("clone", variance), a.get("eps"));
  const squares = f.op("pow", f.op("sub", input, target), 2);
  let value = f.op("mul", f.op("add", f.op("log", variance), f.op("div", squares, variance)), f.float(0.5));
  if (f.truth(a.get("full"))) value = f.op("add_", value, f.float(0.5 * Math.log(2 * Math.PI)));
  return reduced(f, value, a.reduction, () => f.op("mean", value));
}

function marginRanking(f: Call, a: Arguments): PyValue {
  const names = ["input1", "input2", "target"];
  const ranks = new Set(names.map((n) => f.rank(a.get(n))));
  if (ranks.size > 1) {
    const sizes = names.map((n) => `${n}: ${f.sizeText(a.get(n))}`).join(", ");
    f.raise(
      RuntimeErrorType,
      `margin_ranking_loss : All input tensors should have same dimension but got sizes: ${sizes} `,
    );
  }
  return f.op("margin_ranking_loss", ...names.map(a.get), a.get("margin"), a.number);
}

function multiMargin(f: Call, a: Arguments): PyValue {
  const p = f.number(a.get("p"));
  if (p !== 1 && p !== 2) f.raise(ValueErrorType, "only p == 1 and p == 2 supported");
  const weight = a.get("weight");
  if (weight !== null && f.rank(weight) !== 1) f.raise(ValueErrorType, "weight must be one-dimensional");
  return f.op("multi_margin_loss", ...["input", "target", "p", "margin", "weight"].map(a.get), a.number);
}

function multilabelSoftMargin(f: Call, a: Arguments): PyValue {
  const [input, target, weight] = ["input", "target", "weight"].map(a.get);
  if (input === undefined || target === undefined) throw new Error("arguments are missing");
  const positive = f.op("mul", target, f.op("log_sigmoid", input));
  const negative = f.op("mul", f.op("rsub", target, 1), f.op("log_sigmoid", f.op("neg", input)));
  let value = f.op("neg", f.op("add", positive, negative));
  if (weight !== undefined && weight !== null) value = f.op("mul", value, weight);
  const last = f.rank(input) - 1;
  value = f.op("div", f.op("sum", value, new PyList([last])), f.dim(input, last));
  if (!(a.reduction in NUMBERS)) f.raise(ValueErrorType, `${a.reduction} is not valid`);
  return reduced(f, value, a.reduction, () => f.op("mean", value));
}

function tripletWithDistance(f: Call, a: Arguments): PyValue {
  const [anchor, positive, negative, given, margin] = [
    "anchor",
    "positive",
    "negative",
    "distance_function",
    "margin",
  ].map(a.get);
  if (!(a.reduction in NUMBERS)) f.raise(ValueErrorType, `${a.reduction} is not a valid value for reduction`);
  if (margin === undefined || f.number(margin) <= 0) {
    f.raise(ValueErrorType, `margin must be greater than 0, got ${f.repr(margin ?? null)}`);
  }
  const distance = (x: PyValue = null, y: PyValue = null): PyValue =>
    given === undefined || given === null ? f.op("pairwise_distance", x, y) : f.call(given, x, y);
  const near = distance(anchor, positive);
  let far = distance(anchor, negative);
  if (f.truth(a.get("swap"))) far = f.op("minimum", far, distance(positive, negative));
  const value = f.op("clamp_min", f.op("sub", f.op("add", near, margin), far), 0);
  return reduced(f, value, a.reduction, () => f.op("mean", value));
}

const REDUCED = "size_average=None, reduce=None, reduction='mean'";

export const lossFunctions = defineFunctional(
  Object.fromEntries([
    loss(
      "cross_entropy(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0)",
      crossEntropy,
    ),
    loss(
      "nll_loss(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean')",
      plain("nll_loss_nd", ["input", "target", "weight"], ["ignore_index"]),
    ),
    loss(`binary_cross_entropy(input, target, weight=None, ${REDUCED})`, binaryCrossEntropy),
    loss(`binary_cross_entropy_with_logits(input, target, weight=None, ${REDUCED}, pos_weight=None)`, withLogits),
    loss(
      `mse_loss(input, target, ${REDUCED}, weight=None)`,
      elementwise("mse_loss", (f, d) => f.op("pow", d, 2)),
    ),
    loss(
      `l1_loss(input, target, ${REDUCED}, weight=None)`,
      elementwise("l1_loss", (f, d) => f.op("abs", d)),
    ),
    loss(`smooth_l1_loss(input, target, ${REDUCED}, beta=1.0)`, smoothL1),
    loss("huber_loss(input, target, reduction='mean', delta=1.0, weight=None)", huber),
    loss(`kl_div(input, target, ${REDUCED}, log_target=False)`, klDiv),
    loss(
      "poisson_nll_loss(input, target, log_input=True, full=False, size_average=None, eps=1e-08, reduce=None, reduction='mean')",
      (f, a) => f.op("poisson_nll_loss", ...["input", "target", "log_input", "full", "eps"].map(a.get), a.number),
    ),
    loss("gaussian_nll_loss(input, target, var, full=False, eps=1e-06, reduction='mean')", gaussian),
    loss(
      `hinge_embedding_loss(input, target, margin=1.0, ${REDUCED})`,
      plain("hinge_embedding_loss", ["input", "target", "margin"]),
    ),
    loss(`multilabel_margin_loss(input, target, ${REDUCED})`, plain("multilabel_margin_loss", ["input", "target"])),
    loss(`soft_margin_loss(input, target, ${REDUCED})`, plain("soft_margin_loss", ["input", "target"])),
    loss(`multilabel_soft_margin_loss(input, target, weight=None, ${REDUCED})`, multilabelSoftMargin),
    loss(
      `cosine_embedding_loss(input1, input2, target, margin=0, ${REDUCED})`,
      plain("cosine_embedding_loss", ["input1", "input2", "target", "margin"]),
    ),
    loss(`margin_ranking_loss(input1, input2, target, margin=0, ${REDUCED})`, marginRanking),
    loss(`multi_margin_loss(input, target, p=1, margin=1.0, weight=None, ${REDUCED})`, multiMargin),
    loss(
      `triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2, eps=1e-06, swap=False, ${REDUCED})`,
      (f, a) => {
        const margin = a.get("margin");
        if (f.number(margin) <= 0) {
          f.raise(ValueErrorType, `margin must be greater than 0, got ${f.repr(margin)}`);
        }
        return plain("triplet_margin_loss", ["anchor", "positive", "negative", "margin", "p", "eps", "swap"])(f, a);
      },
    ),
    loss(
      "triplet_margin_with_distance_loss(anchor, positive, negative, *, distance_function=None, margin=1.0, swap=False, reduction='mean')",
      tripletWithDistance,
    ),
    loss(
      "ctc_loss(log_probs, targets, input_lengths, target_lengths, blank=0, reduction='mean', zero_infinity=False)",
      (f, a) =>
        f.op(
          "ctc_loss",
          ...["log_probs", "targets", "input_lengths", "target_lengths", "blank"].map(a.get),
          a.number,
          a.get("zero_infinity"),
        ),
    ),
  ]),
);
