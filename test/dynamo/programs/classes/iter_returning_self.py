class Count:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


c = Count(3)
print(list(c), list(c), next(c, "end"))


class Bad:
    def __iter__(self):
        return 5


try:
    iter(Bad())
except TypeError as e:
    print(e)
