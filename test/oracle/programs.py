"""Runs programs in real PyTorch, all in one process, and records what each exports.

Usage: python programs.py OUT.jsonl PROGRAM.py …

One JSON line a program: what it printed, and for every export call it reached its inputs, the eager outputs and the
model's state. Exports are recorded instead of performed. A program that raises is recorded with its error.

Of an export with dynamic shapes a second set of inputs, with other sizes in its dynamic dimensions, is recorded as
"resized", with its outputs.
"""

import contextlib
import inspect
import io
import json
import os
import random
import runpy
import sys
import tempfile
import traceback
import warnings

import torch

from recording import tensor_record, tensors


class Program:
    def save(self, *args, **kwargs):
        pass


def run_eagerly(model, args, kwargs):
    with torch.no_grad():
        return {"inputs": tensors((args, kwargs)), "outputs": tensors(model(*args, **kwargs))}


def dynamic_dims(spec, rank):
    """The dimensions that one tensor's part of `dynamic_shapes` leaves free, with their `Dim`s."""
    if spec is None:
        return {}
    pairs = spec.items() if isinstance(spec, dict) else enumerate(spec)
    static = (None, torch.export.Dim.STATIC)
    return {axis % rank: dim for axis, dim in pairs if not isinstance(dim, int) and dim not in static}


def named(dim):
    return dim if isinstance(dim, str) else getattr(dim, "__name__", None)


def resized(value, spec, sizes):
    """`value` with larger dynamic dimensions, its own elements repeated (so that indices stay valid).

    Each named `Dim`, and each size of unnamed ones, grows by two steps of its multiple. `sizes` keeps the choice.
    """
    if isinstance(value, torch.Tensor):
        for axis, dim in dynamic_dims(spec, value.dim()).items():
            old = value.shape[axis]
            root, step, offset = getattr(dim, "root", dim), getattr(dim, "fn", None), 0
            if step is not None:  # derived: a * root + b
                step, offset = step(1) - step(0), step(0)
            else:
                step = 1
            key = named(root) or old
            grown = sizes.setdefault(key, (old - offset) // step + 2)
            new = step * grown + offset
            value = value.index_select(axis, torch.arange(new) % old)
        return value
    if isinstance(value, dict):
        return {key: resized(item, None if spec is None else spec.get(key), sizes) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        items = [resized(item, None if spec is None else spec[i], sizes) for i, item in enumerate(value)]
        return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
    return value


def record(exports, model, args, kwargs, shapes):
    state = model.state_dict() if isinstance(model, torch.nn.Module) else {}
    state = {name: tensor_record(value) for name, value in state.items()}
    case = {**run_eagerly(model, args, kwargs), "state": state, "resized": None}
    if shapes is not None:
        bound = inspect.signature(getattr(model, "forward", model)).bind(*args, **kwargs)
        specs = shapes if isinstance(shapes, dict) else dict(zip(bound.arguments, shapes))
        sizes = {}
        for name, value in bound.arguments.items():
            bound.arguments[name] = resized(value, specs.get(name), sizes)
        case["resized"] = run_eagerly(model, bound.args, bound.kwargs)
    exports.append(case)
    return Program()


def run(path):
    exports = []

    def export(model, args=(), f=None, *, kwargs=None, dynamic_shapes=None, **options):
        args = args if isinstance(args, tuple) else (args,)
        return record(exports, model, args, dict(kwargs or {}), dynamic_shapes)

    torch.onnx.export = export
    printed = io.StringIO()
    error = None
    home = os.getcwd()
    with tempfile.TemporaryDirectory() as directory, contextlib.redirect_stdout(printed):
        os.chdir(directory)
        try:
            runpy.run_path(path, run_name="__main__")
        except Exception:
            error = traceback.format_exc()
        finally:
            os.chdir(home)
    return {"stdout": printed.getvalue(), "exports": exports, "error": error}


def main(out, *paths):
    warnings.simplefilter("ignore")
    default_dtype = torch.get_default_dtype()
    with open(out, "w", encoding="utf8") as sink:
        for path in paths:
            # What one program leaves behind must not reach the next.
            torch.manual_seed(0)
            random.seed(0)
            torch.set_default_dtype(default_dtype)
            torch.set_grad_enabled(True)
            sys.argv = [path]
            sink.write(json.dumps(run(path)) + "\n")


main(*sys.argv[1:])
