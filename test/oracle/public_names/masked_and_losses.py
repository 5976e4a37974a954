"""torch.masked, the linear cross entropy and the stubs of quantization: values for a seed. One line a fact, a key first."""

import torch
from torch import nn

torch.manual_seed(0)
x = torch.randn(3, 4, 5)
mask = torch.rand(3, 4, 5) > 0.4


def show(key, value):
    few = [round(abs(float(v)), 4) for v in value.flatten()[:6]]
    print(f"{key} {tuple(value.shape)} {value.dtype} {few}")


for name in "sum prod amax amin mean var std logsumexp".split():
    for dim in (None, 1, (0, 2)):
        show(f"{name}/{dim}".replace(" ", ""), getattr(torch.masked, name)(x, dim, mask=mask))
        show(f"{name}/{dim}/kept".replace(" ", ""), getattr(torch.masked, name)(x, dim, keepdim=True))
for name in "argmax argmin softmax log_softmax softmin cumsum cumprod".split():
    show(name, getattr(torch.masked, name)(x, 1, mask=mask))
show("var/biased", torch.masked.var(x, 0, False, mask=mask))
show("mean/integers", torch.masked.mean(x.long(), 0, dtype=torch.float32, mask=mask[0]))
show("sum/integers", torch.masked.sum((x * 4).int(), 1, mask=mask))
for key, args, target in (
    ("smoothed", {"bias": True, "label_smoothing": 0.1}, torch.tensor([1, 2, 6])),
    ("several", {"out_features": (2, 3), "reduction": "none", "ignore_index": 2}, torch.randint(0, 7, (3, 2, 3))),
    ("probabilities", {"weight": torch.arange(1.0, 8.0)}, torch.rand(3, 7).softmax(1)),
    ("chunked", {"options": nn.LinearCrossEntropyOptions()}, torch.tensor([1, 2, -100])),
):
    show(f"linear_cross_entropy/{key}", nn.LinearCrossEntropyLoss(5, 7, **args)(x[:, 0], target))
show("poisson/sample", torch.distributions.Poisson(torch.tensor([1.0, 30.0, 7.0])).sample((3,)))
y = x.clone()
nn.RReLU(inplace=True)(y)
show("rrelu/inplace", y)
show("rrelu/next", torch.rand(2))
show("FloatFunctional/add_relu", nn.quantized.FloatFunctional().add_relu(x, x))
show("QuantWrapper/relu", torch.ao.quantization.QuantWrapper(nn.ReLU())(x))
