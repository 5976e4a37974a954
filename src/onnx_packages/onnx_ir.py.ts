/** The package `onnx_ir`: a model, its graphs, nodes and values, read and changed in place. */

export const ONNX_IR = `
__path__ = []
import collections.abc
import enum

import _onnx_ir as _ir

__all__ = [
    "serde", "external_data", "Tensor", "SymbolicDim", "Shape", "TensorType", "OptionalType", "SequenceType",
    "SparseTensorType", "TypeAndShape", "Value", "Attr", "RefAttr", "Node", "Function", "Graph", "Model", "AttrFloat32",
    "AttrFloat32s", "AttrGraph", "AttrInt64", "AttrInt64s", "AttrString", "AttrStrings", "AttrTensor", "Input",
    "AttributeType", "DataType", "from_proto", "to_proto", "tensor", "node", "val", "load", "save",
]

__version__ = "0.1.12"


class DataType(enum.IntEnum):
    UNDEFINED = 0
    FLOAT = 1
    UINT8 = 2
    INT8 = 3
    UINT16 = 4
    INT16 = 5
    INT32 = 6
    INT64 = 7
    STRING = 8
    BOOL = 9
    FLOAT16 = 10
    DOUBLE = 11
    UINT32 = 12
    UINT64 = 13
    COMPLEX64 = 14
    COMPLEX128 = 15
    BFLOAT16 = 16
    FLOAT8E4M3FN = 17
    FLOAT8E4M3FNUZ = 18
    FLOAT8E5M2 = 19
    FLOAT8E5M2FNUZ = 20
    UINT4 = 21
    INT4 = 22
    FLOAT4E2M1 = 23
    FLOAT8E8M0 = 24
    UINT2 = 25
    INT2 = 26

    @classmethod
    def from_numpy(cls, dtype):
        import numpy as np

        name = np.dtype(dtype).name
        if name not in _FROM_NUMPY:
            raise TypeError(f"Unsupported numpy data type: {dtype}")
        return cls[_FROM_NUMPY[name]]

    def numpy(self):
        import numpy as np

        for name, kind in _FROM_NUMPY.items():
            if kind == self.name:
                return np.dtype(name)
        raise TypeError(f"Numpy does not support ONNX data type: {self}")

    @property
    def bitwidth(self):
        if self.name not in _BITS:
            raise TypeError(f"Bitwidth not available for ONNX data type: {self}")
        return _BITS[self.name]

    @property
    def itemsize(self):
        return self.bitwidth / 8

    def is_floating_point(self):
        return "FLOAT" in self.name or self.name == "DOUBLE"

    def is_integer(self):
        return "INT" in self.name

    def is_signed(self):
        return self.name.startswith(("INT", "FLOAT", "BFLOAT", "DOUBLE", "COMPLEX"))

    def is_string(self):
        return self is DataType.STRING

    def short_name(self):
        return _SHORT.get(self.name) or self.name.lower()

    def __repr__(self):
        return self.name

    def __str__(self):
        return self.name


_FROM_NUMPY = {
    "float32": "FLOAT", "uint8": "UINT8", "int8": "INT8", "uint16": "UINT16", "int16": "INT16", "int32": "INT32",
    "int64": "INT64", "object": "STRING", "bool": "BOOL", "float16": "FLOAT16", "float64": "DOUBLE", "uint32": "UINT32",
    "uint64": "UINT64", "complex64": "COMPLEX64", "complex128": "COMPLEX128",
}
_BITS = {
    "FLOAT": 32, "UINT8": 8, "INT8": 8, "UINT16": 16, "INT16": 16, "INT32": 32, "INT64": 64, "BOOL": 8, "FLOAT16": 16,
    "DOUBLE": 64, "UINT32": 32, "UINT64": 64, "COMPLEX64": 64, "COMPLEX128": 128, "BFLOAT16": 16, "FLOAT8E4M3FN": 8,
    "FLOAT8E4M3FNUZ": 8, "FLOAT8E5M2": 8, "FLOAT8E5M2FNUZ": 8, "UINT4": 4, "INT4": 4, "FLOAT4E2M1": 4, "FLOAT8E8M0": 8,
    "UINT2": 2, "INT2": 2,
}
_SHORT = {
    "FLOAT": "f32", "UINT8": "u8", "INT8": "i8", "UINT16": "u16", "INT16": "i16", "INT32": "i32", "INT64": "i64",
    "STRING": "s", "BOOL": "b", "FLOAT16": "f16", "DOUBLE": "f64", "UINT32": "u32", "UINT64": "u64", "COMPLEX64": "c64",
    "COMPLEX128": "c128", "BFLOAT16": "bf16",
}


class AttributeType(enum.IntEnum):
    UNDEFINED = 0
    FLOAT = 1
    INT = 2
    STRING = 3
    TENSOR = 4
    GRAPH = 5
    FLOATS = 6
    INTS = 7
    STRINGS = 8
    TENSORS = 9
    GRAPHS = 10
    SPARSE_TENSOR = 11
    SPARSE_TENSORS = 12
    TYPE_PROTO = 13
    TYPE_PROTOS = 14

    def __repr__(self):
        return self.name

    def __str__(self):
        return self.name


class SymbolicDim:
    """A dimension with a name, or without one when nothing is known of it."""

    def __init__(self, value):
        if isinstance(value, int):
            raise TypeError("The value of a SymbolicDim cannot be an int. If you are creating a Shape, use int directly instead of SymbolicDim.")
        self._value = value

    @property
    def value(self):
        return self._value

    def __eq__(self, other):
        return self._value == (other._value if isinstance(other, SymbolicDim) else other)

    def __hash__(self):
        return hash(self._value)

    def __str__(self):
        return "?" if self._value is None else str(self._value)

    def __repr__(self):
        return f"SymbolicDim({self._value!r})"


class Shape:
    """Sizes: integers, and SymbolicDim for dynamic ones."""

    def __init__(self, dims, denotations=None, frozen=False):
        self._dims = [d if isinstance(d, (int, SymbolicDim)) else SymbolicDim(d) for d in dims]
        self._frozen = frozen
        self._changed = None

    @property
    def dims(self):
        return tuple(self._dims)

    @property
    def frozen(self):
        return self._frozen

    def freeze(self):
        self._frozen = True

    def copy(self, frozen=False):
        return Shape(self._dims, frozen=frozen)

    def rank(self):
        return len(self._dims)

    def numpy(self):
        if any(not isinstance(d, int) for d in self._dims):
            raise ValueError(f"Cannot convert the shape {self} to a tuple of ints")
        return tuple(self._dims)

    def is_static(self, dim=None):
        if dim is None:
            return all(isinstance(d, int) for d in self._dims)
        return isinstance(self._dims[dim], int)

    def is_dynamic(self, dim=None):
        return not self.is_static(dim)

    def is_unknown_dim(self, dim):
        size = self._dims[dim]
        return isinstance(size, SymbolicDim) and size.value is None

    def has_unknown_dim(self):
        return any(self.is_unknown_dim(i) for i in range(len(self._dims)))

    def free_symbols(self):
        return frozenset(d.value for d in self._dims if isinstance(d, SymbolicDim) and d.value is not None)

    def get_denotation(self, index):
        return None

    def __len__(self):
        return len(self._dims)

    def __iter__(self):
        return iter(self._dims)

    def __getitem__(self, index):
        return tuple(self._dims)[index]

    def __setitem__(self, index, value):
        if self._frozen:
            raise TypeError("The shape is frozen and cannot be modified.")
        self._dims[index] = value if isinstance(value, (int, SymbolicDim)) else SymbolicDim(value)
        if self._changed is not None:
            self._changed(self)

    def __eq__(self, other):
        if isinstance(other, Shape):
            other = other._dims
        if not isinstance(other, collections.abc.Iterable):
            return False
        other = list(other)
        return len(other) == len(self._dims) and all(a == b for a, b in zip(self._dims, other))

    def __hash__(self):
        return hash(tuple(self._dims))

    def __str__(self):
        return "[" + ",".join(str(d) for d in self._dims) + "]"

    def __repr__(self):
        return f"Shape([{', '.join(repr(d) for d in self._dims)}])"


class TypeProtocol:
    pass


class TensorType(TypeProtocol):
    def __init__(self, dtype, *, denotation=None):
        self.dtype = DataType(dtype)
        self.denotation = denotation

    @property
    def elem_type(self):
        return self.dtype

    def __eq__(self, other):
        return type(other) is type(self) and other.dtype == self.dtype

    def __hash__(self):
        return hash((type(self).__name__, self.dtype))

    def __str__(self):
        return str(self.dtype)

    def __repr__(self):
        return f"{type(self).__name__.removesuffix('Type')}({self.dtype!r})"


class SparseTensorType(TensorType):
    pass


class SequenceType(TypeProtocol):
    def __init__(self, elem_type, *, denotation=None):
        self.elem_type = elem_type
        self.denotation = denotation

    @property
    def dtype(self):
        return self.elem_type.dtype

    def __eq__(self, other):
        return type(other) is type(self) and other.elem_type == self.elem_type

    def __hash__(self):
        return hash((type(self).__name__, self.elem_type))

    def __repr__(self):
        return f"{type(self).__name__.removesuffix('Type')}({self.elem_type!r})"


class OptionalType(SequenceType):
    pass


class TypeAndShape:
    def __init__(self, type, shape):
        self.type, self.shape = type, shape


def _type(described):
    kind, dtype, shape, inner = described
    if kind in ("sequence", "optional"):
        made = SequenceType if kind == "sequence" else OptionalType
        return made(TensorType(dtype) if inner is None else _type(inner))
    return SparseTensorType(dtype) if kind == "sparse_tensor" else TensorType(dtype)


class _TensorBase:
    @property
    def dtype(self):
        return DataType(_ir.tensor_fields(self._h)[0])

    @property
    def shape(self):
        return Shape(_ir.tensor_fields(self._h)[1], frozen=True)

    @property
    def nbytes(self):
        return _ir.tensor_fields(self._h)[2]

    @property
    def size(self):
        size = 1
        for d in _ir.tensor_fields(self._h)[1]:
            size *= d
        return size

    @property
    def raw(self):
        return self.numpy()

    def tobytes(self):
        data = _ir.tensor_data(self._h)
        if isinstance(data, list):
            raise ValueError("a tensor of strings has no bytes")
        return data

    def numpy(self):
        import numpy as np

        dtype, shape, _ = _ir.tensor_fields(self._h)
        data = _ir.tensor_data(self._h)
        if isinstance(data, list):
            return np.array(data, dtype=object).reshape(shape)
        if dtype == DataType.BFLOAT16:
            bits = np.frombuffer(data, dtype=np.uint16).astype(np.uint32)
            return (bits << 16).view(np.float32).reshape(shape)
        return np.frombuffer(data, dtype=DataType(dtype).numpy()).reshape(shape).copy()

    def __array__(self, dtype=None, copy=None):
        array = self.numpy()
        return array if dtype is None else array.astype(dtype)

    def __repr__(self):
        return f"{type(self).__name__}<{self.dtype},{self.shape}>({self.numpy()!r}, name={self.name!r})"

    def display(self, *, page=False):
        print(self)


class Tensor(_TensorBase):
    """A tensor of numbers; made from a numpy array, or the data of a weight or a constant."""

    def __init__(self, value, dtype=None, *, shape=None, name=None, doc_string=None, metadata_props=None):
        import numpy as np

        array = np.asarray(value)
        kind = DataType.from_numpy(array.dtype) if dtype is None else DataType(dtype)
        self._h = _ir.new_tensor(int(kind), array.shape, np.ascontiguousarray(array).tobytes())
        self.name, self.doc_string = name, doc_string
        self.metadata_props, self.meta = metadata_props or {}, {}


def _tensor(h, name=None):
    made = object.__new__(Tensor)
    made._h, made.name, made.doc_string, made.metadata_props, made.meta = h, name, None, {}, {}
    return made


def tensor(value, dtype=None, name=None, doc_string=None):
    import numpy as np

    if isinstance(value, Tensor):
        return value
    array = np.asarray(value if not hasattr(value, "detach") else value.detach().numpy())
    if dtype is not None:
        array = array.astype(DataType(dtype).numpy())
    elif array.dtype == np.float64 and not isinstance(value, np.ndarray):
        array = array.astype(np.float32)
    return Tensor(array, name=name, doc_string=doc_string)


class Attr:
    def __init__(self, name, type, value, ref_attr_name=None, *, doc_string=None):
        self.name, self.type, self.value, self.ref_attr_name = name, AttributeType(type), value, ref_attr_name
        self.doc_string, self.meta = doc_string, {}

    def is_ref(self):
        return self.ref_attr_name is not None

    def _as(self, kind):
        if self.type != kind:
            raise TypeError(f"Attribute '{self.name}' is not of type {kind!r}. Actual type: {self.type!r}")
        return self.value

    def as_int(self):
        return self._as(AttributeType.INT)

    def as_float(self):
        return self._as(AttributeType.FLOAT)

    def as_string(self):
        return self._as(AttributeType.STRING)

    def as_ints(self):
        return self._as(AttributeType.INTS)

    def as_floats(self):
        return self._as(AttributeType.FLOATS)

    def as_strings(self):
        return self._as(AttributeType.STRINGS)

    def as_tensor(self):
        return self._as(AttributeType.TENSOR)

    def as_tensors(self):
        return self._as(AttributeType.TENSORS)

    def as_graph(self):
        return self._as(AttributeType.GRAPH)

    def as_graphs(self):
        return self._as(AttributeType.GRAPHS)

    def __eq__(self, other):
        return isinstance(other, Attr) and (self.name, self.type, self.value) == (other.name, other.type, other.value)

    def __hash__(self):
        return hash((self.name, self.type))

    def __str__(self):
        if self.is_ref():
            return f"@{self.ref_attr_name}"
        if self.type == AttributeType.GRAPH:
            return "\\n" + str(self.value)
        return str(list(self.value)) if isinstance(self.value, tuple) else str(self.value)

    def __repr__(self):
        if self.is_ref():
            return f"RefAttr({self.name!r}, {self.type!r}, ref_attr_name={self.ref_attr_name!r})"
        return f"Attr({self.name!r}, {self.type!r}, {self.value!r})"


def RefAttr(name, ref_attr_name, type, doc_string=None):
    return Attr(name, type, None, ref_attr_name, doc_string=doc_string)


def _attr(described):
    name, kind, value, reference = described
    if kind == "TENSOR" and value is not None:
        value = _tensor(value)
    elif kind == "TENSORS":
        value = tuple(_tensor(item) for item in value)
    elif kind == "GRAPH" and value is not None:
        value = _graph(value)
    elif kind == "GRAPHS":
        value = tuple(_graph(item) for item in value)
    return Attr(name, AttributeType[kind], value, reference)


def _maker(kind):
    def make(name, value, doc_string=None):
        return Attr(name, kind, value, doc_string=doc_string)

    return make


AttrFloat32, AttrInt64, AttrString = _maker(AttributeType.FLOAT), _maker(AttributeType.INT), _maker(AttributeType.STRING)
AttrFloat32s, AttrInt64s, AttrStrings = _maker(AttributeType.FLOATS), _maker(AttributeType.INTS), _maker(AttributeType.STRINGS)
AttrTensor, AttrGraph = _maker(AttributeType.TENSOR), _maker(AttributeType.GRAPH)


def _inferred(name, value):
    if isinstance(value, Attr):
        return value
    if isinstance(value, (bool, int)):
        return AttrInt64(name, int(value))
    if isinstance(value, float):
        return AttrFloat32(name, value)
    if isinstance(value, str):
        return AttrString(name, value)
    if isinstance(value, Tensor):
        return AttrTensor(name, value)
    if isinstance(value, Graph):
        return AttrGraph(name, value)
    items = tuple(value)
    if all(isinstance(v, int) for v in items):
        return AttrInt64s(name, items)
    if all(isinstance(v, (int, float)) for v in items):
        return AttrFloat32s(name, tuple(float(v) for v in items))
    if all(isinstance(v, str) for v in items):
        return AttrStrings(name, items)
    raise TypeError(f"the attribute {name!r} of {value!r} has no type of ONNX")


class Attributes(dict):
    """A node's attributes by name; those that are added belong to the node."""

    def __init__(self, node):
        super().__init__((attr.name, attr) for attr in map(_attr, _ir.node_attributes(node._h)))
        self._node = node

    def __setitem__(self, name, value):
        attr = _inferred(name, value)
        value = attr.value._h if attr.type in (AttributeType.TENSOR, AttributeType.GRAPH) else attr.value
        _ir.set_attribute(self._node._h, name, attr.type.name, value)
        super().__setitem__(name, attr)

    def __delitem__(self, name):
        super().__delitem__(name)
        _ir.set_attribute(self._node._h, name, None, None)

    def pop(self, name, *default):
        value = super().pop(name, *default)
        _ir.set_attribute(self._node._h, name, None, None)
        return value

    def add(self, attr):
        self[attr.name] = attr

    def update(self, *args, **kwargs):
        for name, value in dict(*args, **kwargs).items():
            self[name] = value

    def get_int(self, name, default=None):
        return self[name].as_int() if name in self else default

    def get_float(self, name, default=None):
        return self[name].as_float() if name in self else default

    def get_string(self, name, default=None):
        return self[name].as_string() if name in self else default

    def get_ints(self, name, default=None):
        return self[name].as_ints() if name in self else default


class Usage(tuple):
    def __new__(cls, node, idx):
        return tuple.__new__(cls, (node, idx))

    node = property(lambda self: self[0])
    idx = property(lambda self: self[1])

    def __repr__(self):
        return f"Usage(node={self.node!r}, idx={self.idx!r})"


class Value:
    """A named result: of a node, an input or a weight."""

    def __init__(self, producer=None, *, index=None, name=None, shape=None, type=None, doc_string=None, const_value=None):
        self._bind(_ir.new_value(name))
        self._const, self.doc_string = const_value, doc_string
        if type is not None:
            self.type = type
            if shape is not None:
                self.shape = shape

    def _bind(self, h, graph=None):
        self._h, self._graph, self._const, self.doc_string = h, graph, None, None
        self.metadata_props, self.meta = {}, {}
        h.obj = self

    @property
    def name(self):
        return _ir.value_name(self._h)

    @name.setter
    def name(self, name):
        _ir.rename_value(self._h, name, None if self._graph is None else self._graph._h)

    @property
    def graph(self):
        return self._graph

    @property
    def type(self):
        described = _ir.value_type(self._h)
        return None if described is None else _type(described)

    @type.setter
    def type(self, value):
        _ir.set_value_type(self._h, None if value is None else int(value.dtype), self._sizes())

    @property
    def dtype(self):
        type = self.type
        return None if type is None else type.dtype

    @dtype.setter
    def dtype(self, value):
        self.type = TensorType(value)

    def _sizes(self):
        described = _ir.value_type(self._h)
        return None if described is None else described[2]

    @property
    def shape(self):
        sizes = self._sizes()
        if sizes is None:
            return None
        shape = Shape(sizes)
        shape._changed = self._set_shape
        return shape

    @shape.setter
    def shape(self, value):
        if value is not None and not isinstance(value, Shape):
            raise TypeError(f"Expected ir.Shape or None, got {value.__class__.__name__}")
        self._set_shape(value)

    def _set_shape(self, value):
        sizes = None if value is None else [d if isinstance(d, int) else d.value for d in value]
        dtype = self.dtype
        _ir.set_value_type(self._h, int(dtype) if dtype is not None else 0, sizes)

    @property
    def const_value(self):
        if self._const is None and self._graph is not None:
            h = _ir.initializer_content(self._graph._h, self.name)
            if h is not None and self._graph.initializers.get(self.name) is self:
                return _tensor(h, self.name)
        return self._const

    @const_value.setter
    def const_value(self, value):
        self._const = value
        if value is not None and self._graph is not None and self.is_initializer():
            _ir.set_initializer(self._graph._h, self._h, value._h)

    def producer(self):
        return None if self._graph is None else self._graph._producers().get(self)

    def index(self):
        producer = self.producer()
        return None if producer is None else producer.outputs.index(self)

    def uses(self):
        if self._graph is None:
            return ()
        return tuple(Usage(node, i) for node in self._graph.all_nodes() for i, value in enumerate(node.inputs) if value is self)

    def consumers(self):
        return tuple(dict.fromkeys(usage.node for usage in self.uses()))

    def replace_all_uses_with(self, replacement, replace_graph_outputs=False):
        for node, i in self.uses():
            node.replace_input_with(i, replacement)
        if replace_graph_outputs and self.is_graph_output():
            self._graph.outputs[:] = [replacement if value is self else value for value in self._graph.outputs]

    def is_graph_input(self):
        return self._graph is not None and any(value is self for value in self._graph.inputs)

    def is_graph_output(self):
        return self._graph is not None and any(value is self for value in self._graph.outputs)

    def is_initializer(self):
        return isinstance(self._graph, Graph) and self._graph.initializers.get(self.name) is self

    def merge_shapes(self, other):
        if other is not None and self.shape is None:
            self.shape = other

    @property
    def rank(self):
        sizes = self._sizes()
        return None if sizes is None else len(sizes)

    def _constant(self):
        const = self.const_value
        return "" if const is None else "{...}" if const.size > 10 else "{" + str(const.numpy().tolist()) + "}"

    def __str__(self):
        type = self.type
        if type is None and self.shape is None:
            return f'%"{self.name}"' + self._constant()
        kind = str(type.dtype) if isinstance(type, TensorType) else repr(type)
        shape = self.shape
        return f'%"{self.name}"<{kind},{"?" if shape is None else shape}>'

    def __repr__(self):
        parts = [f"name={self.name!r}", f"type={self.type!r}", f"shape={self.shape!r}"]
        producer = self.producer()
        if producer is not None:
            parts.append(f"producer={producer.name!r}, index={self.index()}")
        const = self.const_value
        if const is not None:
            parts.append(f"const_value={{Tensor<{const.dtype},{const.shape}>}}")
        return f"Value({', '.join(parts)})"

    def display(self, *, page=False):
        print(self)


def Input(name=None, shape=None, type=None, doc_string=None):
    return Value(name=name, shape=shape, type=type, doc_string=doc_string)


def val(name, dtype=None, shape=None, *, type=None, const_value=None):
    made = TensorType(dtype) if dtype is not None else type
    return Value(name=name, type=made, shape=None if shape is None else Shape(shape), const_value=const_value)


def _value(h, graph):
    if h is None:
        return None
    if h.obj is None:
        object.__new__(Value)._bind(h, graph)
    elif h.obj._graph is None and graph is not None:
        h.obj._graph = graph
    return h.obj


class _NodeMetadata(dict):
    """The node's metadata; the exporter's own entries can't be changed."""

    def __init__(self, node, own, added):
        super().__init__({**own, **added})
        self._node, self._own, self._added = node, own, dict(added)

    def __setitem__(self, key, value):
        if key in self._own:
            raise TypeError(f"the entry {key!r} is the exporter's own and can't be changed")
        super().__setitem__(key, value)
        self._added[key] = value
        _ir.set_node(self._node._h, "metadata_props", self._added)

    def __delitem__(self, key):
        if key in self._own:
            raise TypeError(f"the entry {key!r} is the exporter's own and can't be removed")
        super().__delitem__(key)
        del self._added[key]
        _ir.set_node(self._node._h, "metadata_props", self._added)

    def pop(self, key, *default):
        if key not in self and default:
            return default[0]
        value = self[key]
        del self[key]
        return value

    def update(self, *args, **kwargs):
        for key, value in dict(*args, **kwargs).items():
            self[key] = value

    def setdefault(self, key, default=""):
        if key not in self:
            self[key] = default
        return self[key]


class Node:
    """A call of an operator or of a function."""

    def __init__(
        self, domain, op_type, inputs, attributes=(), *, overload="", num_outputs=None, outputs=None, version=None,
        graph=None, name=None, doc_string=None, metadata_props=None,
    ):
        outputs = [Value() for _ in range(num_outputs or 1)] if outputs is None else list(outputs)
        for i, value in enumerate(outputs):
            if not value.name:
                value.name = f"val_{id(value)}_{i}"
        self._bind(_ir.new_node(domain, op_type, [v and v._h for v in inputs], [v and v._h for v in outputs], name))
        for attr in attributes.values() if isinstance(attributes, dict) else attributes:
            self.attributes.add(attr)
        if doc_string:
            self.doc_string = doc_string
        self.metadata_props.update(metadata_props or {})
        if graph is not None:
            graph.append(self)

    def _bind(self, h, graph=None):
        self._h, self._graph, self.meta = h, graph, {}
        h.obj = self

    def _field(self, name):
        return _ir.node_fields(self._h)[name]

    name = property(lambda self: self._field("name"), lambda self, value: _ir.set_node(self._h, "name", value))
    op_type = property(lambda self: self._field("op_type"), lambda self, value: _ir.set_node(self._h, "op_type", value))
    domain = property(lambda self: self._field("domain"), lambda self, value: _ir.set_node(self._h, "domain", value))
    doc_string = property(lambda self: self._field("doc_string"), lambda self, value: _ir.set_node(self._h, "doc_string", value))
    overload = property(lambda self: self._field("overload"))
    graph = property(lambda self: self._graph)

    @property
    def version(self):
        return None if self._graph is None else self._graph.opset_imports.get(self.domain)

    @property
    def inputs(self):
        return tuple(_value(h, self._graph) for h in self._field("inputs"))

    @property
    def outputs(self):
        return tuple(_value(h, self._graph) for h in self._field("outputs"))

    @property
    def attributes(self):
        return Attributes(self)

    @property
    def metadata_props(self):
        fields = _ir.node_fields(self._h)
        return _NodeMetadata(self, fields["source"], fields["metadata_props"])

    def op_identifier(self):
        return (self.domain, self.op_type, self.overload)

    def replace_input_with(self, index, value):
        inputs = self._field("inputs")
        if not 0 <= index < len(inputs):
            raise ValueError(f"Index out of range: {index}")
        inputs[index] = None if value is None else value._h
        _ir.set_node(self._h, "inputs", inputs)

    def predecessors(self):
        return tuple(dict.fromkeys(p for p in (v.producer() for v in self.inputs if v is not None) if p is not None))

    def successors(self):
        return tuple(dict.fromkeys(node for value in self.outputs for node in value.consumers()))

    def __str__(self):
        outputs = ", ".join(str(value) for value in self.outputs)
        inputs = ", ".join("None" if v is None else f'%"{v.name}"{v._constant()}' for v in self.inputs)
        attributes = self.attributes
        shown = " {" + ", ".join(f"{name}={attr}" for name, attr in attributes.items()) + "}" if attributes else ""
        overload = f":{self.overload}" if self.overload else ""
        return f"{outputs} ⬅️ {self.domain}::{self.op_type}{overload}({inputs}){shown}"

    def __repr__(self):
        return (
            f"Node(name={self.name!r}, domain={self.domain!r}, op_type={self.op_type!r}, inputs={self.inputs!r}, "
            f"attributes={dict(self.attributes)!r}, overload={self.overload!r}, outputs={self.outputs!r}, "
            f"version={self.version!r}, doc_string={self.doc_string!r})"
        )

    def display(self, *, page=False):
        print(self)


def node(op_type, inputs, attributes=None, *, domain="", overload="", num_outputs=None, outputs=None, version=None, graph=None, name=None, doc_string=None, metadata_props=None):
    given = [_inferred(key, value) for key, value in (attributes or {}).items()]
    return Node(
        domain, op_type, inputs, given, num_outputs=num_outputs, outputs=outputs, graph=graph, name=name,
        doc_string=doc_string, metadata_props=metadata_props,
    )


def _node(h, graph):
    if h.obj is None:
        object.__new__(Node)._bind(h, graph)
    elif h.obj._graph is None:
        h.obj._graph = graph
    return h.obj


class _Members(collections.abc.MutableSequence):
    """A graph's inputs or outputs: a list whose changes are the graph's."""

    def __init__(self, graph, kind):
        self._graph, self._kind = graph, kind

    def _values(self):
        return [_value(h, self._graph) for h in _ir.graph_fields(self._graph._h)[self._kind]]

    def _set(self, values):
        _ir.set_members(self._graph._h, self._kind, [value._h for value in values])

    def __len__(self):
        return len(_ir.graph_fields(self._graph._h)[self._kind])

    def __iter__(self):
        return iter(self._values())

    def __getitem__(self, index):
        return self._values()[index]

    def __setitem__(self, index, value):
        values = self._values()
        values[index] = value
        self._set(values)

    def __delitem__(self, index):
        values = self._values()
        del values[index]
        self._set(values)

    def insert(self, index, value):
        values = self._values()
        values.insert(index, value)
        self._set(values)

    def __eq__(self, other):
        return list(self) == list(other)

    def __repr__(self):
        return repr(self._values())


class GraphInitializers(collections.abc.MutableMapping):
    """The weights and constants of a graph by name."""

    def __init__(self, graph):
        self._graph = graph

    def _values(self):
        return _ir.initializers(self._graph._h)

    def __getitem__(self, name):
        return _value(self._values()[name], self._graph)

    def __contains__(self, name):
        return name in self._values()

    def __iter__(self):
        return iter(self._values())

    def __len__(self):
        return len(self._values())

    def __setitem__(self, name, value):
        if value.name != name:
            raise ValueError(f"Key '{name}' does not match the name of the value '{value.name}'")
        self.add(value)

    def __delitem__(self, name):
        _ir.set_initializer(self._graph._h, self._values()[name], None)

    def add(self, value):
        const = value.const_value
        if const is None:
            raise ValueError(f"the value {value.name!r} has no const_value")
        value._graph = self._graph
        if value.type is None:
            value.type = TensorType(const.dtype)
            value.shape = Shape(const.shape)
        _ir.set_initializer(self._graph._h, value._h, const._h)

    def __repr__(self):
        return repr({name: self[name] for name in self})


class _GraphBase(collections.abc.Sequence):
    def _bind(self, h, model=None):
        self._h, self._model, self.meta = h, model, {}
        h.obj = self

    def _field(self, name):
        return _ir.graph_fields(self._h)[name]

    name = property(lambda self: self._field("name"), lambda self, value: _ir.set_graph_name(self._h, value))
    doc_string = property(lambda self: self._field("doc_string"))
    metadata_props = property(lambda self: self._field("metadata_props"))
    inputs = property(lambda self: _Members(self, "inputs"))
    outputs = property(lambda self: _Members(self, "outputs"))

    def _nodes(self):
        return [_node(h, self) for h in self._field("nodes")]

    def __len__(self):
        return len(self._field("nodes"))

    def __iter__(self):
        return iter(self._nodes())

    def __reversed__(self):
        return reversed(self._nodes())

    def __getitem__(self, index):
        return self._nodes()[index]

    def __contains__(self, node):
        return any(node is other for other in self._nodes())

    def num_nodes(self):
        return len(self)

    def node(self, index_or_name):
        if isinstance(index_or_name, str):
            for node in self._nodes():
                if node.name == index_or_name:
                    return node
            raise ValueError(f"Node with name '{index_or_name}' not found.")
        return self._nodes()[index_or_name]

    def all_nodes(self):
        for node in self._nodes():
            yield node
            for graph in _subgraphs(node):
                yield from graph.all_nodes()

    def subgraphs(self):
        for node in self._nodes():
            for graph in _subgraphs(node):
                yield graph
                yield from graph.subgraphs()

    def _producers(self):
        return {value: node for node in self._nodes() for value in node.outputs if value is not None}

    def _set_nodes(self, nodes):
        _ir.set_members(self._h, "nodes", [node._h for node in nodes])
        for node in nodes:
            node._graph = self

    def append(self, node):
        self._set_nodes([*self._nodes(), node])

    def extend(self, nodes):
        self._set_nodes([*self._nodes(), *nodes])

    def insert_before(self, node, new_nodes):
        nodes = self._nodes()
        at = nodes.index(node)
        self._set_nodes([*nodes[:at], *(new_nodes if isinstance(new_nodes, (list, tuple)) else [new_nodes]), *nodes[at:]])

    def insert_after(self, node, new_nodes):
        nodes = self._nodes()
        at = nodes.index(node) + 1
        self._set_nodes([*nodes[:at], *(new_nodes if isinstance(new_nodes, (list, tuple)) else [new_nodes]), *nodes[at:]])

    def remove(self, nodes, /, safe=False):
        gone = list(nodes) if isinstance(nodes, (list, tuple, set)) else [nodes]
        if safe:
            for node in gone:
                for value in node.outputs:
                    if value.is_graph_output() or any(usage.node not in gone for usage in value.uses()):
                        raise ValueError(f"the output {value.name!r} of {node.name!r} is still in use")
        kept = [node for node in self._nodes() if not any(node is other for other in gone)]
        self._set_nodes(kept)
        for node in gone:
            node._graph = None

    def _body(self, indent):
        lines = []
        width = len(str(len(self)))
        for i, node in enumerate(self._nodes()):
            lines.append(f"{indent}{i:>{width}} |  # {node.name}")
            lines.append(f"{indent}{' ' * width}    {node}")
        lines.append(f"{indent}return " + ", ".join(str(value) for value in self.outputs))
        return lines

    def display(self, *, page=False):
        print(self)


def _subgraphs(node):
    for attr in node.attributes.values():
        if attr.type == AttributeType.GRAPH and not attr.is_ref():
            yield attr.value
        elif attr.type == AttributeType.GRAPHS:
            yield from attr.value


def _parenthesised(name, values):
    inner = "".join(f"\\n        {value}," for value in values).rstrip(",")
    return f"    {name}=({inner}\\n    ),"


class Graph(_GraphBase):
    @property
    def opset_imports(self):
        return {} if self._model is None else self._model.opset_imports

    @property
    def initializers(self):
        return GraphInitializers(self)

    def register_initializer(self, value):
        self.initializers.add(value)

    def __str__(self):
        lines = ["graph(", f"    name={self.name},", _parenthesised("inputs", self.inputs), _parenthesised("outputs", self.outputs)]
        if self.initializers:
            shown = [f"{value}{value._constant()}" for value in self.initializers.values()]
            lines.append(_parenthesised("initializers", shown))
        return "\\n".join([*lines, ") {", *self._body("    "), "}"])

    def __repr__(self):
        return f"Graph(name={self.name!r}, inputs={self.inputs!r}, outputs={self.outputs!r}, initializers={self.initializers!r}, len()={len(self)})"


class Function(_GraphBase):
    domain = property(lambda self: self._field("domain"))
    overload = property(lambda self: self._field("overload"))
    opset_imports = property(lambda self: self._field("opset_imports"))
    initializers = property(lambda self: {})

    @property
    def attributes(self):
        return {name: None for name in self._field("attributes")}

    def identifier(self):
        return (self.domain, self.name, self.overload)

    def __str__(self):
        lines = ["<", f"    opset_imports={dict(self.opset_imports)!r},", ">", f"def {self.domain}::{self.name}("]
        lines.extend(f"    {value}," for value in self.inputs)
        return "\\n".join([*lines, ") {", *self._body("    "), "}"]).replace(",\\n) {", "\\n) {")

    def __repr__(self):
        return f"Function(domain={self.domain!r}, name={self.name!r}, overload={self.overload!r}, inputs={self.inputs!r}, outputs={self.outputs!r}, len()={len(self)})"


def _graph(h, model=None):
    if h.obj is None:
        object.__new__(Graph)._bind(h, model)
    return h.obj


def _model_field(name):
    return property(lambda self: _ir.model_fields(self._h)[name], lambda self, value: _ir.set_model_field(self._h, name, value))


class Model:
    """A model: a graph, the functions that it calls, and what is said of it."""

    ir_version = _model_field("ir_version")
    producer_name = _model_field("producer_name")
    producer_version = _model_field("producer_version")
    domain = _model_field("domain")
    model_version = _model_field("model_version")
    doc_string = _model_field("doc_string")

    @property
    def graph(self):
        return _graph(_ir.model_fields(self._h)["graph"], self)

    @property
    def opset_imports(self):
        return _ir.model_fields(self._h)["opset_imports"]

    @property
    def metadata_props(self):
        return _ir.model_fields(self._h)["metadata_props"]

    @property
    def functions(self):
        made = {}
        for h in _ir.model_fields(self._h)["functions"]:
            if h.obj is None:
                object.__new__(Function)._bind(h, self)
            made[h.obj.identifier()] = h.obj
        return made

    def graphs(self):
        yield self.graph
        yield from self.graph.subgraphs()

    def clone(self):
        return from_proto(to_proto(self))

    def _head(self):
        names = ("ir_version", "opset_imports", "producer_name", "producer_version", "domain", "model_version")
        return [f"    {name}={getattr(self, name)!r}," for name in names]

    def __str__(self):
        parts = ["<", *self._head(), ">", str(self.graph)]
        for function in self.functions.values():
            parts.extend(["", str(function)])
        return "\\n".join(parts)

    def __repr__(self):
        graph = repr(self.graph)
        return "\\n".join(["Model(", *self._head(), f"    functions={self.functions!r},", f"    graph={graph},", ")"])

    def display(self, *, page=False):
        print(self)


def _model(h):
    if h.obj is None:
        made = object.__new__(Model)
        made._h, made.meta = h, {}
        h.obj = made
    return h.obj


def from_proto(proto):
    import onnx

    if isinstance(proto, onnx.ModelProto):
        return _model(_ir.read_model(proto.SerializeToString()))
    if isinstance(proto, onnx.TensorProto):
        return Tensor(onnx.numpy_helper.to_array(proto), name=proto.name)
    raise NotImplementedError(f"from_proto of {type(proto).__name__}: models and tensors are read here")


def to_proto(ir_object):
    import onnx

    if isinstance(ir_object, Model):
        return _ir.to_proto(ir_object._h)
    if isinstance(ir_object, Tensor):
        return onnx.numpy_helper.from_array(ir_object.numpy(), ir_object.name)
    raise NotImplementedError(f"to_proto of {type(ir_object).__name__}: models and tensors are written here")


def load(path, format=None):
    import onnx

    return from_proto(onnx.load(path, format))


def save(model, path, format=None, external_data=None, size_threshold_bytes=256, callback=None, **kwargs):
    import onnx

    beside = {} if external_data is None else dict(save_as_external_data=True, location=str(external_data), size_threshold=size_threshold_bytes)
    onnx.save(to_proto(model), path, format, **beside)


def __getattr__(name):
    if name in ("passes", "convenience", "tape", "schemas", "traversal", "GraphView", "ExternalTensor", "LazyTensor", "PackedTensor", "StringTensor"):
        raise NotImplementedError(
            f"onnx_ir.{name} is not available here: save the model and use the onnx_ir package in Python for that"
        )
    raise AttributeError(f"module 'onnx_ir' has no attribute {name!r}")


from onnx_ir import serde, external_data
`;

export const ONNX_IR_SERDE = `
from onnx_ir import from_proto as deserialize_model, to_proto as serialize_model, from_proto, to_proto
`;

export const ONNX_IR_EXTERNAL = `
def load_to_model(model):
    """The data is in the model already: it is read when it is asked for."""
    return model


def unload_from_model(model, base_dir, relative_path, size_threshold_bytes=0, callback=None):
    raise NotImplementedError("write external data with onnx_ir.save(model, path, external_data=name)")
`;
