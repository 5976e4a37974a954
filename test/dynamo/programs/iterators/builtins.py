it = iter([1, 2, 3])
print(next(it), next(it, "d"), list(it), next(it, "end"), list(iter(lambda c=[0]: c.__setitem__(0, c[0] + 1) or c[0], 4)))
print(list(enumerate("ab", 5)), list(zip([1, 2, 3], "ab")), list(map(lambda a, b: a + b, [1, 2], [3, 4, 5])), list(filter(lambda x: x > 1, [1, 2, 3])), list(reversed([1, 2])), all([]), any([]), min([3, 1], key=lambda v: -v), max([], default=0), sum([1, 2], 10))
for f in (lambda: min(), lambda: list(zip([1], [1, 2], strict=True)), lambda: next(5), lambda: iter(5), lambda: reversed({1}), lambda: sum(["a"]), lambda: next(iter([]))):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
