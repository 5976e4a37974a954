# %% string
show(export(model, (x,), dynamic_shapes=({0: "batch"},)))
show(export(model, (x,), dynamic_shapes={"x": {0: "batch"}}))
show(export(model, (x,), dynamic_shapes=[{0: "batch"}]))

# %% Dim
show(export(model, (x,), dynamic_shapes=({0: Dim("rows", min=1, max=9)},)))
show(export(model, (x,), dynamic_shapes={"x": {0: Dim("n"), 1: None}}))
show(export(model, (x,), dynamic_shapes={"x": (Dim("n"), None)}))
show(export(model, (x,), dynamic_shapes={"x": [Dim("n"), 4]}))

# %% hints
for hint in (Dim.AUTO, Dim.DYNAMIC, Dim.STATIC, None):
    show(export(model, (x,), dynamic_shapes=({0: hint},)), symbols=False)

# %% integer
show(export(model, (x,), dynamic_shapes=({0: 2, 1: 4},)))
failing(lambda: export(model, (x,), dynamic_shapes=({0: 3},)), 0)

# %% automatic dimension that is fixed
failing(lambda: export(module(lambda self, a: a.reshape(2, 2, 2)), (x,), dynamic_shapes=({0: Dim.DYNAMIC},)), 0)
failing(lambda: export(module(lambda self, a: a.reshape(2, 2, 2)), (x,), dynamic_shapes=({0: "n"},)), 0)

# %% shared names
show(export(Pair(), (x, x + 1), dynamic_shapes=({0: "n"}, {0: "n"})))
n = Dim("n")
show(export(Pair(), (x, x + 1), dynamic_shapes=({0: n}, {0: n})))

# %% equal sizes of other names
class Both(nn.Module):
    def forward(self, a, b):
        return a + b
warned(lambda: show(export(Both().eval(), (x, x + 1), dynamic_shapes=({0: "n"}, {0: "m"}))), "axis name: m", "n")

# %% derived Dim
class Halves(nn.Module):
    def forward(self, a, b):
        return a + b[1:]
n = Dim("n", max=30)
show(export(Halves(), (x, torch.randn(3, 4)), dynamic_shapes=({0: n}, {0: n + 1})))

# %% expressions in outputs
class Sizes(nn.Module):
    def forward(self, a, b):
        return torch.cat([a, a]), torch.cat([b, b, b]), a[1:], a.reshape(-1), a.T @ a
show(export(Sizes(), (torch.randn(5, 4), torch.randn(3, 4)), dynamic_shapes=({0: "n"}, {0: "m"}), output_names=list("pqrst")))

# %% names in nested arguments
class Nested(nn.Module):
    def forward(self, x, pair, more):
        a, b = pair["p"]
        return x + a * b + more[0]
args = (x, {"p": (x, x + 1)}, [x])
show(export(Nested(), args, dynamic_shapes=({0: "n"}, {"p": ({0: "n"}, {0: "n"})}, [{0: "n"}])))
show(export(Nested(), args, dynamic_shapes={"x": {0: Dim.DYNAMIC}, "pair": {"p": ({0: Dim.DYNAMIC}, {0: Dim.DYNAMIC})}, "more": [{0: Dim.DYNAMIC}]}), symbols=False)
show(export(Nested(), args, dynamic_shapes={"x": None, "pair": {"p": (None, None)}, "more": [None]}))

# %% keyword arguments
show(export(model, (x,), kwargs={"scale": s}, dynamic_shapes={"x": {0: "n"}, "scale": None}))
show(export(model, (x,), kwargs={"scale": torch.ones(2, 3)}, dynamic_shapes={"x": {0: "n"}, "scale": {0: "n"}}))

# %% shapes that do not fit
failing(lambda: export(model, (x,), dynamic_shapes={"y": {0: "n"}}), 0)
failing(lambda: export(model, (x,), dynamic_shapes=({0: "n"}, {0: "m"})), 0)
failing(lambda: export(model, (x,), dynamic_shapes=(Dim("n"),)), 0)
failing(lambda: export(model, (x,), dynamic_shapes=({0: Dim("n", min=5)},)), 0)

# %% range of a Dim
failing(lambda: Dim("n", min=2, max=2))

# %% dimension of size one
show(export(module(lambda self, a: a + 1), (torch.ones(1, 4),), dynamic_shapes=({0: "n"},)), symbols=False)

# %% same names for several axes
show(export(module(lambda self, a: a + 1), (torch.ones(3, 3),), dynamic_shapes=({0: "n", 1: "m"},)))
show(export(module(lambda self, a: a @ a), (torch.ones(3, 3),), dynamic_shapes=({0: "n", 1: "n"},)))

# %% dynamic_axes as dict
p = export(model, (x,), input_names=["in"], output_names=["out"], dynamic_axes={"in": {0: "rows"}})
show(p)
show(export(model, (x,), input_names=["in"], output_names=["out"], dynamic_axes={"in": {0: "rows"}, "out": {0: "rows"}}))
show(export(model, (x,), input_names=["in"], output_names=["out"], dynamic_axes={"in": {0: "rows"}, "out": {0: "other"}}))

# %% dynamic_axes as list
show(export(model, (x,), input_names=["in"], dynamic_axes={"in": [0]}), symbols=False)

# %% dynamic_axes without names
show(export(model, (x,), dynamic_axes={"x": {0: "rows"}}))

# %% dynamic_axes of several inputs
show(export(Pair(), (x, x + 1), input_names=["a", "b"], dynamic_axes={"a": {0: "rows"}, "b": {0: "rows"}}))
show(export(Pair(), (x, torch.ones(1, 4)), input_names=["a", "b"], dynamic_axes={"a": {0: "rows"}}))
show(export(Pair(), (x, x + 1), input_names=["a", "b"], dynamic_axes={"b": {0: "rows"}, "a": {0: "rows"}}))

# %% dynamic_axes and dynamic_shapes
show(export(model, (x,), dynamic_axes={"x": {0: "no"}}, dynamic_shapes=({0: "yes"},)))

# %% dynamic_axes' warnings
warned(lambda: export(model, (x,), dynamic_axes={"x": {0: "rows"}}), "dynamic_axes", "dynamic_shapes")

# %% dynamic_axes that can't be
failing(lambda: export(model, (x,), dynamic_axes={"x": "rows"}), 0)
failing(lambda: export(model, (x,), dynamic_axes={"x": {"0": "rows"}}), 0)
failing(lambda: export(model, (x,), dynamic_axes={"x": ["0"]}), 0)
failing(lambda: export(model, (x,), dynamic_axes={"x": 0}), 0)
show(export(model, (x,), dynamic_axes={"x": None}))

# %% dynamic_axes with keyword arguments
show(export(model, (x,), kwargs={"scale": s}, dynamic_axes={"x": {0: "rows"}, "scale": {}}))

# %% runs at other sizes
p = export(model, (x, torch.ones(2, 3)), dynamic_shapes=({0: "n"}, {0: "n"}))
results(p(torch.cat([x, x]), torch.ones(4, 3)))
p = export(model, (x,), dynamic_shapes=({0: Dim.DYNAMIC},))
results(p(x[:1]))

# %% data-dependent size
class Nonzero(nn.Module):
    def forward(self, x):
        return x.nonzero()
p = export(Nonzero(), (x,))
show(p, symbols=False)

# %% program's own Dim names
n = Dim("batch")
program = torch.export.export(model, (x,), dynamic_shapes=({0: n},))
p = export(program)
print(dims(p.model_proto.graph.input[0])[1], dims(p.model_proto.graph.input[0])[0] == dims(p.model_proto.graph.output[0])[0])
