/** `numpy.fft`, in Python over array operations. */

export const NUMPY_FFT = String.raw`
import numpy as _np

def _plan(n):
    """The smallest factor of n."""
    f = 2
    while f * f <= n:
        if n % f == 0:
            return f
        f += 1
    return n

def _transform(x, sign):
    """The discrete Fourier transform along the last axis: by factors, prime lengths by their matrix."""
    n = x.shape[-1]
    if n <= 1:
        return x
    f = _plan(n)
    if f == n:
        k = _np.arange(n)
        return x @ _root(_np.outer(k, k) % n, n, sign)
    m = n // f
    parts = _transform(_np.swapaxes(x.reshape(x.shape[:-1] + (m, f)), -1, -2), sign)
    parts = parts * _root(_np.outer(_np.arange(f), _np.arange(m)), n, sign)
    out = _np.swapaxes(_transform(_np.swapaxes(parts, -1, -2), sign), -1, -2)
    return out.reshape(x.shape[:-1] + (n,))

def _root(k, n, sign):
    """Powers of a root of unity, exact at the quarters."""
    k = _np.asarray(k) % n
    quarter = (4 * k) % n == 0
    turn = (4 * k) // n
    angle = sign * 2.0 * _np.pi * k / n
    re = _np.where(quarter, _np.where(turn == 0, 1.0, _np.where(turn == 2, -1.0, 0.0)), _np.cos(angle))
    im = _np.where(quarter, sign * _np.where(turn == 1, 1.0, _np.where(turn == 3, -1.0, 0.0)), _np.sin(angle))
    return re + 1j * im

def _scale(norm, n, forward):
    if norm not in (None, "backward", "ortho", "forward"):
        raise ValueError(f'Invalid norm value {norm}; should be "backward","ortho" or "forward".')
    if norm == "ortho":
        return 1 / _np.sqrt(n)
    return 1 / n if (norm == "forward") == forward else 1

def _prepare(a, n, axis):
    a = _np.asarray(a)
    x = _np.moveaxis(a if a.dtype.kind == "c" else a.astype(_np.result_type(a, 1j)), axis, -1)
    n = x.shape[-1] if n is None else n
    if n < 1:
        raise ValueError(f"Invalid number of FFT data points ({n}) specified.")
    if x.shape[-1] < n:
        x = _np.concatenate([x, _np.zeros(x.shape[:-1] + (n - x.shape[-1],), x.dtype)], axis=-1)
    return x[..., :n], n

def _run(a, n, axis, norm, sign):
    x, n = _prepare(a, n, axis)
    out = _transform(x.astype(complex), sign)
    factor = _scale(norm, n, sign < 0)
    out = out if factor == 1 else out * factor
    return _np.moveaxis(out.astype(x.dtype), -1, axis)

def fft(a, n=None, axis=-1, norm=None, out=None):
    return _run(a, n, axis, norm, -1)

def ifft(a, n=None, axis=-1, norm=None, out=None):
    return _run(a, n, axis, norm, 1)

def rfft(a, n=None, axis=-1, norm=None, out=None):
    full = fft(a, n, axis, norm)
    return _np.take(full, _np.arange(full.shape[axis] // 2 + 1), axis=axis)

def irfft(a, n=None, axis=-1, norm=None, out=None):
    a = _np.moveaxis(_np.asarray(a), axis, -1)
    n = 2 * (a.shape[-1] - 1) if n is None else n
    half = n // 2 + 1
    a = a[..., :half]
    if a.shape[-1] < half:
        a = _np.concatenate([a, _np.zeros(a.shape[:-1] + (half - a.shape[-1],), a.dtype)], axis=-1)
    rest = _np.conj(a[..., 1 : (n + 1) // 2][..., ::-1])
    return _np.moveaxis(ifft(_np.concatenate([a, rest], axis=-1), n, -1, norm).real, -1, axis)

def hfft(a, n=None, axis=-1, norm=None, out=None):
    swap = {None: "forward", "backward": "forward", "forward": "backward", "ortho": "ortho"}[norm]
    return irfft(_np.conj(a), (_np.shape(a)[axis] - 1) * 2 if n is None else n, axis, swap)

def ihfft(a, n=None, axis=-1, norm=None, out=None):
    swap = {None: "forward", "backward": "forward", "forward": "backward", "ortho": "ortho"}[norm]
    return _np.conj(rfft(a, n, axis, swap))

def _many(f, a, s, axes, norm):
    a = _np.asarray(a)
    if axes is None:
        axes = range(a.ndim) if s is None else range(a.ndim - len(s), a.ndim)
    axes = list(axes)
    sizes = [None] * len(axes) if s is None else list(s)
    for axis, n in reversed(list(zip(axes, sizes))):
        a = f(a, n, axis, norm)
    return a

def fftn(a, s=None, axes=None, norm=None, out=None):
    return _many(fft, a, s, axes, norm)

def ifftn(a, s=None, axes=None, norm=None, out=None):
    return _many(ifft, a, s, axes, norm)

def fft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    return _many(fft, a, s, axes, norm)

def ifft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    return _many(ifft, a, s, axes, norm)

def rfftn(a, s=None, axes=None, norm=None, out=None):
    a = _np.asarray(a)
    axes = list(range(a.ndim) if axes is None else axes)
    sizes = [None] * len(axes) if s is None else list(s)
    return _many(fft, rfft(a, sizes[-1], axes[-1], norm), sizes[:-1], axes[:-1], norm)

def rfft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    return rfftn(a, s, axes, norm)

def irfftn(a, s=None, axes=None, norm=None, out=None):
    a = _np.asarray(a)
    axes = list(range(a.ndim) if axes is None else axes)
    sizes = [None] * len(axes) if s is None else list(s)
    return irfft(_many(ifft, a, sizes[:-1], axes[:-1], norm), sizes[-1], axes[-1], norm)

def irfft2(a, s=None, axes=(-2, -1), norm=None, out=None):
    return irfftn(a, s, axes, norm)

def fftfreq(n, d=1.0, device=None):
    k = _np.concatenate([_np.arange(0, (n - 1) // 2 + 1), _np.arange(-(n // 2), 0)])
    return k * (1.0 / (n * d))

def rfftfreq(n, d=1.0, device=None):
    return _np.arange(0, n // 2 + 1) * (1.0 / (n * d))

def fftshift(x, axes=None):
    x = _np.asarray(x)
    axes = tuple(range(x.ndim)) if axes is None else (axes,) if isinstance(axes, int) else tuple(axes)
    return _np.roll(x, [x.shape[i] // 2 for i in axes], axes)

def ifftshift(x, axes=None):
    x = _np.asarray(x)
    axes = tuple(range(x.ndim)) if axes is None else (axes,) if isinstance(axes, int) else tuple(axes)
    return _np.roll(x, [-(x.shape[i] // 2) for i in axes], axes)
`;
