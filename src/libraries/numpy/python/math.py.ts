/** Functions of numpy on numbers: products, differences, statistics, comparison, interpolation. */

export const NUMPY_MATH = String.raw`
import builtins as _b
import operator as _op
import numpy as _np

def isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    x, y = _np.asanyarray(a), _np.asanyarray(b)
    if y.dtype.kind not in "fc":
        y = y.astype(float)
    near = _np.less_equal(_np.abs(x - y), atol + rtol * _np.abs(y)) & _np.isfinite(y) | (x == y)
    if equal_nan:
        near = near | (_np.isnan(x) & _np.isnan(y))
    return near[()] if hasattr(near, "shape") else near

def allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    return bool(_np.all(isclose(a, b, rtol, atol, equal_nan)))

def array_equal(a1, a2, equal_nan=False):
    a1, a2 = _np.asarray(a1), _np.asarray(a2)
    if a1.shape != a2.shape:
        return False
    same = a1 == a2
    if equal_nan:
        same = same | ((a1 != a1) & (a2 != a2))
    return bool(_np.all(same))

def array_equiv(a1, a2):
    try:
        return bool(_np.all(_np.asarray(a1) == _np.asarray(a2)))
    except ValueError:
        return False

def fix(x, out=None):
    return _np.trunc(x, out=out)

def isposinf(x, out=None):
    return _np.logical_and(_np.isinf(x), ~_np.signbit(x), out=out)

def isneginf(x, out=None):
    return _np.logical_and(_np.isinf(x), _np.signbit(x), out=out)

def isreal(x):
    return _np.imag(x) == 0

def iscomplex(x):
    x = _np.asanyarray(x)
    return x.imag != 0 if x.dtype.kind == "c" else _np.zeros(x.shape, bool)[()]

def isrealobj(x):
    return not iscomplexobj(x)

def iscomplexobj(x):
    return _np.asarray(x).dtype.kind == "c"

def real_if_close(a, tol=100):
    a = _np.asanyarray(a)
    if a.dtype.kind == "c" and _np.all(_np.abs(a.imag) < tol * _np.finfo(a.dtype).eps):
        return a.real
    return a

def angle(z, deg=False):
    z = _np.asanyarray(z)
    out = _np.arctan2(z.imag, z.real)
    return out * (180 / _np.pi) if deg else out

def modf(x):
    whole = _np.trunc(x)
    return _np.copysign(_np.where(_np.isinf(x), 0.0, x - whole), x)[()], whole

def frexp(x):
    x = _np.asarray(x, dtype=float)
    e = _np.where((x == 0) | ~_np.isfinite(x), 0, _np.floor(_np.log2(_np.where(x == 0, 1, _np.abs(x)))) + 1).astype(_np.int32)
    m = x / 2.0 ** e
    over, under = _np.abs(m) >= 1, (_np.abs(m) < 0.5) & (x != 0)
    e = (e + over - under).astype(_np.int32)
    return (x / 2.0 ** e)[()], e[()]

def divmod(x1, x2):
    return _np.floor_divide(x1, x2), _np.remainder(x1, x2)

def bitwise_count(x):
    x = _np.asarray(x)
    return _np.array([int(v).bit_count() for v in x.ravel()], dtype=_np.uint8).reshape(x.shape)[()]

def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    x = _np.array(x, copy=True) if copy else _np.asanyarray(x)
    if x.dtype.kind == "f":
        info = _np.finfo(x.dtype)
        bad, high, low = _np.isnan(x), _np.isposinf(x), _np.isneginf(x)
        x[bad] = nan
        x[high] = info.max if posinf is None else posinf
        x[low] = info.min if neginf is None else neginf
    return x[()]

def diff(a, n=1, axis=-1, prepend=None, append=None):
    if n < 0:
        raise ValueError("order must be non-negative but got " + repr(n))
    a = _np.asanyarray(a)
    if a.ndim == 0:
        raise ValueError("diff requires input that is at least one dimensional")
    extra = []
    for v in (prepend, append):
        if v is None:
            extra.append([])
        else:
            v = _np.asanyarray(v)
            shape = list(a.shape)
            shape[axis] = 1
            extra.append([_np.broadcast_to(v, shape) if v.ndim == 0 else v])
    if extra[0] or extra[1]:
        a = _np.concatenate(extra[0] + [a] + extra[1], axis)
    lead = (slice(None),) * (axis % a.ndim)
    for _ in range(n):
        p, q = a[lead + (slice(1, None),)], a[lead + (slice(None, -1),)]
        a = _np.not_equal(p, q) if a.dtype == bool else p - q
    return a

def ediff1d(ary, to_end=None, to_begin=None):
    a = _np.ravel(ary)
    parts = [[] if to_begin is None else [_np.ravel(to_begin)], [a[1:] - a[:-1]], [] if to_end is None else [_np.ravel(to_end)]]
    return _np.concatenate(parts[0] + parts[1] + parts[2])

def gradient(f, *varargs, axis=None, edge_order=1):
    f = _np.asanyarray(f)
    f = f if f.dtype.kind in "fc" else f.astype(float)
    if edge_order != 1:
        raise NotImplementedError("numpy.gradient with edge_order 2 is not modelled")
    axes = tuple(range(f.ndim)) if axis is None else tuple(a % f.ndim for a in ((axis,) if isinstance(axis, int) else axis))
    steps = list(varargs) if len(varargs) == len(axes) else [varargs[0] if varargs else 1.0] * len(axes)
    out = []
    for a, h in zip(axes, steps):
        g = moved = _np.moveaxis(f, a, 0)
        g = _np.empty_like(moved)
        if _np.ndim(h) == 0:
            g[1:-1] = (moved[2:] - moved[:-2]) / (2.0 * h)
            g[0], g[-1] = (moved[1] - moved[0]) / h, (moved[-1] - moved[-2]) / h
        else:
            d = _np.diff(h).reshape((-1,) + (1,) * (f.ndim - 1))
            p, q = d[:-1], d[1:]
            g[1:-1] = -(q / (p * (p + q))) * moved[:-2] + ((q - p) / (p * q)) * moved[1:-1] + (p / (q * (p + q))) * moved[2:]
            g[0], g[-1] = (moved[1] - moved[0]) / d[0], (moved[-1] - moved[-2]) / d[-1]
        out.append(_np.moveaxis(g, 0, a))
    return out[0] if len(out) == 1 else tuple(out)

def trapezoid(y, x=None, dx=1.0, axis=-1):
    y = _np.moveaxis(_np.asanyarray(y), axis, -1)
    d = dx if x is None else _np.diff(_np.asanyarray(x))
    return (d * (y[..., 1:] + y[..., :-1]) / 2.0).sum(-1)

def cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    if axis is not None:
        axisa = axisb = axisc = axis
    a, b = _np.moveaxis(_np.asarray(a), axisa, -1), _np.moveaxis(_np.asarray(b), axisb, -1)
    if a.shape[-1] not in (2, 3) or b.shape[-1] not in (2, 3):
        raise ValueError("incompatible dimensions for cross product\n(dimension must be 2 or 3)")
    if a.shape[-1] == 2 and b.shape[-1] == 2:
        return a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
    part = lambda v, i: v[..., i] if i < v.shape[-1] else _np.zeros_like(v[..., 0])
    rows = [part(a, i) * part(b, j) - part(a, j) * part(b, i) for i, j in ((1, 2), (2, 0), (0, 1))]
    return _np.moveaxis(_np.stack(rows, axis=-1), -1, axisc)

def inner(a, b, /):
    a, b = _np.asarray(a), _np.asarray(b)
    if a.ndim == 0 or b.ndim == 0:
        return a * b
    if a.shape[-1] != b.shape[-1]:
        raise ValueError(f"shapes {str(a.shape).replace(' ', '')} and {str(b.shape).replace(' ', '')} not aligned: {a.shape[-1]} (dim {a.ndim - 1}) != {b.shape[-1]} (dim {b.ndim - 1})")
    return _np.tensordot(a, b, (-1, -1))

def outer(a, b, out=None):
    return _np.multiply(_np.ravel(a)[:, None], _np.ravel(b)[None, :], out=out)

def vdot(a, b, /):
    return _np.dot(_np.conj(_np.ravel(a)), _np.ravel(b))

def vecdot(x1, x2, /, *, axis=-1):
    x1, x2 = _np.asarray(x1), _np.asarray(x2)
    return (_np.conj(x1) * x2).sum(axis)

def tensordot(a, b, axes=2):
    a, b = _np.asarray(a), _np.asarray(b)
    if isinstance(axes, int):
        left, right = list(range(a.ndim - axes, a.ndim)), list(range(axes))
    else:
        left, right = ([v] if isinstance(v, int) else list(v) for v in axes)
    left, right = [i % a.ndim for i in left], [i % b.ndim for i in right]
    if [a.shape[i] for i in left] != [b.shape[i] for i in right]:
        raise ValueError("shape-mismatch for sum")
    keep, rest = [i for i in range(a.ndim) if i not in left], [i for i in range(b.ndim) if i not in right]
    n = _np.prod([a.shape[i] for i in left], dtype=int)
    x = a.transpose(keep + left).reshape(-1, n)
    y = b.transpose(right + rest).reshape(n, -1)
    return _np.dot(x, y).reshape([a.shape[i] for i in keep] + [b.shape[i] for i in rest])[()]

def kron(a, b):
    a, b = _np.asanyarray(a), _np.asanyarray(b)
    rank = _b.max(a.ndim, b.ndim)
    p, q = (1,) * (rank - a.ndim) + a.shape, (1,) * (rank - b.ndim) + b.shape
    x = a.reshape([v for s in p for v in (s, 1)])
    y = b.reshape([v for s in q for v in (1, s)])
    return (x * y).reshape([s * t for s, t in zip(p, q)])

def einsum(subscripts, *operands, out=None, dtype=None, optimize=False, **kwargs):
    if not isinstance(subscripts, str):
        raise NotImplementedError("numpy.einsum with lists of subscripts is not modelled")
    arrays = [_np.asanyarray(o) for o in operands]
    left, arrow, right = subscripts.replace(" ", "").partition("->")
    terms = left.split(",")
    if len(terms) != len(arrays):
        raise ValueError("fewer operands provided to einstein sum function than specified in the subscripts string" if len(terms) > len(arrays) else "more operands provided to einstein sum function than specified in the subscripts string")
    rank = _b.max([a.ndim - len(t.replace("...", "")) for t, a in zip(terms, arrays) if "..." in t], default=0)
    hidden = [f"<{i}>" for i in range(rank)]
    def labels(term, n):
        if "..." not in term:
            return list(term)
        p, q = term.split("...")
        k = n - len(p) - len(q)
        return list(p) + hidden[rank - k :] + list(q)
    names = [labels(t, a.ndim) for t, a in zip(terms, arrays)]
    sizes = {}
    for i, (own, a) in enumerate(zip(names, arrays)):
        if len(own) != a.ndim:
            raise ValueError("einstein sum subscripts string contains too many subscripts for operand " + str(i) if len(own) > a.ndim else "operand has more dimensions than subscripts given in einstein sum, but no '...' ellipsis provided to broadcast the extra dimensions.")
        for k, s in zip(own, a.shape):
            if sizes.get(k, 1) not in (1, s) and s != 1:
                raise ValueError(f"operands could not be broadcast together with remapped shapes [original->remapped]: {' '.join(str(x.shape).replace(' ', '') for x in arrays)}")
            sizes[k] = _b.max(sizes.get(k, 1), s)
    if arrow:
        final = labels(right, rank + len(right.replace("...", "")))
    else:
        flat = [k for own in names for k in own]
        final = hidden + sorted(k for k in set(flat) if flat.count(k) == 1 and k not in hidden)
    def ordered(a, own, order):
        """The operand with repeated labels on their diagonal and one axis a label of 'order'."""
        for k in set(own):
            while own.count(k) > 1:
                i = own.index(k)
                j = own.index(k, i + 1)
                a = _np.diagonal(a, axis1=i, axis2=j)
                own = [v for n, v in enumerate(own) if n not in (i, j)] + [k]
        gone = tuple(i for i, k in enumerate(own) if k not in order)
        if gone:
            a, own = a.sum(axis=gone), [k for k in own if k in order]
        a = _np.asarray(a).transpose([own.index(k) for k in order if k in own])
        return a.reshape([a.shape[[m for m in order if m in own].index(k)] if k in own else 1 for k in order])
    def pair(a, p, b, q, keep):
        """The product of two operands, summed over the labels that nothing else needs."""
        batch = [k for k in p if k in q and k in keep]
        summed = [k for k in p if k in q and k not in keep]
        only, other = [k for k in p if k not in q and k in keep], [k for k in q if k not in p and k in keep]
        batch, only, other, summed = (list(dict.fromkeys(v)) for v in (batch, only, other, summed))
        def fit(x, own, order):
            x = ordered(x, own, order)
            return _np.broadcast_to(x, [sizes[k] if k in own else 1 for k in order])
        x, y = fit(a, p, batch + only + summed), fit(b, q, batch + summed + other)
        n = len(batch)
        shape = [sizes[k] for k in batch]
        size = lambda ks: int(_np.prod([sizes[k] for k in ks], dtype=int))
        z = _np.matmul(x.reshape(shape + [size(only), size(summed)]), y.reshape(shape + [size(summed), size(other)]))
        return z.reshape(shape + [sizes[k] for k in only + other]), batch + only + other
    current, own = arrays[0], names[0]
    for i in range(1, len(arrays)):
        keep = set(final).union(*names[i + 1 :])
        current, own = pair(current, own, arrays[i], names[i], keep)
    result = ordered(current, own, final)
    result = result.copy() if len(arrays) > 1 else result
    if dtype is not None:
        result = result.astype(dtype)
    if out is not None:
        out[...] = result
        return out
    return result[()]

def einsum_path(*args, **kwargs):
    raise NotImplementedError("numpy.einsum_path is not modelled")

def convolve(a, v, mode="full"):
    a, v = _np.atleast_1d(a), _np.atleast_1d(v)
    if len(a) == 0 or len(v) == 0:
        raise ValueError("a cannot be empty" if len(a) == 0 else "v cannot be empty")
    if len(v) > len(a):
        a, v = v, a
    n, m = len(a), len(v)
    out = _np.zeros(n + m - 1, _np.result_type(a, v))
    for i in range(m):
        out[i : i + n] += a * v[i]
    if mode == "full":
        return out
    if mode == "same":
        return out[(m - 1) // 2 : (m - 1) // 2 + n]
    if mode == "valid":
        return out[m - 1 : n]
    raise ValueError(f"mode must be one of 'valid', 'same', or 'full' (got '{mode}')")

def correlate(a, v, mode="valid"):
    a, v = _np.atleast_1d(a), _np.atleast_1d(v)
    if len(a) < len(v):
        return convolve(_np.conj(v)[::-1], a, mode)[::1] if mode != "same" else convolve(a, _np.conj(v)[::-1], mode)
    return convolve(a, _np.conj(v)[::-1], mode)

def interp(x, xp, fp, left=None, right=None, period=None):
    if period is not None:
        raise NotImplementedError("numpy.interp with period is not modelled")
    xp, fp = _np.asarray(xp, dtype=float), _np.asarray(fp)
    x = _np.asarray(x, dtype=float)
    if len(xp) != len(fp):
        raise ValueError("fp and xp are not of the same length.")
    if len(xp) == 0:
        raise ValueError("array of sample points is empty")
    fp = fp if fp.dtype.kind == "c" else fp.astype(float)
    left, right = fp[0] if left is None else left, fp[-1] if right is None else right
    if len(xp) == 1:
        out = _np.full(x.shape, fp[0])
    else:
        i = _np.clip(_np.searchsorted(xp, x, side="right") - 1, 0, len(xp) - 2)
        out = (fp[i + 1] - fp[i]) / (xp[i + 1] - xp[i]) * (x - xp[i]) + fp[i]
        out = _np.where(x == xp[-1], fp[-1], out)
    out = _np.where(x < xp[0], left, _np.where(x > xp[-1], right, out))
    return _np.where(_np.isnan(x), x, out)[()]

def piecewise(x, condlist, funclist, *args, **kw):
    x = _np.asanyarray(x)
    conds = [_np.asarray(c, dtype=bool) for c in (condlist if isinstance(condlist, (list, tuple)) or _np.ndim(condlist) > x.ndim else [condlist])]
    if len(funclist) == len(conds) + 1:
        rest = ~_np.any(conds, axis=0)
        conds.append(rest)
    elif len(funclist) != len(conds):
        raise ValueError(f"with {len(conds)} condition(s), either {len(conds)} or {len(conds) + 1} functions are expected")
    y = _np.zeros_like(x)
    for c, f in zip(conds, funclist):
        if _np.any(c):
            y[c] = f(x[c], *args, **kw) if callable(f) else f
    return y

def select(condlist, choicelist, default=0):
    out = _np.asarray(default)
    kind = _np.result_type(*(choicelist if choicelist else [0]), default)
    for c, v in reversed(list(zip(condlist, choicelist))):
        out = _np.where(c, v, out)
    return out.astype(kind)

def choose(a, choices, out=None, mode="raise"):
    a = _np.asarray(a)
    rows = _np.broadcast_arrays(a, *choices)
    picked = _np.stack(rows[1:])
    if mode == "raise" and (_np.any(a < 0) or _np.any(a >= len(choices))):
        raise ValueError("invalid entry in choice array")
    at = _np.clip(rows[0], 0, len(choices) - 1) if mode == "clip" else rows[0] % len(choices)
    return _np.take_along_axis(picked, at[None], axis=0)[0]

def unwrap(p, discont=None, axis=-1, *, period=6.283185307179586):
    p = _np.asarray(p)
    d = _np.diff(p, axis=axis)
    half = period / 2
    discont = half if discont is None else discont
    m = _np.mod(d + half, period) - half
    m = _np.where((m == -half) & (d > 0), half, m)
    fix = _np.where(_np.abs(d) < discont, 0, m - d)
    out = _np.array(p, dtype=_np.result_type(p, 1.0), copy=True)
    lead = (slice(None),) * (axis % p.ndim)
    out[lead + (slice(1, None),)] += fix.cumsum(axis)
    return out
`;
