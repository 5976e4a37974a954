class A:
    shared = []
    n = 0

    def bump(self):
        self.n += 1
        self.shared.append(self.n)


a, b = A(), A()
a.bump(); a.bump(); b.bump()
print(a.n, b.n, A.n, A.shared, a.shared is b.shared, a.__dict__)
A.late = lambda self: "late"
print(a.late())
del A.late
print(hasattr(a, "late"))
