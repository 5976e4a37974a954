class M(type):
    def __new__(m, name, bases, ns, **kw):
        print("new", name, sorted(k for k in ns if not k.startswith("__")), kw)
        return super().__new__(m, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)
        cls.tag = name.lower()

    def __call__(cls, *a):
        print("call", cls.__name__, a)
        return super().__call__(*a)

    def __len__(cls):
        return 42

    def __getitem__(cls, k):
        return cls.__name__, k

    @property
    def prop(cls):
        return "meta prop"


class A(metaclass=M, opt=1):
    x = 1

    def __init__(self, v):
        self.v = v


class B(A):
    pass


print(A.tag, B.tag, B(3).v, len(A), A["k"], type(B) is M, isinstance(A, type), A.prop, hasattr(A(1), "prop"))
