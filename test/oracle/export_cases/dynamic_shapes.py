B = Dim("batch")
S = Dim("seq", max=64)
E2 = Dim("even", min=1, max=32)
DYN, AUTO, STATIC = Dim.DYNAMIC, Dim.AUTO, Dim.STATIC


def sizes(*tails, rows=(2, 5, 9)):
    """Arguments of other batch sizes; each tail is the rest of one argument's shape."""
    return [tuple(torch.randn(n, *tail) for tail in tails) for n in rows]


@case(torch.randn(3, 8), others=sizes((8,)), dynamic_shapes={"x": {0: B}})
class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(8, 16), nn.LayerNorm(16), nn.GELU(), nn.Linear(16, 4))

    def forward(self, x):
        return self.net(x)


@case(torch.randn(2, 3, 16, 16), others=[(torch.randn(1, 3, 24, 8),), (torch.randn(4, 3, 9, 33),), (torch.randn(3, 3, 17, 17),)], dynamic_shapes={"x": {0: DYN, 2: DYN, 3: DYN}})
class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 6, 3, stride=2, padding=1)
        self.bn = nn.BatchNorm2d(6)

    def forward(self, x):
        y = F.relu(self.bn(self.conv(x)))
        y = F.interpolate(y, scale_factor=2, mode="nearest")
        return y.mean((2, 3)), F.adaptive_avg_pool2d(y, 1).flatten(1)


@case(torch.randn(2, 5, 8), others=[(torch.randn(1, 9, 8),), (torch.randn(7, 2, 8),), (torch.randn(3, 3, 8),)], dynamic_shapes={"x": {0: DYN, 1: DYN}})
class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(8, 24)
        self.out = nn.Linear(8, 8)

    def forward(self, x):
        b, t, c = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, 2, c // 2).permute(2, 0, 3, 1, 4).unbind(0)
        mask = torch.ones(t, t, dtype=torch.bool).tril()
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.out(y.transpose(1, 2).reshape(b, t, c))


