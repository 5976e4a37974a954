from itertools import accumulate, chain, count, cycle, islice, repeat, takewhile

print(list(islice(count(5, 2), 4)), list(islice(cycle("ab"), 5)), list(repeat(1, 3)), list(takewhile(lambda x: x < 5, count())), list(chain([1], "ab", (2,))), list(chain.from_iterable([[1], [2]])), list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], lambda a, b: a * b, initial=10)), list(islice("abcdef", 1, None, 2)))
