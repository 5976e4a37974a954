class A:
    def __repr__(self):
        return "A()"


class B(A):
    def __str__(self):
        return "b"


class C:
    def __str__(self):
        return 5


print(A(), str(A()), [A()], B(), [B()], {"k": B()}, f"{B()!r}", "%s %r" % (B(), B()), repr(A), A.__repr__(B()))
try:
    str(C())
except TypeError as e:
    print(e)
