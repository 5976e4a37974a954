"""Attention within windows that look back, of lengths that are padded to a multiple."""

import torch, torch.nn as nn, torch.nn.functional as F
def look_around(x, back=1, fwd=0, pad=-1.0, dim=2):
    t = x.shape[1]
    dims = (len(x.shape) - dim) * (0, 0)
    p = F.pad(x, (*dims, back, fwd), value=pad)
    return torch.cat([p[:, i:i + t, ...] for i in range(fwd + back + 1)], dim=dim)
class Local(nn.Module):
    def __init__(self, dim=8, w=4, heads=2):
        super().__init__()
        self.w, self.h = w, heads
        self.qkv = nn.Linear(dim, dim * 3)
        self.rel = nn.Parameter(torch.randn(heads, w, 2 * w))
    def forward(self, x, mask=None):
        b, n, d = x.shape
        r = (-n) % self.w
        if r:
            x = F.pad(x, (0, 0, 0, r))
            mask = F.pad(mask, (0, r), value=False) if mask is not None else torch.arange(n + r)[None].expand(b, -1) < n
        q, k, v = (t.reshape(b, -1, self.h, d // self.h).transpose(1, 2).flatten(0, 1) for t in self.qkv(x).chunk(3, -1))
        bk = lambda t: t.reshape(t.shape[0], -1, self.w, t.shape[-1])
        q, k, v = map(bk, (q, k, v))
        k, v = look_around(k), look_around(v)
        pos = torch.arange(x.shape[1]).view(1, -1, self.w)
        kp = look_around(pos.float()[..., None], pad=-1.0).squeeze(-1)
        sim = torch.einsum("bhie,bhje->bhij", q, k) * (d // self.h) ** -0.5
        sim = sim + self.rel.repeat(b, 1, 1).unsqueeze(1)
        causal = (pos[..., None] < kp[..., None, :]) | (kp[..., None, :] == -1)
        sim = sim.masked_fill(causal, -torch.finfo(sim.dtype).max)
        if mask is not None:
            mk = look_around(mask.float().view(b, -1, self.w, 1), pad=0.0).squeeze(-1).bool().repeat_interleave(self.h, 0)
            sim = sim.masked_fill(~mk[:, :, None, :], -torch.finfo(sim.dtype).max)
        out = torch.einsum("bhij,bhje->bhie", sim.softmax(-1), v)
        return out.reshape(b, self.h, -1, d // self.h).transpose(1, 2).flatten(2)[:, :n]
torch.manual_seed(0)
torch.onnx.export(Local().eval(), (torch.randn(2, 10, 8),), "a.onnx", dynamo=True)
torch.onnx.export(Local().eval(), (torch.randn(2, 8, 8), torch.tensor([[True] * 8, [True] * 5 + [False] * 3])), "b.onnx", dynamo=True)
