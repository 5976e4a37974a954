def f(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, kw


print(f(1, c=3), f(1, 5, 6, 7, c=3, d=0, e=9), f(*[1, 2], **{"c": 3, "x": 1}), f(a=1, c=2))


def g(x, acc=[]):
    acc.append(x)
    return acc


print(g(1), g(2), g.__defaults__, f.__kwdefaults__)
