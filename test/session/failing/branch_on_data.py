import torch


class M(torch.nn.Module):
    def forward(self, x):
        if x.sum() > 0:
#          ^^^^^^^^^^^ DYN2001: torch.fx.experimental.symbolic_shapes.GuardOnDataDependentSymNode: Could not guard on data-dependent expressio
            return x
        return -x


torch.onnx.export(M(), (torch.ones(2),), "m.onnx")
