import torch
from onnxscript import opset18 as op
from onnxscript import script


@script()
def broken(x):
    return op.Add(sorted(x), x)
#                 ^^^^^^ DYN1004: ValueError: broken: only operators of an opset and onnx-script functions can be called


torch.onnx.export(torch.nn.ReLU(), (torch.ones(2),), "m.onnx")
