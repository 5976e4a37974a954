def f(a, b, /, c, *, d):
    pass


def g():
    pass


def h(a, b=1):
    pass


for call in (lambda: f(), lambda: f(1, 2, 3), lambda: f(1, 2, 3, 4, d=1), lambda: f(1, b=2, c=3, d=4), lambda: f(1, 2, 3, d=4, e=5), lambda: g(1), lambda: h(), lambda: h(1, 2, 3), lambda: h(1, a=2), lambda: f(1, 2, 3, d=1, **{"d": 2}), lambda: h(*5), lambda: h(**5), lambda: h(**{1: 2})):
    try:
        call()
    except TypeError as e:
        print(e)
