/** What else numpy's module has: limits of dtypes, loops over arrays, polynomials, error state. */

export const NUMPY_TOOLS = String.raw`
import builtins as _b
import numpy as _np

class finfo:
    def __init__(self, dtype):
        of = _np.dtype(dtype if isinstance(dtype, (type, str, _np.dtype)) else dtype.dtype)
        if of.kind == "c":
            of = _np.dtype(f"f{of.itemsize // 2}")
        if of.kind != "f":
            raise ValueError(f"data type {of.type!r} not inexact")
        self.dtype = of
        self.bits, self.maxexp, self.nmant = {2: (16, 16, 10), 4: (32, 128, 23), 8: (64, 1024, 52)}[of.itemsize]
        self.nexp = self.bits - self.nmant - 1
        self.minexp, self.machep, self.negep = 2 - self.maxexp, -self.nmant, -self.nmant - 1
        self.iexp, self.precision = self.nexp, {10: 3, 23: 6, 52: 15}[self.nmant]
        one = of.type
        self.eps, self.epsneg = one(2.0 ** -self.nmant), one(2.0 ** -(self.nmant + 1))
        self.max = one((2 - 2.0 ** -self.nmant) * 2.0 ** (self.maxexp - 1))
        self.min = -self.max
        self.tiny = self.smallest_normal = one(2.0 ** self.minexp)
        self.smallest_subnormal = one(2.0 ** (self.minexp - self.nmant))
        self.resolution = one(10.0 ** -self.precision)
    def __repr__(self):
        return f"finfo(resolution={self.resolution}, min={self.min}, max={self.max}, dtype={self.dtype})"

class iinfo:
    def __init__(self, int_type):
        of = _np.dtype(int_type if isinstance(int_type, (type, str, _np.dtype)) else getattr(int_type, "dtype", type(int_type)))
        if of.kind not in "iu":
            raise ValueError(f"Invalid integer data type {of.kind!r}.")
        self.dtype, self.kind, self.bits = of, of.kind, of.itemsize * 8
        self.key = f"{of.kind}{self.bits}"
        self.min = -(1 << self.bits - 1) if of.kind == "i" else 0
        self.max = (1 << self.bits - (of.kind == "i")) - 1
    def __repr__(self):
        return f"iinfo(min={self.min}, max={self.max}, dtype={self.dtype})"

_errors = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}

def geterr():
    return dict(_errors)

def seterr(all=None, divide=None, over=None, under=None, invalid=None):
    old = dict(_errors)
    for key, value in dict(divide=divide, over=over, under=under, invalid=invalid).items():
        value = all if value is None else value
        if value == "raise":
            raise NotImplementedError("numpy.seterr with 'raise' is not modelled: arithmetic here gives inf and nan without warnings")
        if value is not None:
            _errors[key] = value
    return old

class errstate:
    def __init__(self, *, call=None, **kwargs):
        self.kwargs = kwargs
    def __enter__(self):
        self.old = seterr(**self.kwargs)
    def __exit__(self, *exc):
        _errors.update(self.old)
    def __call__(self, func):
        def wrapped(*args, **kwargs):
            with errstate(**self.kwargs):
                return func(*args, **kwargs)
        return wrapped

class printoptions:
    def __init__(self, *args, **kwargs):
        self.args, self.kwargs = args, kwargs
    def __enter__(self):
        self.old = _np.get_printoptions()
        _np.set_printoptions(*self.args, **self.kwargs)
        return _np.get_printoptions()
    def __exit__(self, *exc):
        self.old.pop("override_repr")
        self.old.pop("legacy")
        _np.set_printoptions(**self.old)

class vectorize:
    def __init__(self, pyfunc=None, otypes=None, doc=None, excluded=None, cache=False, signature=None):
        if signature is not None:
            raise NotImplementedError("numpy.vectorize with a signature is not modelled")
        self.pyfunc, self.otypes, self.excluded = pyfunc, otypes, set(excluded or ())
        self.__name__ = getattr(pyfunc, "__name__", "vectorize")
        self.__doc__ = doc or getattr(pyfunc, "__doc__", None)
    def __call__(self, *args, **kwargs):
        if self.pyfunc is None:
            self.pyfunc = args[0]
            return self
        places = [i for i in range(len(args)) if i not in self.excluded]
        names = [k for k in kwargs if k not in self.excluded]
        rows = _np.broadcast_arrays(*[args[i] for i in places], *[kwargs[k] for k in names])
        shape = rows[0].shape if rows else ()
        results = []
        for values in zip(*(r.ravel() for r in rows)):
            given, named = list(args), dict(kwargs)
            for i, v in zip(places, values):
                given[i] = v
            named.update(zip(names, values[len(places) :]))
            results.append(self.pyfunc(*given, **named))
        if not results:
            if self.otypes is None:
                raise ValueError("cannot call ${"`"}vectorize${"`"} on size 0 inputs unless ${"`"}otypes${"`"} is set")
            return _np.empty(shape, self.otypes[0])
        types = self.otypes if isinstance(self.otypes, (list, tuple)) else list(self.otypes) if self.otypes else None
        def array(values, i):
            kind = types[i] if types else _np.asarray(values[0]).dtype
            return _np.array(values).astype(kind).reshape(shape)
        if isinstance(results[0], tuple):
            return tuple(array([r[i] for r in results], i) for i in range(len(results[0])))
        return array(results, 0)

def frompyfunc(func, /, nin, nout, **kwargs):
    def call(*args):
        rows = _np.broadcast_arrays(*args)
        results = [func(*v) for v in zip(*(r.ravel().tolist() for r in rows))]
        if nout != 1:
            raise NotImplementedError("numpy.frompyfunc with several results is not modelled")
        out = _np.empty(rows[0].shape, object)
        out.flat[:] = _np.array(results, dtype=object)
        return out if rows[0].ndim else results[0]
    return call

def apply_along_axis(func1d, axis, arr, *args, **kwargs):
    arr = _np.asanyarray(arr)
    moved = _np.moveaxis(arr, axis, -1)
    rows = [_np.asanyarray(func1d(row, *args, **kwargs)) for row in moved.reshape(-1, moved.shape[-1])]
    if not rows:
        raise ValueError("Cannot apply_along_axis when any iteration dimensions are 0")
    out = _np.stack(rows).reshape(moved.shape[:-1] + rows[0].shape)
    for i in range(rows[0].ndim):
        out = _np.moveaxis(out, moved.ndim - 1 + i, axis % arr.ndim + i)
    return out

def apply_over_axes(func, a, axes):
    for axis in (axes,) if isinstance(axes, int) else axes:
        out = func(a, axis)
        a = out if out.ndim == a.ndim else _np.expand_dims(out, axis)
    return a

class ndindex:
    def __init__(self, *shape):
        import itertools
        shape = tuple(shape[0]) if len(shape) == 1 and isinstance(shape[0], tuple) else shape
        self._items = itertools.product(*(range(n) for n in shape))
    def __iter__(self):
        return self
    def __next__(self):
        return next(self._items)

class ndenumerate:
    def __init__(self, arr):
        self._arr = _np.asarray(arr)
        self._items = zip(ndindex(*self._arr.shape), self._arr.flat)
    def __iter__(self):
        return self
    def __next__(self):
        return next(self._items)

class nditer:
    """Plain iteration over the elements of one array; several operands and flags are not modelled."""
    def __init__(self, op, flags=None, op_flags=None, **kwargs):
        if isinstance(op, (list, tuple)) or kwargs:
            raise NotImplementedError("numpy.nditer of several arrays is not modelled")
        self._arr, self._indices = _np.asarray(op), list(ndindex(*_np.shape(op)))
        self.multi_index, self._next = None, 0
    def __iter__(self):
        return self
    def __next__(self):
        if self._next >= len(self._indices):
            raise StopIteration
        self.multi_index = self._indices[self._next]
        self._next += 1
        return self._arr[self.multi_index + (...,)]
    def __enter__(self):
        return self
    def __exit__(self, *exc):
        return None

def isscalar(element):
    import numbers
    return isinstance(element, (_np.generic, int, float, complex, str, bytes, numbers.Number))

def iterable(y):
    try:
        iter(y)
    except TypeError:
        return False
    return True

def issubdtype(arg1, arg2):
    def scalar(v):
        return v if isinstance(v, type) and issubclass(v, _np.generic) else _np.dtype(v).type
    return issubclass(scalar(arg1), scalar(arg2))

def isdtype(dtype, kind):
    kinds = {"bool": "b", "signed integer": "i", "unsigned integer": "u", "integral": "iu", "real floating": "f", "complex floating": "c", "numeric": "iufc"}
    dtype = _np.dtype(dtype)
    return _b.any(dtype.kind in kinds[k] if isinstance(k, str) else issubdtype(dtype, k) for k in (kind if isinstance(kind, tuple) else (kind,)))

def min_scalar_type(a):
    a = _np.asarray(a)
    if a.ndim == 0 and a.dtype.kind in "iu":
        v = int(a)
        for name in ("uint8", "uint16", "uint32", "uint64") if v >= 0 else ("int8", "int16", "int32", "int64"):
            if iinfo(name).min <= v <= iinfo(name).max:
                return _np.dtype(name)
    if a.ndim == 0 and a.dtype.kind == "f":
        v = _b.abs(float(a))
        return _np.dtype("f2" if not v < _np.inf or v <= 65504 else "f4" if v <= 3.4028235e38 else "f8")
    return a.dtype

def common_type(*arrays):
    kind = _np.result_type(*arrays)
    return kind.type if kind.kind in "fc" else _np.float64

def mintypecode(typechars, typeset="GDFgdf", default="d"):
    raise NotImplementedError("numpy.mintypecode is not modelled")

def base_repr(number, base=2, padding=0):
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    n, out = _b.abs(int(number)), ""
    while n:
        n, r = divmod(n, base)
        out = digits[r] + out
    return ("-" if number < 0 else "") + "0" * padding + (out or "0")

def binary_repr(num, width=None):
    num = int(num)
    if num < 0 and width is not None:
        return format((1 << width) + num, "b").zfill(width)
    return format(num, "b").zfill(width or 0) if num >= 0 else "-" + format(-num, "b")

def packbits(a, /, axis=None, bitorder="big"):
    a = (_np.ravel(a) != 0).astype(_np.uint8)
    a = _np.concatenate([a, _np.zeros(-len(a) % 8, _np.uint8)]).reshape(-1, 8)
    weights = 1 << _np.arange(8)
    return (a * (weights[::-1] if bitorder == "big" else weights)).sum(axis=1).astype(_np.uint8)

def unpackbits(a, /, axis=None, count=None, bitorder="big"):
    shifts = _np.arange(7, -1, -1) if bitorder == "big" else _np.arange(8)
    return ((_np.ravel(a)[:, None] >> shifts) & 1).astype(_np.uint8).ravel()[:count]

def polyval(p, x):
    x = _np.asanyarray(x)
    y = _np.zeros_like(x)
    for c in _np.asarray(p):
        y = y * x + c
    return y[()] if hasattr(y, "shape") else y

def polyfit(x, y, deg, rcond=None, full=False, w=None, cov=False):
    if full or cov:
        raise NotImplementedError("numpy.polyfit with full or cov is not modelled")
    x, y = _np.asarray(x) + 0.0, _np.asarray(y) + 0.0
    a = _np.vander(x, int(deg) + 1)
    if w is not None:
        a, y = a * _np.asarray(w)[:, None], y * _np.asarray(w)
    scale = _np.sqrt((a * a).sum(axis=0))
    q, r = _np.linalg.qr(a / scale)
    return (_np.linalg.solve(r, q.T @ y).T / scale).T

def polyadd(a1, a2):
    a1, a2 = _np.atleast_1d(a1), _np.atleast_1d(a2)
    n = _b.max(len(a1), len(a2))
    grow = lambda a: _np.concatenate([_np.zeros(n - len(a), a.dtype), a])
    return grow(a1) + grow(a2)

def polysub(a1, a2):
    return polyadd(a1, -_np.atleast_1d(a2))

def polymul(a1, a2):
    return _np.convolve(a1, a2)

def polyder(p, m=1):
    p = _np.asarray(p)
    for _ in range(m):
        p = p[:-1] * _np.arange(len(p) - 1, 0, -1)
    return p

def polyint(p, m=1, k=None):
    p = _np.asarray(p)
    for i in range(m):
        p = _np.concatenate([p / _np.arange(len(p), 0, -1), [0 if k is None else _np.atleast_1d(k)[i]]])
    return p

def poly(seq_of_zeros):
    out = _np.ones(1)
    for zero in _np.atleast_1d(seq_of_zeros):
        out = _np.convolve(out, _np.array([1, -zero]))
    return out

def load(file, mmap_mode=None, allow_pickle=False, fix_imports=True, encoding="ASCII", *, max_header_size=10000):
    import ast
    opened = not hasattr(file, "read")
    stream = open(file, "rb") if opened else file
    data = stream.read()
    if opened:
        stream.close()
    if data[:4] == b"PK\x03\x04":
        raise NotImplementedError("numpy.load of .npz archives is not modelled; .npy files are read")
    if data[:6] != b"\x93NUMPY":
        raise ValueError("Cannot load file containing pickled data when allow_pickle=False" if not allow_pickle else "numpy.load of pickled data is not modelled")
    wide = data[6] > 1
    size = int.from_bytes(data[8 : 12 if wide else 10], "little")
    start = (12 if wide else 10) + size
    header = ast.literal_eval(data[12 if wide else 10 : start].decode("latin1").strip())
    kind = header["descr"]
    if not isinstance(kind, str) or kind[0] == ">" or kind[1] in "OUSVMm":
        raise NotImplementedError(f"numpy.load of elements {kind!r} is not modelled: numbers in little-endian order are")
    count = 1
    for n in header["shape"]:
        count *= n
    flat = _np.frombuffer(data[start:], kind, count).copy()
    return flat.reshape(header["shape"], order="F" if header["fortran_order"] else "C")

def _npy(arr):
    arr = _np.asanyarray(arr)
    if arr.dtype.kind in "OU":
        raise NotImplementedError(f"numpy.save of arrays of {arr.dtype} is not modelled")
    fortran = isfortran(arr)
    text = f"{{'descr': '{arr.dtype.str}', 'fortran_order': {fortran}, 'shape': {arr.shape}, }}"
    text += " " * (-(10 + len(text) + 1) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode("latin1") + arr.tobytes("F" if fortran else "C")

def isfortran(a):
    return a.flags.f_contiguous and not a.flags.c_contiguous

def save(file, arr, allow_pickle=True):
    data = _npy(arr)
    if hasattr(file, "write"):
        file.write(data)
        return
    name = str(file)
    with open(name if name.endswith(".npy") else name + ".npy", "wb") as stream:
        stream.write(data)

def typename(char):
    return {"f": "single precision", "d": "double precision", "i": "integer", "l": "long integer", "?": "bool"}.get(char, char)
`;
