@program(torch.randn(3, 4), torch.tensor(True))
class CondModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x, flag):
        return torch.cond(flag, lambda x: self.fc(x).sin(), lambda x: x.cos(), (x,))


@program(torch.randn(3, 4))
class CondOnSum(nn.Module):
    def forward(self, x):
        def positive(a, b):
            return a + b, a * 2

        def negative(a, b):
            return a - b, b * 3

        return torch.cond(x.sum() > 0, positive, negative, (x, x + 1))
