"""A beam search of fixed length: tied embeddings, frozen finished beams, length penalty."""

import torch, torch.nn as nn, torch.nn.functional as F
class Decoder(nn.Module):
    def __init__(self, v=12, d=8):
        super().__init__()
        self.emb = nn.Embedding(v, d)
        self.cell = nn.GRUCell(d, d)
        self.out = nn.Linear(d, v)
        self.out.weight = self.emb.weight
        self.v = v
    def forward(self, tokens, h):
        h = self.cell(self.emb(tokens), h)
        return F.log_softmax(self.out(h), -1), h
class Beam(nn.Module):
    def __init__(self, dec, k=3, steps=4, bos=1, eos=2, alpha=0.6):
        super().__init__()
        self.dec, self.k, self.steps, self.bos, self.eos, self.alpha = dec, k, steps, bos, eos, alpha
    @torch.no_grad()
    def forward(self, h0):
        B, K, V = h0.size(0), self.k, self.dec.v
        h = h0.repeat_interleave(K, 0)
        tok = torch.full((B * K,), self.bos, dtype=torch.long)
        score = torch.tensor([0.0] + [-1e9] * (K - 1)).repeat(B, 1)
        done = torch.zeros(B, K, dtype=torch.bool)
        seqs = tok.view(B, K, 1)
        for t in range(self.steps):
            lp, h = self.dec(tok, h)
            lp = lp.view(B, K, V)
            frozen = torch.full_like(lp, -1e9)
            frozen[..., self.eos] = 0.0
            lp = torch.where(done.unsqueeze(-1), frozen, lp)
            cand = (score.unsqueeze(-1) + lp).view(B, -1)
            score, idx = cand.topk(K, dim=-1)
            parent, nxt = idx // V, idx % V
            seqs = torch.cat([seqs.gather(1, parent.unsqueeze(-1).expand(-1, -1, seqs.size(-1))), nxt.unsqueeze(-1)], -1)
            done = done.gather(1, parent) | (nxt == self.eos)
            flat = (parent + torch.arange(B).unsqueeze(1) * K).view(-1)
            h = h.index_select(0, flat)
            tok = nxt.reshape(-1)
        lens = (seqs != self.eos).sum(-1).float()
        best = (score / ((5 + lens) / 6).pow(self.alpha)).argmax(-1)
        return seqs[torch.arange(B), best], score
torch.manual_seed(2)
m = Beam(Decoder()).eval()
print(m.dec.out.weight is m.dec.emb.weight, len(list(m.parameters())))
torch.onnx.export(m, (torch.randn(2, 8),), "b.onnx", dynamo=True)
