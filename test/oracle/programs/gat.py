"""Graph attention: edge softmax by scatter_reduce, GCN normalisation, GIN pooling per graph, dense pairwise GAT."""

import torch
import torch.nn as nn
import torch.nn.functional as F


def scatter_softmax(src: torch.Tensor, index: torch.Tensor, num_nodes: int) -> torch.Tensor:
    expanded = index.view(-1, *([1] * (src.dim() - 1))).expand_as(src)
    maximum = src.new_full((num_nodes, *src.shape[1:]), float("-inf"))
    maximum = maximum.scatter_reduce(0, expanded, src, reduce="amax", include_self=True)
    exp = (src - maximum.index_select(0, index)).exp()
    denom = torch.zeros(num_nodes, *src.shape[1:], dtype=src.dtype).scatter_add(0, expanded, exp)
    return exp / (denom[index] + 1e-16)


class GATConv(nn.Module):
    def __init__(self, in_channels, out_channels, heads=2, concat=True, negative_slope=0.2):
        super().__init__()
        self.heads, self.out_channels, self.concat = heads, out_channels, concat
        self.negative_slope = negative_slope
        self.lin = nn.Linear(in_channels, heads * out_channels, bias=False)
        self.att_src = nn.Parameter(torch.empty(1, heads, out_channels))
        self.att_dst = nn.Parameter(torch.empty(1, heads, out_channels))
        self.bias = nn.Parameter(torch.empty(heads * out_channels if concat else out_channels))
        self.reset_parameters()

    def reset_parameters(self):
        for p in (self.lin.weight, self.att_src, self.att_dst):
            nn.init.xavier_uniform_(p, gain=nn.init.calculate_gain("relu"))
        nn.init.zeros_(self.bias)

    def forward(self, x, edge_index):
        N = x.size(0)
        x = self.lin(x).view(-1, self.heads, self.out_channels)
        src, dst = edge_index
        alpha_src = (x * self.att_src).sum(dim=-1)
        alpha_dst = (x * self.att_dst).sum(dim=-1)
        alpha = F.leaky_relu(alpha_src[src] + alpha_dst[dst], self.negative_slope)
        alpha = scatter_softmax(alpha, dst, N)
        out = torch.zeros_like(x)
        out.index_add_(0, dst, x[src] * alpha.unsqueeze(-1))
        out = out.flatten(1) if self.concat else out.mean(dim=1)
        return out + self.bias


class GCNConv(nn.Module):
    def __init__(self, c_in, c_out):
        super().__init__()
        self.weight = nn.Parameter(nn.init.xavier_normal_(torch.empty(c_in, c_out)))

    def forward(self, x, edge_index, edge_weight=None):
        n = x.shape[0]
        loops = torch.arange(n, device=x.device).unsqueeze(0).repeat(2, 1)
        edge_index = torch.cat([edge_index, loops], dim=1)
        if edge_weight is None:
            edge_weight = torch.ones(edge_index.shape[1])
        row, col = edge_index[0], edge_index[1]
        deg = torch.zeros(n).scatter_add_(0, col, edge_weight)
        deg_inv_sqrt = deg.pow_(-0.5)
        deg_inv_sqrt.masked_fill_(deg_inv_sqrt == float("inf"), 0)
        norm = deg_inv_sqrt[row] * edge_weight * deg_inv_sqrt[col]
        h = x @ self.weight
        return torch.zeros_like(h).index_add(0, col, norm.view(-1, 1) * h[row])


class DenseGAT(nn.Module):
    def __init__(self, dim, n_heads):
        super().__init__()
        self.linear = nn.Linear(dim, dim, bias=False)
        self.attn = nn.Linear(2 * dim // n_heads, 1, bias=False)
        self.n_heads, self.n_hidden = n_heads, dim // n_heads
        self.activation = nn.LeakyReLU(negative_slope=0.2)
        self.softmax = nn.Softmax(dim=1)

    def forward(self, h, adj_mat):
        n_nodes = h.shape[0]
        g = self.linear(h).view(n_nodes, self.n_heads, self.n_hidden)
        g_repeat = g.repeat(n_nodes, 1, 1)
        g_repeat_interleave = g.repeat_interleave(n_nodes, dim=0)
        g_concat = torch.cat([g_repeat_interleave, g_repeat], dim=-1)
        g_concat = g_concat.view(n_nodes, n_nodes, self.n_heads, 2 * self.n_hidden)
        e = self.activation(self.attn(g_concat)).squeeze(-1)
        e = e.masked_fill(adj_mat.unsqueeze(-1) == 0, float("-inf"))
        return torch.einsum("ijh,jhf->ihf", self.softmax(e), g).reshape(n_nodes, self.n_heads * self.n_hidden)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = GATConv(5, 4, heads=3)
        self.gcn = GCNConv(12, 8)
        self.conv2 = GATConv(8, 6, heads=2, concat=False)
        self.eps = nn.Parameter(torch.zeros(1))
        self.lin = nn.Sequential(nn.Linear(6, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Linear(6, 3))

    def forward(self, x, edge_index, batch):
        x = F.dropout(x, p=0.6, training=self.training)
        x = F.elu(self.conv1(x, edge_index))
        x = F.elu(self.gcn(x, edge_index))
        x = self.conv2(x, edge_index)
        neighbours = torch.zeros_like(x).index_add_(0, edge_index[1], x[edge_index[0]])
        x = self.lin((1 + self.eps) * x + neighbours)
        num_graphs = 2
        sums = torch.zeros(num_graphs, x.size(1)).index_add(0, batch, x)
        counts = torch.bincount(batch, minlength=num_graphs).clamp(min=1)
        largest = torch.full((num_graphs, x.size(1)), -1e9).index_reduce(0, batch, x, "amax")
        return torch.cat([sums / counts.unsqueeze(1), largest], dim=1), x


torch.manual_seed(31)
model = Net().eval()
x = torch.randn(7, 5)
edge_index = torch.tensor([[0, 1, 1, 2, 3, 4, 5, 6, 6, 2], [1, 0, 2, 1, 4, 3, 6, 5, 4, 0]])
batch = torch.tensor([0, 0, 0, 1, 1, 1, 1])
torch.onnx.export(model, (x, edge_index, batch), "gat.onnx", dynamo=True, verbose=False)
torch.onnx.export(
    model.conv1, (x, edge_index), "conv.onnx", dynamic_shapes=({0: "nodes"}, {1: "edges"}), dynamo=True, verbose=False
)
torch.onnx.export(DenseGAT(6, 2), (torch.randn(4, 6), torch.eye(4) + torch.ones(4, 4).triu(2)), "dense.onnx", dynamo=True)
