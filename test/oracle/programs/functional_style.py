"""Functions more than modules: parameters in plain dicts, functional_call, vmap over ensembles, a hypernetwork, closures exported as modules."""

import copy
from collections import namedtuple
from contextlib import nullcontext
from typing import Any, Callable, Dict, Mapping, NamedTuple, Sequence

import torch
from torch import nn
from torch.func import functional_call, stack_module_state, vmap

Outputs = namedtuple("Outputs", ["logits", "features"])


class State(NamedTuple):
    hidden: torch.Tensor
    count: torch.Tensor


def dense(params: Mapping[str, torch.Tensor], x: torch.Tensor, activation: Callable = torch.tanh) -> torch.Tensor:
    return activation(torch.addmm(params["b"], x, params["w"]))


def init_mlp(sizes: Sequence[int], generator: torch.Generator) -> Dict[str, Dict[str, torch.Tensor]]:
    return {
        f"layer{i}": {
            "w": torch.randn(n, m, generator=generator) / n**0.5,
            "b": torch.zeros(m),
        }
        for i, (n, m) in enumerate(zip(sizes, sizes[1:]))
    }


class FromFunction(nn.Module):
    """Makes a module of a function and a tree of tensors."""

    def __init__(self, function: Callable, params: Any):
        super().__init__()
        self.function = function
        self.layout = {}
        for layer, tensors in params.items():
            for name, value in tensors.items():
                key = f"{layer}_{name}"
                self.register_parameter(key, nn.Parameter(value))
                self.layout.setdefault(layer, {})[name] = key

    def forward(self, *args, **kwargs):
        params = {layer: {n: getattr(self, k) for n, k in names.items()} for layer, names in self.layout.items()}
        return self.function(params, *args, **kwargs)


def mlp(params, x):
    *hidden, last = params.values()
    for layer in hidden:
        x = dense(layer, x)
    return Outputs(logits=dense(last, x, activation=lambda t: t), features=x)


class Ensemble(nn.Module):
    def __init__(self, models):
        super().__init__()
        self.params, self.buffers_ = stack_module_state(models)
        for name, value in self.params.items():
            self.register_parameter(name.replace(".", "_"), nn.Parameter(value))
        self.names = list(self.params)
        base = copy.deepcopy(models[0])
        self.call = lambda params, x: functional_call(base, params, (x,))

    def forward(self, x):
        params = {name: getattr(self, name.replace(".", "_")) for name in self.names}
        return vmap(self.call, in_dims=(0, None))(params, x)


class HyperNetwork(nn.Module):
    def __init__(self, z_dim=4, n=6):
        super().__init__()
        self.target = nn.Linear(n, n)
        self.make = nn.Linear(z_dim, n * n + n)
        self.n = n

    def forward(self, x, z):
        flat = self.make(z)
        weight, bias = flat[: self.n**2].view(self.n, self.n), flat[self.n**2 :]
        return functional_call(self.target, {"weight": weight, "bias": bias}, x)


def scan_cell(cell: nn.GRUCell, state: State, x: torch.Tensor) -> State:
    return State(cell(x, state.hidden), state.count + 1)


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.GRUCell(3, 5)

    def forward(self, xs: torch.Tensor, state: State) -> State:
        for x in xs.unbind(1):
            state = scan_cell(self.cell, state, x)
        return state._replace(hidden=state.hidden.clamp(-0.5, 0.5))


class Pairwise(nn.Module):
    def forward(self, x, y):
        kernel = vmap(vmap(lambda a, b: torch.exp(-((a - b) ** 2).sum()), in_dims=(None, 0)), in_dims=(0, None))
        return kernel(x, y), vmap(torch.dot)(x, x)


generator = torch.Generator().manual_seed(5)
model = FromFunction(mlp, init_mlp([4, 8, 6, 2], generator))
print(sorted(model.state_dict()), model(torch.zeros(1, 4))._fields)
with torch.no_grad() if True else nullcontext():
    torch.onnx.export(model, (torch.randn(3, 4),), "mlp.onnx", dynamic_shapes=(({0: "n"},),), dynamo=True, verbose=False)
torch.manual_seed(2)
models = [nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 2)) for _ in range(3)]
torch.onnx.export(Ensemble(models), (torch.randn(3, 4),), "ensemble.onnx", dynamo=True, verbose=False)
torch.onnx.export(HyperNetwork(), (torch.randn(2, 6), torch.randn(4)), "hyper.onnx", dynamo=True, verbose=False)
state = State(torch.zeros(2, 5), torch.tensor(0))
torch.onnx.export(Recurrent(), (torch.randn(2, 4, 3), state), "recurrent.onnx", dynamo=True, verbose=False)
torch.onnx.export(Pairwise(), (torch.randn(3, 4), torch.randn(5, 4)), "pairwise.onnx", dynamo=True, verbose=False)
