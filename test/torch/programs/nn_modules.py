# The operators that calls of layers record.
import re

import torch
from torch import nn


def show(layer, *args, **kwargs):
    name = str(layer).split("\n")[0]
    # Each argument is a tensor of its own: PyTorch takes equal ones for one input.
    args = [a.clone() if isinstance(a, torch.Tensor) else a for a in args]
    try:
        graph = str(torch.export.export(layer, tuple(args), kwargs, strict=False).graph)
    except Exception as e:
        print(name, "->", type(e).__name__, e)
        return
    print(name, "training" if layer.training else "")
    for line in graph.split("\n"):
        found = re.match(r"\s+%(\w+) : \S+ = call_function\[target=(\S+)\]\(args = (.*), kwargs = (.*)\)$", line)
        if found:
            result, target, given, named = found.groups()
            target = target.replace("torch.ops.aten.", "")
            if target != "operator.getitem":
                print("   ", result, "=", target, given, named if named != "{}" else "")


r = torch.ones
x, s, v = r(2, 4, 8, 8), r(2, 4, 9), r(2, 3, 4, 6, 6)
for mode in ["zeros", "reflect", "replicate", "circular"]:
    show(nn.Conv2d(4, 2, 3, padding=1, padding_mode=mode), x)
show(nn.Conv2d(4, 2, (3, 4), padding="same", padding_mode="reflect"), x)
show(nn.Conv2d(4, 2, (3, 4), padding="same"), x)
show(nn.Conv1d(4, 2, 3, bias=False), s)
show(nn.ConvTranspose2d(4, 2, 3, stride=2), x)
show(nn.ConvTranspose2d(4, 2, 3, stride=2), x, output_size=[18, 18])
show(nn.ConvTranspose2d(4, 2, 3, stride=2), x, output_size=[2, 2, 19, 18])
show(nn.Embedding(5, 3, padding_idx=0), torch.tensor([1, 2]))
show(nn.EmbeddingBag(5, 3), torch.tensor([[1, 2]]))
for training in [False, True]:
    show(nn.BatchNorm2d(4).train(training), x)
    show(nn.BatchNorm1d(4, affine=False, track_running_stats=False).train(training), s)
    show(nn.InstanceNorm2d(4, affine=True, track_running_stats=True).train(training), x)
show(nn.BatchNorm2d(4), s)
show(nn.InstanceNorm1d(4), s)
show(nn.InstanceNorm2d(4), x[0])
show(nn.LayerNorm([8, 8]), x)
show(nn.GroupNorm(2, 4), x)
show(nn.RMSNorm(8), x)
show(nn.MaxPool2d(3, 2, 1), x)
show(nn.MaxPool3d(2, return_indices=True), v)
show(nn.AvgPool1d(2), s)
show(nn.AvgPool2d(2), x)
show(nn.AvgPool3d(2), v)
show(nn.AdaptiveAvgPool2d(1), x)
show(nn.AdaptiveMaxPool1d(2), s)
show(nn.LPPool2d(2, 3), x)
show(nn.ZeroPad2d(1), x)
show(nn.ConstantPad2d(1, 2.0), x)
show(nn.ReflectionPad2d(1), x)
show(nn.ReplicationPad2d(1), x)
show(nn.CircularPad2d(1), x)
show(nn.Flatten(), x)
show(nn.Unflatten(1, (2, 2)), x)
show(nn.PixelShuffle(2), x)
show(nn.Upsample(scale_factor=2), x)
show(nn.UpsamplingBilinear2d(size=(4, 4)), x)
show(nn.CrossEntropyLoss(weight=r(4)), x, torch.zeros(2, 8, 8, dtype=torch.long))
show(nn.MSELoss(reduction="sum"), s, s)
show(nn.CosineSimilarity(), s, s)

q = r(2, 5, 16)
for options in [{}, {"batch_first": True, "bias": False}, {"add_bias_kv": True, "add_zero_attn": True}]:
    show(nn.MultiheadAttention(16, 4, **options), q, q, q)
show(nn.MultiheadAttention(16, 4, kdim=8, vdim=8), q, r(2, 5, 8), r(2, 5, 8))
attention = nn.MultiheadAttention(16, 4, dropout=0.1, batch_first=True)


class SelfAttention(nn.Module):
    def __init__(self, **options):
        super().__init__()
        self.attention = nn.MultiheadAttention(16, 4, dropout=0.1, batch_first=True)
        self.options = options

    def forward(self, x, mask=None, padding=None):
        return self.attention(x, x, x, attn_mask=mask, key_padding_mask=padding, **self.options)


class CrossAttention(SelfAttention):
    def forward(self, x, y):
        return self.attention(x, y, y)[0]


show(SelfAttention(), q)
show(SelfAttention(need_weights=False), q)
show(SelfAttention(need_weights=False).eval(), q, r(5, 5), torch.zeros(2, 5, dtype=torch.bool))
show(SelfAttention(average_attn_weights=False), q, torch.zeros(5, 5, dtype=torch.bool), torch.zeros(2, 5, dtype=torch.bool))
show(SelfAttention(), q[0])
show(SelfAttention(), q, r(4, 5))
show(CrossAttention().eval(), q, r(2, 7, 16))
for first in [False, True]:
    show(nn.TransformerEncoderLayer(16, 4, 32, batch_first=True, norm_first=first).train(first), q)
encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(16, 4, 32, batch_first=True), 2).eval()
show(encoder, q)
show(encoder, q, src_key_padding_mask=torch.zeros(2, 5, dtype=torch.bool))
show(nn.TransformerDecoderLayer(16, 4, 32).eval(), q, q)
show(nn.Transformer(16, 4, 1, 1, 32).eval(), q, q)

for kind in [nn.LSTM, nn.GRU, nn.RNN]:
    show(kind(16, 3), q)
    show(kind(16, 3, 2, batch_first=True, bidirectional=True, dropout=0.1).eval(), q)
    show(kind(16, 3), q[0])
    show(kind(12, 3), q)
    show(kind(16, 3, bias=False), q, (r(1, 5, 3), r(1, 5, 3)) if kind is nn.LSTM else r(1, 5, 3))
show(nn.GRU(16, 3), q, r(1, 4, 3))
show(nn.LSTM(16, 3, proj_size=2), q)
for kind in [nn.LSTMCell, nn.GRUCell, nn.RNNCell]:
    show(kind(16, 3), q[0])
    show(kind(16, 3), q[0, 0])
