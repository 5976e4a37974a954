A = type("A", (), {"x": 1, "f": lambda self: self.x + 1})
B = type("B", (A,), {"__repr__": lambda self: "<B>"})
print(A().f(), B(), B.__mro__[1] is A, type(3) is int, type(A), A.__name__, A.__module__)
for f in (lambda: type("C", (1,), {}), lambda: type(1, (), {}), lambda: type("D", (bool,), {}), lambda: type()):
    try:
        f()
    except TypeError as e:
        print(e)
