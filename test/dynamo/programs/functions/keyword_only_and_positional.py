def f(a, /, b, *, c=3):
    return a + b + c


print(f(1, 2), f(1, b=2, c=0))


def g(a, /, **kw):
    return a, kw


print(g(1, a=2))
try:
    f(a=1, b=2)
except TypeError as e:
    print(e)
