from functools import partial, reduce

print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(lambda a, b: a + b, [], "init"), list(filter(None, [0, 1, "", "a"])), list(map(pow, [2, 3], [3, 2])), list(zip([1, 2], "ab", (True, False))), sorted([3, 1], key=lambda v: -v))
p = partial(int, base=2)
print(p("101"), p.func is int, p.args, p.keywords, partial(partial(print, 1), 2).args)
