BATCH = torch.export.Dim("batch")
SEQ = torch.export.Dim("seq", max=64)


@program(torch.randn(3, 8), dynamic_shapes={"x": {0: BATCH}})
class DynamicMlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 4)

    def forward(self, x):
        return self.fc(x).relu()


@program(torch.randn(3, 5, 8), dynamic_shapes=({0: BATCH, 1: SEQ},))
class DynamicReshape(nn.Module):
    def forward(self, x):
        b, t, c = x.shape
        y = x.view(b, t, 2, c // 2).transpose(1, 2)
        return y.reshape(b * 2, t, c // 2), x.flatten(0, 1), x.mean(1)


@program(torch.randn(3, 5), torch.randn(5), dynamic_shapes={"x": {0: BATCH, 1: SEQ}, "y": {0: SEQ}})
class SharedDim(nn.Module):
    def forward(self, x, y):
        return x + y, torch.arange(x.shape[1]), torch.zeros(x.shape[0], 2)


@program(torch.randn(3, 6), torch.randn(12), dynamic_shapes={"x": {1: SEQ}, "y": {0: 2 * SEQ}})
class DerivedDim(nn.Module):
    def forward(self, x, y):
        return x.sum(0) + y[::2], torch.cat([x, x], dim=1) + y


@program(torch.randn(3, 6), dynamic_shapes={"x": {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}})
class DynamicHint(nn.Module):
    def forward(self, x):
        return x[: x.shape[0] // 2], x.new_zeros(x.shape[1] + 1), x.size(0) * 2


@program(torch.randn(3, 6), torch.randn(3, 6), dynamic_shapes={"x": (torch.export.Dim.AUTO, None), "y": None})
class AutoSpecialised(nn.Module):
    def forward(self, x, y):
        return x + y


@program(torch.randint(0, 9, (2, 5)), dynamic_shapes={"ids": {0: BATCH, 1: SEQ}})
class DynamicEmbedding(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(9, 4)
        self.places = nn.Embedding(64, 4)

    def forward(self, ids):
        positions = torch.arange(ids.shape[1])
        mask = torch.ones(ids.shape[1], ids.shape[1]).tril() == 0
        h = self.words(ids) + self.places(positions)
        return (h @ h.transpose(1, 2)).masked_fill(mask, float("-inf")).softmax(-1) @ h


@program(torch.randn(4, 3), {"a": torch.randn(4), "b": [torch.randn(5)]}, dynamic_shapes=({0: BATCH}, {"a": {0: BATCH}, "b": [None]}))
class DynamicNested(nn.Module):
    def forward(self, x, rest):
        return x * rest["a"].unsqueeze(1), rest["b"][0] + 1
