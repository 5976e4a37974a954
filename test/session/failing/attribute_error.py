import torch


class M(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(2, 2)

    def forward(self, x):
        return self.layers(x)
#              ^^^^^^^^^^^ DYN1003: AttributeError: 'M' object has no attribute 'layers'


torch.onnx.export(M(), (torch.ones(1, 2),), "m.onnx")
