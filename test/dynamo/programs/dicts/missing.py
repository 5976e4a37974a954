class Default(dict):
    def __missing__(self, key):
        self[key] = len(key)
        return self[key]


d = Default(a=1)
print(d["a"], d["hello"], d, d.get("nope"), "x" in d, isinstance(d, dict), dict(d), type(d.copy()))
