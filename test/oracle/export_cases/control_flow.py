from functorch.experimental.control_flow import map as map_rows
from torch._higher_order_ops import associative_scan, scan, while_loop

B = Dim("batch")
T = Dim("steps")


@case(torch.randn(3, 4), torch.tensor(True), others=[(torch.randn(3, 4), torch.tensor(False))])
class CondWithClosures(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.register_buffer("scale", torch.full((4,), 2.5))

    def forward(self, x, flag):
        doubled = x * 2
        constant = torch.tensor([1.0, 2.0, 3.0, 4.0])

        def yes(x):
            return {"a": self.fc(x) + doubled, "b": (x + constant,)}

        def no(x):
            return {"a": x.cos() * self.scale, "b": (x - doubled,)}

        result = torch.cond(flag, yes, no, (x,))
        return result["a"], result["b"][0]


@case(
    torch.randn(3, 4),
    others=[(torch.randn(6, 4) + 1,), (torch.randn(6, 4) - 1,), (torch.randn(2, 4),)],
    dynamic_shapes={"x": {0: B}},
)
class CondOnSize(nn.Module):
    def forward(self, x):
        def long(x):
            return torch.cond(x.sum() > 1, lambda x: x + 1, lambda x: x - 1, (x,))

        return torch.cond(x.shape[0] > 4, long, lambda x: x * 3, (x,))


@case(torch.randn(5, 4) + 1, others=[(torch.randn(5, 4) - 1,)])
class CondOfDifferentSizes(nn.Module):
    def forward(self, x):
        part = torch.cond(x.sum() > 0, lambda x: x[:2] * 2, lambda x: x + 1, (x,))
        return part.relu(), part.sum(0)


@case(torch.randn(5, 4) + 1, others=[(torch.randn(5, 4) - 1,)])
class CondOfIntegers(nn.Module):
    def forward(self, x):
        rows = torch.cond(x.sum() > 0, lambda x: 1, lambda x: 3, (x,))
        return x[:rows] * 2


@case(torch.randn(5, 4), others=[(torch.randn(5, 4) + 2,), (torch.randn(5, 4) - 2,)])
class CondTwice(nn.Module):
    def forward(self, x):
        a = torch.cond(x.sum() > 0, lambda x: x + 1, lambda x: x - 1, (x,))
        return torch.cond(a.mean() > 1, lambda x: x * a, lambda x: a - x, (x,))


class Gate(nn.Module):
    def __init__(self):
        super().__init__()
        self.left = nn.Linear(4, 4)
        self.right = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4))

    def go_left(self, x):
        return self.left(x).tanh()

    def go_right(self, x):
        return self.right(x)

    def forward(self, x):
        return torch.cond(x.mean() > 0, self.go_left, self.go_right, (x,))


@case(torch.randn(3, 4), others=[(torch.randn(7, 4) + 1,), (torch.randn(2, 4) - 1,)], dynamic_shapes={"x": {0: B}})
class CondInSubmodules(nn.Module):
    def __init__(self):
        super().__init__()
        self.gates = nn.ModuleList([Gate(), Gate()])
        self.shared = Gate()

    def forward(self, x):
        for gate in self.gates:
            x = self.shared(gate(x)) + x
        return x


@case(torch.randn(2, 3), torch.randn(3), others=[(torch.randn(2, 3) + 3, torch.randn(3)), (torch.randn(2, 3) - 3, torch.randn(3))])
class CondWritesToItsOwn(nn.Module):
    def forward(self, x, y):
        def yes(x):
            z = x.clone()
            z[0] = y
            z.add_(1)
            return z

        def no(x):
            z = torch.zeros_like(x)
            z[:, 1] += x[:, 0]
            return z

        return torch.cond((x.sum() > 0).reshape(1), yes, no, (x,))


@case(torch.tensor(0), torch.randn(3, 4), others=[(torch.tensor(4), torch.randn(3, 4)), (torch.tensor(9), torch.randn(3, 4))])
class WhileWithParameters(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, i, x):
        return while_loop(lambda i, x: i < 5, lambda i, x: (i + 1, self.fc(x).tanh()), (i, x))


@case(torch.randn(3, 4), others=[(torch.randn(7, 4),), (torch.randn(2, 4) * 9,)], dynamic_shapes={"x": {0: B}})
class WhileOnData(nn.Module):
    def forward(self, x):
        limit = x.abs().sum() * 10 + 1

        def go_on(n, y):
            return (y.abs().sum() < limit) & (n < 40)

        def round(n, y):
            return n + 1, y * 1.5 + x

        steps, y = while_loop(go_on, round, (torch.tensor(0), x.clone()))
        return steps, y


@case(torch.randn(3, 4), others=[(torch.randn(3, 4),)])
class WhileWithIntegers(nn.Module):
    def forward(self, x):
        i, y = while_loop(lambda i, y: i < 5, lambda i, y: (i + 2, y + i), (0, x))
        return y, x.new_full((2,), 1.0) * i


@case(torch.tensor(3), torch.randn(4), others=[(torch.tensor(0), torch.randn(4)), (torch.tensor(6), torch.randn(4))])
class WhileNested(nn.Module):
    def forward(self, n, x):
        def outer(i, y):
            def inner(j, z):
                return j + 1, torch.cond(z.sum() > 10, lambda z: z * 0.5, lambda z: z + 1, (z,))

            _, z = while_loop(lambda j, z: j < i, inner, (torch.zeros_like(i), y))
            return i - 1, z.sin() + x

        return while_loop(lambda i, y: i > 0, outer, (n, x.clone()))


