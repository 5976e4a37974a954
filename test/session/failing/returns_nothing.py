import torch


class M(torch.nn.Module):
    def forward(self, x):
        return 3


if __name__ == "__main__":
    torch.onnx.export(M(), (torch.ones(2),), "m.onnx")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DYN3001: The program returns no tensor, so that there is nothing to export. Return a tensor from forward.
