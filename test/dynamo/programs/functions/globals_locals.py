g = 1


def f(a):
    b = 2
    return sorted(locals().items()), "g" in globals(), vars() == locals()


print(f(1), globals()["g"], __name__)


class C:
    z = 5
    names = sorted(k for k in locals() if not k.startswith("__"))


print(C.names)
