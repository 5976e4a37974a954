class P:
    __slots__ = ("x", "y")

    def __init__(self):
        self.x = 1


p = P()
print(p.x, P.__slots__, hasattr(p, "__dict__"), type(P.x).__name__)
for f in (lambda: p.y, lambda: setattr(p, "z", 1)):
    try:
        f()
    except AttributeError as e:
        print(str(e).split(" and no")[0])


class Q(P):
    pass


q = Q()
q.z = 5
print(q.z, q.x, q.__dict__)
del q.x
print(hasattr(q, "x"))
