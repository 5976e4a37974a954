import torch

x = torch.arange(6.0).reshape(2, 3)
print(x.shape, x.size(0), x.size(-1), x.dim(), x.numel(), x.stride(), x.dtype, x.device, x.is_contiguous())
print(x.T.shape, x.t().stride(), x.T.is_contiguous(), len(x), x.ndim, x.element_size())
print(x[1, 2].item(), x[0].tolist(), float(x[0, 1]), int(x[1, 1]), bool(x[0, 1] > 0))
print((x + 1).shape, (x > 2).dtype, (x // 2).dtype, (x.long() / 2).dtype, (torch.arange(3) + 1.5).dtype)
print(x.view(-1).shape, x[None].shape, x[..., 0].shape, x[:, 1:].shape, x[[0, 1]].shape)
y = torch.zeros(3, 4)
y[1] = 5
y[:, 2] += 1
y[0, 0] = 7
row = y[2]
row.fill_(9)
print(y.tolist())
z = y.view(4, 3)
z[0].mul_(2)
print(y[0].tolist())
a, b = x.split(1)
print(a.shape, b.shape, [c.shape for c in x.chunk(3, dim=1)])
values, indices = torch.tensor([3.0, 1.0, 2.0]).sort()
print(values.tolist(), indices.tolist())
for i in range(2):
    print(i in torch.tensor([1, 2]), f"{torch.tensor(2.5):.2f}")
try:
    torch.zeros(2, 3) @ torch.zeros(2, 3)
except RuntimeError as e:
    print(e)
try:
    torch.zeros(2, 3) + torch.zeros(4)
except RuntimeError as e:
    print(e)
try:
    bool(torch.zeros(2))
except RuntimeError as e:
    print(e)
try:
    torch.zeros(2)[3]
except IndexError as e:
    print(e)
try:
    torch.no_such_name
except AttributeError as e:
    print(e)
print(torch.is_tensor(x), isinstance(x, torch.Tensor), type(x).__name__, torch.get_default_dtype())
with torch.no_grad():
    print(torch.is_grad_enabled())
print(torch.is_grad_enabled(), torch.finfo(torch.float32).eps, torch.iinfo(torch.int8).max)
