import torch

if __name__ == "__main__":
    model = torch.nn.Linear(2, 2)
    model.load_state_dict(torch.load("weights.pt"))
#                         ^^^^^^^^^^^^^^^^^^^^^^^^ DYN1003: FileNotFoundError: [Errno 2] No such file or directory: 'weights.pt'
    torch.onnx.export(model, (torch.ones(1, 2),), "m.onnx")
