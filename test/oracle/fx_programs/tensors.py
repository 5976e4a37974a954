@program(torch.randn(4, 5, 6))
class Slicing(nn.Module):
    def forward(self, x):
        return x[1:3], x[..., -1], x[:, ::2, 1:], x[None, 0], x[-2:, 1], x[1, 2, 3], x[:, [0, 2]]


@program(torch.randn(4, 5, 6), torch.tensor([0, 2, 1]))
class AdvancedIndexing(nn.Module):
    def forward(self, x, i):
        return x[i], x[:, i], x[i, i], x[:, i, :2], x[x > 0].numel() if False else x.index_select(1, i), x[0][i]


@program(torch.randn(4, 6))
class Views(nn.Module):
    def forward(self, x):
        a = x.view(2, 2, 6)
        b = x.reshape(-1, 3)
        c = x.t().contiguous()
        d = x.unsqueeze(1).expand(-1, 3, -1)
        e = x.unflatten(1, (2, 3)).flatten(0, 1)
        f = a.movedim(0, -1).squeeze(0)
        g = x.T.mT, a.swapaxes(0, 1), x.view(-1).narrow(0, 2, 4), x.diagonal(), x.unfold(1, 2, 2)
        return a, b, c, d, e, f, g


@program(torch.randn(4, 6))
class Pieces(nn.Module):
    def forward(self, x):
        a, b = x.chunk(2, dim=1)
        c, d, e = x.split([1, 2, 3], dim=1)
        f = torch.stack([a, b], 0)
        g = torch.cat((c, e), -1)
        h = x.split(2)
        i, *rest = x.unbind(0)
        return a * b, d, f, g, h[1], i, rest[0], torch.hstack([a, b]), torch.vstack([a, b]), torch.tensor_split(x, 3)


@program(torch.randn(3, 4), torch.tensor([[0, 1, 2, 0]]), torch.randn(1, 4))
class ScatterGather(nn.Module):
    def forward(self, x, index, source):
        a = torch.gather(x, 0, index)
        b = x.scatter(0, index, source)
        c = x.scatter_add(0, index, source)
        d = torch.zeros(3, 4).scatter_(0, index, 1.0)
        e = x.index_add(0, index[0, :3], x)
        f = torch.take_along_dim(x, index, 0)
        g = x.scatter_reduce(0, index, source, "amax")
        return a, b, c, d, e, f, g


@program(torch.randn(2, 3, 4), torch.randn(2, 4, 5))
class Products(nn.Module):
    def forward(self, a, b):
        return (
            torch.einsum("bij,bjk->bik", a, b),
            torch.einsum("bij->bji", a),
            torch.bmm(a, b),
            a @ b,
            torch.matmul(a[0], b[0]),
            torch.tensordot(a, b, dims=([2], [1])),
            torch.baddbmm(torch.zeros(2, 3, 5), a, b),
            torch.addmm(torch.zeros(3, 5), a[0], b[0], beta=0.5),
            torch.outer(a[0, 0], b[0, 0]),
            torch.dot(a[0, 0], b[0, :, 0]),
        )


@program(torch.randn(3, 4))
class Reductions(nn.Module):
    def forward(self, x):
        values, indices = x.max(1)
        return (
            x.sum(), x.mean(0), x.mean((0, 1), keepdim=True), x.std(1), x.var(0, unbiased=False), x.amax(-1),
            x.argmin(), values, indices, x.norm(), x.norm(dim=1), x.prod(0), x.cumsum(1), x.logsumexp(1), x.all(), x.any(0),
            x.median(1).values, x.topk(2).values, x.sort(descending=True)[1], x.argsort(0), torch.linalg.vector_norm(x, dim=0),
        )  # fmt: skip


@program(torch.randn(3, 4), torch.randn(4))
class Arithmetic(nn.Module):
    def forward(self, x, y):
        return (
            x + y, x - 1, 2 - x, x * 2.5, 1 / (x + 10), x // 2, x % 3, x**2, 2**x, -x, abs(x), x.clamp(-1, 1),
            x.clamp(min=0), torch.where(x > 0, x, y), torch.where(x > 0, x, 0.0), torch.lerp(x, y, 0.3),
            torch.addcmul(x, x, y, value=0.5), x.rsqrt(), torch.maximum(x, y), x.pow(0.5), torch.add(x, y, alpha=2),
            x.floor().int(), (x > 0) & (y < 0), ~(x == y), x.ne(0).float(), torch.rsub(x, y), x.square(), x.reciprocal(),
            x.div(2, rounding_mode="floor"), torch.fmod(x, 2), torch.sub(x, 1, alpha=3), x.sign(), x.true_divide(3),
        )  # fmt: skip


