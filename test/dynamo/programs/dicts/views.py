d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), "a" in k, 2 in v, ("a", 1) in i, k & {"a", "z"}, k | {"z"} == {"a", "b", "c", "z"}, k - {"a"} == {"b", "c"}, i & {("a", 1)}, k == {"a", "b", "c"}, k.isdisjoint(["q"]), k.mapping["a"])
d["d"] = 4; print(k, list(reversed(v)), list(reversed(i)))
