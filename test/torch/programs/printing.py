import torch

print(torch.tensor([1, 2, 3]), torch.tensor(3.0), torch.tensor([True, False]))
print(torch.tensor([1.5, 2.25, -3.0]), torch.tensor([1.0, 2.0]), torch.tensor([1e-5, 1.0, 1e6]))
print(torch.tensor([0.03125, 0.28125, 1e9]), torch.tensor([float("nan"), float("inf"), 1.0]))
print(torch.arange(24).reshape(2, 3, 4))
print(torch.zeros(0), torch.zeros(2, 0, 3), torch.zeros(2, dtype=torch.int32))
print(torch.arange(1001), torch.arange(2000.0).reshape(20, 100))
print(torch.ones(2, 2, dtype=torch.float64), torch.ones(2, dtype=torch.float16), torch.ones(1, dtype=torch.bfloat16))
print(torch.tensor([1 + 2j, -0.5j]), torch.tensor([[1.0, -2.0]], requires_grad=True))
print(torch.nn.Parameter(torch.zeros(2)))
print(repr(torch.float32), torch.device("cuda:1"), [torch.device("cpu")], torch.Size([2, 3]), torch.contiguous_format)
torch.set_printoptions(precision=2, sci_mode=False)
print(torch.tensor([3.14159, 1e-5]))
