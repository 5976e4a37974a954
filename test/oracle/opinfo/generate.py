"""Records PyTorch's operator samples: for each, the ATen graph of torch.export's training IR, the inputs and the eager results.

Usage: python generate.py OUTDIR [--dtypes float32,float64,int64,bool] [--only NAME,...] [--samples 8] [--shard I/N]

One file a variant and dtype, OUTDIR/<dtype>/<variant>.json; files that exist are kept. The samples are those of `op_db`
(needs the `expecttest` package): the first two, and others spread evenly over the list, small ones before large.
"""

import argparse
import base64
import json
import math
import os
import pathlib
import signal
import sys
import warnings

import numpy
import torch
import torch.utils._pytree as pytree
from torch._dispatch.python import enable_python_dispatcher
from torch._dynamo.source import ConstantSource
from torch._subclasses.fake_tensor import DataDependentOutputException, DynamicOutputShapeException, FakeTensorMode
from torch.fx.experimental.proxy_tensor import make_fx
from torch.fx.experimental.symbolic_shapes import DimDynamic, GuardOnDataDependentSymNode, ShapeEnv, StatelessSymbolicContext
from torch.testing._internal.common_device_type import toleranceOverride
from torch.testing._internal.common_methods_invocations import op_db
from torch.testing._internal.opinfo.core import DecorateInfo

warnings.filterwarnings("ignore")
torch.set_num_threads(1)

MAX_ELEMENTS = 30_000
# How many samples of a variant are recorded with larger tensors as well.
RESIZED = 3
SECONDS_A_SAMPLE = 30
HALVES = (torch.float16, torch.bfloat16)
# Factorisations are unique up to signs or phases; op_db says with each sample what of the result is well defined.
AMBIGUOUS = ("svd", "eig", "eigh", "qr", "lobpcg", "lowrank", "geqrf", "householder")
UNINITIALISED = ("empty", "new_empty", "empty_like", "empty_strided", "new_empty_strided", "empty_permuted")


class Timeout(Exception):
    pass


def on_alarm(_signal, _frame):
    raise Timeout("too slow")


def dtype_name(dtype):
    return str(dtype).removeprefix("torch.")


def tensor_bytes(tensor):
    data = tensor.detach().resolve_conj().resolve_neg().contiguous()
    if data.is_complex():
        data = torch.view_as_real(data).contiguous()
    if data.numel() == 0:
        return ""
    if data.dtype == torch.bfloat16:
        data = data.view(torch.int16)
    return base64.b64encode(data.numpy().tobytes()).decode()


def size(value):
    return int(value) if isinstance(value, int) else str(value)


def meta(value):
    if isinstance(value, torch.Tensor):
        return {
            "dtype": dtype_name(value.dtype),
            "shape": [size(d) for d in value.shape],
            "strides": [size(s) for s in value.stride()],
            "offset": size(value.storage_offset()),
        }
    if isinstance(value, (list, tuple)):
        return [meta(v) for v in value]
    if isinstance(value, (torch.SymInt, torch.SymBool, torch.SymFloat)):
        return {"sym": str(value), "kind": type(value).__name__}
    return None if value is None else {"constant": argument(value)}


def argument(value):
    if isinstance(value, torch.fx.Node):
        return {"node": value.name}
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else {"int": str(value)}
    if isinstance(value, float):
        return {"float": value if math.isfinite(value) else str(value)}
    if isinstance(value, complex):
        return {"complex": [value.real, value.imag]}
    if isinstance(value, torch.dtype):
        return {"dtype": dtype_name(value)}
    if isinstance(value, torch.device):
        return {"device": str(value)}
    if isinstance(value, torch.memory_format):
        return {"memory_format": dtype_name(value)}
    if isinstance(value, torch.layout):
        return {"layout": dtype_name(value)}
    if isinstance(value, (list, tuple)):
        return [argument(v) for v in value]
    raise TypeError(f"an argument of type {type(value).__name__}")


def target_name(target):
    if isinstance(target, torch._ops.OpOverload):
        return str(target)
    return f"{target.__module__}.{target.__name__}"


def recorded(tensor):
    return {**meta(tensor), "data": tensor_bytes(tensor)}


