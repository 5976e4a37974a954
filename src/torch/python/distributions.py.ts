/** `torch.distributions`, written in Python: the distributions that models sample from and score, with PyTorch's draws. */

import { GAMMA_FAMILY } from "./distributions_gamma.py.ts";
import { TRANSFORMS } from "./distributions_transforms.py.ts";

const BASE = `
import math
from numbers import Number

import torch
import torch.nn.functional as F

euler_constant = 0.57721566490153286060


def broadcast_all(*values):
    if not all(isinstance(v, (torch.Tensor, Number)) for v in values):
        raise ValueError("Input arguments must all be instances of Number, torch.Tensor or objects implementing __torch_function__.")
    tensors = [v for v in values if isinstance(v, torch.Tensor)]
    options = {"dtype": tensors[0].dtype, "device": tensors[0].device} if tensors else {"dtype": torch.get_default_dtype()}
    return torch.broadcast_tensors(*(v if isinstance(v, torch.Tensor) else torch.tensor(v, **options) for v in values))


def logits_to_probs(logits, is_binary=False):
    return torch.sigmoid(logits) if is_binary else F.softmax(logits, dim=-1)


def clamp_probs(probs):
    eps = torch.finfo(probs.dtype).eps
    return probs.clamp(min=eps, max=1 - eps)


def probs_to_logits(probs, is_binary=False):
    clamped = clamp_probs(probs)
    return torch.log(clamped) - torch.log1p(-clamped) if is_binary else torch.log(clamped)


def _sum_rightmost(value, count):
    return value if count == 0 else value.reshape(value.shape[:-count] + (-1,)).sum(-1)


class Distribution:
    has_rsample = False
    has_enumerate_support = False
    _params = ()

    def __init__(self, batch_shape=torch.Size(), event_shape=torch.Size(), validate_args=None):
        self._batch_shape, self._event_shape = torch.Size(batch_shape), torch.Size(event_shape)

    @staticmethod
    def set_default_validate_args(value):
        pass

    @property
    def batch_shape(self):
        return self._batch_shape

    @property
    def event_shape(self):
        return self._event_shape

    @property
    def stddev(self):
        return self.variance.sqrt()

    def sample(self, sample_shape=torch.Size()):
        with torch.no_grad():
            return self.rsample(sample_shape)

    def rsample(self, sample_shape=torch.Size()):
        raise NotImplementedError(f"{type(self).__name__} has no rsample")

    def sample_n(self, n):
        return self.sample(torch.Size((n,)))

    def cdf(self, value):
        raise NotImplementedError

    def icdf(self, value):
        raise NotImplementedError

    def entropy(self):
        raise NotImplementedError

    def perplexity(self):
        return torch.exp(self.entropy())

    def expand(self, batch_shape, _instance=None):
        raise NotImplementedError(f"torch.distributions.{type(self).__name__}.expand is not modelled")

    def _extended_shape(self, sample_shape=torch.Size()):
        return torch.Size(sample_shape) + self._batch_shape + self._event_shape

    def __repr__(self):
        shown = []
        for name in self._params:
            if name in self.__dict__:
                value = self.__dict__[name]
                shown.append(f"{name}: {value if value.numel() == 1 else value.size()}")
        return f"{type(self).__name__}({', '.join(shown)})"


class _ByParameters(Distribution):
    """Parameters of one shape, which is the batch's."""

    def _start(self, **values):
        names = list(values)
        for name, value in zip(names, broadcast_all(*values.values())):
            setattr(self, name, value)
        numbers = all(isinstance(v, Number) for v in values.values())
        super().__init__(torch.Size() if numbers else getattr(self, names[0]).size())

    def expand(self, batch_shape, _instance=None):
        new = type(self).__new__(type(self))
        for name in self._params:
            if name in self.__dict__:
                setattr(new, name, self.__dict__[name].expand(batch_shape))
        Distribution.__init__(new, batch_shape, self._event_shape)
        return new


ExponentialFamily = Distribution
`;

