"""Quantisation-aware layers: straight-through rounding as an autograd.Function, LSQ scales, fake_quantize operators."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class RoundSTE(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return torch.round(x)

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output


class Quantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, input, scale, qmin, qmax):
        ctx.save_for_backward(input, scale)
        ctx.limits = (qmin, qmax)
        return torch.clamp(torch.round(input / scale), qmin, qmax) * scale

    @staticmethod
    def backward(ctx, grad_output):
        input, scale = ctx.saved_tensors
        qmin, qmax = ctx.limits
        inside = (input / scale >= qmin) & (input / scale <= qmax)
        return grad_output * inside, None, None, None


class LSQ(nn.Module):
    def __init__(self, bits=4, signed=True):
        super().__init__()
        self.qmin, self.qmax = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
        self.step = nn.Parameter(torch.tensor(1.0))
        self.register_buffer("initialised", torch.tensor(False))

    @torch.no_grad()
    def init_from(self, x):
        self.step.copy_(2 * x.detach().abs().mean() / self.qmax**0.5)
        self.initialised.fill_(True)

    def forward(self, x):
        return Quantize.apply(x, self.step, self.qmin, self.qmax)


class QConv2d(nn.Conv2d):
    def __init__(self, *args, bits=4, **kwargs):
        super().__init__(*args, **kwargs)
        self.weight_quant = LSQ(bits)
        self.weight_quant.init_from(self.weight)
        self.act_quant = LSQ(bits, signed=False)

    def forward(self, x):
        return self._conv_forward(self.act_quant(x), self.weight_quant(self.weight), self.bias)


class BitLinear(nn.Linear):
    def forward(self, x):
        w = self.weight
        alpha = w.mean()
        binary = (w - alpha + (torch.sign(w - alpha) - (w - alpha)).detach()) * w.abs().mean()
        gamma = 127.0 / x.abs().amax(dim=-1, keepdim=True).clamp_(min=1e-5)
        quantised = (x * gamma).round().clamp_(-128, 127) / gamma
        return F.linear(quantised, binary, self.bias)


class QNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = QConv2d(3, 8, 3, padding=1, bits=4)
        self.conv2 = QConv2d(8, 8, 3, stride=2, bits=8, groups=2)
        self.fc = BitLinear(8, 5)
        self.register_buffer("scales", torch.linspace(0.01, 0.05, 5))
        self.register_buffer("zeros", torch.zeros(5, dtype=torch.int32))

    def forward(self, x):
        x = F.hardtanh(self.conv1(x), 0, 6)
        x = F.relu6(self.conv2(x))
        x = torch.fake_quantize_per_tensor_affine(x, 0.03, 4, 0, 255)
        x = x.mean((2, 3))
        y = self.fc(x)
        y = torch.fake_quantize_per_channel_affine(y, self.scales, self.zeros, 1, -128, 127)
        return y, RoundSTE.apply(y * 10)


torch.manual_seed(17)
net = QNet().eval()
print([n for n, _ in net.named_parameters() if n.endswith("step")])
torch.onnx.export(net, (torch.rand(2, 3, 9, 9),), "qnet.onnx", dynamo=True, verbose=False)
