def flat(value):
    return list(value) if isinstance(value, (list, tuple)) else [value]


def compare():
    """Exports each program as it was captured and decomposed, runs both, and prints where the results differ."""
    for name, (make, args, kwargs, dynamic_shapes, in_eval) in PROGRAMS.items():
        torch.manual_seed(0)
        model = make()
        model = model.eval() if in_eval else model.train()
        exported = torch.export.export(model, args, kwargs, dynamic_shapes=dynamic_shapes)
        decomposed = exported.run_decompositions()
        kept = [str(n.target) for n in decomposed.graph.nodes if n.op == "call_function" and n.target in TABLE]
        print("compared", name, "kept", sorted(set(kept)))
        if name in SKIPPED:
            continue
        plain = torch.onnx.export(exported, verbose=False)(*args, **kwargs)
        result = torch.onnx.export(decomposed, verbose=False)(*args, **kwargs)
        for i, (a, b) in enumerate(zip(flat(plain), flat(result), strict=True)):
            same = a.shape == b.shape and a.dtype == b.dtype and torch.allclose(a, b, 1e-4, 1e-5, equal_nan=True)
            if not same:
                print("  output", i, "differs", a.dtype, b.dtype, list(a.shape), list(b.shape), (a - b).abs().max())


TABLE = torch.export.default_decompositions()
