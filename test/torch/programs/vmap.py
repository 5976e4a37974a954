import torch
import torch.nn.functional as F
from torch.func import stack_module_state, functional_call, vmap

torch.manual_seed(3)


def show(name, value):
    values = value if isinstance(value, tuple) else (value,)
    for v in values:
        print(name, tuple(v.shape), v.dtype, v.double().sum().mul(1000).round().item() / 1000, v.flatten()[:3].tolist() if not v.is_floating_point() else [round(x, 3) for x in v.flatten()[:3].tolist()])


x = torch.randn(4, 5)
y = torch.randn(4, 5)
m = torch.randn(4, 3, 5)
table = torch.randn(7, 6)
i = torch.tensor([0, 3, 6, 2])
j = torch.tensor([5, 1, 1, 0])
show("add", vmap(torch.add)(x, y))
show("scalar", vmap(lambda a: a * 2 + 1)(x))
show("none", vmap(lambda a, b: a * b, in_dims=(0, None))(x, y))
show("none short", vmap(lambda a, b: a + b, in_dims=(0, None))(x, torch.randn(3, 5)))
show("in 1", vmap(lambda a: a.cumsum(0), in_dims=1)(x))
show("out 1", vmap(lambda a: a + 1, out_dims=1)(x))
show("in -1", vmap(lambda a: a.sum(), in_dims=-1)(m))
show("sum", vmap(torch.sum)(m))
show("mean", vmap(lambda a: a.mean())(m))
show("mean dim", vmap(lambda a: a.mean(-1, keepdim=True))(m))
show("max", vmap(lambda a: a.max())(m))
show("max dim", tuple(vmap(lambda a: tuple(a.max(0)))(m)))
show("argmax", vmap(lambda a: a.argmax(dim=-1))(m))
show("any", vmap(lambda a: (a > 1).any())(m))
show("softmax", vmap(lambda a: a.softmax(-1))(m))
show("topk", tuple(vmap(lambda a: tuple(a.topk(2, dim=-1)))(m)))
show("sort", tuple(vmap(lambda a: tuple(a.sort(dim=0)))(m)))
show("var", vmap(lambda a: a.var(dim=0))(m))
show("norm", vmap(lambda a: a.norm(dim=1))(m))
show("dot", vmap(torch.dot)(x, y))
show("mv", vmap(torch.mv)(m, x))
show("mv one", vmap(torch.mv, in_dims=(0, None))(m, x[0]))
show("mm", vmap(lambda a: a @ a.t())(m))
show("mm shared", vmap(lambda a: a @ torch.ones(5, 2))(m))
show("mm left", vmap(lambda a: torch.ones(2, 3) @ a)(m))
show("mm vector", vmap(lambda a: torch.ones(3) @ a)(m))
show("outer", vmap(torch.outer)(x, y))
show("linear", vmap(lambda a: F.linear(a, torch.ones(2, 5), torch.ones(2)))(x))
show("layer_norm", vmap(lambda a: F.layer_norm(a, (5,)))(m))
show("embedding", vmap(lambda a: F.embedding(a, table))(i))
show("conv", vmap(lambda a: F.conv1d(a[None], torch.ones(2, 3, 2)))(m))
show("pool", vmap(lambda a: F.max_pool1d(a, 2))(m))
show("transpose", vmap(lambda a: a.transpose(0, 1))(m))
show("permute", vmap(lambda a: a.permute(1, 0))(m))
show("view", vmap(lambda a: a.view(-1))(m))
show("reshape", vmap(lambda a: a.t().reshape(3, 5))(m))
show("flatten", vmap(lambda a: a.flatten())(m))
show("expand", vmap(lambda a: a.expand(2, 5))(x))
show("repeat", vmap(lambda a: a.repeat(2, 2))(x))
show("unsqueeze", vmap(lambda a: a.unsqueeze(-1))(x))
show("squeeze", vmap(lambda a: a.unsqueeze(0).squeeze())(x))
show("cat", vmap(lambda a, b: torch.cat([a, b, torch.zeros(2)]))(x, y))
show("stack", vmap(lambda a, b: torch.stack([a, b], -1))(x, y))
show("select", vmap(lambda a: a[1])(m))
show("slice", vmap(lambda a: a[:, 1:4])(m))
show("ellipsis", vmap(lambda a: a[..., None, -1])(m))
show("split", vmap(lambda a: torch.split(a, 2, dim=-1)[1])(m))
show("unbind", vmap(lambda a: a.unbind(0)[2])(m))
show("index shared", vmap(lambda k: table[k])(i[:, None]))
show("index two", vmap(lambda k, l: table[k, l])(i[:, None], j[:, None]))
show("index column", vmap(lambda k: table[:, k])(j[:, None].repeat(1, 2)))
show("index own", vmap(lambda a: a[torch.tensor([2, 0])])(m))
show("index own column", vmap(lambda a, k: a[:, k])(m, j.clamp(max=4)[:, None]))
show("gather", vmap(lambda a, k: a.gather(0, k))(x, torch.randint(0, 5, (4, 3))))
show("index_select", vmap(lambda a: a.index_select(1, torch.tensor([0, 3])))(m))
show("where", vmap(lambda a: torch.where(a > 0, a, 0.0))(m))
show("masked_fill", vmap(lambda a: a.masked_fill(a > 0, -1))(m))
show("clamp", vmap(lambda a: a.clamp(-1, 1))(m))
show("promote", vmap(lambda a: a + torch.arange(3))(torch.tensor([1.5, 2.5])))
show("promote ints", vmap(lambda a: a + torch.arange(3, dtype=torch.int32))(i))
show("to", vmap(lambda a: a.to(torch.int64))(m))
show("zeros_like", vmap(lambda a: torch.zeros_like(a) + a)(x))
show("new_zeros", vmap(lambda a: a.new_zeros(2) + a[0])(x))
show("einsum", vmap(lambda a, b: torch.einsum("ij,j->i", a, b))(m, x))
show("triu", vmap(lambda a: a.triu())(m))
show("constant", vmap(lambda a: torch.ones(2))(x))


