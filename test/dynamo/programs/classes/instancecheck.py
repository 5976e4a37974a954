class M(type):
    def __instancecheck__(cls, o):
        return o == 42

    def __subclasscheck__(cls, c):
        return c is int


class A(metaclass=M): ...


print(isinstance(42, A), isinstance(1, A), issubclass(int, A), issubclass(str, A), isinstance(1, (str, int)), isinstance(True, (str, (float, int))))
for f in (lambda: isinstance(1, 1), lambda: issubclass(1, int), lambda: isinstance(1, "int")):
    try:
        f()
    except TypeError as e:
        print(e)
