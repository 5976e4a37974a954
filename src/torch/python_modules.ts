/** The parts of torch, outside of torch.nn, that are written in Python: optimisers, data loading, distributions. */

import { lazy, type NativeModule, nativeModule } from "../dynamo/importer/native_module.ts";
import { sourceModule } from "../dynamo/importer/source_module.ts";
import { getAttr } from "../dynamo/protocols/attribute.ts";
import { trainingModule } from "./module/training.ts";
import { unmodelled } from "./nn/modules.ts";
import { publicNames } from "./public_names.ts";
import { UTILS_DATA } from "./python/data.py.ts";
import { DISTRIBUTION_FILES, DISTRIBUTIONS } from "./python/distributions.py.ts";
import { FUNC, TRANSFORM_GET_ITEM } from "./python/func.py.ts";
import { LR_SCHEDULER } from "./python/lr_scheduler.py.ts";
import { MASKED, MASKED_NAMES } from "./python/masked.py.ts";
import { GRAD_SCALER, OPTIM, OPTIMIZER_NAMES } from "./python/optim.py.ts";
import { vmapModule } from "./vmap/module.ts";

/** A module that shows names of one of Python text; what else PyTorch has there is an error when it is used. */
function shown(name: string, source: string, own: readonly string[], submodules: readonly string[] = []): NativeModule {
  return nativeModule(name, (vm) => {
    const known = Object.fromEntries([
      ...own.map((key) => [key, lazy(() => getAttr(vm, vm.importModule(source), key))] as const),
      ...submodules.map((key) => [key, lazy(() => vm.importModule(`${name}.${key}`))] as const),
    ]);
    return { ...known, ...unmodelled(name, known) };
  });
}

/** What the module of Python text defines of PyTorch's public names. */
const DISTRIBUTION_NAMES: readonly string[] = [
  "Distribution ExponentialFamily Normal Uniform Exponential Laplace Gumbel MultivariateNormal Independent Bernoulli Categorical",
  "OneHotCategorical OneHotCategoricalStraightThrough Gamma Chi2 Dirichlet Beta StudentT Cauchy Poisson Geometric Binomial",
  "NegativeBinomial InverseGamma LogNormal HalfNormal HalfCauchy RelaxedBernoulli RelaxedOneHotCategorical MixtureSameFamily",
  "TransformedDistribution Transform AbsTransform AffineTransform ComposeTransform ExpTransform IndependentTransform",
  "LowerCholeskyTransform PowerTransform SigmoidTransform SoftmaxTransform SoftplusTransform TanhTransform identity_transform",
  "kl_divergence register_kl",
].flatMap((line) => line.split(" "));

export function pythonModules(): readonly NativeModule[] {
  return [
    trainingModule(),
    sourceModule("torch.optim._classes", OPTIM),
    shown("torch.optim", "torch.optim._classes", ["Optimizer", ...OPTIMIZER_NAMES], ["lr_scheduler", "optimizer"]),
    nativeModule("torch.optim.optimizer", (vm) => ({
      Optimizer: lazy(() => getAttr(vm, vm.importModule("torch.optim._classes"), "Optimizer")),
    })),
    ...OPTIMIZER_NAMES.map((name) => shown(`torch.optim.${name.toLowerCase()}`, "torch.optim._classes", [name])),
    sourceModule("torch.optim.lr_scheduler", LR_SCHEDULER),
    sourceModule("torch.amp.grad_scaler", GRAD_SCALER),
    sourceModule("torch.utils.data", UTILS_DATA),
    ...["dataset", "dataloader", "sampler"].map((file) =>
      nativeModule(`torch.utils.data.${file}`, (vm) =>
        Object.fromEntries(
          publicNames("torch.utils.data").map((name) => [
            name,
            lazy(() => getAttr(vm, vm.importModule("torch.utils.data"), name)),
          ]),
        ),
      ),
    ),
    vmapModule(),
    sourceModule("torch._dynamo._trace_wrapped_higher_order_op", TRANSFORM_GET_ITEM),
    sourceModule("torch.func._functions", FUNC),
    shown("torch.func", "torch.func._functions", ["functional_call", "stack_module_state", "vmap"]),
    sourceModule("torch.masked._ops", MASKED),
    shown("torch.masked", "torch.masked._ops", MASKED_NAMES),
    sourceModule("torch.distributions._classes", DISTRIBUTIONS),
    shown("torch.distributions", "torch.distributions._classes", DISTRIBUTION_NAMES, DISTRIBUTION_FILES),
    ...DISTRIBUTION_FILES.map((file) =>
      nativeModule(`torch.distributions.${file}`, (vm) =>
        Object.fromEntries(
          [...DISTRIBUTION_NAMES, "broadcast_all", "probs_to_logits", "logits_to_probs", "clamp_probs"].map((name) => [
            name,
            lazy(() => getAttr(vm, vm.importModule("torch.distributions._classes"), name)),
          ]),
        ),
      ),
    ),
  ];
}
