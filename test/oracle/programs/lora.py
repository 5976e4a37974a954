"""LoRA layers swapped into a model by walking its modules; frozen base weights, merged weights, adapters' own state."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


class LoRALayer:
    def __init__(self, r: int, lora_alpha: int, lora_dropout: float, merge_weights: bool):
        self.r = r
        self.lora_alpha = lora_alpha
        if lora_dropout > 0.0:
            self.lora_dropout = nn.Dropout(p=lora_dropout)
        else:
            self.lora_dropout = lambda x: x
        self.merged = False
        self.merge_weights = merge_weights


class LoRALinear(nn.Linear, LoRALayer):
    def __init__(
        self, in_features, out_features, r=0, lora_alpha=1, lora_dropout=0.0, merge_weights=False, **kwargs
    ):
        nn.Linear.__init__(self, in_features, out_features, **kwargs)
        LoRALayer.__init__(self, r=r, lora_alpha=lora_alpha, lora_dropout=lora_dropout, merge_weights=merge_weights)
        if r > 0:
            self.lora_A = nn.Parameter(self.weight.new_zeros((r, in_features)))
            self.lora_B = nn.Parameter(self.weight.new_zeros((out_features, r)))
            self.scaling = self.lora_alpha / self.r
            self.weight.requires_grad = False
        self.reset_parameters()

    def reset_parameters(self):
        nn.Linear.reset_parameters(self)
        if hasattr(self, "lora_A"):
            nn.init.kaiming_uniform_(self.lora_A, a=math.sqrt(5))
            nn.init.normal_(self.lora_B, std=0.1)

    def train(self, mode: bool = True):
        nn.Linear.train(self, mode)
        if mode:
            if self.merge_weights and self.merged:
                self.weight.data -= (self.lora_B @ self.lora_A) * self.scaling
                self.merged = False
        elif self.merge_weights and not self.merged:
            self.weight.data += (self.lora_B @ self.lora_A) * self.scaling
            self.merged = True
        return self

    def forward(self, x: torch.Tensor):
        if self.r > 0 and not self.merged:
            result = F.linear(x, self.weight, bias=self.bias)
            result += (
                self.lora_dropout(x) @ self.lora_A.transpose(0, 1) @ self.lora_B.transpose(0, 1)
            ) * self.scaling
            return result
        return F.linear(x, self.weight, bias=self.bias)


def inject(module, names, **options):
    for name, child in list(module.named_children()):
        if isinstance(child, nn.Linear) and name in names:
            layer = LoRALinear(child.in_features, child.out_features, bias=child.bias is not None, **options)
            layer.load_state_dict(child.state_dict(), strict=False)
            setattr(module, name, layer)
        else:
            inject(child, names, **options)
    return module


def mark_only_lora_as_trainable(model: nn.Module) -> None:
    for n, p in model.named_parameters():
        if "lora_" not in n:
            p.requires_grad = False


def lora_state_dict(model: nn.Module):
    return {k: v for k, v in model.state_dict().items() if "lora_" in k}


class Block(nn.Module):
    def __init__(self, dim=16):
        super().__init__()
        self.query = nn.Linear(dim, dim)
        self.key = nn.Linear(dim, dim)
        self.value = nn.Linear(dim, dim, bias=False)
        self.proj = nn.Sequential(nn.Linear(dim, 2 * dim), nn.Hardswish(), nn.Linear(2 * dim, dim))

    def forward(self, x):
        q, k, v = self.query(x), self.key(x), self.value(x)
        return x + self.proj(torch.softmax(q @ k.mT * q.size(-1) ** -0.5, -1) @ v)


for merge in (False, True):
    torch.manual_seed(6)
    model = nn.Sequential(Block(), Block())
    inject(model, {"query", "value"}, r=4, lora_alpha=8, lora_dropout=0.1, merge_weights=merge)
    mark_only_lora_as_trainable(model)
    trainable = sum(p.numel() for p in model.parameters() if p.requires_grad)
    total = sum(p.numel() for p in model.parameters())
    print(f"trainable {trainable} of {total} ({100 * trainable / total:.2f} %)", sorted(lora_state_dict(model))[:2])
    model.train()
    model.eval()
    torch.onnx.export(model, (torch.randn(1, 6, 16),), f"lora_{merge}.onnx", dynamo=True, verbose=False)
