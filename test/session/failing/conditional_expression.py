import torch


class M(torch.nn.Module):
    def forward(self, x):
        return x * 2 if x[0] > 0 else x
#                       ^^^^^^^^ DYN2001: torch.fx.experimental.symbolic_shapes.GuardOnDataDependentSymNode: Could not guard on data-dependent expressio


torch.onnx.export(M(), (torch.ones(2),), "m.onnx")
