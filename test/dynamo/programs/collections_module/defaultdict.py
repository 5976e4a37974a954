from collections import defaultdict
d = defaultdict(list)
d["a"].append(1); d["a"].append(2)
print(d, d["b"], len(d), d.get("zz"), d.default_factory, dict(d), d.copy())
n = defaultdict(lambda: defaultdict(int)); n["x"]["y"] += 1
print(n["x"]["y"], list(n))
try:
    defaultdict(None)["k"]
except KeyError as e:
    print(repr(e))
