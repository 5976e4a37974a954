"""Forecasting: N-BEATS stacks, Autoformer decomposition and autocorrelation, TFT gates, DLinear, reversible instance norm."""

import math
from abc import ABC, abstractmethod

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


class moving_avg(nn.Module):
    def __init__(self, kernel_size, stride):
        super(moving_avg, self).__init__()
        self.kernel_size = kernel_size
        self.avg = nn.AvgPool1d(kernel_size=kernel_size, stride=stride, padding=0)

    def forward(self, x):
        front = x[:, 0:1, :].repeat(1, (self.kernel_size - 1) // 2, 1)
        end = x[:, -1:, :].repeat(1, (self.kernel_size - 1) // 2, 1)
        x = torch.cat([front, x, end], dim=1)
        x = self.avg(x.permute(0, 2, 1))
        return x.permute(0, 2, 1)


class series_decomp(nn.Module):
    def __init__(self, kernel_size):
        super(series_decomp, self).__init__()
        self.moving_avg = moving_avg(kernel_size, stride=1)

    def forward(self, x):
        moving_mean = self.moving_avg(x)
        return x - moving_mean, moving_mean


class AutoCorrelation(nn.Module):
    def __init__(self, factor=1):
        super(AutoCorrelation, self).__init__()
        self.factor = factor

    def time_delay_agg(self, values, corr):
        batch, head, channel, length = values.shape
        init_index = torch.arange(length).unsqueeze(0).unsqueeze(0).unsqueeze(0).repeat(batch, head, channel, 1)
        top_k = int(self.factor * math.log(length))
        mean_value = torch.mean(torch.mean(corr, dim=1), dim=1)
        weights, delay = torch.topk(mean_value, top_k, dim=-1)
        tmp_corr = torch.softmax(weights, dim=-1)
        tmp_values = values.repeat(1, 1, 1, 2)
        delays_agg = torch.zeros_like(values).float()
        for i in range(top_k):
            tmp_delay = init_index + delay[:, i].unsqueeze(1).unsqueeze(1).unsqueeze(1).repeat(1, head, channel, length)
            pattern = torch.gather(tmp_values, dim=-1, index=tmp_delay)
            weight = tmp_corr[:, i].unsqueeze(1).unsqueeze(1).unsqueeze(1).repeat(1, head, channel, length)
            delays_agg = delays_agg + pattern * weight
        return delays_agg

    def forward(self, queries, keys, values):
        B, L, H, E = queries.shape
        q_fft = torch.fft.rfft(queries.permute(0, 2, 3, 1).contiguous(), dim=-1)
        k_fft = torch.fft.rfft(keys.permute(0, 2, 3, 1).contiguous(), dim=-1)
        res = q_fft * torch.conj(k_fft)
        corr = torch.fft.irfft(res, dim=-1)
        V = self.time_delay_agg(values.permute(0, 2, 3, 1).contiguous(), corr).permute(0, 3, 1, 2)
        return V.contiguous()


class RevIN(nn.Module):
    def __init__(self, num_features: int, eps=1e-5, affine=True):
        super(RevIN, self).__init__()
        self.eps = eps
        self.affine = affine
        if self.affine:
            self.affine_weight = nn.Parameter(torch.ones(num_features) * 1.1)
            self.affine_bias = nn.Parameter(torch.zeros(num_features) + 0.1)

    def forward(self, x, mode: str):
        if mode == "norm":
            dim2reduce = tuple(range(1, x.ndim - 1))
            self.mean = torch.mean(x, dim=dim2reduce, keepdim=True).detach()
            self.stdev = torch.sqrt(torch.var(x, dim=dim2reduce, keepdim=True, unbiased=False) + self.eps).detach()
            x = (x - self.mean) / self.stdev
            if self.affine:
                x = x * self.affine_weight + self.affine_bias
        elif mode == "denorm":
            if self.affine:
                x = (x - self.affine_bias) / (self.affine_weight + self.eps * self.eps)
            x = x * self.stdev + self.mean
        else:
            raise NotImplementedError
        return x


class Block(nn.Module, ABC):
    def __init__(self, units, thetas_dim, backcast_length, forecast_length):
        super().__init__()
        self.fc1 = nn.Linear(backcast_length, units)
        self.fc2 = nn.Linear(units, units)
        self.theta_b = nn.Linear(units, thetas_dim, bias=False)
        self.theta_f = nn.Linear(units, thetas_dim, bias=False)
        self.backcast_linspace = np.arange(backcast_length) / backcast_length
        self.forecast_linspace = np.arange(forecast_length) / forecast_length

    @abstractmethod
    def basis(self, thetas, t):
        raise NotImplementedError

    def forward(self, x):
        x = F.relu(self.fc2(F.relu(self.fc1(x))))
        backcast = self.basis(self.theta_b(x), self.backcast_linspace)
        forecast = self.basis(self.theta_f(x), self.forecast_linspace)
        return backcast, forecast

    def __str__(self):
        return f"{type(self).__name__}(units={self.fc1.out_features}, thetas={self.theta_b.out_features})"


class TrendBlock(Block):
    def basis(self, thetas, t):
        p = thetas.size()[-1]
        assert p <= 4, "thetas_dim is too big."
        T = torch.tensor(np.array([t**i for i in range(p)])).float()
        return thetas.mm(T)


class SeasonalityBlock(Block):
    def basis(self, thetas, t):
        p = thetas.size()[-1]
        p1, p2 = (p // 2, p // 2) if p % 2 == 0 else (p // 2, p // 2 + 1)
        s1 = torch.tensor(np.array([np.cos(2 * np.pi * i * t) for i in range(p1)])).float()
        s2 = torch.tensor(np.array([np.sin(2 * np.pi * i * t) for i in range(p2)])).float()
        return thetas.mm(torch.cat([s1, s2]))


class NBeats(nn.Module):
    def __init__(self, backcast=12, forecast=4):
        super().__init__()
        self.forecast_length = forecast
        self.stacks = []
        self.parameters_list = []
        for block in (TrendBlock, SeasonalityBlock):
            blocks = [block(16, 3 if block is TrendBlock else 5, backcast, forecast) for _ in range(2)]
            for b in blocks:
                self.parameters_list.extend(b.parameters())
            self.stacks.append(blocks)
        self.parameters_list = nn.ParameterList(self.parameters_list)

    def forward(self, backcast):
        forecast = torch.zeros(size=(backcast.size()[0], self.forecast_length))
        for stack in self.stacks:
            for block in stack:
                b, f = block(backcast)
                backcast = backcast - b
                forecast = forecast + f
        return backcast, forecast


class GatedResidualNetwork(nn.Module):
    def __init__(self, inp, hidden, out, context=None):
        super().__init__()
        self.skip = nn.Linear(inp, out) if inp != out else nn.Identity()
        self.lin_a = nn.Linear(inp, hidden)
        self.lin_c = nn.Linear(context, hidden, bias=False) if context is not None else None
        self.lin_i = nn.Linear(hidden, hidden)
        self.glu = nn.Sequential(nn.Linear(hidden, out * 2), nn.GLU())
        self.norm = nn.LayerNorm(out, eps=1e-3)

    def forward(self, a, c=None):
        x = self.lin_a(a)
        if c is not None:
            x = x + self.lin_c(c).unsqueeze(1)
        x = self.lin_i(F.elu(x))
        return self.norm(self.skip(a) + self.glu(x))


class Forecaster(nn.Module):
    def __init__(self, seq_len=12, pred_len=4, channels=3):
        super().__init__()
        self.rev_in = RevIN(channels)
        self.decomp = series_decomp(5)
        self.seasonal = nn.Linear(seq_len, pred_len)
        self.trend = nn.Linear(seq_len, pred_len)
        self.seasonal.weight = nn.Parameter((1 / seq_len) * torch.ones([pred_len, seq_len]))
        self.qkv = nn.ModuleDict({k: nn.Linear(channels, 6) for k in "qkv"})
        self.autocorrelation = AutoCorrelation()
        self.grn = GatedResidualNetwork(6, 8, channels, context=2)

    def forward(self, x, static):
        x = self.rev_in(x, "norm")
        seasonal, trend = self.decomp(x)
        q, k, v = (self.qkv[n](seasonal).view(*x.shape[:2], 2, 3) for n in ("q", "k", "v"))
        mixed = self.grn(self.autocorrelation(q, k, v).flatten(2), static)
        seasonal = self.seasonal((seasonal + mixed).permute(0, 2, 1))
        y = (seasonal + self.trend(trend.permute(0, 2, 1))).permute(0, 2, 1)
        return self.rev_in(y, "denorm")


torch.manual_seed(50)
beats = NBeats()
print([str(b) for stack in beats.stacks for b in stack], len(beats.state_dict()))
n = torch.export.Dim("n", max=99)
torch.onnx.export(beats, torch.randn(3, 12), "nbeats.onnx", dynamo=True, verbose=False)
torch.onnx.export(
    Forecaster(),
    (torch.randn(3, 12, 3), torch.randn(3, 2)),
    "forecaster.onnx",
    dynamic_shapes={"x": {0: n}, "static": {0: n}},
    dynamo=True,
    verbose=False,
)
