class A:
    n = 1

    @classmethod
    def c(cls, x=0):
        return cls.__name__, cls.n, x

    @staticmethod
    def s(x):
        return x * 2

    def __init_subclass__(cls, **kw):
        cls.kw = kw


class B(A, tag="t"):
    n = 2


print(A.c(), B.c(5), B().c(), A.s(2), A().s(3), B.kw, A.__dict__["c"].__func__.__name__, B.c.__self__ is B)
