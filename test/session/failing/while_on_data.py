import torch


class M(torch.nn.Module):
    def forward(self, x):
        while (x > 1).any():
#             ^^^^^^^^^^^^^ DYN2001: torch.fx.experimental.symbolic_shapes.GuardOnDataDependentSymNode: Could not guard on data-dependent expressio
            x = x / 2
        return x


torch.onnx.export(M(), (torch.ones(2),), "m.onnx")
