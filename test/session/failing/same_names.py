import torch

if __name__ == "__main__":
    model = torch.nn.Linear(2, 2)
    torch.onnx.export(model, (torch.ones(1, 2),), "m.onnx", input_names=["a"], output_names=["a"])
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DYN3001: The name "a" is given to two inputs or outputs; names must differ.
