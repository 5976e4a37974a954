"""Video: ConvLSTM over frames in a loop, R(2+1)D and I3D blocks with 3D convolutions, temporal shift, causal 3D pads."""

import math

import torch
import torch.nn as nn
from torch.nn.modules.utils import _triple


class ConvLSTMCell(nn.Module):
    def __init__(self, input_dim, hidden_dim, kernel_size, bias):
        super(ConvLSTMCell, self).__init__()
        self.input_dim = input_dim
        self.hidden_dim = hidden_dim
        self.kernel_size = kernel_size
        self.padding = kernel_size[0] // 2, kernel_size[1] // 2
        self.bias = bias
        self.conv = nn.Conv2d(
            in_channels=self.input_dim + self.hidden_dim,
            out_channels=4 * self.hidden_dim,
            kernel_size=self.kernel_size,
            padding=self.padding,
            bias=self.bias,
        )

    def forward(self, input_tensor, cur_state):
        h_cur, c_cur = cur_state
        combined = torch.cat([input_tensor, h_cur], dim=1)
        combined_conv = self.conv(combined)
        cc_i, cc_f, cc_o, cc_g = torch.split(combined_conv, self.hidden_dim, dim=1)
        i = torch.sigmoid(cc_i)
        f = torch.sigmoid(cc_f)
        o = torch.sigmoid(cc_o)
        g = torch.tanh(cc_g)
        c_next = f * c_cur + i * g
        h_next = o * torch.tanh(c_next)
        return h_next, c_next

    def init_hidden(self, batch_size, image_size):
        height, width = image_size
        return (
            torch.zeros(batch_size, self.hidden_dim, height, width, device=self.conv.weight.device),
            torch.zeros(batch_size, self.hidden_dim, height, width, device=self.conv.weight.device),
        )


class ConvLSTM(nn.Module):
    def __init__(self, input_dim, hidden_dim, kernel_size, num_layers, batch_first=False, bias=True):
        super(ConvLSTM, self).__init__()
        self._check_kernel_size_consistency(kernel_size)
        kernel_size = self._extend_for_multilayer(kernel_size, num_layers)
        hidden_dim = self._extend_for_multilayer(hidden_dim, num_layers)
        if not len(kernel_size) == len(hidden_dim) == num_layers:
            raise ValueError("Inconsistent list length.")
        self.num_layers = num_layers
        self.batch_first = batch_first
        cell_list = []
        for i in range(0, self.num_layers):
            cur_input_dim = input_dim if i == 0 else hidden_dim[i - 1]
            cell_list.append(
                ConvLSTMCell(
                    input_dim=cur_input_dim, hidden_dim=hidden_dim[i], kernel_size=kernel_size[i], bias=bias
                )
            )
        self.cell_list = nn.ModuleList(cell_list)

    def forward(self, input_tensor, hidden_state=None):
        if not self.batch_first:
            input_tensor = input_tensor.permute(1, 0, 2, 3, 4)
        b, _, _, h, w = input_tensor.size()
        if hidden_state is not None:
            raise NotImplementedError()
        else:
            hidden_state = [cell.init_hidden(b, (h, w)) for cell in self.cell_list]
        last_state_list = []
        seq_len = input_tensor.size(1)
        cur_layer_input = input_tensor
        for layer_idx in range(self.num_layers):
            h, c = hidden_state[layer_idx]
            output_inner = []
            for t in range(seq_len):
                h, c = self.cell_list[layer_idx](input_tensor=cur_layer_input[:, t, :, :, :], cur_state=[h, c])
                output_inner.append(h)
            layer_output = torch.stack(output_inner, dim=1)
            cur_layer_input = layer_output
            last_state_list.append([h, c])
        return layer_output, last_state_list

    @staticmethod
    def _check_kernel_size_consistency(kernel_size):
        if not (
            isinstance(kernel_size, tuple)
            or (isinstance(kernel_size, list) and all([isinstance(elem, tuple) for elem in kernel_size]))
        ):
            raise ValueError("`kernel_size` must be tuple or list of tuples")

    @staticmethod
    def _extend_for_multilayer(param, num_layers):
        if not isinstance(param, list):
            param = [param] * num_layers
        return param


class SpatioTemporalConv(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super(SpatioTemporalConv, self).__init__()
        kernel_size = _triple(kernel_size)
        stride = _triple(stride)
        padding = _triple(padding)
        k, t = kernel_size[1] * kernel_size[2], kernel_size[0]
        mid = int(math.floor((t * k * in_channels * out_channels) / (k * in_channels + t * out_channels)))
        self.spatial_conv = nn.Conv3d(
            in_channels, mid, [1, *kernel_size[1:]], stride=[1, *stride[1:]], padding=[0, *padding[1:]], bias=bias
        )
        self.bn = nn.BatchNorm3d(mid)
        self.relu = nn.ReLU()
        self.temporal_conv = nn.Conv3d(
            mid, out_channels, [t, 1, 1], stride=[stride[0], 1, 1], padding=[padding[0], 0, 0], bias=bias
        )

    def forward(self, x):
        return self.temporal_conv(self.relu(self.bn(self.spatial_conv(x))))


class TemporalShift(nn.Module):
    def __init__(self, net, n_segment=3, n_div=4):
        super(TemporalShift, self).__init__()
        self.net = net
        self.n_segment = n_segment
        self.fold_div = n_div

    def forward(self, x):
        x = self.shift(x, self.n_segment, fold_div=self.fold_div)
        return self.net(x)

    @staticmethod
    def shift(x, n_segment, fold_div=3):
        nt, c, h, w = x.size()
        n_batch = nt // n_segment
        x = x.view(n_batch, n_segment, c, h, w)
        fold = c // fold_div
        out = torch.zeros_like(x)
        out[:, :-1, :fold] = x[:, 1:, :fold]
        out[:, 1:, fold : 2 * fold] = x[:, :-1, fold : 2 * fold]
        out[:, :, 2 * fold :] = x[:, :, 2 * fold :]
        return out.view(nt, c, h, w)


class VideoNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(
            nn.ConstantPad3d((1, 1, 1, 1, 2, 0), 0.0),
            nn.Conv3d(3, 6, kernel_size=3),
            nn.BatchNorm3d(6),
            nn.LeakyReLU(0.1),
            nn.MaxPool3d(kernel_size=(1, 2, 2), stride=(1, 2, 2)),
            SpatioTemporalConv(6, 8, 3, padding=1),
        )
        self.shift = TemporalShift(nn.Conv2d(8, 8, 3, padding=1))
        self.lstm = ConvLSTM(8, [6, 4], (3, 3), 2, batch_first=True)
        self.pool = nn.AdaptiveAvgPool3d((1, 1, 1))
        self.up = nn.Upsample(scale_factor=(1, 2, 2), mode="trilinear", align_corners=False)

    def forward(self, clip):
        x = self.stem(clip)
        b, c, t, h, w = x.shape
        frames = x.transpose(1, 2).flatten(0, 1)
        frames = self.shift(frames).unflatten(0, (b, t))
        out, states = self.lstm(frames)
        video = self.up(out.permute(0, 2, 1, 3, 4))
        return self.pool(x).flatten(1), video, states[-1][1]


torch.manual_seed(19)
model = VideoNet().eval()
torch.onnx.export(
    model,
    (torch.randn(2, 3, 3, 10, 8),),
    "video.onnx",
    dynamic_shapes={"clip": {0: torch.export.Dim("batch", min=1)}},
    dynamo=True,
    verbose=False,
)
