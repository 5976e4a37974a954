# What layers compute, outside a capture: the constants are worked out by the exporter and ONNX Runtime.
import torch
import torch.nn.functional as F
from torch import nn


def show(name, value):
    if isinstance(value, (tuple, list)):
        for i, v in enumerate(value):
            show(f"{name}[{i}]", v)
    elif value is not None:
        flat = value.detach().double().flatten()
        picked = flat[:: max(1, flat.numel() // 5)].tolist()[:6]
        print(name, tuple(value.shape), " ".join(f"{round(v, 3) + 0.0:.3f}" for v in [*picked, flat.mean().item()]))


torch.manual_seed(3)
x, s, v = torch.randn(2, 4, 8, 8), torch.randn(2, 4, 9), torch.randn(2, 2, 4, 6, 6)
q, k = torch.randn(2, 5, 16), torch.randn(2, 7, 16)
pooled, where = F.max_pool2d(x, 2, return_indices=True)
pooled3, where3 = F.max_pool3d(v, 2, return_indices=True)
ids, offsets = torch.tensor([1, 2, 4, 5, 4, 3, 2, 6]), torch.tensor([0, 3, 3])
mask = torch.zeros(2, 5, dtype=torch.bool)
mask[0, 3:] = True

CALLS = [
    (lambda: nn.Conv1d(4, 6, 3, padding="same"), (s,)),
    (lambda: nn.Conv2d(4, 6, 3, stride=2, padding=1, padding_mode="circular"), (x,)),
    (lambda: nn.Conv2d(4, 8, (3, 2), dilation=2, groups=4, padding="valid"), (x,)),
    (lambda: nn.Conv3d(2, 3, 2), (v,)),
    (lambda: nn.ConvTranspose1d(4, 2, 3, stride=2, padding=1), (s,)),
    (lambda: nn.ConvTranspose2d(4, 6, 3, stride=2, output_padding=1, groups=2), (x,)),
    (lambda: nn.Embedding(7, 3, padding_idx=2), (ids,)),
    (lambda: nn.EmbeddingBag(7, 3), (ids.view(2, 4),)),
    (lambda: nn.EmbeddingBag(7, 3, mode="sum", padding_idx=4), (ids, offsets)),
    (lambda: nn.EmbeddingBag(7, 3, mode="max"), (ids, offsets)),
    (lambda: nn.EmbeddingBag(7, 3, mode="sum", include_last_offset=True), (ids, torch.tensor([0, 2, 8]))),
    (lambda: nn.BatchNorm2d(4).eval(), (x,)),
    (lambda: nn.InstanceNorm2d(4), (x,)),
    (lambda: nn.InstanceNorm1d(4), (s[0],)),
    (lambda: nn.LayerNorm([8, 8]), (x,)),
    (lambda: nn.GroupNorm(2, 4), (x,)),
    (lambda: nn.RMSNorm(9), (s,)),
    (lambda: nn.LocalResponseNorm(2), (x,)),
    (lambda: nn.MaxPool2d(3, 2, 1, ceil_mode=True), (x,)),
    (lambda: nn.MaxUnpool2d(2), (pooled, where)),
    (lambda: nn.MaxUnpool3d(2), (pooled3, where3)),
    (lambda: nn.AvgPool2d(3, 2, 1, count_include_pad=False), (x,)),
    (lambda: nn.AdaptiveAvgPool2d((3, 5)), (x,)),
    (lambda: nn.AdaptiveMaxPool2d((3, 5)), (x,)),
    (lambda: nn.LPPool2d(2, 3), (x,)),
    (lambda: nn.ReflectionPad2d((1, 2, 3, 0)), (x,)),
    (lambda: nn.ReplicationPad3d(1), (v,)),
    (lambda: nn.CircularPad2d(2), (x,)),
    (lambda: nn.PixelShuffle(2), (x,)),
    (lambda: nn.PixelUnshuffle(2), (x,)),
    (lambda: nn.ChannelShuffle(2), (x,)),
    (lambda: nn.Unfold(3, padding=1, stride=2), (x,)),
    (lambda: nn.Fold((6, 6), 2, stride=2), (torch.randn(2, 8, 9),)),
    (lambda: nn.Upsample(scale_factor=2, mode="bilinear"), (x,)),
    (lambda: nn.Upsample(size=(5, 11), mode="bicubic", align_corners=True), (x,)),
    (lambda: nn.Upsample(scale_factor=1.5), (x,)),
    (lambda: nn.Bilinear(5, 7, 3), (torch.randn(2, 5), torch.randn(2, 7))),
    (lambda: nn.RNN(16, 3, nonlinearity="relu"), (q,)),
    (lambda: nn.GRU(16, 3, 2, batch_first=True, bidirectional=True), (q,)),
    (lambda: nn.LSTM(16, 4, 2, bidirectional=True), (q,)),
    (lambda: nn.LSTM(16, 4, batch_first=True), (q[0],)),
    (lambda: nn.LSTMCell(16, 4), (q[0],)),
    (lambda: nn.GRUCell(16, 4), (q[0],)),
    (lambda: nn.RNNCell(16, 4), (q[0, 0],)),
    (lambda: nn.MultiheadAttention(16, 4, batch_first=True), (q, k, k)),
    (lambda: nn.MultiheadAttention(16, 4, batch_first=True, add_bias_kv=True, add_zero_attn=True), (q, q, q, mask)),
    (lambda: nn.TransformerEncoderLayer(16, 4, 32, batch_first=True).eval(), (q, None, mask)),
    (lambda: nn.TransformerDecoderLayer(16, 4, 32, batch_first=True, norm_first=True).eval(), (q, k)),
    (lambda: nn.Transformer(16, 2, 1, 1, 32, batch_first=True).eval(), (k, q)),
    (lambda: nn.CosineSimilarity(), (x, x.flip(1))),
    (lambda: nn.PairwiseDistance(), (s, s.flip(1))),
    (lambda: nn.CrossEntropyLoss(label_smoothing=0.1), (q[0], torch.arange(5))),
    (lambda: nn.SmoothL1Loss(), (s, s.flip(0))),
    (lambda: nn.BCEWithLogitsLoss(), (s, torch.sigmoid(s.flip(0)))),
    (lambda: nn.KLDivLoss(reduction="batchmean"), (s.log_softmax(1), s.flip(0).softmax(1))),
    (lambda: nn.TripletMarginLoss(), (q[0], q[1], q[0].flip(0))),
]

for make, args in CALLS:
    torch.manual_seed(5)
    layer = make()
    with torch.no_grad():
        show(str(layer).split("(")[0], layer(*args))
