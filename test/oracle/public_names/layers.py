"""Every layer of torch.nn: its parameters and defaults, its repr, and its state for a seed. One line a fact, a key first."""

import inspect
import re
import warnings

import torch
from torch import nn

warnings.simplefilter("ignore")


def parameters(function):
    shown = []
    for p in inspect.signature(function).parameters.values():
        star = {p.VAR_POSITIONAL: "*", p.VAR_KEYWORD: "**", p.KEYWORD_ONLY: "kw:"}.get(p.kind, "")
        default = "" if p.default is p.empty else "=" + re.sub(r" at 0x\w+", "", repr(p.default))
        shown.append(f"{star}{p.name}{default}")
    return ", ".join(shown)


def digest(value):
    value = value.detach()
    if value.is_complex():
        value = torch.view_as_real(value)
    flat = value.double().flatten()
    few = [round(v, 5) for v in flat[:3].tolist()]
    return f"{tuple(value.shape)} {value.dtype} {few} {flat.sum().item():.3f} {(flat * flat).sum().item():.3f}"


def show(key, make):
    torch.manual_seed(3)
    try:
        layer = make()
    except Exception as error:
        print(f"{key} raises {type(error).__name__}: {str(error).splitlines()[0]}")
        return
    print(f"{key} repr {re.sub(r' at 0x[0-9a-f]+', '', repr(layer))!r}")
    print(f"{key} kind {layer.training} {sorted(n for n, _ in layer.named_buffers())}")
    for name, value in layer.state_dict().items():
        waits = key.startswith("Lazy") and type(value).__name__.startswith("Uninitialized") or not value.numel()
        print(f"{key} state {name} {'waits for an input' if waits else digest(value)}")


NAMES = sorted(n for n in dir(nn) if isinstance(getattr(nn, n), type) and issubclass(getattr(nn, n), nn.Module))
for name in NAMES:
    print(f"{name} parameters {parameters(getattr(nn, name))}")

