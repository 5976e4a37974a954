"""Fourier neural operator: complex weights multiplied with low modes of rfft2, inverse transform, grid appended."""

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


class SpectralConv2d_fast(nn.Module):
    def __init__(self, in_channels, out_channels, modes1, modes2):
        super(SpectralConv2d_fast, self).__init__()
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.modes1 = modes1
        self.modes2 = modes2
        self.scale = 1 / (in_channels * out_channels)
        self.weights1 = nn.Parameter(
            self.scale * torch.rand(in_channels, out_channels, self.modes1, self.modes2, dtype=torch.cfloat)
        )
        self.weights2 = nn.Parameter(
            self.scale * torch.rand(in_channels, out_channels, self.modes1, self.modes2, dtype=torch.cfloat)
        )

    def compl_mul2d(self, input, weights):
        return torch.einsum("bixy,ioxy->boxy", input, weights)

    def forward(self, x):
        batchsize = x.shape[0]
        x_ft = torch.fft.rfft2(x)
        out_ft = torch.zeros(
            batchsize, self.out_channels, x.size(-2), x.size(-1) // 2 + 1, dtype=torch.cfloat, device=x.device
        )
        out_ft[:, :, : self.modes1, : self.modes2] = self.compl_mul2d(
            x_ft[:, :, : self.modes1, : self.modes2], self.weights1
        )
        out_ft[:, :, -self.modes1 :, : self.modes2] = self.compl_mul2d(
            x_ft[:, :, -self.modes1 :, : self.modes2], self.weights2
        )
        return torch.fft.irfft2(out_ft, s=(x.size(-2), x.size(-1)))


class SpectralConv1d(nn.Module):
    """Real and imaginary parts kept apart."""

    def __init__(self, channels, modes):
        super().__init__()
        self.modes = modes
        self.weight = nn.Parameter(torch.randn(channels, channels, modes, 2) / channels)

    def forward(self, x):
        spectrum = torch.fft.rfft(x, dim=-1, norm="ortho")
        low = spectrum[..., : self.modes]
        mixed = torch.einsum("bcm,com->bom", low, torch.view_as_complex(self.weight))
        mixed = F.pad(torch.view_as_real(mixed), (0, 0, 0, spectrum.shape[-1] - self.modes))
        return torch.fft.irfft(torch.view_as_complex(mixed.contiguous()), n=x.shape[-1], dim=-1, norm="ortho")


class FNO2d(nn.Module):
    def __init__(self, modes1, modes2, width):
        super(FNO2d, self).__init__()
        self.width = width
        self.padding = 2
        self.fc0 = nn.Linear(12, self.width)
        for i in range(2):
            setattr(self, f"conv{i}", SpectralConv2d_fast(width, width, modes1, modes2))
            setattr(self, f"w{i}", nn.Conv2d(width, width, 1))
        self.temporal = SpectralConv1d(width, 3)
        self.fc1 = nn.Linear(self.width, 16)
        self.fc2 = nn.Linear(16, 1)

    def forward(self, x):
        grid = self.get_grid(x.shape, x.device)
        x = torch.cat((x, grid), dim=-1)
        x = self.fc0(x)
        x = x.permute(0, 3, 1, 2)
        x = F.pad(x, [0, self.padding, 0, self.padding])
        for i in range(2):
            x1 = getattr(self, f"conv{i}")(x)
            x2 = getattr(self, f"w{i}")(x)
            x = x1 + x2
            if i == 0:
                x = F.gelu(x)
        x = x[..., : -self.padding, : -self.padding]
        x = x + self.temporal(x.mean(2)).unsqueeze(2)
        x = x.permute(0, 2, 3, 1)
        x = self.fc1(x)
        x = F.gelu(x)
        return self.fc2(x)

    def get_grid(self, shape, device):
        batchsize, size_x, size_y = shape[0], shape[1], shape[2]
        gridx = torch.tensor(np.linspace(0, 1, size_x), dtype=torch.float)
        gridx = gridx.reshape(1, size_x, 1, 1).repeat([batchsize, 1, size_y, 1])
        gridy = torch.tensor(np.linspace(0, 1, size_y), dtype=torch.float)
        gridy = gridy.reshape(1, 1, size_y, 1).repeat([batchsize, size_x, 1, 1])
        return torch.cat((gridx, gridy), dim=-1).to(device)


torch.manual_seed(0)
np.random.seed(0)
model = FNO2d(4, 3, 6)
count = sum(p.numel() * (2 if p.is_complex() else 1) for p in model.parameters())
print(count, model.conv0.weights1.dtype)
torch.onnx.export(
    model, (torch.randn(2, 14, 10, 10),), "fno.onnx", dynamic_shapes=({0: "batch"},), dynamo=True, verbose=False
)
