# %% module
show(export(model, (x,)), model.state_dict())
results(export(model, (x,))(x))

# %% tensor as args
show(export(model, x))

# %% positional and keyword
p = export(model, (x,), kwargs={"scale": s})
show(p)
results(p(x, scale=s))
results(p(x, s))

# %% dictionary at the end
show(export(model, (x, {"scale": s})))
show(export(model, (x, {})))

# %% dictionary that is an argument
class Keyed(nn.Module):
    def forward(self, x, pair):
        return x + pair["a"] * pair["b"]
p = export(Keyed(), (x, {"a": x, "b": x + 1}, {}))
show(p)
results(p(x, {"a": x, "b": x + 1}))

# %% keyword arguments out of order
class Three(nn.Module):
    def forward(self, a, b, c=None):
        return a - b * (1 if c is None else c)
p = export(Three(), (), kwargs={"c": x + 2, "a": x, "b": x + 1})
show(p)
results(p(x, x + 1, x + 2))

# %% nested arguments
class Nested(nn.Module):
    def forward(self, x, pair, flag=True, nothing=None):
        a, b = pair["p"]
        return {"s": x + a * b, "t": (x - a, [b])}, x.sum()
p = export(Nested(), (x, {"p": (x, x + 1)}, True))
show(p)
results(p(x, {"p": (x, x + 1)}, True))

# %% numbers, strings and None
class Mixed(nn.Module):
    def forward(self, x, n, mode, nothing, scale):
        y = x * n if mode == "mul" else x
        return y if nothing is not None else y + scale
p = export(Mixed(), (x, 3, "mul", None, 0.5))
show(p)

# %% symbolic number
class Times(nn.Module):
    def forward(self, x, n):
        return x * n
p = export(Times(), (x, 3), dynamic_shapes=(None, Dim.DYNAMIC))
show(p)
results(p(x, 5))

# %% complex input and output
class Turn(nn.Module):
    def forward(self, z):
        return z * 2, torch.view_as_real(z).sum()
z = torch.complex(torch.ones(2), torch.arange(2.0))
p = export(Turn(), (z,))
show(p)
results(p(z))

# %% ordered dictionary and named tuple
from collections import OrderedDict, namedtuple
Point = namedtuple("Point", ["u", "v"])
class Points(nn.Module):
    def forward(self, p, d):
        return Point(p.u + d["k"], p.v - d["k"])
p = export(Points(), (Point(x, x * 2), OrderedDict(k=x + 1), {}))
show(p)
results(p(Point(x, x * 2), OrderedDict(k=x + 1)))

# %% variable arguments
class Many(nn.Module):
    def forward(self, *xs, **named):
        return xs[0] + xs[1] * named["k"]
p = export(Many(), (x, x + 1), kwargs={"k": x * 2})
show(p)
results(p(x, x + 1, k=x * 2))

# %% same tensor twice
p = export(Pair(), (x, x))
show(p)
results(p(x, x))

# %% output that is an input
class Through(nn.Module):
    def forward(self, x, y):
        return x, x + y, y
p = export(Through(), (x, x + 1))
show(p)
results(p(x, x + 1))

# %% output twice
class Twice(nn.Module):
    def forward(self, x):
        y = x + 1
        return y, y
p = export(Twice(), (x,))
print(len(p.model_proto.graph.output))
results(p(x))

# %% None among outputs
class Holes(nn.Module):
    def forward(self, x):
        return x + 1, None, [x * 2, None]
p = export(Holes(), (x,))
show(p)
results(p(x))

# %% weights as outputs
class Weights(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(4))
    def forward(self, x):
        return x * self.w, self.w
p = export(Weights(), (x,))
results(p(x))

# %% integer and boolean tensors
args = (torch.arange(4), torch.tensor([True, False, True, False]))
p = export(module(lambda self, i, m: (i + 1, m.logical_not(), i.to(torch.int32))), args, output_names=["a", "b", "c"])
show(p)
results(p(*args))

# %% half precision
p = export(module(lambda self, a: a * 2), (x.half(),))
show(p)
results(p(x.half()))
show(export(module(lambda self, a: a * 2), (x.bfloat16(),)))

# %% exported program
program = torch.export.export(model, (x,))
show(export(program), model.state_dict())
show(export(program, input_names=["a"], output_names=["b"]))
show(export(program, (x,)))

# %% exported program with a Dim
program = torch.export.export(model, (x,), dynamic_shapes=({0: Dim("rows", min=1, max=9)},))
show(export(program), symbols=False)
show(export(program, dynamic_shapes=({0: "named"},)))

# %% exported program with decompositions
program = torch.export.export(model, (x,)).run_decompositions()
p = export(program)
show(p, model.state_dict())
results(p(x))

# %% input names
show(export(model, (x, s), input_names=["a", "b"], output_names=["c", "d"]))
show(export(model, (x, s), input_names=["a"], output_names=["c"]))
show(export(model, (x,), input_names=["a", "fc.weight", "zz"]))
show(export(model, (x,), input_names=(), output_names=()))
show(export(model, (x,), input_names=("a",), output_names=("b",)))

