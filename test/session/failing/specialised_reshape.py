import torch


class M(torch.nn.Module):
    def forward(self, x):
        return x.reshape(8, 6)
#              ^^^^^^^^^^^^^^^ DYN2002: torch._dynamo.exc.UserError: Constraints violated (batch)! You marked batch as dynamic but your code specializ


batch = torch.export.Dim("batch")
torch.onnx.export(M(), (torch.ones(4, 12),), "m.onnx", dynamic_shapes=({0: batch},))
