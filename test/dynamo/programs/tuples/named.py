from collections import namedtuple

P = namedtuple("P", "x y", defaults=[5])
p = P(1)
print(p, p.x, p[1], p._replace(y=2), p._asdict(), P._fields, p == (1, 5), P._make([3, 4]), P._field_defaults, isinstance(p, tuple))
x, y = p
print(x, y, P.__name__, P.__doc__)
for f in (lambda: P(), lambda: P(1, 2, 3), lambda: namedtuple("Q", "a a"), lambda: namedtuple("Q", "class"), lambda: setattr(p, "x", 3)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
