"""Declares programs, and prints of each what `torch.export` captures: real PyTorch and this product run the same text."""

import torch
import torch.nn as nn
import torch.nn.functional as F

PROGRAMS = {}


def program(*args, dynamic_shapes=None, kwargs=None, eval=True):
    """Enters a module class, or a function that makes a module, with the arguments to export it with."""

    def enter(make):
        PROGRAMS[make.__name__] = (make, args, kwargs or {}, dynamic_shapes, eval)
        return make

    return enter


def text(value):
    if isinstance(value, torch.fx.Node):
        return value.name
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(text(v) for v in value) + "]"
    return str(value)


def target_text(target):
    return target if isinstance(target, str) else getattr(target, "__name__", str(target))


def show(exported):
    for node in exported.graph.nodes:
        if node.op == "call_function":
            target = node.target
            name = target.__name__ if target.__name__ == "getitem" else str(target)
            kwargs = "".join(f" {k}={text(v)}" for k, v in node.kwargs.items())
            print(f"  {node.name} = {name} {text(node.args)}{kwargs}")
        elif node.op == "placeholder":
            print(f"  {node.name} = placeholder")
        elif node.op == "get_attr":
            print(f"  {node.name} = get_attr")
        else:
            print(f"  output {text(node.args)}")
    signature = exported.graph_signature
    for spec in signature.input_specs:
        print(f"  input {spec.kind.name} {spec.arg.name} target={spec.target} persistent={spec.persistent}")
    for spec in signature.output_specs:
        print(f"  output {spec.kind.name} {getattr(spec.arg, 'name', '')} target={spec.target}")
    print("  ranges", sorted(str(r) for r in exported.range_constraints.values()))


def run():
    for name, (make, args, kwargs, dynamic_shapes, in_eval) in PROGRAMS.items():
        torch.manual_seed(0)
        model = make()
        model = model.eval() if in_eval else model.train()
        print("program", name)
        try:
            exported = torch.export.export(model, args, kwargs, dynamic_shapes=dynamic_shapes)
            show(exported)
        except Exception as error:
            print("  raised", type(error).__name__, error)
            continue
        print("decomposed", name)
        try:
            show(exported.run_decompositions())
        except Exception as error:
            print("  raised", type(error).__name__, error)
