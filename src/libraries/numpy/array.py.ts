/** numpy's arrays, written in Python over flat lists: small arrays that models compute while they are built. */

export const NUMPY_ARRAY = String.raw`
def _prod(shape):
    n = 1
    for s in shape:
        n *= s
    return n

def _steps(shape):
    out, n = [], 1
    for s in reversed(shape):
        out.append(n)
        n *= s
    return out[::-1]

def _make(data, shape, d):
    self = object.__new__(ndarray)
    self._data = data
    self._shape = tuple(shape)
    self.dtype = d
    return self

def _result(data, shape, d):
    """An array, or a scalar when it has no dimensions."""
    return d.type(data[0]) if len(shape) == 0 else _make(data, shape, d)

def _collect(value, flat, shape, depth):
    if isinstance(value, ndarray) or hasattr(value, "tolist") and not isinstance(value, (int, float)):
        # A tensor's numpy() refuses what only the running model knows.
        value = (value.numpy() if hasattr(value, "numpy") else value).tolist()
    if isinstance(value, (list, tuple, range)):
        if len(shape) == depth:
            shape.append(len(value))
        elif shape[depth] != len(value):
            raise ValueError("setting an array element with a sequence. The requested array has an inhomogeneous shape.")
        for v in value:
            _collect(v, flat, shape, depth + 1)
    else:
        flat.append(value)

def array(object, dtype=None, *, copy=True, order="K", subok=False, ndmin=0):
    want = None if dtype is None else globals()["dtype"](dtype)
    if isinstance(object, ndarray):
        flat, shape, have = list(object._data), list(object._shape), object.dtype
    else:
        flat, shape = [], []
        if hasattr(object, "__iter__") and not isinstance(object, (list, tuple, range)) and not hasattr(object, "tolist"):
            object = list(object)
        _collect(object, flat, shape, 0)
        have = _torch_dtype(object) or _infer(flat)
    want = want or have
    convert = _converter(want)
    if want is not have or not isinstance(object, ndarray):
        flat = [convert(v) for v in flat]
    while len(shape) < ndmin:
        shape.insert(0, 1)
    return _make(flat, shape, want)

def _torch_dtype(value):
    name = str(getattr(value, "dtype", ""))
    return dtype(name[6:]) if name.startswith("torch.") and name[6:] in _SCALARS else None

def asarray(a, dtype=None, order=None, **kwargs):
    if isinstance(a, ndarray) and (dtype is None or a.dtype == dtype):
        return a
    return array(a, dtype)

asanyarray = ascontiguousarray = asfortranarray = asarray

def broadcast_shapes(*shapes):
    rank = max_list((len(s) for s in shapes), default=0)
    out = []
    for i in range(rank):
        size = 1
        for s in shapes:
            j = i - rank + len(s)
            if j >= 0 and s[j] != 1:
                if size not in (1, s[j]):
                    raise ValueError("operands could not be broadcast together with shapes " + " ".join(map(str, shapes)))
                size = s[j]
        out.append(size)
    return tuple(out)

def _offsets(shape, steps):
    offsets = [0]
    for size, step in zip(shape, steps):
        offsets = [o + i * step for o in offsets for i in range(size)]
    return offsets

def broadcast_to(a, shape, subok=False):
    a = asarray(a)
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    if a._shape == shape:
        return a
    if broadcast_shapes(a._shape, shape) != shape:
        raise ValueError(f"cannot broadcast an array of shape {a._shape} to shape {shape}")
    own = [0] * (len(shape) - a.ndim) + [0 if n == 1 else s for n, s in zip(a._shape, _steps(a._shape))]
    return _make([a._data[o] for o in _offsets(shape, own)], shape, a.dtype)

def _operand(x, other):
    """Python numbers take the kind of the array that they meet."""
    if isinstance(x, (ndarray, generic)):
        return asarray(x)
    if isinstance(x, (bool, int, float, complex)) and isinstance(other, (ndarray, generic)):
        d = other.dtype
        if isinstance(x, bool) or isinstance(x, int) and d.kind in "iufc" or isinstance(x, float) and d.kind in "fc":
            return array(x, dtype=d if not isinstance(x, bool) or d.kind == "b" else bool)
    return asarray(x)

_COMPARES = {operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne}

def _safe(f):
    if f is operator.truediv:
        def divide(a, b):
            if b == 0:
                return math.nan if a == 0 or a != a else math.copysign(math.inf, a) * math.copysign(1.0, b)
            return a / b
        return divide
    if f in (operator.floordiv, operator.mod):
        return lambda a, b: f(a, b) if b != 0 else math.nan if isinstance(a, float) or isinstance(b, float) else 0
    return f

def _binary(f, a, b):
    x, y = _operand(a, b), _operand(b, a)
    d = _promote(x.dtype, y.dtype)
    if f in _COMPARES:
        out = dtype("bool")
    elif f is operator.truediv and d.kind in "biu":
        out = dtype("float64")
    elif f is operator.pow and d.kind in "iu" and any_list(v < 0 for v in y._data):
        raise ValueError("Integers to negative integer powers are not allowed.")
    else:
        out = d
    if x._shape != y._shape:
        shape = broadcast_shapes(x._shape, y._shape)
        x, y = broadcast_to(x, shape), broadcast_to(y, shape)
    g, convert = _safe(f), _converter(out)
    return _result([convert(g(p, q)) for p, q in zip(x._data, y._data)], x._shape, out)

def _unary(f, a, keep=True):
    x = asarray(a)
    out = x.dtype if keep or x.dtype.kind in "fc" else dtype("float64")
    convert = _converter(out)
    return _result([convert(f(v)) for v in x._data], x._shape, out)

def _axes(axis, rank):
    axes = range(rank) if axis is None else (axis,) if isinstance(axis, int) else axis
    return sorted((operator.index(a) + rank if a < 0 else operator.index(a)) for a in axes)

def _reduce(f, a, axis, keepdims, out):
    x = asarray(a)
    axes = _axes(axis, x.ndim)
    kept = [i for i in range(x.ndim) if i not in axes]
    steps = _steps(x._shape)
    inner = _offsets([x._shape[i] for i in axes], [steps[i] for i in axes])
    data = [f([x._data[o + i] for i in inner]) for o in _offsets([x._shape[i] for i in kept], [steps[i] for i in kept])]
    shape = [1 if i in axes else s for i, s in enumerate(x._shape)] if keepdims else [x._shape[i] for i in kept]
    convert = _converter(out)
    return _result([convert(v) for v in data], shape, out)

class ndarray:
    __array_priority__ = 1000.0
    __hash__ = None
    def __new__(cls, shape, dtype=float, **kwargs):
        return empty(shape, dtype)
    @property
    def shape(self):
        return self._shape
    @shape.setter
    def shape(self, value):
        self._shape = self.reshape(value)._shape
    @property
    def ndim(self):
        return len(self._shape)
    @property
    def size(self):
        return len(self._data)
    @property
    def itemsize(self):
        return self.dtype.itemsize
    @property
    def nbytes(self):
        return self.size * self.itemsize
    @property
    def T(self):
        return self.transpose()
    @property
    def flat(self):
        return iter(self.ravel())
    @property
    def real(self):
        return _make([v.real for v in self._data], self._shape, dtype("float64") if self.dtype.kind == "c" else self.dtype)
    @property
    def imag(self):
        return _make([v.imag for v in self._data], self._shape, dtype("float64") if self.dtype.kind == "c" else self.dtype)

    def __len__(self):
        if not self._shape:
            raise TypeError("len() of unsized object")
        return self._shape[0]
    def __iter__(self):
        if not self._shape:
            raise TypeError("iteration over a 0-d array")
        return (self[i] for i in range(self._shape[0]))
    def __bool__(self):
        if self.size != 1:
            raise ValueError("The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()")
        return bool(self._data[0])
    def _one(self):
        if self.size != 1:
            raise TypeError("only 0-dimensional arrays can be converted to Python scalars")
        return self._data[0]
    def __int__(self):
        return int(self._one())
    def __float__(self):
        return float(self._one())
    def __index__(self):
        if self._shape or self.dtype.kind not in "iu":
            raise TypeError("only integer scalar arrays can be converted to a scalar index")
        return self._data[0]
    def __contains__(self, value):
        return value in self._data
    def __copy__(self):
        return self.copy()
    def __deepcopy__(self, memo):
        return self.copy()
    def __repr__(self):
        return "array(" + _text(self, ", ", 6) + ("" if self.dtype.name in ("int64", "float64", "bool") else f", dtype={self.dtype.name}") + ")"
    def __str__(self):
        return _text(self, " ", 0)

    def item(self, *index):
        if index:
            return self[index[0] if len(index) == 1 and not isinstance(index[0], tuple) and self.ndim == 1 else tuple(index)].item()
        if self.size != 1:
            raise ValueError("can only convert an array of size 1 to a Python scalar")
        return self._data[0]
    def tolist(self):
        def nest(start, shape):
            if not shape:
                return self._data[start]
            step = _prod(shape[1:])
            return [nest(start + i * step, shape[1:]) for i in range(shape[0])]
        return nest(0, self._shape)
    def copy(self, order="C"):
        return _make(list(self._data), self._shape, self.dtype)
    def astype(self, dtype, copy=True, **kwargs):
        return array(self, dtype)
    def view(self, *args):
        return self
    def tobytes(self):
        import struct
        code = {"float64": "d", "float32": "f", "float16": "e", "int64": "q", "int32": "i", "int16": "h", "int8": "b", "uint8": "B", "bool": "?"}[self.dtype.name]
        return struct.pack("<" + str(self.size) + code, *self._data)
    def fill(self, value):
        self._data[:] = [_converter(self.dtype)(value)] * self.size
    def reshape(self, *shape, order="C"):
        if len(shape) == 1 and not isinstance(shape[0], int):
            shape = tuple(shape[0])
        shape = [operator.index(s) for s in shape]
        if -1 in shape:
            known = _prod([s for s in shape if s != -1])
            shape[shape.index(-1)] = self.size // known if known else 0
        if _prod(shape) != self.size:
            raise ValueError(f"cannot reshape array of size {self.size} into shape {tuple(shape)}")
        return _make(self._data, shape, self.dtype)
    def ravel(self, order="C"):
        return self.reshape(-1)
    def flatten(self, order="C"):
        return self.copy().reshape(-1)
    def squeeze(self, axis=None):
        axes = [i for i, s in enumerate(self._shape) if s == 1] if axis is None else _axes(axis, self.ndim)
        return self.reshape([s for i, s in enumerate(self._shape) if i not in axes])
    def transpose(self, *axes):
        if len(axes) == 1 and not isinstance(axes[0], int):
            axes = axes[0]
        axes = [a % self.ndim for a in axes] if axes else list(range(self.ndim))[::-1]
        steps = _steps(self._shape)
        shape = [self._shape[a] for a in axes]
        return _make([self._data[o] for o in _offsets(shape, [steps[a] for a in axes])], shape, self.dtype)
    def swapaxes(self, a, b):
        axes = list(range(self.ndim))
        axes[a], axes[b] = axes[b], axes[a]
        return self.transpose(axes)

    def sum(self, axis=None, dtype=None, keepdims=False):
        d = globals()["dtype"](dtype) if dtype else globals()["dtype"]("int64") if self.dtype.kind in "bi" else self.dtype
        return _reduce(sum_list, self, axis, keepdims, d)
    def prod(self, axis=None, dtype=None, keepdims=False):
        d = globals()["dtype"](dtype) if dtype else globals()["dtype"]("int64") if self.dtype.kind in "bi" else self.dtype
        return _reduce(_prod, self, axis, keepdims, d)
    def mean(self, axis=None, dtype=None, keepdims=False):
        d = self.dtype if self.dtype.kind in "fc" else globals()["dtype"]("float64")
        return _reduce(lambda v: sum_list(v) / len(v), self, axis, keepdims, d)
    def var(self, axis=None, ddof=0, keepdims=False):
        def one(values):
            m = sum_list(values) / len(values)
            return sum_list([(v - m) ** 2 for v in values]) / (len(values) - ddof)
        return _reduce(one, self, axis, keepdims, self.dtype if self.dtype.kind == "f" else dtype("float64"))
    def std(self, axis=None, ddof=0, keepdims=False):
        return sqrt(self.var(axis, ddof, keepdims))
    def max(self, axis=None, keepdims=False):
        return _reduce(max_list, self, axis, keepdims, self.dtype)
    def min(self, axis=None, keepdims=False):
        return _reduce(min_list, self, axis, keepdims, self.dtype)
    def all(self, axis=None, keepdims=False):
        return _reduce(all_list, self, axis, keepdims, dtype("bool"))
    def any(self, axis=None, keepdims=False):
        return _reduce(any_list, self, axis, keepdims, dtype("bool"))
    def argmax(self, axis=None):
        return _reduce(lambda v: v.index(max_list(v)), self, axis, False, dtype("int64"))
    def argmin(self, axis=None):
        return _reduce(lambda v: v.index(min_list(v)), self, axis, False, dtype("int64"))
    def cumsum(self, axis=None):
        return cumsum(self, axis)
    def clip(self, min=None, max=None):
        return clip(self, min, max)
    def round(self, decimals=0):
        return around(self, decimals)
    def dot(self, other):
        return dot(self, other)
    def repeat(self, repeats, axis=None):
        return repeat(self, repeats, axis)
    def nonzero(self):
        return nonzero(self)
    def argsort(self, axis=-1):
        return argsort(self, axis)
    def sort(self, axis=-1):
        self._data[:] = sort(self, axis)._data

    def __getitem__(self, key):
        shape, offsets = _locate(self, key)
        if shape == () and offsets.__class__ is int:
            return self.dtype.type(self._data[offsets])
        return _make([self._data[o] for o in offsets], shape, self.dtype)
    def __setitem__(self, key, value):
        shape, offsets = _locate(self, key)
        convert = _converter(self.dtype)
        if offsets.__class__ is int:
            self._data[offsets] = convert(asarray(value)._one())
            return
        for o, v in zip(offsets, broadcast_to(asarray(value), shape)._data):
            self._data[o] = convert(v)
    def __neg__(self):
        return _unary(operator.neg, self)
    def __pos__(self):
        return self
    def __abs__(self):
        return _unary(abs_, self)
    def __invert__(self):
        return _unary(operator.not_ if self.dtype.kind == "b" else operator.invert, self)
    def __matmul__(self, other):
        return matmul(self, other)
    def __rmatmul__(self, other):
        return matmul(other, self)

abs_ = abs
max_list, min_list, all_list, any_list, round_ = max, min, all, any, round

def sum_list(values):
    return sum_builtin(values)

sum_builtin = sum

def _words(a):
    """The elements as text, of one width."""
    if a.dtype.kind != "f":
        words = [repr(v) for v in a._data]
    else:
        finite = [abs_(v) for v in a._data if v == v and v not in (math.inf, -math.inf)]
        largest, least = max_list(finite, default=0), min_list((v for v in finite if v), default=0)
        digits = 8 if a.dtype.name == "float64" else 7
        if largest >= 1e8 or least and (least < 1e-4 or largest / least > 1000 and least < 1e-3):
            words = [f"{v:.{digits}e}" for v in a._data]
        else:
            parts = [f"{v:.{digits}f}".rstrip("0") if v == v and v not in (math.inf, -math.inf) else repr(v) for v in a._data]
            places = max_list((len(p.partition(".")[2]) for p in parts if "." in p), default=0)
            words = [p + " " * (places - len(p.partition(".")[2])) if "." in p else p for p in parts]
    width = max_list((len(w) for w in words), default=0)
    return [w.rjust(width) for w in words]

def _text(a, separator, indent):
    words = _words(a)
    def nest(start, shape, depth):
        if not shape:
            return words[start]
        step = _prod(shape[1:])
        rows = [nest(start + i * step, shape[1:], depth + 1) for i in range(shape[0])]
        gap = separator if len(shape) == 1 else separator.rstrip() + "\n" * (len(shape) - 1) + " " * (indent + depth + 1)
        return "[" + gap.join(rows) + "]"
    return nest(0, a._shape, 0)

def _install(op, name):
    f = getattr(operator, name)
    def forward(self, other):
        return _binary(f, self, other)
    def backward(self, other):
        return _binary(f, other, self)
    def inplace(self, other):
        made = _binary(f, self, other)
        self._data[:] = [_converter(self.dtype)(v) for v in made._data]
        return self
    setattr(ndarray, f"__{op}__", forward)
    if op not in ("lt", "le", "gt", "ge", "eq", "ne"):
        setattr(ndarray, f"__r{op}__", backward)
        setattr(ndarray, f"__i{op}__", inplace)

for _op in "add sub mul truediv floordiv mod pow lt le gt ge eq ne and or xor lshift rshift".split():
    _install(_op, _op + "_" if _op in ("and", "or") else _op)

def _locate(a, key):
    """The shape of what the key selects, and the places of its elements in the data (an int for one element)."""
    if isinstance(key, ndarray) and key.dtype.kind == "b":
        key = nonzero(key)
    keys = list(key) if isinstance(key, tuple) else [key]
    keys = [p for k in keys for p in (nonzero(k) if isinstance(k, ndarray) and k.dtype.kind == "b" else (k,))]
    used = sum_builtin(1 for k in keys if k is not None and k is not Ellipsis)
    if used > a.ndim:
        raise IndexError(f"too many indices for array: array is {a.ndim}-dimensional, but {used} were indexed")
    at = next((i for i, k in enumerate(keys) if k is Ellipsis), None)
    fill = [slice(None)] * (a.ndim - used)
    keys = keys + fill if at is None else keys[:at] + fill + keys[at + 1:]
    steps, start, dims, shape, lists, place = _steps(a._shape), 0, [], [], [], None
    axis = 0
    for k in keys:
        if k is None:
            shape.append(1)
            dims.append((1, 0))
            continue
        size, step = a._shape[axis], steps[axis]
        axis += 1
        if isinstance(k, slice):
            r = range(*k.indices(size))
            start += r.start * step if len(r) else 0
            shape.append(len(r))
            dims.append((len(r), r.step * step))
        elif isinstance(k, (list, tuple, ndarray, range)) and (not isinstance(k, ndarray) or k.ndim):
            if place is None:
                place = len(shape)
            lists.append((asarray(k), size, step))
        else:
            i = operator.index(k)
            if not -size <= i < size:
                raise IndexError(f"index {i} is out of bounds for axis {axis - 1} with size {size}")
            start += (i + size if i < 0 else i) * step
    if not lists:
        if not shape:
            return (), start
        return tuple(shape), [start + o for o in _offsets([d[0] for d in dims], [d[1] for d in dims])]
    joint = broadcast_shapes(*[l[0]._shape for l in lists])
    picked = [0] * _prod(joint)
    for index, size, step in lists:
        for n, i in enumerate(broadcast_to(index, joint)._data):
            if not -size <= i < size:
                raise IndexError(f"index {i} is out of bounds for axis with size {size}")
            picked[n] += (i + size if i < 0 else i) * step
    before, after = dims[:place], dims[place:]
    head = _offsets([d[0] for d in before], [d[1] for d in before])
    tail = _offsets([d[0] for d in after], [d[1] for d in after])
    return tuple(shape[:place]) + joint + tuple(shape[place:]), [start + h + p + t for h in head for p in picked for t in tail]
`;
