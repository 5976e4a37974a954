class T:
    def __init__(self):
        self._v = 1

    @property
    def v(self):
        "The value."
        return self._v

    @v.setter
    def v(self, x):
        if x < 0:
            raise ValueError("negative")
        self._v = x

    @v.deleter
    def v(self):
        self._v = None

    r = property(lambda self: "ro")


t = T()
t.v = 5
print(t.v, T.v.__doc__, t.r, T.v.fget.__name__)
del t.v
print(t.v)
for f in (lambda: setattr(t, "v", -1), lambda: setattr(t, "r", 1), lambda: delattr(t, "r")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
