class A:
    def __init__(self, **kw):
        self.kw = kw

    @classmethod
    def make(cls):
        return cls.__name__

    @property
    def p(self):
        return "Ap"


class B(A):
    def __init__(self, **kw):
        super(B, self).__init__(b=1, **kw)

    @classmethod
    def make(cls):
        return "B:" + super().make()

    @property
    def p(self):
        return "B" + super().p

    def comp(self):
        return [super(B, self).p for _ in range(1)]


b = B(x=2)
print(b.kw, B.make(), b.p, b.comp(), super(B, b).p, super(B, B).make())
try:
    super().x
except RuntimeError as e:
    print(e)
