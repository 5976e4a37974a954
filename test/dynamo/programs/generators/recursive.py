def flatten(x):
    for i in x:
        if isinstance(i, list):
            yield from flatten(i)
        else:
            yield i


def permutations(items):
    if len(items) <= 1:
        yield items
    else:
        for i in range(len(items)):
            for rest in permutations(items[:i] + items[i + 1 :]):
                yield [items[i]] + rest


print(list(flatten([1, [2, [3, [4]], 5]])), list(permutations([1, 2, 3])))
