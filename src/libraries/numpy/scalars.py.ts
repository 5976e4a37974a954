/** numpy's scalar types, dtypes and type promotion, in Python: the first part of the array module. */

export const NUMPY_SCALARS = `
import math
import operator

newaxis = None
pi = math.pi
e = math.e
inf = math.inf
nan = math.nan
euler_gamma = 0.5772156649015329

class generic:
    """Base of the scalar types."""
    __slots__ = ()

class number(generic):
    __slots__ = ()

class integer(number):
    __slots__ = ()

class signedinteger(integer):
    __slots__ = ()

class unsignedinteger(integer):
    __slots__ = ()

class floating(number):
    __slots__ = ()

class complexfloating(number):
    __slots__ = ()

def _scalar_methods(cls, convert):
    cls.item = lambda self: convert(self)
    cls.tolist = lambda self: convert(self)
    cls.dtype = property(lambda self: dtype(cls))
    cls.shape = ()
    cls.ndim = 0
    cls.size = 1
    cls.astype = lambda self, t: array(convert(self), dtype=t)[()]
    cls.reshape = lambda self, *shape: array(convert(self), dtype=cls).reshape(*shape)
    return cls

def _integer(name, bits, signed):
    base = signedinteger if signed else unsignedinteger
    low = -(1 << bits - 1) if signed else 0
    def __new__(cls, value=0):
        value = int(value)
        return int.__new__(cls, (value - low) % (1 << bits) + low)
    def __repr__(self):
        return f"np.{name}({int(self)})"
    cls = type(name, (int, base), {"__new__": __new__, "__repr__": __repr__, "__str__": lambda self: str(int(self)), "__module__": "numpy"})
    for op in "add sub mul floordiv mod pow truediv".split():
        _wrap(cls, op)
    return _scalar_methods(cls, int)

def _floating(name):
    def __repr__(self):
        return f"np.{name}({float(self)!r})"
    cls = type(name, (float, floating), {"__repr__": __repr__, "__str__": lambda self: repr(float(self)), "__module__": "numpy"})
    for op in "add sub mul floordiv mod pow truediv".split():
        _wrap(cls, op)
    return _scalar_methods(cls, float)

def _wrap(cls, op):
    """Arithmetic of scalars: with arrays and other scalars as arrays do it."""
    plain = getattr(operator, op)
    def forward(self, other):
        if isinstance(other, ndarray):
            return NotImplemented
        if not isinstance(other, (bool, int, float, complex)):
            return NotImplemented
        return _binary(plain, self, other)
    def backward(self, other):
        if not isinstance(other, (bool, int, float, complex)):
            return NotImplemented
        return _binary(plain, other, self)
    setattr(cls, f"__{op}__", forward)
    setattr(cls, f"__r{op}__", backward)

class dtype:
    """A kind of element; compares equal to its name and its scalar type."""
    _known = {}
    def __new__(cls, of=None, *args, **kwargs):
        if isinstance(of, dtype):
            return of
        if of is None:
            of = "float64"
        if of is bool or of == "bool_" or of == "?":
            name = "bool"
        elif of is int:
            name = "int64"
        elif of is float:
            name = "float64"
        elif of is complex:
            name = "complex128"
        elif isinstance(of, type):
            name = "bool" if of is bool_ else of.__name__
        else:
            name = _CODES.get(str(of), str(of))
        if name not in cls._known:
            if name not in _SCALARS:
                raise TypeError(f"data type {of!r} not understood")
            self = object.__new__(cls)
            self.name = name
            self.type = _SCALARS[name]
            self.kind = "b" if name == "bool" else "u" if name[0] == "u" else name[0]
            self.itemsize = 1 if name == "bool" else int("".join(c for c in name if c.isdigit()) or 64) // 8
            cls._known[name] = self
        return cls._known[name]
    def __eq__(self, other):
        try:
            return self.name == dtype(other).name
        except TypeError:
            return False
    def __hash__(self):
        return hash(self.name)
    def __repr__(self):
        return f"dtype('{self.name}')"
    def __str__(self):
        return self.name

_CODES = {"f": "float32", "d": "float64", "f2": "float16", "f4": "float32", "f8": "float64", "i": "int32", "i1": "int8",
          "i2": "int16", "i4": "int32", "i8": "int64", "u1": "uint8", "l": "int64", "float": "float64", "int": "int64",
          "half": "float16", "single": "float32", "double": "float64", "<f4": "float32", "<f8": "float64", "<i8": "int64",
          "long": "int64", "complex": "complex128", "B": "uint8"}

int8, int16, int32, int64 = (_integer(f"int{b}", b, True) for b in (8, 16, 32, 64))
uint8, uint16, uint32, uint64 = (_integer(f"uint{b}", b, False) for b in (8, 16, 32, 64))
float16, float32, float64 = (_floating(f"float{b}") for b in (16, 32, 64))
class complex128(complexfloating):
    def __new__(cls, value=0):
        return complex(value)
class complex64(complexfloating):
    def __new__(cls, value=0):
        return complex(value)
class bool_(generic):
    def __new__(cls, value=False):
        return bool(value)
half, single, double, intp, int_, long, uint, float_ = float16, float32, float64, int64, int64, int64, uint64, float64
byte, ubyte, short, intc, longlong = int8, uint8, int16, int32, int64
_SCALARS = {"bool": bool_, "int8": int8, "int16": int16, "int32": int32, "int64": int64, "uint8": uint8, "uint16": uint16,
            "uint32": uint32, "uint64": uint64, "float16": float16, "float32": float32, "float64": float64,
            "complex64": complex64, "complex128": complex128}

def _round32(x):
    import struct
    try:
        return struct.unpack("f", struct.pack("f", x))[0]
    except OverflowError:
        return math.copysign(math.inf, x)

def _round16(x):
    import struct
    try:
        return struct.unpack("e", struct.pack("e", x))[0]
    except OverflowError:
        return math.copysign(math.inf, x)

def _converter(d):
    if d.kind == "b":
        return bool
    if d.kind in "iu":
        return lambda x: int(d.type(x))
    if d.kind == "c":
        return complex
    return float if d.name == "float64" else (lambda x: _round32(float(x))) if d.name == "float32" else (lambda x: _round16(float(x)))

_ORDER = "bool int8 uint8 int16 uint16 int32 uint32 int64 uint64 float16 float32 float64 complex64 complex128".split()

def _promote(a, b):
    if a is b:
        return a
    x, y = sorted((a.name, b.name), key=_ORDER.index)
    if y[0] == "f" and x[0] in "iu" and dtype(x).itemsize >= dtype(y).itemsize:
        return dtype("float64" if dtype(x).itemsize >= 4 else "float32")
    if y[0] == "u" and x[0] == "i":
        return dtype({"uint8": "int16", "uint16": "int32", "uint32": "int64"}.get(y, "float64"))
    if x[0] == "u" and y[0] == "i" and dtype(x).itemsize == dtype(y).itemsize:
        return dtype({1: "int16", 2: "int32", 4: "int64"}.get(dtype(x).itemsize, "float64"))
    return dtype(y)

def result_type(*values):
    found = None
    for v in values:
        d = v.dtype if isinstance(v, (ndarray, generic)) else dtype(v) if isinstance(v, (dtype, type, str)) else _infer([v])
        found = d if found is None else _promote(found, d)
    return found

promote_types = result_type

def _infer(flat):
    found = None
    for v in flat:
        if isinstance(v, generic):
            d = v.dtype
        elif isinstance(v, bool):
            d = dtype("bool")
        elif isinstance(v, int):
            d = dtype("int64")
        elif isinstance(v, float):
            d = dtype("float64")
        elif isinstance(v, complex):
            d = dtype("complex128")
        else:
            raise TypeError(f"arrays of {type(v).__name__} are not supported")
        if d is not found:
            found = d if found is None else _promote(found, d)
    return found or dtype("float64")
`;
