from functools import cached_property


class A:
    calls = 0

    @cached_property
    def v(self):
        A.calls += 1
        return A.calls * 10


a = A()
print(a.v, a.v, A.calls, a.__dict__)
del a.v
print(a.v)
a.v = 1
print(a.v)
