"""Linear recurrences: RWKV time mixing with a loop over steps, linear attention by cumulative sums, a chunked retention layer."""

import math
from types import SimpleNamespace

import torch
import torch.nn as nn
from torch.nn import functional as F


class TimeMix(nn.Module):
    def __init__(self, args, layer_id):
        super().__init__()
        self.args = args
        with torch.no_grad():
            ratio_0_to_1 = layer_id / (args.n_layer - 1)
            ratio_1_to_almost0 = 1.0 - (layer_id / args.n_layer)
            ddd = torch.ones(1, 1, args.n_embd)
            for i in range(args.n_embd):
                ddd[0, 0, i] = i / args.n_embd
            decay_speed = torch.ones(args.n_embd)
            for h in range(args.n_embd):
                decay_speed[h] = -5 + 8 * (h / (args.n_embd - 1)) ** (0.7 + 1.3 * ratio_0_to_1)
            self.time_decay = nn.Parameter(decay_speed)
            zigzag = torch.tensor([(i + 1) % 3 - 1 for i in range(args.n_embd)]) * 0.5
            self.time_first = nn.Parameter(torch.ones(args.n_embd) * math.log(0.3) + zigzag)
            self.time_mix_k = nn.Parameter(torch.pow(ddd, ratio_1_to_almost0))
            self.time_mix_v = nn.Parameter(torch.pow(ddd, ratio_1_to_almost0) + 0.3 * ratio_0_to_1)
            self.time_mix_r = nn.Parameter(torch.pow(ddd, 0.5 * ratio_1_to_almost0))
        self.time_shift = nn.ZeroPad2d((0, 0, 1, -1))
        self.key = nn.Linear(args.n_embd, args.n_embd, bias=False)
        self.value = nn.Linear(args.n_embd, args.n_embd, bias=False)
        self.receptance = nn.Linear(args.n_embd, args.n_embd, bias=False)
        self.output = nn.Linear(args.n_embd, args.n_embd, bias=False)

    def forward(self, x):
        B, T, C = x.size()
        xx = self.time_shift(x)
        xk = x * self.time_mix_k + xx * (1 - self.time_mix_k)
        xv = x * self.time_mix_v + xx * (1 - self.time_mix_v)
        xr = x * self.time_mix_r + xx * (1 - self.time_mix_r)
        k = self.key(xk)
        v = self.value(xv)
        sr = torch.sigmoid(self.receptance(xr))
        w, u = -torch.exp(self.time_decay), self.time_first
        aa, bb, pp = torch.zeros(B, C), torch.zeros(B, C), torch.full((B, C), -1e38)
        out = []
        for t in range(T):
            kk, vv = k[:, t], v[:, t]
            ww = u + kk
            qq = torch.maximum(pp, ww)
            e1, e2 = torch.exp(pp - qq), torch.exp(ww - qq)
            out.append((e1 * aa + e2 * vv) / (e1 * bb + e2))
            ww = w + pp
            qq = torch.maximum(ww, kk)
            e1, e2 = torch.exp(ww - qq), torch.exp(kk - qq)
            aa, bb, pp = e1 * aa + e2 * vv, e1 * bb + e2, qq
        return self.output(sr * torch.stack(out, 1))


class ChannelMix(nn.Module):
    def __init__(self, args):
        super().__init__()
        self.time_shift = nn.ZeroPad2d((0, 0, 1, -1))
        self.time_mix_k = nn.Parameter(torch.rand(1, 1, args.n_embd))
        self.key = nn.Linear(args.n_embd, 4 * args.n_embd, bias=False)
        self.receptance = nn.Linear(args.n_embd, args.n_embd, bias=False)
        self.value = nn.Linear(4 * args.n_embd, args.n_embd, bias=False)

    def forward(self, x):
        xk = torch.lerp(self.time_shift(x), x, self.time_mix_k)
        k = torch.square(torch.relu(self.key(xk)))
        return torch.sigmoid(self.receptance(x)) * self.value(k)


class LinearAttention(nn.Module):
    def __init__(self, dim, heads=2):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)

    def forward(self, x):
        q, k, v = (t.unflatten(-1, (self.heads, -1)).transpose(1, 2) for t in self.qkv(x).chunk(3, -1))
        q, k = F.elu(q) + 1, F.elu(k) + 1
        kv = torch.cumsum(k.unsqueeze(-1) * v.unsqueeze(-2), dim=2)
        z = 1 / torch.einsum("bhnd,bhnd->bhn", q, k.cumsum(2) + 1e-6)
        return torch.einsum("bhnd,bhndm,bhn->bhnm", q, kv, z).transpose(1, 2).flatten(2)


class Retention(nn.Module):
    def __init__(self, dim, heads=2):
        super().__init__()
        self.heads, self.dim = heads, dim
        self.gammas = (1 - torch.exp(torch.linspace(math.log(1 / 32), math.log(1 / 512), heads))).tolist()
        self.qkv = nn.Linear(dim, 3 * dim, bias=False)
        self.group_norm = nn.GroupNorm(heads, dim, affine=False)

    def decay(self, n, gamma):
        i, j = torch.arange(n).unsqueeze(1), torch.arange(n).unsqueeze(0)
        D = (gamma ** (i - j)) * (i >= j).float()
        D[D != D] = 0
        return D

    def forward(self, x):
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        decay = torch.stack([self.decay(n, g) for g in self.gammas])
        y = (q @ k.transpose(-1, -2) * decay) @ v
        y = y.transpose(1, 2).reshape(-1, self.dim)
        return self.group_norm(y).view(b, n, self.dim)


class Model(nn.Module):
    def __init__(self, args):
        super().__init__()
        self.emb = nn.Embedding(args.vocab_size, args.n_embd)
        self.blocks = nn.ModuleList()
        for i in range(args.n_layer):
            self.blocks.append(
                nn.ModuleDict(
                    {
                        "ln1": nn.LayerNorm(args.n_embd),
                        "att": TimeMix(args, i),
                        "ln2": nn.LayerNorm(args.n_embd),
                        "ffn": ChannelMix(args),
                    }
                )
            )
        self.linear_attention = LinearAttention(args.n_embd)
        self.retention = Retention(args.n_embd)
        self.head = nn.Linear(args.n_embd, args.vocab_size, bias=False)

    def forward(self, idx):
        x = self.emb(idx)
        for block in self.blocks:
            x = x + block["att"](block["ln1"](x))
            x = x + block.ffn(block.ln2(x))
        x = x + self.linear_attention(x) + self.retention(x)
        return self.head(x)


torch.manual_seed(17)
args = SimpleNamespace(n_layer=2, n_embd=12, vocab_size=21)
model = Model(args)
print(args, model.blocks[0].keys())
batch = torch.export.Dim("batch", min=1, max=16)
torch.onnx.export(
    model, (torch.randint(0, 21, (2, 7)),), "rwkv.onnx", dynamic_shapes=({0: batch},), dynamo=True, verbose=False
)
