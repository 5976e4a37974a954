"""Encoder-decoder with T5's relative position buckets, shared embedding, cross attention and gated feed-forward."""

import math

import torch
from torch import nn


class T5LayerNorm(nn.Module):
    def __init__(self, hidden_size, eps=1e-6):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(hidden_size))
        self.variance_epsilon = eps

    def forward(self, hidden_states):
        variance = hidden_states.to(torch.float32).pow(2).mean(-1, keepdim=True)
        hidden_states = hidden_states * torch.rsqrt(variance + self.variance_epsilon)
        if self.weight.dtype in [torch.float16, torch.bfloat16]:
            hidden_states = hidden_states.to(self.weight.dtype)
        return self.weight * hidden_states


class T5Attention(nn.Module):
    def __init__(self, d_model, num_heads, is_decoder, has_bias=False, num_buckets=8, max_distance=20):
        super().__init__()
        self.is_decoder, self.num_buckets, self.max_distance = is_decoder, num_buckets, max_distance
        self.n_heads, self.d_kv = num_heads, d_model // num_heads
        self.q, self.k, self.v, self.o = (nn.Linear(d_model, d_model, bias=False) for _ in range(4))
        self.relative_attention_bias = nn.Embedding(num_buckets, num_heads) if has_bias else None

    @staticmethod
    def _relative_position_bucket(relative_position, bidirectional=True, num_buckets=32, max_distance=128):
        relative_buckets = 0
        if bidirectional:
            num_buckets //= 2
            relative_buckets += (relative_position > 0).to(torch.long) * num_buckets
            relative_position = torch.abs(relative_position)
        else:
            relative_position = -torch.min(relative_position, torch.zeros_like(relative_position))
        max_exact = num_buckets // 2
        is_small = relative_position < max_exact
        relative_position_if_large = max_exact + (
            torch.log(relative_position.float() / max_exact)
            / math.log(max_distance / max_exact)
            * (num_buckets - max_exact)
        ).to(torch.long)
        relative_position_if_large = torch.min(
            relative_position_if_large, torch.full_like(relative_position_if_large, num_buckets - 1)
        )
        relative_buckets += torch.where(is_small, relative_position, relative_position_if_large)
        return relative_buckets

    def compute_bias(self, query_length, key_length, device=None):
        context_position = torch.arange(query_length, dtype=torch.long, device=device)[:, None]
        memory_position = torch.arange(key_length, dtype=torch.long, device=device)[None, :]
        bucket = self._relative_position_bucket(
            memory_position - context_position,
            bidirectional=(not self.is_decoder),
            num_buckets=self.num_buckets,
            max_distance=self.max_distance,
        )
        return self.relative_attention_bias(bucket).permute([2, 0, 1]).unsqueeze(0)

    def forward(self, x, context=None, mask=None, position_bias=None):
        b, n, _ = x.shape
        context = x if context is None else context

        def shape(states):
            return states.view(b, -1, self.n_heads, self.d_kv).transpose(1, 2)

        q, k, v = shape(self.q(x)), shape(self.k(context)), shape(self.v(context))
        scores = torch.matmul(q, k.transpose(3, 2))
        if position_bias is None:
            if self.relative_attention_bias is None:
                position_bias = torch.zeros((1, self.n_heads, n, k.shape[2]), device=x.device, dtype=x.dtype)
            else:
                position_bias = self.compute_bias(n, k.shape[2], device=x.device)
            if mask is not None:
                position_bias = position_bias + mask
        scores += position_bias
        weights = nn.functional.softmax(scores.float(), dim=-1).type_as(scores)
        out = torch.matmul(weights, v).transpose(1, 2).contiguous().view(b, -1, self.n_heads * self.d_kv)
        return self.o(out), position_bias


class GatedFF(nn.Module):
    def __init__(self, d_model, d_ff):
        super().__init__()
        self.wi_0 = nn.Linear(d_model, d_ff, bias=False)
        self.wi_1 = nn.Linear(d_model, d_ff, bias=False)
        self.wo = nn.Linear(d_ff, d_model, bias=False)

    def forward(self, x):
        return self.wo(nn.functional.gelu(self.wi_0(x), approximate="tanh") * self.wi_1(x))


class Stack(nn.Module):
    def __init__(self, embed, d_model, heads, layers, is_decoder):
        super().__init__()
        self.embed_tokens = embed
        self.is_decoder = is_decoder
        self.block = nn.ModuleList()
        for i in range(layers):
            block = nn.ModuleDict(
                {
                    "norm1": T5LayerNorm(d_model),
                    "self_attn": T5Attention(d_model, heads, is_decoder, has_bias=i == 0),
                    "norm3": T5LayerNorm(d_model),
                    "ff": GatedFF(d_model, d_model * 2),
                }
            )
            if is_decoder:
                block["norm2"] = T5LayerNorm(d_model)
                block["cross_attn"] = T5Attention(d_model, heads, True)
            self.block.append(block)
        self.final_layer_norm = T5LayerNorm(d_model)

    def forward(self, ids, context=None, context_mask=None):
        x = self.embed_tokens(ids)
        n = ids.shape[1]
        mask = None
        if self.is_decoder:
            seq = torch.arange(n, device=ids.device)
            causal = seq[None, None, :].repeat(ids.shape[0], n, 1) <= seq[None, :, None]
            mask = (1.0 - causal[:, None, :, :].to(x.dtype)) * torch.finfo(x.dtype).min
        elif context_mask is not None:
            mask = (1.0 - context_mask[:, None, None, :].to(x.dtype)) * torch.finfo(x.dtype).min
        cross = None if context_mask is None else (1.0 - context_mask[:, None, None, :].to(x.dtype)) * -1e9
        bias = cross_bias = None
        for block in self.block:
            h, bias = block["self_attn"](block["norm1"](x), mask=mask, position_bias=bias)
            x = x + h
            if "cross_attn" in block:
                h, cross_bias = block["cross_attn"](block["norm2"](x), context, mask=cross, position_bias=cross_bias)
                x = x + h
            x = x + block["ff"](block["norm3"](x))
        return self.final_layer_norm(x)


class T5(nn.Module):
    def __init__(self, vocab=60, d_model=32, heads=4, layers=2):
        super().__init__()
        self.shared = nn.Embedding(vocab, d_model)
        self.encoder = Stack(self.shared, d_model, heads, layers, False)
        self.decoder = Stack(self.shared, d_model, heads, layers, True)
        self.lm_head = nn.Linear(d_model, vocab, bias=False)
        self.lm_head.weight = self.shared.weight
        self.scale = d_model**-0.5

    def forward(self, input_ids, decoder_input_ids, attention_mask):
        memory = self.encoder(input_ids, context_mask=attention_mask)
        out = self.decoder(decoder_input_ids, memory, attention_mask)
        return self.lm_head(out * self.scale)


torch.manual_seed(5)
model = T5().eval()
print([name for name, _ in model.named_parameters()][:6], len(list(model.parameters())))
mask = torch.ones(2, 9, dtype=torch.long)
mask[0, 6:] = 0
args = (torch.randint(0, 60, (2, 9)), torch.randint(0, 60, (2, 5)), mask)
torch.onnx.export(model, args, "t5.onnx", dynamo=True, verbose=False)
