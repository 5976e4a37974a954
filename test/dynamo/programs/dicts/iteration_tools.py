d = {"b": 2, "a": 1}
print(sorted(d), sorted(d.items(), key=lambda kv: kv[1]), max(d, key=d.get), {v: k for k, v in d.items()}, sum(d.values()), [*d], {**d}, list(zip(d, d.values())), dict(sorted(d.items())))