const CONTINUOUS = `
class Normal(_ByParameters):
    has_rsample = True
    _params = ("loc", "scale")

    def __init__(self, loc, scale, validate_args=None):
        self._start(loc=loc, scale=scale)

    mean = mode = property(lambda self: self.loc)
    stddev = property(lambda self: self.scale)
    variance = property(lambda self: self.stddev.pow(2))

    def sample(self, sample_shape=torch.Size()):
        shape = self._extended_shape(sample_shape)
        with torch.no_grad():
            return torch.normal(self.loc.expand(shape), self.scale.expand(shape))

    def rsample(self, sample_shape=torch.Size()):
        shape = self._extended_shape(sample_shape)
        eps = torch.empty(shape, dtype=self.loc.dtype, device=self.loc.device).normal_()
        return self.loc + eps * self.scale

    def log_prob(self, value):
        log_scale = math.log(self.scale) if isinstance(self.scale, Number) else self.scale.log()
        return -((value - self.loc) ** 2) / (2 * self.scale**2) - log_scale - math.log(math.sqrt(2 * math.pi))

    def cdf(self, value):
        return 0.5 * (1 + torch.erf((value - self.loc) * self.scale.reciprocal() / math.sqrt(2)))

    def icdf(self, value):
        return self.loc + self.scale * torch.erfinv(2 * value - 1) * math.sqrt(2)

    def entropy(self):
        return 0.5 + 0.5 * math.log(2 * math.pi) + torch.log(self.scale)


class Uniform(_ByParameters):
    has_rsample = True
    _params = ("low", "high")

    def __init__(self, low, high, validate_args=None):
        self._start(low=low, high=high)

    mean = property(lambda self: (self.high + self.low) / 2)
    stddev = property(lambda self: (self.high - self.low) / 12**0.5)
    variance = property(lambda self: (self.high - self.low).pow(2) / 12)

    def rsample(self, sample_shape=torch.Size()):
        shape = self._extended_shape(sample_shape)
        rand = torch.rand(shape, dtype=self.low.dtype, device=self.low.device)
        return self.low + rand * (self.high - self.low)

    def log_prob(self, value):
        inside = self.low.le(value).type_as(self.low) * self.high.gt(value).type_as(self.low)
        return torch.log(inside) - torch.log(self.high - self.low)

    def cdf(self, value):
        return ((value - self.low) / (self.high - self.low)).clamp(min=0, max=1)

    def entropy(self):
        return torch.log(self.high - self.low)


class Exponential(_ByParameters):
    has_rsample = True
    _params = ("rate",)

    def __init__(self, rate, validate_args=None):
        self._start(rate=rate)

    mean = stddev = property(lambda self: self.rate.reciprocal())
    variance = property(lambda self: self.rate.pow(-2))

    def rsample(self, sample_shape=torch.Size()):
        return self.rate.new_empty(self._extended_shape(sample_shape)).exponential_() / self.rate

    def log_prob(self, value):
        return self.rate.log() - self.rate * value

    def entropy(self):
        return 1.0 - torch.log(self.rate)


class Laplace(_ByParameters):
    has_rsample = True
    _params = ("loc", "scale")

    def __init__(self, loc, scale, validate_args=None):
        self._start(loc=loc, scale=scale)

    mean = property(lambda self: self.loc)
    variance = property(lambda self: 2 * self.scale.pow(2))

    def rsample(self, sample_shape=torch.Size()):
        finfo = torch.finfo(self.loc.dtype)
        u = self.loc.new_empty(self._extended_shape(sample_shape)).uniform_(finfo.eps - 1, 1)
        return self.loc - self.scale * u.sign() * torch.log1p(-u.abs())

    def log_prob(self, value):
        return -torch.log(2 * self.scale) - torch.abs(value - self.loc) / self.scale

    def entropy(self):
        return 1 + torch.log(2 * self.scale)


class Gumbel(_ByParameters):
    has_rsample = True
    _params = ("loc", "scale")

    def __init__(self, loc, scale, validate_args=None):
        self._start(loc=loc, scale=scale)

    mean = property(lambda self: self.loc + self.scale * euler_constant)
    variance = property(lambda self: (math.pi / math.sqrt(6)) ** 2 * self.scale.pow(2))

    def rsample(self, sample_shape=torch.Size()):
        finfo = torch.finfo(self.loc.dtype)
        u = finfo.tiny + torch.rand(self._extended_shape(sample_shape), dtype=self.loc.dtype) * (1 - finfo.eps - finfo.tiny)
        return self.loc + self.scale * -torch.log(-torch.log(u))

    def log_prob(self, value):
        y = (self.loc - value) / self.scale
        return (y - y.exp()) - self.scale.log()

    def entropy(self):
        return self.scale.log() + (1 + euler_constant)


class MultivariateNormal(Distribution):
    has_rsample = True
    _params = ("loc", "covariance_matrix", "precision_matrix", "scale_tril")

    def __init__(self, loc, covariance_matrix=None, precision_matrix=None, scale_tril=None, validate_args=None):
        if loc.dim() < 1:
            raise ValueError("loc must be at least one-dimensional.")
        given = [m for m in (covariance_matrix, scale_tril, precision_matrix) if m is not None]
        if len(given) != 1:
            raise ValueError("Exactly one of covariance_matrix or precision_matrix or scale_tril may be specified.")
        batch = torch.broadcast_shapes(given[0].shape[:-2], loc.shape[:-1])
        matrix = given[0].expand(batch + (-1, -1))
        self.loc = loc.expand(batch + (-1,))
        super().__init__(batch, self.loc.shape[-1:])
        if scale_tril is not None:
            self.scale_tril = self._tril = matrix
        elif covariance_matrix is not None:
            self.covariance_matrix = matrix
            self._tril = torch.linalg.cholesky(matrix)
        else:
            self.precision_matrix = matrix
            self._tril = torch.linalg.cholesky(torch.linalg.inv(matrix))
        if "scale_tril" not in self.__dict__:
            self._made_tril = True

    def __getattr__(self, name):
        if name == "scale_tril":
            return self._tril
        if name == "covariance_matrix":
            return self._tril @ self._tril.mT
        if name == "precision_matrix":
            return torch.linalg.inv(self._tril @ self._tril.mT)
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    mean = mode = property(lambda self: self.loc)
    variance = property(lambda self: self._tril.pow(2).sum(-1))

    def rsample(self, sample_shape=torch.Size()):
        shape = self._extended_shape(sample_shape)
        eps = torch.empty(shape, dtype=self.loc.dtype, device=self.loc.device).normal_()
        return self.loc + torch.matmul(self._tril, eps.unsqueeze(-1)).squeeze(-1)

    def log_prob(self, value):
        difference = (value - self.loc).unsqueeze(-1)
        scaled = torch.linalg.solve_triangular(self._tril, difference, upper=False).squeeze(-1)
        half_log_det = self._tril.diagonal(dim1=-2, dim2=-1).log().sum(-1)
        return -0.5 * (self._event_shape[0] * math.log(2 * math.pi) + scaled.pow(2).sum(-1)) - half_log_det

    def entropy(self):
        half_log_det = self._tril.diagonal(dim1=-2, dim2=-1).log().sum(-1)
        return 0.5 * self._event_shape[0] * (1.0 + math.log(2 * math.pi)) + half_log_det


class Independent(Distribution):
    def __init__(self, base_distribution, reinterpreted_batch_ndims, validate_args=None):
        batch = base_distribution.batch_shape
        if reinterpreted_batch_ndims > len(batch):
            raise ValueError(f"Expected reinterpreted_batch_ndims <= len(base_distribution.batch_shape), actual {reinterpreted_batch_ndims} vs {len(batch)}")
        cut = len(batch) - reinterpreted_batch_ndims
        self.base_dist, self.reinterpreted_batch_ndims = base_distribution, reinterpreted_batch_ndims
        super().__init__(batch[:cut], batch[cut:] + base_distribution.event_shape)

    has_rsample = property(lambda self: self.base_dist.has_rsample)
    mean = property(lambda self: self.base_dist.mean)
    mode = property(lambda self: self.base_dist.mode)
    variance = property(lambda self: self.base_dist.variance)

    def sample(self, sample_shape=torch.Size()):
        return self.base_dist.sample(sample_shape)

    def rsample(self, sample_shape=torch.Size()):
        return self.base_dist.rsample(sample_shape)

    def log_prob(self, value):
        return _sum_rightmost(self.base_dist.log_prob(value), self.reinterpreted_batch_ndims)

    def entropy(self):
        return _sum_rightmost(self.base_dist.entropy(), self.reinterpreted_batch_ndims)

    def __repr__(self):
        return f"Independent({self.base_dist}, {self.reinterpreted_batch_ndims})"
`;

