"""A Gemma-like language model: GQA, RoPE with complex numbers, sliding window masks, soft caps, cache as module buffers written at positions."""

import json
from dataclasses import asdict, dataclass, field
from enum import IntEnum
from typing import List, Optional, Tuple

import torch
import torch.nn.functional as F
from torch import nn


class AttentionType(IntEnum):
    GLOBAL = 1
    LOCAL_SLIDING = 2


@dataclass
class GemmaConfig:
    vocab_size: int = 37
    max_position_embeddings: int = 16
    num_hidden_layers: int = 2
    num_attention_heads: int = 4
    num_key_value_heads: int = 2
    hidden_size: int = 24
    intermediate_size: int = 40
    head_dim: int = 8
    rms_norm_eps: float = 1e-6
    attn_types: List[AttentionType] = field(
        default_factory=lambda: [AttentionType.LOCAL_SLIDING, AttentionType.GLOBAL]
    )
    sliding_window_size: Optional[int] = 4
    final_logit_softcapping: Optional[float] = 30.0
    attn_logit_softcapping: Optional[float] = 50.0


def precompute_freqs_cis(dim: int, end: int, theta: float = 10000.0) -> torch.Tensor:
    freqs = 1.0 / (theta ** (torch.arange(0, dim, 2)[: (dim // 2)].float() / dim))
    t = torch.arange(end, device=freqs.device)
    freqs = torch.outer(t, freqs).float()
    return torch.polar(torch.ones_like(freqs), freqs)


def apply_rotary_emb(x: torch.Tensor, freqs_cis: torch.Tensor) -> torch.Tensor:
    x_ = torch.view_as_complex(torch.stack(torch.chunk(x.transpose(1, 2).float(), 2, dim=-1), dim=-1))
    x_out = torch.view_as_real(x_ * freqs_cis).type_as(x)
    x_out = torch.cat(torch.chunk(x_out, 2, dim=-1), dim=-2)
    x_out = x_out.reshape(x_out.shape[0], x_out.shape[1], x_out.shape[2], -1).transpose(1, 2)
    return x_out


class RMSNorm(torch.nn.Module):
    def __init__(self, dim: int, eps: float = 1e-6, add_unit_offset: bool = True):
        super().__init__()
        self.eps = eps
        self.add_unit_offset = add_unit_offset
        self.weight = nn.Parameter(torch.zeros(dim))

    def _norm(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps)

    def forward(self, x):
        output = self._norm(x.float())
        if self.add_unit_offset:
            output = output * (1 + self.weight.float())
        else:
            output = output * self.weight.float()
        return output.type_as(x)


class GemmaMLP(nn.Module):
    def __init__(self, hidden_size: int, intermediate_size: int):
        super().__init__()
        self.gate_proj = nn.Linear(hidden_size, intermediate_size, bias=False)
        self.up_proj = nn.Linear(hidden_size, intermediate_size, bias=False)
        self.down_proj = nn.Linear(intermediate_size, hidden_size, bias=False)

    def forward(self, x):
        gate = F.gelu(self.gate_proj(x), approximate="tanh")
        return self.down_proj(gate * self.up_proj(x))


class GemmaAttention(nn.Module):
    def __init__(self, config: GemmaConfig, attn_type: AttentionType):
        super().__init__()
        self.num_heads, self.num_kv_heads = config.num_attention_heads, config.num_key_value_heads
        assert self.num_heads % self.num_kv_heads == 0
        self.num_queries_per_kv = self.num_heads // self.num_kv_heads
        self.head_dim = config.head_dim
        self.q_size = self.num_heads * self.head_dim
        self.kv_size = self.num_kv_heads * self.head_dim
        self.scaling = self.head_dim**-0.5
        self.qkv_proj = nn.Linear(config.hidden_size, self.q_size + 2 * self.kv_size, bias=False)
        self.o_proj = nn.Linear(self.q_size, config.hidden_size, bias=False)
        self.attn_type = attn_type
        self.window, self.softcap = config.sliding_window_size, config.attn_logit_softcapping

    def forward(
        self, x, freqs_cis, kv_write_indices, kv_cache: Tuple[torch.Tensor, torch.Tensor], mask: torch.Tensor
    ) -> torch.Tensor:
        batch_size, input_len, _ = x.shape
        xq, xk, xv = self.qkv_proj(x).split([self.q_size, self.kv_size, self.kv_size], dim=-1)
        xq = xq.view(batch_size, -1, self.num_heads, self.head_dim)
        xk = xk.view(batch_size, -1, self.num_kv_heads, self.head_dim)
        xv = xv.view(batch_size, -1, self.num_kv_heads, self.head_dim)
        xq = apply_rotary_emb(xq, freqs_cis=freqs_cis)
        xk = apply_rotary_emb(xk, freqs_cis=freqs_cis)
        k_cache, v_cache = kv_cache
        k_cache = k_cache.index_copy(1, kv_write_indices, xk)
        v_cache = v_cache.index_copy(1, kv_write_indices, xv)
        key, value = k_cache, v_cache
        if self.num_kv_heads != self.num_heads:
            key = torch.repeat_interleave(key, self.num_queries_per_kv, dim=2)
            value = torch.repeat_interleave(value, self.num_queries_per_kv, dim=2)
        q, k, v = xq.transpose(1, 2) * self.scaling, key.transpose(1, 2), value.transpose(1, 2)
        scores = torch.matmul(q, k.transpose(2, 3))
        if self.attn_type == AttentionType.LOCAL_SLIDING and self.window is not None:
            all_ones = torch.ones_like(mask)
            sliding_mask = torch.triu(all_ones, -1 * self.window + 1) * torch.tril(all_ones, self.window - 1)
            mask = torch.where(sliding_mask == 1, mask, -2.3819763e38)
        if self.softcap is not None:
            scores = scores / self.softcap
            scores = torch.tanh(scores)
            scores = scores * self.softcap
        scores = F.softmax((scores + mask).float(), dim=-1).type_as(q)
        output = torch.matmul(scores, v)
        output = output.transpose(1, 2).contiguous().view(batch_size, input_len, -1)
        return self.o_proj(output), k_cache, v_cache


class DecoderLayer(nn.Module):
    def __init__(self, config, attn_type):
        super().__init__()
        self.self_attn = GemmaAttention(config, attn_type)
        self.mlp = GemmaMLP(config.hidden_size, config.intermediate_size)
        for name in ("input_layernorm", "post_attention_layernorm"):
            setattr(self, name, RMSNorm(config.hidden_size, eps=config.rms_norm_eps))

    def forward(self, hidden_states, **kwargs):
        attn, k, v = self.self_attn(self.input_layernorm(hidden_states), **kwargs)
        hidden_states = hidden_states + attn
        return hidden_states + self.mlp(self.post_attention_layernorm(hidden_states)), (k, v)


class Gemma(nn.Module):
    def __init__(self, config: GemmaConfig):
        super().__init__()
        self.config = config
        self.embedder = nn.Embedding(config.vocab_size, config.hidden_size)
        self.layers = nn.ModuleList(DecoderLayer(config, t) for t in config.attn_types)
        self.norm = RMSNorm(config.hidden_size, eps=config.rms_norm_eps)
        freqs_cis = precompute_freqs_cis(config.head_dim, config.max_position_embeddings * 2)
        self.register_buffer("freqs_cis", freqs_cis, persistent=False)
        end = config.max_position_embeddings
        mask = torch.full((1, 1, end, end), -2.3819763e38)
        self.register_buffer("mask", torch.triu(mask, diagonal=1), persistent=False)

    def forward(self, token_ids, positions, kv_caches: List[Tuple[torch.Tensor, torch.Tensor]]):
        freqs_cis = self.freqs_cis.index_select(0, positions)
        mask = self.mask.index_select(2, positions)
        normalizer = torch.tensor(self.config.hidden_size**0.5, dtype=torch.float32)
        hidden_states = self.embedder(token_ids) * normalizer
        new_caches = []
        for layer, cache in zip(self.layers, kv_caches):
            hidden_states, updated = layer(
                hidden_states=hidden_states,
                freqs_cis=freqs_cis,
                kv_write_indices=positions,
                kv_cache=cache,
                mask=mask,
            )
            new_caches.append(updated)
        logits = torch.matmul(self.norm(hidden_states)[:, -1], self.embedder.weight.t())
        if self.config.final_logit_softcapping is not None:
            logits = torch.tanh(logits / self.config.final_logit_softcapping) * self.config.final_logit_softcapping
        return logits, new_caches


torch.manual_seed(88)
config = GemmaConfig()
print(json.dumps(asdict(config), indent=1, sort_keys=True))
model = Gemma(config).eval()
shape = (2, config.max_position_embeddings, config.num_key_value_heads, config.head_dim)
caches = [(torch.zeros(shape), torch.zeros(shape)) for _ in model.layers]
batch, step = torch.export.Dim("batch", max=8), torch.export.Dim("step", min=2, max=8)
with torch.inference_mode():
    torch.onnx.export(
        model,
        (torch.randint(0, 37, (2, 6)), torch.arange(6), caches),
        "prefill.onnx",
        dynamic_shapes=({0: batch}, None, [({0: batch}, {0: batch})] * 2),
        dynamo=True,
        verbose=False,
    )
    caches = [(torch.randn(shape), torch.randn(shape)) for _ in model.layers]
    torch.onnx.export(
        model, (torch.randint(0, 37, (2, 1)), torch.tensor([6]), caches), "decode.onnx", dynamo=True, verbose=False
    )
