/** `torch.distributions.transforms` and what is made of a distribution by them, written in Python. */

export const TRANSFORMS = `
class Transform:
    bijective = False
    sign = 1
    _event_dim = 0

    def __init__(self, cache_size=0):
        self._cache_size = cache_size
        self._inverse = None

    @property
    def event_dim(self):
        return self._event_dim

    @property
    def inv(self):
        if self._inverse is None:
            self._inverse = _InverseTransform(self)
        return self._inverse

    def with_cache(self, cache_size=1):
        return self

    def __call__(self, x):
        return self._call(x)

    def _inv_call(self, y):
        return self._inverse_of(y)

    def forward_shape(self, shape):
        return shape

    def inverse_shape(self, shape):
        return shape

    def __repr__(self):
        return type(self).__name__ + "()"


class _InverseTransform(Transform):
    def __init__(self, base):
        super().__init__()
        self._base = base
        self._inverse = base

    bijective = property(lambda self: self._base.bijective)
    sign = property(lambda self: self._base.sign)
    event_dim = property(lambda self: self._base.event_dim)

    def _call(self, x):
        return self._base._inverse_of(x)

    def _inverse_of(self, y):
        return self._base._call(y)

    def log_abs_det_jacobian(self, x, y):
        return -self._base.log_abs_det_jacobian(y, x)

    def __repr__(self):
        return f"_InverseTransform({self._base!r})"


class ComposeTransform(Transform):
    def __init__(self, parts, cache_size=0):
        super().__init__(cache_size)
        self.parts = list(parts)

    bijective = property(lambda self: all(p.bijective for p in self.parts))
    event_dim = property(lambda self: max([p.event_dim for p in self.parts], default=0))

    @property
    def sign(self):
        sign = 1
        for part in self.parts:
            sign = sign * part.sign
        return sign

    def _call(self, x):
        for part in self.parts:
            x = part(x)
        return x

    def _inverse_of(self, y):
        for part in reversed(self.parts):
            y = part._inverse_of(y)
        return y

    def log_abs_det_jacobian(self, x, y):
        total, event_dim = 0, self.event_dim
        for part in self.parts:
            after = part(x)
            total = total + _sum_rightmost(part.log_abs_det_jacobian(x, after), event_dim - part.event_dim)
            x = after
        return total

    def __repr__(self):
        return "ComposeTransform([\\n    " + ",\\n    ".join(repr(p) for p in self.parts) + "\\n])"


identity_transform = ComposeTransform([])


class IndependentTransform(Transform):
    def __init__(self, base_transform, reinterpreted_batch_ndims, cache_size=0):
        super().__init__(cache_size)
        self.base_transform, self.reinterpreted_batch_ndims = base_transform, reinterpreted_batch_ndims

    bijective = property(lambda self: self.base_transform.bijective)
    sign = property(lambda self: self.base_transform.sign)
    event_dim = property(lambda self: self.base_transform.event_dim + self.reinterpreted_batch_ndims)

    def _call(self, x):
        return self.base_transform(x)

    def _inverse_of(self, y):
        return self.base_transform._inverse_of(y)

    def log_abs_det_jacobian(self, x, y):
        return _sum_rightmost(self.base_transform.log_abs_det_jacobian(x, y), self.reinterpreted_batch_ndims)


class ExpTransform(Transform):
    bijective = True

    def _call(self, x):
        return x.exp()

    def _inverse_of(self, y):
        return y.log()

    def log_abs_det_jacobian(self, x, y):
        return x


class PowerTransform(Transform):
    bijective = True

    def __init__(self, exponent, cache_size=0):
        super().__init__(cache_size)
        (self.exponent,) = broadcast_all(exponent)

    def _call(self, x):
        return x.pow(self.exponent)

    def _inverse_of(self, y):
        return y.pow(1 / self.exponent)

    def log_abs_det_jacobian(self, x, y):
        return (self.exponent * y / x).abs().log()


class SigmoidTransform(Transform):
    bijective = True

    def _call(self, x):
        finfo = torch.finfo(x.dtype)
        return torch.clamp(torch.sigmoid(x), min=finfo.tiny, max=1.0 - finfo.eps)

    def _inverse_of(self, y):
        finfo = torch.finfo(y.dtype)
        y = y.clamp(min=finfo.tiny, max=1.0 - finfo.eps)
        return y.log() - (-y).log1p()

    def log_abs_det_jacobian(self, x, y):
        return -F.softplus(-x) - F.softplus(x)


class SoftplusTransform(Transform):
    bijective = True

    def _call(self, x):
        return F.softplus(x)

    def _inverse_of(self, y):
        return (-y).expm1().neg().log() + y

    def log_abs_det_jacobian(self, x, y):
        return -F.softplus(-x)


class TanhTransform(Transform):
    bijective = True

    def _call(self, x):
        return x.tanh()

    def _inverse_of(self, y):
        return torch.atanh(y)

    def log_abs_det_jacobian(self, x, y):
        return 2.0 * (math.log(2.0) - x - F.softplus(-2.0 * x))


class AbsTransform(Transform):
    def _call(self, x):
        return x.abs()

    def _inverse_of(self, y):
        return y


class AffineTransform(Transform):
    bijective = True

    def __init__(self, loc, scale, event_dim=0, cache_size=0):
        super().__init__(cache_size)
        self.loc, self.scale, self._event_dim = loc, scale, event_dim

    @property
    def sign(self):
        if isinstance(self.scale, Number):
            return 1 if self.scale > 0 else -1 if self.scale < 0 else 0
        return self.scale.sign()

    def _call(self, x):
        return self.loc + self.scale * x

    def _inverse_of(self, y):
        return (y - self.loc) / self.scale

    def forward_shape(self, shape):
        return torch.broadcast_shapes(shape, getattr(self.loc, "shape", ()), getattr(self.scale, "shape", ()))

    def log_abs_det_jacobian(self, x, y):
        if isinstance(self.scale, Number):
            result = torch.full_like(x, math.log(abs(self.scale)))
        else:
            result = torch.abs(self.scale).log()
        if self.event_dim:
            result = result.view(result.size()[: -self.event_dim] + (-1,)).sum(-1)
            return result.expand(x.shape[: -self.event_dim])
        return result.expand(x.shape)


class SoftmaxTransform(Transform):
    _event_dim = 1

    def _call(self, x):
        probs = (x - x.max(-1, True)[0]).exp()
        return probs / probs.sum(-1, True)

    def _inverse_of(self, y):
        return y.log()


class LowerCholeskyTransform(Transform):
    _event_dim = 2

    def _call(self, x):
        return x.tril(-1) + x.diagonal(dim1=-2, dim2=-1).exp().diag_embed()

    def _inverse_of(self, y):
        return y.tril(-1) + y.diagonal(dim1=-2, dim2=-1).log().diag_embed()


class TransformedDistribution(Distribution):
    def __init__(self, base_distribution, transforms, validate_args=None):
        self.transforms = [transforms] if isinstance(transforms, Transform) else list(transforms)
        shape = wanted = base_distribution.batch_shape + base_distribution.event_shape
        for transform in self.transforms:
            wanted = transform.forward_shape(wanted)
        if wanted != shape:
            base_distribution = base_distribution.expand(wanted[: len(wanted) - len(base_distribution.event_shape)])
        event_dim = max([len(base_distribution.event_shape)] + [t.event_dim for t in self.transforms])
        more = event_dim - len(base_distribution.event_shape)
        self.base_dist = Independent(base_distribution, more) if more > 0 else base_distribution
        super().__init__(self.base_dist.batch_shape, self.base_dist.event_shape)

    has_rsample = property(lambda self: self.base_dist.has_rsample)

    def _forward(self, x):
        for transform in self.transforms:
            x = transform(x)
        return x

    def sample(self, sample_shape=torch.Size()):
        with torch.no_grad():
            return self._forward(self.base_dist.sample(sample_shape))

    def rsample(self, sample_shape=torch.Size()):
        return self._forward(self.base_dist.rsample(sample_shape))

    def log_prob(self, value):
        event_dim, total, y = len(self.event_shape), 0.0, value
        for transform in reversed(self.transforms):
            x = transform._inverse_of(y)
            total = total - _sum_rightmost(transform.log_abs_det_jacobian(x, y), event_dim - transform.event_dim)
            y = x
        return total + _sum_rightmost(self.base_dist.log_prob(y), event_dim - len(self.base_dist.event_shape))

    def _monotone(self, value, function):
        sign = 1
        for transform in self.transforms:
            sign = sign * transform.sign
        return sign * (function(value) - 0.5) + 0.5

    def cdf(self, value):
        for transform in reversed(self.transforms):
            value = transform._inverse_of(value)
        return self._monotone(value, self.base_dist.cdf)

    def icdf(self, value):
        return self._forward(self.base_dist.icdf(self._monotone(value, lambda v: v)))


class LogNormal(TransformedDistribution):
    def __init__(self, loc, scale, validate_args=None):
        super().__init__(Normal(loc, scale), ExpTransform())

    loc = property(lambda self: self.base_dist.loc)
    scale = property(lambda self: self.base_dist.scale)
    mean = property(lambda self: (self.loc + self.scale.pow(2) / 2).exp())
    mode = property(lambda self: (self.loc - self.scale.square()).exp())
    variance = property(lambda self: self.scale.pow(2).expm1() * (2 * self.loc + self.scale.pow(2)).exp())

    def entropy(self):
        return self.base_dist.entropy() + self.loc


class HalfNormal(TransformedDistribution):
    def __init__(self, scale, validate_args=None):
        super().__init__(Normal(0, scale), AbsTransform())

    scale = property(lambda self: self.base_dist.scale)
    mean = property(lambda self: self.scale * math.sqrt(2 / math.pi))
    mode = property(lambda self: torch.zeros_like(self.scale))
    variance = property(lambda self: self.scale.pow(2) * (1 - 2 / math.pi))

    def log_prob(self, value):
        inside = self.base_dist.log_prob(value) + math.log(2)
        return torch.where(value >= 0, inside, -math.inf)

    def cdf(self, value):
        return 2 * self.base_dist.cdf(value) - 1

    def icdf(self, value):
        return self.base_dist.icdf((value + 1) / 2)

    def entropy(self):
        return self.base_dist.entropy() - math.log(2)


class HalfCauchy(TransformedDistribution):
    def __init__(self, scale, validate_args=None):
        super().__init__(Cauchy(0, scale), AbsTransform())

    scale = property(lambda self: self.base_dist.scale)

    def log_prob(self, value):
        return torch.where(value >= 0, self.base_dist.log_prob(value) + math.log(2), -math.inf)

    def entropy(self):
        return self.base_dist.entropy() - math.log(2)


class _Logistic(_ByProbsOrLogits):
    """A relaxed Bernoulli before its sigmoid."""

    _binary = True
    has_rsample = True

    def __init__(self, temperature, probs=None, logits=None, validate_args=None):
        self.temperature = temperature
        self._start(probs, logits)
        (value,) = broadcast_all(probs if logits is None else logits)
        setattr(self, self._given, value)
        super().__init__(value.size())

    def rsample(self, sample_shape=torch.Size()):
        shape = self._extended_shape(sample_shape)
        probs = clamp_probs(self.probs.expand(shape))
        uniforms = clamp_probs(torch.rand(shape, dtype=probs.dtype, device=probs.device))
        return (uniforms.log() - (-uniforms).log1p() + probs.log() - (-probs).log1p()) / self.temperature

    def log_prob(self, value):
        logits, value = broadcast_all(self.logits, value)
        difference = logits - value.mul(self.temperature)
        return torch.as_tensor(self.temperature).log() + difference - 2 * difference.exp().log1p()


class RelaxedBernoulli(TransformedDistribution):
    has_rsample = True

    def __init__(self, temperature, probs=None, logits=None, validate_args=None):
        super().__init__(_Logistic(temperature, probs, logits), SigmoidTransform())

    temperature = property(lambda self: self.base_dist.temperature)
    logits = property(lambda self: self.base_dist.logits)
    probs = property(lambda self: self.base_dist.probs)


class _ExpRelaxed(Distribution):
    has_rsample = True

    def __init__(self, temperature, probs=None, logits=None):
        self._categorical = Categorical(probs, logits)
        self.temperature = temperature
        super().__init__(self._categorical.batch_shape, self._categorical.param_shape[-1:])

    def rsample(self, sample_shape=torch.Size()):
        shape = self._extended_shape(sample_shape)
        uniforms = clamp_probs(torch.rand(shape, dtype=self._categorical.logits.dtype))
        scores = (self._categorical.logits + -((-(uniforms.log())).log())) / self.temperature
        return scores - scores.logsumexp(dim=-1, keepdim=True)

    def log_prob(self, value):
        count = self._categorical._num_events
        logits, value = broadcast_all(self._categorical.logits, value)
        temperature = torch.as_tensor(self.temperature)
        log_scale = torch.full_like(temperature, float(count)).lgamma() - temperature.log().mul(-(count - 1))
        score = logits - value.mul(temperature)
        return (score - score.logsumexp(dim=-1, keepdim=True)).sum(-1) + log_scale


class RelaxedOneHotCategorical(TransformedDistribution):
    has_rsample = True

    def __init__(self, temperature, probs=None, logits=None, validate_args=None):
        super().__init__(_ExpRelaxed(temperature, probs, logits), ExpTransform())

    temperature = property(lambda self: self.base_dist.temperature)
    logits = property(lambda self: self.base_dist._categorical.logits)
    probs = property(lambda self: self.base_dist._categorical.probs)


class MixtureSameFamily(Distribution):
    def __init__(self, mixture_distribution, component_distribution, validate_args=None):
        self.mixture_distribution, self.component_distribution = mixture_distribution, component_distribution
        self._num_component = component_distribution.batch_shape[-1]
        super().__init__(component_distribution.batch_shape[:-1], component_distribution.event_shape)

    def _padded(self, x):
        missing = (1,) * len(self.event_shape)
        return x.reshape(x.shape + missing)

    @property
    def mean(self):
        probs = self._padded(self.mixture_distribution.probs)
        return torch.sum(probs * self.component_distribution.mean, dim=-1 - len(self.event_shape))

    @property
    def variance(self):
        probs, dim = self._padded(self.mixture_distribution.probs), -1 - len(self.event_shape)
        within = torch.sum(probs * self.component_distribution.variance, dim=dim)
        between = torch.sum(probs * (self.component_distribution.mean - self.mean.unsqueeze(dim)).pow(2.0), dim=dim)
        return within + between

    def log_prob(self, x):
        log_prob = self.component_distribution.log_prob(x.unsqueeze(-1 - len(self.event_shape)))
        return torch.logsumexp(log_prob + torch.log_softmax(self.mixture_distribution.logits, dim=-1), dim=-1)

    def cdf(self, x):
        parts = self.component_distribution.cdf(x.unsqueeze(-1))
        return torch.sum(parts * self.mixture_distribution.probs, dim=-1)

    def sample(self, sample_shape=torch.Size()):
        with torch.no_grad():
            sample_len, batch_len = len(sample_shape), len(self.batch_shape)
            gather_dim = sample_len + batch_len
            which = self.mixture_distribution.sample(sample_shape)
            drawn = self.component_distribution.sample(sample_shape)
            which = which.reshape(which.shape + (1,) * (len(self.event_shape) + 1))
            which = which.expand(*which.shape[: gather_dim + 1], *self.event_shape)
            return torch.gather(drawn, gather_dim, which).squeeze(gather_dim)


TRANSFORM_NAMES = [n for n, v in list(globals().items()) if isinstance(v, type) and issubclass(v, Transform)]
`;
