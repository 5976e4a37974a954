import torch


class M(torch.nn.Module):
    def forward(self, x, n):
        for _ in range(n.item()):
#                ^^^^^^^^^^^^^^^ DYN2001: RuntimeError: Could not guard on data-dependent expression u0 == 0. The size depends on tensor data; promise w
            x = x * 2
        return x


torch.onnx.export(M(), (torch.ones(2), torch.tensor(3)), "m.onnx")
