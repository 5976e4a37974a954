import io
import pathlib
import re
import warnings

import torch
import torch.onnx.verification
from torch import nn
from torch.export import Dim

warnings.simplefilter("ignore")
torch.manual_seed(0)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)
        self.register_buffer("offset", torch.arange(3.0))

    def forward(self, x, scale=None):
        y = self.fc(x) + self.offset
        return y if scale is None else (y * scale, y.argmax(-1))


class Pair(nn.Module):
    def forward(self, x, y):
        return x + y


model, x, s = Net().eval(), torch.randn(2, 4), torch.full((3,), 2.0)


def module(forward):
    """A module with that `forward`."""
    return type("F", (nn.Module,), {"forward": forward})().eval()


def export(*args, **kwargs):
    kwargs.setdefault("opset_version", 18)
    return torch.onnx.export(*args, verbose=False, **kwargs)


def dims(v):
    return [d.dim_param or d.dim_value for d in v.type.tensor_type.shape.dim]


def values(values):
    return [(v.name, v.type.tensor_type.elem_type, dims(v)) for v in values]


def show(p, state=(), symbols=True):
    """Inputs, outputs, and those weights that have a name in the model; without names of symbols when they are nobody's.

    Outputs without their number, which counts the nodes of sizes as well.
    """
    g = p.model_proto.graph
    outputs = [(re.sub(r"_\d+$", "", n), t, d) for n, t, d in values(g.output)]
    for part in (values(g.input), outputs):
        print([(n, t, d if symbols else [e if isinstance(e, int) else "?" for e in d]) for n, t, d in part])
    names = sorted(i.name for i in g.initializer if i.name in state)
    if names:
        print(names)


def opset(p):
    return [o.version for o in p.model_proto.opset_import if o.domain == ""]


def results(outputs):
    for t in outputs:
        print(t.dtype, tuple(t.shape), [round(v, 4) for v in t.double().flatten().tolist()])


def failing(call, lines=1):
    """Type, type of the cause, and the first lines of the text."""
    try:
        call()
        print("no error")
    except Exception as e:
        cause = type(e.__cause__).__name__
        print(type(e).__name__, cause, "\n".join(str(e).split("\n")[:lines]) if lines else "")


def warned(call, *words):
    """Categories of the exporter's own warnings, and which of the words their texts have."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        call()
    for w in seen:
        text = str(w.message)
        if "LeafSpec" not in text and "isinstance(treespec" not in text:
            print(w.category.__name__, [word for word in words if word in text])
