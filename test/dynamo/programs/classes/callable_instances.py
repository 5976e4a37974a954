class A:
    def __call__(self, *a, **k):
        return a, k


a = A()
print(a(1, x=2), callable(a), callable(1), list(map(a, [1])))
a.__call__ = lambda: "instance"
print(a())
try:
    (1)()
except TypeError as e:
    print(e)
