import torch


class M(torch.nn.Module):
    def forward(self, x):
        return x * 2


batch = torch.export.Dim("batch", min=2, max=3)
if __name__ == "__main__":
    torch.onnx.export(M(), (torch.ones(4, 2),), "m.onnx", dynamic_shapes=({0: batch},))
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DYN2003: torch.fx.experimental.symbolic_shapes.ConstraintViolationError: Constraints violated (batch)! The example input
