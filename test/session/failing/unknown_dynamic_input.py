import torch


class M(torch.nn.Module):
    def forward(self, x):
        return x * 2


batch = torch.export.Dim("batch")
if __name__ == "__main__":
    torch.onnx.export(M(), (torch.ones(4, 2),), "m.onnx", dynamic_shapes={"y": {0: batch}})
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DYN2003: torch._dynamo.exc.UserError: When `dynamic_shapes` is specified as a dict, its top-level keys must be the arg 
