t = (1, "a", [2])
print(t, (), (1,), t[1], t[::-1], t + (3,), t * 2, len(t), "a" in t, t.index("a"), t.count(1), tuple("ab"), hash((1, 2)) == hash((1, 2)))
t[2].append(3); print(t)
for f in (lambda: t.__setitem__, lambda: hash(t), lambda: t + [1], lambda: (1, 2).index(5)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
try:
    t[0] = 1
except TypeError as e:
    print(e)