class Sample(torch.nn.Module):
    """Calls the operator; its tensor arguments are the module's inputs, everything else is fixed."""

    def __init__(self, op, sample):
        super().__init__()
        self.op = op
        self.leaves, self.spec = pytree.tree_flatten(((sample.input, *sample.args), dict(sample.kwargs)))
        self.at = [i for i, leaf in enumerate(self.leaves) if isinstance(leaf, torch.Tensor)]
        self.tensors = [self.leaves[i].detach() for i in self.at]
        self.leaves = [None if isinstance(leaf, torch.Tensor) else leaf for leaf in self.leaves]
        self.finish = None
        if any(word in op.name for word in AMBIGUOUS):
            self.finish = sample.output_process_fn_grad

    def forward(self, *tensors):
        leaves = list(self.leaves)
        for i, tensor in zip(self.at, tensors):
            leaves[i] = tensor
        args, kwargs = pytree.tree_unflatten(leaves, self.spec)
        result = self.op.op(*args, **kwargs)
        return result if self.finish is None else self.finish(result)


def copies(tensors):
    """Same strides, storage of their own."""
    return tuple(torch.empty_strided(t.shape, t.stride(), dtype=t.dtype).copy_(t) if no_overlap(t) else t.clone() for t in tensors)


def no_overlap(tensor):
    return all(s > 0 or d <= 1 for s, d in zip(tensor.stride(), tensor.shape)) and tensor.numel() > 0


class Values(torch.fx.Interpreter):
    """Runs a graph and keeps each node's value."""

    def run_node(self, node):
        node.meta["val"] = super().run_node(node)
        return node.meta["val"]


def is_free(dim):
    return isinstance(dim, torch.SymInt) and not dim.node.expr.is_number


def free_sizes(graph, constants, inputs):
    """By input, which sizes stay symbols when every input size above 1 is one: a list of 0 and 1 for each tensor. The same
    calls are made with the same numbers. Empty where PyTorch can't run the graph that way."""
    env = ShapeEnv(duck_shape=False)
    mode = FakeTensorMode(shape_env=env, allow_non_fake_inputs=True)
    tensors = iter(inputs)
    values = []
    for i, node in enumerate(n for n in graph.nodes if n.op == "placeholder"):
        if node.name in constants:
            values.append(mode.from_tensor(constants[node.name], static_shapes=True))
            continue
        tensor = next(tensors)
        dims = [DimDynamic.DYNAMIC if s > 1 else DimDynamic.STATIC for s in tensor.shape]
        context = StatelessSymbolicContext(dynamic_sizes=dims, constraint_sizes=[None] * len(dims))
        values.append(mode.from_tensor(tensor, source=ConstantSource(f"input_{i}"), symbolic_context=context))
    holder = torch.nn.Module()
    for name, value in constants.items():
        setattr(holder, name, value)
    for node in graph.nodes:
        if node.op == "get_attr" and not hasattr(holder, node.target):
            setattr(holder, node.target, constants[node.name])
    run = torch.fx.Interpreter(torch.fx.GraphModule(holder, graph))
    try:
        with torch.no_grad(), enable_python_dispatcher(), mode:
            run.run(*values)
    except Timeout:
        raise
    except Exception:
        return {}
    names = [node.name for node in graph.nodes if node.op == "placeholder"]
    return {n: [[int(is_free(d)) for d in v.shape]] for n, v in zip(names, values) if n not in constants}


def exported(module, inputs):
    """The graph, the constants by placeholder, and whether its sizes are those of real tensors though data decides them."""
    try:
        program = torch.export.export(module, copies(inputs), strict=False)
    except (DataDependentOutputException, DynamicOutputShapeException, GuardOnDataDependentSymNode):
        # The fake tensors stop at what the data decides; the same graph follows from the real ones.
        with torch.no_grad():
            graph = make_fx(module, pre_dispatch=True, tracing_mode="real")(*copies(inputs))
            Values(graph).run(*copies(inputs))
        constants = {}
        for node in graph.graph.nodes:
            if node.op == "get_attr":
                constants[node.name] = getattr(graph, node.target)
        return graph.graph, constants, True
    constants = {}
    for spec in program.graph_signature.input_specs:
        if str(spec.kind).rsplit(".", 1)[-1] != "USER_INPUT":
            held = program.constants if spec.target in program.constants else program.state_dict
            constants[spec.arg.name] = held[spec.target]
    return program.graph, constants, False


