import random
r = random.Random(42)
print(r.random(), r.randint(1, 100), r.uniform(1, 2), r.choice("abcdef"), r.sample(range(100), 5), r.gauss(0, 1), r.getrandbits(70), r.choices([1, 2, 3], weights=[1, 0, 5], k=4))
xs = list(range(10)); r.shuffle(xs); print(xs, r.betavariate(1, 2), r.expovariate(1), r.triangular(), r.randrange(0, 100, 7))
random.seed("text"); print(random.random()); state = random.getstate(); a = random.random(); random.setstate(state); print(a == random.random())
