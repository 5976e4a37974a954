def count(n):
    i = 0
    while i < n:
        yield i
        i += 1
    return "done"


g = count(3)
print(next(g), next(g), list(g), list(g), type(g).__name__, iter(g) is g)
try:
    next(count(0))
except StopIteration as e:
    print(e.value, repr(e))
