"""Constants that are computed without a runtime, in the order of the kernels' groups."""

import math

import torch

torch.set_printoptions(linewidth=120)


def show(name, *values):
    for value in values:
        print(name, value.dtype, tuple(value.shape), value)


x = torch.tensor([[-1.5, 0.25, 2.5], [3.5, -0.75, float("inf")]])
i = torch.tensor([[7, -3, 2], [-8, 5, 4]])
b = torch.tensor([True, False, True])

# One tensor.
for f in "neg abs exp exp2 expm1 sin cos tan atan sinh tanh floor ceil trunc round sign square reciprocal sigmoid relu".split():
    show(f, getattr(torch, f)(x + 0))
for f in "sqrt rsqrt log log2 log10 log1p".split():
    show(f, getattr(torch, f)(x.abs() + 1))
show("asin", torch.asin(x[:, 1] / 2), torch.acos(x[:, 1] / 2), torch.cosh(x[0]))
show("erfinv", torch.erfinv(torch.tensor([0.0, 0.3, -0.9, 0.999999, 1.0, -1.0, 1.5])))
show("erfinv64", torch.erfinv(torch.tensor([0.1, -0.95, 1 - 1e-12], dtype=torch.float64)))
show("int", -i, abs(i), ~i, ~b, torch.sign(i), i.square(), torch.sqrt(i.abs()), (i + 0).exp())
show("predicates", torch.isnan(x - x), torch.isinf(x + 0), torch.isfinite(x + 0), torch.logical_not(i - 2))

