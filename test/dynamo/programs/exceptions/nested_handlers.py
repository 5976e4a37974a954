import sys


def show():
    return sys.exc_info()[0] and sys.exc_info()[0].__name__


try:
    raise ValueError
except ValueError:
    print(show())
    try:
        raise KeyError
    except KeyError:
        print(show())
    print(show())
print(show())


def gen():
    try:
        yield 1
    except GeneratorExit:
        print("closed", show())
        raise


g = gen()
next(g)
try:
    raise TypeError
except TypeError:
    g.close()
    print(show())
