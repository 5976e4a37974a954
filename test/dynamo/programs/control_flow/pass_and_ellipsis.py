def f(): ...


def g():
    pass


class C: ...


if True:
    pass
else:
    ...
print(f(), g(), C().__class__.__name__, ...)
