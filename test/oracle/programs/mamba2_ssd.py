"""State space duality in chunks: segment sums, einsum of four operands, a gated norm."""

import torch, torch.nn as nn, torch.nn.functional as F, math
from typing import NamedTuple
from dataclasses import dataclass
@dataclass
class Args:
    d_model: int = 8
    d_state: int = 4
    d_conv: int = 3
    expand: int = 2
    headdim: int = 4
    chunk: int = 4
    def __post_init__(self):
        self.d_inner = self.expand * self.d_model
        assert self.d_inner % self.headdim == 0
        self.nheads = self.d_inner // self.headdim
def segsum(x):
    T = x.size(-1)
    x = x[..., None].repeat(1, 1, 1, 1, T) if x.dim() == 4 else x[..., None].repeat_interleave(T, -1)
    mask = torch.tril(torch.ones(T, T, dtype=torch.bool), diagonal=-1)
    x = x.masked_fill(~mask, 0)
    s = torch.cumsum(x, dim=-2)
    return s.masked_fill(~torch.tril(torch.ones(T, T, dtype=torch.bool), diagonal=0), -torch.inf)
def ssd(x, A, B, C, c):
    b, l, h, p = x.shape
    x, A, B, C = (t.reshape(b, l // c, c, *t.shape[2:]) for t in (x, A, B, C))
    A = A.permute(0, 3, 1, 2)
    A_cum = torch.cumsum(A, -1)
    L = torch.exp(segsum(A))
    Y = torch.einsum("bclhn,bcshn,bhcls,bcshp->bclhp", C, B, L, x)
    decay = torch.exp(A_cum[:, :, :, -1:] - A_cum)
    st = torch.einsum("bclhn,bhcl,bclhp->bchpn", B, decay, x)
    st = torch.cat([torch.zeros_like(st[:, :1]), st], 1)
    dc = torch.exp(segsum(F.pad(A_cum[:, :, :, -1], (1, 0)).unsqueeze(2))).squeeze(2)
    ns = torch.einsum("bhzc,bchpn->bzhpn", dc, st)
    st, fin = ns[:, :-1], ns[:, -1]
    Yo = torch.einsum("bclhn,bchpn,bhcl->bclhp", C, st, torch.exp(A_cum))
    return (Y + Yo).reshape(b, l, h, p), fin
class RMSNorm(nn.Module):
    def __init__(self, d, eps=1e-5):
        super().__init__(); self.eps = eps; self.weight = nn.Parameter(torch.ones(d))
    def forward(self, x, z=None):
        if z is not None:
            x = x * F.silu(z)
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight
class Mamba2(nn.Module):
    def __init__(self, a: Args):
        super().__init__()
        self.a = a
        self.in_proj = nn.Linear(a.d_model, 2 * a.d_inner + 2 * a.d_state + a.nheads, bias=False)
        cd = a.d_inner + 2 * a.d_state
        self.conv1d = nn.Conv1d(cd, cd, a.d_conv, groups=cd, padding=a.d_conv - 1)
        self.dt_bias = nn.Parameter(torch.rand(a.nheads))
        self.A_log = nn.Parameter(torch.log(torch.arange(1, a.nheads + 1).float()))
        self.D = nn.Parameter(torch.ones(a.nheads))
        self.norm = RMSNorm(a.d_inner)
        self.out_proj = nn.Linear(a.d_inner, a.d_model, bias=False)
    def forward(self, u):
        a = self.a
        A = -torch.exp(self.A_log)
        z, xBC, dt = torch.split(self.in_proj(u), [a.d_inner, a.d_inner + 2 * a.d_state, a.nheads], dim=-1)
        dt = F.softplus(dt + self.dt_bias)
        xBC = F.silu(self.conv1d(xBC.transpose(1, 2)).transpose(1, 2)[:, : u.shape[1], :])
        x, B, C = torch.split(xBC, [a.d_inner, a.d_state, a.d_state], dim=-1)
        x = x.unflatten(-1, (a.nheads, a.headdim))
        B, C = (t.unsqueeze(2).expand(-1, -1, a.nheads, -1) for t in (B, C))
        y, st = ssd(x * dt.unsqueeze(-1), A * dt, B, C, a.chunk)
        y = (y + x * self.D[None, None, :, None]).flatten(2)
        return self.out_proj(self.norm(y, z)), st
torch.manual_seed(0)
torch.onnx.export(Mamba2(Args()).eval(), (torch.randn(2, 12, 8),), "m2.onnx", dynamo=True)
