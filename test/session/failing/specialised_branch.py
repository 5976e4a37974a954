import torch


class M(torch.nn.Module):
    def forward(self, x):
        if x.shape[0] == 4:
#          ^^^^^^^^^^^^^^^ DYN2002: torch._dynamo.exc.UserError: Constraints violated (batch)! You marked batch as dynamic but your code specializ
            return x * 2
        return x


batch = torch.export.Dim("batch")
torch.onnx.export(M(), (torch.ones(4, 2),), "m.onnx", dynamic_shapes=({0: batch},))
