"""What is written to a view stands in the tensor that it views, outside of any graph."""

import torch


def written(name, base, view, value):
    part = view(base)
    part.copy_(value) if isinstance(value, torch.Tensor) else part.fill_(value)
    print(name, base.tolist())


cube = lambda: torch.arange(12.0).reshape(2, 3, 2)  # noqa: E731
number = lambda: torch.complex(torch.arange(4.0), -torch.arange(4.0)).reshape(2, 2)  # noqa: E731

written("T of three dimensions", cube(), lambda x: x.permute(2, 1, 0)[1], 0)
written("movedim", cube(), lambda x: x.movedim(0, 2)[0], torch.tensor([[7.0, 8.0], [9.0, 10.0]]))
written("ravel", cube(), lambda x: x.ravel()[3:5], -1)
written("swapdims", cube(), lambda x: x.swapdims(1, 2)[0], 5)
written("second chunk", cube(), lambda x: x.chunk(2, 1)[1], 4)
written("last of unequal parts", cube(), lambda x: x.tensor_split((1,), 1)[1], 4)
written("narrow", cube(), lambda x: x.narrow(-1, 1, 1), 3)
written("diagonal", cube(), lambda x: x.diagonal(dim1=0, dim2=1), 1)
written("real", number(), lambda x: x.real, 5)
written("imag", number(), lambda x: x.imag[0], 6)
written("view_as_real", number(), lambda x: torch.view_as_real(x)[..., 1], 2)
written("adjoint", number(), lambda x: x.mH[0], torch.tensor([1 + 2j, 3 + 4j]))
written("conj", number(), lambda x: x.conj()[1], torch.tensor([1 + 2j, 3 + 4j]))
written("real of a real", cube()[0, 0], lambda x: x.real, 9)
pair = torch.zeros(2, 2)
torch.view_as_complex(pair)[0] = 3 - 4j
print("view_as_complex", pair.tolist())
vector = torch.arange(3.0)
vector.t()[1] = 8
print("t of a vector", vector.tolist())
try:
    torch.zeros(1, 3).expand(2, 3).add_(1)
except RuntimeError as error:
    print(str(error).splitlines()[0][:60])
