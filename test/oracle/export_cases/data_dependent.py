T = Dim("tokens")


@case(torch.randn(3, 4), others=[(torch.randn(3, 4) * 5,), (torch.randn(3, 4) - 2,)])
class FloatItem(nn.Module):
    def forward(self, x):
        return x * x.sum().item(), x / (x.abs().max().item() + 1e-3)


@case(torch.randn(3, 4), others=[(torch.randn(3, 4) * 5,)])
class FloatItemArithmetic(nn.Module):
    def forward(self, x):
        m = x.mean().item()
        s = 2 * m + 1.5
        return x * s - (1 - m), x + (-m), x * (3.0 / (abs(m) + 1))


@case(torch.randn(3, 4), others=[(torch.randn(3, 4) * 5,)])
class FloatItemAsArgument(nn.Module):
    def forward(self, x):
        high = x.abs().mean().item()
        return torch.full((2, 3), high), x.clamp(max=high), x.masked_fill(x > 0, high), torch.where(x > high, x, high)


@case(torch.arange(6).reshape(2, 3), torch.randn(2, 3), others=[(torch.arange(6).reshape(2, 3) + 3, torch.randn(2, 3))])
class FloatItemWithIntegers(nn.Module):
    def forward(self, n, x):
        # A Python float with an integer tensor gives the default dtype.
        return n * x.sum().item(), n + x.double().mean().item()


@case(torch.tensor([2, 5, 1]), others=[(torch.tensor([7, 0, 3]),), (torch.tensor([1, 1, 1]),)])
class IntegerItemAsSize(nn.Module):
    def forward(self, n):
        size = n.max().item()
        torch._check_is_size(size)
        return torch.zeros(size, 2) + 1, torch.arange(size) * 2


@case(torch.randn(5, 4), torch.tensor(2), others=[(torch.randn(5, 4), torch.tensor(5)), (torch.randn(5, 4), torch.tensor(0))])
class IntegerItemAsEnd(nn.Module):
    def forward(self, x, n):
        end = n.item()
        torch._check_is_size(end)
        torch._check(end <= x.shape[0])
        return x[:end] * 2, x[end:].sum()


@case(torch.randn(5, 4), torch.tensor(2), others=[(torch.randn(5, 4), torch.tensor(4)), (torch.randn(5, 4), torch.tensor(0))])
class IntegerItemAsIndex(nn.Module):
    def forward(self, x, i):
        n = i.item()
        torch._check(n >= 0)
        torch._check(n < x.shape[0])
        return x[n], x[i], x.select(0, n) + 1


@case(torch.randn(5, 4), torch.tensor(3), others=[(torch.randn(5, 4), torch.tensor(1))])
class IntegerItemArithmetic(nn.Module):
    def forward(self, x, i):
        n = i.item()
        torch._check(n >= 0)
        torch._check(n < 5)
        return x * n, x + (n * 2 - 1), torch.full((3,), n), x.new_ones(n + 1, 2)


@case(torch.tensor([[0, 1, 0], [2, 0, 3]]), others=[(torch.tensor([[0, 0, 0], [0, 0, 0]]),), (torch.tensor([[1, 1, 1], [1, 1, 1]]),)])
class NonZero(nn.Module):
    def forward(self, x):
        rows, columns = x.nonzero().unbind(1)
        return x.nonzero(), rows + columns, torch.argwhere(x > 1)


@case(torch.randn(4, 3), others=[(torch.randn(4, 3) + 5,), (torch.randn(4, 3) - 5,)])
class MaskedSelect(nn.Module):
    def forward(self, x):
        kept = x.masked_select(x > 0)
        return kept * 2, kept.sum(), x[x > 0.5] - 1


@case(torch.randn(4, 3), others=[(torch.randn(4, 3) + 5,), (torch.randn(9, 3),)], dynamic_shapes={"x": {0: T}})
class MaskedRows(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)

    def forward(self, x):
        rows = x[x[:, 0] > 0]
        return self.fc(rows), rows.shape[0] * torch.ones(2)


@case(torch.randn(4, 3), others=[(torch.randn(4, 3) + 5,), (torch.randn(4, 3) - 5,)])
class MaskedWrite(nn.Module):
    def forward(self, x):
        y = x.clone()
        y[y > 0] = 7.0
        y[x < -1] *= 2
        z = torch.zeros_like(x)
        z[x > 0.5] = x[x > 0.5]
        return y, z


@case(torch.tensor([3, 1, 3, 2, 1]), others=[(torch.tensor([5, 5, 5, 5, 5]),), (torch.tensor([1, 2, 3, 4, 5]),)])
class Unique(nn.Module):
    def forward(self, x):
        values, inverse, counts = torch.unique(x, return_inverse=True, return_counts=True)
        return values, inverse, counts, values[inverse]


@case(torch.randn(3, 2), torch.tensor([1, 0, 2]), others=[(torch.randn(3, 2), torch.tensor([3, 3, 1])), (torch.randn(3, 2), torch.tensor([0, 1, 0]))])
class RepeatInterleave(nn.Module):
    def forward(self, x, counts):
        return x.repeat_interleave(counts, dim=0) + 1, torch.repeat_interleave(counts)


@case(torch.randn(6, 4), torch.tensor([2, 3]), others=[(torch.randn(6, 4), torch.tensor([1, 5])), (torch.randn(6, 4), torch.tensor([0, 6]))])
class TwoSizes(nn.Module):
    def forward(self, x, n):
        a, b = n[0].item(), n[1].item()
        torch._check_is_size(a)
        torch._check_is_size(b)
        torch._check(a + b <= 6)
        return torch.cat([x[:a], x[a : a + b] * 2])


