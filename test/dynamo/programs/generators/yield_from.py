def inner():
    x = yield 1
    print("inner got", x)
    try:
        yield 2
    except ValueError:
        yield "handled"
    return "result"


def outer():
    r = yield from inner()
    print("outer got", r)
    yield from [10, 20]
    yield from "ab"
    return "end"


g = outer()
print(next(g), g.send("hi"), g.throw(ValueError), list(g))
