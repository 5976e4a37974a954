import torch
import torch.nn.functional as F


class M(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(4, 3, 3, 3))

    def forward(self, x):
        return F.conv2d(x, self.weight).mean()
#              ^^^^^^^^^^^^^^^^^^^^^^^^ DYN2004: RuntimeError: Given groups=1, weight of size [4, 3, 3, 3], expected input[1, 5, 8, 8] to have 3 channels, but 


torch.onnx.export(M(), (torch.ones(1, 5, 8, 8),), "m.onnx")
