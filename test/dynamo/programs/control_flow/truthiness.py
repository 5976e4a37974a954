class A:
    def __bool__(self):
        return False


class B:
    def __len__(self):
        return 0


class C:
    pass


class D:
    def __bool__(self):
        return "x"


print([bool(v) for v in (A(), B(), C(), 0, 0.0, 0j, "", "0", [], [0], (), {}, set(), None, range(0), b"", ...)])
try:
    bool(D())
except TypeError as e:
    print(e)
