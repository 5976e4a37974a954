import torch


class M(torch.nn.Module):
    def forward(self, a, b):
        return (a + b).relu()
#               ^^^^^ DYN2004: RuntimeError: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1


torch.onnx.export(M(), (torch.ones(2, 3), torch.ones(2, 4)), "m.onnx")
