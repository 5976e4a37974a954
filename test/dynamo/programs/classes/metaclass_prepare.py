class Ordered(type):
    @classmethod
    def __prepare__(m, name, bases, **kw):
        class Ns(dict):
            def __setitem__(self, k, v):
                if not k.startswith("__"):
                    print("define", k)
                super().__setitem__(k, v)

        return Ns(preset=5)

    def __new__(m, name, bases, ns):
        return super().__new__(m, name, bases, dict(ns))


class A(metaclass=Ordered):
    b = 1
    a = preset + 1

    def f(self): ...


print(A.a, A.preset)


class M1(type): ...


class M2(type): ...


try:
    class C(M1("X", (), {}), M2("Y", (), {})):
        pass
except TypeError as e:
    print(e)
