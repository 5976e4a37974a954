log = []


def note(x):
    log.append(x)
    return x


def f(a: note("a"), *args: note("args"), b: note("b") = 1, **kw: note("kw")) -> note("return"):
    pass


x: note("x") = 5
print(log, f.__annotations__, __annotations__)