def written(a):
    a = a.clone()
    a[0] = 7.0
    a[1:3] += 1
    a.mul_(2)
    return a


show("written", vmap(written)(x))
show("nested", vmap(vmap(torch.mul))(m, m))
show("outer product", vmap(vmap(torch.mul, in_dims=(None, 0)), in_dims=(0, None))(x[:, 0], y[0]))
show("nested none", vmap(lambda a: vmap(lambda b: (a * b).sum())(y))(x))
show("three", vmap(vmap(vmap(lambda a, b, c: (a <= b) & (c < 2), (None, None, 0)), (None, 0, None)), (0, None, None))(torch.arange(2), torch.arange(3), torch.arange(4)))
show("dict", vmap(lambda d: {"s": d["a"] + d["b"]})({"a": x, "b": y})["s"])
show("kwargs", vmap(lambda a, k: a + k)(x, k=y))
show("pairs", vmap(lambda p: (p[0] + p[1], p[0]))((x, y)))
models = [torch.nn.Sequential(torch.nn.Linear(5, 4), torch.nn.Tanh(), torch.nn.Linear(4, 2)) for _ in range(3)]
params, buffers = stack_module_state(models)
base = models[0]
ensemble = vmap(lambda p, b, data: functional_call(base, (p, b), (data,)), in_dims=(0, 0, None))
show("ensemble", ensemble(params, buffers, x))
print((ensemble(params, buffers, x) - torch.stack([mm(x) for mm in models])).abs().max().item() < 1e-5)
for call in (
    lambda: vmap(torch.add)(x, y[:3]),
    lambda: vmap(lambda a: a, in_dims=3)(x),
    lambda: vmap(lambda a: a.tolist())(x),
    lambda: vmap(lambda a: 3)(x),
):
    try:
        call()
    except Exception as e:
        print(type(e).__name__)
