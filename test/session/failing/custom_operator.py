import torch


@torch.library.custom_op("mylib::twice", mutates_args=())
def twice(x: torch.Tensor) -> torch.Tensor:
    return x * 2


@twice.register_fake
def _(x):
    return torch.empty_like(x)


class M(torch.nn.Module):
    def forward(self, x):
        y = x + 1
        return torch.ops.mylib.twice(y) - 3
#              ^^^^^^^^^^^^^^^^^^^^^^^^ FXE0011: The operator mylib.twice.default can't be translated to ONNX: the registry has no function for it. Register on
#              ^^^^^^^^^^^^^^^^^^^^^^^^ FXE0012: The graph can't be exported: it has an operator that can't be translated: mylib.twice.default.


if __name__ == "__main__":
    torch.onnx.export(M(), (torch.ones(2),), "m.onnx")
