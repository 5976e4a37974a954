# %% rename_axes
p = export(model, (x,), dynamic_shapes=({0: "rows"},))
p.rename_axes({"rows": "batch"})
show(p)
p.rename_axes({"nothing": "else"})
show(p)
p.rename_axes({})
failing(lambda: p.rename_axes({3: "n"}))

# %% rename_axes in expressions
class Sizes(nn.Module):
    def forward(self, a, b):
        return torch.cat([a, a]), torch.cat([b, b, b])
p = export(Sizes(), (torch.randn(5, 4), torch.randn(3, 4)), dynamic_shapes=({0: "n"}, {0: "nm"}))
p.rename_axes({"n": "first", "nm": "second"})
show(p)

# %% rename_axes by the model's dimensions
p = export(model, (x,), dynamic_shapes=({0: "rows"},))
p.rename_axes({p.model.graph.inputs[0].shape[0]: "batch"})
show(p)

# %% compute_values
p = export(model, (x,), input_names=["a"], output_names=["b"])
print([[round(v, 4) for v in t.flatten().tolist()] for t in p.compute_values(["b", "a"], (x,))])
failing(lambda: p.compute_values(["nothing"], (x,)))

# %% compute_values with keyword arguments
p = export(model, (x,), kwargs={"scale": s})
print([t.tolist() for t in p.compute_values(["scale"], (x,), {"scale": s})])

# %% apply_weights
p = export(model, (x,))
p.apply_weights({"fc.weight": torch.zeros(3, 4), "fc.bias": torch.ones(3), "offset": torch.ones(3)})
results(p(x))
warned(lambda: p.apply_weights({"nothing": torch.ones(1)}), "Weight 'nothing' not found in the model")

# %% optimize and release
p = export(model, (x,), optimize=False)
p.optimize()
p.release()
results(p(x))
p.initialize_inference_session()
results(p(x))
p.release()
p.release()

# %% unoptimised
sines = module(lambda self, a: torch.sin(a) * torch.sin(a) + (a + 0))
results(export(sines, (x,), optimize=False)(x))

# %% text of a program
p = export(model, (x,))
text = repr(p)
print(text.startswith("ONNXProgram("), "exported_program=" in text, str(p) == text)

# %% exported_program
p = export(model, (x,))
print(type(p.exported_program).__name__, [n.name for n in p.exported_program.graph.nodes if n.op == "placeholder"])

# %% proto
p = export(model, (x,), input_names=["a"], output_names=["b"])
m = p.model_proto
print(m.producer_name, m.ir_version, type(m).__name__, m.graph.name)
print([i.name for i in m.graph.input], m.graph.input[0].type.HasField("tensor_type"), len(m.SerializeToString()) > 100)

# %% verification
p = export(model, (x, s))
for info in torch.onnx.verification.verify_onnx_program(p):
    d = info.asdict()
    print(sorted(d), d["max_abs_diff"] < 1e-5, d["max_rel_diff"] < 1e-3, d["expected_dtype"], d["actual_dtype"], d["name"])
for info in torch.onnx.verification.verify_onnx_program(p, (x + 1, s)):
    print(info.name, info.max_abs_diff < 1e-4)

# %% verification of intermediates
p = export(model, (x,))
infos = torch.onnx.verification.verify_onnx_program(p, compare_intermediates=True)
print(len(infos) > 0, all(i.max_abs_diff < 1e-4 for i in infos))

# %% verification of program without examples
p = export(torch.export.export(model, (x,)))
p.exported_program._example_inputs = None
failing(lambda: torch.onnx.verification.verify_onnx_program(p))

# %% in export
class Asks(nn.Module):
    def forward(self, x):
        return x + (1 if torch.onnx.is_in_onnx_export() else 2)
print(torch.onnx.is_in_onnx_export())
results(export(Asks(), (torch.zeros(2),))(torch.zeros(2)))
print(torch.onnx.is_in_onnx_export())

# %% wrong inputs
p = export(model, (x,))
failing(lambda: p(torch.ones(3, 7)), 0)

# %% errors
class Branch(nn.Module):
    def forward(self, x):
        return x if x.sum() > 0 else -x
failing(lambda: export(Branch(), (x,)), 0)
class Raises(nn.Module):
    def forward(self, x):
        raise ValueError("no such thing")
failing(lambda: export(Raises(), (x,)), 0)
class Shapes(nn.Module):
    def forward(self, x):
        return x @ x
failing(lambda: export(Shapes(), (x,)), 0)

# %% errors' classes
for name in ("OnnxExporterError", "errors.OnnxExporterError", "errors.OnnxExporterWarning", "errors.UnsupportedOperatorError", "errors.SymbolicValueError"):
    c = torch.onnx
    for part in name.split("."):
        c = getattr(c, part)
    print(name, [b.__name__ for b in c.__mro__])
from torch.onnx._internal.exporter import _errors
for name in ("TorchExportError", "ConversionError", "DispatchError", "GraphConstructionError"):
    print(name, [b.__name__ for b in getattr(_errors, name).__mro__])

# %% callable without forward
failing(lambda: export(3, (x,)), 0)
failing(lambda: export("model", (x,)), 0)
failing(lambda: export(None, (x,)), 0)

# %% arguments that do not fit
failing(lambda: export(model, ()), 0)
failing(lambda: export(model, (x, s, s)), 0)
failing(lambda: export(model, (x,), kwargs={"nothing": s}), 0)

# %% opset versions
for version in (None, 18, 19, 20, 21, 22, 23):
    p = export(model, (x,), **({} if version is None else {"opset_version": version}))
    print(version, opset(p) if version is not None else "")
    results(p(x))

# %% verbose
torch.onnx.export(model, (x,), verbose=False)