@case(torch.randn(3, 4), exports=None)
class BranchOnFloatItem(nn.Module):
    def forward(self, x):
        return x + 1 if x.mean().item() > 0 else x


@case(torch.randn(3, 4), exports=None)
class RangeOfItem(nn.Module):
    def forward(self, x):
        for _ in range(x.abs().sum().long().item()):
            x = x + 1
        return x


@case(torch.randn(3, 4), exports=None)
class AssertOnData(nn.Module):
    def forward(self, x):
        assert (x > 0).all()
        return x


@case(torch.randn(3, 4), exports=None)
class BranchOnUnbackedSize(nn.Module):
    def forward(self, x):
        y = x[x > 0]
        return y * 2 if y.shape[0] > 3 else y


@case(torch.randn(3,4), others=[(torch.randn(3,4)+5,),(torch.randn(3,4)-9,)])
class WhereOfCondition(nn.Module):
    def forward(self, x):
        r, c = torch.where(x > 0)
        return r, c, x[r, c] * 2, x[torch.where(x > 0)], torch.where(x.sum() > 0)[0]


@case(torch.randn(3,4), others=[(torch.randn(3,4)+5,),(torch.randn(7,4),)], dynamic_shapes={"x": {0: T}})
class WhereOfDynamic(nn.Module):
    def forward(self, x):
        i = torch.where(x[:, 0] > 0)[0]
        return x[i], i.shape[0] * torch.ones(2), torch.nonzero(x > 0, as_tuple=True)[1]


@case(torch.tensor([[0, 1, 0], [2, 0, 3]]), others=[(torch.zeros(2,3,dtype=torch.long),)])
class NonZeroAsTuple(nn.Module):
    def forward(self, x):
        a, b = x.nonzero(as_tuple=True)
        y = x.clone()
        y[(x > 0).nonzero(as_tuple=True)] = 9
        return a, b, x[a, b], torch.nonzero(x), x.nonzero(as_tuple=False), y, torch.nonzero(x, as_tuple=False), torch.nonzero(input=x)


@case(torch.randn(3,4).abs(), others=[(torch.randn(3,4).abs()*2,)])
class FloatItemPowers(nn.Module):
    def forward(self, x):
        m = x.mean().item()
        return x * m ** 2, x * (2 ** m), x + m ** 0.5, x * (m ** m), x * (3.0 // m), x * (3 % m), x * (m // 0.3), x * (7.5 % m) - (m % 2), x * round(m), x * (1 / m) - (2 - m), x*round(m,1)


@case(torch.tensor([2, 3]), torch.randn(5), others=[(torch.tensor([1,4]), torch.randn(5)), (torch.tensor([5,0]), torch.randn(5))])
class ListAsSplitSizes(nn.Module):
    def forward(self, n, x):
        a, b = x.split(n.tolist())
        return a * 2, b + 1


@case(torch.tensor([[2, 3], [4, 5]]), others=[(torch.tensor([[1, 1], [0, 5]]),)])
class NestedList(nn.Module):
    def forward(self, n):
        (a, b), (c, d) = n.tolist()
        torch._check(a >= 0)
        torch._check(b >= 0)
        return torch.zeros(a, b), n * c + d, torch.tensor(3) * n[0, 0].tolist()


@case(torch.tensor([2., 3.]), others=[(torch.tensor([1., 1.]),)])
class ListOfFloats(nn.Module):
    def forward(self, n):
        a, b = n.tolist()
        return n * a + b


@case(torch.tensor([2., 3.]), dynamic_shapes={"n": {0: T}}, exports=None)
class ListOfDynamic(nn.Module):
    def forward(self, n):
        return n * n.tolist()[0]


@case(torch.tensor([2, 1]), torch.randn(2,2), others=[(torch.tensor([1, 3]),torch.randn(2,2))])
class ListAsRepeats(nn.Module):
    def forward(self, n, x):
        return x.repeat(n.tolist()), x.expand(2,2)


@case(torch.tensor([2, 1]), torch.randn(2,2), others=[(torch.tensor([1, 3]),torch.randn(2,2))])
class ListInLoop(nn.Module):
    def forward(self, n, x):
        out = []
        for i in n.tolist():
            out.append(torch.full((2,), i) * 2)
        return torch.stack(out)


@case(torch.tensor([0, 2, 5]), torch.randn(5,2), others=[(torch.tensor([0, 1, 5]),torch.randn(5,2))])
class ListOfLengths(nn.Module):
    def forward(self, cu, x):
        n = (cu[1:] - cu[:-1]).tolist()
        return torch.cat([t * 2 for t in torch.split(x, n)])


@case(torch.tensor([1.5, 3.2]), torch.tensor([2, 3]), others=[(torch.tensor([4.9, 0.2]), torch.tensor([5, 0]))], exports=False)
class NumbersOfData(nn.Module):
    """`int()`, `float()`, `math.floor` and `math.ceil` of values of the graph."""

    def forward(self, x, n):
        count = int(n.max())
        torch._check(count >= 0)
        return torch.zeros(count, 2) + 1, torch.arange(math.ceil(float(x.max()))), x * float(n[0]), int(x.max()) * x, math.floor(x.sum().item()) + x
