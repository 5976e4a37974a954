import torch
from torch.export import Dim, export
from torch.utils import _pytree as pytree


class Cache:
    def __init__(self):
        self.keys, self.values, self.seen = [], [], 0

    def update(self, i, k, v):
        if i == len(self.keys):
            self.keys.append(k)
            self.values.append(v)
        else:
            self.keys[i] = torch.cat([self.keys[i], k], 1)
            self.values[i] = torch.cat([self.values[i], v], 1)
        return self.keys[i], self.values[i]


def rebuild(values, context):
    made = Cache()
    made.keys, made.values = [list(v) for v in values]
    return made


def with_keys(cache):
    return [(pytree.MappingKey("key"), cache.keys), (pytree.MappingKey("value"), cache.values)], None


class Model(torch.nn.Module):
    def forward(self, x, cache=None):
        cache = cache if cache is not None else Cache()
        for i in range(2):
            k, v = cache.update(i, x * (i + 1), x - i)
            x = x + k.mean(1, keepdim=True) * v.sum(1, keepdim=True)
        return x, cache


def show(ep):
    print([s.arg.name for s in ep.graph_signature.input_specs])
    print([(n.name, tuple(d if isinstance(d, int) else "s" for d in n.meta["val"].shape)) for n in ep.graph.nodes if n.op == "placeholder"])
    print(len(ep.graph_signature.output_specs), [str(n.target) for n in ep.graph.nodes if n.op == "call_function"])


x = torch.randn(2, 3)
try:
    export(Model(), (x,))
except Exception as e:
    print("refused")
pytree.register_pytree_node(
    Cache,
    lambda c: ([c.keys, c.values], None),
    rebuild,
    flatten_with_keys_fn=with_keys,
    serialized_type_name="Cache",
)
try:
    pytree.register_pytree_node(Cache, None, None)
except ValueError as e:
    print(str(e).split(">")[1])
show(export(Model(), (x,)))
cache = Cache()
for i in range(2):
    cache.update(i, torch.randn(2, 5), torch.randn(2, 5))
show(export(Model(), (x, cache)))
past = {1: Dim("past")}
show(export(Model(), (x,), {"cache": cache}, dynamic_shapes={"x": {0: None}, "cache": [[past, past], [past, past]]}))
try:
    export(Model(), (x, cache), dynamic_shapes=({0: None}, [[past, past]]))
except Exception as e:
    print("refused")
