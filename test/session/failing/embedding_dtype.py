import torch


class M(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = torch.nn.Embedding(10, 4)

    def forward(self, ids):
        return self.embed(ids)
#              ^^^^^^^^^^^^^^^ DYN2004: RuntimeError: Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; 


torch.onnx.export(M(), (torch.ones(2, 3),), "m.onnx")
