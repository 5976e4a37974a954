"""Saves programs with torch.export.save, and records for each the inputs and the outputs of the loaded program.

Usage: python save.py DIRECTORY OUT.jsonl. Inputs beside the example's are given where sizes are dynamic.
"""

import json
import os
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.export import Dim, export

from recording import tensors

BATCH = Dim("batch", min=2, max=64)


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))

    def forward(self, x):
        return torch.sigmoid(self.layers(x))


class ConvNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 6, 3, stride=2, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(6)
        self.pool = nn.AdaptiveAvgPool2d(1)

    def forward(self, x):
        return self.pool(F.silu(self.norm(self.conv(x)))).flatten(1)


class Structured(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("temporary", torch.ones(3), persistent=False)
        self.register_buffer("narrow", torch.arange(3.0).half())
        self.constant = torch.tensor([1.0, 2.0, 3.0])

    def forward(self, x, scale=2.0, extra=None):
        y = x * scale + self.temporary + self.constant + self.narrow.float()
        a, b = y.split([1, 2], dim=1)
        top = extra["z"].max(dim=0, keepdim=True)
        return {"y": torch.where(y > 0, y, -float("inf")).clamp(min=-3.0), "parts": (a, b), "top": top.values, "at": top.indices}


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(11, 6)
        self.head = nn.Linear(6, 11, bias=False)
        self.head.weight = self.embed.weight
        self.view = nn.Parameter(torch.randn(4, 6).t())

    def forward(self, ids):
        return self.head(torch.tanh(self.embed(ids) @ self.view @ self.view.t()))


class Counter(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("steps", torch.zeros(2))

    def forward(self, x):
        self.steps.add_(1)
        return x + self.steps


class Branch(nn.Module):
    def forward(self, x):
        return torch.cond(x.sum() > 0, lambda t: t * 2, lambda t: t - 1, (x,))


class Sizes(nn.Module):
    def forward(self, x):
        n, c, h, w = x.shape
        y = x.reshape(n, c // 2, 2, h, w).mean(2)
        return y.flatten(2).transpose(1, 2), x.new_zeros(n, h * 2), torch.arange(w) + h


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(8, 24)

    def forward(self, x):
        n, t, _ = x.shape
        q, k, v = self.qkv(x).view(n, t, 3, 2, 4).permute(2, 0, 3, 1, 4)
        return F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(n, t, 8)


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 5, num_layers=2, batch_first=True, bidirectional=True)

    def forward(self, x):
        y, (h, c) = self.lstm(x)
        return y[:, -1], h, c


class InPlace(nn.Module):
    def forward(self, x):
        y = x.clone()
        y[:, 0] = 0
        y[:, 1:].mul_(2)
        y.masked_fill_(y < 0, 0.5)
        return y


class Resize(nn.Module):
    def forward(self, x):
        up = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
        return F.pad(up, (1, 0, 0, 2), value=1.5), F.avg_pool2d(x, 2)


class Gathered(nn.Module):
    def forward(self, x, index):
        sums = torch.zeros(4, x.size(1)).index_add(0, index, x)
        return sums, x[index], torch.stack([x.amax(0), x.std(0)]), *x.topk(2, dim=1)


class Concat(nn.Module):
    def forward(self, xs):
        return torch.cat(xs, dim=1), [t.cumsum(0) for t in xs]


class Typed(nn.Module):
    def forward(self, x, n):
        return x.to(torch.float16) * 2, (n // 3).to(torch.int32), n % 5 == 0, torch.full_like(x, 7, dtype=torch.int64)


encoder = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)
CASES = {
    "mlp": (Mlp(), (torch.randn(2, 4),), None, None),
    "mlp_dynamic": (Mlp(), (torch.randn(5, 4),), ({0: BATCH},), (torch.randn(9, 4),)),
    "convnet": (ConvNet().eval(), (torch.randn(2, 3, 16, 16),), ({0: BATCH},), (torch.randn(3, 3, 16, 16),)),
    "convnet_decomposed": (ConvNet().eval(), (torch.randn(1, 3, 16, 16),), None, None),
    "structured": (Structured(), (torch.randn(5, 3), 2.0, {"z": torch.randn(6, 3)}), ({0: BATCH}, None, {"z": {0: Dim.AUTO}}), None),
    "tied": (Tied(), (torch.randint(0, 11, (2, 5)),), ({0: BATCH, 1: Dim.AUTO},), (torch.randint(0, 11, (3, 7)),)),
    "counter": (Counter(), (torch.randn(2),), None, None),
    "branch": (Branch(), (torch.ones(3),), None, (-torch.ones(3),)),
    "sizes": (Sizes(), (torch.randn(2, 4, 6, 5),), ({0: Dim.AUTO, 2: Dim.AUTO, 3: Dim.AUTO},), (torch.randn(3, 4, 7, 8),)),
    "attention": (Attention(), (torch.randn(2, 6, 8),), ({0: BATCH, 1: Dim.AUTO},), (torch.randn(4, 9, 8),)),
    "encoder": (encoder.eval(), (torch.randn(2, 5, 8),), None, None),
    "encoder_training": (nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, batch_first=True), (torch.randn(2, 5, 8),), None, None),
    "recurrent": (Recurrent(), (torch.randn(2, 6, 4),), None, None),
    "in_place": (InPlace(), (torch.randn(3, 4),), None, None),
    "in_place_decomposed": (InPlace(), (torch.randn(3, 4),), None, None),
    "resize": (Resize(), (torch.randn(1, 2, 6, 8),), None, None),
    "gathered": (Gathered(), (torch.randn(6, 3), torch.tensor([0, 1, 3, 3, 0, 2])), None, None),
    "concat": (Concat(), ([torch.randn(3, 2), torch.randn(3, 4)],), None, None),
    "typed": (Typed(), (torch.randn(2, 3), torch.arange(6)), None, None),
    "group_norm": (nn.Sequential(nn.Conv1d(4, 8, 3, padding=1), nn.GroupNorm(2, 8), nn.GELU()), (torch.randn(2, 4, 9),), ({0: BATCH},), (torch.randn(6, 4, 9),)),
}


def main(directory, out):
    with open(out, "w", encoding="utf8") as sink:
        for name, (model, args, dynamic, other) in CASES.items():
            program = export(model, args, dynamic_shapes=dynamic)
            if name.endswith("_decomposed"):
                program = program.run_decompositions()
            path = os.path.join(directory, f"{name}.pt2")
            torch.export.save(program, path)
            runs = []
            for inputs in (args, other):
                if inputs is None:
                    continue
                loaded = torch.export.load(path).module()
                with torch.no_grad():
                    outputs = loaded(*inputs)
                runs.append({"inputs": tensors(inputs), "outputs": tensors(outputs)})
            sink.write(json.dumps({"name": name, "runs": runs}) + "\n")


torch.manual_seed(577)
main(*sys.argv[1:])
