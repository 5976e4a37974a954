"""Runs programs in real PyTorch, all in one process, and records what each exports.

Usage: python programs.py OUT.jsonl PROGRAM.py …

One JSON line a program: what it printed, and for every export call it reached its inputs, the eager outputs and the
model's state. Exports are recorded instead of performed. A program that raises is recorded with its error.
"""

import contextlib
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


def record(exports, model, args, kwargs):
    with torch.no_grad():
        outputs = model(*args, **kwargs)
    state = model.state_dict() if isinstance(model, torch.nn.Module) else {}
    exports.append(
        {
            "inputs": tensors((args, kwargs)),
            "outputs": tensors(outputs),
            "state": {name: tensor_record(value) for name, value in state.items()},
        }
    )
    return Program()


def run(path):
    exports = []

    def export(model, args=(), f=None, *, kwargs=None, **options):
        args = args if isinstance(args, tuple) else (args,)
        return record(exports, model, args, dict(kwargs or {}))

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
