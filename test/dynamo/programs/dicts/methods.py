d = {"a": 1, "b": 2}
print(d.get("a"), d.get("z"), d.get("z", 0), d.pop("a"), d.pop("zz", None), d.setdefault("c", []), d, d.popitem(), len(d), d.copy() is d, "b" in d)
d.update({"x": 1}, y=2); d.update([("z", 3)]); print(d, list(d), list(d.values()), list(d.items()))
print(dict.fromkeys("ab"), dict.fromkeys([1], 0), dict([(1, 2)], k=3), dict(a=1))
d.clear(); print(d, not d)
