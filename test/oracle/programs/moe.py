"""Mixture of experts: top-k gating, dense dispatch by one-hot weights, load-balancing loss, a switch layer by einsum."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class Expert(nn.Module):
    def __init__(self, n_embd, dropout=0.1):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(n_embd, 4 * n_embd), nn.ReLU(), nn.Linear(4 * n_embd, n_embd), nn.Dropout(dropout)
        )

    def forward(self, x):
        return self.net(x)


class NoisyTopkRouter(nn.Module):
    def __init__(self, n_embed, num_experts, top_k):
        super().__init__()
        self.top_k = top_k
        self.topkroute_linear = nn.Linear(n_embed, num_experts)
        self.noise_linear = nn.Linear(n_embed, num_experts)

    def forward(self, mh_output):
        logits = self.topkroute_linear(mh_output)
        if self.training:
            noise_logits = self.noise_linear(mh_output)
            logits = logits + torch.randn_like(logits) * F.softplus(noise_logits)
        top_k_logits, indices = logits.topk(self.top_k, dim=-1)
        zeros = torch.full_like(logits, float("-inf"))
        sparse_logits = zeros.scatter(-1, indices, top_k_logits)
        return F.softmax(sparse_logits, dim=-1), indices, logits


class SparseMoE(nn.Module):
    def __init__(self, n_embed, num_experts, top_k):
        super().__init__()
        self.router = NoisyTopkRouter(n_embed, num_experts, top_k)
        self.experts = nn.ModuleList([Expert(n_embed) for _ in range(num_experts)])
        self.top_k = top_k

    def forward(self, x):
        gating, indices, logits = self.router(x)
        final_output = torch.zeros_like(x)
        for i, expert in enumerate(self.experts):
            chosen = (indices == i).any(dim=-1, keepdim=True)
            weight = gating[..., i : i + 1]
            final_output = final_output + torch.where(chosen, expert(x) * weight, torch.zeros_like(x))
        usage = gating.mean(dim=(0, 1))
        share = F.one_hot(indices, num_classes=len(self.experts)).float().mean(dim=(0, 1, 2))
        return final_output, len(self.experts) * (usage * share).sum()


class BatchedExperts(nn.Module):
    """All experts as one pair of stacked weights, applied by einsum."""

    def __init__(self, dim, hidden, experts):
        super().__init__()
        self.w1 = nn.Parameter(torch.randn(experts, dim, hidden) * 0.02)
        self.w2 = nn.Parameter(torch.randn(experts, hidden, dim) * 0.02)
        self.gate = nn.Linear(dim, experts, bias=False)

    def forward(self, x):
        scores = self.gate(x).softmax(-1)
        weight, chosen = scores.max(dim=-1)
        mask = F.one_hot(chosen, self.w1.size(0)).to(x.dtype)
        h = F.gelu(torch.einsum("bnd,edh->benh", x, self.w1))
        y = torch.einsum("benh,ehd->bend", h, self.w2)
        return torch.einsum("bend,bne->bnd", y, mask) * weight.unsqueeze(-1)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.moe = SparseMoE(16, 4, 2)
        self.ln = nn.LayerNorm(16)
        self.switch = BatchedExperts(16, 24, 3)

    def forward(self, x):
        y, aux = self.moe(self.ln(x))
        return self.switch(x + y), aux


def kaiming_init_weights(m):
    if isinstance(m, (nn.Linear)):
        torch.nn.init.kaiming_normal_(m.weight)


torch.manual_seed(21)
model = Model()
model.apply(kaiming_init_weights)
model.eval()
torch.onnx.export(model, (torch.randn(2, 5, 16),), "moe.onnx", dynamo=True, verbose=False)
