f = frozenset([1, 2])
print(f, f | {3}, type(f | {3}), type({3} | f), hash(f) == hash(frozenset([2, 1])), {f: 1}[frozenset({1, 2})], f == {1, 2}, frozenset(), frozenset(f) is f, {f, 1} - {1})
try:
    f.add(1)
except AttributeError as e:
    print(e)
