def counter(start=0):
    n = start

    def inc(by=1):
        nonlocal n
        n += by
        return n

    def get():
        return n

    return inc, get


inc, get = counter(10)
inc(); inc(5)
print(get(), [f() for f in [lambda i=i: i for i in range(3)]], [f() for f in [lambda: i for i in range(3)]], inc.__closure__[0].cell_contents, inc.__code__.co_freevars)
