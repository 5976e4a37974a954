class A:
    """Doc."""

    count = 0

    def __init__(self, x):
        self.x = x
        A.count += 1

    def get(self):
        return self.x


a, b = A(1), A(2)
print(a.get(), A.count, a.count, A.__doc__, A.__name__, a.__class__ is A, a.__dict__, vars(b), isinstance(a, A), type(a).__mro__, A.get(b))
a.count = 99
print(A.count, a.count, hasattr(a, "nope"), getattr(a, "nope", 5))
try:
    a.nope
except AttributeError as e:
    print(e, e.name, e.obj is a)
