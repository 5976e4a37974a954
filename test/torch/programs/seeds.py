import torch
from torch import nn

torch.manual_seed(0)
print(torch.rand(2, 3), torch.randn(3), torch.randn(17)[-2:])
print(torch.randint(0, 10, (5,)), torch.randperm(6), torch.rand(2, dtype=torch.float64))
print(torch.normal(1.0, 2.0, (3,)), torch.bernoulli(torch.full((4,), 0.5)), torch.empty(3).uniform_(-1, 1))
w = torch.empty(3, 4)
for init in (
    nn.init.kaiming_normal_,
    nn.init.kaiming_uniform_,
    nn.init.xavier_normal_,
    nn.init.trunc_normal_,
    nn.init.eye_,
):
    print(init(w))
torch.set_printoptions(precision=3)
print(nn.init.orthogonal_(w))
g = torch.Generator().manual_seed(5)
print(torch.rand(2, generator=g), torch.initial_seed())
print(nn.Bilinear(2, 3, 2).weight[0], nn.PReLU().weight)
