/** `onnx.helper` and `onnx.numpy_helper`: making messages, reading attributes and tensors, printing graphs. */

export const HELPER = `
import numbers

import numpy as np

import onnx
from onnx import (
    AttributeProto, FunctionProto, GraphProto, ModelProto, NodeProto, OperatorSetIdProto, SparseTensorProto, TensorProto,
    TypeProto, ValueInfoProto,
)

_NUMPY = {
    TensorProto.FLOAT: "float32", TensorProto.UINT8: "uint8", TensorProto.INT8: "int8", TensorProto.UINT16: "uint16",
    TensorProto.INT16: "int16", TensorProto.INT32: "int32", TensorProto.INT64: "int64", TensorProto.STRING: "object",
    TensorProto.BOOL: "bool", TensorProto.FLOAT16: "float16", TensorProto.DOUBLE: "float64", TensorProto.UINT32: "uint32",
    TensorProto.UINT64: "uint64", TensorProto.COMPLEX64: "complex64", TensorProto.COMPLEX128: "complex128",
}
_FIELDS = {
    TensorProto.FLOAT: "float_data", TensorProto.COMPLEX64: "float_data", TensorProto.DOUBLE: "double_data",
    TensorProto.COMPLEX128: "double_data", TensorProto.INT64: "int64_data", TensorProto.UINT32: "uint64_data",
    TensorProto.UINT64: "uint64_data", TensorProto.STRING: "string_data",
}


def tensor_dtype_to_np_dtype(tensor_dtype):
    if tensor_dtype not in _NUMPY:
        raise KeyError(f"{tensor_dtype_to_string(tensor_dtype)} has no numpy dtype of its own")
    return np.dtype(_NUMPY[tensor_dtype])


def np_dtype_to_tensor_dtype(np_dtype):
    name = np.dtype(np_dtype).name
    if name.startswith("str"):
        return TensorProto.STRING
    for kind, own in _NUMPY.items():
        if own == name:
            return kind
    raise ValueError(f"Unable to convert type {np_dtype!r} into TensorProto element type.")


def tensor_dtype_to_string(tensor_dtype):
    return f"TensorProto.{TensorProto.DataType.Name(tensor_dtype)}"


def tensor_dtype_to_field(tensor_dtype):
    return _FIELDS.get(tensor_dtype, "int32_data")


def tensor_dtype_to_storage_tensor_dtype(tensor_dtype):
    fields = {"float_data": TensorProto.FLOAT, "double_data": TensorProto.DOUBLE, "int64_data": TensorProto.INT64}
    fields.update(uint64_data=TensorProto.UINT64, string_data=TensorProto.STRING)
    return fields.get(tensor_dtype_to_field(tensor_dtype), TensorProto.INT32)


def get_all_tensor_dtypes():
    return [kind for kind in TensorProto.DataType.values() if kind]


def make_operatorsetid(domain, version):
    return OperatorSetIdProto(domain=domain, version=version)


make_opsetid = make_operatorsetid


def make_node(op_type, inputs, outputs, name=None, doc_string=None, domain=None, overload=None, **kwargs):
    node = NodeProto(op_type=op_type, input=inputs, output=outputs)
    for key, value in (("name", name), ("doc_string", doc_string), ("domain", domain), ("overload", overload)):
        if value:
            setattr(node, key, value)
    node.attribute.extend(make_attribute(key, value) for key, value in sorted(kwargs.items()) if value is not None)
    return node


def make_graph(
    nodes, name, inputs, outputs, initializer=None, doc_string=None, value_info=None, sparse_initializer=None
):
    graph = GraphProto(node=nodes, name=name, input=inputs, output=outputs)
    graph.initializer.extend(initializer or [])
    graph.sparse_initializer.extend(sparse_initializer or [])
    graph.value_info.extend(value_info or [])
    if doc_string:
        graph.doc_string = doc_string
    return graph


def make_function(
    domain, fname, inputs, outputs, nodes, opset_imports, attributes=None, attribute_protos=None, doc_string=None,
    overload=None, value_info=None,
):
    made = FunctionProto(domain=domain, name=fname, input=inputs, output=outputs, node=nodes, opset_import=opset_imports)
    made.attribute.extend(attributes or [])
    made.attribute_proto.extend(attribute_protos or [])
    made.value_info.extend(value_info or [])
    if doc_string:
        made.doc_string = doc_string
    if overload is not None:
        made.overload = overload
    return made


def make_model(graph, *, opset_imports=None, functions=None, **kwargs):
    model = ModelProto(ir_version=kwargs.pop("ir_version", onnx.IR_VERSION))
    model.graph.CopyFrom(graph)
    model.opset_import.extend(opset_imports or [make_opsetid("", onnx.defs.onnx_opset_version())])
    model.functions.extend(functions or [])
    for key, value in kwargs.items():
        setattr(model, key, value)
    return model


def set_metadata_props(proto, dict_value):
    del proto.metadata_props[:]
    for key, value in dict_value.items():
        proto.metadata_props.add(key=key, value=value)


set_model_props = set_metadata_props


def make_tensor(name, data_type, dims, vals, raw=False):
    """A tensor of values, or with raw=True of its bytes."""
    if data_type not in TensorProto.DataType.values():
        raise ValueError(f"{data_type!r} is no element type of ONNX")
    tensor = TensorProto(data_type=data_type, name=name, dims=list(dims))
    if raw:
        if data_type == TensorProto.STRING:
            raise TypeError("Can not use raw_data to store string type.")
        tensor.raw_data = bytes(vals)
        return tensor
    flat = vals.flatten().tolist() if isinstance(vals, np.ndarray) else list(vals)
    count = 1
    for size in dims:
        count *= size
    if len(flat) != count:
        if data_type == TensorProto.STRING:
            raise ValueError(f"a string tensor of shape {list(dims)} needs {count} strings, not {len(flat)}")
        raise ValueError(f"Number of values does not match tensor's size. Expected {count}, but it is {len(flat)}.")
    field = tensor_dtype_to_field(data_type)
    if data_type == TensorProto.STRING:
        flat = [v.encode("utf-8") if isinstance(v, str) else v for v in flat]
    elif data_type in (TensorProto.COMPLEX64, TensorProto.COMPLEX128):
        flat = [part for v in flat for part in (complex(v).real, complex(v).imag)]
    elif data_type == TensorProto.FLOAT16:
        flat = np.array(flat, dtype=np.float16).view(np.uint16).tolist()
    elif data_type == TensorProto.BFLOAT16:
        bits = np.array(flat, dtype=np.float32).view(np.uint32).astype(np.uint64)
        flat = ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).tolist()
    elif field == "int32_data" and data_type > TensorProto.UINT64:
        raise NotImplementedError(f"make_tensor of {tensor_dtype_to_string(data_type)}: give its bytes with raw=True")
    elif field in ("int32_data", "int64_data", "uint64_data"):
        flat = [int(v) for v in flat]
    getattr(tensor, field).extend(flat)
    return tensor


def make_attribute(key, value, doc_string=None, attr_type=None):
    attr = AttributeProto(name=key)
    if doc_string:
        attr.doc_string = doc_string
    single = {TensorProto: ("t", "TENSOR"), GraphProto: ("g", "GRAPH"), TypeProto: ("tp", "TYPE_PROTO")}
    single[SparseTensorProto] = ("sparse_tensor", "SPARSE_TENSOR")
    several = {TensorProto: ("tensors", "TENSORS"), GraphProto: ("graphs", "GRAPHS"), TypeProto: ("type_protos", "TYPE_PROTOS")}
    several[SparseTensorProto] = ("sparse_tensors", "SPARSE_TENSORS")
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, numbers.Integral):
        attr.i, attr.type = int(value), AttributeProto.INT
    elif isinstance(value, numbers.Real):
        attr.f, attr.type = float(value), AttributeProto.FLOAT
    elif isinstance(value, (str, bytes)):
        attr.s, attr.type = value.encode("utf-8") if isinstance(value, str) else value, AttributeProto.STRING
    elif type(value) in single:
        field, kind = single[type(value)]
        getattr(attr, field).CopyFrom(value)
        attr.type = getattr(AttributeProto, kind)
    else:
        items = list(value)
        if not items and attr_type is None:
            raise ValueError(f"Could not infer attribute {key!r} type from empty iterator")
        if not items:
            attr.type = attr_type
        elif all(isinstance(v, numbers.Integral) for v in items):
            attr.ints.extend(int(v) for v in items)
            attr.type = AttributeProto.INTS
        elif all(isinstance(v, numbers.Real) for v in items):
            attr.floats.extend(float(v) for v in items)
            attr.type = AttributeProto.FLOATS
        elif all(isinstance(v, (str, bytes)) for v in items):
            attr.strings.extend(v.encode("utf-8") if isinstance(v, str) else v for v in items)
            attr.type = AttributeProto.STRINGS
        else:
            for message, (field, kind) in several.items():
                if all(isinstance(v, message) for v in items):
                    getattr(attr, field).extend(items)
                    attr.type = getattr(AttributeProto, kind)
                    break
            else:
                raise ValueError("Could not infer the attribute type from the elements of the passed Iterable value.")
    if attr_type is not None and attr.type != attr_type:
        raise TypeError(f"Inferred attribute type {attr.type} does not match the given type {attr_type}")
    return attr


def make_attribute_ref(name, attr_type, doc_string=None):
    attr = AttributeProto(name=name, type=attr_type)
    if doc_string:
        attr.doc_string = doc_string
    return attr


_VALUES = {
    AttributeProto.FLOAT: "f", AttributeProto.INT: "i", AttributeProto.STRING: "s", AttributeProto.TENSOR: "t",
    AttributeProto.SPARSE_TENSOR: "sparse_tensor", AttributeProto.GRAPH: "g", AttributeProto.TYPE_PROTO: "tp",
    AttributeProto.FLOATS: "floats", AttributeProto.INTS: "ints", AttributeProto.STRINGS: "strings",
    AttributeProto.TENSORS: "tensors", AttributeProto.GRAPHS: "graphs", AttributeProto.TYPE_PROTOS: "type_protos",
    AttributeProto.SPARSE_TENSORS: "sparse_tensors",
}


def get_attribute_value(attr):
    if attr.ref_attr_name:
        raise ValueError(f"Cannot get value of reference attribute: {attr}")
    if attr.type not in _VALUES:
        raise ValueError(f"Unsupported ONNX attribute: {attr}")
    value = getattr(attr, _VALUES[attr.type])
    return list(value) if attr.type >= AttributeProto.FLOATS and not isinstance(value, (bytes, int, float)) and hasattr(value, "append") else value


def get_node_attr_value(node, attr_name):
    found = [attr for attr in node.attribute if attr.name == attr_name]
    if not found:
        raise ValueError(f"Node has no attribute named {attr_name}")
    return get_attribute_value(found[0])


def make_tensor_type_proto(elem_type, shape, shape_denotation=None):
    made = TypeProto()
    made.tensor_type.elem_type = elem_type
    if shape is not None:
        made.tensor_type.shape.SetInParent()
        for i, size in enumerate(shape):
            dim = made.tensor_type.shape.dim.add()
            if isinstance(size, int):
                dim.dim_value = size
            elif isinstance(size, str):
                dim.dim_param = size
            elif size is not None:
                raise ValueError(f"Invalid item in shape: {size}. Needs to be of int or str.")
            if shape_denotation:
                dim.denotation = shape_denotation[i]
    return made


def make_sequence_type_proto(inner_type_proto):
    made = TypeProto()
    made.sequence_type.elem_type.CopyFrom(inner_type_proto)
    return made


def make_optional_type_proto(inner_type_proto):
    made = TypeProto()
    made.optional_type.elem_type.CopyFrom(inner_type_proto)
    return made


def make_value_info(name, type_proto, doc_string=""):
    made = ValueInfoProto(name=name)
    if type_proto:
        made.type.CopyFrom(type_proto)
    if doc_string:
        made.doc_string = doc_string
    return made


def make_tensor_value_info(name, elem_type, shape, doc_string="", shape_denotation=None):
    return make_value_info(name, make_tensor_type_proto(elem_type, shape, shape_denotation), doc_string)


def make_tensor_sequence_value_info(name, elem_type, shape, doc_string="", elem_shape_denotation=None):
    inner = make_tensor_type_proto(elem_type, shape, elem_shape_denotation)
    return make_value_info(name, make_sequence_type_proto(inner), doc_string)


def make_empty_tensor_value_info(name):
    return make_value_info(name, None)


def strip_doc_string(proto):
    for field, value in proto.ListFields():
        if field.name == "doc_string":
            proto.ClearField("doc_string")
        elif hasattr(value, "ListFields"):
            strip_doc_string(value)
        elif field.is_repeated:
            for item in value:
                if hasattr(item, "ListFields"):
                    strip_doc_string(item)


def _sizes(dims):
    return "x".join(printable_dim(dim) for dim in dims)


def printable_dim(dim):
    kind = dim.WhichOneof("value")
    return "?" if kind is None else str(getattr(dim, kind))


def printable_type(t):
    kind = t.WhichOneof("value")
    if kind == "tensor_type":
        text = TensorProto.DataType.Name(t.tensor_type.elem_type)
        if t.tensor_type.HasField("shape"):
            text += ", " + _sizes(t.tensor_type.shape.dim) if t.tensor_type.shape.dim else ", scalar"
        return text
    return "" if kind is None else f"Unknown type {kind}"


def printable_value_info(v):
    text = f"%{v.name}"
    return f"{text}[{printable_type(v.type)}]" if v.HasField("type") else text


def printable_tensor_proto(t):
    shape = "x".join(str(size) for size in t.dims) if t.dims else "scalar"
    return f"%{t.name}[{TensorProto.DataType.Name(t.data_type)}, {shape}]"


def _number(value):
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def printable_attribute(attr, subgraphs=False):
    inner = []
    if attr.type == AttributeProto.FLOAT:
        text = _number(attr.f)
    elif attr.type == AttributeProto.INT:
        text = str(attr.i)
    elif attr.type == AttributeProto.STRING:
        text = repr(attr.s.decode("utf-8", "replace"))
    elif attr.type == AttributeProto.TENSOR:
        if not attr.t.dims:
            text = f"<Scalar Tensor {[_element(attr.t)]}>"
        else:
            text = "<Tensor>"
    elif attr.type == AttributeProto.GRAPH:
        text = f"<graph {attr.g.name}>"
        inner.append(attr.g)
    elif attr.type == AttributeProto.INTS:
        text = "[" + ", ".join(str(v) for v in attr.ints) + "]"
    elif attr.type == AttributeProto.FLOATS:
        text = "[" + ", ".join(_number(v) for v in attr.floats) + "]"
    elif attr.type == AttributeProto.STRINGS:
        text = str([v.decode("utf-8", "replace") for v in attr.strings])
    elif attr.type == AttributeProto.GRAPHS:
        text = "[" + ", ".join(f"<graph {graph.name}>" for graph in attr.graphs) + "]"
        inner.extend(attr.graphs)
    elif attr.type == AttributeProto.TENSORS:
        text = "[<Tensor>, ...]" if len(attr.tensors) else "[]"
    else:
        text = "<Unknown>"
    text = f"{attr.name} = {text}"
    return (text, inner) if subgraphs else text


def _element(tensor):
    return onnx.numpy_helper.to_array(tensor).item()


def printable_node(node, prefix="", subgraphs=False):
    parts = []
    if len(node.output):
        parts.append(", ".join(f"%{name}" for name in node.output))
        parts.append("=")
    shown = [printable_attribute(attr, True) for attr in node.attribute]
    arguments = ", ".join(f"%{name}" for name in node.input)
    attributes = "[" + ", ".join(sorted(text for text, _ in shown)) + "]" if shown else ""
    parts.append(f"{node.op_type}{attributes}({arguments})")
    text = prefix + " ".join(parts)
    return (text, [graph for _, graphs in shown for graph in graphs]) if subgraphs else text


def printable_graph(graph, prefix=""):
    """The graph's inputs, weights and nodes, one a line, and the graphs inside its nodes behind it."""
    initialized = {tensor.name for tensor in graph.initializer}
    named = [value for value in graph.input if value.name not in initialized]
    lines = []
    head = f"{prefix}graph {graph.name}"
    inner = prefix + "  "
    if len(graph.input) or initialized:
        head += " ("
    lines.append(head)
    lines.extend(f"{inner}{printable_value_info(value)}" for value in named)
    if initialized:
        lines.append(f"{prefix}) initializers (")
        lines.extend(f"{inner}{printable_tensor_proto(tensor)}" for tensor in graph.initializer)
    lines.append(f"{prefix}) {{" if len(graph.input) or initialized else f"{prefix}{{")
    if not (len(graph.input) or initialized):
        lines[-2:] = [f"{prefix}graph {graph.name} {{"]
    graphs = []
    for node in graph.node:
        text, more = printable_node(node, inner, True)
        lines.append(text)
        graphs.extend(more)
    lines.append(f"{inner}return " + ", ".join(f"%{value.name}" for value in graph.output) if len(graph.output) else f"{inner}return")
    lines.append(prefix + "}")
    for nested in graphs:
        lines.append("\\n" + printable_graph(nested, prefix))
    return "\\n".join(lines)
`;

