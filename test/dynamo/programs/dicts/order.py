d = {}
for k in [3, "b", (1,), None, 2.5, True]:
    d[k] = len(d)
print(d)
del d["b"]; d["b"] = 9; d[3] = "new"; print(d, list(reversed(d)), next(iter(d)))
