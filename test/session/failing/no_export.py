import torch
# at 1 to 0:1 DYN1004: The program reached no torch.onnx.export call, so there is nothing to write. Add a call, or name what to expor

model = torch.nn.Linear(2, 2)
