import torch

if __name__ == "__main__":
    model = torch.nn.Linear(2, 2)
    model.load_state_dict({"weight": torch.ones(2, 2)})
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DYN1003: RuntimeError: Error(s) in loading state_dict for Linear:
    torch.onnx.export(model, (torch.ones(1, 2),), "m.onnx")
