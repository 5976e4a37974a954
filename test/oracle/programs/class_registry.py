"""Classes that register themselves, tied weights, lambdas and partial functions as layers."""

import abc, enum, functools, itertools, math, operator, typing as T, warnings, contextlib, string, random, time, collections, pathlib, copy, types
import torch
from torch import nn
class Registry(dict):
    def register(self, *names):
        def wrap(f):
            for n in names: self[n] = f
            return f
        return wrap
LAYERS = Registry()
class Base(nn.Module, abc.ABC):
    registry: T.ClassVar[T.Dict[str, type]] = {}
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        if tag: Base.registry[tag] = cls
    @abc.abstractmethod
    def forward(self, x): ...
    @property
    def device(self): return next(self.parameters()).device
    @functools.cached_property
    def n(self): return sum(p.numel() for p in self.parameters())
class A(Base, tag="a"):
    def __init__(self, d): super().__init__(); self.l = nn.Linear(d, d)
    def forward(self, x): return self.l(x).sin()
class B(Base, tag="b"):
    def __init__(self, d): super().__init__(); self.w = nn.Parameter(torch.linspace(-1, 1, d))
    def forward(self, x): return x * self.w
@LAYERS.register("swish", "silu")
def swish(x, beta=1.0): return x * torch.sigmoid(beta * x)
class Lambda(nn.Module):
    def __init__(self, f): super().__init__(); self.f = f
    def forward(self, *a): return self.f(*a)
    def extra_repr(self): return getattr(self.f, "__name__", "lambda")
try:
    Base()
except TypeError as e:
    print(type(e).__name__)
torch.manual_seed(0)
mods = [Base.registry[t](4) for t in "abab"]
mods[2].l.weight = mods[0].l.weight
net = nn.Sequential(*itertools.chain.from_iterable((m, Lambda(functools.partial(LAYERS["silu"], beta=b))) for m, b in zip(mods, itertools.count(1, 0.5))), Lambda(operator.methodcaller("cumsum", -1)), Lambda(lambda x: functools.reduce(torch.maximum, x.unbind(-1))))
print(net, [m.n for m in mods], mods[0].device)
print(len(list(net.parameters())), len(net.state_dict()))
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    torch.onnx.export(net.eval(), (torch.randn(3, 4),), "n.onnx", dynamo=True)