# %% names given twice
failing(lambda: export(model, (x, s), input_names=["a", "a"]))
failing(lambda: export(model, (x, s), output_names=["b", "b"]))

# %% output names of an output that is an input
show(export(module(lambda self, a: (a, a + 1)), (x,), input_names=["in"], output_names=["same", "more"]))

# %% training mode
drop = nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.5), nn.BatchNorm1d(4))
warned(lambda: export(drop, (x,)), "training mode")
warned(lambda: export(drop.eval(), (x,)))
warned(lambda: export(Net(), (x,)), "training mode")
drop.train()
export(drop.eval(), (x,))
print(drop.training)

# %% state names
class Shared(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 4)
        self.b = self.a
        self.layers = nn.ModuleList([nn.Linear(4, 4, bias=False) for _ in range(2)])
        self.d = nn.ParameterDict({"k": nn.Parameter(torch.ones(4))})
        self.register_buffer("gone", torch.ones(1), persistent=False)
        self.unused = nn.Parameter(torch.ones(2))
        self.bn = nn.BatchNorm1d(4)
    def forward(self, x):
        x = self.b(self.a(x)) * self.d["k"] + self.gone
        for layer in self.layers:
            x = layer(x)
        return self.bn(x)
m = Shared().eval()
p = export(m, (x,), optimize=False, output_names=["out"])
show(p, list(m.state_dict()) + ["gone"])
results([t - m(x) > 1e-4 for t in p(x)])

# %% mutated buffer
class Counter(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("n", torch.zeros(1))
    def forward(self, x):
        self.n += 1
        return x + self.n
p = export(Counter().eval(), (x,))
show(p)
results(p(x))

# %% custom translation table
from onnxscript import opset18 as op
class Acts(nn.Module):
    def forward(self, x):
        return torch.relu(x * 10) + torch.ops.aten.gelu(x)
def relu6(x):
    return op.Min(op.Max(x, 0.0), 6.0)
def double(x, approximate="none"):
    return op.Mul(x, 2.0)
results(export(Acts(), (x,), custom_translation_table={torch.ops.aten.relu.default: relu6, torch.ops.aten.gelu.default: double})(x))
failing(lambda: export(Acts(), (x,), custom_translation_table={torch.ops.aten.relu.default: [relu6]}))
failing(lambda: export(Acts(), (x,), custom_translation_table={torch.ops.aten.relu.default: (relu6, double)}))

# %% custom operator without a translation
@torch.library.custom_op("mylib::twice", mutates_args=())
def twice(x: torch.Tensor) -> torch.Tensor:
    return x * 2
@twice.register_fake
def _(x):
    return torch.empty_like(x)
class Custom(nn.Module):
    def forward(self, x):
        return torch.ops.mylib.twice(x) + 1
failing(lambda: export(Custom(), (x,)), 0)

# %% custom operator with a translation
from onnxscript import opset18 as op
@torch.library.custom_op("mylib::thrice", mutates_args=())
def thrice(x: torch.Tensor, k: float = 3.0) -> torch.Tensor:
    return x * k
@thrice.register_fake
def _(x, k=3.0):
    return torch.empty_like(x)
class Custom(nn.Module):
    def forward(self, x):
        return torch.ops.mylib.thrice(x) + torch.ops.mylib.thrice(x, 5.0) + torch.ops.mylib.thrice(x, k=0.5)
def onnx_thrice(x, k=3.0):
    return op.Mul(x, op.CastLike(op.Constant(value_float=k), x))
p = export(Custom(), (x,), custom_translation_table={torch.ops.mylib.thrice.default: onnx_thrice})
show(p)
results(p(x))

# %% onnx operators of torch.onnx.ops
class Rotary(nn.Module):
    def forward(self, x, c, n):
        return torch.onnx.ops.rotary_embedding(x, c, n)
q = torch.randn(1, 2, 3, 4)
p = export(Rotary(), (q, torch.randn(1, 3, 2), torch.randn(1, 3, 2)), opset_version=23)
show(p)
print(opset(p), "RotaryEmbedding" in [n.op_type for n in p.model_proto.graph.node])

# %% legacy exporter's parameters
for name, value in (("training", torch.onnx.TrainingMode.EVAL), ("do_constant_folding", False), ("custom_opsets", {"a": 1}), ("export_modules_as_functions", True), ("autograd_inlining", False), ("operator_export_type", torch.onnx.OperatorExportTypes.ONNX)):
    show(export(model, (x,), **{name: value}))

# %% unknown parameter
failing(lambda: torch.onnx.export(model, (x,), fallback=True))
failing(lambda: torch.onnx.export(model, (x,), nonsense=1))
failing(lambda: torch.onnx.export())
failing(lambda: torch.onnx.export(model, (x,), None, {"scale": s}))
