import torch


class M(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(8, 4)

    def forward(self, x):
        return torch.relu(self.fc(x))
#                         ^^^^^^^^^^ DYN2004: RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x9 and 8x4)


torch.onnx.export(M(), (torch.ones(2, 9),), "m.onnx")
