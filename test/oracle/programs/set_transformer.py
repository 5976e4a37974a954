"""Permutation-invariant models and attention zoo: Set Transformer, DeepSets, Linformer, Performer features, ALiBi, talking heads, memory network."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


class MAB(nn.Module):
    def __init__(self, dim_Q, dim_K, dim_V, num_heads, ln=False):
        super(MAB, self).__init__()
        self.dim_V = dim_V
        self.num_heads = num_heads
        self.fc_q = nn.Linear(dim_Q, dim_V)
        self.fc_k = nn.Linear(dim_K, dim_V)
        self.fc_v = nn.Linear(dim_K, dim_V)
        if ln:
            self.ln0 = nn.LayerNorm(dim_V)
            self.ln1 = nn.LayerNorm(dim_V)
        self.fc_o = nn.Linear(dim_V, dim_V)

    def forward(self, Q, K):
        Q = self.fc_q(Q)
        K, V = self.fc_k(K), self.fc_v(K)
        dim_split = self.dim_V // self.num_heads
        Q_ = torch.cat(Q.split(dim_split, 2), 0)
        K_ = torch.cat(K.split(dim_split, 2), 0)
        V_ = torch.cat(V.split(dim_split, 2), 0)
        A = torch.softmax(Q_.bmm(K_.transpose(1, 2)) / math.sqrt(self.dim_V), 2)
        O = torch.cat((Q_ + A.bmm(V_)).split(Q.size(0), 0), 2)
        O = O if getattr(self, "ln0", None) is None else self.ln0(O)
        O = O + F.relu(self.fc_o(O))
        O = O if getattr(self, "ln1", None) is None else self.ln1(O)
        return O


class ISAB(nn.Module):
    def __init__(self, dim_in, dim_out, num_heads, num_inds, ln=False):
        super(ISAB, self).__init__()
        self.I = nn.Parameter(torch.Tensor(1, num_inds, dim_out))
        nn.init.xavier_uniform_(self.I)
        self.mab0 = MAB(dim_out, dim_in, dim_out, num_heads, ln=ln)
        self.mab1 = MAB(dim_in, dim_out, dim_out, num_heads, ln=ln)

    def forward(self, X):
        H = self.mab0(self.I.repeat(X.size(0), 1, 1), X)
        return self.mab1(X, H)


class PMA(nn.Module):
    def __init__(self, dim, num_heads, num_seeds, ln=False):
        super(PMA, self).__init__()
        self.S = nn.Parameter(torch.Tensor(1, num_seeds, dim))
        nn.init.xavier_uniform_(self.S)
        self.mab = MAB(dim, dim, dim, num_heads, ln=ln)

    def forward(self, X):
        return self.mab(self.S.repeat(X.size(0), 1, 1), X)


class SetTransformer(nn.Module):
    def __init__(self, dim_input, num_outputs, dim_output, num_inds=5, dim_hidden=12, num_heads=3, ln=True):
        super(SetTransformer, self).__init__()
        self.enc = nn.Sequential(
            ISAB(dim_input, dim_hidden, num_heads, num_inds, ln=ln),
            ISAB(dim_hidden, dim_hidden, num_heads, num_inds, ln=ln),
        )
        self.dec = nn.Sequential(
            nn.Dropout(), PMA(dim_hidden, num_heads, num_outputs, ln=ln), nn.Linear(dim_hidden, dim_output)
        )

    def forward(self, X):
        return self.dec(self.enc(X)).squeeze()


class DeepSets(nn.Module):
    def __init__(self, phi, rho):
        super().__init__()
        self.phi, self.rho = phi, rho

    def forward(self, x, mask):
        h = self.phi(x).masked_fill(~mask.unsqueeze(-1), 0.0)
        mean = h.sum(1) / mask.sum(1, keepdim=True).clamp_min(1)
        return self.rho(torch.cat([mean, h.max(1).values, h.std(1)], -1))


def get_slopes(n):
    def get_slopes_power_of_2(n):
        start = 2 ** (-(2 ** -(math.log2(n) - 3)))
        return [start * start**i for i in range(n)]

    if math.log2(n).is_integer():
        return get_slopes_power_of_2(n)
    closest = 2 ** math.floor(math.log2(n))
    return get_slopes_power_of_2(closest) + get_slopes(2 * closest)[0::2][: n - closest]


class AttentionZoo(nn.Module):
    def __init__(self, dim=12, heads=3, n=8, k=4):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.E = nn.Parameter(torch.randn(n, k) / math.sqrt(k))
        gaussian = torch.linalg.qr(torch.randn(dim // heads, dim // heads), mode="complete")[0].t()
        self.register_buffer("projection", gaussian * (dim // heads) ** 0.5)
        self.register_buffer("slopes", torch.tensor(get_slopes(heads)).view(heads, 1, 1), persistent=False)
        self.pre = nn.Parameter(torch.eye(heads) + 0.1 * torch.randn(heads, heads))
        self.rel = nn.Embedding(2 * n - 1, heads)

    def softmax_kernel(self, data, is_query, eps=1e-4):
        data_normalizer = data.shape[-1] ** -0.25
        ratio = self.projection.shape[0] ** -0.5
        data_dash = torch.einsum("...id,...jd->...ij", (data_normalizer * data), self.projection)
        diag_data = torch.sum(data**2, dim=-1) / 2.0 * (data_normalizer**2)
        diag_data = diag_data.unsqueeze(dim=-1)
        dims = -1 if is_query else (-1, -2)
        return ratio * (torch.exp(data_dash - diag_data - torch.amax(data_dash, dim=dims, keepdim=True).detach()) + eps)

    def forward(self, x):
        b, n, d = x.shape
        q, k, v = self.qkv(x).reshape(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        scale = q.shape[-1] ** -0.5
        linformer = F.softmax(q @ torch.einsum("bhnd,nk->bhdk", k, self.E) * scale, -1) @ torch.einsum(
            "bhnd,nk->bhkd", v, self.E
        )
        q_, k_ = self.softmax_kernel(q, True), self.softmax_kernel(k, False)
        D_inv = 1.0 / torch.einsum("...nd,...d->...n", q_, k_.sum(dim=-2))
        performer = torch.einsum("...de,...nd,...n->...ne", torch.einsum("...nd,...ne->...de", k_, v), q_, D_inv)
        distance = torch.arange(n)[None, :] - torch.arange(n)[:, None]
        bias = -distance.abs() * self.slopes + self.rel(distance + n - 1).permute(2, 0, 1)
        logits = torch.einsum("hg,bgij->bhij", self.pre, q @ k.mT * scale + bias)
        causal = logits.masked_fill(torch.ones(n, n, dtype=torch.bool).triu(1), -torch.finfo(logits.dtype).max)
        talking = causal.softmax(-1) @ v
        return torch.stack([t.transpose(1, 2).flatten(2) for t in (linformer, performer, talking)])


class MemN2N(nn.Module):
    def __init__(self, vocab=15, dim=8, hops=2, sentence=4):
        super().__init__()
        self.hops = hops
        for hop in range(hops + 1):
            C = nn.Embedding(vocab, dim, padding_idx=0)
            C.weight.data.normal_(0, 0.1)
            self.add_module("C_{}".format(hop), C)
        self.C = AttrProxy(self, "C_")
        encoding = torch.ones(dim, sentence)
        for i in range(1, dim + 1):
            for j in range(1, sentence + 1):
                encoding[i - 1, j - 1] = 1 + 4 * (i - (dim + 1) / 2) * (j - (sentence + 1) / 2) / dim / sentence
        self.encoding = encoding.t()

    def forward(self, story, query):
        u = [torch.sum(self.C[0](query) * self.encoding, 1)]
        for hop in range(self.hops):
            m_A = (self.C[hop](story) * self.encoding).sum(2)
            prob = torch.softmax(torch.sum(m_A * u[-1].unsqueeze(1), 2), -1)
            m_C = (self.C[hop + 1](story) * self.encoding).sum(2).permute(0, 2, 1)
            o_k = torch.sum(m_C * prob.unsqueeze(1), 2)
            u.append(u[-1] + o_k)
        return u[-1] @ self.C[self.hops].weight.transpose(0, 1)


class AttrProxy(object):
    def __init__(self, module, prefix):
        self.module = module
        self.prefix = prefix

    def __getitem__(self, i):
        return getattr(self.module, self.prefix + str(i))


torch.manual_seed(52)
n = torch.export.Dim("items", min=2, max=50)
x = torch.randn(2, 7, 3)
torch.onnx.export(SetTransformer(3, 1, 4).eval(), (x,), "set.onnx", dynamic_shapes=({1: n},), dynamo=True, verbose=False)
deep = DeepSets(nn.Sequential(nn.Linear(3, 8), nn.Softsign()), nn.Linear(24, 2))
mask = torch.arange(7)[None, :] < torch.tensor([[7], [4]])
torch.onnx.export(deep, (x, mask), "deep.onnx", dynamic_shapes=({1: n}, {1: n}), dynamo=True, verbose=False)
torch.onnx.export(AttentionZoo(), (torch.randn(2, 8, 12),), "zoo.onnx", dynamic_shapes=({0: "b"},), dynamo=True)
story, query = torch.randint(0, 15, (2, 3, 4)), torch.randint(1, 15, (2, 4))
torch.onnx.export(MemN2N(), (story, query), "memory.onnx", dynamo=True, verbose=False)
