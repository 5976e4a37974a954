"""Graph convolution and graph attention written with index_add_, scatter_add and scatter_reduce on an edge list."""

import torch
from torch import Tensor, nn
from torch.nn import Parameter
import torch.nn.functional as F


def glorot(tensor):
    if tensor is not None:
        stdv = (6.0 / (tensor.size(-2) + tensor.size(-1))) ** 0.5
        tensor.data.uniform_(-stdv, stdv)


def degree(index: Tensor, num_nodes: int, dtype=None) -> Tensor:
    out = torch.zeros((num_nodes,), dtype=dtype, device=index.device)
    one = torch.ones((index.size(0),), dtype=out.dtype, device=out.device)
    return out.scatter_add_(0, index, one)


def softmax(src: Tensor, index: Tensor, num_nodes: int) -> Tensor:
    size = (num_nodes,) + tuple(src.shape[1:])
    expanded = index.view(-1, *[1] * (src.dim() - 1)).expand_as(src)
    top = torch.full(size, float("-inf"), dtype=src.dtype).scatter_reduce(0, expanded, src, "amax", include_self=False)
    out = (src - top.index_select(0, index)).exp()
    total = torch.zeros(size, dtype=src.dtype).scatter_add(0, expanded, out) + 1e-16
    return out / total.index_select(0, index)


class GCNConv(nn.Module):
    def __init__(self, in_channels, out_channels, bias=True):
        super().__init__()
        self.weight = Parameter(torch.empty(in_channels, out_channels))
        if bias:
            self.bias = Parameter(torch.empty(out_channels))
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()

    def reset_parameters(self):
        glorot(self.weight)
        if self.bias is not None:
            nn.init.zeros_(self.bias)

    def forward(self, x, edge_index):
        n = x.size(0)
        loops = torch.arange(n, device=x.device).unsqueeze(0).repeat(2, 1)
        edge_index = torch.cat([edge_index, loops], dim=1)
        row, col = edge_index
        deg = degree(col, n, x.dtype)
        deg_inv_sqrt = deg.pow_(-0.5)
        deg_inv_sqrt.masked_fill_(deg_inv_sqrt == float("inf"), 0)
        norm = deg_inv_sqrt[row] * deg_inv_sqrt[col]
        x = torch.matmul(x, self.weight)
        out = torch.zeros_like(x).index_add_(0, col, norm.view(-1, 1) * x[row])
        return out + self.bias if self.bias is not None else out


class GATConv(nn.Module):
    def __init__(self, in_channels, out_channels, heads=2, negative_slope=0.2):
        super().__init__()
        self.heads, self.out_channels, self.negative_slope = heads, out_channels, negative_slope
        self.lin = nn.Linear(in_channels, heads * out_channels, bias=False)
        self.att_src = Parameter(torch.Tensor(1, heads, out_channels))
        self.att_dst = Parameter(torch.Tensor(1, heads, out_channels))
        glorot(self.att_src)
        glorot(self.att_dst)

    def forward(self, x, edge_index):
        h = self.lin(x).view(-1, self.heads, self.out_channels)
        src, dst = edge_index[0], edge_index[1]
        alpha = (h * self.att_src).sum(-1)[src] + (h * self.att_dst).sum(dim=-1)[dst]
        alpha = softmax(F.leaky_relu(alpha, self.negative_slope), dst, x.size(0))
        out = h.new_zeros(x.size(0), self.heads, self.out_channels)
        out.index_add_(0, dst, h[src] * alpha.unsqueeze(-1))
        return out.flatten(1)


class GNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = GCNConv(8, 16)
        self.conv2 = GATConv(16, 4)
        self.head = nn.Linear(8, 3)

    def forward(self, x, edge_index, batch):
        x = F.dropout(F.relu(self.conv1(x, edge_index)), p=0.5, training=self.training)
        x = F.elu(self.conv2(x, edge_index))
        size = 2
        pooled = torch.zeros(size, x.size(1)).scatter_reduce_(
            0, batch.unsqueeze(-1).expand(-1, x.size(1)), x, reduce="mean", include_self=False
        )
        return self.head(pooled), x


torch.manual_seed(12345)
model = GNN().eval()
edge_index = torch.tensor([[0, 1, 1, 2, 3, 4, 4, 5], [1, 0, 2, 1, 4, 3, 5, 4]], dtype=torch.long)
batch = torch.tensor([0, 0, 0, 1, 1, 1])
torch.onnx.export(model, (torch.randn(6, 8), edge_index, batch), "gnn.onnx", dynamo=True, verbose=False)
