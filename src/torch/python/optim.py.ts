/** `torch.optim`, written in Python: optimisers keep their groups and options, and change no parameter. */

interface OptimizerEntry {
  /** The constructor's parameters behind `params`. */
  readonly parameters: string;
  /** The options in the order of `defaults`. */
  readonly defaults: string;
}

const TAIL = "capturable=False, differentiable=False";

const OPTIMIZERS: Readonly<Record<string, OptimizerEntry>> = {
  Adadelta: {
    parameters:
      "lr=1.0, rho=0.9, eps=1e-06, weight_decay=0, foreach=None, *, capturable=False, maximize=False, differentiable=False",
    defaults: "lr rho eps weight_decay maximize capturable foreach differentiable",
  },
  Adafactor: {
    parameters:
      "lr=0.01, beta2_decay=-0.8, eps=(None, 0.001), d=1.0, weight_decay=0.0, *, foreach=None, maximize=False",
    defaults: "lr beta2_decay eps d weight_decay foreach maximize",
  },
  Adagrad: {
    parameters:
      "lr=0.01, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10, foreach=None, *, maximize=False, differentiable=False, fused=None",
    defaults: "lr lr_decay eps weight_decay initial_accumulator_value foreach maximize differentiable fused",
  },
  Adam: {
    parameters: `lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0, amsgrad=False, *, foreach=None, maximize=False, ${TAIL}, fused=None, decoupled_weight_decay=False`,
    defaults:
      "lr betas eps weight_decay amsgrad maximize foreach capturable differentiable fused decoupled_weight_decay",
  },
  Adamax: {
    parameters:
      "lr=0.002, betas=(0.9, 0.999), eps=1e-08, weight_decay=0, foreach=None, *, maximize=False, differentiable=False, capturable=False",
    defaults: "lr betas eps weight_decay foreach maximize differentiable capturable",
  },
  AdamW: {
    parameters: `lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0.01, amsgrad=False, *, maximize=False, foreach=None, ${TAIL}, fused=None`,
    defaults:
      "lr betas eps weight_decay amsgrad foreach maximize capturable differentiable fused decoupled_weight_decay",
  },
  ASGD: {
    parameters:
      "lr=0.01, lambd=0.0001, alpha=0.75, t0=1000000.0, weight_decay=0, foreach=None, maximize=False, differentiable=False, capturable=False",
    defaults: "lr lambd alpha t0 weight_decay foreach maximize differentiable capturable",
  },
  LBFGS: {
    parameters:
      "lr=1, max_iter=20, max_eval=None, tolerance_grad=1e-07, tolerance_change=1e-09, history_size=100, line_search_fn=None",
    defaults: "lr max_iter max_eval tolerance_grad tolerance_change history_size line_search_fn",
  },
  Muon: {
    parameters:
      "lr=0.001, weight_decay=0.1, momentum=0.95, nesterov=True, ns_coefficients=(3.4445, -4.775, 2.0315), eps=1e-07, ns_steps=5, adjust_lr_fn=None",
    defaults: "lr weight_decay momentum nesterov ns_coefficients eps ns_steps adjust_lr_fn",
  },
  NAdam: {
    parameters: `lr=0.002, betas=(0.9, 0.999), eps=1e-08, weight_decay=0, momentum_decay=0.004, decoupled_weight_decay=False, *, foreach=None, maximize=False, ${TAIL}`,
    defaults:
      "lr betas eps weight_decay momentum_decay decoupled_weight_decay maximize foreach capturable differentiable",
  },
  RAdam: {
    parameters: `lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0, decoupled_weight_decay=False, *, foreach=None, maximize=False, ${TAIL}`,
    defaults: "lr betas eps weight_decay maximize foreach capturable decoupled_weight_decay differentiable",
  },
  RMSprop: {
    parameters:
      "lr=0.01, alpha=0.99, eps=1e-08, weight_decay=0, momentum=0, centered=False, capturable=False, foreach=None, maximize=False, differentiable=False",
    defaults: "lr momentum alpha eps centered weight_decay capturable foreach maximize differentiable",
  },
  Rprop: {
    parameters:
      "lr=0.01, etas=(0.5, 1.2), step_sizes=(1e-06, 50), *, capturable=False, foreach=None, maximize=False, differentiable=False",
    defaults: "lr etas step_sizes foreach maximize differentiable capturable",
  },
  SGD: {
    parameters:
      "lr=0.001, momentum=0, dampening=0, weight_decay=0, nesterov=False, *, maximize=False, foreach=None, differentiable=False, fused=None",
    defaults: "lr momentum dampening weight_decay nesterov maximize foreach differentiable fused",
  },
  SparseAdam: {
    parameters: "lr=0.001, betas=(0.9, 0.999), eps=1e-08, maximize=False",
    defaults: "lr betas eps maximize",
  },
};

