/** `numpy.random`: the distributions of `RandomState` and `Generator`, over the native source of random bits. */

export const NUMPY_RANDOM = String.raw`
import builtins as _b
import math as _math
import operator as _op
import numpy as _np
from numpy._source import Source as _Source

def _size(size):
    if size is None:
        return None
    try:
        return (_op.index(size),)
    except TypeError:
        return tuple(_op.index(s) for s in size)

def _words(value):
    value = int(value)
    if value < 0:
        raise ValueError("expected non-negative integer")
    out = []
    while True:
        out.append(value & 0xFFFFFFFF)
        value >>= 32
        if not value:
            return out

def _entropy(seed):
    if hasattr(seed, "__iter__"):
        return [w for v in seed for w in _words(v)]
    return _words(seed)

class SeedSequence:
    def __init__(self, entropy=None, *, spawn_key=(), pool_size=4, n_children_spawned=0):
        self.entropy = _Source().entropy() if entropy is None else entropy
        self.spawn_key, self.pool_size, self.n_children_spawned = tuple(spawn_key), pool_size, n_children_spawned
    def _assembled(self):
        run = _entropy(self.entropy)
        key = [w for v in self.spawn_key for w in _words(v)]
        if key and len(run) < self.pool_size:
            run = run + [0] * (self.pool_size - len(run))
        return run + key
    def spawn(self, n_children):
        start = self.n_children_spawned
        self.n_children_spawned += n_children
        return [SeedSequence(self.entropy, spawn_key=self.spawn_key + (i,)) for i in range(start, start + n_children)]
    def __repr__(self):
        return f"SeedSequence(\n    entropy={self.entropy},\n)"

class BitGenerator:
    pass

class PCG64(BitGenerator):
    def __init__(self, seed=None):
        self.seed_seq = seed if isinstance(seed, SeedSequence) else SeedSequence(seed)
        self._source = _Source()
        self._source.seed_pcg(self.seed_seq._assembled())

class MT19937(BitGenerator):
    def __init__(self, seed=None):
        raise NotImplementedError("numpy.random.MT19937 as a bit generator is not modelled; RandomState and PCG64 are")

class _Distributions:
    """What both generators draw alike, each from its own uniform and normal numbers."""
    def _fill(self, one, size, *params):
        """'one(*params)' for each element of the broadcast parameters, or of 'size'."""
        size = _size(size)
        if size is None and not _b.any(_np.ndim(p) for p in params):
            return one(*params)
        arrays = _np.broadcast_arrays(*params) if params else ()
        shape = size if size is not None else arrays[0].shape
        if params and size is not None:
            arrays = [_np.broadcast_to(p, shape) for p in params]
        n = int(_np.prod(shape, dtype=int))
        rows = [a.ravel().tolist() for a in arrays]
        return _np.array([one(*(r[i] for r in rows)) for i in range(n)]).reshape(shape)
    def _shaped(self, draw, size):
        size = _size(size)
        return draw(1)[0].item() if size is None else draw(int(_np.prod(size, dtype=int))).reshape(size)
    def _scaled(self, values, size, *params):
        """The shape of broadcast parameters when there is no size."""
        return values(size if size is not None else _np.broadcast_shapes(*(_np.shape(p) for p in params)) or None)
    def _between(self, one, low, high, size, kind):
        """'one(low, high, n)' in 'size', or for each pair of broadcast bounds; a scalar for neither."""
        if _np.ndim(low) or _np.ndim(high):
            a, b = _np.broadcast_arrays(low, high)
            shape = a.shape if size is None else _size(size)
            a, b = _np.broadcast_to(a, shape).ravel(), _np.broadcast_to(b, shape).ravel()
            return _np.array([one(p, q, 1)[0] for p, q in zip(a, b)], dtype=kind).reshape(shape)
        if size is None:
            return one(low, high, 1)[0]
        size = _size(size)
        return one(low, high, int(_np.prod(size, dtype=int))).reshape(size)
    def _plain(self, v):
        return v.item() if isinstance(v, _np.generic) else v
    def random(self, size=None):
        return self._shaped(self._source.doubles, size)
    def standard_normal(self, size=None):
        return self._shaped(self._source.normals, size)
    def uniform(self, low=0.0, high=1.0, size=None):
        u = self._scaled(self._uniform, size, low, high)
        if not (_np.ndim(low) or _np.ndim(high)):
            return self._plain(low + (high - low) * u)
        return _np.add(low, _np.subtract(high, low) * u)
    def _uniform(self, size):
        return self._shaped(self._source.doubles, size)
    def _gauss(self, size):
        return self._shaped(self._source.normals, size)
    def normal(self, loc=0.0, scale=1.0, size=None):
        if _np.any(_np.less(scale, 0)):
            raise ValueError("scale < 0")
        return self._plain(_np.add(loc, _np.multiply(scale, self._scaled(self._gauss, size, loc, scale))))
    def lognormal(self, mean=0.0, sigma=1.0, size=None):
        return self._plain(_np.exp(self.normal(mean, sigma, size)))
    def laplace(self, loc=0.0, scale=1.0, size=None):
        def one(loc, scale):
            u = self._source.double()
            while u == 0.0:
                u = self._source.double()
            return loc - scale * _math.log(2.0 - u - u) if u >= 0.5 else loc + scale * _math.log(u + u)
        return self._fill(one, size, loc, scale)
    def logistic(self, loc=0.0, scale=1.0, size=None):
        def one(loc, scale):
            u = self._source.double()
            return loc + scale * _math.log(u / (1.0 - u)) if u > 0.0 else one(loc, scale)
        return self._fill(one, size, loc, scale)
    def gumbel(self, loc=0.0, scale=1.0, size=None):
        def one(loc, scale):
            u = 1.0 - self._source.double()
            return loc - scale * _math.log(-_math.log(u)) if u < 1.0 else one(loc, scale)
        return self._fill(one, size, loc, scale)
    def triangular(self, left, mode, right, size=None):
        def one(left, mode, right):
            base, to_mode = right - left, mode - left
            u = self._source.double()
            if u <= to_mode / base:
                return left + _math.sqrt(u * to_mode * base)
            return right - _math.sqrt((1.0 - u) * (right - mode) * base)
        return self._fill(one, size, left, mode, right)
    def rayleigh(self, scale=1.0, size=None):
        return self._fill(lambda s: s * _math.sqrt(2.0 * self._expo()), size, scale)
    def weibull(self, a, size=None):
        return self._fill(lambda a: 0.0 if a == 0.0 else self._expo() ** (1.0 / a), size, a)
    def pareto(self, a, size=None):
        return self._fill(lambda a: _math.expm1(self._expo() / a), size, a)
    def power(self, a, size=None):
        return self._fill(lambda a: (-_math.expm1(-self._expo())) ** (1.0 / a), size, a)
    def standard_exponential(self, size=None):
        return self._fill(self._expo, size)
    def exponential(self, scale=1.0, size=None):
        return self._fill(lambda s: s * self._expo(), size, scale)
    def standard_gamma(self, shape, size=None):
        return self._fill(self._gamma, size, shape)
    def gamma(self, shape, scale=1.0, size=None):
        return self._fill(lambda k, s: s * self._gamma(k), size, shape, scale)
    def chisquare(self, df, size=None):
        return self._fill(lambda df: 2.0 * self._gamma(df / 2.0), size, df)
    def _gamma(self, shape):
        if shape == 1.0:
            return self._expo()
        if shape == 0.0:
            return 0.0
        if shape < 1.0:
            while True:
                u, v = self._source.double(), self._expo()
                if u <= 1.0 - shape:
                    x = u ** (1.0 / shape)
                    if x <= v:
                        return x
                else:
                    y = -_math.log((1 - u) / shape)
                    x = (1.0 - shape + shape * y) ** (1.0 / shape)
                    if x <= v + y:
                        return x
        b = shape - 1.0 / 3.0
        c = 1.0 / _math.sqrt(9 * b)
        while True:
            x = self._source.normal()
            v = 1.0 + c * x
            while v <= 0.0:
                x = self._source.normal()
                v = 1.0 + c * x
            v = v * v * v
            u = self._source.double()
            if u < 1.0 - 0.0331 * (x * x) * (x * x):
                return b * v
            if _math.log(u) < 0.5 * x * x + b * (1.0 - v + _math.log(v)):
                return b * v
    def beta(self, a, b, size=None):
        def one(a, b):
            if a <= 1.0 and b <= 1.0:
                while True:
                    u, v = self._source.double(), self._source.double()
                    x, y = u ** (1.0 / a), v ** (1.0 / b)
                    if x + y <= 1.0 and u + v > 0.0:
                        if x + y > 0:
                            return x / (x + y)
                        lx, ly = _math.log(u) / a, _math.log(v) / b
                        top = _b.max(lx, ly)
                        lx, ly = lx - top, ly - top
                        return _math.exp(lx - _math.log(_math.exp(lx) + _math.exp(ly)))
            ga, gb = self._gamma(a), self._gamma(b)
            return ga / (ga + gb)
        return self._fill(one, size, a, b)
    def dirichlet(self, alpha, size=None):
        alpha = [float(a) for a in alpha]
        if isinstance(self, Generator) and _b.max(alpha) < 0.1:
            raise NotImplementedError("Generator.dirichlet with all parameters below 0.1 is not modelled")
        def one():
            g = [self._gamma(a) for a in alpha]
            total = 0.0
            for v in g:
                total += v
            return [v * (1 / total) for v in g]
        size = _size(size)
        rows = [one() for _ in range(1 if size is None else int(_np.prod(size, dtype=int)))]
        return _np.array(rows[0]) if size is None else _np.array(rows).reshape(size + (len(alpha),))
    def poisson(self, lam=1.0, size=None):
        def one(lam):
            if lam >= 10:
                return self._poisson_large(lam)
            if lam == 0:
                return 0
            limit, x, prod = _math.exp(-lam), 0, 1.0
            while True:
                prod *= self._source.double()
                if prod <= limit:
                    return x
                x += 1
        return self._fill(one, size, lam)
    def _poisson_large(self, lam):
        """Hörmann's transformed rejection."""
        root, log = _math.sqrt(lam), _math.log(lam)
        b = 0.931 + 2.53 * root
        a = -0.059 + 0.02483 * b
        inverse = 1.1239 + 1.1328 / (b - 3.4)
        vr = 0.9277 - 3.6224 / (b - 2)
        while True:
            u, v = self._source.double() - 0.5, self._source.double()
            us = 0.5 - _b.abs(u)
            k = _math.floor((2 * a / us + b) * u + lam + 0.43)
            if us >= 0.07 and v <= vr:
                return k
            if k < 0 or us < 0.013 and v > us:
                continue
            if _math.log(v) + _math.log(inverse) - _math.log(a / (us * us) + b) <= -lam + k * log - _math.lgamma(k + 1):
                return k
    def geometric(self, p, size=None):
        def one(p):
            if p < 0.333333333333333333333333:
                if isinstance(self, Generator):
                    return int(_math.ceil(-self._expo() / _math.log1p(-p)))
                return int(_math.ceil(_math.log1p(-self._source.double()) / _math.log(1 - p)))
            x, total, prod, q = 1, p, p, 1.0 - p
            u = self._source.double()
            while u > total:
                prod *= q
                total += prod
                x += 1
            return x
        return self._fill(one, size, p)
    def binomial(self, n, p, size=None):
        def one(n, p):
            if not 0 <= p <= 1:
                raise ValueError("p < 0, p > 1 or p contains NaNs" if False else "p > 1" if p > 1 else "p < 0")
            if n == 0 or p == 0:
                return 0
            if p > 0.5:
                return n - draw(n, 1.0 - p)
            return draw(n, p)
        def draw(n, p):
            if p * n > 30.0:
                raise NotImplementedError("numpy.random binomial with n * min(p, 1 - p) above 30 is not modelled")
            q = 1.0 - p
            qn = _math.exp(n * _math.log1p(-p)) if isinstance(self, Generator) else _math.exp(n * _math.log(q))
            mean = n * p
            bound = int(_b.min(n, mean + 10.0 * _math.sqrt(mean * q + 1)))
            x, px, u = 0, qn, self._source.double()
            while u > px:
                x += 1
                if x > bound:
                    x, px, u = 0, qn, self._source.double()
                else:
                    u -= px
                    px = ((n - x + 1) * p * px) / (x * q)
            return x
        return self._fill(one, size, n, p)
    def multinomial(self, n, pvals, size=None):
        pvals = [float(p) for p in pvals]
        def one():
            out, left, rest = [0] * len(pvals), n, 1.0
            for i, p in enumerate(pvals[:-1]):
                out[i] = self.binomial(left, p / rest)
                left -= out[i]
                if left <= 0:
                    break
                rest -= p
            if left > 0:
                out[-1] = left
            return out
        size = _size(size)
        rows = [one() for _ in range(1 if size is None else int(_np.prod(size, dtype=int)))]
        return _np.array(rows[0]) if size is None else _np.array(rows).reshape(size + (len(pvals),))
    def multivariate_normal(self, mean, cov, size=None, **kwargs):
        raise NotImplementedError("numpy.random multivariate_normal is not modelled: its factor of the covariance is LAPACK's")
    def shuffle(self, x, axis=0):
        n = len(x)
        if isinstance(x, _np.ndarray):
            order = self._source.order(n)
            x[...] = _np.take(x, order, axis=axis)
            return
        for i in range(n - 1, 0, -1):
            j = self._source.below(i)
            x[i], x[j] = x[j], x[i]
    def permutation(self, x, axis=0):
        if isinstance(x, (int, _np.integer)):
            return self._source.order(int(x))
        a = _np.asarray(x)
        if a.ndim == 0:
            raise IndexError("tuple index out of range")
        return _np.take(a, self._source.order(a.shape[axis]), axis=axis)
    def bytes(self, length):
        return b"".join(w.to_bytes(4, "little") for w in self._source.bytes(length))[:length]
    def _population(self, a, p):
        a = _np.asarray(a)
        if a.ndim == 0:
            n = int(a)
            if n <= 0:
                raise ValueError("a must be greater than 0 unless no samples are taken" if not isinstance(self, Generator) else "a must be a positive integer unless no samples are taken")
        else:
            n = a.shape[0]
            if n == 0:
                raise ValueError("'a' cannot be empty unless no samples are taken" if not isinstance(self, Generator) else "a cannot be empty unless no samples are taken")
        if p is not None:
            p = _np.asarray(p, dtype=float)
            if p.ndim != 1:
                raise ValueError("'p' must be 1-dimensional" if not isinstance(self, Generator) else "p must be 1-dimensional")
            if p.size != n:
                raise ValueError("'a' and 'p' must have same size" if not isinstance(self, Generator) else "a and p must have same size")
            if _np.any(p < 0):
                raise ValueError("probabilities are not non-negative" if not isinstance(self, Generator) else "Probabilities are not non-negative")
            if _b.abs(p.sum() - 1.0) > 1.4901161193847656e-08:
                raise ValueError("probabilities do not sum to 1" if not isinstance(self, Generator) else "Probabilities do not sum to 1. See Notes section of docstring for more information.")
        return a, n, p
    def _places(self, n, p, count, shape, replace, integers, distinct):
        """Where a choice of 'count' among 'n' falls; 'distinct' draws the places of an unweighted one without replacement."""
        if replace:
            return self._weighted(n, shape, p) if p is not None else integers(0, n, shape)
        if count > n:
            word = "replace is False" if isinstance(self, Generator) else "'replace=False'"
            raise ValueError(f"Cannot take a larger sample than population when {word}")
        at = self._without_replacement(n, count, p) if p is not None else distinct()
        return at[0] if shape is None else at.reshape(shape)
    def _without_replacement(self, n, size, p):
        if _np.count_nonzero(p > 0) < size:
            raise ValueError("Fewer non-zero entries in p than size")
        p, found = p.copy(), _np.zeros(size, int)
        have = 0
        while have < size:
            x = self._source.doubles(size - have)
            if have > 0:
                p[found[:have]] = 0
            cdf = _np.cumsum(p)
            cdf /= cdf[-1]
            new = cdf.searchsorted(x, side="right")
            at = _np.unique(new, return_index=True)[1]
            new = new[_np.sort(at)]
            found[have : have + new.size] = new
            have += new.size
        return found
    def _weighted(self, n, size, p):
        cdf = p.cumsum()
        cdf /= cdf[-1]
        return _np.asarray(cdf.searchsorted(self._uniform(size), side="right"))

class RandomState(_Distributions):
    def __init__(self, seed=None):
        self._source = _Source()
        self.seed(seed)
    def seed(self, seed=None):
        if seed is None:
            self._source.seed_twister(self._source.entropy() & 0xFFFFFFFF)
        elif hasattr(seed, "__len__"):
            self._source.seed_twister_words([int(v) & 0xFFFFFFFF for v in seed])
        else:
            n = _op.index(seed)
            if not 0 <= n < 2**32:
                raise ValueError("Seed must be between 0 and 2**32 - 1")
            self._source.seed_twister(n)
    def _expo(self):
        return -_math.log(1.0 - self._source.double())
    def rand(self, *args):
        return self.random(args or None)
    def randn(self, *args):
        return self.standard_normal(args or None)
    def random_sample(self, size=None):
        return self.random(size)
    def tomaxint(self, size=None):
        raise NotImplementedError("RandomState.tomaxint is not modelled")
    def randint(self, low, high=None, size=None, dtype=int):
        if high is None:
            low, high = 0, low
        kind = _np.dtype(dtype)
        if kind.kind not in "iub":
            raise TypeError(f"Unsupported dtype {kind!r} for randint")
        def one(low, high, n):
            info = _np.iinfo(kind) if kind.kind != "b" else None
            bottom, top = (0, 1) if info is None else (info.min, info.max)
            low, high = int(low), int(high)
            if low < bottom:
                raise ValueError(f"low is out of bounds for {kind}")
            if high - 1 > top:
                raise ValueError(f"high is out of bounds for {kind}")
            if low >= high:
                raise ValueError("low >= high")
            return self._source.integers(low, high - 1 - low, n, kind)
        v = self._between(one, low, high, size, kind)
        return v.item() if isinstance(v, _np.generic) and dtype in (int, bool) else v
    def random_integers(self, low, high=None, size=None):
        return self.randint(1 if high is None else low, (low if high is None else high) + 1, size)
    def choice(self, a, size=None, replace=True, p=None):
        shape = _size(size)
        count = 1 if shape is None else int(_np.prod(shape, dtype=int))
        if count == 0:
            return _np.asarray(a)[:0].reshape(shape) if _np.ndim(a) else _np.zeros(shape, int)
        a, n, p = self._population(a, p)
        at = self._places(n, p, count, shape, replace, self.randint, lambda: self._source.order(n)[:count])
        if a.ndim == 0:
            return int(at) if shape is None else _np.asarray(at)
        return a[at] if shape is not None else a[int(at)]
    def get_state(self, legacy=True):
        words, spare = self._source.state()
        return ("MT19937", _np.array(words[:624], dtype=_np.uint32), words[624], int(spare is not None), spare or 0.0)
    def set_state(self, state):
        self._source.set_state([int(w) for w in state[1]] + [int(state[2])], float(state[4]) if len(state) > 3 and state[3] else None)

class Generator(_Distributions):
    def __init__(self, bit_generator):
        self.bit_generator, self._source = bit_generator, bit_generator._source
    def __repr__(self):
        return "Generator(PCG64)"
    __str__ = __repr__
    def spawn(self, n_children):
        return [Generator(PCG64(s)) for s in self.bit_generator.seed_seq.spawn(n_children)]
    def _expo(self):
        raise NotImplementedError("numpy.random.Generator's exponential numbers (their ziggurat) are not modelled; RandomState's are")
    def random(self, size=None, dtype=float, out=None):
        if _np.dtype(dtype) == _np.float32:
            drawn = self._shaped(self._source.singles, size)
            made = drawn.astype(_np.float32) if size is not None else drawn
        else:
            made = self._shaped(self._source.doubles, size if out is None else out.shape)
        if out is not None:
            out[...] = made
            return out
        return made
    def standard_normal(self, size=None, dtype=float, out=None):
        if _np.dtype(dtype) == _np.float32:
            raise NotImplementedError("numpy.random.Generator.standard_normal of float32 is not modelled")
        return self._shaped(self._source.normals, size)
    def integers(self, low, high=None, size=None, dtype=int, endpoint=False):
        if high is None:
            low, high = 0, low
        kind = _np.dtype(dtype)
        def one(low, high, n):
            low, high = int(low), int(high) - (0 if endpoint else 1)
            info = _np.iinfo(kind) if kind.kind != "b" else None
            if low < (0 if info is None else info.min):
                raise ValueError(f"low is out of bounds for {kind}")
            if high > (1 if info is None else info.max):
                raise ValueError(f"high is out of bounds for {kind}")
            if low > high:
                raise ValueError("low >= high" if not endpoint else "low > high")
            return self._source.integers(low, high - low, n, kind)
        return self._between(one, low, high, size, kind)
    def permuted(self, x, axis=None, out=None):
        raise NotImplementedError("numpy.random.Generator.permuted is not modelled; permutation and shuffle are")
    def choice(self, a, size=None, replace=True, p=None, axis=0, shuffle=True):
        shape = _size(size)
        count = 1 if shape is None else int(_np.prod(shape, dtype=int))
        if count == 0:
            return _np.asarray(a)[:0].reshape(shape) if _np.ndim(a) else _np.zeros(shape, int)
        a, n, p = self._population(a, p)
        at = self._places(n, p, count, shape, replace, self.integers, lambda: self._floyd(n, count, shuffle))
        if a.ndim == 0:
            return _np.int64(at) if shape is None else _np.asarray(at)
        return _np.take(a, int(at) if shape is None else at, axis=axis)
    def _floyd(self, n, count, shuffle):
        if n > 10000 and count > n // (50 if shuffle else 20):
            return self._source.selection(n, _b.max(n - count, 1))[n - count :].copy()
        seen, out = set(), []
        for j in range(n - count, n):
            v = self._source.below(j)
            v = j if v in seen else v
            seen.add(v)
            out.append(v)
        out = _np.array(out, dtype=int)
        return out[self._source.selection(count, 1)] if shuffle else out

def default_rng(seed=None):
    if isinstance(seed, Generator):
        return seed
    return Generator(seed if isinstance(seed, BitGenerator) else PCG64(seed))

_rand = RandomState()

def __getattr__(name):
    if name.startswith("_") or not hasattr(RandomState, name):
        raise AttributeError(f"module 'numpy.random' has no attribute '{name}'")
    return getattr(_rand, name)
`;
