def a():
    try:
        raise ValueError
    finally:
        return "swallowed"


def b():
    for _ in range(2):
        try:
            return 1
        finally:
            continue
    return "loop"


def c():
    try:
        try:
            raise ValueError("inner")
        finally:
            raise KeyError("outer")
    except KeyError as e:
        return repr(e.__context__)


print(a(), b(), c())
