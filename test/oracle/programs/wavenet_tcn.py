"""Temporal convolutions: TCN blocks with Chomp1d and weight_norm, WaveNet's gated dilated stack with skip sums."""

import torch
import torch.nn as nn
from torch.nn.utils import weight_norm


class Chomp1d(nn.Module):
    def __init__(self, chomp_size):
        super(Chomp1d, self).__init__()
        self.chomp_size = chomp_size

    def forward(self, x):
        return x[:, :, : -self.chomp_size].contiguous()


class TemporalBlock(nn.Module):
    def __init__(self, n_inputs, n_outputs, kernel_size, stride, dilation, padding, dropout=0.2):
        super(TemporalBlock, self).__init__()
        self.conv1 = weight_norm(
            nn.Conv1d(n_inputs, n_outputs, kernel_size, stride=stride, padding=padding, dilation=dilation)
        )
        self.chomp1 = Chomp1d(padding)
        self.relu1 = nn.ReLU()
        self.dropout1 = nn.Dropout(dropout)
        self.conv2 = weight_norm(
            nn.Conv1d(n_outputs, n_outputs, kernel_size, stride=stride, padding=padding, dilation=dilation)
        )
        self.net = nn.Sequential(self.conv1, self.chomp1, self.relu1, self.dropout1, self.conv2, Chomp1d(padding))
        self.downsample = nn.Conv1d(n_inputs, n_outputs, 1) if n_inputs != n_outputs else None
        self.relu = nn.ReLU()
        self.init_weights()

    def init_weights(self):
        self.conv1.weight.data.normal_(0, 0.01)
        self.conv2.weight.data.normal_(0, 0.01)
        if self.downsample is not None:
            self.downsample.weight.data.normal_(0, 0.1)

    def forward(self, x):
        out = self.net(x)
        res = x if self.downsample is None else self.downsample(x)
        return self.relu(out + res)


class TemporalConvNet(nn.Module):
    def __init__(self, num_inputs, num_channels, kernel_size=2, dropout=0.2):
        super(TemporalConvNet, self).__init__()
        layers = []
        for i in range(len(num_channels)):
            dilation_size = 2**i
            in_channels = num_inputs if i == 0 else num_channels[i - 1]
            layers += [
                TemporalBlock(
                    in_channels,
                    num_channels[i],
                    kernel_size,
                    stride=1,
                    dilation=dilation_size,
                    padding=(kernel_size - 1) * dilation_size,
                    dropout=dropout,
                )
            ]
        self.network = nn.Sequential(*layers)

    def forward(self, x):
        return self.network(x)


class CausalConv(nn.Conv1d):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.left = (self.kernel_size[0] - 1) * self.dilation[0]

    def forward(self, x):
        return super().forward(nn.functional.pad(x, (self.left, 0)))


class WaveNet(nn.Module):
    def __init__(self, classes=16, channels=8, skip=12, layers=3, stacks=2):
        super().__init__()
        self.embed = nn.Embedding(classes, channels)
        dilations = [2**i for i in range(layers)] * stacks
        self.gates = nn.ModuleList(CausalConv(channels, 2 * channels, 2, dilation=d) for d in dilations)
        self.residuals = nn.ModuleList(nn.Conv1d(channels, channels, 1) for _ in dilations)
        self.skips = nn.ModuleList(nn.Conv1d(channels, skip, 1) for _ in dilations)
        self.out = nn.Sequential(nn.ReLU(), nn.Conv1d(skip, skip, 1), nn.ReLU(), nn.Conv1d(skip, classes, 1))

    @property
    def receptive_field(self):
        return 1 + sum(g.left for g in self.gates)

    def forward(self, ids):
        x = self.embed(ids).transpose(1, 2)
        total = 0
        for gate, residual, skip in zip(self.gates, self.residuals, self.skips):
            tanh, sigmoid = gate(x).chunk(2, dim=1)
            h = torch.tanh(tanh) * torch.sigmoid(sigmoid)
            total = total + skip(h)
            x = x + residual(h)
        return self.out(total)


torch.manual_seed(1111)
tcn = TemporalConvNet(3, [6, 6, 8], kernel_size=3).eval()
torch.onnx.export(tcn, (torch.randn(2, 3, 20),), "tcn.onnx", dynamo=True, verbose=False)
wavenet = WaveNet().eval()
print(wavenet.receptive_field)
torch.onnx.export(wavenet, (torch.randint(16, (1, 18)),), "wavenet.onnx", dynamo=True, verbose=False)