torch.manual_seed(1)
layer = nn.TransformerEncoderLayer(8, 2, 12)
decoder = nn.TransformerDecoderLayer(8, 2, 12)
ARGUMENTS = {
    "AdaptiveLogSoftmaxWithLoss": [((8, 20, [5, 10]), {}), ((8, 20, [5, 10], 2.0, True), {})],
    "Bilinear": [((2, 3, 4), {}), ((2, 3, 4, False), {})],
    "ChannelShuffle": [((2,), {})],
    "ConstantPad1d": [((1, 2.5), {}), (((1, 2), 0), {})],
    "ConstantPad2d": [((1, 2.5), {}), (((1, 2, 0, 1), 0), {})],
    "ConstantPad3d": [((1, 2.5), {})],
    "Embedding": [((5, 3), {}), ((5, 3, 1), {}), ((5, 3), {"max_norm": 1.0, "norm_type": 1.0}), ((5, 3, 9), {})],
    "EmbeddingBag": [((5, 3), {}), ((5, 3), {"mode": "sum", "padding_idx": -1, "include_last_offset": True})],
    "Flatten": [((), {}), ((0, 2), {})],
    "Fold": [(((4, 5), 2), {}), ((4, (2, 3)), {"stride": 2, "padding": 1})],
    "FractionalMaxPool2d": [((2, 3), {}), ((3,), {"output_ratio": 0.5})],
    "FractionalMaxPool3d": [((2, 3), {}), ((3,), {"output_ratio": 0.5})],
    "GroupNorm": [((2, 6), {}), ((3, 6), {"affine": False, "eps": 1e-3}), ((4, 6), {}), ((2, 6), {"bias": False})],
    "Identity": [((), {}), ((54,), {"unused": 1})],
    "LayerNorm": [((4,), {}), (((2, 3),), {"bias": False}), ((4,), {"elementwise_affine": False}), (([3],), {"eps": 0.1})],
    "LazyLinear": [((3,), {}), ((3, False), {})],
    "LocalResponseNorm": [((2,), {}), ((3,), {"alpha": 0.1, "k": 2.0})],
    "CrossMapLRN2d": [((2,), {}), ((3,), {"alpha": 0.1, "k": 2})],
    "Module": [((), {})],
    "ModuleDict": [((), {}), (({"a": nn.ReLU(), "b": nn.Linear(2, 1)},), {})],
    "ModuleList": [((), {}), (([nn.ReLU(), nn.ReLU(), nn.Linear(2, 1)],), {})],
    "MultiheadAttention": [
        ((8, 2), {}),
        ((8, 2), {"bias": False, "batch_first": True}),
        ((8, 4), {"kdim": 6, "vdim": 5, "add_bias_kv": True, "add_zero_attn": True, "dropout": 0.1}),
        ((8, 3), {}),
    ],
    "ParameterDict": [((), {}), (({"x": nn.Parameter(torch.ones(2)), "n": 3},), {})],
    "ParameterList": [((), {}), (([nn.Parameter(torch.ones(2)), torch.zeros(1, 3)],), {})],
    "PixelShuffle": [((3,), {})],
    "PixelUnshuffle": [((3,), {})],
    "RMSNorm": [((4,), {}), (((2, 3),), {"eps": 1e-6}), ((4,), {"elementwise_affine": False})],
    "Sequential": [((), {}), ((nn.Linear(2, 3), nn.Sequential(nn.ReLU(), nn.Conv2d(1, 1, 1))), {})],
    "Threshold": [((0.1, 20), {}), ((0.1, 20, True), {})],
    "Transformer": [((8, 2, 1, 2, 12), {}), ((8, 2, 1, 1, 12), {"norm_first": True, "bias": False, "batch_first": True})],
    "TransformerDecoder": [((decoder, 2), {}), ((decoder, 1, nn.LayerNorm(8)), {})],
    "TransformerDecoderLayer": [((8, 2), {"dim_feedforward": 12}), ((8, 2, 12, 0.0, "gelu", 1e-3, True, True, False), {})],
    "TransformerEncoder": [((layer, 2), {}), ((layer, 1, nn.LayerNorm(8)), {"enable_nested_tensor": False})],
    "TransformerEncoderLayer": [((8, 2), {"dim_feedforward": 12}), ((8, 2, 12, 0.0, "gelu", 1e-3, True, True, False), {})],
    "Unflatten": [((1, (2, 3)), {}), ((1, torch.Size([2, 3])), {})],
    "Unfold": [((2,), {}), (((2, 3),), {"dilation": 2, "stride": (1, 2)})],
    "Upsample": [((), {}), ((), {"scale_factor": 2, "mode": "bilinear", "align_corners": True}), (((3, 4),), {})],
    "UpsamplingBilinear2d": [((), {"scale_factor": 2}), (((3, 4),), {})],
    "UpsamplingNearest2d": [((), {"scale_factor": 2}), (((3, 4),), {})],
    "DataParallel": [((nn.ReLU(),), {})],
    "Container": [((), {"a": nn.ReLU()})],
    "PReLU": [((), {}), ((3, 0.1), {})],
    "RReLU": [((), {}), ((0.1, 0.2, True), {})],
    "Softmax": [((), {}), ((1,), {})],
    "CosineSimilarity": [((), {}), ((0, 1e-3), {})],
    "TripletMarginWithDistanceLoss": [((), {}), ((), {"margin": 2.0, "swap": True})],
    "LinearCrossEntropyLoss": [
        ((3, 4), {}),
        ((3, 4), {"out_features": (2, 2), "bias": True, "reduction": "sum", "options": nn.LinearCrossEntropyOptions()}),
        ((3, 4), {"weight": torch.ones(3)}),
        ((3, 4), {"label_smoothing": 2.0}),
    ],
}
WEIGHTED = {"weight": torch.ones(3)}
HAVE_WEIGHT = "BCELoss BCEWithLogitsLoss CrossEntropyLoss MultiLabelSoftMarginLoss MultiMarginLoss NLLLoss".split()
for name in NAMES:
    if name in ("RNNBase", "RNNCellBase"):
        continue
    dims = re.search(r"(\d)d$", name)
    dims = int(dims.group(1)) if dims else 0
    if name in ARGUMENTS:
        cases = ARGUMENTS[name]
    elif name.startswith(("LazyConvTranspose", "LazyConv")):
        cases = [((4, 3), {}), ((4, 3), {"bias": False, "stride": 2})]
    elif name.startswith("ConvTranspose"):
        cases = [((4, 6, 3), {}), ((4, 6, (2,) * dims, 2, 1), {"output_padding": 1, "groups": 2, "bias": False, "dilation": 2})]
    elif name.startswith("Conv"):
        cases = [
            ((4, 6, 3), {}),
            ((4, 6, (3,) * dims), {"stride": 2, "padding": 1, "groups": 2, "bias": False}),
            ((4, 6, 3), {"padding": "same", "dilation": 2, "padding_mode": "circular"}),
            ((4, 6, 3), {"groups": 3}),
            ((4, 6, 3), {"padding": "same", "stride": 2}),
        ]
    elif name.startswith(("BatchNorm", "InstanceNorm", "SyncBatchNorm")):
        cases = [((4,), {}), ((4,), {"affine": False}), ((4, 1e-3, None, True, False), {})]
    elif name.startswith(("LazyBatchNorm", "LazyInstanceNorm")):
        cases = [((), {}), ((1e-3,), {"affine": True, "track_running_stats": True})]
    elif name in ("LSTM", "GRU", "RNN"):
        cases = [
            ((3, 4), {}),
            ((3, 4, 2), {"bias": False, "batch_first": True}),
            ((3, 4), {"num_layers": 2, "dropout": 0.5, "bidirectional": True}),
        ]
        if name == "LSTM":
            cases.append(((3, 4), {"proj_size": 2}))
        if name == "RNN":
            cases.append(((3, 4, 1, "relu"), {}))
    elif name.endswith("Cell"):
        cases = [((3, 4), {}), ((3, 4, False), {})]
    elif name.startswith("Adaptive"):
        sizes = (None, 2, 3)[:dims] if dims > 1 else 2
        cases = [((2,), {}), ((sizes,), {})]
    elif "Unpool" in name:
        cases = [((2,), {}), ((3, 2, 1), {})]
    elif "LPPool" in name:
        cases = [((2, 3), {}), ((1.5, 3), {"stride": 2, "ceil_mode": True})]
    elif "Pool" in name:
        cases = [((2,), {}), ((3, 2, 1), {"ceil_mode": True})]
    elif "Pad" in name:
        cases = [((1,), {}), ((tuple(range(1, 2 * dims + 1)),), {})]
    elif name.endswith("Loss") or name.startswith("NLLLoss"):
        cases = [((), {}), ((), {"reduction": "sum"})]
        if name in HAVE_WEIGHT:
            cases.append(((), WEIGHTED))
    elif name == "Linear":
        cases = [((3, 4), {}), ((3, 4, False), {"dtype": torch.float64})]
    else:
        cases = [((), {})]
        if "inplace" in inspect.signature(getattr(nn, name)).parameters:
            cases.append(((), {"inplace": True}))
    for i, (args, kwargs) in enumerate(cases):
        show(f"{name}/{i}", lambda: getattr(nn, name)(*args, **kwargs))
