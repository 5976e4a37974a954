from collections import namedtuple

import torch
from torch import nn


def show(module, *args, **kwargs):
    print(torch.export.export(module.eval(), args, **kwargs).graph)


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(8, 24)
        self.proj = nn.Linear(8, 8, bias=False)
        self.register_buffer("mask", torch.ones(5, 5).tril())
        self.table = torch.arange(5)

    def forward(self, x, scale=0.5):
        b, n, d = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, 2, d // 2 // 1).permute(2, 0, 3, 1, 4).unbind(0)
        scores = (q @ k.transpose(-2, -1)) * scale
        scores = scores.masked_fill(self.mask == 0, float("-inf")) + self.table
        out = (scores.softmax(dim=-1) @ v).transpose(1, 2).reshape(b, n, d)
        return self.proj(out)


show(Attention(), torch.zeros(2, 5, 8))
show(Attention(), torch.zeros(2, 5, 8), 0.25)


class Indexing(nn.Module):
    def forward(self, x):
        y = x.clone()
        y[0] = 1
        y[:, 1:] = 2.0
        y[y > 1] = 0
        y[torch.tensor([0, 1])] = x[:2]
        y[0] += 1
        return y, x[0], x[..., None], x[-1, 1], x[[0, 2]], x[:, -1:]


show(Indexing(), torch.zeros(4, 3))


class Operators(nn.Module):
    def forward(self, x, flag):
        mask = (x > 0.5) & ~flag | flag ^ (x < 0)
        values, indices = x.max(dim=1)
        return [1 - x, 2 / x, 2**x, x % 2, 5 // x, -x, abs(x), x**2, x @ x.T, x.mT, mask], values, indices.sum()


show(Operators(), torch.ones(3, 3), torch.ones(3, 3, dtype=torch.bool))

Point = namedtuple("Point", ["left", "right"])


class Nested(nn.Module):
    def forward(self, pairs, *rest, key, **more):
        return {"sum": pairs["a"] + pairs["b"][0], "none": None, "list": [rest[0] * key, 3]}, more["other"]


show(Nested(), {"a": torch.ones(2), "b": (torch.ones(2),)}, torch.ones(1), kwargs={"key": 2.0, "other": torch.ones(3)})


class Mutation(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("total", torch.zeros(3))
        self.register_buffer("count", torch.tensor(0))
        self.constant = torch.ones(3)

    def forward(self, x):
        self.total.add_(x)
        self.count += 1
        y = x * self.constant + self.total
        self.total = self.total * 2
        return y + torch.tensor([1.0, 2.0, 3.0]) + self.total


show(Mutation(), torch.zeros(3))


class Factories(nn.Module):
    def forward(self, x):
        made = torch.zeros(2, 3) + torch.full((3,), 2.0) + torch.ones_like(x) + x.new_zeros(3)
        return made, torch.arange(3, dtype=x.dtype), x.to(torch.float64), x.float(), torch.cat([x, x], dim=-1), torch.rand(2)


show(Factories(), torch.zeros(2, 3))

batch = torch.export.Dim("batch")


class Dynamic(nn.Module):
    def forward(self, x):
        y = x.reshape(x.shape[0], -1)
        if x.shape[0] > 1:
            y = y + 1
        return y.mean(0)


program = torch.export.export(Dynamic(), (torch.zeros(4, 3, 2),), dynamic_shapes={"x": {0: batch}})
print([n for n in str(program.graph).split() if n.startswith("%") and "sym" not in n])
for forward in (
    lambda self, x: x if x.sum() > 0 else -x,
    lambda self, x: x.reshape(12, 2) if x.shape[0] == 4 else x,
):
    Dynamic.forward = forward
    try:
        torch.export.export(Dynamic(), (torch.zeros(4, 3, 2),), dynamic_shapes={"x": {0: batch}})
    except Exception as e:
        print(type(e).__name__)
