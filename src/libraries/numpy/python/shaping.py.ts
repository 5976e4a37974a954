/** Functions of numpy that join, split, turn, repeat and pad arrays. */

export const NUMPY_SHAPING = String.raw`
import builtins as _b
import operator as _op
import numpy as _np
from numpy.exceptions import AxisError as _AxisError

def _axis(axis, ndim):
    i = _op.index(axis)
    if not -ndim <= i < ndim:
        raise _AxisError(f"axis {i} is out of bounds for array of dimension {ndim}")
    return i % ndim

def _axes(axis, ndim, name=None):
    axis = (axis,) if not isinstance(axis, (tuple, list)) else axis
    out = tuple(_axis(a, ndim) for a in axis)
    if len(set(out)) != len(out):
        raise ValueError(f"repeated axis in {name} argument" if name else "repeated axis")
    return out

def expand_dims(a, axis):
    a = _np.asanyarray(a)
    ndim = a.ndim + (len(axis) if isinstance(axis, (tuple, list)) else 1)
    axes = _axes(axis, ndim)
    sizes = iter(a.shape)
    return a.reshape([1 if i in axes else next(sizes) for i in range(ndim)])

def moveaxis(a, source, destination):
    a = _np.asanyarray(a)
    source, destination = _axes(source, a.ndim, "source"), _axes(destination, a.ndim, "destination")
    if len(source) != len(destination):
        raise ValueError("'source' and 'destination' arguments must have the same number of elements")
    order = [i for i in range(a.ndim) if i not in source]
    for d, s in sorted(zip(destination, source)):
        order.insert(d, s)
    return a.transpose(order)

def rollaxis(a, axis, start=0):
    n = a.ndim
    axis = _axis(axis, n)
    start = start + n if start < 0 else start
    order = [i for i in range(n) if i != axis]
    order.insert(start - (1 if axis < start else 0), axis)
    return a.transpose(order)

def matrix_transpose(x, /):
    return _np.asanyarray(x).mT

permute_dims = _np.transpose
concat = _np.concatenate

def atleast_1d(*arys):
    out = [a.reshape(1) if a.ndim == 0 else a for a in (_np.asanyarray(x) for x in arys)]
    return out[0] if len(out) == 1 else tuple(out)

def atleast_2d(*arys):
    out = [a.reshape(1, 1) if a.ndim == 0 else a[None, :] if a.ndim == 1 else a for a in (_np.asanyarray(x) for x in arys)]
    return out[0] if len(out) == 1 else tuple(out)

def atleast_3d(*arys):
    out = []
    for a in (_np.asanyarray(x) for x in arys):
        out.append(a.reshape(1, 1, 1) if a.ndim == 0 else a[None, :, None] if a.ndim == 1 else a[:, :, None] if a.ndim == 2 else a)
    return out[0] if len(out) == 1 else tuple(out)

def stack(arrays, axis=0, out=None, *, dtype=None, casting="same_kind"):
    arrays = [_np.asanyarray(a) for a in arrays]
    if not arrays:
        raise ValueError("need at least one array to stack")
    if len({a.shape for a in arrays}) != 1:
        raise ValueError("all input arrays must have the same shape")
    axis = _axis(axis, arrays[0].ndim + 1)
    return _np.concatenate([expand_dims(a, axis) for a in arrays], axis, out, dtype=dtype)

def unstack(x, /, *, axis=0):
    return tuple(moveaxis(x, axis, 0))

def vstack(tup, *, dtype=None, casting="same_kind"):
    return _np.concatenate([atleast_2d(a) for a in tup], 0, dtype=dtype)

row_stack = vstack

def hstack(tup, *, dtype=None, casting="same_kind"):
    arrays = [atleast_1d(a) for a in tup]
    return _np.concatenate(arrays, 0 if arrays and arrays[0].ndim == 1 else 1, dtype=dtype)

def dstack(tup):
    return _np.concatenate([atleast_3d(a) for a in tup], 2)

def column_stack(tup):
    arrays = [_np.asanyarray(a) for a in tup]
    return _np.concatenate([a.reshape(-1, 1) if a.ndim < 2 else a for a in arrays], 1)

def block(arrays):
    def depth(x):
        return 1 + _b.max(depth(v) for v in x) if isinstance(x, list) else 0
    levels = depth(arrays)
    def ndim(x):
        return _b.max(ndim(v) for v in x) if isinstance(x, list) else _np.ndim(x)
    rank = _b.max(levels, ndim(arrays))
    def build(x, level):
        if isinstance(x, list):
            return _np.concatenate([build(v, level + 1) for v in x], axis=level - levels)
        x = _np.asanyarray(x)
        return x.reshape((1,) * (rank - x.ndim) + x.shape)
    return build(arrays, 0)

def array_split(ary, indices_or_sections, axis=0):
    ary = _np.asanyarray(ary)
    total = ary.shape[axis]
    try:
        cuts = [0, *(int(i) for i in indices_or_sections), total]
    except TypeError:
        n = int(indices_or_sections)
        if n <= 0:
            raise ValueError("number sections must be larger than 0.") from None
        each, extra = divmod(total, n)
        cuts = [i * each + _b.min(i, extra) for i in range(n)] + [total]
    lead = (slice(None),) * (axis % ary.ndim)
    return [ary[lead + (slice(p, q),)] for p, q in zip(cuts, cuts[1:])]

def split(ary, indices_or_sections, axis=0):
    if not hasattr(indices_or_sections, "__len__"):
        if _np.asanyarray(ary).shape[axis] % indices_or_sections:
            raise ValueError("array split does not result in an equal division")
    return array_split(ary, indices_or_sections, axis)

def hsplit(ary, indices_or_sections):
    return split(ary, indices_or_sections, 1 if ary.ndim > 1 else 0)

def vsplit(ary, indices_or_sections):
    return split(ary, indices_or_sections, 0)

def dsplit(ary, indices_or_sections):
    return split(ary, indices_or_sections, 2)

def tile(A, reps):
    a = _np.asanyarray(A)
    reps = tuple(reps) if hasattr(reps, "__len__") else (reps,)
    rank = _b.max(a.ndim, len(reps))
    reps = (1,) * (rank - len(reps)) + reps
    shape = (1,) * (rank - a.ndim) + a.shape
    out = a.reshape([v for s in shape for v in (1, s)])
    full = [v for r, s in zip(reps, shape) for v in (r, s)]
    return _np.broadcast_to(out, full).copy().reshape([r * s for r, s in zip(reps, shape)])

def flip(m, axis=None):
    m = _np.asanyarray(m)
    axes = range(m.ndim) if axis is None else _axes(axis, m.ndim)
    return m[tuple(slice(None, None, -1) if i in axes else slice(None) for i in range(m.ndim))]

def flipud(m):
    return flip(m, 0)

def fliplr(m):
    return flip(m, 1)

def rot90(m, k=1, axes=(0, 1)):
    m = _np.asanyarray(m)
    a, b = _axes(axes, m.ndim)
    k %= 4
    if k == 0:
        return m[:]
    if k == 2:
        return flip(flip(m, a), b)
    order = list(range(m.ndim))
    order[a], order[b] = order[b], order[a]
    return flip(m, b).transpose(order) if k == 1 else flip(m.transpose(order), b)

def roll(a, shift, axis=None):
    a = _np.asanyarray(a)
    if axis is None:
        return roll(a.ravel(), shift, 0).reshape(a.shape)
    axes = _axes(axis, a.ndim) if not isinstance(axis, tuple) else tuple(_axis(x, a.ndim) for x in axis)
    shifts = tuple(shift) if hasattr(shift, "__len__") else (shift,) * len(axes)
    if len(axes) == 1 and len(shifts) > 1:
        axes = axes * len(shifts)
    for s, i in zip(shifts, axes):
        n = a.shape[i]
        if n:
            a = _np.take(a, (_np.arange(n) - int(s)) % n, axis=i)
    return a.copy()

def resize(a, new_shape):
    a = _np.ravel(a)
    shape = (new_shape,) if isinstance(new_shape, int) else tuple(new_shape)
    size = _np.prod(shape, dtype=int)
    if a.size == 0:
        return _np.zeros(shape, a.dtype)
    return _np.tile(a, -(-int(size) // a.size))[:size].reshape(shape)

def broadcast_arrays(*args, subok=False):
    arrays = [_np.asanyarray(a) for a in args]
    shape = _np.broadcast_shapes(*(a.shape for a in arrays))
    return tuple(_np.broadcast_to(a, shape) for a in arrays)

def append(arr, values, axis=None):
    if axis is None:
        return _np.concatenate([_np.ravel(arr), _np.ravel(values)])
    return _np.concatenate([_np.asanyarray(arr), _np.asanyarray(values)], axis)

def insert(arr, obj, values, axis=None):
    arr = _np.asanyarray(arr)
    if axis is None:
        arr, axis = arr.ravel(), 0
    axis = _axis(axis, arr.ndim)
    moved = moveaxis(arr, axis, 0)
    n = moved.shape[0]
    if isinstance(obj, slice):
        obj = range(*obj.indices(n))
    scalar = _np.ndim(obj) == 0
    at = [int(i) for i in _np.ravel(obj)]
    for i in at:
        if not -n <= i <= n:
            raise IndexError(f"index {i} is out of bounds for axis {axis} with size {n}")
    at = [i + n if i < 0 else i for i in at]
    values = _np.asarray(values).astype(arr.dtype)
    if scalar:
        rows = moveaxis(_np.atleast_1d(values) if values.ndim < arr.ndim else values, 0 if values.ndim < arr.ndim else axis, 0)
        rows = rows if values.ndim == arr.ndim else _np.broadcast_to(values, (1,) + moved.shape[1:]) if arr.ndim > 1 else _np.atleast_1d(values)
        return moveaxis(_np.concatenate([moved[: at[0]], rows, moved[at[0] :]]), 0, axis)
    rows = _np.broadcast_to(moveaxis(values, axis, 0) if values.ndim == arr.ndim else values, (len(at),) + moved.shape[1:])
    order = sorted(range(len(at)), key=lambda k: at[k])
    parts, start = [], 0
    for k in order:
        parts += [moved[start : at[k]], rows[k : k + 1]]
        start = at[k]
    return moveaxis(_np.concatenate(parts + [moved[start:]]), 0, axis)

def delete(arr, obj, axis=None):
    arr = _np.asanyarray(arr)
    if axis is None:
        arr, axis = arr.ravel(), 0
    axis = _axis(axis, arr.ndim)
    n = arr.shape[axis]
    keep = _np.ones(n, dtype=bool)
    if not isinstance(obj, slice):
        for i in _np.ravel(obj):
            if _np.asarray(obj).dtype != bool and not -n <= i < n:
                raise IndexError(f"index {i} is out of bounds for axis {axis} with size {n}")
        obj = _np.asarray(obj) if _np.asarray(obj).size else _np.asarray(obj).astype(int)
    keep[obj] = False
    return arr[(slice(None),) * axis + (keep,)]

def trim_zeros(filt, trim="fb", axis=None):
    first, last = 0, len(filt)
    if "f" in trim.lower():
        while first < last and filt[first] == 0:
            first += 1
    if "b" in trim.lower():
        while last > first and filt[last - 1] == 0:
            last -= 1
    return filt[first:last]

def take_along_axis(arr, indices, axis=-1):
    arr, indices = _np.asanyarray(arr), _np.asanyarray(indices)
    if axis is None:
        return arr.ravel()[indices]
    return arr[_along(arr, indices, axis)]

def put_along_axis(arr, indices, values, axis):
    arr[_along(arr, _np.asanyarray(indices), axis)] = values

def _along(arr, indices, axis):
    if arr.ndim != indices.ndim:
        raise ValueError("${"`"}indices${"`"} and ${"`"}arr${"`"} must have the same number of dimensions")
    axis = _axis(axis, arr.ndim)
    return tuple(
        indices if i == axis else _np.arange(n).reshape((1,) * i + (-1,) + (1,) * (arr.ndim - 1 - i))
        for i, n in enumerate(arr.shape))

def _widths(value, ndim, name="pad_width"):
    if isinstance(value, dict):
        out = [(0, 0)] * ndim
        for axis, w in value.items():
            out[axis] = (w, w) if not hasattr(w, "__len__") else tuple(w)
        return out
    rows = _np.broadcast_to(_np.asarray(value), (ndim, 2))
    return [tuple(v.item() for v in row) for row in rows]

def pad(array, pad_width, mode="constant", **kwargs):
    a = _np.asarray(array)
    widths = _widths(pad_width, a.ndim)
    if _b.any(w < 0 for pair in widths for w in pair):
        raise ValueError("index can't contain negative values")
    if callable(mode):
        raise NotImplementedError("numpy.pad with a function is not modelled")
    allowed = {"constant": ["constant_values"], "linear_ramp": ["end_values"], "reflect": ["reflect_type"], "symmetric": ["reflect_type"],
               "maximum": ["stat_length"], "minimum": ["stat_length"], "mean": ["stat_length"], "median": ["stat_length"]}
    if mode not in ("constant", "edge", "reflect", "symmetric", "wrap", "empty", "maximum", "minimum", "mean", "median", "linear_ramp"):
        raise ValueError(f"mode '{mode}' is not supported")
    unknown = set(kwargs) - set(allowed.get(mode, []))
    if unknown:
        raise ValueError(f"unsupported keyword arguments for mode '{mode}': {unknown}")
    if kwargs.get("reflect_type", "even") != "even" or kwargs.get("stat_length") is not None:
        raise NotImplementedError("numpy.pad with reflect_type or stat_length is not modelled")
    if mode in ("constant", "empty"):
        values = _widths(kwargs.get("constant_values", 0), a.ndim)
        for i, ((p, q), (u, v)) in enumerate(zip(widths, values)):
            lead, rest = a.shape[:i], a.shape[i + 1 :]
            a = _np.concatenate([_np.full(lead + (p,) + rest, u, a.dtype), a, _np.full(lead + (q,) + rest, v, a.dtype)], axis=i)
        return a
    for i, (p, q) in enumerate(widths):
        n = a.shape[i]
        if n == 0 and p + q:
            raise ValueError(f"can't extend empty axis {i} using modes other than 'constant' or 'empty'")
        if mode in ("edge", "reflect", "symmetric", "wrap"):
            at = _np.arange(-p, n + q)
            if mode == "edge":
                at = _np.clip(at, 0, n - 1)
            elif mode == "wrap":
                at = at % n
            elif mode == "symmetric":
                at = at % (2 * n)
                at = _np.where(at < n, at, 2 * n - 1 - at)
            elif n == 1:
                at = _np.zeros_like(at)
            else:
                at = at % (2 * n - 2)
                at = _np.where(at < n, at, 2 * n - 2 - at)
            a = _np.take(a, at, axis=i)
            continue
        lead = (slice(None),) * i
        if mode == "linear_ramp":
            u, v = _widths(kwargs.get("end_values", 0), a.ndim)[i]
            first, last = a[lead + (slice(0, 1),)], a[lead + (slice(n - 1, n),)]
            before = _np.moveaxis(_np.linspace(u, _np.squeeze(first, i), p, endpoint=False, dtype=a.dtype), 0, i)
            after = _np.flip(_np.moveaxis(_np.linspace(v, _np.squeeze(last, i), q, endpoint=False, dtype=a.dtype), 0, i), i)
            a = _np.concatenate([before, a, after], axis=i)
            continue
        stat = {"maximum": _np.max, "minimum": _np.min, "mean": _np.mean, "median": _np.median}[mode](a, axis=i, keepdims=True)
        if a.dtype.kind in "iu" and mode in ("mean", "median"):
            stat = _np.rint(stat)
        stat = stat.astype(a.dtype)
        a = _np.concatenate([_np.repeat(stat, p, axis=i), a, _np.repeat(stat, q, axis=i)], axis=i)
    return a

def ndim(a):
    return _np.asarray(a).ndim

def shape(a):
    return _np.asarray(a).shape

def size(a, axis=None):
    a = _np.asarray(a)
    return a.size if axis is None else a.shape[axis]

def astype(x, dtype, /, *, copy=True, device=None):
    return x.astype(dtype, copy=copy)

def copyto(dst, src, casting="same_kind", where=True):
    src = _np.asarray(src)
    if not _np.can_cast(src.dtype, dst.dtype, casting):
        raise TypeError(f"Cannot cast array data from dtype('{src.dtype}') to dtype('{dst.dtype}') according to the rule '{casting}'")
    if where is True:
        dst[...] = src
    else:
        where = _np.broadcast_to(where, dst.shape)
        dst[where] = _np.broadcast_to(src, dst.shape)[where]

def putmask(a, mask, values):
    values = _np.ravel(values)
    at = _np.flatnonzero(mask)
    a.flat[at] = values[at % values.size]

def place(arr, mask, vals):
    vals = _np.ravel(vals)
    at = _np.flatnonzero(mask)
    arr.flat[at] = vals[_np.arange(at.size) % vals.size]

def extract(condition, arr):
    return _np.ravel(arr)[_np.flatnonzero(condition)]

def require(a, dtype=None, requirements=None, *, like=None):
    return _np.ascontiguousarray(a, dtype)

def isfortran(a):
    return a.flags.f_contiguous and not a.flags.c_contiguous
`;
