print("%d %i %5d|%-5d|%05d %+d" % (1, 2, 3, 4, 5, 6), "%s %r %a" % ("é", "é", "é"), "%x %X %o %#x" % (255, 255, 8, 255), "%f %.2f %e %g %G" % (1.5, 1.5, 1.5, 1e-10, 1e10), "%c%c" % ("a", 98), "100%%" % (), "%(a)s-%(b)d" % {"a": 1, "b": 2}, "%*d|%-*d|%.*f" % (5, 1, 5, 2, 2, 3.14159))
for f in (lambda: "%d" % "x", lambda: "%s %s" % 1, lambda: "%s" % (1, 2), lambda: "%z" % 1, lambda: "%d" % 1j):
    try:
        f()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
