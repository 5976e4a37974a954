"""Generators feeding generators, comprehensions, itertools and closures."""

import itertools
import time


def numbers(n):
    for i in range(n):
        yield i


def scale(source, factor):
    for value in source:
        yield value * factor


def window(source, size):
    held = []
    for value in source:
        held.append(value)
        if len(held) == size:
            yield tuple(held)
            held.pop(0)


def nested(depth, n):
    if depth == 0:
        yield from range(n)
    else:
        yield from nested(depth - 1, n)


def running():
    total = 0
    while True:
        value = yield total
        total += value


class Tree:
    def __init__(self, value, children=()):
        self.value = value
        self.children = children

    def __iter__(self):
        yield self.value
        for child in self.children:
            yield from child


def tree(depth):
    return Tree(depth, tuple(tree(depth - 1) for _ in range(3)) if depth else ())


def compose(*functions):
    def composed(value):
        for function in functions:
            value = function(value)
        return value

    return composed


def once(total):
    stages = window(scale((x for x in numbers(60000) if x % 3), 2), 3)
    total += sum(a - b + c for a, b, c in stages)
    total += sum(nested(5, 40000))
    adder = running()
    next(adder)
    for i in range(30000):
        total = adder.send(i) + total % 1000
    total += sum(tree(7))
    total += sum(a * b for a, b in itertools.islice(itertools.combinations(range(300), 2), 30000))
    step = compose(lambda v: v + 1, lambda v: v * 3, lambda v: v % 1009)
    for i in range(20000):
        total += step(i)
    total += len({x * y % 997 for x in range(200) for y in range(200)})
    return total


def run():
    total = 0
    for _ in range(10):
        total = once(total) % 1000003
    return total


start = time.perf_counter()
result = run()
seconds = time.perf_counter() - start
print(result)
print(f"seconds {seconds:.6f}")
