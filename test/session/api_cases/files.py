# %% one file
export(model, (x,), "inside.onnx", external_data=False)

# %% external data
big = nn.Linear(64, 64).eval()
export(big, (torch.randn(1, 64),), "beside.onnx", external_data=True)

# %% path objects
export(model, (x,), pathlib.Path("m.onnx"), external_data=False)

# %% directory that is missing
failing(lambda: export(model, (x,), "nowhere/m.onnx", external_data=False), 0)

# %% file object
f = io.BytesIO()
warned(lambda: export(model, (x,), f), "BytesIO")
print(len(f.getvalue()) > 100)

# %% without weights
export(model, (x,), "bare.onnx", export_params=False, external_data=False)
export(model, (x,), "bare_kept.onnx", export_params=False, keep_initializers_as_inputs=True, external_data=False)

# %% weights as inputs
export(model, (x,), "kept.onnx", keep_initializers_as_inputs=True, external_data=False)

# %% save
p = export(model, (x,), input_names=["i"], output_names=["o"])
p.save("saved.onnx")
p.save("external.onnx", external_data=True)
p.save("internal.onnx", external_data=False)
p.save("bare.onnx", include_initializers=False)
p.save("kept.onnx", keep_initializers_as_inputs=True)
p.save("bare_kept.onnx", include_initializers=False, keep_initializers_as_inputs=True)
p.save(pathlib.Path("path.onnx"))
failing(lambda: p.save("nowhere/m.onnx"), 0)
show(p, model.state_dict())

# %% save over a file
p = export(model, (x,))
p.save("m.onnx", external_data=True)
p.save("m.onnx", external_data=False)

# %% external data of larger weights
big = nn.Sequential(nn.Linear(64, 64), nn.Linear(64, 3, bias=False)).eval()
p = export(big, (torch.randn(1, 64),), "beside.onnx", external_data=True)
p.save("again.onnx", external_data=True)
p.save("default.onnx")

# %% dynamic dimensions in a file
export(model, (x,), "dynamic.onnx", dynamic_shapes=({0: "batch"},), external_data=False)
export(model, (x,), "axes.onnx", input_names=["i"], output_names=["o"], dynamic_axes={"i": {0: "batch"}, "o": {0: "batch"}}, external_data=False)

# %% report
p = torch.onnx.export(model, (x,), report=True, verbose=False)

# %% report elsewhere
torch.onnx.export(model, (x,), report=True, artifacts_dir="art/deep", verbose=False)

# %% artifacts_dir without artifacts
torch.onnx.export(model, (x,), artifacts_dir="unused", verbose=False)

# %% report of a failed capture
class Branch(nn.Module):
    def forward(self, x):
        return x if x.sum() > 0 else -x
failing(lambda: torch.onnx.export(Branch(), (x,), report=True, artifacts_dir="bad", verbose=False), 0)

# %% report of a failed translation
@torch.library.custom_op("mylib::unknown", mutates_args=())
def unknown(x: torch.Tensor) -> torch.Tensor:
    return x * 2
@unknown.register_fake
def _(x):
    return torch.empty_like(x)
failing(lambda: torch.onnx.export(module(lambda self, a: torch.ops.mylib.unknown(a)), (x,), report=True, artifacts_dir="bad", verbose=False), 0)

# %% report with verification
torch.onnx.export(model, (x,), report=True, verify=True, artifacts_dir="art", verbose=False)

# %% optimised and not
export(model, (x,), "opt.onnx", optimize=True, external_data=False)
export(model, (x,), "raw.onnx", optimize=False, external_data=False)