def exact_results(module, inputs, expected):
    """Results in double of operands in half precision, where eager's are rounded at each step; None where there are none."""
    if not any(t.dtype in HALVES for t in inputs):
        return [None] * len(expected)
    try:
        torch.manual_seed(0)
        wide = pytree.tree_leaves(module(*(t.double() if t.dtype in HALVES else t for t in copies(inputs))))
    except Timeout:
        raise
    except Exception:
        return [None] * len(expected)
    same = lambda e, w: isinstance(e, torch.Tensor) and e.dtype in HALVES and w.dtype == torch.float64 and w.shape == e.shape
    pairs = zip(expected, wide) if len(wide) == len(expected) else []
    return [w if same(e, w) else None for e, w in pairs] or [None] * len(expected)


def result_record(value, exact):
    if not isinstance(value, torch.Tensor):
        return {"constant": argument(value)}
    return {**recorded(value), **({} if exact is None else {"exact": tensor_bytes(exact)})}


def record(op, sample, tolerance, tensors=None, with_free=False):
    """`tensors` take the place of the sample's own; `with_free` runs the graph once more, for the sizes that stay free."""
    module = Sample(op, sample)
    if any(t.layout != torch.strided or t.is_quantized for t in module.tensors):
        return None
    inputs = copies(module.tensors if tensors is None else tensors)
    torch.manual_seed(0)
    numpy.random.seed(0)
    expected = pytree.tree_leaves(module(*copies(inputs)))
    exact = exact_results(module, inputs, expected)
    torch.manual_seed(0)
    graph, constants, real = exported(module, inputs)
    free = free_sizes(graph, constants, inputs) if with_free else {}
    free_of = lambda node: {"free": free[node.name]} if node.name in free else {}
    users = iter(inputs)
    placeholders, nodes, random = [], [], False
    outputs = None
    for node in graph.nodes:
        value = node.meta.get("val")
        if node.name in constants:
            placeholders.append({"name": node.name, "kind": "constant", **recorded(constants[node.name])})
        elif node.op == "placeholder":
            placeholders.append({"name": node.name, "kind": "input", **recorded(next(users)), **free_of(node)})
        elif node.op == "call_function":
            if isinstance(node.target, torch._ops.OpOverload) and torch.Tag.nondeterministic_seeded in node.target.tags:
                random = True
            nodes.append(
                {
                    "name": node.name,
                    "target": target_name(node.target),
                    "args": [argument(a) for a in node.args],
                    "kwargs": {k: argument(v) for k, v in node.kwargs.items()},
                    "meta": meta(value),
                }
            )
        elif node.op == "output":
            outputs = [argument(a) for a in pytree.tree_leaves(node.args[0], is_leaf=lambda a: a is None)]
        else:
            raise TypeError(f"a node {node.op}")
    if len(outputs) != len(expected):
        raise TypeError(f"{len(outputs)} outputs in the graph, {len(expected)} in eager mode")
    return {
        "placeholders": placeholders,
        "nodes": nodes,
        "outputs": outputs,
        "expected": [result_record(e, x) for e, x in zip(expected, exact)],
        "random": random,
        "uninitialised": op.name in UNINITIALISED,
        **({"real": True} if real else {}),
        **({} if tolerance is None else {"tolerance": tolerance}),
    }


def larger(tensor):
    """Every size above 1 grows by one, so equal sizes stay equal. The elements repeat, so indices stay in range; floats
    grow by up to a tenth, so that no two rows are equal."""
    for dim, size_ in enumerate(tensor.shape):
        if size_ > 1:
            tensor = tensor.index_select(dim, torch.arange(size_ + 1) % size_)
    if tensor.is_floating_point() or tensor.is_complex():
        generator = torch.Generator().manual_seed(0)
        tensor = tensor * (1 + 0.1 * torch.rand(tensor.shape, generator=generator)).to(tensor.dtype)
    return tensor.contiguous()


def record_resized(op, sample, original):
    """The sample with larger tensors; None when the operator refuses those, or its graph has the sizes in it."""
    tensors = [t.detach() for t in Sample(op, sample).tensors]
    if not any(s > 1 for t in tensors for s in t.shape) or not all(t.is_contiguous() for t in tensors):
        return None
    try:
        case = record(op, sample, original.get("tolerance"), [larger(t) for t in tensors])
    except Timeout:
        raise
    except Exception:
        return None
    calls = lambda c: [(n["target"], n["args"], n["kwargs"]) for n in c["nodes"]]
    return case if calls(case) == calls(original) and case["outputs"] == original["outputs"] else None


