"""Saves programs with torch.export.save, evaluated by us; `check_saved.py` loads them in PyTorch."""

import torch


class Everything(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(4, 4)
        self.register_buffer("count", torch.ones(4))
        self.register_buffer("hidden", torch.ones(4), persistent=False)
        self.k = torch.tensor(2.0)
        self.tied = self.fc

    def forward(self, x, d, flag=True, nothing=None):
        y = self.tied(x).view(x.shape[0], 2, 2)
        a, b = torch.split(x, 2, dim=1)
        values, indices = torch.max(y, dim=1)
        self.count.add_(1.0)
        grown = torch.cond(x.shape[0] > 4, lambda t: t + 1, lambda t: t - 1, (x,))
        signed = torch.cond(x.sum() > 0, lambda t: t * 2, lambda t: -t, (x,))
        halves = y.reshape(x.shape[0] * 4).to(torch.float16)
        return {"halves": halves, "sum": (a + b) * self.count[0] + self.k, "values": values + d["q"][0] + self.hidden[0]}, indices, grown, signed


torch.manual_seed(0)
batch = torch.export.Dim("batch", max=64)
x = torch.randn(3, 4)
program = torch.export.export(
    Everything(),
    (x, {"q": [torch.ones(2)]}),
    kwargs={"flag": True, "nothing": None},
    dynamic_shapes={"x": {0: batch}, "d": {"q": [None]}, "flag": None, "nothing": None},
)
torch.export.save(program, "everything.pt2")


class Types(torch.nn.Module):
    def forward(self, x, y, mask):
        top, where = torch.topk(x, 2)
        z = torch.nn.functional.interpolate(x[None, None], scale_factor=2.0, mode="nearest")
        return torch.cat([top, top], 1), where, torch.where(mask, y, y.new_zeros(())), z, x.sum(dim=[0, 1]), x.clamp(min=-1), torch.stack([x, x * float("inf")]).isinf()


torch.export.save(torch.export.export(Types(), (x, torch.arange(4), torch.tensor([True, False, True, True]))), "types.pt2")
torch.onnx.export(torch.nn.Linear(4, 3).eval(), (x,), "linear.onnx", dump_exported_program=True, artifacts_dir="dumped", verbose=False)
