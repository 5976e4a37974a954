class A:
    def f(self):
        return "A"


class B:
    def f(self):
        return "B"


a = A()
a.__class__ = B
print(a.f(), type(a).__name__)
try:
    a.__class__ = int
except TypeError as e:
    print("TypeError")
A.__bases__
B.__name__ = "Renamed"
print(B.__name__, B)
