import itertools as it
def chunks(xs, n):
    i = iter(xs)
    while c := list(it.islice(i, n)): yield c
def flatten(xs): return it.chain.from_iterable(xs)
print(list(chunks(range(7), 3)), list(flatten([[1], [2, 3]])), list(it.zip_longest(*[iter("abcde")] * 2)), sum(1 for _ in it.permutations(range(5))))
