class V:
    def __init__(self, *c):
        self.c = c

    def __add__(self, o):
        return V(*(a + b for a, b in zip(self.c, o.c))) if isinstance(o, V) else NotImplemented

    def __radd__(self, o):
        return self if o == 0 else NotImplemented

    def __mul__(self, k):
        return V(*(a * k for a in self.c))

    __rmul__ = __mul__

    def __matmul__(self, o):
        return sum(a * b for a, b in zip(self.c, o.c))

    def __neg__(self):
        return self * -1

    def __abs__(self):
        return (self @ self) ** 0.5

    def __eq__(self, o):
        return isinstance(o, V) and self.c == o.c

    def __getitem__(self, i):
        return self.c[i]

    def __iter__(self):
        return iter(self.c)

    def __len__(self):
        return len(self.c)

    def __repr__(self):
        return f"V{self.c}"


a, b = V(1, 2), V(3, 4)
print(a + b, a * 2, 2 * a, a @ b, -a, abs(b), a == V(1, 2), a != b, a[0], list(a), len(a), sum([a, b]), [*a], 1 in a)
for f in (lambda: a + 1, lambda: 1 + a, lambda: a - b, lambda: a < b, lambda: {a}):
    try:
        f()
    except TypeError as e:
        print(e)
