/** The package `onnx`: messages, files, the checker, shapes. The parts that programs use after an export. */

export const ONNX = `
__path__ = []
import os

from _onnx_messages import *
from _onnx_messages import DecodeError
import _onnx

__version__ = "1.18.0"
IR_VERSION = 11
ONNX_ML = True
EXPERIMENTAL, STABLE = 0, 1


def _path(f):
    return os.fspath(f) if isinstance(f, (str, os.PathLike)) else None


def _content(f, what="model"):
    """The bytes of a file, of an open file, or the file's bytes themselves."""
    if hasattr(f, "read"):
        return f.read()
    path = _path(f)
    data = _onnx.read_file(path)
    if data is None:
        raise FileNotFoundError(2, "No such file or directory", path)
    return data


def _parsed(message, data, format):
    if format not in (None, "protobuf"):
        raise NotImplementedError(f"format={format!r}: models are read and written here as protobuf")
    return message.FromString(data)


def load_model(f, format=None, load_external_data=True):
    path = _path(f)
    if path is not None:
        exported = _onnx.exported_model(path)
        if exported is not None:
            return exported
    model = _parsed(ModelProto, _content(f), format)
    if load_external_data and path is not None:
        external_data_helper.load_external_data_for_model(model, os.path.dirname(path))
    return model


load = load_model


def load_model_from_string(s, format=None):
    return _parsed(ModelProto, s, format)


load_from_string = load_model_from_string


def load_tensor(f, format=None):
    return _parsed(TensorProto, _content(f), format)


def load_tensor_from_string(s, format=None):
    return _parsed(TensorProto, s, format)


def _write(message, data, f):
    if hasattr(f, "write"):
        f.write(data)
    else:
        _onnx.write_file(_path(f), data, message)


def save_model(
    proto,
    f,
    format=None,
    *,
    save_as_external_data=False,
    all_tensors_to_one_file=True,
    location=None,
    size_threshold=1024,
    convert_attribute=False,
):
    if format not in (None, "protobuf"):
        raise NotImplementedError(f"format={format!r}: models are read and written here as protobuf")
    if isinstance(proto, bytes):
        proto = ModelProto.FromString(proto)
    written = proto
    if save_as_external_data:
        path = _path(f)
        if path is None:
            raise ValueError("external data is written beside a file: f must be a path")
        written = external_data_helper._written_beside(proto, path, all_tensors_to_one_file, location, size_threshold)
    _write(proto, written.SerializeToString(), f)


save = save_model


def save_tensor(proto, f, format=None):
    _write(proto, proto.SerializeToString(), f)


def __getattr__(name):
    if name in ("compose", "parser", "version_converter", "backend", "gen_proto", "inliner"):
        raise NotImplementedError(
            f"onnx.{name} is not available here: save the model and use the onnx package in Python for that"
        )
    raise AttributeError(f"module 'onnx' has no attribute {name!r}")


from onnx import checker, defs, external_data_helper, helper, mapping, numpy_helper, printer, reference, shape_inference
`;

export const CHECKER = `
import _onnx


class ValidationError(Exception):
    pass


def check_model(model, full_check=False, skip_opset_compatibility_check=False, check_custom_domain=False):
    """Raises ValidationError with all that is wrong with a model, its bytes or its file."""
    import onnx

    if not isinstance(model, (onnx.ModelProto, bytes)):
        model = onnx.load(model, load_external_data=False)
    if isinstance(model, onnx.ModelProto):
        if not model.HasField("ir_version"):
            raise ValidationError("The model does not have an ir_version set properly.")
        data = model.SerializeToString()
    else:
        data = model
    problems = _onnx.check(data)
    if problems:
        raise ValidationError("\\n".join(problems))


def check_graph(graph, ctx=None):
    import onnx

    check_model(onnx.helper.make_model(graph))
`;

export const DEFS = `
import _onnx


def onnx_opset_version():
    """The newest operator set that is known here."""
    return _onnx.MAX_OPSET


ONNX_DOMAIN = ""
ONNX_ML_DOMAIN = "ai.onnx.ml"
AI_ONNX_PREVIEW_TRAINING_DOMAIN = "ai.onnx.preview.training"
`;

export const SHAPE_INFERENCE = `
import onnx


class InferenceError(Exception):
    pass


def infer_shapes(model, check_type=False, strict_mode=False, data_prop=False):
    """A copy of the model. Exported models say the type of every value; what has no type is not worked out here."""
    if isinstance(model, bytes):
        model = onnx.ModelProto.FromString(model)
    graph = model.graph
    known = {info.name for infos in (graph.input, graph.output, graph.value_info) for info in infos}
    known.update(tensor.name for tensor in graph.initializer)
    missing = [name for node in graph.node for name in node.output if name and name not in known]
    if missing:
        names = ", ".join(repr(name) for name in missing[:5]) + (", ..." if len(missing) > 5 else "")
        raise NotImplementedError(
            f"the model does not say the types of {names}, and they are not inferred here: "
            "save the model and use onnx.shape_inference in Python, or export it with torch.onnx.export"
        )
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    return copy


def infer_shapes_path(model_path, output_path="", check_type=False, strict_mode=False, data_prop=False):
    onnx.save(infer_shapes(onnx.load(model_path)), output_path or model_path)
`;