# Several.
show("add", x + 1, i + 1, i + 0.5, b + 1, x + i, torch.add(x, i, alpha=2), x - i, 1 - x, torch.sub(i, i, alpha=3), b + b)
show("mul", x * 0.1, i * i, i * 2.5, b * 3, x[:, :1] * x[0])
show("div", i / 2, i / i, x / 3, 1 / i, torch.div(i, 3, rounding_mode="floor"), torch.div(i, 3, rounding_mode="trunc"))
show("floor_divide", i // 3, i // -3, x[:, :2] // 0.5, torch.div(x[:, :2], -0.4, rounding_mode="trunc"))
show("remainder", i % 3, i % -3, x[:, :2] % 0.4, torch.fmod(i, 3), torch.fmod(x[:, :2], -0.4))
show("pow", i**2, x**2, x.abs() ** -0.5, 2**i.abs(), 10000.0 ** (torch.arange(0, 8, 2).float() / 8), i**0.5)
show("max", torch.maximum(x, i.float()), torch.minimum(i, i.flip(0)), torch.atan2(x, x + 1))
show("compare", x > 0, i == 2, i != i.t().reshape(2, 3), i <= 2.5, x >= i, i < i.flip(1))
show("logic", b & True, b | b.flip(0), b ^ b, i & 6, i | 1, i ^ 3, torch.logical_and(i, b), torch.logical_xor(x, b))
show("where", torch.where(i > 0, x, i), torch.where(b, 1.5, 2.0), torch.where(b, x, -math.inf), x.masked_fill(b, 9))
show("clamp", x.clamp(-1, 1), i.clamp(min=0), x.clamp(max=0.5), i.clamp(-2.5, 2.5), x.clamp(x[0], x[1]), torch.clamp_min(i, 3))
show("lerp", torch.lerp(x[0], x[0] + 1, 0.25), torch.lerp(x[0], x[0] + 1, 0.75))

# Out of numbers.
show("linspace", torch.linspace(0, 1, 7), torch.linspace(-3, 3, 1), torch.linspace(0, 0.5, 4, dtype=torch.float64))
show("logspace", torch.logspace(0, 2, 3), torch.arange(0, 1, 0.25), torch.arange(5.0, 1.0, -1.5), torch.arange(4))
show("eye", torch.eye(3), torch.eye(2, 4, dtype=torch.int64), torch.eye(4, 2))
show("tri", torch.ones(3, 4).tril(), torch.ones(3, 4).triu(1), torch.full((2, 3, 3), 7).tril(-1))

# In another order.
v = torch.arange(24).reshape(2, 3, 4)
show("views", v.permute(2, 0, 1), v.transpose(0, -1), v[0].t(), v.mT, v.flatten(1), v[:, 1], v[..., ::2], v[1:, :-1, 1:3])
show("more", v.narrow(1, 1, 2), v.diagonal(0, 1, 2), v[0].diagonal(1), v[0].diagonal(-1), v.flip([0, 2]), v[:1].expand(2, 3, 4))
show("parts", *v.unbind(1), *v.split(3, 2), *v.chunk(2, 2), *v.split([1, 2], 1), *torch.tensor_split(v, 3, 2))
show("repeat", v[0, :2, :2].repeat(2, 1, 2), torch.tile(v[0, 0], (2, 2)), v[0, :2].repeat_interleave(2, 0), v[0, 0].repeat_interleave(2))
w = torch.zeros(3, 4)
w[1] = 2
w[:, 1:3] += torch.arange(3.0)[:, None]
w.diagonal().fill_(-1)
w[::2, -1] = 5.5
show("writes", w)

# Together, and by index.
show("join", torch.cat([x, x[:1]]), torch.cat([i, x], 1), torch.stack([b, ~b], 1), torch.cat([torch.zeros(0), x[0]]))
show("meshgrid", *torch.meshgrid(torch.arange(2), torch.arange(3), indexing="ij"))
show("index", x[torch.tensor([1, 0, -1])], v[:, torch.tensor([[0, 2]])], v[0, torch.tensor([0, 1]), torch.tensor([3, 2])])
show("index2", v[torch.tensor([0, 1]), :, torch.tensor([1, 3])], v.index_select(2, torch.tensor([3, 0])))
show("gather", v[0].gather(1, torch.tensor([[3, 0], [1, 1]])), torch.roll(v[0], 1), torch.roll(v[0], (1, -1), (0, 1)))
show("embedding", torch.nn.functional.embedding(torch.tensor([[2, 0]]), torch.arange(6.0).reshape(3, 2)))

# Sums.
y = torch.arange(6.0).reshape(2, 3) / 4
show("sum", y.sum(), y.sum(0), y.sum((0, 1), keepdim=True), i.sum(1), b.sum(), i.sum(dtype=torch.float32), y.mean(1), y.mean())
show("prod", y.prod(), i.prod(0), y.max(), i.min(), y.amax(1), y.amin((0, 1)), *y.max(1), b.any(), i.all(), y.all(0))
show("running", y.cumsum(1), i.cumsum(0), b.cumsum(0), (y + 1).cumprod(1))
show("matmul", y @ y.t(), torch.bmm(y[None], y.t()[None]), torch.outer(y[0], y[1]), torch.ger(y[0], y[0]))

# Other types.
for dtype in (torch.float16, torch.bfloat16, torch.float64, torch.int32, torch.int16, torch.int8, torch.uint8):
    z = (v[0] * 5).to(dtype)
    show("types", z, z * 3, z + z, z / 7, z.sum(), z.cumsum(1), z > 20, (z * 0.3).to(torch.int32))
show("wrap", (i * 100).to(torch.int8), (i * 1000003).to(torch.int32) * 5003, torch.tensor([200, 100], dtype=torch.uint8) * 2)
show("large", torch.tensor([2**62, 3]) + 1, torch.tensor([2**31]) * 2**30, torch.tensor([3]) ** 30)
show("casts", torch.tensor([1.9, -1.9, 0.0]).long(), torch.tensor([0.5, 0.0, float("nan")]).bool(), x.half(), b.float(), i.double())

# What has a kernel and what has none, in one recipe; numbers and truth values of constants.
show("mixed", torch.nn.functional.softmax(y * 2, 1) + 1, torch.polar(y[0], y[1] * 2).real * 2, torch.sort(y.flip(1), 1).values * 2)
print((x[0, 1] * 3).item(), bool((i > 6).any()), [p.item() for p in torch.linspace(0, 0.1, 5)], (y * 2).tolist(), int(i.max()))
