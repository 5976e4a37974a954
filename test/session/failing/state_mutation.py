import torch


class M(torch.nn.Module):
    def forward(self, x):
        a, b, c = x
#       ^^^^^^^ DYN1003: ValueError: not enough values to unpack (expected 3, got 2)
        return a + b + c


torch.onnx.export(M(), (torch.ones(2, 3),), "m.onnx")
