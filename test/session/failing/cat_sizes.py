import torch


class M(torch.nn.Module):
    def forward(self, a, b):
        both = torch.cat([a, b], dim=1)
#              ^^^^^^^^^^^^^^^^^^^^^^^^ DYN2004: RuntimeError: Sizes of tensors must match except in dimension 1. Expected size 2 but got size 4 for tensor num
        return both


torch.onnx.export(M(), (torch.ones(2, 3), torch.ones(4, 3)), "m.onnx")
