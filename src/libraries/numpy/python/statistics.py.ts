/** Functions of numpy that count, rank and compare sets of values. */

export const NUMPY_STATISTICS = String.raw`
import builtins as _b
import numpy as _np

def ptp(a, axis=None, out=None, keepdims=False):
    a = _np.asanyarray(a)
    return _np.subtract(a.max(axis, keepdims=keepdims), a.min(axis, keepdims=keepdims), out=out)

def average(a, axis=None, weights=None, returned=False, *, keepdims=False):
    a = _np.asanyarray(a)
    if weights is None:
        out = a.mean(axis, keepdims=keepdims)
        total = _np.full(_np.shape(out), a.size / _b.max(1, _np.size(out)))[()]
        return (out, total) if returned else out
    w = _np.asanyarray(weights)
    if w.shape != a.shape:
        if axis is None:
            raise TypeError("Axis must be specified when shapes of a and weights differ.")
        if w.ndim != 1 or w.shape[0] != a.shape[axis]:
            raise ValueError("Shape of weights must be consistent with shape of a along specified axis.")
        w = _np.moveaxis(_np.broadcast_to(w, (a.ndim - 1) * (1,) + w.shape), -1, axis)
    kind = _np.result_type(a.dtype, w.dtype, "f8") if a.dtype.kind in "iub" else _np.result_type(a.dtype, w.dtype)
    total = _np.broadcast_to(w, a.shape).sum(axis=axis, dtype=kind, keepdims=keepdims)
    if _np.any(total == 0.0):
        raise ZeroDivisionError("Weights sum to zero, can't be normalized")
    out = _np.multiply(a, w, dtype=kind).sum(axis, keepdims=keepdims) / total
    return (out, total) if returned else out

def _ordered(a, axis, keepdims, f):
    """'f' of the values along axes, sorted, on a last axis."""
    a = _np.asanyarray(a)
    axes = tuple(range(a.ndim)) if axis is None else tuple(v % a.ndim for v in ((axis,) if isinstance(axis, int) else axis))
    kept = [i for i in range(a.ndim) if i not in axes]
    moved = a.transpose(kept + list(axes)).reshape([a.shape[i] for i in kept] + [-1])
    out = f(_np.sort(moved, axis=-1))
    if keepdims:
        lead = out.shape[: out.ndim - len(kept)]
        out = _np.asarray(out).reshape(lead + tuple(1 if i in axes else n for i, n in enumerate(a.shape)))
    return out

def median(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    def middle(s):
        n = s.shape[-1]
        if n == 0:
            return _np.full(s.shape[:-1], _np.nan)[()]
        found = _np.mean(s[..., (n - 1) // 2 : n // 2 + 1], axis=-1)
        if s.dtype.kind == "f":
            found = _np.where(_np.isnan(s[..., -1]), _np.nan, found).astype(s.dtype)[()]
        return found
    found = _ordered(a, axis, keepdims, middle)
    if out is not None:
        out[...] = found
        return out
    return found

_CONTINUOUS = {"linear": (1, 1), "weibull": (0, 0), "hazen": (0.5, 0.5), "median_unbiased": (1 / 3, 1 / 3), "normal_unbiased": (3 / 8, 3 / 8),
               "interpolated_inverted_cdf": (0, 1)}

def quantile(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None):
    if weights is not None:
        raise NotImplementedError("numpy.quantile with weights is not modelled")
    a = _np.asanyarray(a)
    q = _np.asanyarray(q)
    if q.dtype.kind in "iub":
        q = q.astype(float)
    if a.dtype.kind == "f" and q.dtype.kind == "f" and q.dtype.itemsize > a.dtype.itemsize and q.ndim == 0:
        q = q.astype(a.dtype)
    if _np.any((q < 0) | (q > 1)):
        raise ValueError("Quantiles must be in the range [0, 1]")
    def find(s):
        n = s.shape[-1]
        if method in _CONTINUOUS:
            alpha, beta = _CONTINUOUS[method]
            at = (n - 1) * q if method == "linear" else n * q + (alpha + q * (1 - alpha - beta)) - 1
        elif method in ("lower", "higher", "nearest", "midpoint"):
            at = (n - 1) * q
            at = {"lower": _np.floor, "higher": _np.ceil, "nearest": _np.rint, "midpoint": lambda v: 0.5 * (_np.floor(v) + _np.ceil(v))}[method](at)
        else:
            raise NotImplementedError(f"numpy.quantile with method {method!r} is not modelled")
        at = _np.clip(at, 0, n - 1)
        low = _np.floor(at).astype(int)
        high = _np.minimum(low + 1, n - 1)
        t = at - low
        p, r = _np.moveaxis(s[..., low], -1, 0) if q.ndim else s[..., low], _np.moveaxis(s[..., high], -1, 0) if q.ndim else s[..., high]
        if method in ("lower", "higher", "nearest"):
            return p
        if q.ndim:
            t = t.reshape(t.shape + (1,) * (s.ndim - 1))
        d = r - p
        found = _np.where(_np.asarray(t) >= 0.5, r - d * (1 - t), p + d * t)
        if s.dtype.kind == "f":
            found = _np.where(_np.isnan(s[..., -1]), _np.nan, found).astype(_np.result_type(s, q))
        return found[()]
    found = _ordered(a, axis, keepdims, find)
    if out is not None:
        out[...] = found
        return out
    return found

def percentile(a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None):
    a = _np.asanyarray(a)
    q = _np.true_divide(q, a.dtype.type(100) if a.dtype.kind == "f" else 100)
    if _np.any((q < 0) | (q > 1)):
        raise ValueError("Percentiles must be in the range [0, 100]")
    return quantile(a, q, axis, out, overwrite_input, method, keepdims, weights=weights)

def count_nonzero(a, axis=None, *, keepdims=False):
    out = (_np.asanyarray(a) != 0).sum(axis=axis, keepdims=keepdims, dtype=int)
    return int(out) if axis is None and not keepdims else out

def argwhere(a):
    a = _np.asanyarray(a)
    return _np.stack(_np.nonzero(a if a.ndim else a.reshape(1)), axis=-1)[:, : a.ndim]

def flatnonzero(a):
    return _np.nonzero(_np.ravel(a))[0]

def bincount(x, /, weights=None, minlength=0):
    x = _np.asarray(x)
    if x.size == 0:
        return _np.zeros(minlength, int if weights is None else float)
    if x.dtype.kind not in "iub":
        raise TypeError(f"Cannot cast array data from dtype('{x.dtype}') to dtype('int64') according to the rule 'safe'")
    if x.min() < 0:
        raise ValueError("'list' argument must have no negative elements")
    out = _np.zeros(_b.max(int(x.max()) + 1, minlength), int if weights is None else float)
    _np.add.at(out, x, 1 if weights is None else _np.asarray(weights, dtype=float))
    return out

def digitize(x, bins, right=False):
    bins = _np.asarray(bins)
    rising = len(bins) < 2 or bins[0] <= bins[-1]
    if _np.any(_np.diff(bins) < 0 if rising else _np.diff(bins) > 0):
        raise ValueError("bins must be monotonically increasing or decreasing")
    if rising:
        return _np.searchsorted(bins, x, side="left" if right else "right")
    return len(bins) - _np.searchsorted(bins[::-1], x, side="left" if right else "right")

def histogram_bin_edges(a, bins=10, range=None, weights=None):
    a = _np.ravel(a)
    if isinstance(bins, str):
        raise NotImplementedError(f"numpy.histogram with bins={bins!r} is not modelled")
    if _np.ndim(bins) == 1:
        return _np.asarray(bins)
    if bins < 1:
        raise ValueError("${"`"}bins${"`"} must be positive, when an integer")
    low, high = (0, 1) if a.size == 0 and range is None else (a.min(), a.max()) if range is None else range
    if low > high:
        raise ValueError("max must be larger than min in range parameter.")
    if low == high:
        low, high = low - 0.5, high + 0.5
    return _np.linspace(low, high, bins + 1, dtype=_np.result_type(low, high, a) if _np.result_type(low, high, a).kind == "f" else float)

def histogram(a, bins=10, range=None, density=None, weights=None):
    a = _np.ravel(a)
    edges = histogram_bin_edges(a, bins, range)
    w = None if weights is None else _np.ravel(weights)
    inside = (a >= edges[0]) & (a <= edges[-1])
    at = _np.searchsorted(edges, a[inside], side="right") - 1
    at = _np.minimum(at, len(edges) - 2)
    n = _np.bincount(at, None if w is None else w[inside], minlength=len(edges) - 1)
    if w is not None:
        n = n.astype(w.dtype) if w.dtype.kind == "f" else n.astype(w.dtype)
    if density:
        return n / _np.diff(edges) / n.sum(), edges
    return n, edges

def histogramdd(sample, bins=10, range=None, density=None, weights=None):
    sample = _np.atleast_2d(_np.asarray(sample).T).T if _np.ndim(sample) == 1 else _np.asarray(sample)
    d = sample.shape[1]
    bins = [bins] * d if isinstance(bins, int) else list(bins)
    edges = [histogram_bin_edges(sample[:, i], bins[i], None if range is None else range[i]) for i in _b.range(d)]
    shape = [len(e) - 1 for e in edges]
    out = _np.zeros(shape)
    for row, w in zip(sample, _np.ones(len(sample)) if weights is None else weights):
        if all(e[0] <= v <= e[-1] for e, v in zip(edges, row)):
            at = tuple(_b.min(int(_np.searchsorted(e, v, side="right")) - 1, len(e) - 2) for e, v in zip(edges, row))
            out[at] += w
    if density:
        raise NotImplementedError("numpy.histogramdd with density is not modelled")
    return out, edges

def histogram2d(x, y, bins=10, range=None, density=None, weights=None):
    out, (ex, ey) = histogramdd(_np.stack([x, y], axis=1), bins, range, density, weights)
    return out, ex, ey

def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None):
    if fweights is not None or aweights is not None:
        raise NotImplementedError("numpy.cov with weights is not modelled")
    x = _np.array(m, ndmin=2, dtype=_np.result_type(m, float) if dtype is None else dtype)
    if not rowvar and _np.ndim(m) != 1:
        x = x.T
    if y is not None:
        other = _np.array(y, ndmin=2, dtype=x.dtype)
        x = _np.concatenate([x, other if rowvar or _np.ndim(y) == 1 else other.T])
    ddof = (0 if bias else 1) if ddof is None else ddof
    x = x - x.mean(axis=1, keepdims=True)
    return _np.squeeze(_np.dot(x, _np.conj(x.T)) * _np.true_divide(1, x.shape[1] - ddof))[()]

def corrcoef(x, y=None, rowvar=True, *, dtype=None):
    c = cov(x, y, rowvar, dtype=dtype)
    if c.ndim == 0:
        return c / c
    s = _np.sqrt(_np.diag(c))
    return _np.clip(c / s[:, None] / s[None, :], -1, 1)

def _unique_flat(a):
    s = _np.sort(a)
    if not s.size:
        return s, _np.zeros(0, bool)
    first = _np.ones(s.size, bool)
    first[1:] = s[1:] != s[:-1]
    if s.dtype.kind == "f":
        first[1:] &= ~(_np.isnan(s[1:]) & _np.isnan(s[:-1]))
    return s, first

def unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *, equal_nan=True, sorted=True):
    ar = _np.asanyarray(ar)
    if axis is not None:
        return _unique_rows(ar, return_index, return_inverse, return_counts, axis)
    flat = ar.ravel()
    if not (return_index or return_inverse or return_counts):
        s, first = _unique_flat(flat)
        return s[first]
    order = flat.argsort(kind="stable")
    s = flat[order]
    first = _unique_flat(flat)[1]
    out = [s[first]]
    if return_index:
        out.append(order[first])
    if return_inverse:
        inverse = _np.empty(flat.shape, int)
        inverse[order] = _np.cumsum(first) - 1
        out.append(inverse.reshape(ar.shape))
    if return_counts:
        out.append(_np.diff(_np.concatenate([_np.nonzero(first)[0], [flat.size]])))
    return tuple(out)

def _unique_rows(ar, return_index, return_inverse, return_counts, axis):
    moved = _np.moveaxis(ar, axis, 0)
    keys = [tuple(row.ravel().tolist()) for row in moved]
    order = _b.sorted(range(len(keys)), key=lambda i: keys[i])
    firsts, inverse, counts = [], [0] * len(keys), []
    for i in order:
        if not firsts or keys[i] != keys[firsts[-1]]:
            firsts.append(i)
            counts.append(0)
        inverse[i] = len(firsts) - 1
        counts[-1] += 1
    out = [_np.moveaxis(moved[firsts] if firsts else moved[:0], 0, axis)]
    if return_index:
        out.append(_np.array(firsts, dtype=int))
    if return_inverse:
        out.append(_np.array(inverse, dtype=int))
    if return_counts:
        out.append(_np.array(counts, dtype=int))
    return out[0] if len(out) == 1 else tuple(out)

def unique_values(x):
    return unique(x)

def isin(element, test_elements, assume_unique=False, invert=False, *, kind=None):
    element = _np.asarray(element)
    known = unique(_np.asarray(test_elements))
    if known.size == 0:
        return _np.full(element.shape, invert)
    at = _np.searchsorted(known, element)
    out = known[_np.minimum(at, known.size - 1)] == element
    return ~out if invert else out

def intersect1d(ar1, ar2, assume_unique=False, return_indices=False):
    a, b = _np.ravel(ar1), _np.ravel(ar2)
    common = unique(a)
    common = common[isin(common, b)]
    if not return_indices:
        return common
    where = lambda x: _np.array([int(_np.flatnonzero(x == v)[0]) for v in common], dtype=int)
    return common, where(a), where(b)

def union1d(ar1, ar2):
    return unique(_np.concatenate([_np.ravel(ar1), _np.ravel(ar2)]))

def setdiff1d(ar1, ar2, assume_unique=False):
    a = _np.ravel(ar1) if assume_unique else unique(ar1)
    return a[~isin(a, ar2)]

def setxor1d(ar1, ar2, assume_unique=False):
    a, b = unique(ar1), unique(ar2)
    return _np.sort(_np.concatenate([a[~isin(a, b)], b[~isin(b, a)]]))

def _without_nan(a, fill):
    a = _np.asanyarray(a)
    return (a, None) if a.dtype.kind not in "fc" else (_np.where(_np.isnan(a), a.dtype.type(fill), a), _np.isnan(a))

def nansum(a, axis=None, dtype=None, out=None, keepdims=False):
    return _np.sum(_without_nan(a, 0)[0], axis=axis, dtype=dtype, out=out, keepdims=keepdims)

def nanprod(a, axis=None, dtype=None, out=None, keepdims=False):
    return _np.prod(_without_nan(a, 1)[0], axis=axis, dtype=dtype, out=out, keepdims=keepdims)

def nancumsum(a, axis=None):
    return _np.cumsum(_without_nan(a, 0)[0], axis=axis)

def nancumprod(a, axis=None):
    return _np.cumprod(_without_nan(a, 1)[0], axis=axis)

def nanmax(a, axis=None, out=None, keepdims=False):
    return _np.fmax.reduce(_np.asanyarray(a), axis=axis, out=out, keepdims=keepdims)

def nanmin(a, axis=None, out=None, keepdims=False):
    return _np.fmin.reduce(_np.asanyarray(a), axis=axis, out=out, keepdims=keepdims)

def nanargmax(a, axis=None):
    return _np.argmax(_without_nan(a, -_np.inf)[0], axis=axis)

def nanargmin(a, axis=None):
    return _np.argmin(_without_nan(a, _np.inf)[0], axis=axis)

def nanmean(a, axis=None, dtype=None, out=None, keepdims=False):
    filled, bad = _without_nan(a, 0)
    if bad is None:
        return _np.mean(filled, axis=axis, keepdims=keepdims)
    count = _np.sum(~bad, axis=axis, keepdims=keepdims)
    total = _np.sum(filled, axis=axis, keepdims=keepdims)
    return (total / count).astype(filled.dtype)

def nanvar(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False):
    filled, bad = _without_nan(a, 0)
    if bad is None:
        return _np.var(filled, axis=axis, ddof=ddof, keepdims=keepdims)
    count = _np.sum(~bad, axis=axis, keepdims=True)
    mean = _np.sum(filled, axis=axis, keepdims=True) / count
    d = _np.where(bad, 0, filled - mean)
    n = count if keepdims else _np.sum(~bad, axis=axis)
    return (_np.sum(d * d, axis=axis, keepdims=keepdims) / (n - ddof)).astype(filled.dtype)

def nanstd(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False):
    return _np.sqrt(nanvar(a, axis=axis, ddof=ddof, keepdims=keepdims))

def _rows_without_nan(f, a, axis, keepdims, *args):
    a = _np.asanyarray(a)
    if axis is None:
        flat = a.ravel()
        out = f(flat[~_np.isnan(flat)], *args)
        return _np.reshape(out, (1,) * a.ndim) if keepdims else out
    return _np.apply_along_axis(lambda row: f(row[~_np.isnan(row)], *args), axis, a)

def nanmedian(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    return _rows_without_nan(median, a, axis, keepdims)

def nanpercentile(a, q, axis=None, keepdims=False):
    return _rows_without_nan(percentile, a, axis, keepdims, q)

def nanquantile(a, q, axis=None, keepdims=False):
    return _rows_without_nan(quantile, a, axis, keepdims, q)

def cumulative_sum(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    x = _np.atleast_1d(x)
    out = _np.cumsum(x, axis=0 if axis is None else axis, dtype=dtype)
    return _np.insert(out, 0, 0, axis=0 if axis is None else axis) if include_initial else out

def cumulative_prod(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    x = _np.atleast_1d(x)
    out = _np.cumprod(x, axis=0 if axis is None else axis, dtype=dtype)
    return _np.insert(out, 0, 1, axis=0 if axis is None else axis) if include_initial else out

def unravel_index(indices, shape, order="C"):
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    i = _np.asarray(indices)
    size = int(_np.prod(shape, dtype=int))
    if _np.any(i < 0) or _np.any(i >= size):
        bad = [v for v in _np.ravel(i).tolist() if not 0 <= v < size][0]
        raise ValueError(f"index {bad} is out of bounds for array with size {size}")
    out = []
    for n in (reversed(shape) if order == "C" else shape):
        out.append(i % n)
        i = i // n
    return tuple(reversed(out)) if order == "C" else tuple(out)

def ravel_multi_index(multi_index, dims, mode="raise", order="C"):
    dims = (dims,) if isinstance(dims, int) else tuple(dims)
    parts = [_np.asarray(m) for m in multi_index]
    out = 0
    for m, n in (zip(parts, dims) if order == "C" else zip(reversed(parts), reversed(dims))):
        if mode == "raise" and _np.any((m < 0) | (m >= n)):
            raise ValueError("invalid entry in coordinates array")
        m = _np.clip(m, 0, n - 1) if mode == "clip" else m % n
        out = out * n + m
    return out[()] if hasattr(out, "shape") else out
`;
