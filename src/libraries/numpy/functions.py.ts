/** numpy's functions, written in Python over its arrays; what is not here raises one clear error. */

export const NUMPY_FUNCTIONS = String.raw`
__version__ = "2.0.0"

def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'numpy' has no attribute '{name}'")
    raise NotImplementedError(f"numpy.{name} is not modelled: numpy stands here as far as models use it while they are built")

def _dims(shape):
    return (operator.index(shape),) if not isinstance(shape, (tuple, list, ndarray)) else tuple(operator.index(s) for s in shape)

def full(shape, fill_value, dtype=None, order="C"):
    d = globals()["dtype"](dtype) if dtype is not None else asarray(fill_value).dtype
    return _make([_converter(d)(fill_value)] * _prod(_dims(shape)), _dims(shape), d)

def zeros(shape, dtype=float, order="C"):
    return full(shape, 0, dtype or float)

def ones(shape, dtype=None, order="C"):
    return full(shape, 1, dtype or float)

empty = zeros

def zeros_like(a, dtype=None, **kwargs):
    return full(asarray(a).shape, 0, dtype or asarray(a).dtype)

def ones_like(a, dtype=None, **kwargs):
    return full(asarray(a).shape, 1, dtype or asarray(a).dtype)

def full_like(a, fill_value, dtype=None, **kwargs):
    return full(asarray(a).shape, fill_value, dtype or asarray(a).dtype)

empty_like = zeros_like

def arange(start, stop=None, step=1, dtype=None):
    if stop is None:
        start, stop = 0, start
    n = max_list(0, math.ceil((stop - start) / step))
    return array([start + i * step for i in range(n)], dtype or result_type(start, stop, step))

def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0):
    start, stop = float(start), float(stop)
    parts = num - 1 if endpoint else num
    step = (stop - start) / parts if parts > 0 else math.nan
    values = [i * step + start for i in range(num)] if parts > 0 else [start] * num
    if endpoint and num > 1:
        values[-1] = stop
    if dtype is not None and globals()["dtype"](dtype).kind in "iu":
        values = [math.floor(v) for v in values]
    made = array(values, dtype or float)
    return (made, step) if retstep else made

def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None):
    return array([base ** v for v in linspace(start, stop, num, endpoint)._data], dtype or float)

def eye(N, M=None, k=0, dtype=float):
    M = N if M is None else M
    return array([[1 if j - i == k else 0 for j in range(M)] for i in range(N)], dtype).reshape(N, M)

def identity(n, dtype=float):
    return eye(n, dtype=dtype)

def copy(a):
    return array(a)

def ndim(a):
    return asarray(a).ndim

def shape(a):
    return asarray(a).shape

def size(a, axis=None):
    return asarray(a).size if axis is None else asarray(a).shape[axis]

def isscalar(value):
    return isinstance(value, (generic, int, float, complex, str, bytes))

def issubdtype(a, b):
    kinds = {generic: "biufc", number: "iufc", integer: "iu", signedinteger: "i", unsignedinteger: "u", floating: "f", complexfloating: "c"}
    return dtype(a).kind in kinds[b] if b in kinds else dtype(a) == dtype(b)

def _delegate(name):
    def function(a, *args, **kwargs):
        kwargs = {k: v for k, v in kwargs.items() if k not in ("out", "where", "initial") or v is None and False}
        return getattr(asarray(a), name)(*args, **kwargs)
    function.__name__ = function.__qualname__ = name
    return function

for _name in "sum prod mean var std max min all any argmax argmin reshape ravel squeeze transpose swapaxes".split():
    globals()[_name] = _delegate(_name)
amax, amin, product, alltrue = max, min, prod, all

def _elementwise(name, f, keep=False):
    def function(x, out=None, **kwargs):
        return _unary(f, x, keep)
    function.__name__ = function.__qualname__ = name
    return function

def _guard(f, at_zero):
    def g(v):
        try:
            return f(v)
        except (ValueError, ZeroDivisionError):
            return at_zero if v == 0 else math.nan
        except OverflowError:
            return math.inf
    return g

for _name, _f, _zero in [("sqrt", math.sqrt, 0.0), ("exp", math.exp, 1.0), ("log", math.log, -math.inf), ("log2", math.log2, -math.inf),
                         ("log10", math.log10, -math.inf), ("log1p", math.log1p, 0.0), ("expm1", math.expm1, 0.0), ("sin", math.sin, 0.0),
                         ("cos", math.cos, 1.0), ("tan", math.tan, 0.0), ("arcsin", math.asin, 0.0), ("arccos", math.acos, 0.0),
                         ("arctan", math.atan, 0.0), ("sinh", math.sinh, 0.0), ("cosh", math.cosh, 1.0), ("tanh", math.tanh, 0.0),
                         ("cbrt", math.cbrt if hasattr(math, "cbrt") else lambda v: math.copysign(builtins_abs(v) ** (1 / 3), v), 0.0),
                         ("exp2", lambda v: 2.0 ** v, 1.0), ("deg2rad", math.radians, 0.0), ("rad2deg", math.degrees, 0.0)]:
    globals()[_name] = _elementwise(_name, _guard(_f, _zero))
radians, degrees = deg2rad, rad2deg

def _rounding(f):
    return lambda v: v if v != v or v in (math.inf, -math.inf) else float(f(v)) if isinstance(v, float) else v

builtins_abs = abs_
floor = _elementwise("floor", _rounding(math.floor))
ceil = _elementwise("ceil", _rounding(math.ceil))
trunc = fix = _elementwise("trunc", _rounding(math.trunc))
rint = _elementwise("rint", _rounding(round_))
absolute = abs = _elementwise("absolute", abs_, True)
negative = _elementwise("negative", operator.neg, True)
square = _elementwise("square", lambda v: v * v, True)
sign = _elementwise("sign", lambda v: (v > 0) - (v < 0), True)
reciprocal = _elementwise("reciprocal", lambda v: 1.0 / v)

def around(a, decimals=0, out=None):
    return _unary(lambda v: round_(v, decimals) if isinstance(v, float) else v, a)
round = around

def _predicate(name, f):
    def function(x):
        x = asarray(x)
        return _result([f(v) for v in x._data], x._shape, dtype("bool"))
    function.__name__ = function.__qualname__ = name
    return function

isnan = _predicate("isnan", lambda v: v != v)
isinf = _predicate("isinf", lambda v: v in (math.inf, -math.inf))
isfinite = _predicate("isfinite", lambda v: v == v and v not in (math.inf, -math.inf))
logical_not = _predicate("logical_not", operator.not_)

def _ufunc(name, f):
    def function(a, b, out=None, **kwargs):
        return _binary(f, a, b)
    function.__name__ = function.__qualname__ = name
    return function

for _name, _op in [("add", "add"), ("subtract", "sub"), ("multiply", "mul"), ("divide", "truediv"), ("true_divide", "truediv"),
                   ("floor_divide", "floordiv"), ("mod", "mod"), ("remainder", "mod"), ("power", "pow"), ("less", "lt"),
                   ("less_equal", "le"), ("greater", "gt"), ("greater_equal", "ge"), ("equal", "eq"), ("not_equal", "ne"),
                   ("bitwise_and", "and_"), ("bitwise_or", "or_"), ("bitwise_xor", "xor")]:
    globals()[_name] = _ufunc(_name, getattr(operator, _op))
float_power = _ufunc("float_power", lambda a, b: float(a) ** b)
maximum = _ufunc("maximum", lambda a, b: a if a >= b or a != a else b)
minimum = _ufunc("minimum", lambda a, b: a if a <= b or a != a else b)
arctan2 = _ufunc("arctan2", math.atan2)
hypot = _ufunc("hypot", math.hypot)
logical_and = lambda a, b: asarray(a).astype(bool) & asarray(b).astype(bool)
logical_or = lambda a, b: asarray(a).astype(bool) | asarray(b).astype(bool)
logical_xor = lambda a, b: asarray(a).astype(bool) ^ asarray(b).astype(bool)

def clip(a, a_min=None, a_max=None, out=None):
    if a_min is not None:
        a = maximum(a, a_min)
    return a if a_max is None else minimum(a, a_max)

def where(condition, x=None, y=None):
    condition = asarray(condition)
    if x is None:
        return nonzero(condition)
    a, b = _operand(x, y), _operand(y, x)
    d = _promote(a.dtype, b.dtype)
    shape = broadcast_shapes(condition.shape, a.shape, b.shape)
    parts = zip(broadcast_to(condition, shape)._data, broadcast_to(a, shape)._data, broadcast_to(b, shape)._data)
    convert = _converter(d)
    return _make([convert(p if c else q) for c, p, q in parts], shape, d)

def nonzero(a):
    a = asarray(a)
    places = [i for i, v in enumerate(a._data) if v]
    return tuple(array([i // step % size for i in places], int) for size, step in zip(a.shape, _steps(a.shape)))

def argwhere(a):
    return array(list(zip(*[i.tolist() for i in nonzero(a)])), int).reshape(-1, asarray(a).ndim)

flatnonzero = lambda a: nonzero(asarray(a).ravel())[0]
count_nonzero = lambda a: sum_builtin(1 for v in asarray(a)._data if v)

def concatenate(arrays, axis=0, out=None, dtype=None):
    arrays = [asarray(a) for a in arrays]
    if axis is None:
        arrays, axis = [a.ravel() for a in arrays], 0
    d = result_type(*arrays)
    axis %= arrays[0].ndim
    head = _prod(arrays[0].shape[:axis])
    data = []
    for i in range(head):
        for a in arrays:
            n = a.size // head if head else 0
            data.extend(a._data[i * n:(i + 1) * n])
    shape = list(arrays[0].shape)
    shape[axis] = sum_builtin(a.shape[axis] for a in arrays)
    return _make([_converter(d)(v) for v in data], shape, d) if dtype is None else _make(data, shape, d).astype(dtype)

def stack(arrays, axis=0, out=None):
    arrays = [asarray(a) for a in arrays]
    axis %= arrays[0].ndim + 1
    return concatenate([expand_dims(a, axis) for a in arrays], axis)

def expand_dims(a, axis):
    a = asarray(a)
    axes = (axis,) if isinstance(axis, int) else axis
    shape = list(a.shape)
    for x in sorted(x % (a.ndim + len(axes)) for x in axes):
        shape.insert(x, 1)
    return a.reshape(shape)

def atleast_1d(a):
    a = asarray(a)
    return a if a.ndim else a.reshape(1)

def atleast_2d(a):
    a = atleast_1d(a)
    return a if a.ndim > 1 else a.reshape(1, -1)

vstack = lambda arrays: concatenate([atleast_2d(a) for a in arrays], 0)
def hstack(arrays):
    arrays = [atleast_1d(a) for a in arrays]
    return concatenate(arrays, 0 if arrays[0].ndim == 1 else 1)

def split(a, sections, axis=0):
    a = asarray(a)
    n = a.shape[axis]
    if isinstance(sections, int):
        sections = [n // sections * i for i in range(1, sections)]
    ends = [0, *sections, n]
    return [take(a, range(p, q), axis) for p, q in zip(ends, ends[1:])]
array_split = split

def take(a, indices, axis=None):
    a = asarray(a)
    if axis is None:
        return a.ravel()[asarray(indices)]
    return a[(slice(None),) * (axis % a.ndim) + (asarray(indices) if not isinstance(indices, int) else indices,)]

def repeat(a, repeats, axis=None):
    a = asarray(a)
    if axis is None:
        a, axis = a.ravel(), 0
    counts = [repeats] * a.shape[axis] if isinstance(repeats, int) else list(repeats)
    return take(a, [i for i, n in enumerate(counts) for _ in range(n)], axis)

def tile(a, reps):
    a = asarray(a)
    reps = (reps,) if isinstance(reps, int) else tuple(reps)
    rank = len(reps) if len(reps) > a.ndim else a.ndim
    a = a.reshape((1,) * (rank - a.ndim) + a.shape)
    for axis, n in enumerate((1,) * (rank - len(reps)) + reps):
        a = concatenate([a] * n, axis) if n != 1 else a
    return a

def flip(m, axis=None):
    m = asarray(m)
    axes = _axes(axis, m.ndim)
    return m[tuple(slice(None, None, -1) if i in axes else slice(None) for i in range(m.ndim))]

def roll(a, shift, axis=None):
    a = asarray(a)
    if axis is None:
        return roll(a.ravel(), shift, 0).reshape(a.shape)
    n = a.shape[axis]
    return take(a, [(i - shift) % n for i in range(n)], axis)

def moveaxis(a, source, destination):
    a = asarray(a)
    axes = [i for i in range(a.ndim) if i != source % a.ndim]
    axes.insert(destination % a.ndim, source % a.ndim)
    return a.transpose(axes)

def _scan(f, a, axis):
    a = asarray(a)
    if axis is None:
        a, axis = a.ravel(), 0
    moved = moveaxis(a, axis, -1)
    n, data = moved.shape[-1], []
    for i in range(0, moved.size, n or 1):
        total = None
        for v in moved._data[i:i + n]:
            total = v if total is None else f(total, v)
            data.append(total)
    d = dtype("int64") if a.dtype.kind in "bi" else a.dtype
    return moveaxis(_make([_converter(d)(v) for v in data], moved.shape, d), -1, axis)

def cumsum(a, axis=None, dtype=None):
    return _scan(operator.add, a, axis)

def cumprod(a, axis=None, dtype=None):
    return _scan(operator.mul, a, axis)

def diff(a, n=1, axis=-1):
    for _ in range(n):
        size = asarray(a).shape[axis]
        a = take(a, range(1, size), axis) - take(a, range(size - 1), axis)
    return a

def meshgrid(*xi, indexing="xy", sparse=False, copy=True):
    xi = [asarray(x).ravel() for x in xi]
    order = [1, 0, *range(2, len(xi))] if indexing == "xy" and len(xi) > 1 else list(range(len(xi)))
    shape = [xi[i].size for i in order]
    return [broadcast_to(x.reshape([x.size if order[j] == i else 1 for j in range(len(xi))]), shape).copy() for i, x in enumerate(xi)]

def indices(dimensions, dtype=int):
    return stack(meshgrid(*[arange(n) for n in dimensions], indexing="ij"))

def matmul(a, b):
    a, b = asarray(a), asarray(b)
    first, second = a.ndim == 1, b.ndim == 1
    a = a.reshape(1, -1) if first else a
    b = b.reshape(-1, 1) if second else b
    batch = broadcast_shapes(a.shape[:-2], b.shape[:-2])
    a, b = broadcast_to(a, batch + a.shape[-2:]), broadcast_to(b, batch + b.shape[-2:])
    n, k, m = a.shape[-2], a.shape[-1], b.shape[-1]
    if b.shape[-2] != k:
        raise ValueError(f"matmul: Input operand 1 has a mismatch in its core dimension 0 (size {b.shape[-2]} is different from {k})")
    data = [sum_builtin(a._data[(g * n + i) * k + t] * b._data[(g * k + t) * m + j] for t in range(k)) for g in range(_prod(batch)) for i in range(n) for j in range(m)]
    shape = batch + (() if first else (n,)) + (() if second else (m,))
    d = _promote(a.dtype, b.dtype)
    return _result([_converter(d)(v) for v in data], shape, d)

def dot(a, b):
    a, b = asarray(a), asarray(b)
    return a * b if a.ndim == 0 or b.ndim == 0 else matmul(a, b)

def outer(a, b):
    return asarray(a).reshape(-1, 1) * asarray(b).reshape(1, -1)

def tril(m, k=0):
    m = asarray(m)
    return where(array([[j - i <= k for j in range(m.shape[-1])] for i in range(m.shape[-2])], bool), m, zeros_like(m))

def triu(m, k=0):
    m = asarray(m)
    return where(array([[j - i >= k for j in range(m.shape[-1])] for i in range(m.shape[-2])], bool), m, zeros_like(m))

def tri(N, M=None, k=0, dtype=float):
    return tril(ones((N, N if M is None else M), dtype), k)

def diag(v, k=0):
    v = asarray(v)
    if v.ndim == 2:
        return array([v[i, i + k] for i in range(v.shape[0]) if 0 <= i + k < v.shape[1]], v.dtype)
    n = v.size + abs_(k)
    return array([[v._data[i if k >= 0 else j] if j - i == k else 0 for j in range(n)] for i in range(n)], v.dtype)

def argsort(a, axis=-1, kind=None):
    moved = moveaxis(asarray(a), axis, -1)
    n = moved.shape[-1]
    data = [i for s in range(0, moved.size, n or 1) for i in sorted(range(n), key=moved._data[s:s + n].__getitem__)]
    return moveaxis(_make(data, moved.shape, dtype("int64")), -1, axis)

def sort(a, axis=-1, kind=None):
    moved = moveaxis(asarray(a), axis, -1)
    n = moved.shape[-1]
    data = [v for s in range(0, moved.size, n or 1) for v in sorted(moved._data[s:s + n])]
    return moveaxis(_make(data, moved.shape, moved.dtype), -1, axis)

def unique(a, return_index=False, return_inverse=False, return_counts=False):
    a = asarray(a).ravel()
    values = sorted(set(a._data))
    out = [array(values, a.dtype)]
    if return_index:
        out.append(array([a._data.index(v) for v in values], int))
    if return_inverse:
        out.append(array([values.index(v) for v in a._data], int))
    if return_counts:
        out.append(array([a._data.count(v) for v in values], int))
    return out[0] if len(out) == 1 else tuple(out)

def interp(x, xp, fp):
    xp, fp = asarray(xp).tolist(), asarray(fp).tolist()
    def one(v):
        if v <= xp[0]:
            return fp[0]
        for a, b, p, q in zip(xp, xp[1:], fp, fp[1:]):
            if v <= b:
                return p + (q - p) * (v - a) / (b - a)
        return fp[-1]
    return _unary(one, x, False)

def allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    return bool(isclose(a, b, rtol, atol, equal_nan).all() if asarray(a).ndim or asarray(b).ndim else isclose(a, b, rtol, atol, equal_nan))

def isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    a, b = asarray(a).astype(float), asarray(b).astype(float)
    return where(a == b, True, abs(a - b) <= atol + rtol * abs(b))

def array_equal(a, b):
    a, b = asarray(a), asarray(b)
    return a.shape == b.shape and a._data == b._data

def unravel_index(indices, shape):
    return tuple(indices // step % size for size, step in zip(shape, _steps(shape)))

def pad(a, pad_width, mode="constant", constant_values=0):
    if mode != "constant":
        raise NotImplementedError(f"numpy.pad with mode {mode!r} is not modelled")
    a = asarray(a)
    widths = [(pad_width, pad_width)] * a.ndim if isinstance(pad_width, int) else [tuple(w) if not isinstance(w, int) else (w, w) for w in pad_width]
    if len(widths) == 1:
        widths = widths * a.ndim
    out = full([s + p + q for s, (p, q) in zip(a.shape, widths)], constant_values, a.dtype)
    out[tuple(slice(p, p + s) for s, (p, q) in zip(a.shape, widths))] = a
    return out

class finfo:
    def __init__(self, of):
        self.dtype = dtype(of)
        bits, exponent, mantissa = {"float16": (16, 15, 10), "float32": (32, 127, 23), "float64": (64, 1023, 52)}[self.dtype.name]
        self.bits = bits
        self.eps = self.dtype.type(2.0 ** -mantissa)
        self.max = self.dtype.type((2 - 2.0 ** -mantissa) * 2.0 ** exponent)
        self.min = self.dtype.type(-(2 - 2.0 ** -mantissa) * 2.0 ** exponent)
        self.tiny = self.smallest_normal = self.dtype.type(2.0 ** (1 - exponent))

class iinfo:
    def __init__(self, of):
        self.dtype = dtype(of)
        self.bits = self.dtype.itemsize * 8
        signed = self.dtype.kind == "i"
        self.min = -(1 << self.bits - 1) if signed else 0
        self.max = (1 << self.bits - signed) - 1

class errstate:
    def __init__(self, **kwargs):
        pass
    def __enter__(self):
        return self
    def __exit__(self, *exc):
        return None

def seterr(**kwargs):
    return {}

def set_printoptions(*args, **kwargs):
    pass
`;

