"""Tensors of some million elements, made element by element: python constants.py NAME. Prints the seconds it took, and some elements."""

import math
import sys
import time

import torch

N = 4_000_000


def uniform():
    return torch.empty(N).uniform_(-0.1, 0.1)


def normal():
    return torch.empty(N).normal_(0.0, 0.02)


def trunc_normal():
    edge = math.erf(2 / math.sqrt(2))
    weight = torch.empty(N).uniform_(-edge, edge)
    return weight.erfinv_().mul_(0.02 * math.sqrt(2.0)).add_(0.0).clamp_(-0.04, 0.04)


def scaled():
    return (torch.randn(N) * 0.02 + 1).clamp(min=0.95) - 0.5


def half():
    return torch.randn(N).to(torch.bfloat16) * 3


def causal_mask():
    i = torch.arange(2000)
    return torch.where(i.view(1, -1) <= i.view(-1, 1), 0.0, float("-inf"))


def positions():
    frequencies = 10000.0 ** (-torch.arange(0, 512, 2).float() / 512)
    return torch.outer(torch.arange(4096).float(), frequencies).sin()


make = globals()[sys.argv[1]]
torch.manual_seed(0)
start = time.perf_counter()
value = make().flatten()
# A look at some elements has all of them computed.
seen = value[:: value.numel() // 7].tolist()
print(f"seconds {time.perf_counter() - start:.4f}")
print([round(x, 3) for x in seen])
