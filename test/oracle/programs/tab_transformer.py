"""Tabular models: TabTransformer with category offsets, FT-Transformer with a class token, TabNet's ghost batch norm."""

import torch
import torch.nn.functional as F
from einops import rearrange, repeat
from torch import nn


class Residual(nn.Module):
    def __init__(self, fn):
        super().__init__()
        self.fn = fn

    def forward(self, x, **kwargs):
        return self.fn(x, **kwargs) + x


class GEGLU(nn.Module):
    def forward(self, x):
        x, gates = x.chunk(2, dim=-1)
        return x * F.gelu(gates)


class Attention(nn.Module):
    def __init__(self, dim, heads=4, dim_head=8):
        super().__init__()
        inner_dim = dim_head * heads
        self.heads = heads
        self.scale = dim_head**-0.5
        self.norm = nn.LayerNorm(dim)
        self.to_qkv = nn.Linear(dim, inner_dim * 3, bias=False)
        self.to_out = nn.Linear(inner_dim, dim, bias=False)

    def forward(self, x):
        q, k, v = self.to_qkv(self.norm(x)).chunk(3, dim=-1)
        q, k, v = (rearrange(t, "b n (h d) -> b h n d", h=self.heads) for t in (q, k, v))
        sim = torch.einsum("b h i d, b h j d -> b h i j", q * self.scale, k)
        out = torch.einsum("b h i j, b h j d -> b h i d", sim.softmax(dim=-1), v)
        return self.to_out(rearrange(out, "b h n d -> b n (h d)", h=self.heads))


def block(dim):
    return nn.Sequential(
        Residual(Attention(dim)),
        Residual(nn.Sequential(nn.LayerNorm(dim), nn.Linear(dim, dim * 8), GEGLU(), nn.Linear(dim * 4, dim))),
    )


class MLP(nn.Module):
    def __init__(self, dims, act=None):
        super().__init__()
        dims_pairs = list(zip(dims[:-1], dims[1:]))
        layers = []
        for ind, (dim_in, dim_out) in enumerate(dims_pairs):
            is_last = ind >= (len(dims_pairs) - 1)
            layers.append(nn.Linear(dim_in, dim_out))
            if not is_last:
                layers.append(act if act is not None else nn.ReLU())
        self.mlp = nn.Sequential(*layers)

    def forward(self, x):
        return self.mlp(x)


class TabTransformer(nn.Module):
    def __init__(self, *, categories, num_continuous, dim, depth, num_special_tokens=2, continuous_mean_std=None):
        super().__init__()
        assert all(map(lambda n: n > 0, categories)), "number of each category must be positive"
        self.num_categories = len(categories)
        self.num_unique_categories = sum(categories)
        self.num_special_tokens = num_special_tokens
        total_tokens = self.num_unique_categories + num_special_tokens
        self.category_embed = nn.Embedding(total_tokens, dim - 2)
        self.shared_category_embed = nn.Parameter(torch.zeros(self.num_categories, 2))
        nn.init.normal_(self.shared_category_embed, std=0.02)
        categories_offset = F.pad(torch.tensor(list(categories)), (1, 0), value=num_special_tokens)
        categories_offset = categories_offset.cumsum(dim=-1)[:-1]
        self.register_buffer("categories_offset", categories_offset)
        self.register_buffer("continuous_mean_std", continuous_mean_std)
        self.norm = nn.LayerNorm(num_continuous)
        self.transformer = nn.Sequential(*[block(dim) for _ in range(depth)])
        self.mlp = MLP([dim * self.num_categories + num_continuous, 32, 1], act=nn.SELU())

    def forward(self, x_categ, x_cont):
        assert x_categ.shape[-1] == self.num_categories
        categ_embed = self.category_embed(x_categ + self.categories_offset)
        shared = repeat(self.shared_category_embed, "n d -> b n d", b=categ_embed.shape[0])
        x = self.transformer(torch.cat((categ_embed, shared), dim=-1))
        flat_categ = rearrange(x, "b ... -> b (...)")
        if self.continuous_mean_std is not None:
            mean, std = self.continuous_mean_std.unbind(dim=-1)
            x_cont = (x_cont - mean) / std
        return self.mlp(torch.cat((flat_categ, self.norm(x_cont)), dim=-1))


class NumericalEmbedder(nn.Module):
    def __init__(self, dim, num_numerical_types):
        super().__init__()
        self.weights = nn.Parameter(torch.randn(num_numerical_types, dim))
        self.biases = nn.Parameter(torch.randn(num_numerical_types, dim))

    def forward(self, x):
        x = rearrange(x, "b n -> b n 1")
        return x * self.weights + self.biases


class FTTransformer(nn.Module):
    def __init__(self, num_continuous, dim):
        super().__init__()
        self.numerical_embedder = NumericalEmbedder(dim, num_continuous)
        self.cls_token = nn.Parameter(torch.randn(1, 1, dim))
        self.blocks = block(dim)
        self.to_logits = nn.Sequential(nn.LayerNorm(dim), nn.ReLU(), nn.Linear(dim, 1))

    def forward(self, x_numer):
        x = self.numerical_embedder(x_numer)
        x = torch.cat((repeat(self.cls_token, "1 1 d -> b 1 d", b=x.shape[0]), x), dim=1)
        return self.to_logits(self.blocks(x)[:, 0])


class GBN(nn.Module):
    """Ghost batch normalisation: one batch norm over chunks of the batch."""

    def __init__(self, input_dim, virtual_batch_size=4, momentum=0.01):
        super().__init__()
        self.virtual_batch_size = virtual_batch_size
        self.bn = nn.BatchNorm1d(input_dim, momentum=momentum)

    def forward(self, x):
        chunks = x.chunk(-(-x.shape[0] // self.virtual_batch_size), 0)
        return torch.cat([self.bn(x_) for x_ in chunks], dim=0)


def sparsemax(z, dim=-1):
    z_sorted, _ = z.sort(dim=dim, descending=True)
    k = torch.arange(1, z.size(dim) + 1, dtype=z.dtype)
    support = 1 + k * z_sorted > z_sorted.cumsum(dim)
    k_max = support.sum(dim=dim, keepdim=True)
    tau = (z_sorted.cumsum(dim).gather(dim, k_max - 1) - 1) / k_max
    return torch.clamp(z - tau, min=0)


class AttentiveTransformer(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.fc = nn.Linear(n, n, bias=False)
        nn.init.xavier_normal_(self.fc.weight, gain=(2 / 3) ** 0.5)
        self.bn = GBN(n)

    def forward(self, priors, x):
        return sparsemax(self.bn(self.fc(x)) * priors)


torch.manual_seed(14)
cont_mean_std = torch.rand(4, 2) + 0.5
model = TabTransformer(categories=(10, 5, 6), num_continuous=4, dim=12, depth=2, continuous_mean_std=cont_mean_std)
print(model.categories_offset, list(model.state_dict())[:4])
categ, cont = torch.randint(0, 5, (3, 3)), torch.randn(3, 4)
rows = torch.export.Dim("rows", min=1, max=1024)
torch.onnx.export(
    model.eval(), (categ, cont), "tab.onnx", dynamic_shapes=({0: rows}, {0: rows}), dynamo=True, verbose=False
)
torch.onnx.export(FTTransformer(4, 16), (cont,), "ft.onnx", dynamic_shapes=({0: rows},), dynamo=True, verbose=False)
torch.onnx.export(
    AttentiveTransformer(6).eval(), (torch.ones(10, 6), torch.randn(10, 6)), "tabnet.onnx", dynamo=True, verbose=False
)
