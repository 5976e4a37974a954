print("{} {1} {0}".replace("{} ", "").format("a", "b"), "{a[0]} {b.real} {c!r:>6}".format(a=[1], b=2, c="x"), "{:{}}|{:{w}.{p}f}".format("a", 5, 3.14159, w=8, p=2), "{{}}".format(), "{0[key]}".format({"key": 3}))
for f in (lambda: "{}".format(), lambda: "{x}".format(), lambda: "{".format(), lambda: "{0} {}".format(1, 2), lambda: "{:d}".format("x")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
