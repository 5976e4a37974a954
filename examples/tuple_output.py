"""A function that returns nested tuples. The ONNX model gives its results as a flat list."""

import torch


def running_sums(x, y, z):
    x = x + y
    y = y + z
    z = x + y
    return x, (y, z)


x = torch.tensor(1.0)
y = torch.tensor(2.0)
z = torch.tensor(3.0)

onnx_program = torch.onnx.dynamo_export(running_sums, x, y, z)
outputs = running_sums(x, y, z)
print(outputs)
print(onnx_program.adapt_torch_outputs_to_onnx(outputs))
onnx_program.save("tuple_output.onnx")
