def f():
    yield 1
    raise StopIteration("oops")


try:
    list(f())
except RuntimeError as e:
    print(e, repr(e.__cause__))
def g():
    yield next(iter([]))
try:
    list(g())
except RuntimeError as e:
    print(e)
