"""Dictionaries, named tuples, None and numbers in inputs and outputs; keyword arguments only the forward names."""

import torch, torch.nn as nn
from typing import NamedTuple, Optional
from dataclasses import dataclass
from collections import namedtuple, OrderedDict
class Out(NamedTuple):
    logits: torch.Tensor
    aux: Optional[torch.Tensor] = None
Pair = namedtuple("Pair", "a b")
class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.Linear(4, 4)
    def forward(self, batch, scale=None, *extra, flag=True, **kw):
        x, (y, z) = batch["x"], batch["yz"]
        h = self.l(x)
        if scale is not None:
            h = h * scale
        for e in extra:
            h = h + e
        if not flag:
            h = -h
        for k in sorted(kw):
            h = h + kw[k]
        return {"out": Out(h, None if z is None else h * z), "list": [h.mean(0), [h.sum(), (y, )]], "pair": Pair(a=h[:1], b={"c": h.new_zeros(2), "n": 3, "s": None})}
torch.manual_seed(0)
m = M().eval()
b = {"x": torch.randn(2, 4), "yz": (torch.randn(2), torch.randn(4))}
torch.onnx.export(m, (b, None, torch.ones(4)), "a.onnx", kwargs=dict(flag=False, bias=torch.randn(4)), dynamo=True)
b2 = {"x": torch.randn(2, 4), "yz": [torch.randn(2), None]}
torch.onnx.export(m, (b2, torch.tensor(2.0)), "b.onnx", dynamo=True)
