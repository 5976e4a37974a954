import itertools as it
a, b, c = it.tee(range(3), 3)
print(list(a), next(b), list(c), list(b), list(it.islice(range(10), 2, 8, 3)), list(it.islice([], 3)))
