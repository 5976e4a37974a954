import torch


def broken(x):
    raise ValueError("no translation today")


class M(torch.nn.Module):
    def forward(self, x):
        return torch.sin(x) + 1
#              ^^^^^^^^^^^^ FXE0011: This call of aten.sin.default can't be translated to ONNX: its registered function raised ValueError: no trans
#              ^^^^^^^^^^^^ FXE0012: The graph can't be exported: it has an operator that can't be translated: aten.sin.default.


if __name__ == "__main__":
    torch.onnx.export(M(), (torch.ones(2),), "m.onnx", custom_translation_table={torch.ops.aten.sin.default: broken})