export const OPTIMIZER_NAMES: readonly string[] = Object.keys(OPTIMIZERS);

const CLASSES = Object.entries(OPTIMIZERS)
  .map(
    ([name, { parameters, defaults }]) => `
class ${name}(Optimizer):
    def __init__(self, params, ${parameters}):
        super().__init__(params, dict(${defaults
          .split(" ")
          .map((key) => `${key}=${name === "AdamW" && key === "decoupled_weight_decay" ? "True" : key}`)
          .join(", ")}))


${name}.__module__ = "torch.optim.${name.toLowerCase()}"
`,
  )
  .join("");

export const OPTIM = `
from collections import OrderedDict, defaultdict

import torch
from torch import _training


class Optimizer:
    def __init__(self, params, defaults):
        self.defaults = defaults
        if isinstance(params, torch.Tensor):
            raise TypeError(f"params argument given to the optimizer should be an iterable of Tensors or dicts, but got {torch.typename(params)}")
        self.state = defaultdict(dict)
        self.param_groups = []
        groups = list(params)
        if len(groups) == 0:
            raise ValueError("optimizer got an empty parameter list")
        if not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        for group in groups:
            self.add_param_group(dict(group))

    def add_param_group(self, param_group):
        if not isinstance(param_group, dict):
            raise TypeError(f"param_group must be a dict, but got {type(param_group)}")
        params = param_group["params"]
        if isinstance(params, torch.Tensor):
            params = [params]
        elif isinstance(params, set):
            raise TypeError("optimizer parameters need to be organized in ordered collections, but the ordering of tensors in sets will change between runs. Please use a list instead.")
        params = [p[1] if isinstance(p, tuple) else p for p in params]
        for p in params:
            if not isinstance(p, torch.Tensor):
                raise TypeError("optimizer can only optimize Tensors, but one of the params is " + torch.typename(p))
        known = {id(p) for group in self.param_groups for p in group["params"]}
        if any(id(p) in known for p in params):
            raise ValueError("some parameters appear in more than one parameter group")
        param_group["params"] = params
        for name, default in self.defaults.items():
            param_group.setdefault(name, default)
        self.param_groups.append(param_group)

    def zero_grad(self, set_to_none=True):
        pass

    def step(self, closure=None):
        _training.not_trained()
        return None if closure is None else closure()

    def state_dict(self):
        groups, start = [], 0
        for group in self.param_groups:
            packed = {k: v for k, v in group.items() if k != "params"}
            packed["params"] = list(range(start, start + len(group["params"])))
            start += len(group["params"])
            groups.append(packed)
        return {"state": {}, "param_groups": groups}

    def load_state_dict(self, state_dict):
        saved = state_dict["param_groups"]
        if len(saved) != len(self.param_groups):
            raise ValueError("loaded state dict has a different number of parameter groups")
        for group, new in zip(self.param_groups, saved):
            if len(group["params"]) != len(new["params"]):
                raise ValueError("loaded state dict contains a parameter group that doesn't match the size of optimizer's group")
            group.update({k: v for k, v in new.items() if k != "params"})

    def register_step_pre_hook(self, hook):
        pass

    def register_step_post_hook(self, hook):
        pass

    def __repr__(self):
        text = self.__class__.__name__ + " ("
        for i, group in enumerate(self.param_groups):
            text += f"\\nParameter Group {i}\\n"
            for key in sorted(group):
                if key != "params":
                    text += f"    {key}: {group[key]}\\n"
        return text + ")"


Optimizer.__module__ = "torch.optim.optimizer"
${CLASSES}`;

export const GRAD_SCALER = `
class GradScaler:
    def __init__(self, device="cuda", init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000, enabled=True):
        self._device, self._enabled, self._scale = device, enabled, init_scale

    def scale(self, outputs):
        return outputs

    def unscale_(self, optimizer):
        pass

    def step(self, optimizer, *args, **kwargs):
        return optimizer.step(*args, **kwargs)

    def update(self, new_scale=None):
        pass

    def get_scale(self):
        return self._scale if self._enabled else 1.0

    def is_enabled(self):
        return self._enabled

    def state_dict(self):
        return {}

    def load_state_dict(self, state_dict):
        pass
`;
