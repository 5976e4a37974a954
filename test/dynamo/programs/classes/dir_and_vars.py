class A:
    x = 1

    def f(self): ...


class B(A):
    def __init__(self):
        self.y = 2


print([n for n in dir(B()) if not n.startswith("__")], [n for n in dir(A) if not n.startswith("__")], vars(B()), sorted(k for k in vars(A) if not k.startswith("__")))