const DISCRETE = `
class _ByProbsOrLogits(Distribution):
    _binary = False

    def _start(self, probs, logits):
        if (probs is None) == (logits is None):
            raise ValueError("Either \`probs\` or \`logits\` must be specified, but not both.")
        self._given = "probs" if logits is None else "logits"

    def __getattr__(self, name):
        if name == "probs":
            self.__dict__[name] = logits_to_probs(self.logits, self._binary)
        elif name == "logits":
            self.__dict__[name] = probs_to_logits(self.probs, self._binary)
        else:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
        return self.__dict__[name]


class Bernoulli(_ByProbsOrLogits):
    has_enumerate_support = True
    _binary = True
    _params = ("probs", "logits")

    def __init__(self, probs=None, logits=None, validate_args=None):
        self._start(probs, logits)
        given = probs if logits is None else logits
        (value,) = broadcast_all(given)
        setattr(self, self._given, value)
        super().__init__(torch.Size() if isinstance(given, Number) else value.size())

    mean = property(lambda self: self.probs)
    variance = property(lambda self: self.probs * (1 - self.probs))
    mode = property(lambda self: (self.probs >= 0.5).to(self.probs))

    def sample(self, sample_shape=torch.Size()):
        with torch.no_grad():
            return torch.bernoulli(self.probs.expand(self._extended_shape(sample_shape)))

    def log_prob(self, value):
        logits, value = broadcast_all(self.logits, value)
        return -F.binary_cross_entropy_with_logits(logits, value, reduction="none")

    def entropy(self):
        return F.binary_cross_entropy_with_logits(self.logits, self.probs, reduction="none")


class Categorical(_ByProbsOrLogits):
    has_enumerate_support = True
    _params = ("probs", "logits")

    def __init__(self, probs=None, logits=None, validate_args=None):
        self._start(probs, logits)
        if probs is not None:
            if probs.dim() < 1:
                raise ValueError("\`probs\` parameter must be at least one-dimensional.")
            self.probs = probs / probs.sum(-1, keepdim=True)
        else:
            if logits.dim() < 1:
                raise ValueError("\`logits\` parameter must be at least one-dimensional.")
            self.logits = logits - logits.logsumexp(dim=-1, keepdim=True)
        param = self.probs if probs is not None else self.logits
        self._num_events = param.size(-1)
        super().__init__(param.size()[:-1] if param.dim() > 1 else torch.Size())

    param_shape = property(lambda self: (self.probs if self._given == "probs" else self.logits).size())
    mode = property(lambda self: self.probs.argmax(dim=-1))

    def sample(self, sample_shape=torch.Size()):
        sample_shape = torch.Size(sample_shape)
        rows = self.probs.reshape(-1, self._num_events)
        drawn = torch.multinomial(rows, sample_shape.numel(), True).T
        return drawn.reshape(self._extended_shape(sample_shape))

    def log_prob(self, value):
        value = value.long().unsqueeze(-1)
        value, log_pmf = torch.broadcast_tensors(value, self.logits)
        return log_pmf.gather(-1, value[..., :1]).squeeze(-1)

    def entropy(self):
        low = torch.finfo(self.logits.dtype).min
        logits = torch.clamp(self.logits, min=low)
        return -(logits * self.probs).sum(-1)


class OneHotCategorical(Distribution):
    has_enumerate_support = True
    _params = ("probs", "logits")

    def __init__(self, probs=None, logits=None, validate_args=None):
        self._categorical = Categorical(probs, logits)
        super().__init__(self._categorical.batch_shape, self._categorical.param_shape[-1:])

    probs = mean = property(lambda self: self._categorical.probs)
    logits = property(lambda self: self._categorical.logits)
    variance = property(lambda self: self.probs * (1 - self.probs))

    def sample(self, sample_shape=torch.Size()):
        drawn = self._categorical.sample(sample_shape)
        return F.one_hot(drawn, self._categorical._num_events).to(self.probs)

    def log_prob(self, value):
        return self._categorical.log_prob(value.max(-1)[1])

    def entropy(self):
        return self._categorical.entropy()


class OneHotCategoricalStraightThrough(OneHotCategorical):
    has_rsample = True

    def rsample(self, sample_shape=torch.Size()):
        samples = self.sample(sample_shape)
        return samples + (self.probs - self.probs.detach())
`;

