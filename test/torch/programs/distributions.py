import torch
import torch.distributions as D
from torch.distributions import kl_divergence, transforms as T


def show(name, *values):
    print(name, *[[round(x, 4) for x in v.double().flatten()[:4].tolist()] + list(v.shape) for v in values])


torch.manual_seed(0)
x = torch.tensor([0.3, 1.2, 2.5])
u = torch.tensor([0.2, 0.5, 0.9])
n = torch.tensor([0.0, 1.0, 3.0])
a = torch.tensor([0.5, 1.5, 3.0])
simplex = torch.tensor([[0.2, 0.3, 0.5], [0.1, 0.1, 0.8]])
CASES = {
    "Gamma": (D.Gamma(a, 2.0), x), "Chi2": (D.Chi2(a + 1), x), "Beta": (D.Beta(a, 2.0), u), "Dirichlet": (D.Dirichlet(a), simplex),
    "StudentT": (D.StudentT(a + 2, 0.5, 2.0), x), "Cauchy": (D.Cauchy(0.5, a), x), "Poisson": (D.Poisson(a), n),
    "Geometric": (D.Geometric(u), n), "Geometric logits": (D.Geometric(logits=x), n), "Binomial": (D.Binomial(5, u), n),
    "NegativeBinomial": (D.NegativeBinomial(4, logits=-x), n), "InverseGamma": (D.InverseGamma(a + 1, 2.0), x),
    "LogNormal": (D.LogNormal(0.1, a), x), "HalfNormal": (D.HalfNormal(a), x), "HalfCauchy": (D.HalfCauchy(a), x),
    "RelaxedBernoulli": (D.RelaxedBernoulli(torch.tensor(0.5), u), u), "RelaxedOneHot": (D.RelaxedOneHotCategorical(torch.tensor(0.7), simplex), simplex),
    "Mixture": (D.MixtureSameFamily(D.Categorical(logits=x), D.Normal(a, a)), x),
    "Mixture event": (D.MixtureSameFamily(D.Categorical(logits=x[:2]), D.Independent(D.Normal(simplex, 1.0), 1)), x),
    "Tanh": (D.TransformedDistribution(D.Normal(x, 1.0), [T.TanhTransform(cache_size=1)]), u - 0.5),
    "Affine": (D.TransformedDistribution(D.Normal(x, 1.0), [T.SigmoidTransform(), T.AffineTransform(1.0, 2.0)]), u + 1.05),
    "Inverse": (D.TransformedDistribution(D.Uniform(0.0, 1.0), [T.SigmoidTransform().inv, T.AffineTransform(x, a)]), x),
    "Exp Softplus": (D.TransformedDistribution(D.Normal(x, 1.0), T.ComposeTransform([T.SoftplusTransform(), T.ExpTransform()])), x + 1),
    "Independent": (D.Independent(D.Beta(a, a), 1), u),
}
for name, (dist, value) in CASES.items():
    show(name, dist.log_prob(value))
    print(" ", tuple(dist.batch_shape), tuple(dist.event_shape), dist.has_rsample)
    for moment in ("mean", "variance", "mode"):
        if name.split()[0] in ("Gamma", "Chi2", "Beta", "Poisson", "Geometric", "LogNormal", "HalfNormal") or (moment != "mode" and name in ("Binomial", "NegativeBinomial", "Mixture", "Mixture event", "StudentT", "Dirichlet")):
            show(f"  {moment}", getattr(dist, moment))
    if name.split()[0] in ("Gamma", "Chi2", "Beta", "Dirichlet", "Cauchy", "Geometric", "InverseGamma", "LogNormal", "HalfNormal", "HalfCauchy", "Independent"):
        show("  entropy", dist.entropy())
for name in ("Cauchy", "LogNormal", "HalfNormal", "Tanh", "Affine", "Mixture"):
    show(f"cdf {name}", CASES[name][0].cdf(CASES[name][1]))
for name in ("Cauchy", "Geometric", "LogNormal", "HalfNormal", "RelaxedBernoulli", "RelaxedOneHot", "Mixture", "Mixture event", "Tanh", "Affine"):
    torch.manual_seed(5)
    show(f"sample {name}", CASES[name][0].sample((2,)))
for p, q in [
    (D.Gamma(a, 2.0), D.Gamma(a + 1, 1.0)), (D.Beta(a, 2.0), D.Beta(2.0, a)), (D.Dirichlet(a), D.Dirichlet(a + 0.5)),
    (D.Poisson(a), D.Poisson(a + 1)), (D.Geometric(u), D.Geometric(u * 0.5)), (D.HalfNormal(a), D.HalfNormal(a + 1)),
    (D.LogNormal(x, a), D.LogNormal(0.0, 1.0)), (D.Uniform(0.0, a), D.Normal(x, 1.0)),
]:
    show(f"kl {type(p).__name__} {type(q).__name__}", kl_divergence(p, q))
print(D.Gamma.__module__, T.TanhTransform.__module__, D.LogNormal(0.0, 1.0).base_dist)
