print(list(zip()), list(zip("ab", [1, 2, 3])), list(map(lambda *a: a, [1, 2], [3, 4])), list(filter(None, [0, 1, "", "x"])), dict(zip("ab", range(2))), list(zip(*[(1, 2), (3, 4)])), list(enumerate("ab", start=-1)))
it = iter("abc"); print(list(zip(it, it)), list(it))
