"""Rewrites random_fills.json from PyTorch: python test/torch/data/random_fills.py"""

import json
import pathlib

import torch

cases = []


def record(kind, dtype, n, seed, **parameters):
    torch.manual_seed(seed)
    d = getattr(torch, dtype)
    empty = torch.empty(n, dtype=d)
    values = {
        "uniform": lambda: empty.uniform_(parameters["from"], parameters["to"]),
        "normal": lambda: empty.normal_(parameters["mean"], parameters["std"]),
        "bernoulli": lambda: empty.bernoulli_(parameters["p"]),
        "exponential": lambda: empty.exponential_(parameters["rate"]),
        "cauchy": lambda: empty.cauchy_(parameters["median"], parameters["sigma"]),
        "geometric": lambda: empty.geometric_(parameters["p"]),
        "log_normal": lambda: empty.log_normal_(parameters["mean"], parameters["std"]),
        "integers": lambda: torch.randint(parameters["low"], parameters["high"], (n,), dtype=d),
        "permutation": lambda: torch.randperm(n, dtype=d),
        "trunc_normal": lambda: torch.nn.init.trunc_normal_(
            empty, parameters["mean"], parameters["std"], parameters["low"], parameters["high"]
        ),
    }[kind]()
    following = torch.rand(1, dtype=torch.float64).item()
    kept = [values[i].item() for i in sorted({0, n // 3, n // 2, n - 2, n - 1} - {-1})]
    cases.append({"kind": kind, "dtype": dtype, "n": n, "seed": seed, **parameters, "kept": kept, "next": following})


for seed in (0, 42, 2**40 + 17):
    for n in (1, 5, 15, 16, 17, 33, 97 * 8):
        for dtype in ("float32", "float64", "float16", "bfloat16"):
            record("uniform", dtype, n, seed, **{"from": -0.3, "to": 0.7})
            record("normal", dtype, n, seed, mean=2.0, std=3.0)
        record("trunc_normal", "float32", n, seed, mean=0.1, std=1.2, low=-2.0, high=2.0)
        record("trunc_normal", "float32", n, seed, mean=0.0, std=1.0, low=2.0, high=3.0)
        record("trunc_normal", "float32", n, seed, mean=0.0, std=0.02, low=-2.0, high=2.0)
        record("permutation", "int64", n, seed)
    for kind, parameters in (
        ("bernoulli", {"p": 0.3}),
        ("exponential", {"rate": 1.5}),
        ("cauchy", {"median": 0.0, "sigma": 1.0}),
        ("geometric", {"p": 0.3}),
        ("log_normal", {"mean": 1.0, "std": 2.0}),
    ):
        record(kind, "float32", 17, seed, **parameters)
    for dtype, low, high in (
        ("int64", 0, 10),
        ("int64", 0, 2**28 - 1),
        ("int64", 0, 2**28),
        ("int64", -5, 2**33),
        ("int32", -5, 2**30),
        ("float32", 0, 100),
    ):
        record("integers", dtype, 17, seed, low=low, high=high)

rows = ",\n".join(json.dumps(case) for case in cases)
pathlib.Path(__file__).with_suffix(".json").write_text(f"[\n{rows}\n]\n")
