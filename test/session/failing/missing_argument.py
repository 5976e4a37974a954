import torch


class M(torch.nn.Module):
    def forward(self, x, y):
        return x + y


if __name__ == "__main__":
    torch.onnx.export(M(), (torch.ones(2),), "m.onnx")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DYN1003: TypeError: M.forward() missing 1 required positional argument: 'y'
