class A:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        return self.v == o.v


class B(A):
    __hash__ = object.__hash__


class C(A):
    def __hash__(self):
        return hash(self.v)


print(A.__hash__ is None, len({B(1), B(1)}), len({C(1), C(1)}), C(1) in {C(1): 0}, A(1) == A(1), A(1) != A(2))
