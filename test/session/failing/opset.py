import torch


class M(torch.nn.Module):
    def forward(self, x):
        return x * 2


if __name__ == "__main__":
    torch.onnx.export(M(), (torch.ones(2),), "m.onnx", opset_version=99)
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DYN3002: Opset 99 can't be targeted; choose one from 18 to 23.
