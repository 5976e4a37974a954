import torch


class M(torch.nn.Module):
    def forward(self, x):
        return x[:, 5] + 1
#              ^^^^^^^ DYN1003: IndexError: index 5 is out of bounds for dimension 1 with size 3


torch.onnx.export(M(), (torch.ones(2, 3),), "m.onnx")
