class S:
    _one = None

    def __new__(cls, *a):
        if cls._one is None:
            cls._one = super().__new__(cls)
        return cls._one

    def __init__(self, v=0):
        self.v = v


print(S(1) is S(2), S._one.v)


class Other:
    def __new__(cls):
        return "not an instance"

    def __init__(self):
        print("never")


print(Other())


class T(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))


print(T(1, 2), T(1, 2)[0], type(T(1, 2)))
for f in (lambda: object(1), lambda: type("E", (), {})(1), lambda: type("F", (), {"__init__": lambda self: 5})()):
    try:
        f()
    except TypeError as e:
        print(e)
