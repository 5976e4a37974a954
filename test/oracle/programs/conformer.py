"""Conformer encoder: macaron feed-forward, relative positional attention with rel_shift, GLU convolution, subsampling."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.nn.init as init


class Swish(nn.Module):
    def forward(self, inputs):
        return inputs * inputs.sigmoid()


class Linear(nn.Module):
    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        super(Linear, self).__init__()
        self.linear = nn.Linear(in_features, out_features, bias=bias)
        init.xavier_uniform_(self.linear.weight)
        if bias:
            init.zeros_(self.linear.bias)

    def forward(self, x):
        return self.linear(x)


class ResidualConnectionModule(nn.Module):
    def __init__(self, module: nn.Module, module_factor: float = 1.0, input_factor: float = 1.0) -> None:
        super().__init__()
        self.module = module
        self.module_factor = module_factor
        self.input_factor = input_factor

    def forward(self, inputs, *args):
        return (self.module(inputs, *args) * self.module_factor) + (inputs * self.input_factor)


class Transpose(nn.Module):
    def __init__(self, shape: tuple):
        super().__init__()
        self.shape = shape

    def forward(self, x):
        return x.transpose(*self.shape)


class RelPositionalEncoding(nn.Module):
    def __init__(self, d_model: int, max_len: int = 64) -> None:
        super().__init__()
        self.d_model = d_model
        self.pe = None
        self.extend_pe(torch.tensor(0.0).expand(1, max_len))

    def extend_pe(self, x):
        if self.pe is not None:
            if self.pe.size(1) >= x.size(1) * 2 - 1:
                return
        pe_positive = torch.zeros(x.size(1), self.d_model)
        pe_negative = torch.zeros(x.size(1), self.d_model)
        position = torch.arange(0, x.size(1), dtype=torch.float32).unsqueeze(1)
        div_term = torch.exp(
            torch.arange(0, self.d_model, 2, dtype=torch.float32) * -(math.log(10000.0) / self.d_model)
        )
        pe_positive[:, 0::2] = torch.sin(position * div_term)
        pe_positive[:, 1::2] = torch.cos(position * div_term)
        pe_negative[:, 0::2] = torch.sin(-1 * position * div_term)
        pe_negative[:, 1::2] = torch.cos(-1 * position * div_term)
        pe_positive = torch.flip(pe_positive, [0]).unsqueeze(0)
        pe_negative = pe_negative[1:].unsqueeze(0)
        self.pe = torch.cat([pe_positive, pe_negative], dim=1)

    def forward(self, x):
        return self.pe[:, self.pe.size(1) // 2 - x.size(1) + 1 : self.pe.size(1) // 2 + x.size(1)]


class RelativeMultiHeadAttention(nn.Module):
    def __init__(self, d_model: int = 16, num_heads: int = 4):
        super().__init__()
        assert d_model % num_heads == 0, "d_model % num_heads should be zero."
        self.d_model, self.d_head, self.num_heads = d_model, int(d_model / num_heads), num_heads
        self.sqrt_dim = math.sqrt(self.d_head)
        self.query_proj = Linear(d_model, d_model)
        self.key_proj = Linear(d_model, d_model)
        self.value_proj = Linear(d_model, d_model)
        self.pos_proj = Linear(d_model, d_model, bias=False)
        self.u_bias = nn.Parameter(torch.Tensor(self.num_heads, self.d_head))
        self.v_bias = nn.Parameter(torch.Tensor(self.num_heads, self.d_head))
        torch.nn.init.xavier_uniform_(self.u_bias)
        torch.nn.init.xavier_uniform_(self.v_bias)
        self.out_proj = Linear(d_model, d_model)

    def forward(self, x, pos_embedding, mask=None):
        batch_size = x.size(0)
        query = self.query_proj(x).view(batch_size, -1, self.num_heads, self.d_head)
        key = self.key_proj(x).view(batch_size, -1, self.num_heads, self.d_head).permute(0, 2, 1, 3)
        value = self.value_proj(x).view(batch_size, -1, self.num_heads, self.d_head).permute(0, 2, 1, 3)
        pos_embedding = self.pos_proj(pos_embedding).view(1, -1, self.num_heads, self.d_head)
        content_score = torch.matmul((query + self.u_bias).transpose(1, 2), key.transpose(2, 3))
        pos_score = torch.matmul((query + self.v_bias).transpose(1, 2), pos_embedding.permute(0, 2, 3, 1))
        pos_score = self._relative_shift(pos_score)
        score = (content_score + pos_score) / self.sqrt_dim
        if mask is not None:
            score.masked_fill_(mask.unsqueeze(1), -1e9)
        attn = F.softmax(score, -1)
        context = torch.matmul(attn, value).transpose(1, 2)
        context = context.contiguous().view(batch_size, -1, self.d_model)
        return self.out_proj(context)

    def _relative_shift(self, pos_score):
        batch_size, num_heads, seq_length1, seq_length2 = pos_score.size()
        zeros = pos_score.new_zeros(batch_size, num_heads, seq_length1, 1)
        padded_pos_score = torch.cat([zeros, pos_score], dim=-1)
        padded_pos_score = padded_pos_score.view(batch_size, num_heads, seq_length2 + 1, seq_length1)
        return padded_pos_score[:, :, 1:].view_as(pos_score)[:, :, :, : seq_length2 // 2 + 1]


class MultiHeadedSelfAttentionModule(nn.Module):
    def __init__(self, d_model, num_heads):
        super().__init__()
        self.positional_encoding = RelPositionalEncoding(d_model)
        self.layer_norm = nn.LayerNorm(d_model)
        self.attention = RelativeMultiHeadAttention(d_model, num_heads)
        self.dropout = nn.Dropout(p=0.1)

    def forward(self, inputs, mask=None):
        pos_embedding = self.positional_encoding(inputs)
        inputs = self.layer_norm(inputs)
        return self.dropout(self.attention(inputs, pos_embedding, mask=mask))


def feed_forward(dim, expansion=4, p=0.1):
    return nn.Sequential(
        nn.LayerNorm(dim),
        Linear(dim, dim * expansion),
        Swish(),
        nn.Dropout(p=p),
        Linear(dim * expansion, dim),
        nn.Dropout(p=p),
    )


def conv_module(dim, kernel_size=7):
    return nn.Sequential(
        nn.LayerNorm(dim),
        Transpose(shape=(1, 2)),
        nn.Conv1d(dim, dim * 2, 1),
        nn.GLU(dim=1),
        nn.Conv1d(dim, dim, kernel_size, padding=(kernel_size - 1) // 2, groups=dim, bias=False),
        nn.BatchNorm1d(dim),
        Swish(),
        nn.Conv1d(dim, dim, 1),
        Transpose(shape=(1, 2)),
    )


class ConformerBlock(nn.Module):
    def __init__(self, dim=16, heads=4):
        super().__init__()
        self.ff1 = ResidualConnectionModule(feed_forward(dim), module_factor=0.5)
        self.attn = ResidualConnectionModule(MultiHeadedSelfAttentionModule(dim, heads))
        self.conv = ResidualConnectionModule(conv_module(dim))
        self.ff2 = ResidualConnectionModule(feed_forward(dim), module_factor=0.5)
        self.norm = nn.LayerNorm(dim)

    def forward(self, x, mask=None):
        x = self.attn(self.ff1(x), mask)
        return self.norm(self.ff2(self.conv(x)))


class Conv2dSubampling(nn.Module):
    def __init__(self, out_channels):
        super().__init__()
        self.sequential = nn.Sequential(
            nn.Conv2d(1, out_channels, kernel_size=3, stride=2),
            nn.ReLU(),
            nn.Conv2d(out_channels, out_channels, kernel_size=3, stride=2),
            nn.ReLU(),
        )

    def forward(self, inputs, input_lengths):
        outputs = self.sequential(inputs.unsqueeze(1))
        batch_size, channels, subsampled_lengths, sumsampled_dim = outputs.size()
        outputs = outputs.permute(0, 2, 1, 3)
        outputs = outputs.contiguous().view(batch_size, subsampled_lengths, channels * sumsampled_dim)
        output_lengths = input_lengths >> 2
        output_lengths -= 1
        return outputs, output_lengths


class Conformer(nn.Module):
    def __init__(self, num_classes=7, input_dim=20, dim=16):
        super().__init__()
        self.sub = Conv2dSubampling(8)
        self.proj = nn.Sequential(Linear(8 * (((input_dim - 1) // 2 - 1) // 2), dim), nn.Dropout(0.1))
        self.layers = nn.ModuleList([ConformerBlock(dim) for _ in range(2)])
        self.fc = Linear(dim, num_classes, bias=False)

    def forward(self, inputs, lengths):
        outputs, lengths = self.sub(inputs, lengths)
        outputs = self.proj(outputs)
        mask = torch.arange(outputs.size(1))[None, :] >= lengths[:, None]
        mask = mask[:, None, :].expand(-1, outputs.size(1), -1)
        for layer in self.layers:
            outputs = layer(outputs, mask)
        return F.log_softmax(self.fc(outputs), dim=-1), lengths


torch.manual_seed(8)
model = Conformer().eval()
torch.onnx.export(
    model,
    (torch.randn(2, 43, 20), torch.tensor([43, 31])),
    "conformer.onnx",
    dynamic_shapes={"inputs": {0: torch.export.Dim("batch")}, "lengths": {0: torch.export.Dim("batch")}},
    dynamo=True,
    verbose=False,
)
