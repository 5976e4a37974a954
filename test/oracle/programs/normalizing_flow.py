"""Normalising flows: RealNVP couplings with masks, MADE by masked linear layers, ActNorm, invertible 1x1 convolution, Glow squeeze."""

import math

import numpy as np
import torch
import torch.distributions as D
import torch.nn as nn
import torch.nn.functional as F


class MaskedLinear(nn.Linear):
    def __init__(self, input_size, n_outputs, mask, cond_label_size=None):
        super().__init__(input_size, n_outputs)
        self.register_buffer("mask", mask)
        self.cond_label_size = cond_label_size
        if cond_label_size is not None:
            self.cond_weight = nn.Parameter(torch.rand(n_outputs, cond_label_size) / math.sqrt(cond_label_size))

    def forward(self, x, y=None):
        out = F.linear(x, self.weight * self.mask, self.bias)
        if y is not None:
            out = out + F.linear(y, self.cond_weight)
        return out

    def extra_repr(self):
        return "in_features={}, out_features={}, bias={}".format(
            self.in_features, self.out_features, self.bias is not None
        ) + (self.cond_label_size is not None) * ", cond_features={}".format(self.cond_label_size)


def create_masks(input_size, hidden_size, n_hidden, input_order="sequential"):
    degrees = []
    if input_order == "sequential":
        degrees += [torch.arange(input_size)]
        for _ in range(n_hidden + 1):
            degrees += [torch.arange(hidden_size) % (input_size - 1)]
        degrees += [torch.arange(input_size) % input_size - 1]
    elif input_order == "random":
        degrees += [torch.randperm(input_size)]
        for _ in range(n_hidden + 1):
            min_prev_degree = min(degrees[-1].min().item(), input_size - 1)
            degrees += [torch.randint(min_prev_degree, input_size, (hidden_size,))]
        min_prev_degree = min(degrees[-1].min().item(), input_size - 1)
        degrees += [torch.randint(min_prev_degree, input_size, (input_size,)) - 1]
    masks = []
    for d0, d1 in zip(degrees[:-1], degrees[1:]):
        masks += [(d1.unsqueeze(-1) >= d0.unsqueeze(0)).float()]
    return masks, degrees[0]


class LinearMaskedCoupling(nn.Module):
    def __init__(self, input_size, hidden_size, n_hidden, mask):
        super().__init__()
        self.register_buffer("mask", mask)
        s_net = [nn.Linear(input_size, hidden_size)]
        for _ in range(n_hidden):
            s_net += [nn.Tanh(), nn.Linear(hidden_size, hidden_size)]
        s_net += [nn.Tanh(), nn.Linear(hidden_size, input_size)]
        self.s_net = nn.Sequential(*s_net)
        t_net = [type(m)() if isinstance(m, nn.Tanh) else nn.Linear(m.in_features, m.out_features) for m in s_net]
        self.t_net = nn.Sequential(*t_net)

    def forward(self, x):
        mx = x * self.mask
        s = self.s_net(mx)
        t = self.t_net(mx) * (1 - self.mask)
        log_s = torch.tanh(s) * (1 - self.mask)
        u = x * torch.exp(log_s) + t
        return u, log_s

    def inverse(self, u):
        mu = u * self.mask
        s = self.s_net(mu)
        t = self.t_net(mu) * (1 - self.mask)
        log_s = torch.tanh(s) * (1 - self.mask)
        return (u - t) * torch.exp(-log_s), -log_s


class BatchNorm(nn.Module):
    def __init__(self, input_size, momentum=0.9, eps=1e-5):
        super().__init__()
        self.eps = eps
        self.log_gamma = nn.Parameter(torch.zeros(input_size))
        self.beta = nn.Parameter(torch.zeros(input_size))
        self.register_buffer("running_mean", torch.full((input_size,), 0.1))
        self.register_buffer("running_var", torch.ones(input_size))

    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        x_hat = (x - mean) / torch.sqrt(var + self.eps)
        y = self.log_gamma.exp() * x_hat + self.beta
        log_abs_det_jacobian = self.log_gamma - 0.5 * torch.log(var + self.eps)
        return y, log_abs_det_jacobian.expand_as(x)

    def inverse(self, y):
        x_hat = (y - self.beta) * torch.exp(-self.log_gamma)
        x = x_hat * torch.sqrt(self.running_var + self.eps) + self.running_mean
        return x, (0.5 * torch.log(self.running_var + self.eps) - self.log_gamma).expand_as(x)


