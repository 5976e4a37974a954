import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.linear = nn.Linear(width, width, bias=False)
        self.scale = nn.Parameter(torch.ones(width))
        self.register_buffer("steps", torch.zeros(2))
        self.register_buffer("cache", None, persistent=False)
        self.drop = nn.Dropout(0.1)

    def forward(self, x):
        return self.drop(self.linear(x)) * self.scale


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([Block(2) for _ in range(3)])
        self.head = nn.Sequential(nn.Linear(2, 4), nn.ReLU(inplace=True), nn.GELU(), nn.Softmax(dim=-1))
        self.table = nn.ModuleDict({"a": nn.Identity(), "b": nn.LeakyReLU(0.2)})
        self.extra = nn.ParameterList([nn.Parameter(torch.zeros(1))])


torch.manual_seed(3)
net = Net()
print(net)
print([name for name, _ in net.named_parameters()])
print([name for name, _ in net.named_buffers()])
print([name for name, _ in net.named_modules()])
print(list(net.state_dict()))
print(sum(p.numel() for p in net.parameters()), net.training, net.eval().training, net.blocks[0].drop.training)
print(net.blocks[0].linear.weight, net.head[0].bias)
print(len(net.head), net.head[0], net.head[1:], net.table["b"], "a" in net.table)
print(net.get_submodule("blocks.1.linear"), net.get_parameter("head.0.bias").shape)


def reset(module):
    if isinstance(module, nn.Linear):
        nn.init.xavier_uniform_(module.weight)


net.apply(reset)
print(net.blocks[1].linear.weight)
other = Net()
print(other.load_state_dict(net.state_dict()))
print(torch.equal(other.blocks[1].linear.weight, net.blocks[1].linear.weight))
print(net.half().blocks[0].scale.dtype)
calls = []
handle = other.head[0].register_forward_hook(lambda m, args, out: calls.append(tuple(out.shape)))
other.head(torch.zeros(5, 2))
handle.remove()
other.head(torch.zeros(6, 2))
print(calls)


class Broken(nn.Module):
    def __init__(self):
        self.linear = nn.Linear(1, 1)


for action in (
    lambda: Broken(),
    lambda: net.missing,
    lambda: nn.Module()(1),
    lambda: setattr(net.head[0], "weight", 3),
    lambda: net.register_buffer("head", None),
    lambda: net.load_state_dict({}),
):
    try:
        action()
    except Exception as e:
        print(type(e).__name__, str(e)[:200])