def elements(sample):
    return sum(t.numel() for t in pytree.tree_leaves((sample.input, sample.args, sample.kwargs)) if isinstance(t, torch.Tensor))


def chosen(samples, count):
    """Places in the list: the first two, then spread evenly."""
    small = [i for i, s in enumerate(samples) if elements(s) <= MAX_ELEMENTS]
    places = list(small[:2])
    rest = small[2:]
    want = count - len(places)
    if len(rest) <= want:
        return places + rest
    return places + [rest[(i * len(rest)) // want] for i in range(want)]


def take(op, dtype):
    samples = []
    for sample in op.sample_inputs("cpu", dtype, requires_grad=False):
        samples.append(sample)
        if len(samples) >= 400:
            break
    return samples


def stated_tolerance(op, dtype):
    """What op_db allows when it compares results on a CPU with those of a reference; None for the usual tolerance."""
    for decorator in op.decorators:
        applies = (
            isinstance(decorator, DecorateInfo)
            and decorator.cls_name in (None, "TestCommon")
            and decorator.test_name in (None, "test_numpy_refs")
            and decorator.device_type in (None, "cpu")
        )
        for override in decorator.decorators if applies else ():
            if isinstance(override, toleranceOverride) and dtype in override.d:
                return {"atol": override.d[dtype].atol, "rtol": override.d[dtype].rtol}
    return None


def variant_name(op):
    return op.name + (f".{op.variant_test_name}" if op.variant_test_name else "")


def record_variant(op, dtype, count, free_count):
    torch.manual_seed(0)
    numpy.random.seed(0)
    doc = {"variant": variant_name(op), "dtype": dtype_name(dtype), "samples": [], "resized": [], "failures": []}
    tolerance = stated_tolerance(op, dtype)
    try:
        signal.alarm(SECONDS_A_SAMPLE * 2)
        samples = take(op, dtype)
    except Exception as error:
        doc["failures"].append({"index": -1, "error": f"{type(error).__name__}: {str(error)[:300]}"})
        return doc
    finally:
        signal.alarm(0)
    for index in chosen(samples, count):
        try:
            signal.alarm(SECONDS_A_SAMPLE)
            case = record(op, samples[index], tolerance, with_free=len(doc["samples"]) < free_count)
            if case is None:
                doc["failures"].append({"index": index, "error": "not a strided tensor"})
            else:
                doc["samples"].append({"index": index, **case})
                resized = record_resized(op, samples[index], case) if len(doc["resized"]) < RESIZED else None
                if resized is not None:
                    doc["resized"].append({"index": index, **resized})
        except Exception as error:
            doc["failures"].append({"index": index, "error": f"{type(error).__name__}: {str(error)[:300]}"})
        finally:
            signal.alarm(0)
    return doc


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("outdir", type=pathlib.Path)
    parser.add_argument("--dtypes", default="float32,float64,int64,bool")
    parser.add_argument("--only", default="")
    parser.add_argument("--samples", type=int, default=8)
    parser.add_argument("--free-samples", type=int, default=8, help="how many samples of a variant tell which sizes stay free")
    parser.add_argument("--shard", default="0/1")
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, on_alarm)
    only = set(filter(None, options.only.split(",")))
    shard, shards = map(int, options.shard.split("/"))
    for name in options.dtypes.split(","):
        dtype = getattr(torch, name)
        folder = options.outdir / name
        folder.mkdir(parents=True, exist_ok=True)
        done = 0
        for at, op in enumerate(op_db):
            variant = variant_name(op)
            path = folder / f"{variant}.json"
            if at % shards != shard or path.exists() or (only and variant not in only and op.name not in only):
                continue
            if dtype not in op.supported_dtypes("cpu"):
                continue
            # Stands when the operator takes the process down.
            crashed = {"variant": variant, "dtype": name, "samples": [], "resized": [], "failures": [{"index": -1, "error": "PyTorch crashed"}]}
            path.write_text(json.dumps(crashed))
            doc = record_variant(op, dtype, options.samples, options.free_samples)
            partial = path.with_suffix(f".{os.getpid()}.tmp")
            partial.write_text(json.dumps(doc, separators=(",", ":")))
            partial.rename(path)
            done += 1
            torch._dynamo.reset()
        print(f"{name}: {done} files", file=sys.stderr)


if __name__ == "__main__":
    main()
