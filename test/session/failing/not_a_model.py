import torch

if __name__ == "__main__":
    torch.onnx.export("resnet18", (torch.ones(2),), "m.onnx")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DYN1003: TypeError: 'str' object is not callable
