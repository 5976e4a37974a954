import torch


class M(torch.nn.Module):
    def forward(self, x):
        return x +
# at 19 to 1:1 DYN1001: invalid syntax


torch.onnx.export(M(), (torch.ones(2),))