@case(
    torch.randn(4), torch.randn(5, 4),
    others=[(torch.randn(4), torch.randn(9, 4)), (torch.randn(4), torch.randn(2, 4))],
    dynamic_shapes={"start": None, "rows": {0: T}},
)
class ScanRecurrence(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.Linear(8, 4)

    def forward(self, start, rows):
        def step(h, x):
            h = torch.tanh(self.cell(torch.cat([h, x])))
            return h, {"h": h * 2, "x": (x - h,)}

        h, out = scan(step, start, rows)
        return h, out["h"], out["x"][0]


@case(torch.randn(4), torch.randn(4, 5), torch.randn(4, 5))
class ScanBackwards(nn.Module):
    def forward(self, start, a, b):
        def step(carry, row):
            total = carry["t"] + row[0] * row[1]
            return {"t": total}, total.exp()

        last, out = scan(step, {"t": start}, (a, b), dim=1, reverse=True)
        return last["t"], out


@case(torch.randn(5, 4), torch.randn(4), others=[(torch.randn(2, 4), torch.randn(4)), (torch.randn(8, 4), torch.randn(4))], dynamic_shapes={"xs": {0: T}, "y": None})
class MapRows(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)

    def forward(self, xs, y):
        return map_rows(lambda x, y: (self.fc(x + y), x * 2), xs, y)


@case(torch.randn(5, 3, 4))
class MapOfScan(nn.Module):
    def forward(self, xs):
        def one(rows):
            last, out = scan(lambda c, r: (c + r, c * r), rows[0].clone(), rows)
            return last + out.sum(0)

        return map_rows(one, xs)


# PyTorch's own generic mode has no graph that can be exported: only its eager outputs count.
@case(torch.randn(6, 4), exports=False)
class AssociativeScan(nn.Module):
    def forward(self, xs):
        return associative_scan(lambda a, b: a + b, xs, 0, combine_mode="generic")


@case(torch.randn(3, 4), torch.tensor(True), exports=None)
class BranchesOfDifferentTypes(nn.Module):
    def forward(self, x, flag):
        return torch.cond(flag, lambda x: x + 1, lambda x: (x > 0).long(), (x,))


@case(torch.randn(3, 4), torch.tensor(True), exports=None)
class BranchesOfDifferentRanks(nn.Module):
    def forward(self, x, flag):
        return torch.cond(flag, lambda x: x.sum(), lambda x: x + 1, (x,))


@case(torch.randn(3, 4), torch.tensor(True), exports=None)
class BranchesOfDifferentStructure(nn.Module):
    def forward(self, x, flag):
        return torch.cond(flag, lambda x: (x + 1, x + 2), lambda x: (x + 1,), (x,))


@case(torch.randn(3, 4), torch.tensor(True), exports=None)
class BranchReturnsItsInput(nn.Module):
    def forward(self, x, flag):
        return torch.cond(flag, lambda x: x, lambda x: x + 1, (x,))


@case(torch.randn(3, 4), torch.tensor(True), exports=None)
class BranchReturnsAView(nn.Module):
    def forward(self, x, flag):
        return torch.cond(flag, lambda x: x.t(), lambda x: (x + 1).t(), (x,))


@case(torch.randn(3, 4), torch.tensor(True), exports=None)
class BranchWritesToItsInput(nn.Module):
    def forward(self, x, flag):
        return torch.cond(flag, lambda x: x.add_(1) * 2, lambda x: x + 1, (x,))


@case(torch.randn(3, 4), exports=None)
class PredicateOfManyElements(nn.Module):
    def forward(self, x):
        return torch.cond(x > 0, lambda x: x + 1, lambda x: x - 1, (x,))


@case(torch.randn(3, 4), torch.tensor(True), exports=None)
class OperandsThatAreNoTuple(nn.Module):
    def forward(self, x, flag):
        return torch.cond(flag, lambda x: x + 1, lambda x: x - 1, x)


@case(torch.randn(3, 4), torch.tensor(True), exports=None)
class OperandThatIsNoTensor(nn.Module):
    def forward(self, x, flag):
        return torch.cond(flag, lambda x, n: x + n, lambda x, n: x - n, (x, 2))


@case(torch.tensor(0), torch.randn(3, 4), exports=None)
class LoopChangesItsShape(nn.Module):
    def forward(self, i, x):
        return while_loop(lambda i, x: i < 3, lambda i, x: (i + 1, x.sum()), (i, x))


@case(torch.tensor(0), torch.randn(3, 4), exports=None)
class LoopChangesItsType(nn.Module):
    def forward(self, i, x):
        return while_loop(lambda i, x: i < 3, lambda i, x: (i + 1, x.long()), (i, x))


@case(torch.tensor(0), torch.randn(3, 4), exports=None)
class LoopForgetsAValue(nn.Module):
    def forward(self, i, x):
        return while_loop(lambda i, x: i < 3, lambda i, x: (i + 1,), (i, x))


@case(torch.randn(3, 4), exports=None)
class ScanChangesItsShape(nn.Module):
    def forward(self, x):
        return scan(lambda c, r: (c.sum(), r * 2), x[0], x)


@case(torch.randn(3, 4), exports=None)
class PythonBranchOnData(nn.Module):
    def forward(self, x):
        if x.sum() > 0:
            return x + 1
        return x


@case(torch.randn(3, 4), exports=None)
class PythonLoopOnData(nn.Module):
    def forward(self, x):
        while x.sum() < 10:
            x = x + 1
        return x
