"""EfficientNet: block configs as a dataclass with rounding rules, OrderedDict stages, squeeze and excitation, swish."""

import copy
import math
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Callable, List, Optional, Sequence, Tuple, Union

import torch
from torch import Tensor, nn


def _make_divisible(v: float, divisor: int = 8, min_value: Optional[int] = None) -> int:
    if min_value is None:
        min_value = divisor
    new_v = max(min_value, int(v + divisor / 2) // divisor * divisor)
    if new_v < 0.9 * v:
        new_v += divisor
    return new_v


@dataclass
class MBConvConfig:
    expand_ratio: float
    kernel: int
    stride: int
    input_channels: int
    out_channels: int
    num_layers: int
    fused: bool = False
    extra: List[str] = field(default_factory=list)

    @staticmethod
    def adjust_channels(channels: int, width_mult: float, min_value: Optional[int] = None) -> int:
        return _make_divisible(channels * width_mult, 4, min_value)

    def scaled(self, width: float, depth: float) -> "MBConvConfig":
        return replace(
            self,
            input_channels=self.adjust_channels(self.input_channels, width),
            out_channels=self.adjust_channels(self.out_channels, width),
            num_layers=int(math.ceil(self.num_layers * depth)),
        )


class ConvNormActivation(nn.Sequential):
    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Union[int, Tuple[int, int]] = 3,
        stride: int = 1,
        groups: int = 1,
        norm_layer: Optional[Callable[..., nn.Module]] = nn.BatchNorm2d,
        activation_layer: Optional[Callable[..., nn.Module]] = nn.SiLU,
    ) -> None:
        padding = (kernel_size - 1) // 2
        layers: List[Tuple[str, nn.Module]] = [
            (
                "conv",
                nn.Conv2d(
                    in_channels, out_channels, kernel_size, stride, padding, groups=groups, bias=norm_layer is None
                ),
            )
        ]
        if norm_layer is not None:
            layers.append(("norm", norm_layer(out_channels)))
        if activation_layer is not None:
            layers.append(("act", activation_layer(inplace=True)))
        super().__init__(OrderedDict(layers))
        self.out_channels = out_channels


class SqueezeExcitation(nn.Module):
    def __init__(
        self,
        input_channels: int,
        squeeze_channels: int,
        activation: Callable[..., nn.Module] = nn.ReLU,
        scale_activation: Callable[..., nn.Module] = nn.Sigmoid,
    ):
        super().__init__()
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc1 = nn.Conv2d(input_channels, squeeze_channels, 1)
        self.fc2 = nn.Conv2d(squeeze_channels, input_channels, 1)
        self.activation = activation()
        self.scale_activation = scale_activation()

    def _scale(self, input: Tensor) -> Tensor:
        scale = self.avgpool(input)
        scale = self.activation(self.fc1(scale))
        return self.scale_activation(self.fc2(scale))

    def forward(self, input: Tensor) -> Tensor:
        return self._scale(input) * input


class MBConv(nn.Module):
    def __init__(self, cnf: MBConvConfig, stochastic_depth_prob: float, norm_layer: Callable[..., nn.Module]) -> None:
        super().__init__()
        if not (1 <= cnf.stride <= 2):
            raise ValueError("illegal stride value")
        self.use_res_connect = cnf.stride == 1 and cnf.input_channels == cnf.out_channels
        block = partial(ConvNormActivation, norm_layer=norm_layer)
        layers = OrderedDict()
        expanded = MBConvConfig.adjust_channels(cnf.input_channels, cnf.expand_ratio)
        if cnf.fused:
            layers["fused"] = block(cnf.input_channels, expanded, kernel_size=cnf.kernel, stride=cnf.stride)
        else:
            if expanded != cnf.input_channels:
                layers["expand"] = block(cnf.input_channels, expanded, kernel_size=1)
            layers["depthwise"] = block(
                expanded, expanded, kernel_size=cnf.kernel, stride=cnf.stride, groups=expanded
            )
            layers["se"] = SqueezeExcitation(
                expanded, max(1, cnf.input_channels // 4), activation=partial(nn.SiLU, inplace=True)
            )
        layers["project"] = block(expanded, cnf.out_channels, kernel_size=1, activation_layer=None)
        self.block = nn.Sequential(layers)
        self.p = stochastic_depth_prob

    def forward(self, input: Tensor) -> Tensor:
        result = self.block(input)
        if self.use_res_connect:
            if self.training and self.p > 0:
                result = torch.nn.functional.dropout(result, self.p)
            result += input
        return result


class EfficientNet(nn.Module):
    def __init__(
        self,
        settings: Sequence[MBConvConfig],
        dropout: float = 0.2,
        stochastic_depth_prob: float = 0.2,
        num_classes: int = 10,
        **kwargs: Any,
    ) -> None:
        super().__init__()
        norm_layer = kwargs.pop("norm_layer", None) or nn.BatchNorm2d
        assert not kwargs, kwargs
        first = settings[0].input_channels
        layers: List[nn.Module] = [ConvNormActivation(3, first, stride=2, norm_layer=norm_layer)]
        total = sum(cnf.num_layers for cnf in settings)
        block_id = 0
        for cnf in settings:
            stage: List[nn.Module] = []
            for _ in range(cnf.num_layers):
                block_cnf = copy.copy(cnf)
                if stage:
                    block_cnf.input_channels = block_cnf.out_channels
                    block_cnf.stride = 1
                sd_prob = stochastic_depth_prob * float(block_id) / total
                stage.append(MBConv(block_cnf, sd_prob, norm_layer))
                block_id += 1
            layers.append(nn.Sequential(*stage))
        last = settings[-1].out_channels
        layers.append(ConvNormActivation(last, 4 * last, kernel_size=1, norm_layer=norm_layer))
        self.features = nn.Sequential(*layers)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Sequential(nn.Dropout(p=dropout, inplace=True), nn.Linear(4 * last, num_classes))
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.kaiming_normal_(m.weight, mode="fan_out")
                if m.bias is not None:
                    nn.init.zeros_(m.bias)
            elif isinstance(m, (nn.BatchNorm2d, nn.GroupNorm)):
                nn.init.ones_(m.weight)
                nn.init.zeros_(m.bias)
            elif isinstance(m, nn.Linear):
                init_range = 1.0 / math.sqrt(m.out_features)
                nn.init.uniform_(m.weight, -init_range, init_range)
                nn.init.zeros_(m.bias)

    def forward(self, x: Tensor) -> Tensor:
        x = self.features(x)
        x = self.avgpool(x)
        x = torch.flatten(x, 1)
        return self.classifier(x)


BASE = [
    MBConvConfig(1, 3, 1, 8, 8, 1, fused=True),
    MBConvConfig(4, 3, 2, 8, 12, 2),
    MBConvConfig(expand_ratio=4, kernel=5, stride=2, input_channels=12, out_channels=16, num_layers=1),
]
torch.manual_seed(12)
for width, depth in ((1.0, 1.0), (1.4, 1.2)):
    settings = [cnf.scaled(width, depth) for cnf in BASE]
    print(settings[-1])
    model = EfficientNet(settings, norm_layer=partial(nn.BatchNorm2d, eps=1e-3, momentum=0.01))
    model.eval()
    print(list(dict(model.named_modules()))[-12:])
    torch.onnx.export(
        model,
        args=(torch.rand(2, 3, 32, 48),),
        f=f"efficientnet_{width}.onnx",
        dynamic_shapes=({0: "batch", 2: "height", 3: "width"},),
        dynamo=True,
        verbose=False,
    )
