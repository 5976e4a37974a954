def add(cls):
    cls.added = True
    return cls


def args(**kw):
    def deco(cls):
        for k, v in kw.items():
            setattr(cls, k, v)
        return cls

    return deco


@add
@args(x=1, y=2)
class A: ...


print(A.added, A.x, A.y)


@lambda c: c.__name__
class B: ...


print(B)
