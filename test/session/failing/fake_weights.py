import torch

if __name__ == "__main__":
    with torch.onnx.enable_fake_mode():
        model = torch.nn.Linear(2, 2)
        x = torch.ones(1, 2)
    torch.onnx.export(model, (x,), "m.onnx")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DYN4001: RuntimeError: the model has weights without data: the tensor was made under torch.onnx.enable_fake_mode() and 