/** `numpy.random`: the generator of `RandomState`, whose uniform numbers are those of Python's own generator. */
export const NUMPY_RANDOM = String.raw`
import math
import numpy as _np
from random import Random as _Random

def _seeded(seed):
    state, value = [], seed & 0xFFFFFFFF
    for i in range(624):
        state.append(value)
        value = (1812433253 * (value ^ (value >> 30)) + i + 1) & 0xFFFFFFFF
    made = _Random()
    made.setstate((3, tuple(state) + (624,), None))
    return made

class RandomState:
    def __init__(self, seed=None):
        self.seed(seed)
    def seed(self, seed=None):
        self._source = _Random() if seed is None else _seeded(int(seed))
        self._spare = None
    def _many(self, one, size, dtype=float):
        if size is None:
            return one()
        size = (size,) if isinstance(size, int) else tuple(size)
        return _np.array([one() for _ in range(_np._prod(size))], dtype).reshape(size)
    def _gauss(self):
        if self._spare is not None:
            value, self._spare = self._spare, None
            return value
        while True:
            a = 2.0 * self._source.random() - 1.0
            b = 2.0 * self._source.random() - 1.0
            r = a * a + b * b
            if 0.0 < r < 1.0:
                break
        f = math.sqrt(-2.0 * math.log(r) / r)
        self._spare = f * a
        return f * b
    def rand(self, *shape):
        return self._many(self._source.random, shape or None)
    def random(self, size=None):
        return self._many(self._source.random, size)
    random_sample = random
    def uniform(self, low=0.0, high=1.0, size=None):
        return self._many(lambda: low + (high - low) * self._source.random(), size)
    def randn(self, *shape):
        return self._many(self._gauss, shape or None)
    def standard_normal(self, size=None):
        return self._many(self._gauss, size)
    def normal(self, loc=0.0, scale=1.0, size=None):
        return self._many(lambda: loc + scale * self._gauss(), size)
    def _below(self, n):
        """Masked rejection, as the legacy generator draws integers."""
        mask = (1 << (n - 1).bit_length()) - 1 if n > 1 else 0
        while True:
            value = 0 if n == 1 else self._source.getrandbits(32) & mask
            if value < n:
                return value
    def randint(self, low, high=None, size=None, dtype=int):
        if high is None:
            low, high = 0, low
        return self._many(lambda: low + self._below(high - low), size, dtype)
    def shuffle(self, x):
        for i in range(len(x) - 1, 0, -1):
            j = self._below(i + 1)
            x[i], x[j] = x[j], x[i]
    def permutation(self, x):
        values = list(range(x)) if isinstance(x, int) else list(x)
        self.shuffle(values)
        return _np.array(values)
    def choice(self, a, size=None, replace=True, p=None):
        if p is not None or not replace:
            raise NotImplementedError("numpy.random.choice without replacement or with probabilities is not modelled")
        values = list(range(a)) if isinstance(a, int) else list(a)
        return self._many(lambda: values[self._below(len(values))], size, None)

_state = RandomState()
seed, rand, randn, randint, random, random_sample, uniform, normal = (
    _state.seed, _state.rand, _state.randn, _state.randint, _state.random, _state.random_sample, _state.uniform, _state.normal)
standard_normal, permutation, shuffle, choice = _state.standard_normal, _state.permutation, _state.shuffle, _state.choice

def get_state():
    return _state._source.getstate(), _state._spare

def set_state(state):
    _state._source.setstate(state[0])
    _state._spare = state[1]

def default_rng(seed=None):
    raise NotImplementedError("numpy.random.default_rng (PCG64) is not modelled; numpy.random.seed and RandomState are")
`;
