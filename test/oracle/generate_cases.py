"""Turns PyTorch's OpInfo samples into cases: the ATen graph that torch.export captures, inputs, and eager's outputs.

    python test/oracle/generate_cases.py OUT.jsonl [--samples N] [--dtypes float32,int64] [--only REGEX] [--max-elements N]

One JSON object a line. Fixed seeds; random operators keep their outputs' shapes and dtypes, and are marked.
"""

import argparse
import base64
import json
import re
import sys
import warnings

import torch
from torch.testing._internal.common_methods_invocations import op_db

warnings.filterwarnings("ignore")

RANDOM = re.compile(r"rand|dropout|bernoulli|multinomial|normal_|uniform|exponential|geometric|cauchy|log_normal|^normal|rrelu|empty|fractional|new_empty|gumbel")


def tensor(t):
    t = t.detach()
    if t.is_complex():
        raw = torch.view_as_real(t.resolve_conj()).contiguous()
    else:
        raw = t.resolve_neg().contiguous()
    data = raw.view(torch.uint8) if raw.numel() and raw.dtype not in (torch.bool,) and raw.dim() else raw
    if raw.numel() == 0:
        payload = b""
    else:
        payload = raw.flatten().view(torch.uint8).numpy().tobytes()
    del data
    return {
        "dtype": str(t.dtype).removeprefix("torch."),
        "shape": list(t.shape),
        "strides": list(t.stride()),
        "offset": t.storage_offset(),
        "data": base64.b64encode(payload).decode(),
    }


def meta(v):
    if isinstance(v, torch.Tensor):
        return {"dtype": str(v.dtype).removeprefix("torch."), "shape": [int(d) for d in v.shape], "strides": [int(d) for d in v.stride()], "offset": int(v.storage_offset())}
    if isinstance(v, (list, tuple)):
        return [meta(x) for x in v]
    return None


def arg(a):
    if isinstance(a, torch.fx.Node):
        return {"n": a.name}
    if isinstance(a, bool) or a is None or isinstance(a, str):
        return a
    if isinstance(a, int):
        return a if abs(a) < 2**53 else {"i": str(a)}
    if isinstance(a, float):
        return {"f": repr(a)}
    if isinstance(a, complex):
        return {"c": [a.real, a.imag]}
    if isinstance(a, torch.dtype):
        return {"dtype": str(a).removeprefix("torch.")}
    if isinstance(a, torch.device):
        return {"device": str(a)}
    if isinstance(a, torch.memory_format):
        return {"mf": str(a).removeprefix("torch.")}
    if isinstance(a, torch.layout):
        return {"layout": str(a).removeprefix("torch.")}
    if isinstance(a, (list, tuple)):
        return [arg(x) for x in a]
    raise TypeError(f"argument {a!r}")


def target_name(t):
    if isinstance(t, torch._ops.OpOverload):
        return f"{t.namespace}.{t._schema.name.split('::')[1]}.{t._overloadname}"
    if isinstance(t, torch._ops.HigherOrderOperator):
        return f"higher_order.{t.name()}"
    return f"{t.__module__}.{t.__name__}"


class Call(torch.nn.Module):
    def __init__(self, f, spec, leaves, places):
        super().__init__()
        self.f, self.spec, self.leaves, self.places = f, spec, leaves, places

    def forward(self, *tensors):
        flat = list(self.leaves)
        for i, t in zip(self.places, tensors):
            flat[i] = t
        args, kwargs = torch.utils._pytree.tree_unflatten(flat, self.spec)
        return self.f(*args, **kwargs)


def case(op, dtype, index, sample, max_elements):
    args = (sample.input, *sample.args)
    leaves, spec = torch.utils._pytree.tree_flatten((args, sample.kwargs))
    places = [i for i, x in enumerate(leaves) if isinstance(x, torch.Tensor)]
    tensors = [leaves[i].detach() for i in places]
    if sum(t.numel() for t in tensors) > max_elements:
        return None
    given = [None if isinstance(x, torch.Tensor) else x for x in leaves]
    module = Call(op.op, spec, given, places)
    torch.manual_seed(0)
    inputs = [tensor(t) for t in tensors]
    expected = module(*[t.clone() for t in tensors])
    with torch.no_grad():
        ep = torch.export.export(module, tuple(tensors), strict=False)
    out_leaves = [x for x in torch.utils._pytree.tree_leaves(expected)]
    placeholders, nodes = [], []
    users = iter(inputs)
    for s in ep.graph_signature.input_specs:
        if s.kind.name == "USER_INPUT":
            placeholders.append({"name": s.arg.name, **next(users)})
        else:
            v = ep.constants.get(s.target, ep.state_dict.get(s.target))
            placeholders.append({"name": s.arg.name, **tensor(v)})
    for n in ep.graph.nodes:
        if n.op == "call_function":
            nodes.append({"name": n.name, "target": target_name(n.target), "args": [arg(a) for a in n.args], "kwargs": {k: arg(v) for k, v in n.kwargs.items()}, "value": meta(n.meta.get("val"))})
        elif n.op == "get_attr":
            raise TypeError("get_attr")
    output = next(n for n in ep.graph.nodes if n.op == "output")
    outs = [o.name if isinstance(o, torch.fx.Node) else None for o in output.args[0]]
    specs = ep.graph_signature.output_specs
    user = [o for o, s in zip(outs, specs) if s.kind.name == "USER_OUTPUT"]
    pairs = [(o, tensor(e)) for o, e in zip(user, out_leaves) if o is not None and isinstance(e, torch.Tensor)]
    return {
        "op": op.name + (("." + op.variant_test_name) if op.variant_test_name else ""),
        "dtype": str(dtype).removeprefix("torch."),
        "sample": index,
        "random": bool(RANDOM.search(op.name)),
        "inputs": placeholders,
        "nodes": nodes,
        "outputs": [o for o, _ in pairs],
        "expected": [e for _, e in pairs],
    }


def main():
    p = argparse.ArgumentParser()
    p.add_argument("out")
    p.add_argument("--samples", type=int, default=2)
    p.add_argument("--dtypes", default="float32")
    p.add_argument("--only", default="")
    p.add_argument("--max-elements", type=int, default=20000)
    o = p.parse_args()
    dtypes = [getattr(torch, d) for d in o.dtypes.split(",")]
    torch.set_num_threads(1)
    counts = {"cases": 0, "skipped": 0}
    with open(o.out, "w") as f:
        for op in op_db:
            if o.only and not re.search(o.only, op.name):
                continue
            for dtype in dtypes:
                if dtype not in op.supported_dtypes("cpu"):
                    continue
                try:
                    torch.manual_seed(0)
                    samples = list(op.sample_inputs("cpu", dtype, requires_grad=False))
                except Exception as e:
                    counts["skipped"] += 1
                    f.write(json.dumps({"op": op.name, "dtype": str(dtype), "skip": f"samples: {type(e).__name__}"}) + "\n")
                    continue
                made = 0
                for i, s in enumerate(samples):
                    if made >= o.samples:
                        break
                    try:
                        c = case(op, dtype, i, s, o.max_elements)
                    except Exception as e:
                        counts["skipped"] += 1
                        made += 1
                        f.write(json.dumps({"op": op.name + (("." + op.variant_test_name) if op.variant_test_name else ""), "dtype": str(dtype).removeprefix("torch."), "sample": i, "skip": f"{type(e).__name__}: {str(e)[:200]}"}) + "\n")
                        continue
                    if c is None:
                        continue
                    made += 1
                    counts["cases"] += 1
                    f.write(json.dumps(c) + "\n")
            f.flush()
    print(counts, file=sys.stderr)


main()
