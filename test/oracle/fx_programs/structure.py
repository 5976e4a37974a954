from dataclasses import dataclass
from typing import NamedTuple, Optional


@program(torch.randn(2, 4))
class TiedWeights(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(10, 4)
        self.head = nn.Linear(4, 10, bias=False)
        self.head.weight = self.embed.weight

    def forward(self, x):
        return self.head(x)


@program(torch.randn(2, 4))
class BufferCounter(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("steps", torch.zeros(1))
        self.register_buffer("scratch", torch.ones(4), persistent=False)

    def forward(self, x):
        self.steps.add_(1)
        self.scratch.mul_(0.9)
        return x * self.steps + self.scratch


@program(torch.randn(2, 4))
class BufferReplaced(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.zeros(4))

    def forward(self, x):
        self.mean = 0.9 * self.mean + 0.1 * x.mean(0)
        return x - self.mean


@program(torch.randn(2, 4), {"scale": torch.ones(4), "shift": [torch.zeros(4), torch.ones(4)]})
class NestedInputs(nn.Module):
    def forward(self, x, options):
        a, b = options["shift"]
        return {"out": x * options["scale"] + a, "more": (b, [x])}


@program(torch.randn(2, 4), kwargs={"bias": torch.ones(4), "scale": 2.0})
class Keywords(nn.Module):
    def forward(self, x, *, scale=1.0, bias=None, unused=None):
        y = x * scale
        return y if bias is None else y + bias


@program(torch.randn(2, 4), None, 3, True, "mean")
class Constants(nn.Module):
    def forward(self, x, mask, n, flag, mode):
        y = x * n
        if mask is not None:
            y = y * mask
        if flag:
            y = y.relu()
        return y.mean() if mode == "mean" else y.sum()


@program(torch.randn(2, 4), torch.randn(2, 4), torch.randn(2, 4), kwargs={"extra": torch.randn(4)})
class Variadic(nn.Module):
    def forward(self, x, *others, **options):
        for other in others:
            x = x + other
        return x * options["extra"]


class Pair(NamedTuple):
    first: torch.Tensor
    second: torch.Tensor


@program(torch.randn(2, 4))
class NamedOutput(nn.Module):
    def forward(self, x):
        return Pair(x + 1, x - 1)


@program(torch.randn(2, 4))
class NoneOutput(nn.Module):
    def forward(self, x):
        return x.relu(), None, 5, x


@program(torch.randn(2, 4))
class SharedModule(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.again = self.fc

    def forward(self, x):
        return self.again(self.fc(x))


@program(torch.randn(2, 4))
class ListsOfLayers(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(4, 4) for _ in range(3))
        self.heads = nn.ModuleDict({"a": nn.Linear(4, 2), "b": nn.Linear(4, 3)})
        self.scales = nn.ParameterList([nn.Parameter(torch.ones(4)) for _ in range(2)])

    def forward(self, x):
        for i, layer in enumerate(self.layers):
            x = layer(x) if i % 2 == 0 else x + layer(x)
        for scale in self.scales:
            x = x * scale
        return {name: head(x) for name, head in self.heads.items()}


@program(torch.randn(2, 4))
class TensorAttributes(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = torch.arange(4.0)
        self.inner = nn.Linear(4, 4)
        self.inner.scale = torch.tensor(2.0)

    def forward(self, x):
        return self.inner(x + self.table) * self.inner.scale + torch.tensor([1.0, 2.0, 3.0, 4.0])


@program(torch.randn(2, 4))
class SameOutputTwice(nn.Module):
    def forward(self, x):
        y = x + 1
        return y, y, x


@program(torch.randn(2, 4))
class NoGrad(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        y = self.fc(x).detach()
        return y * 2


@program(torch.randn(2, 4))
class Hooks(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.fc.register_forward_hook(lambda m, a, out: out * 2)
        self.fc.register_forward_pre_hook(lambda m, a: (a[0] + 1,))

    def forward(self, x):
        return self.fc(x)


@program(torch.randn(2, 4))
class UnusedParameters(nn.Module):
    def __init__(self):
        super().__init__()
        self.used = nn.Linear(4, 4)
        self.unused = nn.Linear(4, 7)
        self.register_buffer("idle", torch.zeros(2))

    def forward(self, x):
        return self.used(x)


@program(torch.randn(2, 4))
class Rotary(nn.Module):
    def __init__(self):
        super().__init__()
        inv = 1.0 / (10000 ** (torch.arange(0, 4, 2).float() / 4))
        self.register_buffer("inv_freq", inv, persistent=False)

    def forward(self, x):
        t = torch.arange(x.shape[0], device=x.device).type_as(self.inv_freq)
        freqs = torch.outer(t, self.inv_freq)
        emb = torch.cat((freqs, freqs), dim=-1)
        x1, x2 = x[..., : x.shape[-1] // 2], x[..., x.shape[-1] // 2 :]
        return x * emb.cos() + torch.cat((-x2, x1), dim=-1) * emb.sin()


@program(torch.randn(2, 4), torch.randn(1, 3, 4))
class Cache(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("cache", torch.zeros(1, 8, 4))

    def forward(self, x, new):
        self.cache[:, 2:5] = new
        return (self.cache @ x.T).sum(-1)
