/** Loss layers. */

import { ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { repr } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { PyTensor } from "../../tensor/tensor.ts";
import { Call } from "../functional/define.ts";
import { legacyReduction } from "../functional/loss.ts";
import { defineLayers, type Layer, type LayerSpec } from "../layer.ts";
import { byName, type Named, parameterNames } from "./attributes.ts";

const REDUCED = "size_average=None, reduce=None, reduction='mean'";
const BUFFERS = new Set(["weight", "pos_weight"]);
const RETIRED = new Set(["size_average", "reduce", "reduction"]);

/** The reduction first, then tensors as buffers, then what else there is. */
function setup(layer: Layer, named: Named): void {
  const get = (name: string): PyValue => named[name] ?? null;
  layer.set({
    reduction: legacyReduction(new Call(layer.vm), get("size_average"), get("reduce"), get("reduction")),
  });
  for (const [name, value] of Object.entries(named)) {
    if (!BUFFERS.has(name)) continue;
    if (value !== null && !(value instanceof PyTensor)) {
      throw new Error(`${name} of a loss is no tensor`);
    }
    layer.buffer(name, value);
  }
  for (const [name, value] of Object.entries(named)) {
    if (!BUFFERS.has(name) && !RETIRED.has(name)) layer.set({ [name]: value });
  }
}

interface LossOptions {
  readonly base?: string;
  readonly input?: string;
  readonly check?: (layer: Layer, named: Named) => void;
}

/** A loss that hands what it stores to its function by name. */
function loss(name: string, func: string, init: string, options: LossOptions = {}): LayerSpec {
  const names = parameterNames(init).filter((n) => !RETIRED.has(n) || n === "reduction");
  return {
    name,
    file: "loss",
    base: options.base ?? (init.startsWith("weight=None") ? "_WeightedLoss" : "_Loss"),
    ...byName(init, (layer, named) => {
      options.check?.(layer, named);
      setup(layer, named);
    }),
    input: options.input ?? "input, target",
    forward: (layer, ...inputs) => layer.FK(func, inputs, Object.fromEntries(names.map((n) => [n, layer.get(n)]))),
  };
}

function positiveMargin(layer: Layer, named: Named): void {
  const margin = named["margin"] ?? null;
  if (layer.number(margin) > 0) return;
  raise(
    layer.vm,
    ValueErrorType,
    `${layer.self.type.name}: expected margin to be greater than 0, got ${repr(layer.vm, margin)} instead`,
  );
}

function multiMargin(layer: Layer, named: Named): void {
  const p = layer.number(named["p"] ?? null);
  if (p !== 1 && p !== 2) raise(layer.vm, ValueErrorType, "only p == 1 and p == 2 supported");
  const weight = named["weight"] ?? null;
  if (weight !== null && new Call(layer.vm).rank(weight) !== 1) {
    raise(
      layer.vm,
      ValueErrorType,
      `MultiMarginLoss: expected weight to be None or 1D tensor, got ${new Call(layer.vm).rank(weight)}D instead`,
    );
  }
}

const TRIPLE = "anchor, positive, negative";

defineLayers(
  { name: "_Loss", file: "loss", isPublic: false, ...byName(REDUCED, setup) },
  {
    name: "_WeightedLoss",
    file: "loss",
    base: "_Loss",
    isPublic: false,
    ...byName(`weight=None, ${REDUCED}`, setup),
  },
  loss("L1Loss", "l1_loss", REDUCED),
  loss("MSELoss", "mse_loss", REDUCED),
  loss("SmoothL1Loss", "smooth_l1_loss", `${REDUCED}, beta=1.0`),
  loss("HuberLoss", "huber_loss", "reduction='mean', delta=1.0"),
  loss("NLLLoss", "nll_loss", "weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean'"),
  { name: "NLLLoss2d", file: "loss", base: "NLLLoss" },
  loss(
    "CrossEntropyLoss",
    "cross_entropy",
    "weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0",
  ),
  loss("BCELoss", "binary_cross_entropy", `weight=None, ${REDUCED}`),
  loss("BCEWithLogitsLoss", "binary_cross_entropy_with_logits", `weight=None, ${REDUCED}, pos_weight=None`, {
    base: "_Loss",
  }),
  loss("KLDivLoss", "kl_div", `${REDUCED}, log_target=False`),
  loss(
    "PoissonNLLLoss",
    "poisson_nll_loss",
    "log_input=True, full=False, size_average=None, eps=1e-08, reduce=None, reduction='mean'",
    { input: "log_input, target" },
  ),
  loss("GaussianNLLLoss", "gaussian_nll_loss", "*, full=False, eps=1e-06, reduction='mean'", {
    input: "input, target, var",
  }),
  loss("HingeEmbeddingLoss", "hinge_embedding_loss", `margin=1.0, ${REDUCED}`),
  loss("MultiLabelMarginLoss", "multilabel_margin_loss", REDUCED),
  loss("SoftMarginLoss", "soft_margin_loss", REDUCED),
  loss("MultiLabelSoftMarginLoss", "multilabel_soft_margin_loss", `weight=None, ${REDUCED}`),
  loss("CosineEmbeddingLoss", "cosine_embedding_loss", `margin=0.0, ${REDUCED}`, { input: "input1, input2, target" }),
  loss("MarginRankingLoss", "margin_ranking_loss", `margin=0.0, ${REDUCED}`, { input: "input1, input2, target" }),
  loss("MultiMarginLoss", "multi_margin_loss", `p=1, margin=1.0, weight=None, ${REDUCED}`, {
    base: "_WeightedLoss",
    check: multiMargin,
  }),
  loss("TripletMarginLoss", "triplet_margin_loss", `margin=1.0, p=2.0, eps=1e-06, swap=False, ${REDUCED}`, {
    input: TRIPLE,
    check: positiveMargin,
  }),
  {
    ...loss(
      "TripletMarginWithDistanceLoss",
      "triplet_margin_with_distance_loss",
      "*, distance_function=None, margin=1.0, swap=False, reduction='mean'",
      { input: TRIPLE },
    ),
    ...byName("*, distance_function=None, margin=1.0, swap=False, reduction='mean'", (layer, named) => {
      positiveMargin(layer, named);
      setup(layer, { ...named, distance_function: named["distance_function"] ?? layer.make("PairwiseDistance", []) });
    }),
  },
  loss("CTCLoss", "ctc_loss", "blank=0, reduction='mean', zero_infinity=False", {
    input: "log_probs, targets, input_lengths, target_lengths",
  }),
);