const DIVERGENCES = `
_KL = {}


def register_kl(type_p, type_q):
    def decorator(function):
        _KL[type_p, type_q] = function
        return function

    return decorator


def kl_divergence(p, q):
    for a in type(p).__mro__:
        for b in type(q).__mro__:
            if (a, b) in _KL:
                return _KL[a, b](p, q)
    raise NotImplementedError(f"No KL(p || q) is implemented for p type {type(p).__name__} and q type {type(q).__name__}")


@register_kl(Normal, Normal)
def _(p, q):
    ratio = (p.scale / q.scale).pow(2)
    shift = ((p.loc - q.loc) / q.scale).pow(2)
    return 0.5 * (ratio + shift - 1 - ratio.log())


@register_kl(Bernoulli, Bernoulli)
def _(p, q):
    on = p.probs * (F.softplus(-q.logits) - F.softplus(-p.logits))
    off = (1 - p.probs) * (F.softplus(q.logits) - F.softplus(p.logits))
    on, off = (torch.where(q.probs == 0, torch.inf, on), torch.where(q.probs == 1, torch.inf, off))
    return torch.where(p.probs == 0, 0, on) + torch.where(p.probs == 1, 0, off)


@register_kl(Categorical, Categorical)
def _(p, q):
    terms = p.probs * (p.logits - q.logits)
    terms = torch.where((q.probs == 0).expand_as(terms), torch.inf, terms)
    return torch.where((p.probs == 0).expand_as(terms), 0, terms).sum(-1)


@register_kl(OneHotCategorical, OneHotCategorical)
def _(p, q):
    return kl_divergence(p._categorical, q._categorical)


@register_kl(Uniform, Uniform)
def _(p, q):
    result = torch.log((q.high - q.low) / (p.high - p.low))
    return torch.where((q.low > p.low) | (q.high < p.high), torch.inf, result)


@register_kl(Exponential, Exponential)
def _(p, q):
    ratio = q.rate / p.rate
    return -ratio.log() + ratio - 1


@register_kl(Laplace, Laplace)
def _(p, q):
    ratio = p.scale / q.scale
    distance = (p.loc - q.loc).abs()
    return -ratio.log() + distance / q.scale + ratio * torch.exp(-distance / p.scale) - 1


@register_kl(Independent, Independent)
def _(p, q):
    if p.reinterpreted_batch_ndims != q.reinterpreted_batch_ndims:
        raise NotImplementedError
    return _sum_rightmost(kl_divergence(p.base_dist, q.base_dist), p.reinterpreted_batch_ndims)


@register_kl(MultivariateNormal, MultivariateNormal)
def _(p, q):
    half = lambda d: d._tril.diagonal(dim1=-2, dim2=-1).log().sum(-1)
    scaled = torch.linalg.solve_triangular(q._tril, p._tril.expand(q._tril.shape), upper=False)
    shift = torch.linalg.solve_triangular(q._tril, (q.loc - p.loc).unsqueeze(-1), upper=False)
    return half(q) - half(p) + 0.5 * (scaled.pow(2).sum((-2, -1)) + shift.pow(2).sum((-2, -1)) - p.event_shape[0])
`;

