N = Dim("n")
ROWS = Dim("rows", min=4)


@case(torch.randn(5, 5), others=[(torch.randn(5, 5),), (torch.eye(5),), (torch.zeros(5, 5),), (torch.ones(5, 5).triu(),)])
class Eigenvalues(nn.Module):
    def forward(self, x):
        w = torch.linalg.eigvals(x)
        return w.real.sort()[0], w.abs().sort()[0], w.imag.abs().sort()[0]


@case(torch.randn(2, 4, 4), others=[(torch.randn(2, 4, 4),), (torch.randn(2, 4, 4),)])
class EigenvectorsDiagonalise(nn.Module):
    def forward(self, x):
        w, v = torch.linalg.eig(x)
        return (v @ torch.diag_embed(w) @ torch.linalg.inv(v)).real, v.abs().square().sum(1)


@case(
    torch.eye(4),
    others=[
        (torch.diag(torch.tensor([3.0, 1.0, 2.0, 2.0])),),
        (torch.tensor([[0.0, -1, 0, 0], [1, 0, 0, 0], [0, 0, 0, -2], [0, 0, 2, 0]]),),
        (torch.zeros(4, 4),),
        (torch.tensor([[1.0, 2, 3, 4], [0, 5, 6, 7], [0, 0, 8, 9], [0, 0, 0, 10]]),),
    ],
)
class EigenOfSimpleMatrices(nn.Module):
    def forward(self, x):
        w, v = torch.linalg.eig(x)
        return torch.view_as_real(w), v.abs()


@case(
    torch.tensor([[1.0, 2.0], [3.0, 4.0]]).double(),
    others=[(torch.tensor(m).double(),) for m in ([[1.0, -2.0], [3.0, 1.0]], [[1.0, 0.0], [3.0, 4.0]], [[1.0, 2.0], [0.0, 4.0]])],
)
class EigenOfTwoRows(nn.Module):
    def forward(self, x):
        w, v = torch.linalg.eig(x)
        return torch.view_as_real(w), torch.view_as_real(v).abs()


@case(torch.randn(8, 8), others=[(torch.randn(3, 3),), (torch.randn(12, 12),)], dynamic_shapes={"x": {0: N, 1: N}})
class EigenvaluesOfAnySize(nn.Module):
    def forward(self, x):
        return torch.linalg.eigvals(x).real.sort()[0], torch.linalg.eig(x)[0].abs().sum()


@case(torch.randn(5, 3), others=[(torch.randn(3, 3),), (torch.randn(9, 3),)], dynamic_shapes={"x": {0: N}}, exports=False)
class PairwiseDistances(nn.Module):
    def forward(self, x):
        return F.pdist(x), torch.pdist(x, 1.0), F.pdist(x, float("inf"))


@case(
    torch.randn(6, 3),
    torch.randn(6, 2),
    others=[(torch.randn(9, 3), torch.randn(9, 2))],
    dynamic_shapes={"x": {0: ROWS}, "y": {0: ROWS}},
    exports=False,
)
class LeastSquares(nn.Module):
    def forward(self, x, y):
        r = torch.linalg.lstsq(x, y, driver="gels")
        return r.solution, r.residuals, torch.linalg.lstsq(x, y).solution


@case(torch.randn(4, 3), others=[(torch.randn(4, 3),)])
class ComplexOperands(nn.Module):
    def forward(self, x):
        z = torch.complex(x, x.flip(0))
        half = z @ z.mH
        back = torch.linalg.pinv(half + 4 * torch.eye(4), hermitian=True)
        rows = z.repeat_interleave(2, dim=0)
        return z.new_ones(2, 2, dtype=torch.float32), back.abs(), rows.real, rows.imag, torch.dist(z, z + 1j)


@case(torch.randn(3, 4).half(), others=[(torch.randn(3, 4).half(),)])
class HalfPrecision(nn.Module):
    def forward(self, x):
        index = torch.tensor([[0, 1, 0, 1], [1, 1, 0, 0], [0, 0, 0, 0]])
        sums = torch.zeros(2, 4, dtype=torch.half).scatter_add(0, index, x)
        return sums, torch.nextafter(x, x + 1), x.index_add(0, torch.tensor([0, 0, 2]), x)


@case(torch.tensor([0.3, -1.7, 17.5, 470.0, -1e6, float("inf")]), others=[(torch.tensor([2.0**-9, 3e-8, 448.0, float("nan"), 0.0, -460.0]),)], opset=19)
class Float8(nn.Module):
    """Conversions, and a buffer that is stored in 8 bits."""

    def __init__(self):
        super().__init__()
        self.register_buffer("weight", torch.linspace(-3, 3, 12).reshape(6, 2).to(torch.float8_e4m3fn))

    def forward(self, x):
        small = x.to(torch.float8_e5m2).float()
        return x.to(torch.float8_e4m3fn).float(), small, x.nan_to_num(1.0, 1.0, 1.0).clamp(-2, 2) @ self.weight.float()
