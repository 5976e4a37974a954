def f(*args, **kwargs):
    return args, kwargs


print(f(*"ab", *[1], 5, *(), x=1, **{"y": 2}, **{}), f(*range(3), **dict(a=1)), f(*(i for i in range(2))))
try:
    f(**{"a": 1}, **{"a": 2})
except TypeError as e:
    print(e)
