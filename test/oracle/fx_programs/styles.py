@program(torch.randn(2, 5, 8), torch.ones(2, 5, dtype=torch.bool))
class MaskedAttention(nn.Module):
    def __init__(self):
        super().__init__()
        self.q, self.k, self.v = (nn.Linear(8, 8, bias=False) for _ in range(3))

    def forward(self, x, mask):
        q, k, v = (f(x).view(2, 5, 2, 4).transpose(1, 2) for f in (self.q, self.k, self.v))
        scores = torch.einsum("bhqd,bhkd->bhqk", q, k) / 4**0.5
        scores = scores.masked_fill(~mask[:, None, None, :], float("-inf"))
        return (scores.softmax(-1) @ v).transpose(1, 2).flatten(2)


@program(torch.randn(2, 4, 6, 8), torch.randn(2, 4, 6, 8), torch.randn(2, 4, 6, 6) > 0)
class AttentionWithMask(nn.Module):
    def forward(self, q, k, mask):
        a = F.scaled_dot_product_attention(q, k, k, attn_mask=mask)
        b = F.scaled_dot_product_attention(q, k, k, scale=0.3)
        return a + b, F.scaled_dot_product_attention(q[:, 0], k[:, 0], k[:, 0])


@program(torch.randn(3, 4), torch.randn(4, 5), torch.randn(3))
class EinsumForms(nn.Module):
    def forward(self, a, b, c):
        return torch.einsum("ij,jk->ik", a, b), torch.einsum("i,j->ij", c, c), torch.einsum("ij->j", a), torch.einsum("ij,i->j", a, c)


@program(torch.randn(1, 3, 8, 8))
class Interpolations(nn.Module):
    def forward(self, x):
        a = F.interpolate(x, scale_factor=2)
        b = F.interpolate(x, size=(4, 6), mode="bilinear", align_corners=False)
        c = F.interpolate(x, scale_factor=(0.5, 0.5), mode="nearest-exact")
        return a, b, c, F.interpolate(x, size=(4, 4), mode="area")


@program(torch.randn(4, 3), torch.tensor([0, 2, 1, 2]), torch.tensor([1, 0, 3]))
class Scatters(nn.Module):
    def forward(self, x, i, j):
        a = torch.zeros(3, 3).index_add_(0, i, x)
        b = torch.zeros_like(x).scatter_add(0, i[:, None].expand(4, 3), x)
        c = x.scatter(1, i[:, None], 0.5)
        d = x.index_fill(0, j, -1.0)
        return a, b, c, d, x.scatter_reduce(0, i[:, None].expand(4, 3), x, "mean", include_self=False)


@program(torch.randn(3, 5))
class RunningTotals(nn.Module):
    def forward(self, x):
        y = x.cumsum(1)
        z = torch.cumprod(x.abs() + 0.5, dim=0)
        best, where = torch.cummax(x, 1)
        return y, z, best, where, torch.logcumsumexp(x, 1), x.flip(0).cumsum(0).flip(0), torch.diff(x, dim=1)


@program(torch.tensor([1, 2, 4, 5, 4, 3]), torch.tensor([0, 3]), torch.rand(6))
class EmbeddingBags(nn.Module):
    def __init__(self):
        super().__init__()
        self.sums = nn.EmbeddingBag(8, 3, mode="sum")
        self.most = nn.EmbeddingBag(8, 3, mode="max")

    def forward(self, ids, offsets, weights):
        return self.sums(ids, offsets, per_sample_weights=weights), self.most(ids, offsets)


@program(torch.randn(2, 4, 3))
class StackedRnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(3, 5, num_layers=2, batch_first=True)
        self.gru = nn.GRU(5, 4, bidirectional=True, batch_first=True)

    def forward(self, x):
        y, h = self.rnn(x)
        z, g = self.gru(y)
        return z[:, -1], h[-1], g


