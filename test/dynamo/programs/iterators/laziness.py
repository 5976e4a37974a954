def noisy(tag, n):
    for i in range(n):
        print(tag, i, end="; ")
        yield i


z = zip(noisy("a", 3), noisy("b", 1))
print(list(z))
m = map(lambda x: x + 1, noisy("m", 2))
print("lazy", next(m))
e = enumerate(noisy("e", 2))
print(next(e))