@case(torch.randint(0, 9, (2, 5)), others=[(torch.randint(0, 9, (1, 2)),), (torch.randint(0, 9, (4, 11)),), (torch.randint(0, 9, (3, 3)),)], dynamic_shapes={"ids": {0: DYN, 1: DYN}})
class Embedding(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(9, 4)
        self.places = nn.Embedding(64, 4)

    def forward(self, ids):
        positions = torch.arange(ids.shape[1]).unsqueeze(0).expand_as(ids)
        return self.words(ids) + self.places(positions)


@case(torch.randn(3, 5), torch.randn(5), others=[(torch.randn(2, 7), torch.randn(7)), (torch.randn(9, 2), torch.randn(2)), (torch.randn(4, 4), torch.randn(4))], dynamic_shapes={"x": {0: B, 1: S}, "y": {0: S}})
class SharedDim(nn.Module):
    def forward(self, x, y):
        return x + y, torch.arange(x.shape[1]), torch.zeros(x.shape[0], 2)


@case(torch.randn(3, 6), torch.randn(12), others=[(torch.randn(3, 2), torch.randn(4)), (torch.randn(3, 9), torch.randn(18)), (torch.randn(3, 30), torch.randn(60))], dynamic_shapes={"x": {1: S}, "y": {0: 2 * S}})
class TwiceADim(nn.Module):
    def forward(self, x, y):
        return x.sum(0) + y[::2], torch.cat([x, x], dim=1) + y


@case(torch.randn(5), torch.randn(6), others=[(torch.randn(2), torch.randn(3)), (torch.randn(9), torch.randn(10)), (torch.randn(30), torch.randn(31))], dynamic_shapes={"x": {0: S}, "y": {0: S + 1}})
class OneMore(nn.Module):
    def forward(self, x, y):
        return x + y[1:], x * y[:-1]


@case(torch.randn(7), torch.randn(5), others=[(torch.randn(5), torch.randn(3)), (torch.randn(11), torch.randn(9)), (torch.randn(8), torch.randn(6))], dynamic_shapes={"x": {0: Dim("n", min=4, max=32)}, "y": {0: Dim("n", min=4, max=32) - 2}})
class TwoLess(nn.Module):
    def forward(self, x, y):
        return x[2:] + y


@case(torch.randn(8, 3), others=[(torch.randn(2, 3),), (torch.randn(12, 3),), (torch.randn(30, 3),)], dynamic_shapes={"x": {0: 2 * E2}})
class EvenBatch(nn.Module):
    def forward(self, x):
        pairs = x.view(x.shape[0] // 2, 2, 3)
        a, b = x.chunk(2)
        return pairs.sum(1), a - b


@case(torch.randn(4, 3), {"a": torch.randn(4), "b": [torch.randn(5)]}, others=[(torch.randn(2, 3), {"a": torch.randn(2), "b": [torch.randn(5)]}), (torch.randn(9, 3), {"a": torch.randn(9), "b": [torch.randn(5)]}), (torch.randn(3, 3), {"a": torch.randn(3), "b": [torch.randn(5)]})], dynamic_shapes=({0: B}, {"a": {0: B}, "b": [None]}))
class NestedSpecs(nn.Module):
    def forward(self, x, rest):
        return x * rest["a"].unsqueeze(1), rest["b"][0] + 1


@case((torch.randn(4, 3), torch.randn(4)), others=[((torch.randn(n, 3), torch.randn(n)),) for n in (2, 6, 9)], dynamic_shapes={"pair": ((B, None), (B,))})
class TupleSpecs(nn.Module):
    def forward(self, pair):
        x, y = pair
        return x.sum(1) * y


@case(torch.randn(3, 6), torch.randn(3, 6), others=[(torch.randn(3, 6), torch.randn(3, 6))], dynamic_shapes={"x": (AUTO, STATIC), "y": None})
class AutoThatIsFixed(nn.Module):
    def forward(self, x, y):
        return x + y


@case(torch.randn(3, 6), others=[(torch.randn(2, 4),), (torch.randn(8, 3),), (torch.randn(5, 12),)], dynamic_shapes={"x": {0: DYN, 1: DYN}})
class Slices(nn.Module):
    def forward(self, x):
        n, m = x.shape
        return x[: n // 2], x[:, m // 2 :], x.new_zeros(m + 1), x[-1], x[::2, 1:]


@case(torch.randn(3, 4), others=sizes((4,)), dynamic_shapes={"x": {0: DYN}})
class Padding(nn.Module):
    def forward(self, x):
        n = x.shape[0]
        return F.pad(x, (1, 2)), torch.cat([x, x.new_ones(n, 1)], 1), x.repeat(2, 1), x.expand(3, n, 4)


@case(torch.randn(3, 4), others=sizes((4,)), dynamic_shapes={"x": {0: DYN}})
class ScaledBySize(nn.Module):
    def forward(self, x):
        return x / x.shape[0], x * x.numel(), x.sum() / (x.shape[0] * 2 + 1), torch.full((x.shape[0],), 3.0)


@case(torch.randn(4, 3, 5), others=[(torch.randn(2, 3, 7),), (torch.randn(6, 3, 2),), (torch.randn(5, 3, 9),)], dynamic_shapes={"x": {0: DYN, 2: DYN}})
class Reductions(nn.Module):
    def forward(self, x):
        return x.amax(2), x.softmax(-1), x.cumsum(0), x.argmax(-1), x.std(2), x.flatten(1).norm(dim=1)


@case(torch.randn(4, 5), torch.randn(5, 6), others=[(torch.randn(2, 3), torch.randn(3, 9)), (torch.randn(7, 7), torch.randn(7, 2)), (torch.randn(3, 8), torch.randn(8, 4))], dynamic_shapes={"a": {0: DYN, 1: DYN}, "b": {0: DYN, 1: DYN}})
class MatrixProduct(nn.Module):
    def forward(self, a, b):
        return a @ b, torch.einsum("ij,jk->ki", a, b)


@case(torch.randn(4, 6), others=[(torch.randn(2, 6),), (torch.randn(9, 6),), (torch.randn(3, 6),)], dynamic_shapes={"x": {0: DYN}})
class Indexing(nn.Module):
    def forward(self, x):
        rows = torch.arange(x.shape[0] - 1, -1, -1)
        mask = torch.arange(x.shape[0]) % 2 == 0
        return x[rows], x * mask.unsqueeze(1), x.index_select(0, rows), torch.where(mask[:, None], x, -x)


@case(torch.randn(4, 6), others=[(torch.randn(2, 6),), (torch.randn(9, 6),), (torch.randn(3, 6),)], dynamic_shapes={"x": {0: DYN}})
class Writes(nn.Module):
    def forward(self, x):
        y = torch.zeros(x.shape[0] + 1, 6)
        y[1:] = x
        y[0, :3] = 1
        y[:, -1] += x.sum()
        return y


@case(torch.randn(5, 2, 4), others=[(torch.randn(2, 2, 4),), (torch.randn(9, 2, 4),), (torch.randn(3, 2, 4),)], exports=False, dynamic_shapes={"x": {0: DYN}})
class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(4, 3)

    def forward(self, x):
        y, h = self.gru(x)
        return y, h


@case(torch.randn(2, 4, 10), others=[(torch.randn(2, 4, 20),), (torch.randn(2, 4, 9),), (torch.randn(2, 4, 33),)], exports=False, dynamic_shapes={"x": {2: DYN}})
class Conv1d(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(4, 4, 3, padding=1)
        self.pool = nn.MaxPool1d(3, stride=2, padding=1)

    def forward(self, x):
        y = self.pool(self.conv(x))
        return F.interpolate(y, size=x.shape[-1], mode="linear", align_corners=False)


@case(torch.randn(6, 4), others=[(torch.randn(2, 4),), (torch.randn(10, 4),), (torch.randn(20, 4),)], dynamic_shapes={"x": {0: 2 * E2}})
class HalvesByReshape(nn.Module):
    def forward(self, x):
        return x.reshape(2, -1, 4).sum(0), x.reshape(-1, 8)


@case(torch.randn(3, 4), others=sizes((4,), rows=(4, 6, 9)), dynamic_shapes={"x": {0: Dim("rows", min=3)}})
class BranchWithinTheRange(nn.Module):
    def forward(self, x):
        if x.shape[0] > 2:
            return x + 1
        return x - 1


@case(torch.randn(3, 4), torch.randn(3, 4), others=sizes((4,), (4,)), dynamic_shapes={"x": {0: B}, "y": {0: B}})
class TwoInputsOneDim(nn.Module):
    def forward(self, x, y):
        return torch.stack([x, y]).mean(0), torch.cat([x, y]).view(2, -1, 4)[1], x.t() @ y


@case(torch.randn(3, 4), others=sizes((4,)), dynamic_shapes={"x": [B, None]})
class ListSpec(nn.Module):
    def forward(self, x):
        return [x[i : i + 1] for i in range(2)], {"n": x.sum(0)}


@case(torch.randn(3, 4), others=sizes((4,)), dynamic_shapes={"x": {0: B}})
class LoopOverLayers(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 4) for _ in range(3)])

    def forward(self, x):
        for i, layer in enumerate(self.layers):
            x = layer(x).relu() + i / x.shape[1]
        return x.max(dim=1).values.sort(descending=True).values.topk(2).values


@case(torch.randn(3, 4), others=sizes((4,)), exports=False, dynamic_shapes={"x": {0: "n"}})
class NamesOfDims(nn.Module):
    def forward(self, x):
        return x.sum(0), x.flip(0)


@case(torch.randn(3, 4), exports=None, dynamic_shapes={"x": {0: B}})
class FixedByAView(nn.Module):
    def forward(self, x):
        return x.view(3, 4)


@case(torch.randn(3, 4), exports=None, dynamic_shapes={"x": {0: DYN}})
class DynamicThatIsFixed(nn.Module):
    def forward(self, x):
        return x + torch.ones(3, 4)


@case(torch.randn(3, 4), exports=None, dynamic_shapes={"x": {0: B}})
class NarrowedByABranch(nn.Module):
    def forward(self, x):
        return x + 1 if x.shape[0] > 5 else x - 1


@case(torch.randn(3, 4), torch.randn(3), exports=None, dynamic_shapes={"x": {0: B}, "y": {0: Dim("other")}})
class TiedDims(nn.Module):
    def forward(self, x, y):
        return x + y.unsqueeze(1)


@case(torch.randn(6, 4), exports=None, dynamic_shapes={"x": {0: B}})
class NeedsAnEvenSize(nn.Module):
    def forward(self, x):
        return x.view(x.shape[0] // 2, 2, 4).sum(1)


@case(torch.randn(3, 4), torch.randn(4, 4), exports=None, dynamic_shapes={"x": {0: B}, "y": {0: B}})
class OneDimTwoSizes(nn.Module):
    def forward(self, x, y):
        return x.sum() + y.sum()


@case(torch.randn(3, 4), exports=None, dynamic_shapes={"x": {0: Dim("n", min=4)}})
class ExampleOutOfRange(nn.Module):
    def forward(self, x):
        return x + 1


@case(torch.randn(1, 3, 8, 8), others=[(torch.randn(n, 3, 8, 8),) for n in (2, 5)], exports=False, dynamic_shapes={"x": {0: B}})
class ExampleOfSizeOne(nn.Module):
    """`torch.export` refuses it, `torch.onnx.export` takes it: batch norm, pooling, broadcasts, views, and a class token."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
        self.bn = nn.BatchNorm2d(8)
        self.token = nn.Parameter(torch.randn(1, 1, 8))
        self.fc = nn.Linear(8, 5)

    def forward(self, x):
        y = F.max_pool2d(F.relu(self.bn(self.conv(x))), 2)
        flat = torch.flatten(F.adaptive_avg_pool2d(y, 1), 1)
        rows = y.flatten(2).transpose(1, 2)
        rows = torch.cat([self.token.expand(x.shape[0], -1, -1), rows], 1)
        weights = torch.bmm(rows, rows.transpose(1, 2)).softmax(-1)
        return self.fc(flat), (weights @ rows).view(x.size(0), -1), rows.mean((1, 2)).softmax(0), torch.stack([flat, flat * 2])


@case(torch.randn(1, 5, 4), others=[(torch.randn(2, 3, 4),), (torch.randn(4, 7, 4),)], exports=False, dynamic_shapes={"x": {0: DYN, 1: "seq"}})
class RecurrentOfSizeOne(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 6, 2, batch_first=True, bidirectional=True)
        self.out = nn.Linear(12, 3)

    def forward(self, x):
        h0 = torch.zeros(4, x.size(0), 6)
        y, (h, c) = self.lstm(x, (h0, torch.zeros_like(h0)))
        return self.out(y[:, -1]), h


@case(torch.randn(1, 4), exports=None, dynamic_shapes={"x": {0: B}})
class SqueezeOfSizeOne(nn.Module):
    def forward(self, x):
        return x.squeeze(0)


@case(torch.randn(1, 4), exports=None, dynamic_shapes={"x": {0: B}})
class BranchOnSizeOne(nn.Module):
    def forward(self, x):
        return x + 1 if x.shape[0] == 1 else x - 1


@case(torch.randn(1, 4), torch.randn(3, 4), exports=None, dynamic_shapes={"x": {0: B}, "y": None})
class BroadcastOfSizeOne(nn.Module):
    def forward(self, x, y):
        return x + y


@case(torch.randn(3, 4), exports=None, dynamic_shapes={"y": {0: B}})
class WrongArgumentName(nn.Module):
    def forward(self, x):
        return x + 1


@case(torch.randn(3, 4), torch.randn(3), exports=None, dynamic_shapes=({0: B},))
class TooFewSpecs(nn.Module):
    def forward(self, x, y):
        return x + 1, y


@case(torch.randn(2, 6), others=[(torch.randn(3, 9),), (torch.randn(1, 20),)], exports=False, dynamic_shapes={"x": {0: B, 1: Dim("n", min=4, max=50)}})
class IntOfSizes(nn.Module):
    """`int()` of a size keeps it symbolic, as PyTorch's strict capture has it."""

    def forward(self, x):
        n = int(x.shape[1])
        half = int(n / 2)
        wide = F.interpolate(x[:, None, None], size=(2, int(n * 1.5)))
        return x[:, :half].sum(1), wide, x.view(int(x.size(0)), -1, 1), torch.zeros(int(x.shape[0]), half)
