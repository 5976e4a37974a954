import torch

if __name__ == "__main__":
    model = torch.nn.Linear(2, 2)
    torch.onnx.export(model, (torch.ones(1, 2),), "m.onnx", output_names=["a", "b"])
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DYN3003: output_names has 2 names, but the model has 1 output; the others are left out.
