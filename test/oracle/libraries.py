"""Models of installed libraries, exported by dynamo-onnx from their own source, against PyTorch with the same seed.

python test/oracle/libraries.py --cli dist/cli.js [--only TEXT …] [--library NAME] [--new] [--update] [--peer [K] [--timed]] [--large]

Every model is built and exported by the command line, and run in ONNX Runtime; PyTorch builds it anew with the same
seed and runs it. --update keeps the results in library_results.json and writes docs/model_coverage.md from all of them.
--peer also times both, in processes of their own, one right after the other; with a number, for every K-th model, and
--timed leaves out the models between. Times are of the processor (user and system, all threads of a process and its
children), which other load changes less. We are timed twice: the second run finds the compiled code of the library that
the first one kept, as Python finds the one that was made when the library was installed.
--new leaves out what has a good result already.
"""

import argparse
import json
import math
import os
import re
import resource
import subprocess
import sys
import tempfile
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
RESULTS = os.path.join(HERE, "library_results.json")
MODELS = os.path.join(HERE, "library_models.json")
TABLE = os.path.join(os.path.dirname(os.path.dirname(HERE)), "docs", "model_coverage.md")
TOLERANCE = 1e-4

PROGRAM = """import torch
{imports}
torch.manual_seed(0)
model = {construct}
model.eval()
{refill}torch.manual_seed(1)
args = ({inputs},)
kwargs = {kwargs}
"""
# Classifiers that begin with zeros, and signals that vanish on the way, would hide what goes wrong before the end.
REFILL = """for module in model.modules():
    if isinstance(module, (torch.nn.Linear, torch.nn.Conv1d, torch.nn.Conv2d)):
        torch.nn.init.kaiming_normal_(module.weight)
"""
EXPORT = """torch.onnx.export(model, args, "model.onnx", kwargs=kwargs, dynamo=True)
"""
OPERATORS = """
library = torch.library.Library("torchvision", "DEF")
for name in "nms qnms roi_align roi_pool ps_roi_align ps_roi_pool deform_conv2d".split():
    for form in (name, f"_{name}_backward"):
        library.define(f"{form}(Tensor input) -> Tensor")
"""


def program_of(model):
    return PROGRAM.format(
        imports=model["imports"],
        construct=model["construct"],
        refill=REFILL if model.get("refill") else "",
        inputs=model.get("inputs", ""),
        kwargs="dict({})".format(model.get("kwargs", "")),
    ).replace("args = (,)", "args = ()")


def children_seconds():
    """The processor's time in all processes that were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def flat(value):
    """The tensors of a model's result, in the order of its ONNX outputs."""
    import torch

    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        return [t for v in value.values() for t in flat(v)]
    if isinstance(value, (list, tuple)):
        return [t for v in value for t in flat(v)]
    if value is not None and hasattr(value, "self_attention_cache"):
        return flat(value.self_attention_cache) + flat(value.cross_attention_cache)
    if value is not None and hasattr(value, "layers"):
        return [t for name in ("keys", "values") for layer in value.layers for t in flat(getattr(layer, name))]
    return []


def export(cli, model, directory):
    """Seconds of the processor, and why it failed or None."""
    path = os.path.join(directory, "program.py")
    with open(path, "w") as file:
        file.write(program_of(model) + EXPORT)
    environment = {**os.environ, "VIRTUAL_ENV": sys.prefix}
    start = children_seconds()
    done = subprocess.run(
        ["node", cli, "export", path, "--out-dir", directory, "--no-verify"],
        env=environment, capture_output=True, text=True, timeout=600,
    )
    seconds = children_seconds() - start
    if done.returncode == 0:
        return seconds, None
    text = (done.stdout + done.stderr).strip().replace(directory, "").replace(sys.prefix, "")
    errors = re.findall(r"(?:error \w+: |internal error[^\n]*\n)([^\n]*)", text)
    return seconds, (errors[-1] if errors else text[-300:])[:300]


def compare(model, directory):
    """The largest difference relative to the size of the values."""
    import numpy
    import onnxruntime
    import torch

    scope = {}
    exec(compile(program_of(model), "program.py", "exec"), scope)
    args, kwargs = scope["args"], scope["kwargs"]
    inputs = flat(args) + flat(kwargs)
    with torch.no_grad():
        expected = flat(scope["model"](*args, **kwargs))
    session = onnxruntime.InferenceSession(os.path.join(directory, "model.onnx"), providers=["CPUExecutionProvider"])
    names = [value.name for value in session.get_inputs()]
    outputs = session.run(None, {name: t.numpy() for name, t in zip(names, inputs)})
    if len(outputs) != len(expected):
        raise ValueError(f"{len(outputs)} outputs, PyTorch has {len(expected)}")
    worst = 0.0
    for got, wanted in zip(outputs, expected):
        wanted = wanted.numpy()
        if got.shape != wanted.shape or got.dtype != wanted.dtype:
            raise ValueError(f"{got.dtype}{list(got.shape)}, PyTorch has {wanted.dtype}{list(wanted.shape)}")
        got, wanted = got.astype(numpy.float64), wanted.astype(numpy.float64)
        if not numpy.array_equal(numpy.isfinite(got), numpy.isfinite(wanted)):
            raise ValueError("other values are finite than PyTorch's")
        if got.size:
            scale = max(1e-6, float(numpy.nanmax(numpy.abs(numpy.where(numpy.isfinite(wanted), wanted, 0)))))
            worst = max(worst, float(numpy.nanmax(numpy.abs(numpy.where(numpy.isfinite(wanted), got - wanted, 0)))) / scale)
    return worst


