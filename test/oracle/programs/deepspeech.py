"""DeepSpeech 2: masked convolutions by lengths, sequence-wise batch norm, GRU stack with packing in training, lookahead."""

import math
from collections import OrderedDict
from enum import Enum
from typing import List

import torch
import torch.nn as nn
import torch.nn.functional as F

SpectConfig = {"sample_rate": 16000, "window_size": 0.0025}


class RNNType(Enum):
    lstm = nn.LSTM
    rnn = nn.RNN
    gru = nn.GRU


class SequenceWise(nn.Module):
    def __init__(self, module):
        super(SequenceWise, self).__init__()
        self.module = module

    def forward(self, x):
        t, n = x.size(0), x.size(1)
        x = x.view(t * n, -1)
        x = self.module(x)
        x = x.view(t, n, -1)
        return x

    def __repr__(self):
        tmpstr = self.__class__.__name__ + " (\n"
        tmpstr += self.module.__repr__()
        tmpstr += ")"
        return tmpstr


class MaskConv(nn.Module):
    def __init__(self, seq_module):
        super(MaskConv, self).__init__()
        self.seq_module = seq_module

    def forward(self, x, lengths):
        for module in self.seq_module:
            x = module(x)
            steps = torch.arange(x.size(3))
            mask = steps[None, None, None, :] >= lengths[:, None, None, None]
            x = x.masked_fill(mask, 0)
        return x, lengths


class InferenceBatchSoftmax(nn.Module):
    def forward(self, input_):
        if not self.training:
            return F.softmax(input_, dim=-1)
        else:
            return input_


class BatchRNN(nn.Module):
    def __init__(self, input_size, hidden_size, rnn_type=nn.LSTM, bidirectional=False, batch_norm=True):
        super(BatchRNN, self).__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.bidirectional = bidirectional
        self.batch_norm = SequenceWise(nn.BatchNorm1d(input_size)) if batch_norm else None
        self.rnn = rnn_type(input_size=input_size, hidden_size=hidden_size, bidirectional=bidirectional, bias=True)
        self.num_directions = 2 if bidirectional else 1

    def flatten_parameters(self):
        self.rnn.flatten_parameters()

    def forward(self, x, h=None):
        if self.batch_norm is not None:
            x = self.batch_norm(x)
        x, h = self.rnn(x, h)
        if self.bidirectional:
            x = x.view(x.size(0), x.size(1), 2, -1).sum(2).view(x.size(0), x.size(1), -1)
        return x


class Lookahead(nn.Module):
    def __init__(self, n_features, context):
        super(Lookahead, self).__init__()
        assert context > 0
        self.context = context
        self.n_features = n_features
        self.pad = (0, self.context - 1)
        self.conv = nn.Conv1d(n_features, n_features, kernel_size=context, groups=n_features, padding=0, bias=False)

    def forward(self, x):
        x = x.transpose(0, 1).transpose(1, 2)
        x = F.pad(x, pad=self.pad, value=0)
        x = self.conv(x)
        x = x.transpose(1, 2).transpose(0, 1).contiguous()
        return x


class DeepSpeech(nn.Module):
    def __init__(self, labels: List, rnn_type: RNNType, hidden_size=12, hidden_layers=2, bidirectional=True):
        super().__init__()
        self.labels = labels
        self.bidirectional = bidirectional
        self.conv = MaskConv(
            nn.Sequential(
                nn.Conv2d(1, 4, kernel_size=(5, 3), stride=(2, 2), padding=(2, 1)),
                nn.BatchNorm2d(4),
                nn.Hardtanh(0, 20, inplace=True),
                nn.Conv2d(4, 4, kernel_size=(3, 3), stride=(2, 1), padding=(1, 1)),
                nn.BatchNorm2d(4),
                nn.Hardtanh(0, 20, inplace=True),
            )
        )
        rnn_input_size = int(math.floor((SpectConfig["sample_rate"] * SpectConfig["window_size"]) / 2) + 1)
        rnn_input_size = int(math.floor(rnn_input_size + 4 - 5) / 2 + 1)
        rnn_input_size = int(math.floor(rnn_input_size + 2 - 3) / 2 + 1)
        rnn_input_size *= 4
        self.rnns = nn.Sequential(
            BatchRNN(rnn_input_size, hidden_size, rnn_type.value, bidirectional, batch_norm=False),
            *(
                BatchRNN(hidden_size, hidden_size, rnn_type=rnn_type.value, bidirectional=bidirectional)
                for x in range(hidden_layers - 1)
            ),
        )
        self.lookahead = (
            nn.Sequential(Lookahead(hidden_size, context=3), nn.Hardtanh(0, 20, inplace=True))
            if not bidirectional
            else None
        )
        fully_connected = nn.Sequential(
            OrderedDict(norm=nn.BatchNorm1d(hidden_size), linear=nn.Linear(hidden_size, len(labels), bias=False))
        )
        self.fc = nn.Sequential(SequenceWise(fully_connected))
        self.inference_softmax = InferenceBatchSoftmax()

    def get_seq_lens(self, input_length):
        seq_len = input_length
        for m in self.conv.modules():
            if type(m) == nn.modules.conv.Conv2d:
                seq_len = (
                    torch.div(
                        seq_len + 2 * m.padding[1] - m.dilation[1] * (m.kernel_size[1] - 1) - 1,
                        m.stride[1],
                        rounding_mode="floor",
                    )
                    + 1
                )
        return seq_len.int()

    def forward(self, x, lengths):
        lengths = lengths.int()
        output_lengths = self.get_seq_lens(lengths)
        x, _ = self.conv(x, output_lengths)
        sizes = x.size()
        x = x.view(sizes[0], sizes[1] * sizes[2], sizes[3])
        x = x.transpose(1, 2).transpose(0, 1).contiguous()
        for rnn in self.rnns:
            x = rnn(x)
        if self.lookahead is not None:
            x = self.lookahead(x)
        x = self.fc(x)
        x = x.transpose(0, 1)
        return self.inference_softmax(x), output_lengths


torch.manual_seed(123456)
for rnn_type, bidirectional in ((RNNType.lstm, True), (RNNType.gru, False), (RNNType["rnn"], True)):
    model = DeepSpeech(list("_'ABC "), rnn_type, bidirectional=bidirectional).eval()
    print(rnn_type.name, model.fc, model.rnns[-1].num_directions)
    torch.onnx.export(
        model,
        (torch.rand(2, 1, 21, 17), torch.tensor([17, 11])),
        f"speech_{rnn_type.name}.onnx",
        dynamo=True,
        verbose=False,
    )
