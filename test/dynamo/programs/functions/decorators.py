import functools


def trace(label):
    def deco(fn):
        @functools.wraps(fn)
        def wrapper(*a, **k):
            print(label, fn.__name__, a, k)
            return fn(*a, **k)

        return wrapper

    return deco


@trace("outer")
@trace("inner")
def add(a, b=1):
    "Adds."
    return a + b


print(add(1, b=2), add.__name__, add.__doc__, add.__wrapped__.__wrapped__(5))
