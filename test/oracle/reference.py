"""Runs a script in real PyTorch and writes, as one JSON line a reached export call, what this product must reproduce.

Usage: python reference.py SCRIPT.py OUT.jsonl

Every export call is recorded instead of performed: the model runs eagerly on the same arguments. PyTorch 2.13 has no
`dynamo_export` any more, so a recorder stands in for it and for `ExportOptions`.
"""

import json
import runpy
import sys

import torch
import torch.utils._pytree as pytree

from recording import tensor_record, tensors


def leaves(value):
    return [leaf for leaf in pytree.tree_leaves(value) if leaf is not None]


class Program:
    """Stands in for ONNXProgram: what a script may ask of it."""

    def __init__(self, args, kwargs):
        self.args, self.kwargs = args, kwargs

    def save(self, *args, **kwargs):
        pass

    def adapt_torch_inputs_to_onnx(self, *args, **kwargs):
        flat = leaves((args, kwargs))
        return tuple(leaf if isinstance(leaf, torch.Tensor) else torch.tensor(leaf) for leaf in flat)

    def adapt_torch_outputs_to_onnx(self, outputs, **_):
        return leaves(outputs)


def record(sink, model, args, kwargs):
    module = model if isinstance(model, torch.nn.Module) else FunctionModule(model)
    with torch.no_grad():
        outputs = model(*args, **kwargs)
    program = torch.export.export(module, args, kwargs, strict=False)
    targets = [str(node.target) for node in program.graph.nodes if node.op == "call_function"]
    state = module.state_dict() if isinstance(model, torch.nn.Module) else {}
    sink.write(
        json.dumps(
            {
                "inputs": tensors((args, kwargs)),
                "outputs": tensors(outputs),
                "targets": targets,
                "state": {name: tensor_record(value) for name, value in state.items()},
            }
        )
        + "\n"
    )
    return Program(args, kwargs)


class FunctionModule(torch.nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, *args, **kwargs):
        return self.function(*args, **kwargs)


def main(script, out):
    with open(out, "w", encoding="utf8") as sink:

        def export(model, args=(), f=None, *, kwargs=None, **options):
            return record(sink, model, tuple(args), dict(kwargs or {}))

        def dynamo_export(model, /, *model_args, export_options=None, **model_kwargs):
            return record(sink, model, model_args, model_kwargs)

        torch.onnx.export = export
        torch.onnx.dynamo_export = dynamo_export
        torch.onnx.ExportOptions = lambda **options: options
        runpy.run_path(script, run_name="__main__")


main(*sys.argv[1:])
