import torch


class M(torch.nn.Module):
    def forward(self, a, b):
        return a.sum() + b.sum()


n = torch.export.Dim("n")
if __name__ == "__main__":
    torch.onnx.export(M(), (torch.ones(4), torch.ones(5)), "m.onnx", dynamic_shapes=({0: n}, {0: n}))
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DYN2003: torch._dynamo.exc.UserError: Constraints violated (n)! The values of n = L['a'].size()[0] = 4 and L['b'].size(