@program(torch.randn(2, 6), torch.randn(2, 4), torch.randn(2, 4))
class CellsByHand(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTMCell(6, 4)
        self.gru = nn.GRUCell(6, 4)
        self.rnn = nn.RNNCell(6, 4)

    def forward(self, x, h, c):
        for _ in range(2):
            h, c = self.lstm(x, (h, c))
        return self.gru(x, h), self.rnn(x, c)


@program(torch.randn(4, 5))
class BooleanMasks(nn.Module):
    def forward(self, x):
        m = (x > 0) & (x < 1) | (x == -1)
        y = torch.where(m, x, -x)
        z = x * m
        return y, z, m.any(), m.all(1), m.sum(), (~m).float().mean(), x.masked_fill(m, 0.0)


@program(torch.randn(3, 4))
class InPlaceChain(nn.Module):
    def forward(self, x):
        y = x.clone()
        y.mul_(2).add_(1).clamp_(min=0).sub_(x)
        y[:, 1:3] += 1
        y[0] = 0
        y[:, -1].mul_(3)
        return y.relu_(), y.sum()


@program(torch.randn(2, 3))
class NestedDict(nn.Module):
    def forward(self, x):
        return {"a": x + 1, "b": {"c": [x * 2, (x - 1, x / 2)], "d": None}, "e": x.shape[0]}


@program(torch.randn(2, 3), kwargs={"scale": torch.tensor(2.0), "extra": [torch.ones(3), torch.zeros(3)]})
class KeywordLists(nn.Module):
    def forward(self, x, *, scale, extra, bias=None, factor=3):
        y = x * scale * factor + extra[0] - extra[1]
        return y if bias is None else y + bias


@program(torch.randn(2, 3), torch.randn(3))
class Defaults(nn.Module):
    def forward(self, x, bias=None, power=2, mode="sum", flags=(True, False)):
        y = x**power
        if bias is not None:
            y = y + bias
        y = y.sum(-1) if mode == "sum" else y.mean(-1)
        return -y if flags[1] else y


@program(torch.randn(2, 8))
class ModuleLists(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([nn.ModuleDict({"norm": nn.LayerNorm(8), "mix": nn.Linear(8, 8)}) for _ in range(3)])
        self.gains = nn.ParameterDict({"a": nn.Parameter(torch.ones(8)), "b": nn.Parameter(torch.zeros(8))})

    def forward(self, x):
        for i, block in enumerate(self.blocks):
            x = x + F.gelu(block["mix"](block["norm"](x))) * (i + 1)
        return x * self.gains["a"] + self.gains["b"]


@program(torch.randn(2, 4))
class BuffersMutated(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("history", torch.zeros(3, 4))
        self.register_buffer("count", torch.tensor(0))
        self.register_buffer("ema", torch.zeros(4), persistent=False)

    def forward(self, x):
        self.history[0] = x[0]
        self.history.copy_(torch.roll(self.history, 1, 0))
        self.count += 1
        self.ema.mul_(0.9).add_(x.mean(0), alpha=0.1)
        return x - self.ema, self.history.sum()


@program(torch.randn(4, 6))
class Statistics(nn.Module):
    def forward(self, x):
        v, m = torch.var_mean(x, dim=1)
        s, n = torch.std_mean(x)
        return v, m, s, n, x.norm(), x.norm(p=1, dim=1), x.median(), x.quantile(0.5, dim=1), torch.logsumexp(x, (0, 1))


@program(torch.randn(2, 3, 10, 10))
class DeepLabHead(nn.Module):
    def __init__(self):
        super().__init__()
        self.branches = nn.ModuleList([nn.Conv2d(3, 4, 3, padding=d, dilation=d) for d in (1, 2, 3)])
        self.bn = nn.BatchNorm2d(12)
        self.up = nn.ConvTranspose2d(12, 2, 2, stride=2)

    def forward(self, x):
        y = torch.cat([F.relu6(b(x)) for b in self.branches], dim=1)
        y = F.adaptive_avg_pool2d(self.bn(y), (5, 5))
        return F.hardswish(self.up(y))


@program(torch.randn(2, 3, 8))
class OneDimensionalNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(3, 6, 3, padding="same", groups=3)
        self.norm = nn.InstanceNorm1d(6, affine=True)
        self.out = nn.Conv1d(6, 2, 1)

    def forward(self, x):
        x = F.glu(torch.cat([self.norm(self.conv(x))] * 2, 1), dim=1)
        x = F.max_pool1d(x, 2)
        return F.pad(self.out(x), (2, 1)), F.softplus(x), F.adaptive_avg_pool1d(x, 1).squeeze(-1)


@program(torch.randint(0, 10, (2, 6)))
class CausalLanguageModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(10, 8)
        self.places = nn.Parameter(torch.zeros(16, 8))
        self.layer = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True, norm_first=True)
        self.head = nn.Linear(8, 10, bias=False)

    def forward(self, ids):
        n = ids.shape[1]
        x = self.tokens(ids) + self.places[:n]
        mask = torch.triu(torch.full((n, n), float("-inf")), diagonal=1)
        return F.log_softmax(self.head(self.layer(x, src_mask=mask)), dim=-1)


@program(torch.randn(3, 4), torch.tensor([1, 0, 3]))
class ClassLosses(nn.Module):
    def forward(self, x, y):
        return (
            F.cross_entropy(x, y, reduction="none"),
            F.nll_loss(F.log_softmax(x, 1), y, reduction="sum"),
            F.smooth_l1_loss(x, x.roll(1, 0), beta=0.5),
            F.binary_cross_entropy_with_logits(x, (x > 0).float(), reduction="none"),
            F.huber_loss(x, x * 2),
        )


@program(torch.randn(2, 3, 4))
class Shuffled(nn.Module):
    def forward(self, x):
        a, b = x.split([1, 2], dim=1)
        c = torch.stack((a, b[:, :1]), dim=-1)
        d = x.permute(2, 0, 1).reshape(4, -1)
        e = x.unflatten(2, (2, 2)).movedim(-1, 0).contiguous()
        return c, d, e, x.mT, x.unbind(1)[0], torch.tile(x, (1, 2, 1)), x.repeat_interleave(2, dim=1), x.expand(2, 2, 3, 4)


@program(torch.randn(5, 4), dynamic_shapes=({0: torch.export.Dim("n", min=2, max=64)},))
class DynamicAttention(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(4, 12)

    def forward(self, x):
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        scores = q @ k.T / x.shape[-1] ** 0.5
        mask = torch.ones(x.shape[0], x.shape[0]).tril().bool()
        return scores.masked_fill(~mask, float("-inf")).softmax(-1) @ v


@program(torch.randn(4, 6), torch.randn(4, 6), dynamic_shapes={"x": {0: torch.export.Dim.DYNAMIC}, "y": {0: torch.export.Dim.DYNAMIC}})
class DynamicPairs(nn.Module):
    def forward(self, x, y):
        z = torch.cat([x, y], dim=0)
        return z[: x.shape[0]] + y, z.view(-1, 2, 3).sum(0), z.shape[0]


@program(torch.randn(2, 3, 8, 8), dynamic_shapes=({0: torch.export.Dim("b"), 2: torch.export.Dim("h", min=4), 3: torch.export.Dim("w", min=4)},))
class DynamicConv(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)

    def forward(self, x):
        y = F.max_pool2d(F.relu(self.conv(x)), 2)
        y = F.interpolate(y, scale_factor=2.0)
        return y.flatten(2).mean(-1), y.shape[2]
