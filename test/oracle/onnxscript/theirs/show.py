"""Runs an onnx-script function in ONNX Runtime: a model of one node that calls it, with the functions that it calls."""

import importlib.util
from pathlib import Path

import onnx
import onnxruntime
import onnxscript
import torch
from onnx import helper

spec = importlib.util.spec_from_file_location("exporting", Path(__file__).parent.parent / "ours" / "show.py")
exporting = importlib.util.module_from_spec(spec)
spec.loader.exec_module(exporting)

DTYPES = {torch.float32: 1, torch.int64: 7, torch.bool: 9}


def show(fn, *inputs, outs=None):
    if not isinstance(fn, onnxscript.OnnxFunction):
        # A Python function is traced by the exporter alone.
        exporting.show(fn, *inputs, outs=outs)
        return
    model = function_model(fn, inputs, 1 if outs is None else len(outs))
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    for result in session.run(None, {f"a{i}": value.numpy() for i, value in enumerate(inputs)}):
        tensor = torch.from_numpy(result)
        values = [round(float(v), 4) for v in tensor.flatten().tolist()]
        print(fn.name, tuple(tensor.shape), str(tensor.dtype), values)


def function_model(fn, inputs, outputs):
    """The functions that it calls are found at any depth."""
    callees = fn.function_ir.get_called_functions().values()
    protos = [fn.to_function_proto(), *(callee.to_function_proto() for callee in callees)]
    node = helper.make_node(
        fn.name,
        [f"a{i}" for i in range(len(inputs))],
        [f"r{i}" for i in range(outputs)],
        domain=protos[0].domain,
    )
    graph = helper.make_graph(
        [node],
        "main",
        [helper.make_tensor_value_info(f"a{i}", DTYPES[t.dtype], list(t.shape)) for i, t in enumerate(inputs)],
        [onnx.ValueInfoProto(name=f"r{i}") for i in range(outputs)],
    )
    opsets = {"": 18} | {proto.domain: 1 for proto in protos}
    imports = [helper.make_opsetid(domain, version) for domain, version in opsets.items()]
    # onnxscript leaves out the domain of a function that is called inside of a subgraph.
    for proto in protos:
        declared = {item.domain for item in proto.opset_import}
        proto.opset_import.extend(item for item in imports if item.domain not in declared)
    return helper.make_model(graph, opset_imports=imports, functions=protos, ir_version=10)