export const EXTERNAL_DATA = `
import os

import _onnx
import onnx


class ExternalDataInfo:
    def __init__(self, tensor):
        self.location, self.offset, self.length, self.checksum, self.basepath = "", None, None, None, ""
        for entry in tensor.external_data:
            setattr(self, entry.key, entry.value)
        self.offset = int(self.offset) if self.offset else None
        self.length = int(self.length) if self.length else None


def uses_external_data(tensor):
    return tensor.HasField("data_location") and tensor.data_location == onnx.TensorProto.EXTERNAL


def _tensors(model):
    pending = [model.graph]
    nodes = [node for function in model.functions for node in function.node]
    while pending or nodes:
        if pending:
            graph = pending.pop()
            yield from graph.initializer
            nodes.extend(graph.node)
            continue
        for attribute in nodes.pop().attribute:
            if attribute.HasField("t"):
                yield attribute.t
            yield from attribute.tensors
            if attribute.HasField("g"):
                pending.append(attribute.g)
            pending.extend(attribute.graphs)


def load_external_data_for_tensor(tensor, base_dir):
    info = ExternalDataInfo(tensor)
    path = os.path.join(base_dir, info.location)
    data = _onnx.read_file(path)
    if data is None:
        raise FileNotFoundError(2, "No such file or directory", path)
    start = info.offset or 0
    tensor.raw_data = data[start:] if info.length is None else data[start : start + info.length]


def load_external_data_for_model(model, base_dir):
    for tensor in _tensors(model):
        if uses_external_data(tensor):
            load_external_data_for_tensor(tensor, base_dir)
            tensor.data_location = onnx.TensorProto.DEFAULT
            del tensor.external_data[:]


def set_external_data(tensor, location, offset=None, length=None, checksum=None, basepath=None):
    if not tensor.HasField("raw_data"):
        raise ValueError("Tensor " + tensor.name + "does not have raw_data field. Cannot set external data for this tensor.")
    del tensor.external_data[:]
    tensor.data_location = onnx.TensorProto.EXTERNAL
    for key, value in (("location", location), ("offset", offset), ("length", length), ("checksum", checksum)):
        if value is not None:
            tensor.external_data.add(key=key, value=str(value))


def _written_beside(model, path, one_file, location, threshold):
    """A copy that points at data files beside the path, which are written."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    folder, name = os.path.split(path)
    files = {}
    for n, tensor in enumerate(_tensors(copy)):
        data = tensor.raw_data
        if len(data) < threshold or not tensor.HasField("raw_data"):
            continue
        place = (location or name + ".data") if one_file else (tensor.name or str(n)).replace("/", "_")
        file = files.setdefault(place, bytearray())
        file.extend(bytes(-len(file) % 64))
        set_external_data(tensor, place, len(file), len(data))
        file.extend(data)
        tensor.ClearField("raw_data")
    for place, data in files.items():
        _onnx.write_file(os.path.join(folder, place), bytes(data), None)
    return copy
`;

export const PRINTER = `
import onnx


def to_text(proto):
    """The message as readable text: a graph as a list of its nodes."""
    if isinstance(proto, onnx.ModelProto):
        imports = ", ".join(f'"{item.domain}" : {item.version}' for item in proto.opset_import)
        head = f'<\\n   ir_version: {proto.ir_version},\\n   opset_import: [{imports}],\\n   producer_name: "{proto.producer_name}"\\n>\\n'
        return head + onnx.helper.printable_graph(proto.graph)
    if isinstance(proto, onnx.GraphProto):
        return onnx.helper.printable_graph(proto)
    if isinstance(proto, onnx.NodeProto):
        return onnx.helper.printable_node(proto)
    return str(proto)
`;

export const MAPPING = `
import onnx.helper as helper

TENSOR_TYPE_TO_NP_TYPE = {kind: helper.tensor_dtype_to_np_dtype(kind) for kind in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)}
NP_TYPE_TO_TENSOR_TYPE = {dtype: kind for kind, dtype in TENSOR_TYPE_TO_NP_TYPE.items()}
`;

export const REFERENCE = `
class ReferenceEvaluator:
    """The model's results one operator at a time: ONNX Runtime without its graph optimisations stands for the reference."""

    def __init__(self, proto, opsets=None, functions=None, verbose=0, new_ops=None, optimized=True):
        import onnx
        import onnxruntime

        if new_ops:
            raise NotImplementedError("new_ops: operators in Python can't be run here; give their ONNX functions with the model")
        if isinstance(proto, onnx.ModelProto):
            self.proto_ = proto
        elif isinstance(proto, bytes):
            self.proto_ = onnx.load_from_string(proto)
        else:
            self.proto_ = onnx.load(proto)
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        self._session = onnxruntime.InferenceSession(self.proto_.SerializeToString(), options)

    @property
    def input_names(self):
        return [value.name for value in self._session.get_inputs()]

    @property
    def output_names(self):
        return [value.name for value in self._session.get_outputs()]

    @property
    def opsets(self):
        return {item.domain: item.version for item in self.proto_.opset_import}

    def run(self, output_names, feed_inputs, attributes=None, intermediate=False):
        if intermediate:
            raise NotImplementedError("intermediate=True: use ONNXProgram.compute_values for values inside the graph")
        return self._session.run(output_names, feed_inputs)
`;