class MADE(nn.Module):
    def __init__(self, input_size, hidden_size, n_hidden, input_order="sequential"):
        super().__init__()
        masks, self.input_degrees = create_masks(input_size, hidden_size, n_hidden, input_order)
        self.net_input = MaskedLinear(input_size, hidden_size, masks[0], 2)
        self.net = []
        for m in masks[1:-1]:
            self.net += [nn.ReLU(), MaskedLinear(hidden_size, hidden_size, m)]
        self.net += [nn.ReLU(), MaskedLinear(hidden_size, 2 * input_size, masks[-1].repeat(2, 1))]
        self.net = nn.Sequential(*self.net)

    def forward(self, x, y=None):
        m, loga = self.net(self.net_input(x, y)).chunk(chunks=2, dim=1)
        u = (x - m) * torch.exp(-loga)
        return u, -loga


class FlowSequential(nn.Sequential):
    def forward(self, x):
        sum_log_abs_det_jacobians = 0
        for module in self:
            x, log_abs_det_jacobian = module(x)
            sum_log_abs_det_jacobians = sum_log_abs_det_jacobians + log_abs_det_jacobian
        return x, sum_log_abs_det_jacobians

    def inverse(self, u):
        total = 0
        for module in reversed(self):
            u, log_abs_det_jacobian = module.inverse(u)
            total = total + log_abs_det_jacobian
        return u, total


class RealNVP(nn.Module):
    def __init__(self, n_blocks, input_size, hidden_size, n_hidden):
        super().__init__()
        self.register_buffer("base_dist_mean", torch.zeros(input_size))
        self.register_buffer("base_dist_var", torch.ones(input_size))
        modules = []
        mask = torch.arange(input_size).float() % 2
        for i in range(n_blocks):
            modules += [LinearMaskedCoupling(input_size, hidden_size, n_hidden, mask)]
            mask = 1 - mask
            modules += [BatchNorm(input_size)]
        self.net = FlowSequential(*modules)

    @property
    def base_dist(self):
        return D.Normal(self.base_dist_mean, self.base_dist_var)

    def forward(self, x):
        u, sum_log = self.net(x)
        return torch.sum(self.base_dist.log_prob(u) + sum_log, dim=1), self.net.inverse(u)[0]


class InvConv2d(nn.Module):
    def __init__(self, in_channel):
        super().__init__()
        weight = np.linalg.qr(np.arange(1, in_channel**2 + 1).reshape(in_channel, -1) ** 1.5 % 3)[0]
        self.weight = nn.Parameter(torch.from_numpy(weight.astype(np.float32))[..., None, None])

    def forward(self, input):
        _, _, height, width = input.shape
        out = F.conv2d(input, self.weight)
        logdet = height * width * torch.slogdet(self.weight.squeeze().double())[1].float()
        return out, logdet


class GlowStep(nn.Module):
    def __init__(self):
        super().__init__()
        self.loc = nn.Parameter(torch.randn(1, 4, 1, 1))
        self.scale = nn.Parameter(torch.rand(1, 4, 1, 1) + 0.5)
        self.invconv = InvConv2d(4)
        self.net = nn.Sequential(nn.Conv2d(2, 8, 3, padding=1), nn.ReLU(inplace=True), nn.Conv2d(8, 4, 1))

    def forward(self, input):
        b_size, n_channel, height, width = input.shape
        squeezed = input.view(b_size, n_channel, height // 2, 2, width // 2, 2)
        squeezed = squeezed.permute(0, 1, 3, 5, 2, 4)
        out = squeezed.contiguous().view(b_size, n_channel * 4, height // 2, width // 2)
        logdet = height * width * torch.sum(torch.log(torch.abs(self.scale)))
        out, det = self.invconv(self.scale * (out + self.loc))
        in_a, in_b = out.chunk(2, 1)
        log_s, t = self.net(in_a).chunk(2, 1)
        s = F.sigmoid(log_s + 2)
        out_b = (in_b + t) * s
        logdet = logdet + det + torch.sum(torch.log(s).view(input.shape[0], -1), 1)
        return torch.cat([in_a, out_b], 1), logdet


torch.manual_seed(6)
batch = torch.export.Dim("batch")
flow = RealNVP(2, 6, 10, 1).eval()
torch.onnx.export(flow, (torch.randn(3, 6),), "nvp.onnx", dynamic_shapes=[{0: batch}], dynamo=True, verbose=False)
for order in ("sequential", "random"):
    made = MADE(5, 8, 1, order)
    print(made.net_input, made.input_degrees.tolist(), [int(b.sum()) for b in made.buffers()])
    example = (torch.randn(3, 5), torch.eye(2)[[0, 1, 1]])
    torch.onnx.export(made, example, f"made_{order}.onnx", dynamo=True, verbose=False)
torch.onnx.export(GlowStep(), (torch.randn(2, 1, 6, 8),), "glow.onnx", dynamo=True, verbose=False)
