"""A model with an optional argument that is a plain Python number, exported with static and with dynamic shapes."""

import torch


class LinearWithBias(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(2, 2)

    def forward(self, x, bias=None):
        out = self.linear(x)
        if bias is not None:
            out = out + bias
        return out


torch.manual_seed(0)
model = LinearWithBias()
args = (torch.randn(2, 2, 2),)
kwargs = {"bias": 3.0}

onnx_program = torch.onnx.dynamo_export(model, *args, **kwargs)
onnx_program.save("kwargs.onnx")

export_options = torch.onnx.ExportOptions(dynamic_shapes=True)
onnx_program = torch.onnx.dynamo_export(model, *args, **kwargs, export_options=export_options)
onnx_program.save("kwargs_dynamic.onnx")