export const NUMPY_HELPER = `
import numpy as np

from onnx import TensorProto, external_data_helper, helper


def to_array(tensor, base_dir=""):
    """The tensor as a numpy array; bfloat16 as float32, which holds all of its values."""
    kind = tensor.data_type
    if kind == TensorProto.UNDEFINED:
        raise TypeError("The element type in the input tensor is UNDEFINED.")
    shape = tuple(tensor.dims)
    if kind == TensorProto.STRING:
        return np.array([s.decode("utf-8") for s in tensor.string_data], dtype=object).reshape(shape)
    if external_data_helper.uses_external_data(tensor):
        external_data_helper.load_external_data_for_tensor(tensor, base_dir)
    if kind == TensorProto.BFLOAT16:
        bits = np.frombuffer(tensor.raw_data, dtype=np.uint16) if tensor.HasField("raw_data") else np.array(tensor.int32_data, dtype=np.uint16)
        return (bits.astype(np.uint32) << 16).view(np.float32).reshape(shape)
    try:
        dtype = helper.tensor_dtype_to_np_dtype(kind)
    except KeyError:
        raise NotImplementedError(f"{helper.tensor_dtype_to_string(kind)}: numpy has no such elements; read raw_data instead") from None
    if tensor.HasField("raw_data"):
        return np.frombuffer(tensor.raw_data, dtype=dtype).reshape(shape).copy()
    data = list(getattr(tensor, helper.tensor_dtype_to_field(kind)))
    if kind == TensorProto.FLOAT16:
        return np.array(data, dtype=np.uint16).view(np.float16).reshape(shape)
    if kind in (TensorProto.COMPLEX64, TensorProto.COMPLEX128):
        data = [complex(data[i], data[i + 1]) for i in range(0, len(data), 2)]
    return np.array(data, dtype=dtype).reshape(shape)


def from_array(array, name=None):
    array = np.asarray(array)
    tensor = TensorProto(dims=list(array.shape), data_type=helper.np_dtype_to_tensor_dtype(array.dtype))
    if name:
        tensor.name = name
    if tensor.data_type == TensorProto.STRING:
        tensor.string_data.extend(v if isinstance(v, bytes) else str(v).encode("utf-8") for v in array.flatten().tolist())
    else:
        tensor.raw_data = array.tobytes()
    return tensor


def to_list(sequence):
    return [to_array(tensor) for tensor in sequence.tensor_values]
`;
