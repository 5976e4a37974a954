import torch


class M(torch.nn.Module):
    def forward(self, x):
        return torch.relu(y)
#                         ^ DYN1003: NameError: name 'y' is not defined


torch.onnx.export(M(), (torch.ones(2),), "m.onnx")
