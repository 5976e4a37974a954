"""VQ-VAE: nearest codebook entry by expanded distances and by cdist, straight-through estimator, EMA buffers, residual levels, FSQ."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class VectorQuantizer(nn.Module):
    def __init__(self, num_embeddings, embedding_dim, commitment_cost=0.25):
        super(VectorQuantizer, self).__init__()
        self._embedding_dim = embedding_dim
        self._num_embeddings = num_embeddings
        self._embedding = nn.Embedding(self._num_embeddings, self._embedding_dim)
        self._embedding.weight.data.uniform_(-1 / self._num_embeddings, 1 / self._num_embeddings)
        self._commitment_cost = commitment_cost

    def forward(self, inputs):
        inputs = inputs.permute(0, 2, 3, 1).contiguous()
        input_shape = inputs.shape
        flat_input = inputs.view(-1, self._embedding_dim)
        distances = (
            torch.sum(flat_input**2, dim=1, keepdim=True)
            + torch.sum(self._embedding.weight**2, dim=1)
            - 2 * torch.matmul(flat_input, self._embedding.weight.t())
        )
        encoding_indices = torch.argmin(distances, dim=1).unsqueeze(1)
        encodings = torch.zeros(encoding_indices.shape[0], self._num_embeddings, device=inputs.device)
        encodings.scatter_(1, encoding_indices, 1)
        quantized = torch.matmul(encodings, self._embedding.weight).view(input_shape)
        e_latent_loss = F.mse_loss(quantized.detach(), inputs)
        q_latent_loss = F.mse_loss(quantized, inputs.detach())
        loss = q_latent_loss + self._commitment_cost * e_latent_loss
        quantized = inputs + (quantized - inputs).detach()
        avg_probs = torch.mean(encodings, dim=0)
        perplexity = torch.exp(-torch.sum(avg_probs * torch.log(avg_probs + 1e-10)))
        return loss, quantized.permute(0, 3, 1, 2).contiguous(), perplexity, encodings


class EMAQuantizer(nn.Module):
    def __init__(self, dim, n_embed, decay=0.99, eps=1e-5):
        super().__init__()
        self.dim, self.n_embed, self.decay, self.eps = dim, n_embed, decay, eps
        embed = torch.randn(dim, n_embed)
        self.register_buffer("embed", embed)
        self.register_buffer("cluster_size", torch.zeros(n_embed))
        self.register_buffer("embed_avg", embed.clone())

    def forward(self, input):
        flatten = input.reshape(-1, self.dim)
        dist = torch.cdist(flatten.unsqueeze(0), self.embed.t().unsqueeze(0))[0]
        _, embed_ind = (-dist).max(1)
        embed_onehot = F.one_hot(embed_ind, self.n_embed).type(flatten.dtype)
        embed_ind = embed_ind.view(*input.shape[:-1])
        quantize = self.embed_code(embed_ind)
        if self.training:
            self.cluster_size.data.mul_(self.decay).add_(embed_onehot.sum(0), alpha=1 - self.decay)
        diff = (quantize.detach() - input).pow(2).mean()
        quantize = input + (quantize - input).detach()
        return quantize, diff, embed_ind

    def embed_code(self, embed_id):
        return F.embedding(embed_id, self.embed.transpose(0, 1))


class FSQ(nn.Module):
    """Finite scalar quantisation: bounded, rounded, and packed into one index."""

    def __init__(self, levels):
        super().__init__()
        _levels = torch.tensor(levels, dtype=torch.int32)
        self.register_buffer("_levels", _levels, persistent=False)
        _basis = torch.cumprod(torch.tensor([1] + levels[:-1]), dim=0, dtype=torch.int32)
        self.register_buffer("_basis", _basis, persistent=False)

    def bound(self, z, eps: float = 1e-3):
        half_l = (self._levels - 1) * (1 + eps) / 2
        offset = torch.where(self._levels % 2 == 0, 0.5, 0.0)
        shift = (offset / half_l).atanh()
        return (z + shift).tanh() * half_l - offset

    def forward(self, z):
        zhat = self.bound(z).round()
        half_width = self._levels // 2
        codes = zhat / half_width
        index = ((zhat + half_width) * self._basis).sum(dim=-1).to(torch.int32)
        return codes, index


class Residual(nn.Module):
    def __init__(self, in_channels, num_hiddens, num_residual_hiddens):
        super(Residual, self).__init__()
        self._block = nn.Sequential(
            nn.ReLU(True),
            nn.Conv2d(in_channels, num_residual_hiddens, kernel_size=3, stride=1, padding=1, bias=False),
            nn.ReLU(True),
            nn.Conv2d(num_residual_hiddens, num_hiddens, kernel_size=1, stride=1, bias=False),
        )

    def forward(self, x):
        return x + self._block(x)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self._encoder = nn.Sequential(
            nn.Conv2d(3, 8, kernel_size=4, stride=2, padding=1), Residual(8, 8, 4), nn.Conv2d(8, 6, 1)
        )
        self._vq = VectorQuantizer(10, 6)
        self.levels = nn.ModuleList(EMAQuantizer(6, 12) for _ in range(2))
        self.fsq = FSQ([3, 4, 5])
        self.project = nn.Conv2d(6, 3, 1)
        self._decoder = nn.Sequential(Residual(6, 6, 4), nn.ConvTranspose2d(6, 3, 4, stride=2, padding=1))

    def forward(self, x):
        z = self._encoder(x)
        loss, quantized, perplexity, encodings = self._vq(z)
        residual, total, indices = z.permute(0, 2, 3, 1), 0.0, []
        for level in self.levels:
            q, diff, index = level(residual)
            residual = residual - q.detach()
            total = total + diff
            indices.append(index)
        codes, fsq_index = self.fsq(self.project(z).permute(0, 2, 3, 1))
        return self._decoder(quantized), loss, perplexity, torch.stack(indices, -1), total, codes, fsq_index


torch.manual_seed(61)
model = Model().eval()
print(model.fsq._basis, [k for k in model.state_dict() if "fsq" in k])
torch.onnx.export(
    model, (torch.randn(2, 3, 12, 12),), "vqvae.onnx", dynamic_shapes=({0: "batch"},), dynamo=True, verbose=False
)
