import copy
a = [1, [2, 3], {"k": [4]}]
b, c = copy.copy(a), copy.deepcopy(a)
a[1].append(9); a[2]["k"].append(8)
print(b, c)
l = [1]; l.append(l); d = copy.deepcopy(l); print(d[1] is d, d is not l)
class P:
    def __init__(self): self.x = [1]; self.me = self
p = P(); q = copy.deepcopy(p); print(q.x == p.x, q.x is p.x, q.me is q, copy.copy(p).x is p.x)
class C:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return "deep"
print(copy.copy(C()), copy.deepcopy([C()]), copy.copy((1, 2)), copy.deepcopy({1: (2, [3])}))
