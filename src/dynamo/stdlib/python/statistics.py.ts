/** `statistics`, written in Python: sums are exact fractions, so that results are rounded once. */

export const STATISTICS = String.raw`
from bisect import bisect_left, bisect_right
from collections import Counter, namedtuple
from decimal import Decimal
from fractions import Fraction
from itertools import repeat
from math import erf, erfc, exp, fabs, fsum, hypot, isqrt, log, sqrt, tau
from operator import itemgetter
import random as _random

class StatisticsError(ValueError):
    pass

def _exact(x):
    try:
        return Fraction(*x.as_integer_ratio())
    except AttributeError:
        raise TypeError(f"can't convert type '{type(x).__name__}' to numerator/denominator") from None

def _finite(x):
    try:
        return x - x == 0
    except (TypeError, ArithmeticError):
        return True

def _coerced(a, b):
    """The class that a result of both classes has."""
    if a is b or b is int or b is bool:
        return a
    if a is int:
        return b
    if issubclass(b, a):
        return b
    if issubclass(a, b) or issubclass(b, int):
        return a
    if issubclass(a, int):
        return b
    if issubclass(a, Fraction) and issubclass(b, float):
        return b
    if issubclass(a, float) and issubclass(b, Fraction):
        return a
    raise TypeError("don't know how to coerce %s and %s" % (a.__name__, b.__name__))

def _sum(data):
    """The class of the result, the exact sum (or a special float), and the count."""
    kind, total, special, count = int, Fraction(0), None, 0
    for x in data:
        count += 1
        kind = _coerced(kind, type(x))
        if isinstance(x, (float, Decimal)) and not _finite(x):
            special = x if special is None else special + x
        else:
            total += _exact(x)
    return kind, total if special is None else special, count

def _convert(value, kind):
    if type(value) is kind:
        return value
    if issubclass(kind, int) and getattr(value, "denominator", 1) != 1:
        kind = float
    try:
        return kind(value)
    except TypeError:
        if issubclass(kind, Decimal):
            return kind(value.numerator) / value.denominator
        raise

def _values(data, least, message):
    data = list(data)
    if len(data) < least:
        raise StatisticsError(message)
    return data

def mean(data):
    kind, total, n = _sum(data)
    if n < 1:
        raise StatisticsError("mean requires at least one data point")
    return _convert(total / n, kind)

def fmean(data, weights=None):
    data = list(data)
    if weights is None:
        if not data:
            raise StatisticsError("fmean requires at least one data point")
        return fsum(data) / len(data)
    weights = list(weights)
    if len(data) != len(weights):
        raise StatisticsError("data and weights must be the same length")
    total = fsum(weights)
    if not total:
        raise StatisticsError("sum of weights must be non-zero")
    return fsum(map(lambda x, w: x * w, data, weights)) / total

def geometric_mean(data):
    data = list(data)
    try:
        return exp(fmean(map(log, data)))
    except ValueError:
        raise StatisticsError("geometric mean requires a non-empty dataset containing positive numbers") from None

def harmonic_mean(data, weights=None):
    data = _values(data, 1, "harmonic_mean requires at least one data point")
    message = "harmonic mean does not support negative values"
    if len(data) == 1 and weights is None:
        if data[0] < 0:
            raise StatisticsError(message)
        return data[0]
    weights = list(repeat(1, len(data))) if weights is None else list(weights)
    if len(weights) != len(data):
        raise StatisticsError("Number of weights does not match data size")
    if any(x < 0 for x in data):
        raise StatisticsError(message)
    _, weight, _ = _sum(weights)
    try:
        kind, total, _ = _sum(w / x if w else 0 for w, x in zip(weights, data))
    except ZeroDivisionError:
        return 0
    if total <= 0:
        raise StatisticsError("Weighted sum must be positive")
    return _convert(weight / total, kind)

def median(data):
    data = sorted(_values(data, 1, "no median for empty data"))
    n = len(data)
    return data[n // 2] if n % 2 else (data[n // 2 - 1] + data[n // 2]) / 2

def median_low(data):
    data = sorted(_values(data, 1, "no median for empty data"))
    return data[(len(data) - 1) // 2]

def median_high(data):
    data = sorted(_values(data, 1, "no median for empty data"))
    return data[len(data) // 2]

def median_grouped(data, interval=1.0):
    data = sorted(_values(data, 1, "no median for empty data"))
    n = len(data)
    x = data[n // 2]
    before = bisect_left(data, x)
    among = bisect_right(data, x, lo=before) - before
    interval, x = float(interval), float(x)
    return x - interval / 2.0 + interval * (n / 2 - before) / among

def mode(data):
    pairs = Counter(iter(data)).most_common(1)
    if not pairs:
        raise StatisticsError("no mode for empty data")
    return pairs[0][0]

def multimode(data):
    counts = Counter(iter(data))
    most = max(counts.values(), default=0)
    return [value for value, count in counts.items() if count == most]

def quantiles(data, *, n=4, method="exclusive"):
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(_values(data, 2, "must have at least two data points"))
    size = len(data)
    if method == "inclusive":
        m = size - 1
        cuts = (divmod(i * m, n) for i in range(1, n))
        return [(data[j] * (n - delta) + data[j + 1] * delta) / n for j, delta in cuts]
    if method == "exclusive":
        result = []
        for i in range(1, n):
            j = min(max(i * (size + 1) // n, 1), size - 1)
            delta = i * (size + 1) - j * n
            result.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
        return result
    raise ValueError(f"Unknown method: {method!r}")

def _squares(data, center=None):
    """The class, the exact sum of squared deviations, the mean and the count."""
    kind, total, n = _sum(data)
    if n == 0:
        return kind, Fraction(0), Fraction(0), 0
    if not isinstance(total, Fraction):
        return kind, total - total, total, n
    middle = total / n if center is None else _exact(center)
    return kind, sum(((_exact(x) - middle) ** 2 for x in data), Fraction(0)), middle, n

def variance(data, xbar=None):
    data = list(data)
    kind, squares, _, n = _squares(data, xbar)
    if n < 2:
        raise StatisticsError("variance requires at least two data points")
    return _convert(squares / (n - 1), kind)

def pvariance(data, mu=None):
    data = list(data)
    kind, squares, _, n = _squares(data, mu)
    if n < 1:
        raise StatisticsError("pvariance requires at least one data point")
    return _convert(squares / n, kind)

def _root(value):
    """The correctly rounded float root of a fraction: an integer root with sticky bit, wide enough to round once."""
    n, m = value.numerator, value.denominator
    shift = (n.bit_length() - m.bit_length() - 109) // 2
    if shift >= 0:
        n, m = n, m << 2 * shift
    else:
        n = n << -2 * shift
    q, rest = divmod(n, m)
    root = isqrt(q)
    odd = root | (root * root != q or rest != 0)
    return odd * 2.0 ** shift if -1000 < shift < 900 else float(Fraction(odd) * Fraction(2) ** shift)

def _deviation(value, kind):
    if issubclass(kind, Decimal):
        return _convert(value, Decimal).sqrt()
    if not isinstance(value, Fraction):
        return sqrt(value)
    return _root(value)

def stdev(data, xbar=None):
    data = list(data)
    kind, squares, _, n = _squares(data, xbar)
    if n < 2:
        raise StatisticsError("stdev requires at least two data points")
    return _deviation(squares / (n - 1), kind)

def pstdev(data, mu=None):
    data = list(data)
    kind, squares, _, n = _squares(data, mu)
    if n < 1:
        raise StatisticsError("pstdev requires at least one data point")
    return _deviation(squares / n, kind)

def covariance(x, y, /):
    n = len(x)
    if len(y) != n:
        raise StatisticsError("covariance requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError("covariance requires at least two data points")
    xbar, ybar = fsum(x) / n, fsum(y) / n
    return fsum((a - xbar) * (b - ybar) for a, b in zip(x, y)) / (n - 1)

def _ranks(data):
    order = sorted(range(len(data)), key=data.__getitem__)
    ranks = [0.0] * len(data)
    i = 0
    while i < len(order):
        j = i
        while j + 1 < len(order) and data[order[j + 1]] == data[order[i]]:
            j += 1
        for k in range(i, j + 1):
            ranks[order[k]] = (i + j) / 2 + 1
        i = j + 1
    return ranks

def correlation(x, y, /, *, method="linear"):
    n = len(x)
    if len(y) != n:
        raise StatisticsError("correlation requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError("correlation requires at least two data points")
    if method not in ("linear", "ranked"):
        raise ValueError(f"Unknown method: {method!r}")
    if method == "ranked":
        x, y = _ranks(x), _ranks(y)
    xbar, ybar = fsum(x) / n, fsum(y) / n
    sxy = fsum((a - xbar) * (b - ybar) for a, b in zip(x, y))
    sxx = fsum((a - xbar) ** 2.0 for a in x)
    syy = fsum((b - ybar) ** 2.0 for b in y)
    try:
        return sxy / sqrt(sxx * syy)
    except ZeroDivisionError:
        raise StatisticsError("at least one of the inputs is constant") from None

LinearRegression = namedtuple("LinearRegression", ("slope", "intercept"))

def linear_regression(x, y, /, *, proportional=False):
    n = len(x)
    if len(y) != n:
        raise StatisticsError("linear regression requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError("linear regression requires at least two data points")
    xbar = ybar = 0.0
    if proportional:
        sxy = fsum(a * b for a, b in zip(x, y)) + 0.0
        sxx = fsum(a * a for a in x)
    else:
        xbar, ybar = fsum(x) / n, fsum(y) / n
        sxy = fsum((a - xbar) * (b - ybar) for a, b in zip(x, y))
        sxx = fsum((a - xbar) ** 2.0 for a in x)
    try:
        slope = sxy / sxx
    except ZeroDivisionError:
        raise StatisticsError("x is constant") from None
    return LinearRegression(slope=slope, intercept=0.0 if proportional else ybar - slope * xbar)

# Wichura's algorithm AS241: rational approximations of the inverse of the normal distribution, highest power first.
_CENTRAL = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0))
_MIDDLE = (
    (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
     3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
     0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0))
_TAIL = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
     0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772),
    (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
     0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0))

def _ratio(tables, r):
    values = []
    for table in tables:
        value = table[0]
        for coefficient in table[1:]:
            value = value * r + coefficient
        values.append(value)
    return values

def _inverse_normal(p, mu, sigma):
    q = p - 0.5
    if fabs(q) <= 0.425:
        num, den = _ratio(_CENTRAL, 0.180625 - q * q)
        return mu + num * q / den * sigma
    r = sqrt(-log(p if q <= 0.0 else 1.0 - p))
    num, den = _ratio(_MIDDLE, r - 1.6) if r <= 5.0 else _ratio(_TAIL, r - 5.0)
    x = num / den
    return mu + (-x if q < 0.0 else x) * sigma

class NormalDist:
    __slots__ = {"_mu": "Arithmetic mean", "_sigma": "Standard deviation"}

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError("sigma must be non-negative")
        self._mu, self._sigma = float(mu), float(sigma)

    @classmethod
    def from_samples(cls, data):
        data = list(data)
        return cls(fmean(data), stdev(data))

    def samples(self, n, *, seed=None):
        rnd = _random.random if seed is None else _random.Random(seed).random
        return [_inverse_normal(rnd(), self._mu, self._sigma) for _ in range(n)]

    def _spread(self, what):
        if not self._sigma:
            raise StatisticsError(f"{what} not defined when sigma is zero")
        return self._sigma

    def pdf(self, x):
        variance = self._spread("pdf()") ** 2.0
        difference = x - self._mu
        return exp(difference * difference / (-2.0 * variance)) / sqrt(tau * variance)

    def cdf(self, x):
        return 0.5 * (1.0 + erf((x - self._mu) / (self._spread("cdf()") * sqrt(2.0))))

    def inv_cdf(self, p):
        if p <= 0.0 or p >= 1.0:
            raise StatisticsError("p must be in the range 0.0 < p < 1.0")
        return _inverse_normal(p, self._mu, self._sigma)

    def quantiles(self, n=4):
        return [self.inv_cdf(i / n) for i in range(1, n)]

    def overlap(self, other):
        if not isinstance(other, NormalDist):
            raise TypeError("Expected another NormalDist instance")
        a, b = self, other
        if (b._sigma, b._mu) < (a._sigma, a._mu):
            a, b = b, a
        va, vb = a.variance, b.variance
        if not va or not vb:
            raise StatisticsError("overlap() not defined when sigma is zero")
        difference, apart = vb - va, fabs(b._mu - a._mu)
        if not difference:
            return erfc(apart / (2.0 * a._sigma * sqrt(2.0)))
        middle = a._mu * vb - b._mu * va
        half = a._sigma * b._sigma * sqrt(apart * apart + difference * log(vb / va))
        x1, x2 = (middle + half) / difference, (middle - half) / difference
        return 1.0 - (fabs(b.cdf(x1) - a.cdf(x1)) + fabs(b.cdf(x2) - a.cdf(x2)))

    def zscore(self, x):
        return (x - self._mu) / self._spread("zscore()")

    @property
    def mean(self):
        return self._mu

    median = mode = mean

    @property
    def stdev(self):
        return self._sigma

    @property
    def variance(self):
        return self._sigma ** 2.0

    def __add__(a, b):
        if isinstance(b, NormalDist):
            return NormalDist(a._mu + b._mu, hypot(a._sigma, b._sigma))
        return NormalDist(a._mu + b, a._sigma)

    def __sub__(a, b):
        if isinstance(b, NormalDist):
            return NormalDist(a._mu - b._mu, hypot(a._sigma, b._sigma))
        return NormalDist(a._mu - b, a._sigma)

    def __mul__(a, b):
        return NormalDist(a._mu * b, a._sigma * fabs(b))

    def __truediv__(a, b):
        return NormalDist(a._mu / b, a._sigma / fabs(b))

    def __pos__(self):
        return NormalDist(self._mu, self._sigma)

    def __neg__(self):
        return NormalDist(-self._mu, self._sigma)

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(a, b):
        return -(a - b)

    def __eq__(a, b):
        return (a._mu, a._sigma) == (b._mu, b._sigma) if isinstance(b, NormalDist) else NotImplemented

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __repr__(self):
        return f"{type(self).__name__}(mu={self._mu!r}, sigma={self._sigma!r})"
`;
