import torch

if __name__ == "__main__":
    program = torch.onnx.export(torch.nn.Linear(2, 2), (torch.ones(1, 2),))
    program.save("no/such/folder/m.onnx")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DYN6001: FileNotFoundError: can't write
