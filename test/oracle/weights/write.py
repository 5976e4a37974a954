"""Writes the files that read.py reads: every format of checkpoint, with layouts that tensors may have."""

import torch
from safetensors.torch import save_file

from net import Extra, Net

torch.manual_seed(2718)
model = Net()
model.body[1].running_mean.normal_()
model.body[1].running_var.uniform_(0.5, 2.0)
state = model.state_dict()
torch.save(state, "state.pt")
torch.save({"model": state, "epoch": 3, "optimizer": {"lr": 1e-3, "betas": (0.9, 0.99)}, "best": 0.75}, "nested.ckpt")
torch.save(state, "legacy.pth", _use_new_zipfile_serialization=False)
torch.save({k: v.bfloat16() if v.is_floating_point() else v for k, v in state.items()}, "bfloat16.pt")
torch.save({f"module.{k}": v for k, v in state.items()}, "parallel.pt")
torch.save(model, "whole.pt")
save_file(state, "state.safetensors", {"format": "pt"})

t = torch.arange(12.0).view(3, 4)
layouts = {
    "whole": t,
    "transposed": t.t(),
    "row": t[1],
    "columns": t[:, ::2],
    "parameter": torch.nn.Parameter(t.clone()),
    "empty": torch.zeros(0, 3),
    "expanded": t.expand(2, 3, 4),
    "scalar": torch.tensor(2.5),
    "channels_last": torch.arange(24.0).view(1, 2, 3, 4).to(memory_format=torch.channels_last),
    "complex": torch.complex(t, -t),
}
for dtype in "bool uint8 int8 int16 int32 int64 float16 bfloat16 float64 uint16".split():
    layouts[dtype] = (t - 5).to(getattr(torch, dtype)) if dtype not in ("uint8", "uint16") else t.to(getattr(torch, dtype))
torch.save(layouts, "layouts.pt")
torch.save({k: v for k, v in layouts.items() if k != "uint16"}, "layouts_legacy.pt", _use_new_zipfile_serialization=False)
save_file({k: v.contiguous().clone() for k, v in layouts.items() if k != "complex"}, "layouts.safetensors")
torch.save({"extra": Extra("x"), "tuple": (1, 2.5, None, True), "set": {1}, "bytes": b"ab", "big": 2**70}, "extra.pt")
torch.save(
    {"dtype": torch.float16, "size": torch.Size([2, 3]), "device": torch.device("cpu"), "complex": 1 + 2j, "neg": -(2**40)},
    "values.pt",
)
