"""Reads every file of write.py, prints what they hold, and exports the model with each set of weights."""

import io
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file, load_model

from net import Extra, Net

x = torch.tensor([[1, 2, 3], [7, 8, 9]])


def export(model, name):
    model.eval()
    print(name, model(x).flatten()[:4])
    torch.onnx.export(model, (x,), f"{name}.onnx", dynamo=True, verbose=False)


for file in ("state.pt", "legacy.pth", "bfloat16.pt"):
    loaded = torch.load(file, map_location="cpu")
    model = Net()
    print(type(loaded).__name__, list(loaded)[:2], loaded["head.weight"].dtype, model.load_state_dict(loaded))
    export(model, file.split(".")[0])

checkpoint = torch.load(Path("nested.ckpt"), map_location=torch.device("cpu"), weights_only=False)
print(checkpoint["epoch"], checkpoint["optimizer"], checkpoint["best"])
model = Net()
model.load_state_dict(checkpoint["model"], assign=True)
export(model, "nested")

parallel = torch.load("parallel.pt", map_location=lambda storage, location: storage)
model = Net()
print(model.load_state_dict(parallel, strict=False).missing_keys[:1])
model.load_state_dict({name.replace("module.", ""): t for name, t in parallel.items()})
export(model, "parallel")

model = Net()
print(model.load_state_dict(load_file("state.safetensors")))
export(model, "safetensors")
model = Net()
print(load_model(model, "state.safetensors"))
export(torch.load("whole.pt", weights_only=False), "whole")
print(torch.load("whole.pt", weights_only=False))

for file in ("layouts.pt", "layouts_legacy.pt"):
    for name, t in torch.load(file).items():
        print(file, name, type(t).__name__, t.dtype, tuple(t.shape), t.stride(), t.storage_offset())
        print(t)
for name, t in sorted(load_file("layouts.safetensors").items()):
    print(name, t)
with safe_open("layouts.safetensors", framework="pt", device="cpu") as f:
    print(f.metadata(), sorted(f.keys())[:3], f.get_tensor("row"), f.get_slice("whole")[1:, :2])
    print(f.get_slice("whole").get_shape(), f.get_slice("int8").get_dtype())

# Tensors that shared memory when they were saved share it again.
shared = torch.load("layouts.pt")
shared["whole"][0, 0] = 100.0
print(shared["transposed"][0], shared["expanded"][1, 0])
shared["row"].fill_(7.0)
print(shared["whole"], shared["columns"])

print(torch.load("values.pt"))
try:
    torch.load("extra.pt")
except Exception as error:
    print(type(error).__name__, "GLOBAL net.Extra was not an allowed global" in str(error))
with torch.serialization.safe_globals([Extra]):
    extra = torch.load("extra.pt")
print(extra["extra"].name, {k: v for k, v in extra.items() if k != "extra"})
for name in ("missing.pt",):
    try:
        torch.load(name)
    except FileNotFoundError as error:
        print(error)

# What the program saves, it loads again.
buffer = io.BytesIO()
torch.save({"w": torch.ones(2), "step": 4}, buffer)
buffer.seek(0)
print(torch.load(buffer))
torch.save(model.state_dict(), "again.pt")
with torch.no_grad():
    model.head.weight.zero_()
model.load_state_dict(torch.load("again.pt"))
export(model, "again")
