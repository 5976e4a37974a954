"""Decorators around models: script functions, jit.ignore and unused methods, torch.compile, checkpointing, autocast."""

from typing import Dict, List, Optional

import torch
import torch.nn as nn
import torch.utils.checkpoint as cp
from torch import Tensor


@torch.jit.script
def fused_add_gelu(bias: Tensor, y: Tensor) -> Tensor:
    x = bias + y
    return x * 0.5 * (1.0 + torch.erf(x / 1.41421))


@torch.compile
def rescale(x, low: float, high: float):
    return (x - x.amin()) / (x.amax() - x.amin() + 1e-6) * (high - low) + low


class DenseLayer(nn.Module):
    __constants__ = ["drop_rate"]

    def __init__(self, num_input_features: int, growth_rate: int, memory_efficient: bool = False) -> None:
        super().__init__()
        self.norm1 = nn.BatchNorm2d(num_input_features)
        self.conv1 = nn.Conv2d(num_input_features, growth_rate, kernel_size=1, bias=False)
        self.drop_rate: torch.jit.Final[float] = 0.0
        self.memory_efficient = memory_efficient

    def bn_function(self, inputs: List[Tensor]) -> Tensor:
        return self.conv1(torch.relu(self.norm1(torch.cat(inputs, 1))))

    @torch.jit.unused
    def any_requires_grad(self, input: List[Tensor]) -> bool:
        return any(tensor.requires_grad for tensor in input)

    @torch.jit.unused
    def call_checkpoint_bottleneck(self, input: List[Tensor]) -> Tensor:
        def closure(*inputs):
            return self.bn_function(inputs)

        return cp.checkpoint(closure, *input, use_reentrant=False)

    @torch.jit._overload_method
    def forward(self, input: List[Tensor]) -> Tensor:
        pass

    @torch.jit._overload_method
    def forward(self, input: Tensor) -> Tensor:
        pass

    def forward(self, input):
        prev_features = [input] if isinstance(input, Tensor) else input
        if self.memory_efficient and self.any_requires_grad(prev_features):
            if torch.jit.is_scripting():
                raise Exception("Memory Efficient not supported in JIT")
            return self.call_checkpoint_bottleneck(prev_features)
        return self.bn_function(prev_features)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 6, 3, padding=1)
        self.dense = nn.ModuleList([DenseLayer(6 + 4 * i, 4, memory_efficient=True) for i in range(3)])
        self.bias = nn.Parameter(torch.randn(18, 1, 1))
        self.names: Dict[str, int] = {"a": 1}

    @torch.jit.ignore
    def describe(self) -> str:
        return f"{len(self.dense)} layers"

    @torch.jit.export
    def features(self, x: Tensor) -> Tensor:
        outputs = [self.stem(x)]
        for layer in self.dense:
            outputs.append(layer(outputs))
        return torch.cat(outputs, 1)

    def forward(self, x: Tensor, scale: Optional[float] = None) -> Tensor:
        if not torch.jit.is_scripting() and not torch.jit.is_tracing():
            assert x.dim() == 4, f"expected 4 dimensions, got {x.dim()}"
        y = fused_add_gelu(self.bias, self.features(x))
        y = rescale(y, 0.0, 1.0)
        with torch.autocast("cpu", enabled=False):
            y = y.float() * (1.0 if scale is None else scale)
        return cp.checkpoint_sequential(nn.Sequential(nn.Tanh(), nn.Softplus()), 2, y, use_reentrant=False)


torch.manual_seed(27)
model = Net().eval()
print(model.describe(), torch.jit.is_scripting())
torch.onnx.export(model, (torch.randn(1, 3, 6, 6), 2.5), "net.onnx", dynamo=True, verbose=False)
