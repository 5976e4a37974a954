"""What the onnx package says of models: its checker, with shape inference, and the output shapes that it infers.

Usage: python onnx_checker.py FOLDER      (prints one JSON line a file: name, error or null, shapes by output)
"""

import json
import pathlib
import sys

import onnx
import onnx.shape_inference


def shape_of(value):
    tensor = value.type.tensor_type
    if not tensor.HasField("shape"):
        return None
    return [d.dim_value if d.HasField("dim_value") else d.dim_param or None for d in tensor.shape.dim]


def verdict(path):
    model = onnx.load(path)
    try:
        onnx.checker.check_model(model, full_check=True)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {str(error)[:300]}"}
    # Inferred from the inputs alone: what the file declares is taken off first.
    declared = {o.name: shape_of(o) for o in model.graph.output}
    types = {o.name: o.type.tensor_type.elem_type for o in model.graph.output}
    del model.graph.value_info[:]
    for output in model.graph.output:
        output.type.tensor_type.ClearField("shape")
    inferred = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
    return {
        "error": None,
        "outputs": {
            o.name: {"declared": declared[o.name], "inferred": shape_of(o), "types": [types[o.name], o.type.tensor_type.elem_type]}
            for o in inferred.graph.output
        },
    }


for path in sorted(pathlib.Path(sys.argv[1]).glob("*.onnx")):
    print(json.dumps({"file": path.name, **verdict(path)}))
