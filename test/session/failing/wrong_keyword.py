import torch


class M(torch.nn.Module):
    def forward(self, x):
        return torch.softmax(x, dims=1)
#              ^^^^^^^^^^^^^^^^^^^^^^^^ DYN2004: TypeError: softmax() missing 1 required positional arguments: "dim"


torch.onnx.export(M(), (torch.ones(2, 2),), "m.onnx")