@program(torch.randn(3, 4))
class Creation(nn.Module):
    def forward(self, x):
        return (
            torch.zeros_like(x), torch.ones(3, 4) * x, torch.full((4,), 2.0) + x, torch.arange(4) * x,
            torch.linspace(0, 1, 4) * x, torch.eye(3) @ x, x.new_zeros(2, 2), x.new_full((2,), 7), torch.empty_like(x).fill_(1),
            torch.full_like(x, 3), torch.tril(x), torch.triu(x, 1), torch.tensor([1.0, 2.0, 3.0, 4.0]) + x, torch.tensor(2) * x,
            torch.scalar_tensor(3.0) + x, torch.zeros(4, dtype=torch.int64), x.new_tensor([1.0]),
        )  # fmt: skip


@program(torch.randn(3, 4), torch.arange(4))
class Casts(nn.Module):
    def forward(self, x, i):
        return (
            x.half(), x.to(torch.float64), x.long(), i.float(), x.bool(), i.to(x), i.type_as(x), x.to(torch.float32),
            x.double().float(), i + 0.5, i / 2, i * x, x.type(torch.int32), i.bool() + 1, x.bfloat16(), x.to("cpu"), x.clone(),
            x.detach(), i.sum().item() if False else i.sum(),
        )  # fmt: skip


@program(torch.randn(3, 4))
class Rearranging(nn.Module):
    def forward(self, x):
        return (
            x.roll(1, 0), x.flip(1), x.repeat(2, 1), x.repeat_interleave(2, dim=0), x.tile(2), torch.rot90(x),
            torch.meshgrid(x[0], x[1], indexing="ij"), x.permute(1, 0), torch.broadcast_to(x, (2, 3, 4)), x.view_as(x),
            torch.block_diag(x, x), torch.cartesian_prod(x[0], x[1]), x.ravel(), torch.atleast_3d(x), x.fliplr(),
        )  # fmt: skip


@program(torch.randn(3, 4))
class InPlace(nn.Module):
    def forward(self, x):
        y = x.clone()
        y.add_(1).mul_(2)
        y[0] = 0.0
        y[1:, 1] = x[1:, 2]
        y[:, 3] += 5
        y.clamp_(min=-1)
        z = torch.zeros(3, 4)
        z.copy_(y)
        z.t()[0] = 1.0
        z.masked_fill_(z > 2, -1.0)
        z.view(-1)[2:5].neg_()
        return y, z


@program(torch.randn(3, 4), torch.tensor([0, 2]))
class IndexPut(nn.Module):
    def forward(self, x, i):
        y = x.clone()
        y[i] = 1.0
        y[:, i] = 2.0
        y[y > 1] = 0.5
        y.index_fill_(0, i, 9.0)
        y.index_copy_(0, i, x[i])
        return y.index_put((i, i), torch.tensor(3.0), accumulate=True)


@program(torch.randn(3, 4))
class InputMutated(nn.Module):
    def forward(self, x):
        x.add_(1)
        return x * 2


@program(torch.randn(2, 8))
class FftModel(nn.Module):
    def forward(self, x):
        y = torch.fft.rfft(x)
        return torch.view_as_real(y), torch.fft.irfft(y, n=8), y.abs()


@program(torch.randn(3, 3))
class LinearAlgebra(nn.Module):
    def forward(self, x):
        a = x @ x.T + 3 * torch.eye(3)
        return torch.linalg.inv(a), torch.linalg.det(a), torch.linalg.norm(x), torch.trace(x), torch.linalg.solve(a, x)


@program(torch.randn(3, 4), torch.randint(0, 4, (3,)))
class OneHot(nn.Module):
    def forward(self, x, i):
        return F.one_hot(i, 4) * x, torch.bucketize(x, torch.tensor([0.0, 1.0])), torch.isin(i, torch.tensor([1, 2]))


@program(torch.randn(1, 2, 5, 5), torch.rand(1, 4, 4, 2))
class Grids(nn.Module):
    def forward(self, x, grid):
        return F.grid_sample(x, grid, align_corners=False), F.affine_grid(torch.eye(2, 3).unsqueeze(0), (1, 2, 4, 4))