def peer_seconds(model, directory):
    """The processor's time for torch.onnx.export as a process of its own, imports included; None when it fails."""
    path = os.path.join(directory, "peer.py")
    with open(path, "w") as file:
        head, rest = program_of(model).split("\n", 1)
        file.write(head + OPERATORS + rest + EXPORT)
    start = children_seconds()
    done = subprocess.run([sys.executable, path], cwd=directory, capture_output=True, text=True, timeout=900)
    return children_seconds() - start if done.returncode == 0 else None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cli", required=True)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--library")
    parser.add_argument("--new", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--peer", nargs="?", const=1, type=int)
    parser.add_argument("--timed", action="store_true")
    parser.add_argument("--large", action="store_true")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    with open(MODELS) as file:
        models = json.load(file)
    known = {}
    if os.path.exists(RESULTS):
        with open(RESULTS) as file:
            known = json.load(file)

    import torch

    operators = {"torch": torch}  # The operators live as long as this.
    exec(OPERATORS, operators)
    failures = 0
    count = 0
    for model in models:
        key = f"{model['library']}/{model['name']}"
        if options.only and model["name"] not in options.only:
            continue
        if options.library and model["library"] != options.library:
            continue
        if model.get("large") and not options.large or options.new and known.get(key, {}).get("ok"):
            continue
        count += 1
        timed = options.peer is not None and (count - 1) % options.peer == 0
        if options.timed and not timed:
            continue
        result = {"ok": False, "reason": None, "error": None}
        times = known.get(key, {}).get("times")
        with tempfile.TemporaryDirectory() as directory:
            try:
                first, result["reason"] = export(options.cli, model, directory)
                if result["reason"] is None:
                    result["error"] = compare(model, directory)
                    result["ok"] = result["error"] <= TOLERANCE
                    if not result["ok"]:
                        result["reason"] = f"differs by {result['error']:.2g}"
                if timed and result["ok"]:
                    again, _ = export(options.cli, model, directory)
                    peer = peer_seconds(model, directory)
                    times = {"first": round(first, 2), "again": round(again, 2), "peer": peer and round(peer, 2)}
            except Exception as error:
                result["reason"] = f"{type(error).__name__}: {error}"[:300]
        if times is not None:
            result["times"] = times
        known[key] = result
        failures += not result["ok"]
        print(key, "ok" if result["ok"] else result["reason"], result["error"], times or "", flush=True)
        if options.update:
            with open(RESULTS, "w") as file:
                json.dump({f"{m['library']}/{m['name']}": known[f"{m['library']}/{m['name']}"] for m in models if f"{m['library']}/{m['name']}" in known}, file, indent=1)
                file.write("\n")
    if options.update:
        write_table(models, known)
    sys.exit(1 if failures else 0)


def median(values):
    values = sorted(values)
    return values[len(values) // 2] if values else math.nan


def write_table(models, known):
    lines = [
        "# Models of libraries", "",
        "Written by `test/oracle/libraries.py --update`: each model is evaluated from the library's own source and exported,",
        "and its results in ONNX Runtime are compared with PyTorch's for the same seed. The error is relative to the largest",
        "value. The times are seconds of the processor for whole processes with their imports, on one machine one after the",
        "other, for every few models; the first run and the next one, which finds the library's compiled code, as Python does.", "",
    ]
    rows = [(m["library"], m["name"], known[f"{m['library']}/{m['name']}"]) for m in models if f"{m['library']}/{m['name']}" in known]
    lines += [speed(rows), ""]
    for library in dict.fromkeys(m["library"] for m in models):
        own = [row for row in rows if row[0] == library]
        lines += [f"## {library}", "", f"{sum(r['ok'] for _, _, r in own)} of {len(own)} right. {speed(own)}".strip(), "",
                  "| model | result | error | first run | next run | torch.onnx.export |", "|---|---|---|---|---|---|"]
        for _, name, r in own:
            reason = "ok" if r["ok"] else (r["reason"] or "").replace("|", "\\|").replace("\n", " ")
            error = "" if r["error"] is None else f"{r['error']:.1e}"
            times = r.get("times") or {}
            seconds = [f"{times[k]:.2f}" if times.get(k) else "" for k in ("first", "again", "peer")]
            lines.append(f"| {name} | {reason} | {error} | {' | '.join(seconds)} |")
        lines.append("")
    with open(TABLE, "w") as file:
        file.write("\n".join(lines))


def speed(rows):
    """How many times as fast as torch.onnx.export, in the median of the models that were timed."""
    timed = [r["times"] for _, _, r in rows if r["ok"] and (r.get("times") or {}).get("peer")]
    if not timed:
        return ""
    first, again = (median([t["peer"] / t[kind] for t in timed]) for kind in ("first", "again"))
    return f"Median of {len(timed)} timed: {again:.1f} times as fast as torch.onnx.export, {first:.1f} in the first run."


if __name__ == "__main__":
    main()
