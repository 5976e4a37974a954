/** `numpy.linalg`, in Python over array operations. */

export const NUMPY_LINALG = String.raw`
import builtins as _b
import math as _math
import operator as _op
import numpy as _np

class LinAlgError(ValueError):
    """Raised when a matrix cannot be worked with: singular, or no convergence."""

def _float(a):
    a = _np.asarray(a)
    return a if a.dtype.kind in "fc" else a.astype(float)

def _square(a):
    if a.ndim < 2:
        raise LinAlgError(f"{a.ndim}-dimensional array given. Array must be at least two-dimensional")
    if a.shape[-1] != a.shape[-2]:
        raise LinAlgError("Last 2 dimensions of the array must be square")

def _each(a, f, core):
    """'f' of every matrix of a stack."""
    lead = a.shape[:-2]
    rows = [f(m) for m in a.reshape((-1,) + a.shape[-2:])]
    if not rows:
        return _np.zeros(lead + core, a.dtype)
    return _np.stack([_np.asarray(r) for r in rows]).reshape(lead + _np.shape(rows[0]))

def _eliminate(a, b):
    """Gaussian elimination with partial pivots: the triangle, the right sides, the sign of the swaps."""
    wide = _np.result_type(a.dtype, _np.float64)
    u, x, sign = a.astype(wide), b.astype(wide), 1.0
    n = len(u)
    for k in range(n):
        p = k + int(_np.argmax(_np.abs(u[k:, k])))
        if u[p, k] == 0:
            return None, None, 0.0
        if p != k:
            u[[k, p]], x[[k, p]], sign = u[[p, k]], x[[p, k]], -sign
        f = (u[k + 1 :, k] / u[k, k])[:, None]
        u[k + 1 :, k:] -= f * u[k, k:]
        x[k + 1 :] -= f * x[k]
    return u, x, sign

def _solve(a, b):
    u, x, _ = _eliminate(a, b)
    if u is None:
        raise LinAlgError("Singular matrix")
    for k in range(len(u) - 1, -1, -1):
        x[k] = (x[k] - u[k, k + 1 :] @ x[k + 1 :]) / u[k, k]
    return x.astype(a.dtype)

def solve(a, b):
    a, b = _float(a), _float(b)
    _square(a)
    kind = _np.result_type(a, b)
    a, b = a.astype(kind), b.astype(kind)
    if b.ndim == 1:
        if b.shape[0] != a.shape[-1]:
            raise ValueError(f"solve: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (m,m),(m)->(m) (size {b.shape[0]} is different from {a.shape[-1]})")
        return _each(a, lambda m: _solve(m, b[:, None])[:, 0], b.shape)
    if b.shape[-2] != a.shape[-1]:
        raise ValueError(f"solve: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (m,m),(m,n)->(m,n) (size {b.shape[-2]} is different from {a.shape[-1]})")
    lead = _np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    a, b = _np.broadcast_to(a, lead + a.shape[-2:]), _np.broadcast_to(b, lead + b.shape[-2:])
    rows = [_solve(m, v) for m, v in zip(a.reshape((-1,) + a.shape[-2:]), b.reshape((-1,) + b.shape[-2:]))]
    return _np.stack(rows).reshape(b.shape)

def inv(a):
    a = _float(a)
    _square(a)
    return _each(a, lambda m: _solve(m, _np.eye(len(m), dtype=m.dtype)), a.shape[-2:])

def _det(m):
    u, _, sign = _eliminate(m, _np.zeros((len(m), 0)))
    if u is None:
        return m.dtype.type(0)
    d = _np.diagonal(u)
    # As numpy: from the signs and the sum of the logarithms.
    return (sign * _np.prod(d / _np.abs(d)) * _np.exp(_np.log(_np.abs(d)).cumsum()[-1] if len(d) else 0.0)).astype(m.dtype)

def det(a):
    a = _float(a)
    _square(a)
    return _each(a, _det, ())[()]

def slogdet(a):
    a = _float(a)
    _square(a)
    d = det(a)
    def logs(m):
        u, _, sign = _eliminate(m, _np.zeros((len(m), 0)))
        return -_np.inf if u is None else _np.sum(_np.log(_np.abs(_np.diagonal(u))))
    return _Named(("sign", "logabsdet"), (_np.sign(d), _each(a, logs, ())[()]), "SlogdetResult")

class _Named(tuple):
    """A tuple whose items have names."""
    def __new__(cls, names, items, title):
        self = tuple.__new__(cls, items)
        self._names, self._title = names, title
        return self
    def __getattr__(self, name):
        if name in tuple.__getattribute__(self, "__dict__").get("_names", ()):
            return self[self._names.index(name)]
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
    def __repr__(self):
        return f"{self._title}({', '.join(f'{n}={v!r}' for n, v in zip(self._names, self))})"

def matrix_power(a, n):
    a = _np.asanyarray(a)
    _square(a)
    n = _op.index(n)
    if n == 0:
        return _np.broadcast_to(_np.eye(a.shape[-1], dtype=a.dtype), a.shape).copy()
    if n < 0:
        a, n = inv(a), -n
    out = None
    while n:
        if n & 1:
            out = a if out is None else out @ a
        n >>= 1
        if n:
            a = a @ a
    return out

def cholesky(a, /, *, upper=False):
    a = _float(a)
    _square(a)
    def factor(m):
        n = len(m)
        out = _np.zeros_like(m)
        for j in range(n):
            d = m[j, j] - (out[j, :j] * _np.conj(out[j, :j])).sum().real
            if not d.real > 0:
                raise LinAlgError("Matrix is not positive definite")
            out[j, j] = _np.sqrt(d.real)
            out[j + 1 :, j] = (m[j + 1 :, j] - out[j + 1 :, :j] @ _np.conj(out[j, :j])) / out[j, j]
        return _np.conj(out.T) if upper else out
    return _each(a, factor, a.shape[-2:])

def qr(a, mode="reduced"):
    """Householder reflections, with the signs that LAPACK gives."""
    a = _float(a)
    if a.ndim != 2 or a.dtype.kind == "c":
        raise NotImplementedError("numpy.linalg.qr of stacks and of complex matrices is not modelled")
    m, n = a.shape
    k = _b.min(m, n)
    r, q = a.astype(_np.float64), _np.eye(m)
    for j in range(k):
        x = r[j:, j]
        if j == m - 1 or not _np.any(x[1:]):
            continue
        v = x.copy()
        v[0] += _math.copysign(float(_np.sqrt((x * x).sum())), float(x[0]))
        v = v / _np.sqrt((v * v).sum())
        r[j:] -= 2.0 * v[:, None] * (v @ r[j:])
        q[:, j:] -= 2.0 * (q[:, j:] @ v)[:, None] * v
    r = _np.triu(r)
    if mode == "r":
        return r[:k].astype(a.dtype)
    if mode == "complete":
        return _Named(("Q", "R"), (q.astype(a.dtype), r.astype(a.dtype)), "QRResult")
    return _Named(("Q", "R"), (q[:, :k].astype(a.dtype), r[:k].astype(a.dtype)), "QRResult")

def _jacobi(m):
    """Eigenvalues and vectors of a symmetric matrix by cyclic rotations, in ascending order."""
    a, n = m.astype(_np.float64), len(m)
    v = _np.eye(n)
    for _ in range(100):
        off = _np.sqrt((_np.tril(a, -1) ** 2).sum())
        if off <= 1e-300 or off <= 1e-17 * _np.abs(a).max():
            break
        for p in range(n - 1):
            for q in range(p + 1, n):
                if a[p, q] == 0:
                    continue
                t = float((a[q, q] - a[p, p]) / (2 * a[p, q]))
                t = _math.copysign(1.0, t) / (_b.abs(t) + _math.sqrt(t * t + 1))
                c = 1 / _math.sqrt(t * t + 1)
                s = t * c
                x, y = a[:, p].copy(), a[:, q].copy()
                a[:, p], a[:, q] = c * x - s * y, s * x + c * y
                x, y = a[p].copy(), a[q].copy()
                a[p], a[q] = c * x - s * y, s * x + c * y
                x, y = v[:, p].copy(), v[:, q].copy()
                v[:, p], v[:, q] = c * x - s * y, s * x + c * y
    order = _np.argsort(_np.diagonal(a))
    return _np.diagonal(a)[order], v[:, order]

def _symmetric(a, uplo):
    a = _float(a)
    _square(a)
    if a.dtype.kind == "c" or a.ndim != 2:
        raise NotImplementedError("numpy.linalg.eigh of stacks and of complex matrices is not modelled")
    low = _np.tril(a) if uplo == "L" else _np.triu(a).T
    return low + _np.tril(low, -1).T

def eigvalsh(a, UPLO="L"):
    a = _symmetric(a, UPLO)
    return _jacobi(a)[0].astype(a.dtype)

def eigh(a, UPLO="L"):
    """The vectors' signs are free; here their last component is not negative."""
    a = _symmetric(a, UPLO)
    w, v = _jacobi(a)
    v = v * _np.where(v[-1] < 0, -1.0, 1.0)
    return _Named(("eigenvalues", "eigenvectors"), (w.astype(a.dtype), v.astype(a.dtype)), "EighResult")

def svdvals(x, /):
    return svd(x, compute_uv=False)

def svd(a, full_matrices=True, compute_uv=True, hermitian=False):
    """One-sided Jacobi rotations."""
    a = _float(a)
    if a.ndim != 2 or a.dtype.kind == "c":
        raise NotImplementedError("numpy.linalg.svd of stacks and of complex matrices is not modelled")
    m, n = a.shape
    if m < n:
        if not compute_uv:
            return svd(a.T, compute_uv=False)
        u, s, vh = svd(a.T, full_matrices)
        return _Named(("U", "S", "Vh"), (vh.T, s, u.T), "SVDResult")
    u, v = a.astype(_np.float64), _np.eye(n)
    for _ in range(100):
        moved = False
        for p in range(n - 1):
            for q in range(p + 1, n):
                x, y = u[:, p].copy(), u[:, q].copy()
                alpha, beta, gamma = float(x @ x), float(y @ y), float(x @ y)
                if _b.abs(gamma) <= 1e-16 * _math.sqrt(alpha * beta):
                    continue
                moved = True
                z = (beta - alpha) / (2 * gamma)
                t = _math.copysign(1.0, z) / (_b.abs(z) + _math.sqrt(1 + z * z))
                c = 1 / _math.sqrt(1 + t * t)
                s = c * t
                u[:, p], u[:, q] = c * x - s * y, s * x + c * y
                x, y = v[:, p].copy(), v[:, q].copy()
                v[:, p], v[:, q] = c * x - s * y, s * x + c * y
        if not moved:
            break
    s = _np.sqrt((u * u).sum(axis=0))
    order = _np.argsort(-s)
    s, u, v = s[order], u[:, order], v[:, order]
    if not compute_uv:
        return s.astype(a.dtype)
    u = u / _np.where(s == 0, 1.0, s)
    if full_matrices and m > n or _np.any(s <= 1e-14 * s.max() if len(s) else False):
        basis = _np.concatenate([u, _np.eye(m)], axis=1)
        q, r = qr(basis, "complete")
        signs = _np.sign(_np.diagonal(r))[:n]
        u = _np.concatenate([q[:, :n] * _np.where(signs == 0, 1.0, signs), q[:, n:]], axis=1)
        u = u if full_matrices else u[:, :n]
    return _Named(("U", "S", "Vh"), (u.astype(a.dtype), s.astype(a.dtype), v.T.astype(a.dtype)), "SVDResult")

def pinv(a, rcond=None, hermitian=False, *, rtol=None):
    a = _float(a)
    u, s, vh = svd(a, full_matrices=False)
    cut = (1e-15 if rcond is None and rtol is None else rcond if rtol is None else rtol) * s.max()
    inverse = _np.where(s > cut, 1 / _np.where(s > cut, s, 1), 0)
    return (vh.T * inverse) @ u.T

def matrix_rank(A, tol=None, hermitian=False, *, rtol=None):
    A = _np.asarray(A)
    if A.ndim < 2:
        return int(not _np.all(A == 0))
    s = svd(A, compute_uv=False)
    cut = s.max() * _b.max(A.shape) * _np.finfo(s.dtype).eps if tol is None else tol
    return _np.sum(s > cut)

def cond(x, p=None):
    x = _np.asarray(x)
    if p is None or p == 2:
        s = svd(x, compute_uv=False)
        return s[0] / s[-1]
    return norm(x, p) * norm(inv(x), p)

def lstsq(a, b, rcond=None):
    a, b = _float(a), _float(b)
    m, n = a.shape
    u, s, vh = svd(a, full_matrices=False)
    cut = s.max() * (_np.finfo(a.dtype).eps * _b.max(m, n) if rcond is None else rcond)
    keep = s > cut
    x = (vh.T * _np.where(keep, 1 / _np.where(keep, s, 1), 0)) @ (u.T @ b)
    rank = int(keep.sum())
    rest = _np.sum((b - a @ x) ** 2, axis=0) if rank == n and m > n else _np.array([], dtype=a.dtype)
    return x, _np.atleast_1d(rest), rank, s

def eig(a):
    raise NotImplementedError("numpy.linalg.eig of general matrices is not modelled; eigh of symmetric ones is")

def eigvals(a):
    raise NotImplementedError("numpy.linalg.eigvals of general matrices is not modelled; eigvalsh of symmetric ones is")

def norm(x, ord=None, axis=None, keepdims=False):
    x = _float(x)
    if axis is None:
        if ord is None or ord in ("f", "fro") and x.ndim == 2 or ord == 2 and x.ndim == 1:
            flat = x.ravel()
            out = _np.sqrt(_np.dot(flat, flat) if x.dtype.kind == "f" else (flat.real ** 2 + flat.imag ** 2).sum())
            return out.reshape((1,) * x.ndim) if keepdims else out
        axis = tuple(range(x.ndim))
    axis = (axis,) if isinstance(axis, int) else tuple(axis)
    if len(axis) == 1:
        return vector_norm(x, axis=axis, ord=2 if ord is None else ord, keepdims=keepdims, _named=ord)
    if len(axis) == 2:
        return _matrix_norm(x, ord, axis, keepdims)
    raise ValueError("Improper number of dimensions to norm.")

def vector_norm(x, /, *, axis=None, keepdims=False, ord=2, _named=0):
    x = _float(x)
    if isinstance(ord, str):
        raise ValueError(f"Invalid norm order '{ord}' for vectors")
    size = _np.abs(x)
    if ord == _np.inf:
        return size.max(axis=axis, keepdims=keepdims)
    if ord == -_np.inf:
        return size.min(axis=axis, keepdims=keepdims)
    if ord == 0:
        return (x != 0).astype(size.dtype).sum(axis=axis, keepdims=keepdims)
    if ord == 1:
        return size.sum(axis=axis, keepdims=keepdims)
    if ord == 2:
        s = (_np.conj(x) * x).real
        return _np.sqrt(s.sum(axis=axis, keepdims=keepdims))
    return _np.power((size ** ord).sum(axis=axis, keepdims=keepdims), 1 / _np.asarray(ord, dtype=size.dtype))[()]

def matrix_norm(x, /, *, keepdims=False, ord="fro"):
    return _matrix_norm(_float(x), ord, (-2, -1), keepdims)

def _matrix_norm(x, ord, axis, keepdims):
    rows, columns = (a % x.ndim for a in axis)
    if rows == columns:
        raise ValueError("Duplicate axes given.")
    size = _np.abs(x)
    if ord in (None, "fro", "f"):
        out = _np.sqrt((_np.conj(x) * x).real.sum(axis=(rows, columns)))
    elif ord in (1, -1, _np.inf, -_np.inf):
        first, second = (rows, columns) if ord in (1, -1) else (columns, rows)
        second -= second > first
        total = size.sum(axis=first)
        out = total.max(axis=second) if ord in (1, _np.inf) else total.min(axis=second)
    elif ord in (2, -2, "nuc"):
        moved = _np.moveaxis(x, (rows, columns), (-2, -1))
        s = _each(moved, lambda m: svd(m, compute_uv=False), ())
        out = s.max(axis=-1) if ord == 2 else s.min(axis=-1) if ord == -2 else s.sum(axis=-1)
    else:
        raise ValueError("Invalid norm order for matrices.")
    if keepdims:
        out = _np.reshape(out, [1 if i in (rows, columns) else n for i, n in enumerate(x.shape)])
    return out

def multi_dot(arrays, *, out=None):
    result = arrays[0]
    for a in arrays[1:]:
        result = _np.dot(result, a)
    return result

matmul, outer, cross, diagonal, trace, tensordot, vecdot, matrix_transpose = (
    _np.matmul, _np.outer, _np.cross, _np.diagonal, _np.trace, _np.tensordot, _np.vecdot, _np.matrix_transpose)
`;
