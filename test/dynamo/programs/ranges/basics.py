r = range(2, 20, 3)
print(r, list(r), len(r), r[1], r[-1], r[1:4], r[::-1], 5 in r, 6 in r, r.index(8), r.count(8), r.start, r.stop, r.step, range(0) == range(2, 2), range(3) == range(0, 3, 1), hash(range(3)) == hash(range(0, 3)), list(reversed(r)), bool(range(0)))
for f in (lambda: range(1, 2, 0), lambda: range(1.5), lambda: r[10], lambda: r.index(3), lambda: range()):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
