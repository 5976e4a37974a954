"""Capsule network: primary capsules from a list of convolutions, dynamic routing with detached iterations, masking."""

import torch
import torch.nn as nn
import torch.nn.functional as F


def squash(x, dim=-1):
    squared_norm = (x**2).sum(dim=dim, keepdim=True)
    scale = squared_norm / (1 + squared_norm)
    return scale * x / (squared_norm.sqrt() + 1e-8)


class PrimaryCaps(nn.Module):
    def __init__(self, num_conv_units, in_channels, out_channels, kernel_size, stride):
        super(PrimaryCaps, self).__init__()
        self.capsules = nn.ModuleList(
            [nn.Conv2d(in_channels, out_channels, kernel_size=kernel_size, stride=stride) for i in range(num_conv_units)]
        )

    def forward(self, x):
        u = [capsule(x) for capsule in self.capsules]
        u = torch.stack(u, dim=1)
        u = u.permute(0, 3, 4, 2, 1)
        u = u.reshape(x.size(0), -1, len(self.capsules))
        return squash(u)


class DigitCaps(nn.Module):
    def __init__(self, in_dim, in_caps, num_caps, dim_caps, num_routing):
        super(DigitCaps, self).__init__()
        self.in_dim = in_dim
        self.in_caps = in_caps
        self.num_caps = num_caps
        self.dim_caps = dim_caps
        self.num_routing = num_routing
        self.W = nn.Parameter(0.1 * torch.randn(1, num_caps, in_caps, dim_caps, in_dim), requires_grad=True)

    def forward(self, x):
        batch_size = x.size(0)
        x = x.unsqueeze(1).unsqueeze(4)
        u_hat = torch.matmul(self.W, x)
        u_hat = u_hat.squeeze(-1)
        temp_u_hat = u_hat.detach()
        b = torch.zeros(batch_size, self.num_caps, self.in_caps, 1).to(x.device)
        for route_iter in range(self.num_routing - 1):
            c = b.softmax(dim=1)
            s = (c * temp_u_hat).sum(dim=2)
            v = squash(s)
            uv = torch.matmul(temp_u_hat, v.unsqueeze(-1))
            b += uv
        c = b.softmax(dim=1)
        s = (c * u_hat).sum(dim=2)
        v = squash(s)
        return v


class CapsNet(nn.Module):
    def __init__(self):
        super(CapsNet, self).__init__()
        self.conv = nn.Conv2d(1, 8, 5)
        self.relu = nn.ReLU(inplace=True)
        self.primary_caps = PrimaryCaps(num_conv_units=4, in_channels=8, out_channels=4, kernel_size=3, stride=2)
        self.digit_caps = DigitCaps(in_dim=4, in_caps=4 * 3 * 3, num_caps=5, dim_caps=6, num_routing=3)
        self.decoder = nn.Sequential(
            nn.Linear(6 * 5, 16), nn.ReLU(inplace=True), nn.Linear(16, 144), nn.Sigmoid()
        )

    def forward(self, x):
        out = self.relu(self.conv(x))
        out = self.primary_caps(out)
        out = self.digit_caps(out)
        logits = torch.norm(out, dim=-1)
        pred = torch.eye(5).to(x.device).index_select(dim=0, index=torch.argmax(logits, dim=1))
        batch_size = out.shape[0]
        reconstruction = self.decoder((out * pred.unsqueeze(2)).contiguous().view(batch_size, -1))
        return logits, reconstruction.view(-1, 1, 12, 12)


class CapsuleLoss(nn.Module):
    def __init__(self):
        super().__init__()
        self.upper, self.lower, self.lmda = 0.9, 0.1, 0.5
        self.reconstruction_loss_scalar = 5e-4
        self.mse = nn.MSELoss(reduction="sum")

    def forward(self, images, labels, logits, reconstructions):
        left = (self.upper - logits).relu() ** 2
        right = (logits - self.lower).relu() ** 2
        margin_loss = torch.sum(labels * left) + self.lmda * torch.sum((1 - labels) * right)
        return margin_loss + self.reconstruction_loss_scalar * self.mse(reconstructions, images)


if __name__ == "__main__":
    torch.manual_seed(2)
    model = CapsNet()
    images = torch.randn(3, 1, 12, 12)
    logits, recon = model(images)
    labels = F.one_hot(torch.tensor([1, 0, 4]), 5)
    print(logits.shape, recon.shape, labels.dtype, labels.tolist())
    torch.onnx.export(
        model, (images,), "capsnet.onnx", dynamic_shapes={"x": {0: "n"}}, dynamo=True, verbose=False
    )
    torch.onnx.export(CapsuleLoss(), (images, labels, logits, recon), "loss.onnx", dynamo=True, verbose=False)
