class C:
    def __init__(self, n, swallow=False):
        self.n, self.swallow = n, swallow

    def __enter__(self):
        print("enter", self.n)
        return self.n

    def __exit__(self, t, v, tb):
        print("exit", self.n, t and t.__name__, v)
        return self.swallow


with C(1) as a, C(2) as b:
    print(a, b)
with C(3, True):
    raise ValueError("x")
with (C(4) as c, C(5)):
    pass
for i in range(2):
    with C(6):
        continue
try:
    with C(7), C(8, True):
        1 / 0
    print("after")
    with C(9):
        raise KeyError("k")
except KeyError as e:
    print("caught", e)
