class It:
    def __init__(self):
        self.i = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.i += 1
        if self.i > 3:
            raise StopIteration
        return self.i

    def __length_hint__(self):
        return 3


import operator

print(operator.length_hint(It()), list(It()), [*It()], tuple(It()), set(It()), dict(enumerate(It())), sum(It()), sorted(It(), reverse=True), 2 in It(), ",".join(map(str, It())))
