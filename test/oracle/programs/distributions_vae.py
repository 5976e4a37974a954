"""Log probabilities, entropies and divergences of torch.distributions inside a forward pass."""

import torch, torch.nn as nn
import torch.distributions as D
from torch.distributions import Normal, Categorical, Bernoulli, Beta, Dirichlet, Gamma, Independent, TransformedDistribution, kl_divergence, MixtureSameFamily, MultivariateNormal, StudentT, Poisson, LogNormal, HalfNormal, Cauchy
from torch.distributions.transforms import AffineTransform, TanhTransform, SigmoidTransform
class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(6, 8); self.dec = nn.Linear(4, 6)
        self.register_buffer("z0", torch.zeros(4)); self.register_buffer("z1", torch.ones(4))
    def forward(self, x, a):
        mu, ls = self.enc(x).chunk(2, -1)
        q = Normal(mu, ls.exp())
        p = Normal(self.z0, self.z1)
        kl = kl_divergence(q, p).sum(-1)
        rec = Independent(Bernoulli(logits=self.dec(mu)), 1)
        lp = rec.log_prob((x > 0).float())
        pol = TransformedDistribution(Normal(mu, ls.exp()), [TanhTransform(cache_size=1), AffineTransform(0.0, 2.0)])
        act = torch.tanh(mu) * 2
        alp = pol.log_prob(act * 0.9).sum(-1)
        cat = Categorical(logits=mu)
        mix = MixtureSameFamily(Categorical(logits=mu), Normal(mu, ls.exp()))
        conc = mu.exp() + 0.1
        return (kl, lp, alp, cat.entropy(), cat.log_prob(a), mix.log_prob(x[:, 0]), Beta(conc, conc + 1).log_prob(torch.sigmoid(mu)),
            Dirichlet(conc).log_prob(torch.softmax(mu, -1)), Gamma(conc, conc).log_prob(conc), StudentT(conc + 2).log_prob(mu), Poisson(conc).log_prob(a.float()[:, None]),
            LogNormal(mu, ls.exp()).log_prob(conc), HalfNormal(ls.exp()).log_prob(conc), Cauchy(mu, ls.exp()).log_prob(mu + 1), Beta(conc, conc).mean, Gamma(conc, conc).entropy(),
            MultivariateNormal(mu, scale_tril=torch.diag_embed(ls.exp())).log_prob(mu + 0.1), kl_divergence(Gamma(conc, conc), Gamma(conc + 1, conc)), kl_divergence(Beta(conc, conc), Beta(conc + 1, conc)), kl_divergence(Dirichlet(conc), Dirichlet(conc + 1)))
torch.manual_seed(0)
m = VAE().eval()
print(D.Normal(torch.tensor([0.0]), 1.0), Categorical(torch.tensor([0.2, 0.8])).probs, Independent(Normal(torch.zeros(3), 1), 1).event_shape)
torch.onnx.export(m, (torch.randn(3, 6), torch.tensor([0, 2, 3])), "v.onnx", dynamo=True)
