"""A function of nested inputs: a dictionary and nested tuples. The ONNX model takes them as a flat list."""

from typing import Dict, Tuple

import torch


def add_nested(x_dict: Dict[str, torch.Tensor], y_tuple: Tuple[torch.Tensor, Tuple[torch.Tensor, torch.Tensor]]):
    if "a" in x_dict:
        x = x_dict["a"]
    elif "b" in x_dict:
        x = x_dict["b"]
    else:
        x = torch.randn(3)

    y1, (y2, y3) = y_tuple
    return x + y1 + y2 + y3


x_dict = {"a": torch.tensor(1.0)}
y_tuple = (torch.tensor(2.0), (torch.tensor(3.0), torch.tensor(4.0)))

onnx_program = torch.onnx.dynamo_export(add_nested, x_dict, y_tuple)
print(x_dict, y_tuple)
print(onnx_program.adapt_torch_inputs_to_onnx(x_dict, y_tuple))
onnx_program.save("nested_input.onnx")
