class P:
    def __format__(self, spec):
        return f"<{spec}>"

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"


p = P()
print(f"{p} {p:abc} {p!s} {p!r} {p!r:>8} {p!s:<6}|", format(p), format(p, "z"), "%s %r" % (p, p))
