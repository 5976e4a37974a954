import torch


class M(torch.nn.Module):
    def forward(self, x):
        return x.view(3, 5).sum(0)
#              ^^^^^^^^^^^^ DYN2004: RuntimeError: shape '[3, 5]' is invalid for input of size 16


torch.onnx.export(M(), (torch.ones(4, 4),), "m.onnx")
