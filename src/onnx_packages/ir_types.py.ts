/** The first part of the package `onnx_ir`: element types, shapes, types of values, tensors. */

export const IR_TYPES = `
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
`;
