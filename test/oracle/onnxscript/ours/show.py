"""Exports a model that calls an operator which the onnx-script function translates, and prints what the model gives."""

import torch

count = 0


def show(fn, *inputs, outs=None):
    """`outs` are the shapes of the results; one of the first input's shape when not given."""
    global count
    count += 1
    name = f"op{count}"
    shapes = [tuple(inputs[0].shape)] if outs is None else outs
    returns = "Tensor" if len(shapes) == 1 else "(" + ", ".join(["Tensor"] * len(shapes)) + ")"
    schema = "(" + ", ".join(f"Tensor a{i}" for i in range(len(inputs))) + f") -> {returns}"

    def fake(*tensors):
        made = tuple(torch.empty(shape, dtype=tensors[0].dtype) for shape in shapes)
        return made[0] if len(made) == 1 else made

    declared = torch.library.custom_op(f"scripts::{name}", fake, mutates_args=(), schema=schema)
    declared.register_fake(fake)
    target = getattr(torch.ops.scripts, name).default

    class M(torch.nn.Module):
        def forward(self, *tensors):
            return target(*tensors)

    program = torch.onnx.export(M(), inputs, custom_translation_table={target: fn}, opset_version=18, verbose=False)
    for result in program(*inputs):
        values = [round(float(v), 4) for v in result.flatten().tolist()]
        print(getattr(fn, "name", None) or fn.__name__, tuple(result.shape), str(result.dtype), values)
