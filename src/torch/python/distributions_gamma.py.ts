/** Distributions around the gamma function, and others that are scored more often than drawn from, written in Python. */

export const GAMMA_FAMILY = `
def _not_drawn(name):
    raise NotImplementedError(
        f"drawing from {name} is not modelled: how many random numbers it takes depends on them. Its log_prob, moments and entropy are."
    )


class Gamma(_ByParameters):
    _params = ("concentration", "rate")
    has_rsample = True

    def __init__(self, concentration, rate, validate_args=None):
        self._start(concentration=concentration, rate=rate)

    mean = property(lambda self: self.concentration / self.rate)
    mode = property(lambda self: ((self.concentration - 1) / self.rate).clamp(min=0))
    variance = property(lambda self: self.concentration / self.rate.pow(2))

    def rsample(self, sample_shape=torch.Size()):
        _not_drawn(type(self).__name__)

    def log_prob(self, value):
        value = torch.as_tensor(value, dtype=self.rate.dtype, device=self.rate.device)
        powers = torch.xlogy(self.concentration, self.rate) + torch.xlogy(self.concentration - 1, value)
        return powers - self.rate * value - torch.lgamma(self.concentration)

    def cdf(self, value):
        return torch.special.gammainc(self.concentration, self.rate * value)

    def entropy(self):
        rest = torch.lgamma(self.concentration) + (1.0 - self.concentration) * torch.digamma(self.concentration)
        return self.concentration - torch.log(self.rate) + rest


class Chi2(Gamma):
    def __init__(self, df, validate_args=None):
        super().__init__(0.5 * df, 0.5)

    df = property(lambda self: self.concentration * 2)


class Dirichlet(Distribution):
    _params = ("concentration",)
    has_rsample = True

    def __init__(self, concentration, validate_args=None):
        if concentration.dim() < 1:
            raise ValueError("\`concentration\` parameter must be at least one-dimensional.")
        self.concentration = concentration
        super().__init__(concentration.shape[:-1], concentration.shape[-1:])

    mean = property(lambda self: self.concentration / self.concentration.sum(-1, True))

    @property
    def mode(self):
        above = (self.concentration - 1).clamp(min=0.0)
        mode = above / above.sum(-1, True)
        corner = F.one_hot(mode.argmax(dim=-1), above.shape[-1]).to(mode)
        return torch.where((self.concentration < 1).all(dim=-1, keepdim=True), corner, mode)

    @property
    def variance(self):
        total = self.concentration.sum(-1, True)
        return self.concentration * (total - self.concentration) / (total.pow(2) * (total + 1))

    def rsample(self, sample_shape=torch.Size()):
        _not_drawn(type(self).__name__)

    def log_prob(self, value):
        total = torch.lgamma(self.concentration.sum(-1)) - torch.lgamma(self.concentration).sum(-1)
        return torch.xlogy(self.concentration - 1.0, value).sum(-1) + total

    def entropy(self):
        k, total = self.concentration.size(-1), self.concentration.sum(-1)
        head = torch.lgamma(self.concentration).sum(-1) - torch.lgamma(total) - (k - total) * torch.digamma(total)
        return head - ((self.concentration - 1.0) * torch.digamma(self.concentration)).sum(-1)


class Beta(Distribution):
    _params = ("concentration1", "concentration0")
    has_rsample = True

    def __init__(self, concentration1, concentration0, validate_args=None):
        self.concentration1, self.concentration0 = broadcast_all(concentration1, concentration0)
        self._dirichlet = Dirichlet(torch.stack([self.concentration1, self.concentration0], -1))
        super().__init__(self._dirichlet.batch_shape)

    mean = property(lambda self: self.concentration1 / (self.concentration1 + self.concentration0))

    @property
    def mode(self):
        return self._dirichlet.mode[..., 0]

    @property
    def variance(self):
        total = self.concentration1 + self.concentration0
        return self.concentration1 * self.concentration0 / (total.pow(2) * (total + 1))

    def rsample(self, sample_shape=torch.Size()):
        _not_drawn(type(self).__name__)

    def log_prob(self, value):
        return self._dirichlet.log_prob(torch.stack([value, 1.0 - value], -1))

    def entropy(self):
        return self._dirichlet.entropy()


class StudentT(_ByParameters):
    _params = ("df", "loc", "scale")
    has_rsample = True

    def __init__(self, df, loc=0.0, scale=1.0, validate_args=None):
        self._start(df=df, loc=loc, scale=scale)

    mean = property(lambda self: torch.where(self.df <= 1, math.nan, self.loc))
    mode = property(lambda self: self.loc)

    @property
    def variance(self):
        finite = self.scale.pow(2) * self.df / (self.df - 2)
        return torch.where(self.df > 2, finite, torch.where(self.df > 1, math.inf, math.nan))

    def rsample(self, sample_shape=torch.Size()):
        _not_drawn(type(self).__name__)

    def log_prob(self, value):
        y = (value - self.loc) / self.scale
        norm = self.scale.log() + 0.5 * self.df.log() + 0.5 * math.log(math.pi) + torch.lgamma(0.5 * self.df) - torch.lgamma(0.5 * (self.df + 1.0))
        return -0.5 * (self.df + 1.0) * torch.log1p(y**2.0 / self.df) - norm


class Cauchy(_ByParameters):
    _params = ("loc", "scale")
    has_rsample = True

    def __init__(self, loc, scale, validate_args=None):
        self._start(loc=loc, scale=scale)

    mode = property(lambda self: self.loc)

    def rsample(self, sample_shape=torch.Size()):
        return self.loc + self.loc.new_empty(self._extended_shape(sample_shape)).cauchy_() * self.scale

    def log_prob(self, value):
        return -math.log(math.pi) - self.scale.log() - (((value - self.loc) / self.scale) ** 2).log1p()

    def cdf(self, value):
        return torch.atan((value - self.loc) / self.scale) / math.pi + 0.5

    def icdf(self, value):
        return torch.tan(math.pi * (value - 0.5)) * self.scale + self.loc

    def entropy(self):
        return math.log(4 * math.pi) + self.scale.log()


class Poisson(_ByParameters):
    _params = ("rate",)

    def __init__(self, rate, validate_args=None):
        self._start(rate=rate)

    mean = variance = property(lambda self: self.rate)
    mode = property(lambda self: self.rate.floor())

    def sample(self, sample_shape=torch.Size()):
        with torch.no_grad():
            return torch.poisson(self.rate.expand(self._extended_shape(sample_shape)))

    def log_prob(self, value):
        rate, value = broadcast_all(self.rate, value)
        return value.xlogy(rate) - rate - (value + 1).lgamma()


class Geometric(_ByProbsOrLogits):
    _binary = True
    _params = ("probs", "logits")

    def __init__(self, probs=None, logits=None, validate_args=None):
        self._start(probs, logits)
        given = probs if logits is None else logits
        (value,) = broadcast_all(given)
        setattr(self, self._given, value)
        super().__init__(torch.Size() if isinstance(given, Number) else value.size())

    mean = property(lambda self: 1.0 / self.probs - 1.0)
    mode = property(lambda self: torch.zeros_like(self.probs))
    variance = property(lambda self: (1.0 / self.probs - 1.0) / self.probs)

    def sample(self, sample_shape=torch.Size()):
        shape = self._extended_shape(sample_shape)
        with torch.no_grad():
            u = self.probs.new_empty(shape).uniform_(torch.finfo(self.probs.dtype).tiny, 1)
            return (u.log() / (-self.probs).log1p()).floor()

    def log_prob(self, value):
        value, probs = broadcast_all(value, self.probs)
        probs = torch.where((probs == 1) & (value == 0), 0, probs)
        return value * (-probs).log1p() + self.probs.log()

    def entropy(self):
        return F.binary_cross_entropy_with_logits(self.logits, self.probs, reduction="none") / self.probs


class _Counts(_ByProbsOrLogits):
    _binary = True
    _params = ("total_count", "probs", "logits")

    def __init__(self, total_count=1, probs=None, logits=None, validate_args=None):
        self._start(probs, logits)
        self.total_count, value = broadcast_all(total_count, probs if logits is None else logits)
        self.total_count = self.total_count.type_as(value)
        setattr(self, self._given, value)
        super().__init__(value.size())

    def sample(self, sample_shape=torch.Size()):
        _not_drawn(type(self).__name__)


class Binomial(_Counts):
    mean = property(lambda self: self.total_count * self.probs)
    variance = property(lambda self: self.total_count * self.probs * (1 - self.probs))

    def log_prob(self, value):
        n = self.total_count
        ways = torch.lgamma(n + 1) - torch.lgamma(value + 1) - torch.lgamma(n - value + 1)
        positive = (self.logits.clamp(min=0) + self.logits - self.logits.clamp(max=0)) / 2
        return ways + value * self.logits - n * (positive + torch.log1p(torch.exp(-torch.abs(self.logits))))


class NegativeBinomial(_Counts):
    mean = property(lambda self: self.total_count * torch.exp(self.logits))
    variance = property(lambda self: self.mean / torch.sigmoid(-self.logits))

    def log_prob(self, value):
        plain = self.total_count * F.logsigmoid(-self.logits) + value * F.logsigmoid(self.logits)
        ways = -torch.lgamma(self.total_count + value) + torch.lgamma(1.0 + value) + torch.lgamma(self.total_count)
        return plain - torch.where(self.total_count + value == 0.0, 0.0, ways)


class InverseGamma(TransformedDistribution):
    has_rsample = True

    def __init__(self, concentration, rate, validate_args=None):
        base = Gamma(concentration, rate)
        super().__init__(base, PowerTransform(-base.rate.new_ones(())))

    concentration = property(lambda self: self.base_dist.concentration)
    rate = property(lambda self: self.base_dist.rate)
    mode = property(lambda self: self.rate / (self.concentration + 1))

    @property
    def mean(self):
        return torch.where(self.concentration > 1, self.rate / (self.concentration - 1), math.inf)

    def entropy(self):
        a = self.concentration
        return a + self.rate.log() + a.lgamma() - (1 + a) * a.digamma()


@register_kl(Gamma, Gamma)
def _(p, q):
    head = q.concentration * (p.rate / q.rate).log() + torch.lgamma(q.concentration) - torch.lgamma(p.concentration)
    return head + (p.concentration - q.concentration) * torch.digamma(p.concentration) + (q.rate - p.rate) * (p.concentration / p.rate)


@register_kl(Dirichlet, Dirichlet)
def _(p, q):
    p_total, q_total = p.concentration.sum(-1), q.concentration.sum(-1)
    head = p_total.lgamma() - q_total.lgamma() - (p.concentration.lgamma() - q.concentration.lgamma()).sum(-1)
    return head + ((p.concentration - q.concentration) * (p.concentration.digamma() - p_total.digamma().unsqueeze(-1))).sum(-1)


@register_kl(Beta, Beta)
def _(p, q):
    return kl_divergence(p._dirichlet, q._dirichlet)


@register_kl(Poisson, Poisson)
def _(p, q):
    return p.rate * (p.rate.log() - q.rate.log()) - (p.rate - q.rate)


@register_kl(Geometric, Geometric)
def _(p, q):
    return -p.entropy() - torch.log1p(-q.probs) / p.probs - q.logits


@register_kl(HalfNormal, HalfNormal)
def _(p, q):
    return kl_divergence(p.base_dist, q.base_dist)


@register_kl(LogNormal, LogNormal)
def _(p, q):
    return kl_divergence(p.base_dist, q.base_dist)


@register_kl(Uniform, Normal)
def _(p, q):
    width = p.high - p.low
    return (math.sqrt(math.pi * 2) * q.scale / width).log() + ((width.pow(2) / 12 + ((p.high + p.low - 2 * q.loc) / 2).pow(2)) / 2) / q.scale.pow(2)
`;
