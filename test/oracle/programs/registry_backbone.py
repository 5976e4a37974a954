"""A model zoo: registry by decorator, configs as nested dicts, dataclass stages, ModuleDict heads, abstract base class."""

import abc
import copy
from collections import OrderedDict, defaultdict, namedtuple
from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from typing import Any, Callable, Dict, List

import torch
import torch.nn as nn


class Registry:
    def __init__(self, name: str):
        self._name = name
        self._module_dict: Dict[str, Callable] = {}

    def register_module(self, name=None):
        def _register(cls):
            key = name or cls.__name__
            if key in self._module_dict:
                raise KeyError(f"{key} is already registered in {self._name}")
            self._module_dict[key] = cls
            return cls

        return _register

    def build(self, cfg: Dict[str, Any], **default_args):
        args = copy.deepcopy(cfg)
        obj_type = args.pop("type")
        for k, v in default_args.items():
            args.setdefault(k, v)
        if obj_type not in self._module_dict:
            raise KeyError(f"{obj_type} is not in the {self._name} registry")
        return self._module_dict[obj_type](**args)

    def __contains__(self, key):
        return key in self._module_dict

    def __repr__(self):
        return f"{self.__class__.__name__}(name={self._name}, items={sorted(self._module_dict)})"


BACKBONES = Registry("backbone")
NORMS = Registry("norm")
NORMS.register_module("BN")(nn.BatchNorm2d)
NORMS.register_module("GN")(lambda num_features, num_groups=4: nn.GroupNorm(num_groups, num_features))


class Activation(Enum):
    RELU = "relu"
    SILU = "silu"
    MISH = "mish"

    def build(self):
        return {"relu": nn.ReLU, "silu": nn.SiLU, "mish": nn.Mish}[self.value](inplace=True)


@dataclass(frozen=True)
class StageConfig:
    channels: int
    depth: int = 1
    stride: int = 2
    activation: Activation = Activation.RELU
    norm: Dict[str, Any] = field(default_factory=lambda: dict(type="BN"))


FeatureInfo = namedtuple("FeatureInfo", ["name", "channels", "reduction"])


class BaseBackbone(nn.Module, metaclass=abc.ABCMeta):
    @abc.abstractmethod
    def forward(self, x):
        """Returns a dictionary of features."""

    @property
    def feature_info(self) -> List[FeatureInfo]:
        return self._info


@BACKBONES.register_module()
class PlainNet(BaseBackbone):
    def __init__(self, stages, in_channels=3, out_indices=(0, 1)):
        super().__init__()
        self.out_indices = out_indices
        self._info = []
        self.stages = nn.ModuleDict()
        reduction = 1
        for i, cfg in enumerate(stages):
            layers = OrderedDict()
            for d in range(cfg.depth):
                stride = cfg.stride if d == 0 else 1
                layers[f"conv{d}"] = nn.Conv2d(in_channels, cfg.channels, 3, stride, 1, bias=False)
                layers[f"norm{d}"] = NORMS.build(cfg.norm, num_features=cfg.channels)
                layers[f"act{d}"] = cfg.activation.build()
                in_channels = cfg.channels
            reduction *= cfg.stride
            self.stages[f"stage{i}"] = nn.Sequential(layers)
            self._info.append(FeatureInfo(f"stage{i}", cfg.channels, reduction))

    def forward(self, x):
        outs = OrderedDict()
        for i, (name, stage) in enumerate(self.stages.items()):
            x = stage(x)
            if i in self.out_indices:
                outs[name] = x
        return outs


class MultiTask(nn.Module):
    def __init__(self, backbone, tasks: Dict[str, int]):
        super().__init__()
        self.backbone = backbone
        last = backbone.feature_info[-1]
        self.heads = nn.ModuleDict({t: nn.Linear(last.channels, n) for t, n in tasks.items()})
        self.log_vars = nn.ParameterDict({t: nn.Parameter(torch.zeros(())) for t in tasks})
        self.prompts = nn.ParameterList([nn.Parameter(torch.randn(last.channels)) for _ in range(2)])

    def forward(self, x):
        features = self.backbone(x)
        pooled = next(reversed(features.values())).mean(dim=[-2, -1])
        for prompt in self.prompts:
            pooled = pooled + 0.1 * prompt
        return {t: head(pooled) * torch.exp(-self.log_vars[t]) for t, head in self.heads.items()}


base = StageConfig(8)
stages = [
    base,
    replace(base, channels=12, depth=2, activation=Activation.MISH, norm=dict(type="GN", num_groups=3)),
    replace(base, channels=16, activation=Activation("silu")),
]
print(BACKBONES, "PlainNet" in BACKBONES, asdict(stages[1])["norm"])
torch.manual_seed(31)
model = MultiTask(BACKBONES.build(dict(type="PlainNet", stages=stages, out_indices=(1, 2))), {"age": 1, "colour": 4})
print(model.backbone.feature_info)
counts = defaultdict(int)
for module in model.modules():
    counts[type(module).__name__] += 1
print(sorted(counts.items()))
try:
    BaseBackbone()
except TypeError as error:
    print(type(error).__name__)
model.eval()
torch.onnx.export(model, (torch.randn(2, 3, 20, 20),), "multitask.onnx", dynamo=True, verbose=False)
