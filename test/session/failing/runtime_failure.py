import torch
from onnxscript import opset18 as op


@torch.library.custom_op("mylib::halve", mutates_args=())
def halve(x: torch.Tensor) -> torch.Tensor:
    return x / 2


@halve.register_fake
def _(x):
    return torch.empty_like(x)


class M(torch.nn.Module):
    def forward(self, x):
        return halve(x)
#              ^^^^^^^^ DYN5001: ONNX Runtime could not run


def translation(x):
    return op.Reshape(x, op.Constant(value_ints=[7, 7]))


if __name__ == "__main__":
    table = {torch.ops.mylib.halve.default: translation}
    torch.onnx.export(M(), (torch.ones(2),), "m.onnx", custom_translation_table=table)
