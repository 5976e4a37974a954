"""Parametrised weights: weight_norm and spectral_norm in both styles, an own parametrisation, hooks that change inputs."""

import torch
import torch.nn as nn
import torch.nn.utils.parametrize as parametrize
from torch.nn.utils import parametrizations, remove_weight_norm, spectral_norm, weight_norm


class Symmetric(nn.Module):
    def forward(self, X):
        return X.triu() + X.triu(1).transpose(-1, -2)


class MatrixExponential(nn.Module):
    def forward(self, X):
        return torch.matrix_exp(X)


class Skew(nn.Module):
    def forward(self, X):
        A = X.triu(1)
        return A - A.transpose(-1, -2)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = weight_norm(nn.Conv1d(4, 6, 3, padding=1))
        self.b = parametrizations.weight_norm(nn.Linear(6, 6), dim=0)
        self.c = spectral_norm(nn.Linear(6, 5), n_power_iterations=2)
        self.d = parametrizations.spectral_norm(nn.Linear(5, 5))
        self.e = nn.Linear(5, 5)
        parametrize.register_parametrization(self.e, "weight", Symmetric())
        self.f = parametrizations.orthogonal(nn.Linear(5, 5, bias=False), orthogonal_map="householder")
        self.g = remove_weight_norm(weight_norm(nn.Linear(5, 5), name="weight"))

    def forward(self, x):
        x = torch.relu(self.a(x)).mean(-1)
        x = self.d(torch.tanh(self.c(self.b(x))))
        return self.g(self.f(self.e(x)))


torch.manual_seed(19)
model = Model()
print(sorted(model.state_dict()))
model.c.register_forward_pre_hook(lambda module, args: (args[0] * 2,))
model.e.register_forward_hook(lambda module, args, output: output + args[0])
model.b.register_forward_pre_hook(
    lambda module, args, kwargs: ((args[0].clamp(max=1.5),), kwargs), with_kwargs=True
)
print(parametrize.is_parametrized(model.e), type(model.e).__name__)
model.eval()
torch.onnx.export(model, (torch.randn(3, 4, 8),), "norms.onnx", dynamo=True, verbose=False)
