import numpy as np
import torch


class M(torch.nn.Module):
    def forward(self, x):
        return torch.from_numpy(np.tanh(x.numpy()))
#                                       ^^^^^^^^^ DYN2001: torch.fx.experimental.symbolic_shapes.GuardOnDataDependentSymNode: Could not guard on data-dependent expressio


torch.onnx.export(M(), (torch.ones(2),), "m.onnx")
