/** Functions of numpy that make arrays out of others: ranges, grids, triangles, windows. */

export const NUMPY_MAKING = String.raw`
import builtins as _b
import operator as _op
import numpy as _np

def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0, *, device=None):
    num = _op.index(num)
    if num < 0:
        raise ValueError(f"Number of samples, {num}, must be non-negative.")
    div = num - 1 if endpoint else num
    start, stop = _np.asanyarray(start) * 1.0, _np.asanyarray(stop) * 1.0
    kind = _np.result_type(start, stop, float(num))
    integer = dtype is not None and _np.dtype(dtype).kind in "iu"
    target = kind if dtype is None else _np.dtype(dtype)
    delta = _np.subtract(stop, start)
    y = _np.arange(0, num, dtype=kind if kind.kind != "c" else float).reshape((-1,) + (1,) * _np.ndim(delta))
    if div > 0:
        step = delta / div
        if _np.any(step == 0):
            y = y / div * delta
        else:
            y = y * step
    else:
        step = _np.nan
        y = y * delta
    y = y + start
    if endpoint and num > 1:
        y[-1, ...] = stop
    if axis != 0:
        y = _np.moveaxis(y, 0, axis)
    if integer:
        y = _np.floor(y)
    y = y.astype(target, copy=False)
    return (y, step) if retstep else y

def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0):
    y = linspace(start, stop, num=num, endpoint=endpoint, axis=axis)
    out = _np.power(base, y)
    return out if dtype is None else out.astype(dtype)

def geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0):
    start, stop = _np.asanyarray(start), _np.asanyarray(stop)
    if _np.any(start == 0) or _np.any(stop == 0):
        raise ValueError("Geometric sequence cannot include zero")
    kind = _np.result_type(start, stop, float(num), _np.zeros((), dtype))
    start, stop = start.astype(kind), stop.astype(kind)
    sign = _np.sign(start)
    start, stop = start / sign, stop / sign
    out = logspace(_np.log10(start), _np.log10(stop), num=num, endpoint=endpoint)
    if num > 0:
        out[0] = start
        if num > 1 and endpoint:
            out[-1] = stop
    out = out * sign
    if axis != 0:
        out = _np.moveaxis(out, 0, axis)
    return out.astype(kind if dtype is None else dtype, copy=False)

def eye(N, M=None, k=0, dtype=float, order="C", *, device=None, like=None):
    N = _op.index(N)
    M = N if M is None else _op.index(M)
    out = _np.zeros((N, M), dtype)
    count = _b.min(N, M - k) if k >= 0 else _b.min(N + k, M)
    if count > 0:
        i = _np.arange(count)
        out[(i, i + k) if k >= 0 else (i - k, i)] = 1
    return out

def identity(n, dtype=None, *, like=None):
    return eye(n, dtype=float if dtype is None else dtype)

def tri(N, M=None, k=0, dtype=float, *, like=None):
    M = N if M is None else M
    return (_np.arange(M) - _np.arange(N)[:, None] <= k).astype(dtype)

def tril(m, k=0):
    m = _np.asanyarray(m)
    return _np.where(tri(*m.shape[-2:], k=k, dtype=bool), m, _np.zeros(1, m.dtype))

def triu(m, k=0):
    m = _np.asanyarray(m)
    return _np.where(tri(*m.shape[-2:], k=k - 1, dtype=bool), _np.zeros(1, m.dtype), m)

def tril_indices(n, k=0, m=None):
    return _np.nonzero(tri(n, m, k=k, dtype=bool))

def triu_indices(n, k=0, m=None):
    return _np.nonzero(~tri(n, m, k=k - 1, dtype=bool))

def tril_indices_from(arr, k=0):
    return tril_indices(arr.shape[-2], k=k, m=arr.shape[-1])

def triu_indices_from(arr, k=0):
    return triu_indices(arr.shape[-2], k=k, m=arr.shape[-1])

def diag(v, k=0):
    v = _np.asanyarray(v)
    if v.ndim == 1:
        n = v.shape[0] + _b.abs(k)
        out = _np.zeros((n, n), v.dtype)
        i = _np.arange(v.shape[0])
        out[(i, i + k) if k >= 0 else (i - k, i)] = v
        return out
    if v.ndim == 2:
        return _np.diagonal(v, k)
    raise ValueError("Input must be 1- or 2-d.")

def diagflat(v, k=0):
    return diag(_np.asarray(v).ravel(), k)

def diag_indices(n, ndim=2):
    return (_np.arange(n),) * ndim

def fill_diagonal(a, val, wrap=False):
    if a.ndim < 2:
        raise ValueError("array must be at least 2-d")
    i = _np.arange(_b.min(a.shape))
    values = _np.asarray(val).ravel()
    a[(i,) * a.ndim] = values[i % values.size]

def vander(x, N=None, increasing=False):
    x = _np.asarray(x)
    N = len(x) if N is None else N
    powers = _np.arange(N) if increasing else _np.arange(N)[::-1]
    return x[:, None] ** powers

def meshgrid(*xi, copy=True, sparse=False, indexing="xy"):
    if indexing not in ("xy", "ij"):
        raise ValueError("Valid values for 'indexing' are 'xy' and 'ij'.")
    n = len(xi)
    out = [_np.asanyarray(x).reshape((1,) * i + (-1,) + (1,) * (n - 1 - i)) for i, x in enumerate(xi)]
    if indexing == "xy" and n > 1:
        out[0] = out[0].reshape((1, -1) + (1,) * (n - 2))
        out[1] = out[1].reshape((-1, 1) + (1,) * (n - 2))
    if not sparse:
        shape = _np.broadcast_shapes(*(x.shape for x in out))
        out = [_np.broadcast_to(x, shape) for x in out]
    return tuple(x.copy() for x in out) if copy else tuple(out)

def indices(dimensions, dtype=int, sparse=False):
    dimensions = tuple(dimensions)
    n = len(dimensions)
    rows = [_np.arange(d, dtype=dtype).reshape((1,) * i + (d,) + (1,) * (n - 1 - i)) for i, d in enumerate(dimensions)]
    if sparse:
        return tuple(rows)
    out = _np.empty((n,) + dimensions, dtype)
    for i, row in enumerate(rows):
        out[i] = row
    return out

def _span(s):
    # An imaginary step is a number of points.
    start, step = (0 if s.start is None else s.start), (1 if s.step is None else s.step)
    return linspace(start, s.stop, int(_b.abs(step))) if isinstance(step, complex) else _np.arange(start, s.stop, step)

class _Grid:
    def __init__(self, sparse):
        self.sparse = sparse
    def __getitem__(self, key):
        single = not isinstance(key, tuple)
        rows = []
        for s in ((key,) if single else key):
            rows.append(_span(s))
        if single:
            return rows[0]
        kind = _np.result_type(*rows)
        grids = meshgrid(*(r.astype(kind) for r in rows), sparse=self.sparse, indexing="ij")
        return grids if self.sparse else _np.stack(grids)

mgrid = _Grid(False)
ogrid = _Grid(True)

class _Joined:
    def __init__(self, columns):
        self.columns = columns
    def __getitem__(self, key):
        parts = []
        for k in (key if isinstance(key, tuple) else (key,)):
            if isinstance(k, str):
                raise NotImplementedError("directives in numpy.r_ and numpy.c_ are not modelled")
            if isinstance(k, slice):
                k = _span(k)
            k = _np.atleast_1d(k)
            parts.append(k[:, None] if self.columns and k.ndim == 1 else k)
        return _np.concatenate(parts, axis=-1 if self.columns else 0)

r_ = _Joined(False)
c_ = _Joined(True)

class _IndexExpression:
    def __init__(self, always):
        self.always = always
    def __getitem__(self, key):
        return key if isinstance(key, tuple) or not self.always else (key,)

s_ = _IndexExpression(False)
index_exp = _IndexExpression(True)

def ix_(*args):
    n = len(args)
    out = []
    for i, a in enumerate(args):
        a = _np.asarray(a)
        if a.ndim != 1:
            raise ValueError("Cross index must be 1 dimensional")
        if a.size == 0:
            a = a.astype(int)
        if a.dtype == bool:
            (a,) = a.nonzero()
        out.append(a.reshape((1,) * i + (a.size,) + (1,) * (n - 1 - i)))
    return tuple(out)

def fromfunction(function, shape, *, dtype=float, like=None, **kwargs):
    return function(*indices(shape, dtype=dtype), **kwargs)

def fromstring(string, dtype=float, count=-1, *, sep, like=None):
    parts = string.split(None if sep.isspace() else sep)
    return _np.array([p.strip() for p in parts if p.strip()][: None if count < 0 else count]).astype(dtype)

def _window(M):
    return _np.arange(1 - M, M, 2)

def hanning(M):
    M = float(M)
    if M < 1:
        return _np.array([], dtype=float)
    return _np.ones(1) if M == 1 else 0.5 + 0.5 * _np.cos(_np.pi * _window(M) / (M - 1))

def hamming(M):
    M = float(M)
    if M < 1:
        return _np.array([], dtype=float)
    return _np.ones(1) if M == 1 else 0.54 + 0.46 * _np.cos(_np.pi * _window(M) / (M - 1))

def blackman(M):
    M = float(M)
    if M < 1:
        return _np.array([], dtype=float)
    if M == 1:
        return _np.ones(1)
    n = _window(M)
    return 0.42 + 0.5 * _np.cos(_np.pi * n / (M - 1)) + 0.08 * _np.cos(2.0 * _np.pi * n / (M - 1))

def bartlett(M):
    M = float(M)
    if M < 1:
        return _np.array([], dtype=float)
    if M == 1:
        return _np.ones(1)
    n = _window(M)
    return _np.where(n <= 0, 1 + n / (M - 1), 1 - n / (M - 1))

def i0(x):
    """The modified Bessel function of order zero, by its power series and, from 15 on, its asymptotic one."""
    x = _np.abs(_np.asanyarray(x, dtype=float))
    def one(v):
        if v < 15.0:
            term = total = 1.0
            k = 1
            while term > total * 1e-17:
                term *= (v / (2.0 * k)) ** 2
                total += term
                k += 1
            return total
        term = total = 1.0
        for k in range(1, 40):
            step = term * (2 * k - 1) ** 2 / (8.0 * v * k)
            if step > term or step < total * 1e-17:
                break
            term = step
            total += term
        return float(_np.exp(v)) / (2.0 * 3.141592653589793 * v) ** 0.5 * total
    return _np.array([one(float(v)) for v in x.ravel()]).reshape(x.shape)

def kaiser(M, beta):
    if M == 1:
        return _np.ones(1)
    n = _np.arange(0, M)
    alpha = (M - 1) / 2.0
    return i0(beta * _np.sqrt(1 - ((n - alpha) / alpha) ** 2.0)) / i0(float(beta))

def sinc(x):
    x = _np.asanyarray(x)
    x = _np.pi * (x if x.dtype.kind in "fc" else x.astype(float))
    y = _np.where(x == 0, 1.0e-20, x)
    return (_np.sin(y) / y)[()]
`;
