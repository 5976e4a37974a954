import torch


@torch.library.custom_op("mylib::one", mutates_args=())
def one(x: torch.Tensor) -> torch.Tensor:
    return x.clone()


@one.register_fake
def _(x):
    return torch.empty_like(x)


class Inner(torch.nn.Module):
    def forward(self, x):
        return one(x)
#              ^^^^^^ FXE0011: The operator mylib.one.default can't be translated to ONNX: the registry has no function for it. Register one 
#              ^^^^^^ FXE0011: The operator mylib.one.default can't be translated to ONNX: the registry has no function for it. Register one 
#              ^^^^^^ FXE0012: The graph can't be exported: it has an operator that can't be translated: mylib.one.default (2 calls).


class M(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.first = Inner()
        self.second = Inner()

    def forward(self, x):
        return self.second(self.first(x))


if __name__ == "__main__":
    torch.onnx.export(M(), (torch.ones(2),), "m.onnx")
