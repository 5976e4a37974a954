"""Constants of many elements: chains of element-wise operators over tensors, masks and random fills, in every dtype."""

import math

import torch


def show(name, value):
    flat = value.flatten()
    print(name, value.dtype, tuple(value.shape), flat[:: max(1, flat.numel() // 7)].tolist(), flat[-1].item())


torch.manual_seed(5)
n = 9001
i = torch.arange(n)
x = (i - 4000) / 333

# Initialisers that are recipes.
w = torch.empty(70, 130).uniform_(-0.9, 0.9)
w.erfinv_().mul_(0.02 * math.sqrt(2.0)).add_(0.5).clamp_(min=0.48, max=0.53)
show("trunc_normal", w)
show("half fill", torch.empty(4096, dtype=torch.bfloat16).uniform_(-1, 1).mul_(3).add_(0.25))
show("normal", torch.randn(64, 96) * 0.02 + 1)
show("odd normal", torch.randn(5003) * 0.02 + 1)
show("two fills", torch.rand(5000) + torch.rand(5000))
u = torch.rand(5000)
show("shared", (u + 1) * (u - 1) + u)

# One pass over several operators, in each type.
for dtype in (torch.float32, torch.float64, torch.float16, torch.bfloat16):
    y = x.to(dtype)
    show("chain", ((y * 3 + 1) / 7 - y.abs()).clamp(-20, 20))
    show("rounding", torch.round(y) + torch.floor(y) * 2 - torch.ceil(y) + torch.trunc(y))
    show("alpha", torch.add(y, y, alpha=0.5 if dtype == torch.float64 else 0.3) - torch.sub(y, 2, alpha=0.7))
    show("divide", torch.div(y, 0.7, rounding_mode="trunc") + torch.div(y, 0.7, rounding_mode="floor") + y % 0.9)
    show("square", y**2 + y.square() - torch.relu(y) + torch.sign(y) + 1 / (y + 0.0123))
    show("extremes", torch.maximum(y, -y) - torch.minimum(y, y * 2))
    show("select", torch.where(y > 1, y, -1.0).masked_fill(y < -3, float("-inf")))
    show("to float32", y.to(torch.float32) * 2)

for dtype in (torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8):
    y = i.to(dtype) if dtype in (torch.int64, torch.int32, torch.int16) else (i % 100).to(dtype)
    show("integers", y * 3 + 7 - y // 5)
    show("bits", (y & 12) | 1)
    show("compare", (y >= 50) ^ (y == 60))
    show("extremes", torch.maximum(y, y.flip(0)))
    show("select", torch.where(y > 20, y, 3))

# Masks.
rows = torch.arange(80).view(-1, 1)
columns = torch.arange(90).view(1, -1)
causal = columns <= rows
show("causal", causal)
show("mask", (1.0 - causal.float()) * torch.finfo(torch.float32).min)
show("window", torch.where(causal & (rows - columns < 9), 0.0, -math.inf))
show("not", ~causal | torch.logical_not(rows.expand(80, 90)))
show("bias", (rows - columns).abs().half() * -0.25)
show("broadcast", torch.arange(130).float() / 10 * w + w[:, :1])
show("positions", torch.outer(torch.arange(60).float(), 10000.0 ** (-torch.arange(0, 64, 2).float() / 64)).sin().bfloat16())
