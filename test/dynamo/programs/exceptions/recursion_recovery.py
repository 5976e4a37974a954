def f(n):
    try:
        return f(n + 1)
    except RecursionError:
        return "recovered"


print(f(0))
class A:
    def __getattr__(self, name):
        return getattr(self, name + "x")
try:
    A().foo
except RecursionError as e:
    print("RecursionError")
class R:
    def __repr__(self):
        return repr(self)
try:
    repr(R())
except RecursionError:
    print("RecursionError")
