import numpy as np
r = np.random.RandomState(42)
print(r.rand(2, 2), r.randn(3), r.randint(10), r.randint(5, 10, (2, 3)), r.randint(0, 256, 5, dtype=np.uint8), r.randint(0, 2**40, 2), r.randint(0, 2, 5, dtype=bool), r.uniform(-1, 1, 3), r.normal(5, 2, 2), r.permutation(6), r.permutation([3, 4, 5]), r.choice(5, 3), r.choice(5, 3, replace=False), r.choice([10, 20, 30], 4, p=[0.1, 0.2, 0.7]), r.choice(4, 2, replace=False, p=[0.1, 0.2, 0.3, 0.4]), r.random_sample(2), r.standard_normal(1))
x = np.arange(5); r.shuffle(x); print(x); l = [1, 2, 3, 4]; r.shuffle(l); print(l); m = np.arange(6).reshape(3, 2); r.shuffle(m); print(m, r.permutation(m))
print(r.exponential(2.0, 2), r.beta(2, 3, 2), r.gamma(2.5, 1.0, 2), r.binomial(10, 0.3, 4), r.binomial(5, 0.9), r.poisson(3.0, 4), r.poisson(20.0, 2), r.laplace(size=2), r.lognormal(0, 1, 2), r.chisquare(3), r.geometric(0.4, 3), r.rayleigh(1.0), r.weibull(2.0), r.dirichlet([1, 2, 3]), r.triangular(0, 1, 3), r.logistic(), r.gumbel(), r.multinomial(5, [0.2, 0.3, 0.5]), r.standard_exponential().__round__(12))
np.random.seed(7); print(np.random.rand(), np.random.random((2,)), np.random.normal(size=2), np.random.randint(3, size=4), np.random.choice(["a", "b"]), np.random.uniform(size=(1, 2)), np.random.uniform([0, 10], [1, 20]))
s = np.random.get_state(); a = np.random.rand(2); np.random.set_state(s); print((np.random.rand(2) == a).all(), s[0])
g = np.random.default_rng(123); print(g, g.random(), g.random(3), g.integers(10), g.integers(0, 100, 5), g.integers(5, size=(2, 2)), g.integers(0, 2**40, 2), g.integers(0, 255, 4, dtype=np.uint8, endpoint=True), g.uniform(2, 3, 2), g.normal(1, 2, 3), g.standard_normal((2, 2)), g.permutation(5), g.permutation([[1, 2], [3, 4]]), g.choice(10, 3), g.choice(10, 4, replace=False), g.choice([1, 2, 3], 2, p=[0.5, 0.25, 0.25]), g.choice(20000, 3, replace=False), g.random(2, dtype=np.float32), g.lognormal(), g.integers(0, 2, 4, dtype=bool))
y = np.arange(6); g.shuffle(y); print(y, g.bytes(3))
print(np.random.default_rng([1, 2, 3]).random(), np.random.default_rng(2**70).random(), np.random.default_rng(np.random.SeedSequence(5)).integers(1000), [c.random() for c in np.random.default_rng(9).spawn(2)], np.random.Generator(np.random.PCG64(11)).random(), np.random.RandomState([1, 2]).rand())
def err(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
err(lambda: r.choice(3, 5, replace=False)); err(lambda: np.random.seed(-1)); err(lambda: r.randint(5, 5)); err(lambda: r.choice(2, p=[0.5, 0.6])); err(lambda: r.randint(0, 300, dtype=np.uint8)); err(lambda: g.choice(3, 5, replace=False)); err(lambda: r.choice([]))
