# torch.nn.utils, parametrizations, lazy layers, adaptive softmax.
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.modules.utils import _pair
from torch.nn.utils import parametrizations, parametrize, rnn


def values(t):
    return " ".join(f"{round(v, 2) + 0.0:.2f}" for v in t.detach().double().flatten().tolist()[:6])


def show(module, *args):
    print(module)
    with torch.no_grad():
        out = module(*args)
    print("   ", list(module.state_dict()))
    for o in out if isinstance(out, tuple) else [out]:
        print("   ", tuple(o.shape), values(o))


torch.manual_seed(3)
q, s, x = torch.randn(2, 5, 16), torch.randn(2, 4, 9), torch.randn(2, 4, 8, 8)
MAKERS = [
    (lambda: nn.utils.weight_norm(nn.Linear(16, 3)), q),
    (lambda: nn.utils.weight_norm(nn.Conv1d(4, 6, 3), dim=1), s),
    (lambda: nn.utils.weight_norm(nn.Linear(16, 3), dim=None), q),
    (lambda: nn.utils.remove_weight_norm(nn.utils.weight_norm(nn.Linear(16, 3))), q),
    (lambda: nn.utils.spectral_norm(nn.Linear(16, 3)), q),
    (lambda: nn.utils.spectral_norm(nn.ConvTranspose1d(4, 6, 3)).eval(), s),
    (lambda: parametrizations.weight_norm(nn.Conv1d(4, 6, 3)), s),
    (lambda: parametrizations.weight_norm(nn.Linear(16, 3), dim=1), q),
    (lambda: parametrizations.spectral_norm(nn.Conv1d(4, 6, 3)).eval(), s),
    (lambda: parametrizations.spectral_norm(nn.Linear(16, 3)), q),
    (lambda: nn.LazyLinear(3), q),
    (lambda: nn.LazyConv2d(6, 3, padding=1, groups=2), x),
    (lambda: nn.LazyConvTranspose1d(6, 3), s),
    (lambda: nn.LazyBatchNorm2d(), x),
    (lambda: nn.Sequential(nn.LazyLinear(4), nn.ReLU(), nn.LazyLinear(2, bias=False)), q),
]
for make, arg in MAKERS:
    torch.manual_seed(5)
    module = make()
    print(type(module).__name__)
    show(module, arg)


class Symmetric(nn.Module):
    def forward(self, X):
        return X.triu() + X.triu(1).transpose(-1, -2)


layer = nn.Linear(3, 3, bias=False)
nn.init.ones_(layer.weight)
parametrize.register_parametrization(layer, "weight", Symmetric())
print(layer, parametrize.is_parametrized(layer), parametrize.is_parametrized(layer, "bias"), isinstance(layer, nn.Linear))
print(values(layer.weight), [n for n, _ in layer.named_parameters()])
with parametrize.cached():
    print(layer.weight is layer.weight)
parametrize.remove_parametrizations(layer, "weight")
print(layer, type(layer).__name__, [n for n, _ in layer.named_parameters()])

torch.manual_seed(5)
adaptive = nn.AdaptiveLogSoftmaxWithLoss(16, 12, [4, 8], div_value=2.0)
print(adaptive)
result = adaptive(q[0], torch.tensor([0, 5, 11, 3, 7]))
print(values(result.output), values(result.loss), values(adaptive.log_prob(q[0])), adaptive.predict(q[0]).tolist())

lazy = nn.LazyLinear(3)
print(lazy.has_uninitialized_params(), lazy.in_features)
print(_pair(3), _pair([1, 2]))
print(values(rnn.pad_sequence([q[0, :2, :2], q[1, :3, :2]], batch_first=True, padding_value=-1.0)))
a, b = nn.Linear(2, 2), nn.Linear(2, 2)
nn.utils.vector_to_parameters(torch.arange(6.0), a.parameters())
print(values(nn.utils.parameters_to_vector(a.parameters())), nn.utils.clip_grad_norm_(b.parameters(), 1.0).item())
conv, bn = nn.Conv2d(4, 6, 3).eval(), nn.BatchNorm2d(6).eval()
nn.init.constant_(bn.running_mean, 0.5)
fused = nn.utils.fuse_conv_bn_eval(conv, bn)
with torch.no_grad():
    print(torch.allclose(fused(x), bn(conv(x)), atol=1e-5))
for wrong in [lambda: nn.utils.remove_weight_norm(nn.ReLU()), lambda: nn.AdaptiveLogSoftmaxWithLoss(4, 5, [3, 2])]:
    try:
        wrong()
    except ValueError as e:
        print(e)