/** Where each class says that it comes from. */
const MODULES = `
_FILES = {
    "normal": Normal, "uniform": Uniform, "exponential": Exponential, "laplace": Laplace, "gumbel": Gumbel,
    "multivariate_normal": MultivariateNormal, "independent": Independent, "bernoulli": Bernoulli,
    "categorical": Categorical, "one_hot_categorical": OneHotCategorical, "distribution": Distribution,
    "gamma": Gamma, "chi2": Chi2, "dirichlet": Dirichlet, "beta": Beta, "studentT": StudentT, "cauchy": Cauchy,
    "poisson": Poisson, "geometric": Geometric, "binomial": Binomial, "negative_binomial": NegativeBinomial,
    "inverse_gamma": InverseGamma, "log_normal": LogNormal, "half_normal": HalfNormal, "half_cauchy": HalfCauchy,
    "relaxed_bernoulli": RelaxedBernoulli, "relaxed_categorical": RelaxedOneHotCategorical,
    "mixture_same_family": MixtureSameFamily, "transformed_distribution": TransformedDistribution,
}
for _file, _cls in _FILES.items():
    _cls.__module__ = f"torch.distributions.{_file}"
for _name in TRANSFORM_NAMES:
    globals()[_name].__module__ = "torch.distributions.transforms"
`;

export const DISTRIBUTIONS = BASE + CONTINUOUS + DISCRETE + DIVERGENCES + TRANSFORMS + GAMMA_FAMILY + MODULES;

/** The files of the package that programs import from. */
export const DISTRIBUTION_FILES = (
  "normal uniform exponential laplace gumbel multivariate_normal independent bernoulli categorical one_hot_categorical " +
  "distribution kl utils gamma chi2 dirichlet beta studentT cauchy poisson geometric binomial negative_binomial inverse_gamma " +
  "log_normal half_normal half_cauchy relaxed_bernoulli relaxed_categorical mixture_same_family transformed_distribution transforms"
).split(" ");
