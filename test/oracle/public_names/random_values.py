"""The values of random functions for a seed, below and above the sizes at which PyTorch fills in blocks of 16."""

import torch
from torch import nn

SIZES = (1, 5, 15, 16, 17, 33, 100)


def show(key, value):
    if isinstance(value, torch.Tensor):
        flat = value.detach().flatten()
        if flat.dtype == torch.bool:
            flat = flat.int()
        flat = flat.tolist()
        shown = [round(v, 4) if isinstance(v, float) else v for v in flat[:6] + flat[-3:]]
        print(key, tuple(value.shape), value.dtype, shown)
    else:
        print(key, value)


def every_size(name, make, sizes=SIZES):
    for n in sizes:
        torch.manual_seed(7)
        try:
            first = make(n)
            show(f"{name}/{n}", first)
            # The state of the generator afterwards.
            show(f"{name}/{n}/next", torch.rand(2))
        except Exception as error:
            show(f"{name}/{n}", f"{type(error).__name__}: {str(error).splitlines()[0]}")


f64 = {"dtype": torch.float64}
for name, make in {
    "rand": lambda n: torch.rand(n),
    "rand_f64": lambda n: torch.rand(n, **f64),
    "rand_f16": lambda n: torch.rand(n, dtype=torch.float16),
    "rand_bf16": lambda n: torch.rand(n, dtype=torch.bfloat16),
    "randn": lambda n: torch.randn(n),
    "randn_f64": lambda n: torch.randn(n, **f64),
    "randn_f16": lambda n: torch.randn(n, dtype=torch.float16),
    "rand_like": lambda n: torch.rand_like(torch.zeros(n)),
    "randn_like": lambda n: torch.randn_like(torch.zeros(n, **f64)),
    "randint": lambda n: torch.randint(0, 10, (n,)),
    "randint_range": lambda n: torch.randint(-5, 1000, (n,), dtype=torch.int32),
    "randint_wide": lambda n: torch.randint(0, 2**40, (n,)),
    "randint_float": lambda n: torch.randint(3, 9, (n,), dtype=torch.float32),
    "randint_like": lambda n: torch.randint_like(torch.zeros(n), 2, 7),
    "randperm": lambda n: torch.randperm(n),
    "normal": lambda n: torch.normal(2.0, 3.0, (n,)),
    "normal_tensors": lambda n: torch.normal(torch.arange(float(n)), torch.ones(n) * 2),
    "normal_mean": lambda n: torch.normal(torch.arange(float(n)), 0.5),
    "uniform_": lambda n: torch.empty(n).uniform_(-2, 3),
    "uniform_f64": lambda n: torch.empty(n, **f64).uniform_(-2, 3),
    "normal_": lambda n: torch.empty(n).normal_(1, 2),
    "random_": lambda n: torch.empty(n).random_(),
    "random_int": lambda n: torch.empty(n, dtype=torch.int64).random_(2, 9),
    "random_uint8": lambda n: torch.empty(n, dtype=torch.uint8).random_(),
    "bernoulli_": lambda n: torch.empty(n).bernoulli_(0.3),
    "bernoulli_int": lambda n: torch.empty(n, dtype=torch.int64).bernoulli_(),
    "bernoulli": lambda n: torch.bernoulli(torch.full((n,), 0.4)),
    "bernoulli_given": lambda n: torch.bernoulli(torch.linspace(0, 1, n)),
    "bernoulli_given_f64": lambda n: torch.bernoulli(torch.linspace(0, 1, n, **f64)),
    "bernoulli_p": lambda n: torch.bernoulli(torch.zeros(n), 0.6),
    "bernoulli_tensor_": lambda n: torch.empty(n).bernoulli_(torch.linspace(0, 1, n)),
    "multinomial": lambda n: torch.multinomial(torch.linspace(1, 2, n + 2), n),
    "multinomial_replace": lambda n: torch.multinomial(torch.tensor([0.1, 0.0, 3.0, 1.0]), n, replacement=True),
    "multinomial_rows": lambda n: torch.multinomial(torch.ones(3, n + 1) * torch.arange(1.0, n + 2), 2, True),
    "multinomial_one": lambda n: torch.multinomial(torch.linspace(0, 1, n + 1), 1),
    "exponential_": lambda n: torch.empty(n).exponential_(1.5),
    "exponential_f64": lambda n: torch.empty(n, **f64).exponential_(),
    "geometric_": lambda n: torch.empty(n).geometric_(0.3),
    "cauchy_": lambda n: torch.empty(n).cauchy_(1.0, 2.0),
    "log_normal_": lambda n: torch.empty(n).log_normal_(0.1, 0.5),
    "poisson": lambda n: torch.poisson(torch.linspace(0.1, 20, n)),
    "dropout": lambda n: nn.functional.dropout(torch.ones(n), 0.4),
    "dropout2d": lambda n: nn.functional.dropout2d(torch.ones(2, n, 2, 2), 0.4),
    "alpha_dropout": lambda n: nn.functional.alpha_dropout(torch.ones(n), 0.4, True),
    "rrelu": lambda n: nn.functional.rrelu(-torch.ones(n), training=True),
    "gumbel_softmax": lambda n: nn.functional.gumbel_softmax(torch.zeros(n)),
    "categorical": lambda n: torch.distributions.Categorical(torch.linspace(1, 2, 4)).sample((n,)),
    "normal_sample": lambda n: torch.distributions.Normal(torch.zeros(n), 1.0).sample(),
    "bernoulli_sample": lambda n: torch.distributions.Bernoulli(torch.full((n,), 0.3)).sample(),
    "uniform_sample": lambda n: torch.distributions.Uniform(torch.zeros(n), 2.0).sample(),
    "generator": lambda n: torch.rand(n, generator=torch.Generator().manual_seed(n)),
}.items():
    every_size(name, make)
for name, init in {
    "kaiming_uniform_": lambda w: nn.init.kaiming_uniform_(w, a=5**0.5),
    "kaiming_normal_": lambda w: nn.init.kaiming_normal_(w, mode="fan_out", nonlinearity="relu"),
    "xavier_uniform_": nn.init.xavier_uniform_,
    "xavier_normal_": lambda w: nn.init.xavier_normal_(w, 0.3),
    "trunc_normal_": lambda w: nn.init.trunc_normal_(w, std=0.02),
    "trunc_normal_narrow": lambda w: nn.init.trunc_normal_(w, 1.0, 2.0, -0.5, 0.5),
    "orthogonal_": lambda w: nn.init.orthogonal_(w, 1.5),
    "sparse_": lambda w: nn.init.sparse_(w, 0.3),
    "normal_init": lambda w: nn.init.normal_(w, 1.0, 0.1),
    "uniform_init": nn.init.uniform_,
}.items():
    every_size(name, lambda n: init(torch.empty(n, 3)))
    every_size(f"{name}/wide", lambda n: init(torch.empty(2, n)), (1, 5, 16, 33))
